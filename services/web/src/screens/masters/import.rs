//! `GET /masters/{table}/import`: rows from a CSV in the form of the shipped masters become one proposal: a whole edition of the list of
//! diseases, the holidays of a year.

use acts::ActError;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use events::master::RowAdopted;
use events::vocabulary::FreeText;
use serde::Serialize;

use super::SHOWN_BY;
use super::rows::title;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct ImportPage {
    title: &'static str,
    table: String,
    header: String,
    form: FormView,
}

fn render(cx: &Cx, table: String, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let title = title(&table).ok_or(Problem::NotFound)?;
    let header = schema::masters::header_of(&table).ok_or(Problem::NotFound)?;
    cx.page_as(status, &ImportPage { title, table, header, form })
}

/// Shows the form.
pub(crate) async fn show(cx: Cx, Path(table): Path<String>) -> Result<Response, Problem> {
    render(&cx, table, FormView::default(), StatusCode::OK)
}

/// UTF-8, or what Excel writes.
fn decoded(bytes: &[u8]) -> Result<String, String> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.trim_start_matches('\u{feff}').to_owned());
    }
    let (text, _, wrong) = encoding_rs::SHIFT_JIS.decode(bytes);
    if wrong {
        return Err("文字コードを読めません。UTF-8かShift_JISのCSVにしてください。".to_owned());
    }
    Ok(text.into_owned())
}

fn rows(table: &str, bytes: Option<&[u8]>) -> Result<Vec<RowAdopted>, String> {
    let bytes = bytes.ok_or("取り込むCSVファイルを選んでください。")?;
    let text = decoded(bytes)?;
    let read = schema::masters::read_table(table, text.as_bytes()).ok_or("この表は取り込めません。")?;
    let rows = read.map_err(|error| error.to_string())?;
    if rows.is_empty() {
        return Err("ファイルに行がありません。".to_owned());
    }
    Ok(rows.into_iter().map(RowAdopted::from).collect())
}

/// `POST /masters/{table}/import`.
pub(crate) async fn propose(cx: Cx, Path(table): Path<String>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let rows = errors.take("file", rows(&table, posted.file("file")));
    let typed = posted.text("why").trim();
    if typed.is_empty() {
        errors.add("why", "改定の理由を入力してください。");
    }
    let why = errors.take("why", FreeText::parse(typed)).filter(|_| errors.is_empty());
    if let (Some(rows), Some(why)) = (rows, why) {
        match cx.acts().propose_master_change(&cx.request(&posted)?, rows, why).await {
            Ok((id, done)) => {
                return cx.told(&format!("/masters/changes/{id}"), "master_change_proposed", done.position, SHOWN_BY).await;
            }
            Err(ActError::Refused(refusal)) => errors.add("file", refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let form = FormView::of(&posted).with_errors(&errors);
    render(&cx, table, form, StatusCode::UNPROCESSABLE_ENTITY)
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "masters/import.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("file", "ファイルに行がありません。");
        let page = |form| Self {
            title: "国民の祝日",
            table: "holidays".to_owned(),
            header: "key,valid_from,valid_to,status,source,day,name".to_owned(),
            form,
        };
        vec![page(FormView::default()), page(FormView::default().with_errors(&errors))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_file_is_told_and_nothing_is_taken() {
        let header = "key,valid_from,valid_to,status,source,day,name\n";
        let good = format!("{header}2028-01-01,2028-01-01,2028-01-01,confirmed,国民の祝日に関する法律,2028-01-01,元日\n");
        assert_eq!(rows("holidays", Some(good.as_bytes())).map(|rows| rows.len()), Ok(1));
        let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(&good);
        assert_eq!(rows("holidays", Some(&sjis)).map(|rows| rows.len()), Ok(1));
        for wrong in
            [header.to_owned(), good.replace("2028-01-01,2028-01-01,2028-01-01", "2028-01-01,2028-13-01,"), "a,b\n".to_owned()]
        {
            assert!(rows("holidays", Some(wrong.as_bytes())).is_err(), "{wrong}");
        }
        assert!(rows("holidays", None).is_err());
        assert!(rows("nothing", Some(good.as_bytes())).is_err());
        assert!(rows("holidays", Some(&[0x81, 0xff, 0xfe])).is_err());
    }
}
