//! Everything that was entered (申請内容). The individual number is shown only for a purpose, and that is written down.

use acts::Case;
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, permit};
use events::ids::{ApplicationId, MyNumberRef};
use events::vocabulary::FreeText;
use identity::Permission;
use serde::Serialize;

use super::form_rows::{Group, Row, Section, sections};
use super::frame::{self, Frame, Looked};
use crate::as_of::Bar;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// An individual number, hidden until a purpose is given.
#[derive(Serialize)]
pub(crate) struct Secret {
    /// `child` or `applicant`.
    which: &'static str,
    /// 「児童の個人番号」.
    label: &'static str,
    /// Whether there is one.
    given: bool,
    /// The number, on the one page that was asked for it.
    shown: Option<String>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct FormPage {
    bar: Bar,
    frame: Frame,
    past: bool,
    sections: Vec<Section>,
    secrets: Vec<Secret>,
    may_reveal: bool,
    may_amend: bool,
    form: FormView,
}

fn reference(case: &Case, which: &str) -> Option<MyNumberRef> {
    match which {
        "child" => case.application.child_my_number(),
        "applicant" => case.application.applicant_my_number(),
        _ => None,
    }
}

fn secrets(case: &Case, revealed: Option<&(&str, String)>) -> Vec<Secret> {
    let shown = |which| revealed.filter(|(of, _)| *of == which).map(|(_, number)| number.clone());
    [("child", "児童の個人番号"), ("applicant", "申請者の個人番号")]
        .into_iter()
        .map(|(which, label)| Secret { which, label, given: reference(case, which).is_some(), shown: shown(which) })
        .collect()
}

/// 「1234 5678 9012」.
fn spaced(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

async fn render(
    cx: &Cx,
    looked: &Looked,
    revealed: Option<(&str, String)>,
    form: FormView,
    status: StatusCode,
) -> Result<Response, Problem> {
    let Looked { case, names, view, .. } = looked;
    frame::viewed(cx, case).await?;
    let page = FormPage {
        bar: looked.bar("/form"),
        frame: Frame::at(case, names, view, "form"),
        past: view.is_past(),
        sections: case.form.open().map(|form| sections(form, case.application.application_date(), names)).unwrap_or_default(),
        secrets: secrets(case, revealed.as_ref()),
        may_reveal: !view.is_past() && cx.may(Permission::RevealMyNumber),
        may_amend: !view.is_past() && permit(Action::Amend, &case.application, &cx.staff()?.actor).is_ok(),
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/form`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    render(&cx, &looked, None, FormView::default(), looked.view.status()).await
}

/// `POST /cases/{id}/my-number`.
pub(crate) async fn reveal(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let which = match posted.text("which") {
        "child" => "child",
        "applicant" => "applicant",
        _ => return Err(Problem::NotFound),
    };
    let number = reference(&looked.case, which).ok_or(Problem::NotFound)?;
    let field = format!("purpose_{which}");
    let mut errors = FieldErrors::default();
    let purpose = posted.text(&field).trim();
    if purpose.is_empty() {
        errors.add(&field, "表示する目的を入力してください。閲覧記録に残ります。");
    }
    let purpose = if errors.is_empty() { errors.take(&field, FreeText::parse(purpose)) } else { None };
    let Some(purpose) = purpose else {
        let form = FormView::of(&posted).with_errors(&errors);
        return render(&cx, &looked, None, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let digits = cx.acts().reveal_my_number(&cx.request(&posted)?, number, id.0, purpose).await?;
    render(&cx, &looked, Some((which, spaced(&digits))), FormView::default(), StatusCode::OK).await
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "cases/form.html";

    fn sample() -> Vec<Self> {
        let rows = || vec![Row { label: "氏名", text: "見本 太郎".to_owned() }, Row { label: "電話番号", text: String::new() }];
        let group = |heading: &str| Group { heading: heading.to_owned(), rows: rows() };
        let sections =
            || vec![Section { code: "household", title: "世帯と所得", groups: vec![group(""), group("世帯員 1")] }];
        let secrets = |shown: Option<&str>| {
            vec![
                Secret { which: "child", label: "児童の個人番号", given: true, shown: shown.map(str::to_owned) },
                Secret { which: "applicant", label: "申請者の個人番号", given: false, shown: None },
            ]
        };
        let mut errors = FieldErrors::default();
        errors.add("purpose_child", "表示する目的を入力してください。");
        let page = |shown, form, may_reveal: bool| Self {
            bar: Bar::samples()[usize::from(!may_reveal)].clone(),
            past: !may_reveal,
            frame: Frame::sample("form"),
            sections: sections(),
            secrets: secrets(shown),
            may_reveal,
            may_amend: may_reveal,
            form,
        };
        vec![
            page(None, FormView::default().with_errors(&errors), true),
            page(Some("0000 0000 0000"), FormView::default(), true),
            Self { sections: Vec::new(), ..page(None, FormView::default(), false) },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_groups_of_four() {
        assert_eq!(spaced("123456789012"), "1234 5678 9012");
    }
}
