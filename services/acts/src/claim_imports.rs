//! 請求明細の取込: a file of claims is judged against the ledger, the register of institutions, earlier claims and reimbursements, and told whole
//! in one event. The same file comes in once, and again after it was taken back.

mod taking_back;

use std::collections::{BTreeSet, HashSet};

use casework::claim_import::{Candidate, ClaimImport, ClaimImportCommand, ClaimImportRefusal, KnownClaims, judge};
use events::Log;
use events::claim_import::{ClaimRow, Matched, Recorded};
use events::ids::{AwardId, ClaimImportId, RecipientId};
use events::recipient_file::ReviewBody;
use events::reimbursement::ReimbursementEvent;
use events::vocabulary::{DesignationKind, RecipientNumber};
use jiff::civil::Date;
use projections::ledger::{self, Ended};
use projections::{claims, reimbursements};
use store::Expected;

use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Claim on a file, by its content.
pub(crate) const CLAIM_FILE: &str = "claim_file";

/// A file of claims whose cells were read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimFile {
    /// Who listed them.
    pub body: ReviewBody,
    /// 請求月, its first day.
    pub claimed_in: Date,
    /// The rows, without verdicts.
    pub rows: Vec<ClaimRow>,
    /// The text of the file, by which it is known again.
    pub text: String,
}

fn read<T>(read: Result<T, projections::ReadError>) -> Result<T, ActError> {
    read.map_err(|error| ActError::internal(&error))
}

impl Acts {
    /// What every row would be told as. Nothing is kept.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn plan_claims(&self, file: &ClaimFile) -> Result<Vec<ClaimRow>, ActError> {
        let known = self.known_of(&file.rows).await?;
        Ok(judge(file.rows.clone(), file.claimed_in, &known))
    }

    /// 取り込む: all rows with their verdicts, in one event.
    ///
    /// # Errors
    /// [`ActError::AlreadyTaken`] where the same file came in before.
    pub async fn import_claims(&self, request: &Request, file: &ClaimFile) -> Result<(ClaimImportId, Done), ActError> {
        let id = ClaimImportId(derived(request.command_id, "claim_import"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        if file.claimed_in > request.today {
            return Err(casework::Refusal::from(ClaimImportRefusal::Ahead).into());
        }
        let rows = self.plan_claims(file).await?;
        self.record_claims(request, file, rows).await
    }

    /// The same with the verdicts given.
    pub(crate) async fn record_claims(
        &self,
        request: &Request,
        file: &ClaimFile,
        rows: Vec<ClaimRow>,
    ) -> Result<(ClaimImportId, Done), ActError> {
        let id = ClaimImportId(derived(request.command_id, "claim_import"));
        let recorded = Recorded { body: file.body, claimed_in: file.claimed_in, rows };
        let command = ClaimImportCommand::Record(recorded);
        let facts = decide(&mut ClaimImport::default(), (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.claim(self.claim_on(&file.text).await?);
        let (stream, expected) = (id.0, Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((id, (&done).into()))
    }

    async fn known_of(&self, rows: &[ClaimRow]) -> Result<KnownClaims, ActError> {
        self.caught_up_with(&["ledger", "claims", "reimbursements", "designations"]).await?;
        let mut known = KnownClaims::default();
        let numbers: BTreeSet<RecipientNumber> =
            rows.iter().filter_map(|row| RecipientNumber::parse(&row.recipient_number).ok()).collect();
        let mut recipients: HashSet<RecipientId> = HashSet::new();
        for row in read(ledger::by_numbers(self.pool(), &numbers.into_iter().collect::<Vec<_>>()).await)? {
            if row.ended == Some(Ended::Annulled) {
                continue;
            }
            let group = row.diseases.first().map_or(0, |disease| disease.group());
            let matched = Matched { award: row.award, recipient: row.recipient, office: row.office, group };
            let candidate =
                Candidate { matched, payer_number: row.payer_number, validity: row.validity, monthly_cap: row.monthly_cap };
            known.awards.entry(row.recipient_number.to_string()).or_default().push(candidate);
            recipients.insert(row.recipient);
        }
        let codes: BTreeSet<String> = rows.iter().map(|row| row.institution.clone()).collect();
        known.institutions = self.terms_of(DesignationKind::Institution, codes.into_iter().collect()).await?;
        let recipients: Vec<RecipientId> = recipients.into_iter().collect();
        let months = rows.iter().map(|row| row.month);
        if let Some((from, until)) = months.clone().min().zip(months.max()) {
            known.earlier = read(claims::earlier(self.pool(), &recipients, (from, until)).await)?.into_iter().collect();
        }
        known.reimbursed = self.reimbursed_months(&recipients).await?;
        Ok(known)
    }

    /// Months that were paid to these families.
    async fn reimbursed_months(&self, recipients: &[RecipientId]) -> Result<BTreeSet<(AwardId, Date)>, ActError> {
        let mut paid = BTreeSet::new();
        for (reimbursement, award) in read(reimbursements::paid_to(self.pool(), recipients).await)? {
            for told in self.told::<ReimbursementEvent>(Log::Casework, reimbursement.0, 0).await? {
                if let ReimbursementEvent::Received(received) = told.event {
                    paid.extend(received.months.iter().map(|month| (award, *month)));
                }
            }
        }
        Ok(paid)
    }
}
