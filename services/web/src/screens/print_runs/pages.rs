//! `POST /print-runs/{id}/pages`: some pages of the file to print, because they jammed or because a part goes to another printer. What lies on
//! paper already is taken out again only for a reason.

use ::acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::print_run::PrintRunRefusal;
use events::ids::PrintRunId;
use uuid::Uuid;

use super::{acts, show};
use crate::cx::Cx;
use crate::file_answer::{self, PDF};
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::{page_choice, protection};

/// Beside which field a refusal stands.
const fn beside(refusal: &PrintRunRefusal) -> &'static str {
    match refusal {
        PrintRunRefusal::ReprintReason(_) => page_choice::WHY,
        _ => page_choice::PAGES,
    }
}

/// Counts the sheets, or takes the pages out.
pub(crate) async fn take(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let asked = match page_choice::read(&posted) {
        Ok(asked) => asked,
        Err(errors) => return acts::wrong(&cx, id, &posted, &errors).await,
    };
    let file = cx.acts().print_run(id).await?;
    let refused = |refusal: PrintRunRefusal| {
        let mut errors = FieldErrors::default();
        errors.add(beside(&refusal), refusal.to_string());
        errors
    };
    // Before the file is put together, which takes a while.
    if let Err(refusal) = file.run.may_take_pages(&[], true) {
        return acts::wrong(&cx, id, &posted, &refused(refusal)).await;
    }
    let chosen = Box::pin(cx.acts().print_run_pages(&file, asked.choice.clone())).await?;
    let mut errors = asked.faults(&chosen);
    if !errors.is_empty() {
        return acts::wrong(&cx, id, &posted, &errors).await;
    }
    if asked.only_count {
        return show::render(&cx, id, (Some(asked.counted(&posted, &chosen)), show::Offers::default()), StatusCode::OK).await;
    }
    if let Err(refusal) = file.run.may_take_pages(&chosen.ordinals, asked.why.is_some()) {
        return acts::wrong(&cx, id, &posted, &refused(refusal)).await;
    }
    let Some(told) = asked.told(&chosen, &mut errors) else { return acts::wrong(&cx, id, &posted, &errors).await };
    let items = chosen.ordinals.iter().filter_map(|ordinal| file.run.item(*ordinal));
    let subjects: Vec<Uuid> = items.flat_map(|item| [item.recipient.0, item.application.0]).collect();
    if let Some(instead) = protection::instead(&cx, &subjects).await? {
        return Ok(instead);
    }
    match cx.acts().pages_taken(&cx.request(&posted)?, cx.route().name, &chosen, subjects, told).await {
        Ok(()) => {}
        Err(ActError::Refused(Refusal::TakenOutAlready)) => {
            return acts::wrong(&cx, id, &posted, &page_choice::taken_before()).await;
        }
        Err(error) => return Err(error.into()),
    }
    cx.seen_is_written();
    file_answer::download(chosen.pdf, PDF, "certificates-pages.pdf")
}
