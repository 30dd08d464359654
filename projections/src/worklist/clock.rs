//! The clock of the standard processing period: the only place that says when it stands, and by when to decide. It stands while the family
//! corrects its papers, and for an inquiry where the masters said so on the day of the inquiry; no day is taken off twice.

use events::application::ApplicationEvent;
use jiff::Span;
use jiff::civil::Date;

use super::fold::Step;
use super::{Flag, Stage};
use crate::told::FoldError;

/// Takes an inquiry in, or what became of it.
pub(super) fn inquired(step: &mut Step, event: &ApplicationEvent) {
    match event {
        ApplicationEvent::Inquired(event) => {
            step.inquiries.push(event.inquiry.0);
            if event.stops_clock {
                step.clock_stops.push(event.inquiry.0);
                step.answers_due = step.answers_due.max(Some(event.due_on));
            }
        }
        ApplicationEvent::InquiryAnswered(event) => over(step, event.inquiry.0),
        ApplicationEvent::InquiryWithdrawn(event) => over(step, event.inquiry.0),
        _ => {}
    }
}

fn over(step: &mut Step, inquiry: uuid::Uuid) {
    step.inquiries.retain(|one| *one != inquiry);
    step.clock_stops.retain(|one| *one != inquiry);
    if step.clock_stops.is_empty() {
        step.answers_due = None;
    }
}

/// After an event of a day: stops the clock or lets it go on, and keeps the flag.
pub(super) fn keep(step: &mut Step, on: Date) {
    let waits = step.stage == Stage::ReturnedForCorrection || !step.clock_stops.is_empty();
    match step.corrected_since {
        None if waits && !step.stage.is_decided() => step.corrected_since = Some(on),
        Some(since) if !waits || step.stage.is_decided() => {
            step.corrected_days += (on - since).get_days().max(0);
            step.corrected_since = None;
        }
        _ => {}
    }
    step.flags.retain(|flag| *flag != Flag::Inquiring);
    step.flags.extend((!step.inquiries.is_empty() && !step.stage.is_decided()).then_some(Flag::Inquiring));
}

/// The day by which to decide, counted from the day on which it reached the counter, never from a postmark. While the clock stands for an
/// answer, it is the day that follows if the answer comes when it is due.
pub(super) fn due(step: &Step, received_on: Date, processing_days: i32) -> Result<Date, FoldError> {
    let awaited = match (step.corrected_since, step.answers_due) {
        (Some(since), Some(due)) => (due - since).get_days().max(0),
        _ => 0,
    };
    let days = processing_days.saturating_add(step.corrected_days).saturating_add(awaited);
    let days = Span::new().try_days(days).map_err(|_| FoldError::Date)?;
    received_on.checked_add(days).map_err(|_| FoldError::Date)
}
