//! 不認定とする: ground and reason for the family, once the review board was heard on every disease.

use acts::RefuseInput;
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, permit};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::calculation::{self, Calculation};
use super::correction::{Phrase, phrases};
use super::frame::{self, Frame};
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
    frame: Frame,
    trouble: Option<Trouble>,
    closed: String,
    calculation: Option<Calculation>,
    grounds: Vec<Phrase>,
    opinions: Vec<Opinion>,
    form: FormView,
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    form: FormView,
    status: StatusCode,
    trouble: Option<Trouble>,
) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    let found = calculation::of_case(&case, names.masters())?;
    frame::viewed(cx, &case).await?;
    let closed = permit(Action::Refuse, &case.application, &cx.staff()?.actor).err();
    let page = RefusalPage {
        frame: Frame::of(&case, &names, cx.today, ""),
        trouble,
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        calculation: Calculation::of(&found),
        grounds: phrases(&names, "refusal"),
        opinions: opinion::opinions(&case, &names),
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/refuse`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK, None).await
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
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY, None).await;
    };
    match cx.acts().refuse(&cx.request(&posted)?, id, input).await {
        Ok(done) => cx.told(&frame::path(id), "refused", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), trouble.status, Some(trouble)).await
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
        let page = |form, trouble, closed: &str| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            calculation: Some(Calculation {
                not_eligible: vec!["18歳に達しています。".to_owned()], ..Calculation::sample()
            }),
            grounds: vec![Phrase::sample()],
            opinions: opinion::samples(),
            form,
        };
        let mut pages = vec![
            page(FormView::default(), None, ""),
            page(FormView::filled([("ground", "refusal.age")]).with_errors(&errors), None, ""),
            page(FormView::default(), None, "決裁の担当者が行います。"),
            Self { calculation: None, ..page(FormView::default(), None, "") },
        ];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page(FormView::default(), Some(trouble), "")));
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
