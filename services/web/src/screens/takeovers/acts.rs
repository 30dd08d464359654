//! What is done with a takeover: columns chosen, approved, stopped and gone on with, taken back.

use std::collections::BTreeMap;

use acts::{PrepareInput, TakeoverError, TakeoverLayout};
use axum::http::StatusCode;
use axum::response::Response;
use casework::takeover::{Column, Columns};
use events::ids::TakeoverId;
use events::takeover::Verdicts;
use events::vocabulary::{FreeText, PayerNumber};
use uuid::Uuid;

use super::reading;
use super::show::{self, Place};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

async fn again(cx: &Cx, id: TakeoverId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    let form = FormView::of(posted).with_errors(errors);
    show::render(cx, id, Place::default(), (form, None), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// What a refusal says stands above the form; anything else is no matter of the form.
fn told(error: TakeoverError, errors: &mut FieldErrors) -> Result<(), Problem> {
    match error {
        TakeoverError::File(error) => errors.general(error.to_string()),
        TakeoverError::Act(error @ (acts::ActError::Refused(_) | acts::ActError::Stale { .. })) => {
            errors.general(error.to_string());
        }
        TakeoverError::Act(other) => return Err(other.into()),
    }
    Ok(())
}

/// `POST /takeovers/{id}/prepare`: as chosen, as kept under a name, or as the headings say.
pub(crate) async fn prepare(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let (id, request) = (TakeoverId(id), cx.request(&posted)?);
    let mut errors = FieldErrors::default();
    let payer_number = errors.take("payer_number", PayerNumber::parse(posted.text("payer_number")));
    let header_line = match posted.text("header_line").trim() {
        "" => None,
        text => errors.take("header_line", line(text)),
    };
    let Some(payer_number) = payer_number.filter(|_| errors.is_empty()) else {
        return again(&cx, id, &posted, &errors).await;
    };
    let sheet = Some(posted.text("sheet")).filter(|name| !name.is_empty()).map(ToOwned::to_owned);
    let columns = match posted.text("how") {
        "chosen" => Some(chosen(&posted)),
        "kept" => kept(&cx, id, &posted, sheet.as_deref(), header_line).await?,
        _ => None,
    };
    let input = PrepareInput { sheet, header_line, columns, payer_number };
    match cx.acts().prepare_takeover(&request, id, input).await {
        Ok(done) => {
            keep(&cx, id, posted.text("keep_as").trim()).await?;
            cx.told(&format!("/takeovers/{id}"), "takeover_prepared", done.position, &[]).await
        }
        Err(error) => {
            told(error, &mut errors)?;
            again(&cx, id, &posted, &errors).await
        }
    }
}

fn line(text: &str) -> Result<u32, &'static str> {
    text.parse().ok().filter(|line| (1..=60_000).contains(line)).ok_or("見出しのある行を数字で入力してください。例 3")
}

/// The columns that were chosen one by one.
fn chosen(posted: &Posted) -> Columns {
    let place = |column: &Column| {
        let at: usize = posted.text(&format!("column_{}", column.code())).parse().ok()?;
        Some((*column, at.checked_sub(1)?))
    };
    Columns(Column::ALL.iter().filter_map(place).collect())
}

/// The columns that are kept under a name, where they stand in this sheet.
async fn kept(
    cx: &Cx,
    id: TakeoverId,
    posted: &Posted,
    sheet: Option<&str>,
    header_line: Option<u32>,
) -> Result<Option<Columns>, Problem> {
    let layouts = cx.acts().takeover_layouts().await?;
    let Some(layout) = layouts.into_iter().find(|layout| layout.name == posted.text("layout")) else { return Ok(None) };
    let book = match cx.acts().takeover_book(id).await {
        Ok(book) => book,
        Err(TakeoverError::File(_)) => return Ok(None),
        Err(TakeoverError::Act(error)) => return Err(error.into()),
    };
    let found = book.sheet(sheet).ok().and_then(|sheet| {
        let line = header_line.or_else(|| sheet.headings().map(|(line, _)| line))?;
        Some(layout.columns(sheet, line))
    });
    Ok(found)
}

/// Keeps the columns under a name, where one was given.
async fn keep(cx: &Cx, id: TakeoverId, name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        return Ok(());
    }
    let file = cx.acts().takeover(id).await?;
    let (Some(prepared), Ok(book)) = (file.prepared, cx.acts().takeover_book(id).await) else { return Ok(()) };
    let sheet = prepared.sheet.as_ref().and_then(|name| name.open()).map(FreeText::as_str);
    if let Ok(sheet) = book.sheet(sheet) {
        let columns: BTreeMap<Column, usize> = reading::columns(&prepared);
        let name: String = name.chars().take(60).collect();
        cx.acts().keep_takeover_layout(&TakeoverLayout::of(&name, sheet, prepared.header_line, &Columns(columns))).await?;
    }
    Ok(())
}

/// `POST /takeovers/{id}/approve`: what stood on the page, and nothing else.
pub(crate) async fn approve(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let (id, request) = (TakeoverId(id), cx.request(&posted)?);
    let count = |name: &str| posted.text(name).parse().unwrap_or(0);
    let seen = Verdicts { right: count("right"), warned: count("warned"), refused: count("refused"), skipped: count("skipped") };
    match cx.acts().approve_takeover(&request, id, seen).await {
        Ok(done) => cx.told(&format!("/takeovers/{id}"), "takeover_approved", done.position, &[]).await,
        Err(error) => {
            let mut errors = FieldErrors::default();
            told(error, &mut errors)?;
            again(&cx, id, &posted, &errors).await
        }
    }
}

/// `POST /takeovers/{id}/hold`: stops, or goes on.
pub(crate) async fn hold(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let id = TakeoverId(id);
    posted.command()?;
    cx.acts().takeover(id).await?;
    let path = format!("/takeovers/{id}");
    if posted.text("go") == "on" {
        cx.acts().resume_takeover(id).await?;
        cx.told(&path, "takeover_resumed", 0, &[]).await
    } else {
        cx.acts().stop_takeover(id).await?;
        cx.told(&path, "takeover_stopped", 0, &[]).await
    }
}

/// `POST /takeovers/{id}/reverse`.
pub(crate) async fn reverse(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let (id, request) = (TakeoverId(id), cx.request(&posted)?);
    let mut errors = FieldErrors::default();
    if let Some(why) = errors.take("why", FreeText::parse(posted.text("why"))) {
        match cx.acts().reverse_takeover(&request, id, why).await {
            Ok(done) => return cx.told(&format!("/takeovers/{id}"), "takeover_reversing", done.position, &[]).await,
            Err(error) => told(error, &mut errors)?,
        }
    }
    again(&cx, id, &posted, &errors).await
}
