//! `GET /transmittals/{id}`: one list, case by case; the office sends it, the division says what arrived.

use acts::{Case, TransmittalFile};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::{ApplicationId, TransmittalId};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::ProcedureKind;
use identity::Permission;
use jiff::civil::Date;
use serde::Serialize;

use super::list::number;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;

/// A choice of the form.
#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

/// One case of the list.
#[derive(Serialize)]
pub(super) struct Item {
    pub(super) no: usize,
    application: String,
    href: String,
    pub(super) receipt_number: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) applied: Option<Date>,
    pub(super) papers: String,
    /// What was found; empty where nobody looked.
    outcome: &'static str,
    tone: &'static str,
    /// Whether it can still be said.
    open: bool,
    outcome_field: String,
    why_field: String,
}

/// Name of the field for what was found of a case.
pub(super) fn outcome_field(application: ApplicationId) -> String {
    format!("outcome-{application}")
}

/// Name of the field for why.
pub(super) fn why_field(application: ApplicationId) -> String {
    format!("why-{application}")
}

/// 「8点（不足1点）」.
fn papers(case: &Case) -> String {
    let (all, open) = (case.documents.len(), case.application.open_lines().len());
    if open == 0 { format!("{all}点") } else { format!("{all}点（不足{open}点）") }
}

impl Item {
    pub(super) fn of(no: usize, case: &Case, file: &TransmittalFile) -> Self {
        let found = file.transmittal.outcome(case.id);
        let tone = match found {
            Some(ReceiptOutcome::Arrived) => "ok",
            Some(ReceiptOutcome::Missing) => "alert",
            Some(ReceiptOutcome::SentBack) => "warn",
            None => "",
        };
        Self {
            no,
            application: case.id.to_string(),
            href: format!("/cases/{}", case.id),
            receipt_number: case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
            name: name_and_kana(&case.child_name).0,
            kind: case.application.kind().map_or("", ProcedureKind::label),
            applied: case.application.application_date(),
            papers: papers(case),
            outcome: found.map_or("", ReceiptOutcome::label),
            tone,
            open: case.application.on_its_way() == Some(file.id),
            outcome_field: outcome_field(case.id),
            why_field: why_field(case.id),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TransmittalPage {
    path: String,
    number: String,
    version: i32,
    sent: bool,
    open: usize,
    items: Vec<Item>,
    choices: Vec<Choice>,
    may_send: bool,
    may_check: bool,
    form: FormView,
}

/// The cases of a list; whom they are about is told to the access log.
pub(super) async fn items(cx: &Cx, file: &TransmittalFile) -> Result<Vec<Item>, Problem> {
    let subjects: Vec<_> = file.transmittal.cases().iter().map(|case| case.0).collect();
    cx.viewed(&subjects).await?;
    let mut items = Vec::with_capacity(subjects.len());
    for (no, application) in (1..).zip(file.transmittal.cases()) {
        items.push(Item::of(no, &cx.acts().case(*application, None).await?, file));
    }
    Ok(items)
}

/// A list this person may see: a counter those of its own office.
pub(super) async fn visible(cx: &Cx, id: TransmittalId) -> Result<TransmittalFile, Problem> {
    let file = cx.acts().transmittal(id).await?;
    let own = cx.office_scope().is_none_or(|office| file.transmittal.office() == Some(office));
    if own { Ok(file) } else { Err(Problem::NotFound) }
}

/// 「令和8年度 佐賀中部 第12号」 of a list.
pub(super) fn title(file: &TransmittalFile, names: &Names) -> String {
    match (file.transmittal.number(), file.transmittal.office()) {
        (Some((year, serial)), Some(office)) => number(names, office, i64::from(year), i64::from(serial)),
        _ => String::new(),
    }
}

pub(super) async fn render(
    cx: &Cx,
    id: TransmittalId,
    posted: Option<&Posted>,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response, Problem> {
    let file = visible(cx, id).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let items = items(cx, &file).await?;
    let page = TransmittalPage {
        path: format!("/transmittals/{id}"),
        number: title(&file, &names),
        version: file.version,
        sent: file.transmittal.is_sent(),
        open: file.transmittal.open(),
        items,
        choices: ReceiptOutcome::ALL.iter().map(|one| Choice { value: one.code(), label: one.label() }).collect(),
        may_send: cx.may(Permission::ForwardApplications),
        may_check: cx.may(Permission::CheckApplications),
        form: posted.map_or_else(FormView::default, FormView::of).with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<TransmittalId>) -> Result<Response, Problem> {
    render(&cx, id, None, &FieldErrors::default(), StatusCode::OK).await
}

impl Page for TransmittalPage {
    const TEMPLATE: &'static str = "transmittals/show.html";

    fn sample() -> Vec<Self> {
        let item = |no, outcome, tone, open| Item {
            no,
            application: format!("{no}"),
            href: "/cases/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            kind: "新規",
            applied: Some(jiff::civil::date(2026, 11, 6)),
            papers: "8点（不足1点）".to_owned(),
            outcome,
            tone,
            open,
            outcome_field: format!("outcome-{no}"),
            why_field: format!("why-{no}"),
        };
        let page = |sent, may_send, may_check| Self {
            path: "/transmittals/1".to_owned(),
            number: "令和8年度 佐賀中部 第12号".to_owned(),
            version: 2,
            sent,
            open: 1,
            items: vec![item(1, "", "", true), item(2, "未着", "alert", true), item(3, "差戻し", "warn", false)],
            choices: ReceiptOutcome::ALL.iter().map(|one| Choice { value: one.code(), label: one.label() }).collect(),
            may_send,
            may_check,
            form: FormView::default(),
        };
        vec![page(false, true, false), page(true, false, true), page(true, true, false)]
    }
}
