//! 転出先への通知: what the authority to whose area a child moves needs to go on without a gap, made when the notice is settled.

use casework::letter_text::Values;
use events::Log;
use events::ids::{CorrelationId, LetterId, NoticeId};
use events::letter::LetterKind;
use events::notice::{NoticeContent, NoticeEvent, TransferOut};
use events::vocabulary::{Severity, Tier, wareki};
use store::Recorded;

use super::content::{Content, disease, row};
use super::{Occasion, letter_of};
use crate::continuing::Starting;
use crate::load::Told;
use crate::{ActError, Acts, Person};

impl Acts {
    /// The letter of a transfer out that was settled, where it is made.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn transfer_letter(&self, notice: NoticeId) -> Result<Option<LetterId>, ActError> {
        let told = self.told::<NoticeEvent>(Log::Casework, notice.0, 0).await?;
        let Some(settled) = told.iter().find(|told| matches!(told.event, NoticeEvent::Settled(_))) else { return Ok(None) };
        let letter = letter_of(settled.envelope.event_id);
        Ok(self.is_made(letter).await?.then_some(letter))
    }

    /// 転出先への通知を作成する, once the notice is settled; none for other notices. The second call finds the first letter.
    ///
    /// # Errors
    /// [`ActError`]; the letter is then still to be made.
    pub async fn issue_transfer_letter(
        &self,
        notice: NoticeId,
        correlation: CorrelationId,
    ) -> Result<Option<LetterId>, ActError> {
        let Some((content, starting, envelope)) = self.transfer_content(notice).await? else { return Ok(None) };
        let letter = letter_of(envelope.event_id);
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let (application, subject, on) = (starting.standing.application, starting.standing.recipient, envelope.effective_on);
        let occasion = Occasion { letter, application, subject: subject.0, envelope, on };
        self.make_letter(&occasion, correlation, &content).await.map(Some)
    }

    /// What the letter of a settled transfer out tells, and the event it tells of; none for other notices.
    pub(super) async fn transfer_content(&self, notice: NoticeId) -> Result<Option<(Content, Starting, Recorded)>, ActError> {
        let case = self.notice(notice).await?;
        let Some(NoticeContent::TransferOut(moving)) = case.content.open() else { return Ok(None) };
        let told = self.told::<NoticeEvent>(Log::Casework, notice.0, 0).await?;
        let settled = told.into_iter().find(|told| matches!(told.event, NoticeEvent::Settled(_)));
        let (Some(Told { envelope, .. }), Some(award)) = (settled, case.notice.award()) else { return Ok(None) };
        let starting = self.starting(award).await?;
        let person = self.person_of_award(starting.standing.recipient, award, starting.standing.application).await?;
        let (masters, on) = (self.masters().await?, envelope.effective_on);
        let diseases: Vec<String> = starting.granted.diseases.iter().map(|id| disease(&masters, on, *id)).collect();
        Ok(Some((about(moving, &starting, &person, &diseases), starting, envelope)))
    }
}

/// What the other authority needs.
fn about(moving: &TransferOut, starting: &Starting, person: &Person, diseases: &[String]) -> Content {
    let (granted, standing) = (&starting.granted, &starting.standing);
    let burden = match (standing.right.haemophilia, standing.right.severity) {
        (true, _) => "血友病等",
        (false, Severity::General) => "一般",
        (false, special) => special.label(),
    };
    let guardian = format!("{}（{}）", person.guardian.name.written(), person.guardian.relation.label());
    let end = standing.validity.end();
    // Only the family knows where the office is.
    let addressee = format!("{}（小児慢性特定疾病医療費の担当課）", moving.authority);
    let mut content = Content::to(LetterKind::TransferNotice, &addressee, String::new());
    content.honorific = "御中";
    content.values = Values::from([
        ("児童の氏名", person.name.written().to_owned()),
        ("受給者番号", granted.recipient_number.to_string()),
        ("有効期間の末日", wareki::long(end)),
        ("有効期間の末日の翌日", end.tomorrow().map_or_else(|_| "最後の日の翌日".to_owned(), wareki::long)),
    ]);
    content.rows = vec![
        row("児童の氏名", format!("{}（{}）", person.name.written(), person.name.kana())),
        row("生年月日", wareki::long(person.birth_date)),
        row("保護者", guardian),
        row("転出先の住所", moving.address.to_string()),
        row("公費負担者番号", granted.conclusion.payer_number.to_string()),
        row("受給者番号", granted.recipient_number.to_string()),
        row("認定した疾病", diseases.join("\n")),
        row("有効期間の初日", wareki::long(standing.validity.start())),
        row("当県での資格の最後の日", wareki::long(end)),
        row("階層区分", Tier::in_words(standing.right.tier)),
        row("重症などの区分", burden),
        row("自己負担上限月額", standing.right.monthly_cap.to_string()),
        row("医療保険", person.insurance.kind.label()),
    ];
    content
}
