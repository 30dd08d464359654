//! 療養費の支給・不支給決定通知書.

use casework::letter_text::Values;
use events::Log;
use events::ids::{CorrelationId, LetterId, ReimbursementId};
use events::letter::LetterKind;
use events::reimbursement::{Decided, ReimbursementEvent};
use events::vocabulary::wareki;
use store::Recorded;

use super::content::{Content, row};
use super::{Occasion, letter_of};
use crate::continuing::Starting;
use crate::load::Told;
use crate::mailings::guardians;
use crate::{ActError, Acts};

impl Acts {
    /// The letter of a claim that was decided. The second call finds the first letter.
    ///
    /// # Errors
    /// [`ActError`]; the letter is then still to be made.
    pub async fn issue_claim_letter(
        &self,
        claim: ReimbursementId,
        correlation: CorrelationId,
    ) -> Result<Option<LetterId>, ActError> {
        let Some((decided, envelope)) = self.claim_decided(claim).await? else { return Ok(None) };
        let letter = letter_of(envelope.event_id);
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let (content, starting) = self.claim_content(claim, &decided).await?;
        let (application, subject) = (starting.standing.application, starting.standing.recipient.0);
        let occasion = Occasion { letter, application, subject, envelope, on: decided.decided_on };
        self.make_letter(&occasion, correlation, &content).await.map(Some)
    }

    /// The decision on a claim, opened, and the event that tells it.
    pub(super) async fn claim_decided(&self, claim: ReimbursementId) -> Result<Option<(Decided, Recorded)>, ActError> {
        let mut told = self.told::<ReimbursementEvent>(Log::Casework, claim.0, 0).await?;
        self.open_all(&mut told).await?;
        Ok(told.into_iter().find_map(|Told { event, envelope }| match event {
            ReimbursementEvent::Decided(decided) => Some((decided, envelope)),
            _ => None,
        }))
    }

    /// After the act: what keeps the letter back is told to the log.
    pub(crate) async fn claim_letter_after(&self, claim: ReimbursementId, correlation: CorrelationId) {
        if let Err(error) = Box::pin(self.issue_claim_letter(claim, correlation)).await {
            tracing::warn!(%error, %claim, "a letter is left to be made");
        }
    }

    pub(super) async fn claim_content(&self, claim: ReimbursementId, decided: &Decided) -> Result<(Content, Starting), ActError> {
        let reception = self.reimbursement(claim).await?.reimbursement.reception().cloned().ok_or(ActError::NotFound)?;
        let starting = self.starting(reception.award).await?;
        let person = self.person_of_award(reception.recipient, reception.award, starting.standing.application).await?;
        let kind = if decided.refusal.is_some() { LetterKind::ReimbursementRefusal } else { LetterKind::ReimbursementNotice };
        let number = starting.granted.recipient_number.to_string();
        let whom = (Some(reception.recipient), starting.standing.application);
        let mut content = Content::to_family(kind, &self.destination(whom, guardians(&person), decided.decided_on).await?);
        content.values = Values::from([
            ("児童の氏名", person.name.written().to_owned()),
            ("受給者番号", number.clone()),
            ("請求日", wareki::long(reception.filed_on)),
            ("決定日", wareki::long(decided.decided_on)),
            ("支給額", decided.amount.to_string()),
        ]);
        let months: Vec<String> = reception.months.iter().map(|month| month_of(*month)).collect();
        content.rows = vec![
            row("受付番号", reception.receipt_number.to_string()),
            row("児童の氏名", person.name.written()),
            row("受給者番号", number),
            row("請求日", wareki::long(reception.filed_on)),
            row("診療月", months.join("、")),
        ];
        match &decided.refusal {
            Some(why) => content.reasons = why.open().map(ToString::to_string).into_iter().collect(),
            None => content.rows.push(row("支給額", decided.amount.to_string())),
        }
        content.rows.push(row("決定日", wareki::long(decided.decided_on)));
        Ok((content, starting))
    }
}

/// 「令和8年11月」.
fn month_of(month: jiff::civil::Date) -> String {
    let day = wareki::long(month);
    day.split_once('月').map_or_else(|| day.clone(), |(month, _)| format!("{month}月"))
}
