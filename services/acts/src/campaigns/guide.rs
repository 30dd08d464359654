//! 更新の案内 of one person of a campaign: the letter that went out, or, for those it is handed to, the paper that would.

use documents::Imprint;
use events::ids::{CampaignId, RecipientId};
use events::letter::LetterKind;
use events::vocabulary::RenewalGroup;
use jiff::civil::Date;
use projections::ledger::{self, AsOf};

use crate::impact::read;
use crate::letters::{Asking, letter_about};
use crate::{ActError, Acts};

impl Acts {
    /// The guide of a person of a campaign.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where the person gets none; [`ActError::Erased`].
    pub async fn renewal_guide(
        &self,
        id: CampaignId,
        recipient: RecipientId,
        on: Date,
        imprint: Imprint,
    ) -> Result<Vec<u8>, ActError> {
        let (campaign, _) = self.campaign(id).await?;
        let group = campaign.group(recipient).filter(|group| group.is_guided()).ok_or(ActError::NotFound)?;
        let opened = campaign.opened().ok_or(ActError::NotFound)?;
        let awards = read(ledger::of_recipient(self.pool(), recipient, AsOf::default()).await)?;
        let award = awards.iter().find(|row| row.validity.end() <= opened.last_day).ok_or(ActError::NotFound)?.award;
        let leaves = group == RenewalGroup::LeavesAtTwenty;
        let kind = if leaves { LetterKind::TwentiethBirthday } else { LetterKind::RenewalGuide };
        if let Ok(file) = self.letter_file(letter_about(award, kind)).await {
            return self.artifact(file.issued.document.artifact).await;
        }
        // Where nobody may learn the home, none is printed and the paper is handed over, unless the family said where it may be reached; it has the campaign's name for a number.
        let asking = Asking { apply_by: Some(opened.apply_by), hidden: group == RenewalGroup::Protected };
        let (content, _) = self.guide(award, kind, (asking, on)).await?;
        let composed = content.composed(&*self.masters().await?, on, opened.name.as_str())?;
        Ok(self.press(composed, imprint).await?.1.pdf)
    }
}
