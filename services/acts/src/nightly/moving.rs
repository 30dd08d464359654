//! 事務所の再編: on the night of the day, open cases of an office that closed go to the one that took over.

use casework::Fact;
use casework::application::{Application, moved};
use casework::rules::Masters;
use events::Log;
use events::application::ApplicationEvent;
use events::ids::{ApplicationId, CommandId};
use jiff::civil::Date;
use projections::tasks::{self, CaseRow};
use store::Expected;
use uuid::Uuid;

use super::{PAGE, tonight};
use crate::ids::derived;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts};

/// Whether an office of a case stands no longer.
fn orphaned(case: &CaseRow, masters: &Masters, night: Date) -> bool {
    [case.office, case.receiving_office].iter().any(|office| masters.offices.at(&office.to_string(), night).is_none())
}

impl Acts {
    /// Moves every open case whose office closed; how many.
    ///
    /// # Errors
    /// [`ActError`]; the next night moves what is left.
    pub async fn move_cases(&self, night: Date) -> Result<u32, ActError> {
        let masters = self.masters().await?;
        let (mut after, mut count) = (ApplicationId(Uuid::nil()), 0);
        loop {
            let rows = tasks::open_cases(self.pool(), after, PAGE).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.application) else { return Ok(count) };
            after = last;
            for row in rows.iter().filter(|row| orphaned(row, &masters, night)) {
                count += u32::from(self.move_case(row.application, &masters, night).await?);
            }
        }
    }

    async fn move_case(&self, application: ApplicationId, masters: &Masters, night: Date) -> Result<bool, ActError> {
        let loaded = self.load::<Application, ApplicationEvent>(application.0).await?;
        let Some(event) = moved(&loaded.aggregate, masters, night) else { return Ok(false) };
        let request = tonight(CommandId(derived(CommandId(application.0), &format!("office_moved/{night}"))), night);
        let facts = vec![Fact::<ApplicationEvent>::new(event, request.actor.id)];
        let mut submission = Submission::new(self, Log::Casework, &request);
        let (stream, expected) = (application.0, Expected::Exactly(loaded.version));
        submission.add(Addition { stream, expected, key: None, effective_on: night, cause: None, facts })?;
        match submission.commit().await {
            Ok(_) => Ok(true),
            // Somebody works on it at this moment; the next night looks again.
            Err(Unwritten::Moved { .. }) => Ok(false),
            Err(other) => Err(other.seen_at(loaded.version)),
        }
    }
}
