//! 文の下見: the words of a draft on the letters of real cases and of a fictional one, before anybody approves them. Nothing is kept.

use casework::letter_text::{Values, spec};
use casework::register::Register;
use casework::rules::Masters;
use documents::Imprint;
use documents::letter::Part;
use events::Log;
use events::application::ApplicationEvent;
use events::ids::{AwardId, EventId, LetterId};
use events::letter::{Issued, LetterEvent, LetterKind};
use events::master::RowAdopted;
use events::register::RegisterEvent;
use events::vocabulary::wareki;
use jiff::Timestamp;
use jiff::civil::Date;
use projections::{notices, reimbursements};

use super::Asking;
use super::content::{Content, numbered, row};
use crate::impact::read;
use crate::load::Told;
use crate::register::{fiscal_year, stream_of};
use crate::{ActError, Acts};

/// How many real cases are offered.
pub const MOST_CASES: usize = 3;
/// How many of the newest letters are looked through for them.
const LOOKED_THROUGH: i32 = 300;

/// A letter that went out, whose case can show a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterCase {
    /// The letter.
    pub letter: LetterId,
    /// As it was told.
    pub issued: Issued,
}

impl Acts {
    /// The newest letters of a kind whose cases can show a draft: of this fiscal year, and of the one before where it has too few.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn letter_cases(&self, kind: LetterKind, today: Date) -> Result<Vec<LetterCase>, ActError> {
        let year = fiscal_year(today)?;
        let mut found = Vec::new();
        for year in [Some(year), year.checked_sub(1)].into_iter().flatten() {
            let register = stream_of(&Register::of_letters(year));
            let length = self.load::<Register, RegisterEvent>(register).await?.version;
            let mut numbered = self.told::<RegisterEvent>(Log::Casework, register, (length - LOOKED_THROUGH).max(0)).await?;
            numbered.reverse();
            for told in numbered {
                let RegisterEvent::NumberAllocated(number) = told.event else { continue };
                let letter = LetterId(number.holder);
                let told = self.told::<LetterEvent>(Log::Casework, letter.0, 0).await?;
                let Some(Told { event: LetterEvent::Issued(issued), .. }) = told.into_iter().next() else { continue };
                if issued.kind == kind && self.content_again(&issued).await?.is_some() {
                    found.push(LetterCase { letter, issued });
                }
                if found.len() == MOST_CASES {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// The letter of a real case with the words of drafts.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where its case cannot show it; [`ActError::Erased`].
    pub async fn preview_letter(&self, issued: &Issued, drafts: &[RowAdopted], today: Date) -> Result<Vec<u8>, ActError> {
        let content = self.content_again(issued).await?.ok_or(ActError::NotFound)?;
        self.draft(&content, drafts, issued.issued_on.max(today)).await
    }

    /// A fictional letter with the words of drafts.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn preview_fiction(&self, kind: LetterKind, drafts: &[RowAdopted], today: Date) -> Result<Vec<u8>, ActError> {
        self.draft(&fiction(kind), drafts, today).await
    }

    /// On a day on which the drafts count.
    async fn draft(&self, content: &Content, drafts: &[RowAdopted], today: Date) -> Result<Vec<u8>, ActError> {
        let mut masters: Masters = self.masters().await?.as_ref().clone();
        let position = masters.position() + 1;
        for draft in drafts {
            masters.adopt(position, draft).map_err(|error| casework::Refusal::MasterRow(error.to_string()))?;
        }
        let on = drafts.iter().map(|draft| draft.valid_from).max().map_or(today, |first| first.max(today));
        let composed = content.composed(&masters, on, &numbered(&masters, on, "（案）"))?;
        let imprint = Imprint { ident: "preview".to_owned(), recorded_at: Timestamp::UNIX_EPOCH };
        Ok(self.press(composed, imprint).await?.1.pdf)
    }

    /// What a letter told, from its case; none for letters about something else than an application or an award.
    async fn content_again(&self, issued: &Issued) -> Result<Option<Content>, ActError> {
        let case = self.told::<ApplicationEvent>(Log::Casework, issued.application.0, 0).await?;
        match issued.kind {
            LetterKind::TransferNotice => match awarded(&case) {
                Some(award) => self.transfer_again(award, issued.of).await,
                None => Ok(None),
            },
            LetterKind::ReimbursementNotice | LetterKind::ReimbursementRefusal => match awarded(&case) {
                Some(award) => self.claim_again(award, issued.of).await,
                None => Ok(None),
            },
            // Printed from the register, never kept.
            LetterKind::DesignationNotice | LetterKind::DesignationRenewal => Ok(None),
            LetterKind::RenewalGuide | LetterKind::RenewalReminder | LetterKind::ComingOfAge | LetterKind::TwentiethBirthday => {
                let Some(award) = awarded(&case) else { return Ok(None) };
                Ok(Some(self.guide(award, issued.kind, (Asking::default(), issued.issued_on)).await?.0))
            }
            LetterKind::RevocationNotice | LetterKind::RedressNotice => match awarded(&case) {
                Some(award) => self.redress_told(award, issued.of).await,
                None => Ok(None),
            },
            _ => {
                let mut case: Vec<_> = case.into_iter().filter(|told| told.envelope.event_id == issued.of).collect();
                self.open_all(&mut case).await?;
                let Some(Told { event, envelope }) = case.pop() else { return Ok(None) };
                match self.application_content(issued.application, &event, &envelope).await {
                    Err(ActError::Erased) => Ok(None),
                    content => content,
                }
            }
        }
    }

    /// What the letter of a transfer told, by the notice that the event settled.
    async fn transfer_again(&self, award: AwardId, of: EventId) -> Result<Option<Content>, ActError> {
        let recipient = self.starting(award).await?.standing.recipient;
        for row in read(notices::of_recipient(self.pool(), recipient).await)? {
            if let Some((content, _, envelope)) = Box::pin(self.transfer_content(row.notice)).await?
                && envelope.event_id == of
            {
                return Ok(Some(content));
            }
        }
        Ok(None)
    }

    /// What the letter of a claim told, by the claim that the event decided.
    async fn claim_again(&self, award: AwardId, of: EventId) -> Result<Option<Content>, ActError> {
        let recipient = self.starting(award).await?.standing.recipient;
        for row in read(reimbursements::of_recipient(self.pool(), recipient).await)? {
            if let Some((decided, envelope)) = self.claim_decided(row.reimbursement).await?
                && envelope.event_id == of
            {
                return Ok(Some(self.claim_content(row.reimbursement, &decided).await?.0));
            }
        }
        Ok(None)
    }
}

fn awarded(case: &[Told<ApplicationEvent>]) -> Option<AwardId> {
    case.iter().find_map(|told| match &told.event {
        ApplicationEvent::Approved(approved) => Some(approved.award),
        _ => None,
    })
}

/// What stands in a place of a fictional letter.
fn fictional(place: &str) -> String {
    match place {
        "受付番号" => "8-01-0412".to_owned(),
        "児童の氏名" => "見本　花子".to_owned(),
        "申請の種類" => "新規".to_owned(),
        "階層区分" => "Ⅳ 一般所得Ⅰ".to_owned(),
        "自己負担上限月額" | "支給額" => "5,000円".to_owned(),
        "受給者番号" => "0000018".to_owned(),
        "有効期間" => "令和8年11月6日から令和9年9月30日まで".to_owned(),
        "有効期間の末日の翌日" => wareki::long(Date::constant(2027, 10, 1)),
        "氏名または名称" => "見本　医師".to_owned(),
        "番号" => "SG-0000".to_owned(),
        "指定の有効期間" => "令和4年4月1日から令和9年3月31日まで".to_owned(),
        "指定の末日" => wareki::long(Date::constant(2027, 3, 31)),
        "申請の期限" => wareki::long(Date::constant(2027, 8, 31)),
        "有効期間の末日" => wareki::long(Date::constant(2027, 9, 30)),
        "回答の期限" => wareki::long(Date::constant(2026, 12, 8)),
        "補正の期限" => wareki::long(Date::constant(2026, 12, 15)),
        _ => wareki::long(Date::constant(2026, 11, 6)),
    }
}

/// A letter about nobody.
fn fiction(kind: LetterKind) -> Content {
    let mut content = Content::to(kind, "見本　太郎", "〒840-0000　見本県見本市見本町1-1".to_owned());
    content.values = spec(kind).places.iter().map(|place| (*place, fictional(place))).collect::<Values>();
    content.rows = content.values.iter().map(|(place, value)| row(place, value.clone())).collect();
    content.reasons = vec!["これは架空の理由です。実際の通知には、決定の理由が入ります。".to_owned()];
    match kind {
        LetterKind::ApprovalNotice | LetterKind::ChangeNotice => {
            content.not_awarded = vec!["例題の病（03_02_004）：検査の値が基準に達していないため。".to_owned()];
        }
        LetterKind::CorrectionRequest | LetterKind::CorrectionReminder => {
            let texts = vec!["市町村民税の課税証明書：該当する年度の証明書を提出してください。".to_owned()];
            content.parts = vec![Part { title: "補正していただくこと".to_owned(), texts }];
        }
        _ => {}
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fictional_letter_fills_every_place() {
        for kind in LetterKind::ALL {
            let content = fiction(*kind);
            assert!(spec(*kind).places.iter().all(|place| content.values.contains_key(place)), "{kind:?}");
        }
    }
}
