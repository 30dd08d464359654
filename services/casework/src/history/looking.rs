//! The access log: who looked, what reviewers said of it, what auditors took and noted.

use events::Event;
use events::access_review::AccessReviewEvent;
use events::audit::AuditEvent;
use events::installation::InstallationEvent;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::access_review::AccessReviewCommand;

impl Histories {
    /// Takes the next event of the access log in.
    ///
    /// # Errors
    /// [`Unlawful`], as above.
    pub fn follow_access(&mut self, event: &Event, at: Standing<'_>) -> Result<(), Unlawful> {
        match event {
            Event::Viewing(_) => Ok(()),
            Event::Installation(event @ InstallationEvent::Founded(_)) => self.installation(event, at.who.id),
            Event::AccessReview(event) => {
                let (by, today) = (at.who.id, at.on);
                let dash = |note: bool| note.then(dash).transpose();
                let command = match event {
                    AccessReviewEvent::Opened(opened) => AccessReviewCommand::Open { opened: opened.clone(), today },
                    AccessReviewEvent::RowJudged(row) => {
                        AccessReviewCommand::Judge { no: row.no, verdict: row.verdict, note: dash(row.note.is_some())? }
                    }
                    AccessReviewEvent::SignedOff(end) => AccessReviewCommand::SignOff { note: dash(end.note.is_some())? },
                };
                alike(self.reviews.entry(at.stream).or_default(), (by, command), event, by)
            }
            // A sample is drawn once; what is noted or taken out belongs to one that was drawn.
            Event::Audit(AuditEvent::SampleDrawn(_)) if self.samples.insert(at.stream) => Ok(()),
            Event::Audit(AuditEvent::SampleDrawn(_)) => Err(Unlawful::Another),
            Event::Audit(_) if self.samples.contains(&at.stream) => Ok(()),
            Event::Audit(_) => Err(Unlawful::Groundless),
            _ => Err(Unlawful::WrongLog),
        }
    }
}
