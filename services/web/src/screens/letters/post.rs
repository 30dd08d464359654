//! `GET /letters/post`: which letters are still to be posted, which came back and whose address must be made sure of. Whom a letter is about is
//! shown on its own page.

use axum::response::Response;
use events::letter::LetterKind;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::letters::{self, LetterFilter, LetterRow, LetterState};
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::stage_list::Tab;

/// Letters of a page.
const LINES: u16 = 50;

/// A letter.
#[derive(Serialize)]
struct Line {
    href: String,
    number: String,
    kind: &'static str,
    issued_on: Date,
    state: &'static str,
    tone: &'static str,
    /// 「再発送」, where it went out before.
    again: &'static str,
    post: String,
    returned: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PostPage {
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
}

pub(super) const fn tone(state: LetterState) -> &'static str {
    match state {
        LetterState::Returned => "alert",
        LetterState::ToPost => "warn",
        LetterState::Posted => "ok",
        LetterState::Kept => "",
    }
}

fn line(row: LetterRow) -> Line {
    let way = row.way.map(|way| format!(" {}", way.label())).unwrap_or_default();
    let tracking = row.tracking.map(|number| format!(" {number}")).unwrap_or_default();
    let ground = row.ground.map(|ground| format!(" {}", ground.label())).unwrap_or_default();
    Line {
        href: format!("/letters/{}/post", row.letter),
        number: row.number,
        kind: row.kind.label(),
        issued_on: row.issued_on,
        state: row.state.label(),
        tone: tone(row.state),
        again: match (row.state, row.dispatches) {
            (LetterState::ToPost, 1..) => "再発送待ち",
            (LetterState::Posted, 2..) => "再発送",
            _ => "",
        },
        post: row.posted_on.map(|on| format!("{}{way}{tracking}", wareki::short(on))).unwrap_or_default(),
        returned: row.returned_on.map(|on| format!("{}{ground}", wareki::short(on))).unwrap_or_default(),
    }
}

fn tabs(current: LetterState, count: impl Fn(LetterState) -> i64, here: impl Fn(&str) -> String) -> Vec<Tab> {
    let states = LetterState::ALL.iter().map(|one| (one.code(), one.label(), Some(count(*one))));
    Tab::each(states, Some(current.code()), here)
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let state = cx.parameter("state").and_then(|code| code.parse::<LetterState>().ok()).unwrap_or(LetterState::Returned);
    let kind = cx.parameter("kind").and_then(|code| code.parse::<LetterKind>().ok());
    let before = cx.parameter("before").and_then(|text| text.parse::<i64>().ok());
    let counts = letters::counts(cx.pool(), kind).await?;
    let filter = LetterFilter { state: Some(state), kind };
    let rows = letters::page(cx.pool(), filter, before, LINES).await?;
    let of_kind = kind.map(|kind| format!("&kind={}", kind.code())).unwrap_or_default();
    let here = |state: &str| format!("/letters/post?state={state}{of_kind}");
    let full = rows.len() == usize::from(LINES);
    let page = PostPage {
        tabs: tabs(state, |one| counts.iter().find(|(state, _)| *state == one).map_or(0, |(_, letters)| *letters), here),
        next: rows.last().filter(|_| full).map(|last| format!("{}&before={}", here(state.code()), last.position)),
        first: before.map(|_| here(state.code())),
        lines: rows.into_iter().map(line).collect(),
    };
    cx.page(&page)
}

impl Page for PostPage {
    const TEMPLATE: &'static str = "letters/post.html";

    fn sample() -> Vec<Self> {
        let line = |state: LetterState, returned: &str| Line {
            href: "/letters/1/post".to_owned(),
            number: "こ家第12号".to_owned(),
            kind: LetterKind::RenewalGuide.label(),
            issued_on: Date::constant(2027, 7, 1),
            state: state.label(),
            tone: tone(state),
            again: if state == LetterState::Posted { "再発送" } else { "" },
            post: "R9.7.2 簡易書留 123-45-67890-1".to_owned(),
            returned: returned.to_owned(),
        };
        let tabs = || tabs(LetterState::Returned, |_| 3, |state| format!("/letters/post?state={state}"));
        vec![
            Self {
                tabs: tabs(),
                lines: vec![line(LetterState::Returned, "R9.7.9 転居先不明"), line(LetterState::Posted, "")],
                next: Some("/letters/post?state=returned&before=9".to_owned()),
                first: None,
            },
            Self { tabs: tabs(), lines: Vec::new(), next: None, first: None },
        ]
    }
}
