//! `GET /cases/{id}/attachments`: what is attached to a case and to its person, and the form that attaches.

use std::collections::BTreeSet;

use acts::{ActError, AttachmentInput, Case, OTHER_PAPER};
use axum::http::StatusCode;
use axum::response::Response;
use casework::rules::Masters;
use events::Event;
use events::attachment::{Added, AttachmentEvent};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use identity::Permission;
use jiff::civil::Date;
use projections::case_history::{self, Entry};
use projections::ledger::{self, AsOf};
use serde::Serialize;
use uuid::Uuid;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::frame::{self, Frame};
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::cases::papers::reason;
use crate::screens::cases::told::who;

#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// An attachment in the list.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    kind: String,
    format: String,
    note: String,
    when: String,
    who: String,
    /// From another application of the same person.
    elsewhere: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct AttachmentsPage {
    frame: Frame,
    path: String,
    lines: Vec<Line>,
    may_attach: bool,
    may_open: bool,
    has_person: bool,
    kinds: Vec<Choice>,
    form: FormView,
}

/// The name of a kind of paper.
pub(super) fn kind_name(masters: &Masters, kind: &str, on: Date) -> String {
    masters.document_kinds.at(kind, on).map_or_else(|| "その他の書類".to_owned(), |row| row.value.title.clone())
}

/// 「PDF 3ページ 420KB」.
pub(super) fn format(added: &Added) -> String {
    format!("{} {}ページ {}KB", added.scan.label(), added.pages, added.length.div_ceil(1024))
}

fn kinds(masters: &Masters, on: Date) -> Vec<Choice> {
    let mut rows: Vec<_> = masters.document_kinds.on(on).collect();
    rows.sort_by_key(|row| row.value.order);
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    rows.into_iter().map(|row| choice(&row.key, &row.value.title)).chain([choice(OTHER_PAPER, "その他の書類")]).collect()
}

/// The attachments among events, without those that were withdrawn.
fn standing(entries: &[Entry]) -> Vec<(&Entry, &Added)> {
    let withdrawn: BTreeSet<Uuid> = entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::Attachment(AttachmentEvent::Withdrawn(_))))
        .map(|entry| entry.stream_id)
        .collect();
    entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Attachment(AttachmentEvent::Added(added)) if !withdrawn.contains(&entry.stream_id) => Some((entry, added)),
            _ => None,
        })
        .collect()
}

/// The events of the person's other applications, opened.
async fn elsewhere(cx: &Cx, case: &Case) -> Result<Vec<Entry>, Problem> {
    let Some(recipient) = case.application.recipient() else { return Ok(Vec::new()) };
    let awards = ledger::of_recipient(cx.pool(), recipient, AsOf::default()).await?;
    let others: BTreeSet<ApplicationId> = awards.iter().map(|row| row.application).filter(|id| *id != case.id).collect();
    let mut entries = Vec::new();
    for application in others {
        entries.extend(case_history::of_case(cx.pool(), application, None).await?);
    }
    entries.retain(|entry| matches!(entry.event, Event::Attachment(_)));
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    Ok(entries)
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let masters = cx.masters().await?;
    let mut own = case_history::of_case(cx.pool(), id, None).await?;
    own.retain(|entry| matches!(entry.event, Event::Attachment(_)));
    projections::open(cx.pool(), cx.ring(), &mut own).await?;
    let others = elsewhere(cx, &case).await?;
    let line = |(entry, added): (&Entry, &Added), elsewhere: bool| Line {
        href: format!("/attachments/{}", entry.stream_id),
        kind: kind_name(&masters, &added.document_kind, cx.today),
        format: format(added),
        note: added.note.as_ref().map(|note| reason(Some(note))).unwrap_or_default(),
        when: moment::near(entry.recorded_at, cx.today),
        who: who_of(entry, &names),
        elsewhere,
    };
    let mut lines: Vec<Line> = standing(&own).into_iter().map(|one| line(one, false)).collect();
    lines.extend(standing(&others).into_iter().filter(|(_, added)| added.recipient.is_some()).map(|one| line(one, true)));
    let page = AttachmentsPage {
        frame: Frame::of(&case, &names, cx.today, "attachments"),
        path: format!("/cases/{id}/attachments"),
        lines,
        may_attach: cx.may(Permission::AttachPapers),
        may_open: cx.may(Permission::OpenDocuments),
        has_person: case.application.recipient().is_some(),
        kinds: kinds(&masters, cx.today),
        form,
    };
    cx.page_as(status, &page)
}

fn who_of(entry: &Entry, names: &Names) -> String {
    who(&entry.by, names)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

/// `POST /cases/{id}/attachments`.
pub(crate) async fn add(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let typed = posted.text("note").trim();
    let note = if typed.is_empty() { None } else { errors.take("note", FreeText::parse(typed)) };
    let document_kind = posted.text("document_kind").to_owned();
    if document_kind.is_empty() {
        errors.add("document_kind", "書類の種類を選んでください。");
    }
    let bytes = posted.file("file").map(<[u8]>::to_vec);
    if bytes.is_none() {
        errors.add("file", "添付するファイル（PDF、JPEG、PNG）を選んでください。");
    }
    if let (Some(bytes), true) = (bytes, errors.is_empty()) {
        let input = AttachmentInput { application: id, of_person: posted.ticked("of_person"), document_kind, bytes, note };
        match cx.acts().attach(&cx.request(&posted)?, input).await {
            Ok((_, done)) => {
                cx.seen_is_written();
                return cx.told(&format!("/cases/{id}/attachments"), "attachment_added", done.position, SHOWN_BY).await;
            }
            Err(ActError::Scan(refused)) => errors.add("file", refused.to_string()),
            Err(ActError::Refused(refusal)) => errors.general(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for AttachmentsPage {
    const TEMPLATE: &'static str = "attachments/list.html";

    fn sample() -> Vec<Self> {
        let line = |elsewhere| Line {
            href: "/attachments/1".to_owned(),
            kind: "課税証明書".to_owned(),
            format: "PDF 2ページ 420KB".to_owned(),
            note: if elsewhere { String::new() } else { "裏面あり".to_owned() },
            when: "11月24日 9:12".to_owned(),
            who: "佐賀中部 窓口 見本 一".to_owned(),
            elsewhere,
        };
        let mut errors = FieldErrors::default();
        errors.add("file", "添付するファイル（PDF、JPEG、PNG）を選んでください。");
        let page = |lines, may: bool, form| Self {
            frame: Frame::sample("attachments"),
            path: "/cases/1/attachments".to_owned(),
            lines,
            may_attach: may,
            may_open: may,
            has_person: may,
            kinds: vec![Choice { value: "other".to_owned(), label: "その他の書類".to_owned() }],
            form,
        };
        vec![
            page(vec![line(false), line(true)], true, FormView::default().with_errors(&errors)),
            page(vec![line(false)], false, FormView::default()),
            page(Vec::new(), true, FormView::default()),
        ]
    }
}
