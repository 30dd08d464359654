//! `GET /letters/releases`: the releases, and the question whom to write to.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::letter_release::{Question, of_a_campaign, released_in_bulk};
use casework::rules::Masters;
use events::letter::LetterKind;
use events::vocabulary::{OfficeCode, wareki};
use identity::Permission;
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::letter_releases::{self, LetterReleaseRow, Stage};
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::names::Names;
use crate::screens::notices::{Dressed as _, Reader, may, must, offered};

/// Releases on the page.
const ROWS: u16 = 100;

#[derive(Serialize)]
struct Line {
    href: String,
    kind: &'static str,
    period: String,
    office: String,
    addressed: i32,
    excluded: i32,
    made: Option<i32>,
    prepared_on: Date,
    stage: &'static str,
    tone: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ReleasesPage {
    lines: Vec<Line>,
    may_prepare: bool,
    fields: Vec<FieldView>,
    form: FormView,
}

const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "warn",
        Stage::Running => "key",
        Stage::Ended => "ok",
        Stage::Withdrawn => "",
    }
}

fn fields(masters: &Masters, today: Date) -> Vec<FieldView> {
    let kinds = LetterKind::ALL.iter().filter(|kind| released_in_bulk(**kind) && !of_a_campaign(**kind));
    let offices = masters.offices.on(today).filter(|row| row.value.counter);
    vec![
        must("kind", "通知文書", "radio").of(kinds.map(|kind| offered(kind.code(), kind.label())).collect()),
        must("from", "対象の初日", "date")
            .hint("更新の案内では支給認定の末日、指定の更新の案内では指定の末日、18歳と20歳のお知らせでは誕生日が、この日から下の日までの人に送ります。"),
        must("until", "対象の末日", "date"),
        may("office", "管轄事務所", "select")
            .hint("選ばないと、県内すべてです。指定の更新の案内では使いません。")
            .of(offices.map(|row| offered(&row.key, &row.value.name)).collect()),
    ]
}

fn line(row: &LetterReleaseRow, names: &Names) -> Line {
    Line {
        href: format!("/letters/releases/{}", row.release),
        kind: row.kind.label(),
        period: format!("{}から{}まで", wareki::short(row.from), wareki::short(row.until)),
        office: row.office.map_or_else(|| "県内すべて".to_owned(), |office| names.office_short(office)),
        addressed: row.addressed,
        excluded: row.excluded,
        made: row.made,
        prepared_on: row.prepared_on,
        stage: row.stage.label(),
        tone: tone(row.stage),
    }
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let rows = letter_releases::newest(cx.pool(), None, ROWS).await?;
    let fields = fields(&masters, cx.today);
    let names = Names::new(masters, cx.today);
    let page = ReleasesPage {
        lines: rows.iter().map(|row| line(row, &names)).collect(),
        may_prepare: cx.may(Permission::PrepareLetters),
        fields,
        form,
    };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let until = cx.today.saturating_add(3.months());
    let form = FormView::filled([("from", wareki::short(cx.today)), ("until", wareki::short(until))]);
    render(&cx, form, StatusCode::OK).await
}

/// `POST /letters/releases`.
pub(crate) async fn prepare(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let kind = match posted.text("kind").parse::<LetterKind>() {
        Ok(kind) if released_in_bulk(kind) && !of_a_campaign(kind) => Some(kind),
        _ => {
            reader.errors.add("kind", "通知文書の種類を選んでください。");
            None
        }
    };
    let (from, until) = (reader.day("from", "対象の初日"), reader.day("until", "対象の末日"));
    let office = reader.may("office", str::parse::<OfficeCode>);
    if let (Some(from), Some(until)) = (from, until) {
        if until < from {
            reader.errors.add("until", "対象の末日が初日より前です。");
        } else if until > from.saturating_add(2.years()) {
            reader.errors.add("until", "対象の期間は2年までにしてください。");
        }
    }
    let mut errors: FieldErrors = reader.errors;
    if let (Some(kind), Some(from), Some(until), true) = (kind, from, until, errors.is_empty()) {
        match cx
            .acts()
            .prepare_letter_release(&cx.request(&posted)?, Question { kind, from, until, office, campaign: None })
            .await
        {
            Ok((id, done)) => {
                return cx.told(&format!("/letters/releases/{id}"), "letters_prepared", done.position, SHOWN_BY).await;
            }
            Err(ActError::Refused(refusal)) => errors.general(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let form = FormView::of(&posted).understood(&["from", "until"]).with_errors(&errors);
    render(&cx, form, StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for ReleasesPage {
    const TEMPLATE: &'static str = "letters/releases.html";

    fn sample() -> Vec<Self> {
        let line = |stage: Stage, made| Line {
            href: "/letters/releases/1".to_owned(),
            kind: LetterKind::RenewalGuide.label(),
            period: "R9.9.1からR9.9.30まで".to_owned(),
            office: "県内すべて".to_owned(),
            addressed: 412,
            excluded: 31,
            made,
            prepared_on: jiff::civil::date(2027, 6, 1),
            stage: stage.label(),
            tone: tone(stage),
        };
        let fields = || fields(&Masters::default(), jiff::civil::Date::constant(2026, 11, 24));
        let mut errors = FieldErrors::default();
        errors.add("until", "対象の末日が初日より前です。");
        errors.general("この条件で送る相手がいません。");
        vec![
            Self {
                lines: vec![line(Stage::Waiting, None), line(Stage::Ended, Some(412))],
                may_prepare: true,
                fields: fields(),
                form: FormView::default().with_errors(&errors),
            },
            Self { lines: Vec::new(), may_prepare: false, fields: Vec::new(), form: FormView::default() },
        ]
    }
}
