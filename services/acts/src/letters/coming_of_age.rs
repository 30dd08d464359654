//! 18歳到達のお知らせ: to the patient who becomes the applicant, made in the night that finds the birthday; what could not be made is tried again
//! by the next night, as long as the birthday is told.

use documents::letter::{ComingOfAge, Letter, Part};
use events::Log;
use events::ids::{AwardId, CommandId, CorrelationId, LetterId};
use events::letter::LetterKind;
use events::nightly::{NightlyEvent, TaskKind, stream_of};
use events::vocabulary::wareki;
use jiff::civil::Date;
use store::Recorded;
use uuid::Uuid;

use super::Occasion;
use super::wording::{Paper, contact, row, signatory};
use crate::ids::derived;
use crate::load::Told;
use crate::{ActError, Acts};

/// What the night found, and the event that tells it.
struct Found {
    letter: LetterId,
    award: AwardId,
    birthday: Date,
    envelope: Recorded,
}

impl Acts {
    /// The letter of an eighteenth birthday that a night found, where it is made.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn birthday_letter(&self, night: Date, task: Uuid) -> Result<Option<LetterId>, ActError> {
        let Some(found) = self.birthday(night, task).await? else { return Ok(None) };
        Ok(self.is_made(found.letter).await?.then_some(found.letter))
    }

    /// 18歳到達のお知らせを作成する, for each birthday that stands. What keeps a letter back is told to the log.
    pub(crate) async fn birthday_letters(&self, night: Date, tasks: &[Uuid], correlation: CorrelationId) {
        for task in tasks {
            if let Err(error) = self.issue_birthday_letter(night, *task, correlation).await {
                tracing::warn!(%error, %task, "a letter is left to be made");
            }
        }
    }

    async fn issue_birthday_letter(
        &self,
        night: Date,
        task: Uuid,
        correlation: CorrelationId,
    ) -> Result<Option<LetterId>, ActError> {
        let known = projections::tasks::task(self.pool(), task).await.map_err(|error| ActError::internal(&error))?;
        let found_on = known.map_or(night, |known| known.night);
        let Some(Found { letter, award, birthday, envelope }) = self.birthday(found_on, task).await? else { return Ok(None) };
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let starting = self.starting(award).await?;
        let (application, recipient) = (starting.standing.application, starting.standing.recipient);
        let person = self.person_of_award(recipient, award, application).await?;
        let masters = self.masters().await?;
        let written = |number: &str| {
            let letter = Letter {
                number: number.to_owned(),
                issued_on: wareki::long(night),
                address: person.residence.address.to_string(),
                addressee: person.name.written().to_owned(),
                honorific: "様",
                signatory: signatory(),
                lead: "このたび18歳になられましたので、小児慢性特定疾病医療費の申請と届出は、これからはご本人が行います。"
                    .to_owned(),
                rows: vec![
                    row("氏名", person.name.written()),
                    row("受給者番号", starting.granted.recipient_number.to_string()),
                    row("18歳になられた日", wareki::long(birthday)),
                    row("いまの有効期間", starting.standing.validity.to_string()),
                ],
                parts: vec![Part {
                    title: "これからの手続".to_owned(),
                    texts: vec![
                        "次の更新からは、ご本人が申請者になります。いまの受給者証は有効期間の末日まで使えます。".to_owned(),
                        "自己負担上限月額は、ご本人の医療保険と所得によって判定し直します。".to_owned(),
                        "ご本人による申請や届出が難しいときは、代理人の届ができます。問合せ先に相談してください。".to_owned(),
                    ],
                }],
                contact: contact(&masters, night),
            };
            Ok(Paper::ComingOfAge(ComingOfAge(letter)))
        };
        let kind = LetterKind::ComingOfAge;
        let occasion = Occasion { letter, application, kind, subject: recipient.0, envelope, on: night };
        self.make_letter(&occasion, correlation, &masters, written).await.map(Some)
    }

    async fn birthday(&self, night: Date, task: Uuid) -> Result<Option<Found>, ActError> {
        let told = self.told::<NightlyEvent>(Log::Casework, stream_of(night), 0).await?;
        let found = told.into_iter().find_map(|Told { event, envelope }| {
            let NightlyEvent::Found(event) = event else { return None };
            let finding = event.findings.into_iter().find(|one| one.task() == task && one.kind == TaskKind::Turned18)?;
            let letter = LetterId(derived(CommandId(envelope.event_id.0), &format!("letter/{task}")));
            Some(Found { letter, award: AwardId(finding.about), birthday: finding.day, envelope })
        });
        Ok(found)
    }
}
