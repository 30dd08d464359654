//! What a night notices beside persons and cases: diseases of awards that were split, letters that came back, inquiries that nobody
//! answered, and values set by hand that do not count any more.

use casework::application::Stage;
use casework::nightly::{Looking, Split, splits};
use casework::rules::{Masters, by_hand};
use events::vocabulary::{DiseaseId, OfficeCode, OverriddenItem};
use jiff::civil::Date;
use projections::inquiries::{self, InquiryState};
use projections::ledger::{self, Affecting, AsOf};
use projections::letters;
use projections::worklist::{self, Flag, QueueFilter};

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

    /// Inquiries that nobody answered by their day; the division asked, and the division reminds.
    pub(super) async fn look_at_inquiries(&self, looking: &mut Looking<'_>) -> Result<(), ActError> {
        let mut after = None;
        loop {
            let rows = read(inquiries::page(self.pool(), InquiryState::Open, after, PAGE).await)?;
            let Some(last) = rows.last().map(|row| (row.due_on, row.inquiry)) else { return Ok(()) };
            after = Some(last);
            let applications: Vec<_> = rows.iter().map(|row| row.application).collect();
            let cases = read(worklist::rows(self.pool(), &applications, None).await)?;
            for row in rows {
                let recipient = cases.iter().find(|case| case.application == row.application).and_then(|case| case.recipient);
                looking.asked(row.application, recipient, OfficeCode::DIVISION, row.due_on);
            }
        }
    }

    /// Open cases in which something was set by hand that does not count any more: the proposal is another now.
    pub(super) async fn look_at_overrides(&self, looking: &mut Looking<'_>, masters: &Masters) -> Result<(), ActError> {
        for item in OverriddenItem::ALL {
            let filter = QueueFilter { flag: Some(Flag::by_hand(*item)), ..QueueFilter::default() };
            let mut after = None;
            loop {
                let page = read(worklist::page(self.pool(), &filter, after, PAGE).await)?;
                for row in &page.rows {
                    let case = self.case(row.application, None).await?;
                    let lapsed = match Self::determination_with(&case, masters) {
                        Ok(found) => by_hand::lapsed(&found),
                        // Nobody decides on what was erased.
                        Err(ActError::Erased) => Vec::new(),
                        Err(error) => return Err(error),
                    };
                    let open = !case.application.stage().is_some_and(Stage::is_decided);
                    if let Some(one) = case.overridden.get(item).filter(|_| open && lapsed.contains(item)) {
                        looking.lapsed(row.application, row.recipient, one.on);
                    }
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Letters that came back, until they have gone out again or are kept.
    pub(super) async fn look_at_letters(&self, looking: &mut Looking<'_>) -> Result<(), ActError> {
        let mut before = None;
        loop {
            let rows = read(letters::unsettled(self.pool(), before, PAGE).await)?;
            let Some(last) = rows.last().map(|row| row.position) else { return Ok(()) };
            before = Some(last);
            let applications: Vec<_> = rows.iter().map(|row| row.application).collect();
            let cases = read(worklist::rows(self.pool(), &applications, None).await)?;
            for row in rows {
                let Some(on) = row.returned_on else { continue };
                let case = cases.iter().find(|case| case.application == row.application);
                if let Some(case) = case {
                    looking.returned(row.application, case.recipient, case.responsible_office, on);
                } else if let Some(award) = read(ledger::of_application(self.pool(), row.application).await)? {
                    // Taken over from an old ledger: there was never a case here.
                    looking.returned(row.application, Some(award.recipient), award.office, on);
                }
            }
        }
    }
}
