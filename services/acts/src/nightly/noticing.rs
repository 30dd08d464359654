//! What a night notices beside persons and cases: diseases of awards that were split, and letters that came back.

use casework::nightly::{Looking, Split, splits};
use casework::rules::Masters;
use events::vocabulary::DiseaseId;
use jiff::civil::Date;
use projections::ledger::{self, Affecting, AsOf};
use projections::letters::{self, LetterFilter, LetterState};
use projections::worklist;

use crate::impact::read;
use crate::{ActError, Acts};

/// Letters read at once.
const PAGE: u16 = 500;

impl Acts {
    /// Awards that go on and name a disease that was split.
    pub(super) async fn look_at_splits(&self, looking: &mut Looking<'_>, masters: &Masters, night: Date) -> Result<(), ActError> {
        let split = splits(masters, night);
        if split.is_empty() {
            return Ok(());
        }
        let diseases: Vec<DiseaseId> = split.keys().copied().collect();
        let affecting = Affecting { diseases, ..Affecting::default() };
        let (_, awards) = read(ledger::affected(self.pool(), &affecting, night, u16::MAX).await)?;
        for row in read(ledger::of_awards(self.pool(), &awards, AsOf::default()).await)? {
            for day in row.diseases.iter().filter_map(|disease| split.get(disease)) {
                looking.split(&Split { award: row.award, recipient: row.recipient, office: row.office, day: *day });
            }
        }
        Ok(())
    }

    /// Letters that came back and whose address nobody made sure of.
    pub(super) async fn look_at_letters(&self, looking: &mut Looking<'_>) -> Result<(), ActError> {
        let filter = LetterFilter { state: Some(LetterState::Returned), kind: None };
        let mut before = None;
        loop {
            let rows = read(letters::page(self.pool(), filter, before, PAGE).await)?;
            let Some(last) = rows.last().map(|row| row.position) else { return Ok(()) };
            before = Some(last);
            let applications: Vec<_> = rows.iter().map(|row| row.application).collect();
            let cases = read(worklist::rows(self.pool(), &applications, None).await)?;
            for row in rows {
                let case = cases.iter().find(|case| case.application == row.application);
                if let (Some(case), Some(on)) = (case, row.returned_on) {
                    looking.returned(row.application, case.recipient, case.responsible_office, on);
                }
            }
        }
    }
}
