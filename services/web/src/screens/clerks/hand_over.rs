//! Handing cases over: first whose they are and to whom they may go, then one act a case with its own answer.

use acts::{Case, Chosen};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Stage, clerk};
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::{FreeText, ProcedureKind};
use serde::Serialize;

use super::people::{self, Choice};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::steps::SHOWN_BY;
use crate::screens::decisions::batch::{cases, seen};
use crate::screens::decisions::outcome::{Outcome, OutcomePage};

/// The most cases in one go, as for decisions.
const MOST: usize = 30;
/// Stands for nobody in the field of the next clerk.
const NOBODY: &str = "nobody";

/// A case that is to change hands.
#[derive(Serialize)]
struct Line {
    id: String,
    href: String,
    receipt_number: String,
    name: String,
    kana: String,
    kind: &'static str,
    stage: &'static str,
    /// Empty where it is nobody's.
    clerk: String,
    /// Version that is shown.
    seen: String,
    /// Why this person may not; empty where they may.
    closed: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct HandOverPage {
    lines: Vec<Line>,
    open: usize,
    people: Vec<Choice>,
    form: FormView,
}

/// The case is left to whoever takes it next.
fn nobody() -> Choice {
    Choice { value: NOBODY.to_owned(), label: "だれの担当でもなくする（次に取った人の担当）".to_owned() }
}

async fn line(cx: &Cx, case: &Case) -> Result<Line, Problem> {
    let (name, kana) = name_and_kana(&case.child_name);
    let now = clerk::desk(case.application.stage()).and_then(|desk| case.application.clerks().at(desk));
    let account = match now {
        Some(staff) => people::clerk(cx, staff).await?,
        None => None,
    };
    let closed = clerk::permits(&case.application, &cx.staff()?.actor).err();
    Ok(Line {
        id: case.id.to_string(),
        href: format!("/cases/{}", case.id),
        receipt_number: case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
        name,
        kana,
        kind: case.application.kind().map_or("", ProcedureKind::label),
        stage: case.application.stage().map_or("", Stage::label),
        clerk: account.map_or_else(String::new, |account| {
            let gone = match (account.ended, account.locked) {
                (true, _) => "（終了）",
                (false, true) => "（停止中）",
                (false, false) => "",
            };
            format!("{}{gone}", people::name(&account))
        }),
        seen: format!("{}:", case.version),
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
    })
}

async fn render(cx: &Cx, ids: &[ApplicationId], posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    let mut lines = Vec::with_capacity(ids.len());
    for case in cases(cx, ids).await? {
        lines.push(line(cx, &case).await?);
    }
    let mut people = people::colleagues(cx).await?;
    people.push(nobody());
    let page = HandOverPage {
        open: lines.iter().filter(|line| line.closed.is_empty()).count(),
        lines,
        people,
        form: FormView::of(posted).with_errors(errors),
    };
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// `POST /clerks/chosen`: changes nothing.
pub(super) async fn chosen(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut ids: Vec<ApplicationId> = posted.all("case").into_iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut errors = FieldErrors::default();
    if ids.is_empty() {
        errors.add("case", "担当を替える申請を1件以上選んでください。一覧に戻って選び直せます。何も変えていません。");
    }
    if ids.len() > MOST {
        errors.add("case", format!("一度に担当を替えられるのは{MOST}件までです。最初の{MOST}件を表示しています。"));
        ids.truncate(MOST);
    }
    render(&cx, &ids, &posted, &errors).await
}

/// To whom, and why.
fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<(Option<StaffId>, FreeText)> {
    let to = match posted.text("clerk") {
        NOBODY => Some(None),
        "" => {
            errors.add("clerk", "次の担当者を選んでください。");
            None
        }
        staff => errors.take("clerk", staff.parse::<StaffId>().map(Some).map_err(|_| "次の担当者を選び直してください。")),
    };
    let why = match posted.text("why").trim() {
        "" => {
            errors.add("why", "理由を入力してください。次の担当者と履歴に残ります。");
            None
        }
        typed => errors.take("why", FreeText::parse(typed)),
    };
    Some((to?, why?))
}

/// `POST /clerks`.
pub(super) async fn hand_over(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let chosen: Vec<Chosen> = seen(&posted);
    let ids: Vec<ApplicationId> = chosen.iter().map(|one| one.application).collect();
    let mut errors = FieldErrors::default();
    if ids.is_empty() {
        errors.add("case", "担当を替えられる申請が選ばれていません。何も変えていません。一覧に戻って選んでください。");
    }
    let read = read(&posted, &mut errors);
    let Some((to, why)) = read.filter(|_| errors.is_empty()) else {
        return render(&cx, &ids, &posted, &errors).await;
    };
    let before = cases(&cx, &ids).await?;
    let outcomes = cx.acts().hand_over_each(&cx.request(&posted)?, &chosen, (to, &why)).await;
    let last = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()).map(|done| done.position).max();
    if let Some(position) = last {
        cx.settle(position, SHOWN_BY).await?;
    }
    let word = if to.is_some() { "引き継ぎ済み" } else { "担当者なし" };
    let rows = before
        .iter()
        .zip(&outcomes)
        .map(|(case, (_, outcome))| Outcome::of(case, outcome.as_ref().map(|_| (word, String::new())), "変えていません"));
    let head = ("担当の引き継ぎの結果", "/queues/mine".to_owned(), "あなたの手を待つ申請");
    let headline = |done: usize| format!("{done}件の担当を替えました");
    cx.page(&OutcomePage::new(head, rows.collect(), headline, "変えていません"))
}

impl Page for HandOverPage {
    const TEMPLATE: &'static str = "clerks/hand_over.html";

    fn sample() -> Vec<Self> {
        let line = |clerk: &str, closed: &str| Line {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            href: "/cases/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            kind: "新規",
            stage: "点検中",
            clerk: clerk.to_owned(),
            seen: "4:".to_owned(),
            closed: closed.to_owned(),
        };
        let people = vec![Choice { value: "01990000-0000-7000-8000-000000000002".to_owned(), label: "見本 三郎".to_owned() }];
        let mut errors = FieldErrors::default();
        errors.add("clerk", "次の担当者を選んでください。");
        errors.add("why", "理由を入力してください。");
        let wrong = FormView::default().with_errors(&errors);
        let mut none = FieldErrors::default();
        none.add("case", "担当を替える申請を1件以上選んでください。");
        let none = FormView::default().with_errors(&none);
        vec![
            Self {
                open: 2,
                lines: vec![line("見本 四郎（停止中）", ""), line("", "")],
                people: people.clone(),
                form: FormView::default(),
            },
            Self {
                open: 1,
                lines: vec![line("見本 四郎", ""), line("", "この申請の手続は終わっています。")],
                people: people.clone(),
                form: wrong,
            },
            Self { open: 0, lines: Vec::new(), people, form: none },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn somebody_is_named_or_nobody_and_always_with_a_reason() {
        let id = "01990000-0000-7000-8000-000000000001";
        let told = |pairs: &[(&str, &str)]| {
            let mut errors = FieldErrors::default();
            (read(&posted(pairs), &mut errors).is_some(), errors.pairs().len())
        };
        assert_eq!(told(&[("clerk", id), ("why", "休暇のため。")]), (true, 0));
        assert_eq!(told(&[("clerk", NOBODY), ("why", "休暇のため。")]), (true, 0));
        assert_eq!(told(&[("clerk", id), ("why", " ")]), (false, 1));
        assert_eq!(told(&[("clerk", "x"), ("why", "")]), (false, 2));
        assert_eq!(told(&[]), (false, 2));
    }
}
