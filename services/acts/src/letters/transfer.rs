//! 転出先への通知: what the authority to whose area a child moves needs to go on without a gap, made when the notice is settled.

use documents::letter::{Letter, Part, TransferNotice};
use events::Log;
use events::ids::{CorrelationId, LetterId, NoticeId};
use events::letter::LetterKind;
use events::notice::{NoticeContent, NoticeEvent, TransferOut};
use events::vocabulary::{Severity, Tier, wareki};

use super::wording::{Paper, contact, disease, row, signatory};
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
        let case = self.notice(notice).await?;
        let Some(NoticeContent::TransferOut(moving)) = case.content.open() else { return Ok(None) };
        let told = self.told::<NoticeEvent>(Log::Casework, notice.0, 0).await?;
        let settled = told.into_iter().find(|told| matches!(told.event, NoticeEvent::Settled(_)));
        let (Some(Told { envelope, .. }), Some(award)) = (settled, case.notice.award()) else { return Ok(None) };
        let letter = letter_of(envelope.event_id);
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let starting = self.starting(award).await?;
        let (application, subject, on) = (starting.standing.application, starting.standing.recipient, envelope.effective_on);
        let person = self.person_of_award(subject, award, application).await?;
        let masters = self.masters().await?;
        let diseases: Vec<String> = starting.granted.diseases.iter().map(|id| disease(&masters, on, *id)).collect();
        let letter_about = |number: &str| {
            let written = Letter {
                number: number.to_owned(),
                issued_on: wareki::long(on),
                // Only the family knows where the office is.
                address: String::new(),
                addressee: format!("{}（小児慢性特定疾病医療費の担当課）", moving.authority),
                honorific: "御中",
                signatory: signatory(),
                contact: contact(&masters, on),
                ..about(moving, &starting, &person, &diseases)
            };
            Ok(Paper::Transfer(TransferNotice(written)))
        };
        let occasion = Occasion { letter, application, kind: LetterKind::TransferNotice, subject: subject.0, envelope, on };
        self.make_letter(&occasion, correlation, &masters, letter_about).await.map(Some)
    }
}

/// What the other authority needs; who writes to whom is left out.
fn about(moving: &TransferOut, starting: &Starting, person: &Person, diseases: &[String]) -> Letter {
    let (granted, standing) = (&starting.granted, &starting.standing);
    let burden = match (standing.right.haemophilia, standing.right.severity) {
        (true, _) => "血友病等",
        (false, Severity::General) => "一般",
        (false, special) => special.label(),
    };
    let guardian = format!("{}（{}）", person.guardian.name.written(), person.guardian.relation.label());
    let end = standing.validity.end();
    Letter {
        number: String::new(),
        issued_on: String::new(),
        address: String::new(),
        addressee: String::new(),
        honorific: "御中",
        signatory: String::new(),
        lead: "次の方は、届出によると貴実施機関の区域へ転出されます。当県の支給認定の内容を、次のとおり通知します。".to_owned(),
        rows: vec![
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
        ],
        parts: vec![Part {
            title: "お願い".to_owned(),
            texts: vec![
                format!(
                    "貴実施機関での支給認定が{}から切れ目なく続くよう、申請の受付をお願いします。",
                    end.tomorrow().map_or_else(|_| "最後の日の翌日".to_owned(), wareki::long)
                ),
                "この通知は、転出の届出に基づいて作成しました。支給認定の事務のほかには使わないでください。".to_owned(),
            ],
        }],
        contact: Vec::new(),
    }
}
