//! One attachment: a page of it as a picture, the file to be taken along, and its withdrawal.

use acts::{ActError, AttachmentFile};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use events::attachment::ScanKind;
use events::ids::{AttachmentId, CommandId};
use events::vocabulary::FreeText;
use identity::Permission;
use serde::Serialize;
use uuid::Uuid;

use super::SHOWN_BY;
use super::page::{format, kind_name};
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::frame::{self, Frame};
use crate::screens::protection;

/// Nothing of an answer may run, load or be framed elsewhere, whatever is in it.
const POLICY: &str = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
/// Name of these documents in the access log.
const DOCUMENT: &str = "attachment";

/// The page.
#[derive(Serialize)]
pub(crate) struct AttachmentPage {
    frame: Frame,
    path: String,
    list: String,
    kind: String,
    format: String,
    version: i32,
    withdrawn: bool,
    page: u16,
    pages: u16,
    previous: Option<String>,
    next: Option<String>,
    digest: String,
    may_withdraw: bool,
    form: FormView,
}

fn page_of(cx: &Cx) -> u16 {
    cx.parameter("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1)
}

/// The attachment, or the way to say what it is opened for where the family is protected.
async fn opened(cx: &Cx, id: AttachmentId) -> Result<Result<AttachmentFile, Response>, Problem> {
    let file = cx.acts().attachment(id).await?;
    let subjects: Vec<Uuid> =
        [Some(file.added.application.0), file.added.recipient.map(|recipient| recipient.0)].into_iter().flatten().collect();
    Ok(match protection::instead(cx, &subjects).await? {
        Some(instead) => Err(instead),
        None => Ok(file),
    })
}

/// Written down before anything is answered.
async fn told(cx: &Cx, file: &AttachmentFile) -> Result<(), Problem> {
    let request = cx.request_as(CommandId(cx.new_uuid()), None, cx.staff()?.actor.clone());
    cx.acts().document_opened(&request, DOCUMENT, file.added.artifact, file.added.application.0).await?;
    cx.seen_is_written();
    Ok(())
}

/// Under a policy of its own.
fn sandboxed(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

async fn render(cx: &Cx, file: &AttachmentFile, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, file.added.application).await?;
    let masters = cx.masters().await?;
    let (page, pages) = (page_of(cx).min(file.added.pages), file.added.pages);
    let path = format!("/attachments/{}", file.id);
    let to = |page: u16| format!("{path}?page={page}");
    cx.page_as(
        status,
        &AttachmentPage {
            frame: Frame::of(&case, &names, cx.today, "attachments"),
            list: format!("/cases/{}/attachments", file.added.application),
            kind: kind_name(&masters, &file.added.document_kind, cx.today),
            format: format(&file.added),
            version: file.version,
            withdrawn: file.withdrawn,
            previous: (page > 1).then(|| to(page - 1)),
            next: (page < pages).then(|| to(page + 1)),
            page,
            pages,
            digest: file.added.digest.clone(),
            may_withdraw: !file.withdrawn && cx.may(Permission::AttachPapers),
            path,
            form,
        },
    )
}

/// `GET /attachments/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<AttachmentId>) -> Result<Response, Problem> {
    match opened(&cx, id).await? {
        Err(instead) => Ok(instead),
        Ok(file) => render(&cx, &file, FormView::default(), StatusCode::OK).await,
    }
}

/// `GET /attachments/{id}/picture?page=`.
pub(crate) async fn picture(cx: Cx, Id(id): Id<AttachmentId>) -> Result<Response, Problem> {
    let file = match opened(&cx, id).await? {
        Err(instead) => return Ok(instead),
        Ok(file) => file,
    };
    told(&cx, &file).await?;
    let (kind, bytes) = cx.acts().attachment_picture(&file.added, page_of(&cx)).await?;
    Ok(sandboxed(file_answer::inline(bytes, kind.media_type(), &format!("page.{}", kind.code()))?))
}

/// `GET /attachments/{id}/file`.
pub(crate) async fn file(cx: Cx, Id(id): Id<AttachmentId>) -> Result<Response, Problem> {
    let file = match opened(&cx, id).await? {
        Err(instead) => return Ok(instead),
        Ok(file) => file,
    };
    told(&cx, &file).await?;
    let bytes = cx.acts().artifact(file.added.artifact).await?;
    let kind: ScanKind = file.added.scan;
    Ok(sandboxed(file_answer::download(bytes, kind.media_type(), &format!("attachment.{}", kind.code()))?))
}

/// `POST /attachments/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<AttachmentId>, posted: Posted) -> Result<Response, Problem> {
    let file = match opened(&cx, id).await? {
        Err(instead) => return Ok(instead),
        Ok(file) => file,
    };
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(why) = errors.take("why", FreeText::parse(posted.text("why"))) {
        match cx.acts().withdraw_attachment(&cx.request(&posted)?, id, why).await {
            Ok(done) => {
                cx.seen_is_written();
                let list = format!("/cases/{}/attachments", file.added.application);
                return cx.told(&list, "attachment_withdrawn", done.position, SHOWN_BY).await;
            }
            Err(ActError::Refused(refusal)) => errors.general(refusal.to_string()),
            Err(stale @ ActError::Stale { .. }) => {
                status = StatusCode::CONFLICT;
                errors.general(stale.to_string());
            }
            Err(other) => return Err(other.into()),
        }
    }
    render(&cx, &file, FormView::of(&posted).with_errors(&errors), status).await
}

impl Page for AttachmentPage {
    const TEMPLATE: &'static str = "attachments/show.html";

    fn sample() -> Vec<Self> {
        let page = |withdrawn: bool, pages: u16, form| Self {
            frame: Frame::sample("attachments"),
            path: "/attachments/1".to_owned(),
            list: "/cases/1/attachments".to_owned(),
            kind: "課税証明書".to_owned(),
            format: "PDF 2ページ 420KB".to_owned(),
            version: 1,
            withdrawn,
            page: 1,
            pages,
            previous: (pages > 2).then(|| "/attachments/1?page=1".to_owned()),
            next: (pages > 1).then(|| "/attachments/1?page=2".to_owned()),
            digest: "ab".repeat(32),
            may_withdraw: !withdrawn,
            form,
        };
        let mut errors = FieldErrors::default();
        errors.add("why", "入力してください。");
        vec![page(false, 3, FormView::default().with_errors(&errors)), page(true, 1, FormView::default())]
    }
}
