//! `POST /print-runs/{id}/book`: the posting book (発送簿) of a run as a file, on record: what went out, when, how, to whom.

use axum::http::StatusCode;
use axum::response::Response;
use events::Log;
use events::ids::{AwardId, PrintRunId};
use events::print_run::PrintRunEvent;
use jiff::civil::Date;
use uuid::Uuid;

use super::addresses::addressees;
use super::show;
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{Offer, Wish};

/// Columns of the file.
const COLUMNS: [(&str, u8); 9] = [
    ("番号", 8),
    ("発送日", 14),
    ("発送方法", 14),
    ("受給者番号", 12),
    ("受診者", 18),
    ("宛先", 18),
    ("郵便番号", 12),
    ("住所", 48),
    ("返戻", 30),
];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before a book leaves.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

/// One envelope that went out.
struct Line {
    item: u32,
    on: Date,
    way: &'static str,
    back: Option<(Date, &'static str)>,
}

async fn lines(cx: &Cx, id: PrintRunId) -> Result<Vec<Line>, Problem> {
    let mut lines: Vec<Line> = Vec::new();
    for event in store::stream_events(cx.pool(), Log::Casework, id.0, 0).await? {
        match event.decode() {
            Ok(events::Event::PrintRun(PrintRunEvent::Posted(posted))) => {
                let line = |item: &u32| Line { item: *item, on: posted.on, way: posted.way.label(), back: None };
                lines.extend(posted.items.iter().map(line));
            }
            Ok(events::Event::PrintRun(PrintRunEvent::Returned(returned))) => {
                if let Some(line) = lines.iter_mut().rev().find(|line| line.item == returned.item) {
                    line.back = Some((returned.on, returned.ground.label()));
                }
            }
            _ => {}
        }
    }
    Ok(lines)
}

pub(crate) async fn sheet(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let again = |errors: &FieldErrors| {
        let offers = show::Offers { book: Some(Offer::again(titles(), &posted, errors)), ..show::Offers::default() };
        show::render(&cx, id, (None, offers), StatusCode::UNPROCESSABLE_ENTITY)
    };
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return again(&errors).await,
    };
    let file = cx.acts().print_run(id).await?;
    let lines = lines(&cx, id).await?;
    let items: Vec<_> = lines.iter().filter_map(|line| file.run.item(line.item)).collect();
    let subjects: Vec<Uuid> = items.iter().flat_map(|item| [item.recipient.0, item.application.0]).collect();
    if let Err(errors) = wish.tell(&cx, &posted, lines.len(), subjects.clone()).await? {
        return again(&errors).await;
    }
    let shield = cx.shield(&subjects).await?;
    let awards: Vec<AwardId> = items.iter().map(|item| item.award).collect();
    let addressees = addressees(&cx, &awards).await?;
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(lines.len());
    for line in &lines {
        let Some(item) = file.run.item(line.item) else { continue };
        let hidden = shield.hides(item.recipient.0) || shield.hides(item.application.0);
        let to = addressees.of(item.award).cloned().map(|to| to.listed(hidden));
        rows.push(vec![
            i64::from(line.item).into(),
            Cell::Day(line.on),
            line.way.into(),
            item.recipient_number.to_string().into(),
            to.as_ref().map(|to| to.child.clone()).into(),
            to.as_ref().map(|to| to.name.clone()).into(),
            to.as_ref().and_then(|to| to.postal_code.clone()).into(),
            to.map(|to| to.address).into(),
            line.back.map(|(day, ground)| format!("{} {ground}", events::vocabulary::wareki::short(day))).into(),
        ]);
    }
    let about = wish.about(&cx, "発送簿", &format!("発行 {}", show::title(&file)), rows.len())?;
    wish.file(Sheet { name: "発送簿", about, columns: COLUMNS.to_vec(), rows }, &format!("posting-book-{}", cx.today))
}
