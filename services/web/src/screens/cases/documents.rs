//! 書類点検表: each paper with its state; some states need a reason.

use acts::{CaseDocument, DocumentInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, permit};
use events::application::DocumentState;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::frame::{self, Frame};
use super::papers::{reason, tone};
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// One state that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Choice {
    code: &'static str,
    label: &'static str,
    checked: bool,
    needs_reason: bool,
}

/// One paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Line {
    /// Line of the checklist.
    item: String,
    title: String,
    because: String,
    choices: Vec<Choice>,
    state: String,
    tone: &'static str,
    why: String,
    error: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct DocumentsPage {
    frame: Frame,
    trouble: Option<Trouble>,
    /// Why the states cannot be recorded now; empty where they can.
    closed: String,
    lines: Vec<Line>,
    reasons: Vec<String>,
    form: FormView,
}

fn parse(code: &str) -> Option<DocumentState> {
    DocumentState::ALL.into_iter().find(|state| state.code() == code)
}

/// The lines as recorded, or as typed where something was sent.
fn lines(documents: &[CaseDocument], posted: Option<&Posted>, errors: &FieldErrors) -> Vec<Line> {
    documents
        .iter()
        .map(|document| {
            let item = &document.line.item.0;
            let (state, why) = match posted {
                Some(posted) => (parse(posted.text(&format!("state.{item}"))), posted.text(&format!("why.{item}")).to_owned()),
                None => (document.state, reason(document.why.as_ref())),
            };
            let choices = DocumentState::ALL
                .into_iter()
                .map(|one| Choice {
                    code: one.code(),
                    label: one.label(),
                    checked: state == Some(one),
                    needs_reason: one.needs_reason(),
                })
                .collect();
            let error =
                errors.pairs().iter().find(|(field, _)| *field == format!("why.{item}")).map(|(_, message)| message.clone());
            Line {
                item: item.clone(),
                title: document.line.title.clone(),
                because: document.line.because.clone(),
                choices,
                state: document.state.map_or("未確認", DocumentState::label).to_owned(),
                tone: tone(document.state),
                why,
                error: error.unwrap_or_default(),
            }
        })
        .collect()
}

/// What was typed, as the act takes it; lines left alone are left out.
fn read(documents: &[CaseDocument], posted: &Posted, errors: &mut FieldErrors) -> Vec<DocumentInput> {
    let mut inputs = Vec::new();
    for document in documents {
        let item = &document.line.item.0;
        let Some(state) = parse(posted.text(&format!("state.{item}"))) else { continue };
        let field = format!("why.{item}");
        let typed = posted.text(&field).trim();
        let why = if typed.is_empty() { None } else { errors.take(&field, FreeText::parse(typed)) };
        if state.needs_reason() && typed.is_empty() {
            errors.add(&field, format!("「{}」を「{}」とする理由を入力してください。", document.line.title, state.label()));
        }
        inputs.push(DocumentInput { item: document.line.item.clone(), state, why });
    }
    inputs
}

struct Answer<'a> {
    posted: Option<&'a Posted>,
    errors: FieldErrors,
    trouble: Option<Trouble>,
}

async fn render(cx: &Cx, id: ApplicationId, answer: Answer<'_>) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    frame::viewed(cx, &case).await?;
    let Answer { posted, errors, trouble } = answer;
    let status = match &trouble {
        Some(trouble) => trouble.status,
        None if errors.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let closed = permit(Action::RecordDocument, &case.application, &cx.staff()?.actor).err();
    cx.page_as(
        status,
        &DocumentsPage {
            frame: Frame::of(&case, &names, cx.today, "documents"),
            trouble,
            closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
            lines: lines(&case.documents, posted, &errors),
            reasons: names.phrases("waiver").into_iter().map(|(_, text)| text).collect(),
            form: FormView::default().with_errors(&errors),
        },
    )
}

/// `GET /cases/{id}/documents`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, Answer { posted: None, errors: FieldErrors::default(), trouble: None }).await
}

/// `POST /cases/{id}/documents`.
pub(crate) async fn record(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let mut errors = FieldErrors::default();
    let inputs = read(&case.documents, &posted, &mut errors);
    if !errors.is_empty() {
        return render(&cx, id, Answer { posted: Some(&posted), errors, trouble: None }).await;
    }
    match cx.acts().record_documents(&cx.request(&posted)?, id, inputs).await {
        Ok(done) => cx.told(&frame::path(id), "documents_recorded", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Some(Trouble::from_act(&cx, id, error).await?);
            render(&cx, id, Answer { posted: Some(&posted), errors, trouble }).await
        }
    }
}

impl Page for DocumentsPage {
    const TEMPLATE: &'static str = "cases/documents.html";

    fn sample() -> Vec<Self> {
        use events::application::{ChecklistItem, ChecklistLine};
        let document = |item: &str, state| CaseDocument {
            line: ChecklistLine {
                item: ChecklistItem(item.to_owned()),
                title: "住民票".to_owned(),
                because: "世帯を確かめるため".to_owned(),
            },
            state,
            why: None,
        };
        let documents = [document("resident_record", Some(DocumentState::Waived)), document("tax_certificate:father", None)];
        let mut errors = FieldErrors::default();
        errors.add("why.resident_record", "理由を入力してください。");
        let page = |errors: &FieldErrors, trouble, closed: &str| Self {
            frame: Frame::sample("documents"),
            trouble,
            closed: closed.to_owned(),
            lines: lines(&documents, None, errors),
            reasons: vec!["情報連携により確認したため省略".to_owned()],
            form: FormView::default().with_errors(errors),
        };
        let none = FieldErrors::default();
        let mut pages = vec![
            page(&errors, None, ""),
            page(&none, None, "点検の担当者が行います。"),
            Self { lines: Vec::new(), ..page(&none, None, "") },
        ];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page(&none, Some(trouble), "")));
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::samples::document;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn some_states_need_a_reason_beside_them() {
        let documents = [document("a", None), document("tax:father", None), document("c", None)];
        let typed =
            posted(&[("state.a", "received"), ("state.tax:father", "waived"), ("why.tax:father", " "), ("state.c", "nonsense")]);
        let mut errors = FieldErrors::default();
        let inputs = read(&documents, &typed, &mut errors);
        assert_eq!(inputs.iter().map(|input| input.state).collect::<Vec<_>>(), [DocumentState::Received, DocumentState::Waived]);
        assert_eq!(errors.pairs().len(), 1);
        let lines = lines(&documents, Some(&typed), &errors);
        assert!(lines[1].error.contains("省略") && lines[1].choices[2].checked, "what was typed is kept");
        assert!(lines[2].choices.iter().all(|choice| !choice.checked));
    }

    #[test]
    fn with_a_reason_it_is_taken() {
        let documents = [document("a", Some(DocumentState::Missing))];
        let mut errors = FieldErrors::default();
        let inputs = read(&documents, &posted(&[("state.a", "not_needed"), ("why.a", "血友病等のため")]), &mut errors);
        assert!(errors.is_empty());
        assert_eq!(inputs[0].why.as_ref().map(ToString::to_string).as_deref(), Some("血友病等のため"));
    }
}
