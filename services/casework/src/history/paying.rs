//! The payments side: files for review and payment organisations, claims that came in, months of cap sheets.

use events::cap_sheet::CapSheetEvent;
use events::claim_import::ClaimImportEvent;
use events::payment_batch::PaymentBatchEvent;
use events::recipient_file::RecipientFileEvent;

use super::asking::{again, alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::claim_import::ClaimImportCommand;
use crate::payment_batch::{ClaimNow, PaymentBatchCommand};
use crate::recipient_file::RecipientFileCommand;

impl Histories {
    pub(super) fn recipient_file(&mut self, event: &RecipientFileEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event.clone() {
            RecipientFileEvent::Prepared(event) => RecipientFileCommand::Prepare(Box::new(event)),
            RecipientFileEvent::Released(_) => RecipientFileCommand::Release,
            RecipientFileEvent::Withdrawn(_) => RecipientFileCommand::Withdraw,
            RecipientFileEvent::Delivered(event) => RecipientFileCommand::Deliver(event.on),
            RecipientFileEvent::ResultImported(event) => {
                RecipientFileCommand::ImportResult { accepted: event.accepted, rejected: event.rejected }
            }
        };
        again(self.recipient_files.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }

    pub(super) fn payment_batch(&mut self, event: &PaymentBatchEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let batch = self.payment_batches.entry(at.stream).or_default();
        let command = match event.clone() {
            PaymentBatchEvent::DrawnUp(event) => PaymentBatchCommand::DrawUp(Box::new(event), at.on),
            PaymentBatchEvent::Released(_) => {
                // Fingerprints are keyed and sealed; what waits and whose hands it went through is not.
                let now = batch.lines().iter().map(|line| {
                    let claim = self.reimbursements.get(&line.reimbursement.0);
                    ClaimNow {
                        decision: Some(line.decision),
                        correcting: claim.is_some_and(|claim| claim.correction().is_some()),
                        account: Some((line.account, line.account_mark.clone())),
                        account_changing: claim.is_some_and(|claim| claim.account_change().is_some()),
                        hands: claim.map(|claim| claim.hands().clone()).unwrap_or_default(),
                    }
                });
                PaymentBatchCommand::Release(now.collect(), at.on)
            }
            PaymentBatchEvent::TakenBack(_) => PaymentBatchCommand::TakeBack,
            PaymentBatchEvent::Delivered(event) => PaymentBatchCommand::Deliver(event.on),
            PaymentBatchEvent::ResultsTaken(event) => PaymentBatchCommand::TakeResults(event.results, at.on),
        };
        again(batch, (at.who.clone(), command), event, at.who.id)
    }

    pub(super) fn claim_import(&mut self, event: &ClaimImportEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let import = self.claim_imports.entry(at.stream).or_default();
        match event.clone() {
            ClaimImportEvent::Recorded(recorded) => {
                again(import, (at.who.clone(), ClaimImportCommand::Record(recorded)), event, at.who.id)
            }
            ClaimImportEvent::TakenBack(taken) => {
                let command = ClaimImportCommand::TakeBack { import: taken.import, used: taken.used, why: dash()? };
                alike(import, (at.who.clone(), command), event, at.who.id)
            }
        }
    }

    pub(super) fn cap_sheet(&mut self, event: &CapSheetEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let CapSheetEvent::MonthEntered(entered) = event;
        again(self.cap_sheets.entry(at.stream).or_default(), (at.who.clone(), *entered), event, at.who.id)
    }
}
