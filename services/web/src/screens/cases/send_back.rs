//! 点検に戻す: the approver asks the checker to look again, and says at what.

use axum::response::Response;
use casework::application::Action;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::act_form::ActForm;
use super::frame;
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct SendBackPage {
    #[serde(flatten)]
    act: ActForm,
    phrases: Vec<String>,
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let act = ActForm::of(cx, (&case, &names), Action::SendBack, form, trouble)?;
    let phrases = names.phrases("send_back").into_iter().map(|(_, text)| text).collect();
    cx.page_as(act.status(), &SendBackPage { act, phrases })
}

/// `GET /cases/{id}/send-back`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), None).await
}

/// The phrases that were ticked and what was written, as one text.
fn read(posted: &Posted, errors: &mut FieldErrors) -> Option<FreeText> {
    let mut parts: Vec<&str> = posted.all("phrase");
    parts.push(posted.text("why").trim());
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        errors.add("why", "点検に戻す理由を選ぶか、入力してください。");
        return None;
    }
    errors.take("why", FreeText::parse(&parts.join("\n")))
}

/// `POST /cases/{id}/send-back`.
pub(crate) async fn send(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(why) = read(&posted, &mut errors) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), None).await;
    };
    match cx.acts().send_back(&cx.request(&posted)?, id, why).await {
        Ok(done) => cx.told(&frame::path(id), "sent_back", done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(&cx, id, error).await?;
            render(&cx, id, FormView::of(&posted), Some(trouble)).await
        }
    }
}

impl Page for SendBackPage {
    const TEMPLATE: &'static str = "cases/send_back.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("why", "点検に戻す理由を選ぶか、入力してください。");
        let page = |act| Self { act, phrases: vec!["所得をみる人を再確認してください。".to_owned()] };
        let ticked = FormView::filled([("phrase", "所得をみる人を再確認してください。"), ("why", "父の分")]);
        let mut acts = ActForm::samples(&ticked, "決裁の担当者が行います。");
        acts.push(ActForm::sample(FormView::default().with_errors(&errors), None, ""));
        acts.into_iter().map(page).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn ticked_phrases_and_own_words_are_one_reason() {
        let mut errors = FieldErrors::default();
        let why = read(&posted(&[("phrase", "一つめ。"), ("phrase", "二つめ。"), ("why", " 父の分 ")]), &mut errors);
        assert_eq!(why.map(|why| why.to_string()).as_deref(), Some("一つめ。\n二つめ。\n父の分"));
    }

    #[test]
    fn without_a_reason_nothing_goes_back() {
        let mut errors = FieldErrors::default();
        assert_eq!(read(&posted(&[("why", "  ")]), &mut errors), None);
        assert!(!errors.is_empty());
    }
}
