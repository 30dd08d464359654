//! 支給認定取消通知書, 訂正通知書: made when the redress is decided.

use casework::letter_text::Values;
use events::Log;
use events::award::AwardEvent;
use events::ids::{AwardId, CorrelationId, EventId, LetterId};
use events::letter::LetterKind;
use events::vocabulary::{Tier, wareki};
use jiff::civil::Date;

use super::content::{Content, row};
use super::{Occasion, letter_of};
use crate::load::Told;
use crate::mailings::guardians;
use crate::{ActError, Acts};

const fn decided_on(event: &AwardEvent, otherwise: Date) -> Date {
    match event {
        AwardEvent::Revoked(event) => event.decided_on,
        AwardEvent::Corrected(event) => event.decided_on,
        _ => otherwise,
    }
}

impl Acts {
    /// The letter of the newest redress of an award, made where there is one. The second call finds the first letter.
    ///
    /// # Errors
    /// [`ActError`]; the letter is then still to be made.
    pub async fn issue_redress_letter(&self, award: AwardId, correlation: CorrelationId) -> Result<Option<LetterId>, ActError> {
        let mut told = self.told::<AwardEvent>(Log::Casework, award.0, 0).await?;
        self.open_all(&mut told).await?;
        let redressed = |told: &Told<AwardEvent>| matches!(told.event, AwardEvent::Revoked(_) | AwardEvent::Corrected(_));
        let Some(Told { event, envelope }) = told.into_iter().rev().find(redressed) else { return Ok(None) };
        let letter = letter_of(envelope.event_id);
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let Some(content) = self.redress_content(award, &event).await? else { return Ok(None) };
        let standing = self.starting(award).await?.standing;
        let (application, subject, on) = (standing.application, standing.recipient.0, decided_on(&event, envelope.effective_on));
        let occasion = Occasion { letter, application, subject, envelope, on };
        self.make_letter(&occasion, correlation, &content).await.map(Some)
    }

    /// After the act: what keeps the letter back is told to the log.
    pub(crate) async fn redress_letter_after(&self, award: AwardId, correlation: CorrelationId) {
        if let Err(error) = self.issue_redress_letter(award, correlation).await {
            tracing::warn!(%error, %award, "a letter is left to be made");
        }
    }

    /// What the letter of one event of an award tells; none where it is no redress.
    pub(super) async fn redress_told(&self, award: AwardId, of: EventId) -> Result<Option<Content>, ActError> {
        let mut told = self.told::<AwardEvent>(Log::Casework, award.0, 0).await?;
        self.open_all(&mut told).await?;
        let Some(found) = told.into_iter().find(|told| told.envelope.event_id == of) else { return Ok(None) };
        self.redress_content(award, &found.event).await
    }

    async fn redress_content(&self, award: AwardId, event: &AwardEvent) -> Result<Option<Content>, ActError> {
        let (kind, from, decided_on, why) = match event {
            AwardEvent::Revoked(event) => (LetterKind::RevocationNotice, event.from, event.decided_on, &event.why),
            AwardEvent::Corrected(event) => (LetterKind::RedressNotice, event.from, event.decided_on, &event.why),
            _ => return Ok(None),
        };
        let starting = self.starting(award).await?;
        let standing = &starting.standing;
        let person = self.person_of_award(standing.recipient, award, standing.application).await?;
        let validity = starting.granted.conclusion.validity;
        let number = starting.granted.recipient_number.to_string();
        let whom = (Some(standing.recipient), standing.application);
        let mut content = Content::to_family(kind, &self.destination(whom, guardians(&person), decided_on).await?);
        content.values = Values::from([
            ("児童の氏名", person.name.written().to_owned()),
            ("受給者番号", number.clone()),
            ("有効期間", validity.to_string()),
            ("決定日", wareki::long(decided_on)),
            ("適用する日", wareki::long(from)),
        ]);
        content.rows = vec![
            row("児童の氏名", person.name.written()),
            row("受給者番号", number),
            row("取消・訂正の前の有効期間", validity.to_string()),
        ];
        match event {
            AwardEvent::Corrected(event) => content.rows.extend([
                row("訂正後の有効期間", event.right.validity.to_string()),
                row("訂正後の階層区分", Tier::in_words(event.right.tier)),
                row("訂正後の自己負担上限月額", event.right.monthly_cap.to_string()),
                row("訂正を適用する日", wareki::long(from)),
            ]),
            _ => content.rows.push(row("受給者証を使えなくなる日", wareki::long(from))),
        }
        content.rows.push(row("決定日", wareki::long(decided_on)));
        content.reasons = why.open().map(ToString::to_string).into_iter().collect();
        Ok(Some(content))
    }
}
