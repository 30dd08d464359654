//! 不認定とする: ground and reason for the family, once the review board was heard on every disease.

use acts::RefuseInput;
use axum::response::Response;
use casework::application::Action;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::act_form::ActForm;
use super::calculation::{self, Calculation};
use super::correction::{Phrase, phrases};
use super::frame;
use super::names::Names;
use super::opinion::{self, Opinion};
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct RefusalPage {
    #[serde(flatten)]
    act: ActForm,
    calculation: Option<Calculation>,
    grounds: Vec<Phrase>,
    opinions: Vec<Opinion>,
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let found = calculation::of_case(&case, names.masters())?;
    let page = RefusalPage {
        act: ActForm::of(cx, (&case, &names), Action::Refuse, form, trouble)?,
        calculation: Calculation::of(&found),
        grounds: phrases(&names, "refusal"),
        opinions: opinion::opinions(&case, &names),
    };
    cx.page_as(page.act.status(), &page)
}

/// `GET /cases/{id}/refuse`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), None).await
}

fn read(posted: &Posted, offered: &[(String, String)], errors: &mut FieldErrors) -> Option<RefuseInput> {
    let ground = posted.text("ground");
    if !offered.iter().any(|(key, _)| key == ground) {
        errors.add("ground", "不認定の理由区分を選んでください。");
    }
    let typed = posted.text("why").trim();
    if typed.is_empty() {
        errors.add("why", "申請者に示す理由を入力してください。通知にこのまま載ります。");
    }
    let why = if typed.is_empty() { None } else { errors.take("why", FreeText::parse(typed)) };
    let why = why?;
    errors.is_empty().then(|| RefuseInput { ground: ground.to_owned(), why })
}

/// `POST /cases/{id}/refuse`.
pub(crate) async fn refuse(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let offered = Names::new(cx.masters().await?, cx.today).phrases("refusal");
    let mut errors = FieldErrors::default();
    let Some(input) = read(&posted, &offered, &mut errors) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await;
    };
    match cx.acts().refuse(&cx.request(&posted)?, id, input).await {
        Ok(done) => cx.told(&frame::path(id), "refused", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), Some(trouble)).await
        }
    }
}

impl Page for RefusalPage {
    const TEMPLATE: &'static str = "cases/refuse.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        for (field, message) in [("ground", "理由区分を選んでください。"), ("why", "理由を入力してください。")]
        {
            errors.add(field, message);
        }
        let page = |act| Self {
            act,
            calculation: Some(Calculation {
                not_eligible: vec!["18歳に達しています。".to_owned()], ..Calculation::sample()
            }),
            grounds: vec![Phrase::sample()],
            opinions: opinion::samples(),
        };
        let refused = FormView::filled([("ground", "refusal.age")]).with_errors(&errors);
        let mut acts = ActForm::samples(&FormView::default(), "決裁の担当者が行います。");
        acts.push(ActForm::sample(refused, None, ""));
        let mut pages: Vec<Self> = acts.into_iter().map(page).collect();
        pages.push(Self { calculation: None, ..page(ActForm::sample(FormView::default(), None, "")) });
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn offered() -> Vec<(String, String)> {
        vec![("refusal.age".to_owned(), "年齢を超えているため。".to_owned())]
    }

    #[test]
    fn ground_and_reason_are_needed() {
        let mut errors = FieldErrors::default();
        assert_eq!(read(&posted(&[("ground", "refusal.made_up")]), &offered(), &mut errors), None);
        let fields: Vec<&str> = errors.pairs().iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["ground", "why"]);
        let mut errors = FieldErrors::default();
        let typed = posted(&[("ground", "refusal.age"), ("why", "18歳に達しているため")]);
        assert_eq!(read(&typed, &offered(), &mut errors).map(|input| input.ground), Some("refusal.age".to_owned()));
    }
}
