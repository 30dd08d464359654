//! 補正を求めて返す: what is to be put right, why, until when.

use acts::{Case, ReturnInput};
use axum::response::Response;
use casework::application::Action;
use casework::rules::{Masters, office_days};
use events::application::{CorrectionItem, DocumentState};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::civil::Date;
use projections::case_history::Words as _;
use serde::Serialize;

use super::act_form::ActForm;
use super::frame;
use super::names::Names;
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// Office days for a correction until the masters name a number.
const DAYS_UNTIL_ADOPTED: i64 = 10;
/// The row of the masters that names it.
const DAYS_ROW: &str = "correction.days";
/// What is offered for a paper that is missing.
const MISSING_PAPER: &str = "correction.missing_document";

/// One thing that can be asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Asked {
    /// Line of the checklist or section of the form.
    about: String,
    title: String,
    /// State of the paper, empty for a section.
    state: String,
    tone: &'static str,
    /// Key of the chosen phrase, empty where nothing is asked.
    chosen: String,
}

/// A phrase.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Phrase {
    value: String,
    label: String,
}

impl Phrase {
    /// For the tests of templates.
    pub(crate) fn sample() -> Self {
        Self { value: MISSING_PAPER.to_owned(), label: "必要な書類が提出されていません。".to_owned() }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ReturnPage {
    #[serde(flatten)]
    act: ActForm,
    papers: Vec<Asked>,
    sections: Vec<Asked>,
    phrases: Vec<Phrase>,
}

/// The due date that is offered: office days from today, as many as the masters of today say.
pub(super) fn offered_due(masters: &Masters, today: Date) -> Date {
    let days = masters.program.at(DAYS_ROW, today).map_or(DAYS_UNTIL_ADOPTED, |row| row.value.value);
    office_days::after(masters, today, days)
}

/// Phrases of a purpose as they are offered.
pub(crate) fn phrases(names: &Names, purpose: &str) -> Vec<Phrase> {
    names.phrases(purpose).into_iter().map(|(value, label)| Phrase { value, label }).collect()
}

fn chosen(posted: Option<&Posted>, about: &str, offered: &str) -> String {
    posted.map_or(offered, |posted| posted.text(&format!("item.{about}"))).to_owned()
}

fn papers(case: &Case, posted: Option<&Posted>) -> Vec<Asked> {
    case.documents
        .iter()
        .map(|document| {
            let open = document.state.is_none_or(|state| state == DocumentState::Missing);
            let about = document.line.item.0.clone();
            let missing = document.state == Some(DocumentState::Missing);
            Asked {
                chosen: chosen(posted, &about, if missing { MISSING_PAPER } else { "" }),
                about,
                title: document.line.title.clone(),
                state: document.state.map_or("未確認", DocumentState::label).to_owned(),
                tone: if open { super::papers::tone(document.state) } else { "" },
            }
        })
        .collect()
}

fn sections(case: &Case, names: &Names, posted: Option<&Posted>) -> Vec<Asked> {
    let procedure = case.application.kind().and_then(casework::procedures::of);
    let sections = procedure.map(|procedure| procedure.sections).unwrap_or_default();
    let about = |code: &str| Asked {
        about: code.to_owned(),
        title: names.line(code),
        state: String::new(),
        tone: "",
        chosen: chosen(posted, code, ""),
    };
    sections.iter().map(|section| about(section.code)).collect()
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    (posted, errors): (Option<&Posted>, FieldErrors),
    trouble: Option<Trouble>,
) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let form = match posted {
        Some(posted) => FormView::of(posted),
        None => FormView::filled([("due_on", wareki::short(offered_due(&*cx.masters().await?, cx.today)))]),
    };
    let form = form.understood(&["due_on"]).with_errors(&errors);
    let page = ReturnPage {
        act: ActForm::of(cx, (&case, &names), Action::ReturnForCorrection, form, trouble)?,
        papers: papers(&case, posted),
        sections: sections(&case, &names, posted),
        phrases: phrases(&names, "correction"),
    };
    cx.page_as(page.act.status(), &page)
}

/// `GET /cases/{id}/return`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, (None, FieldErrors::default()), None).await
}

/// What was typed, with what is wrong.
fn read(posted: &Posted, offered: &[(String, String)], today: Date, errors: &mut FieldErrors) -> Option<ReturnInput> {
    let items: Vec<CorrectionItem> = posted
        .pairs()
        .iter()
        .filter_map(|(name, phrase)| Some((name.strip_prefix("item.")?, phrase)))
        .filter(|(_, phrase)| offered.iter().any(|(key, _)| key == *phrase))
        .map(|(about, phrase)| CorrectionItem { about: about.to_owned(), phrase: phrase.clone() })
        .collect();
    if items.is_empty() {
        errors.add("items", "直してもらうところを1つ以上選んでください。");
    }
    let due_on = errors.take("due_on", wareki::parse(posted.text("due_on"), EraPolicy::Assume(Era::Reiwa)));
    if due_on.is_some_and(|day| day <= today) {
        errors.add("due_on", "補正期限は明日以降の日付にしてください。");
    }
    let note = posted.text("note").trim();
    if note.is_empty() {
        errors.add("note", "事務所と申請者に伝えることを入力してください。何を、どう直すかを書きます。");
    }
    let note = if note.is_empty() { None } else { errors.take("note", FreeText::parse(note)) };
    let (due_on, note) = (due_on?, note?);
    errors.is_empty().then_some(ReturnInput { items, due_on, note })
}

/// `POST /cases/{id}/return`.
pub(crate) async fn send(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let offered = Names::new(cx.masters().await?, cx.today).phrases("correction");
    let mut errors = FieldErrors::default();
    let Some(input) = read(&posted, &offered, cx.today, &mut errors) else {
        return render(&cx, id, (Some(&posted), errors), None).await;
    };
    match cx.acts().return_for_correction(&cx.request(&posted)?, id, input).await {
        Ok(done) => cx.told(&frame::path(id), "returned", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, (Some(&posted), errors), Some(trouble)).await
        }
    }
}

impl Page for ReturnPage {
    const TEMPLATE: &'static str = "cases/return.html";

    fn sample() -> Vec<Self> {
        let about = |about: &str, state: &str, chosen: &str| Asked {
            about: about.to_owned(),
            title: "課税証明書（父）".to_owned(),
            state: state.to_owned(),
            tone: "alert",
            chosen: chosen.to_owned(),
        };
        let mut errors = FieldErrors::default();
        errors.add("items", "直してもらうところを1つ以上選んでください。");
        errors.add("due_on", "補正期限は明日以降の日付にしてください。");
        let page = |act| Self {
            act,
            papers: vec![about("tax_certificate:father", "未提出", MISSING_PAPER)],
            sections: vec![about("household", "", "")],
            phrases: vec![Phrase::sample()],
        };
        let form = FormView::filled([("due_on", "R8.12.8")]).understood(&["due_on"]);
        let mut acts = ActForm::samples(&form, "点検の担当者が行います。");
        acts.push(ActForm::sample(form.with_errors(&errors), None, ""));
        acts.into_iter().map(page).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn offered() -> Vec<(String, String)> {
        vec![("correction.tax_year".to_owned(), "年度が違います。".to_owned())]
    }

    #[test]
    fn items_due_date_and_note_are_needed() {
        let mut errors = FieldErrors::default();
        let input = read(
            &posted(&[("item.household", "made.up"), ("due_on", "R8.11.24"), ("note", " ")]),
            &offered(),
            date(2026, 11, 24),
            &mut errors,
        );
        assert_eq!(input, None);
        let fields: Vec<&str> = errors.pairs().iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["items", "due_on", "note"]);
    }

    #[test]
    fn what_was_chosen_is_sent() {
        let mut errors = FieldErrors::default();
        let typed = posted(&[
            ("item.household", "correction.tax_year"),
            ("item.child", ""),
            ("due_on", "8.12.8"),
            ("note", "令和8年度の証明"),
        ]);
        let input = read(&typed, &offered(), date(2026, 11, 24), &mut errors).expect("complete");
        assert_eq!((input.items.len(), input.due_on), (1, date(2026, 12, 8)));
        assert_eq!(input.items[0].about, "household");
    }
}
