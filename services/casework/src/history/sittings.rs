//! Sittings of the review board (審査会).

use events::sitting::{MinutesText, SittingEvent};
use events::vocabulary::ShortText;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::sitting::SittingCommand;

impl Histories {
    pub(super) fn sitting(&mut self, event: &SittingEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let today = at.on;
        let command = match event {
            SittingEvent::Scheduled(event) => SittingCommand::Schedule {
                held_on: event.held_on,
                cut_off_on: event.cut_off_on,
                venue: event.venue.clone(),
                members: vec![ShortText::parse("－").map_err(|_| Unlawful::Another)?; usize::from(event.seats)],
                today,
            },
            SittingEvent::AgendaFixed(event) => SittingCommand::FixAgenda { items: event.items.clone(), today },
            SittingEvent::CaseHeard(event) => {
                let (verdicts, recused) = (event.verdicts.clone(), event.recused.clone());
                SittingCommand::Hear { application: event.application, verdicts, recused, today }
            }
            SittingEvent::Closed(event) => SittingCommand::Close { minutes: dash()?, absent: event.absent.clone(), today },
            SittingEvent::Moved(event) => SittingCommand::Move {
                held_on: event.held_on,
                cut_off_on: event.cut_off_on,
                venue: event.venue.clone(),
                why: dash()?,
                today,
            },
            SittingEvent::Cancelled(_) => SittingCommand::Cancel { why: dash()? },
            SittingEvent::PapersIssued(event) => SittingCommand::IssuePapers { sheets: event.sheets.clone() },
            SittingEvent::MinutesWritten(event) => SittingCommand::WriteMinutes {
                chair: event.chair,
                why: event.why.as_ref().map(|_| dash()).transpose()?,
                content: MinutesText { text: dash()?, questions: Vec::new() },
                document: event.document.clone(),
            },
            SittingEvent::MinutesApproved(event) => {
                SittingCommand::ApproveMinutes { edition: event.edition, seat: event.seat, on: event.on, today }
            }
        };
        alike(self.sittings.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }
}
