//! What a night notices on the payments side: one task a file, however many of its lines wait, and one a decision.

use casework::nightly::Looking;
use events::nightly::{Finding, TaskKind};
use events::vocabulary::OfficeCode;
use projections::{claims, recipient_files};

use crate::impact::read;
use crate::{ActError, Acts};

/// Whether a task is about a file and nobody in particular.
pub(super) const fn about_file(finding: &Finding) -> bool {
    matches!(finding.kind, TaskKind::ClaimFaults | TaskKind::FileErrors)
}

impl Acts {
    /// Rows and lines that were not answered belong to the division; a decision to the office of its recipient.
    pub(super) async fn look_at_payments(&self, looking: &mut Looking<'_>) -> Result<(), ActError> {
        let office = OfficeCode::DIVISION;
        let faults = read(claims::unanswered(self.pool()).await)?.into_iter().map(|row| Finding {
            kind: TaskKind::ClaimFaults,
            about: row.import.0,
            recipient: None,
            office,
            day: row.recorded_on,
        });
        looking.payments(faults);
        let errors = read(recipient_files::unanswered(self.pool()).await)?.into_iter().map(|row| Finding {
            kind: TaskKind::FileErrors,
            about: row.file.0,
            recipient: None,
            office,
            day: row.delivered_on,
        });
        looking.payments(errors);
        let uses = read(claims::uses(self.pool()).await)?.into_iter().map(|row| Finding {
            kind: TaskKind::ClaimsTakenBack,
            about: row.application.0,
            recipient: Some(row.recipient),
            office: row.office,
            day: row.taken_back_on,
        });
        looking.payments(uses);
        Ok(())
    }
}
