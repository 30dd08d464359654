//! `GET /print-runs/{id}/paper?from=1&until=50`: the file to print, put together from what was issued; a part of it where something was spoiled.

use axum::response::Response;
use events::ids::PrintRunId;
use uuid::Uuid;

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::protection;

/// Makes and shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<PrintRunId>) -> Result<Response, Problem> {
    let file = cx.acts().print_run(id).await?;
    if !file.run.is_rendered() {
        return Err(Problem::NotFound);
    }
    let last = u32::try_from(file.run.items().len()).unwrap_or(u32::MAX);
    let number = |name: &str, otherwise: u32| cx.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let range = number("from", 1)..=number("until", last).min(last);
    let shown = (1..).zip(file.run.items()).filter(|(ordinal, _)| range.contains(ordinal));
    let subjects: Vec<Uuid> = shown.flat_map(|(_, item)| [item.recipient.0, item.application.0]).collect();
    if subjects.is_empty() {
        return Err(Problem::NotFound);
    }
    if let Some(instead) = protection::instead(&cx, &subjects).await? {
        return Ok(instead);
    }
    cx.viewed(&subjects).await?;
    let pdf = Box::pin(cx.acts().print_run_paper(&file, range)).await?;
    file_answer::shown(pdf, "certificates.pdf")
}
