//! 重複の確認: the child and the records that look like it side by side, and the answer to each: the same child, another, or twins. The same
//! child of the ledger is linked; a later answer undoes that. Everybody who is shown stands in the access log.

pub(crate) mod others;

use acts::{Case, SamenessInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, permit};
use events::application::OtherRecord;
use events::ids::ApplicationId;
use events::vocabulary::{FreeText, ProcedureKind, Sameness};
use serde::Serialize;
use uuid::Uuid;

use self::others::{ADDRESS, LINES, Other, alike, others, subjects, told};
use super::frame::{self, Frame};
use super::papers::reason;
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::shield::HIDDEN;

/// One record beside the child.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Column {
    what: &'static str,
    number: String,
    href: String,
    standing: String,
    /// What both have in common.
    alike: Vec<&'static str>,
    /// The answer, empty before; and why.
    verdict: &'static str,
    why: String,
}

/// What is compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Line {
    label: &'static str,
    here: String,
    /// What each record says, and whether that is the same.
    there: Vec<(String, bool)>,
}

/// A choice of the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct LikenessPage {
    frame: Frame,
    trouble: Option<Trouble>,
    /// Why no answer can be given now; empty where one can.
    closed: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    records: Vec<Choice>,
    verdicts: Vec<Choice>,
    form: FormView,
}

/// A record as a word of the form.
fn word(other: OtherRecord) -> String {
    match other {
        OtherRecord::Recipient(id) => format!("recipient-{id}"),
        OtherRecord::Application(id) => format!("application-{id}"),
    }
}

/// Whoever goes on from an award is known, and not compared.
fn begins(case: &Case) -> bool {
    matches!(case.application.kind(), Some(ProcedureKind::New | ProcedureKind::TransferIn))
}

/// The records of a case: those that look alike now and those asked about before.
async fn of_case(cx: &Cx, case: &Case) -> Result<Vec<Other>, Problem> {
    let asked: Vec<OtherRecord> = case.application.likenesses().all().iter().map(|(one, _)| one.other).collect();
    let mut found = match case.form.open().filter(|_| begins(case)) {
        Some(form) => alike(cx, form, cx.acts().recipient_like(&case.application).await?).await?,
        None => Vec::new(),
    };
    found.retain(|one| one.other != OtherRecord::Application(case.id));
    found.retain(|one| asked.contains(&one.other) || !case.application.is_of(one.other));
    let known: Vec<OtherRecord> = found.iter().map(|one| one.other).collect();
    let before = case.application.likenesses().all().iter().map(|(one, _)| one).filter(|one| !known.contains(&one.other));
    found.extend(before.cloned());
    others(cx, found, &asked).await
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    form: Option<FormView>,
    status: StatusCode,
    trouble: Option<Trouble>,
) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    let others = of_case(cx, &case).await?;
    let shown: Vec<Uuid> =
        std::iter::once(id.0).chain(case.application.recipient().map(|recipient| recipient.0)).chain(subjects(&others)).collect();
    cx.viewed(&shown).await?;
    let mut here = case.form.open().map(|form| told(form, cx.today));
    if let Some(told) = here.as_mut().filter(|_| cx.shielded().hides(id.0)) {
        HIDDEN.clone_into(&mut told[ADDRESS]);
    }
    let closed = permit(Action::JudgeSameness, &case.application, &cx.staff()?.actor).err();
    let verdict = |one: &Other| case.application.likenesses().verdict(one.alike.other);
    let lines = LINES.into_iter().enumerate().map(|(n, label)| {
        let own = here.as_ref().and_then(|told| told.get(n)).cloned().unwrap_or_default();
        let there = others.iter().map(|one| {
            let text = one.told.get(n).cloned().unwrap_or_default();
            let same = !text.is_empty() && text != HIDDEN && text == own;
            (text, same)
        });
        Line { label, there: there.collect(), here: own }
    });
    // The first that nobody answered is offered.
    let first = others.iter().find(|one| verdict(one).is_none()).map(|one| word(one.alike.other));
    let page = LikenessPage {
        frame: Frame::of(&case, &names, cx.today, "likeness"),
        trouble,
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        columns: others
            .iter()
            .map(|one| Column {
                what: one.what,
                number: one.number.clone(),
                href: one.href.clone(),
                standing: one.standing.clone(),
                alike: one.alike.by.iter().map(|by| by.label()).collect(),
                verdict: verdict(one).map_or("", Sameness::label),
                why: case.judgements.get(&one.alike.other).map(|why| reason(Some(why))).unwrap_or_default(),
            })
            .collect(),
        lines: lines.collect(),
        records: others
            .iter()
            .map(|one| Choice { value: word(one.alike.other), label: format!("{} {}", one.what, one.number) })
            .collect(),
        verdicts: verdicts(),
        form: form.unwrap_or_else(|| FormView::filled(first.map(|first| ("other", first)))),
    };
    cx.page_as(status, &page)
}

fn verdicts() -> Vec<Choice> {
    Sameness::ALL.iter().map(|one| Choice { value: one.code().to_owned(), label: one.label().to_owned() }).collect()
}

/// `GET /cases/{id}/likeness`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, None, StatusCode::OK, None).await
}

/// `POST /cases/{id}/likeness`.
pub(crate) async fn judge(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let mut errors = FieldErrors::default();
    let other = of_case(&cx, &case).await?.into_iter().find(|one| word(one.alike.other) == posted.text("other"));
    if other.is_none() {
        errors.add("other", "どの記録についての答えか選んでください。");
    }
    let verdict = errors.take("verdict", Sameness::parse(posted.text("verdict")));
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    let (Some(other), Some(verdict), Some(why)) = (other, verdict, why) else {
        let form = FormView::of(&posted).with_errors(&errors);
        return render(&cx, id, Some(form), StatusCode::UNPROCESSABLE_ENTITY, None).await;
    };
    let input = SamenessInput { alike: other.alike, verdict, why, award: other.award };
    match cx.acts().judge_sameness(&cx.request(&posted)?, id, input).await {
        Ok(done) => {
            let open = cx.acts().case(id, None).await?.application.likenesses().open();
            // The next one waits on this page; after the last, the case goes on.
            let next = if open > 0 { format!("{}/likeness", frame::path(id)) } else { frame::path(id) };
            cx.told(&next, "sameness_judged", done.position, SHOWN_BY).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, Some(FormView::of(&posted)), trouble.status, Some(trouble)).await
        }
    }
}

impl Page for LikenessPage {
    const TEMPLATE: &'static str = "cases/likeness.html";

    fn sample() -> Vec<Self> {
        let column = |verdict, why: &str| Column {
            what: "受給者",
            number: "1000018".to_owned(),
            href: "/recipients/1".to_owned(),
            standing: "R7.10.1〜R8.9.30".to_owned(),
            alike: vec!["個人番号", "生年月日"],
            verdict,
            why: why.to_owned(),
        };
        let lines = LINES.into_iter().zip(Other::sample().told);
        let page = |closed: &str, trouble| Self {
            frame: Frame::sample("likeness"),
            trouble,
            closed: closed.to_owned(),
            columns: vec![column("", ""), column("双子など", "住民票で確かめた。")],
            lines: lines
                .clone()
                .map(|(label, text)| Line {
                    label,
                    here: text.clone(),
                    there: vec![(text, true), ("見本 桃子".to_owned(), false)],
                })
                .collect(),
            records: vec![Choice { value: "recipient-1".to_owned(), label: "受給者 1000018".to_owned() }],
            verdicts: verdicts(),
            form: FormView::filled([("other", "recipient-1")]),
        };
        let none = Self { columns: Vec::new(), lines: Vec::new(), records: Vec::new(), ..page("", None) };
        let mut pages = vec![page("", None), page("点検の担当者が行います。", None), none];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page("", Some(trouble))));
        pages
    }
}
