//! Individual numbers (個人番号): into the vault before the event that refers to them; out of it only together with an event that says
//! who saw it and why.

use events::Personal;
use events::ids::{MyNumberRef, SubjectId};
use events::viewing::{MyNumberRevealed, ViewingEvent};
use events::vocabulary::{FreeText, MyNumber};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{ActError, Acts, Request};

impl Acts {
    /// Keeps a number; an act that fails afterwards leaves an orphan, which is swept.
    pub(crate) async fn keep_my_number(&self, subject: Uuid, number: Option<&MyNumber>) -> Result<Option<MyNumberRef>, ActError> {
        let Some(number) = number else { return Ok(None) };
        let reference = MyNumberRef(self.new_id()?);
        let parts = self.parts();
        parts.vault.keep(self.pool(), parts.entropy.as_ref(), reference, SubjectId(subject), number.expose().as_str()).await?;
        Ok(Some(reference))
    }

    /// 個人番号を表示する. Where the access log cannot be written, nothing is shown.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none any more.
    pub async fn reveal_my_number(
        &self,
        request: &Request,
        number: MyNumberRef,
        subject: Uuid,
        purpose: FreeText,
    ) -> Result<Zeroizing<String>, ActError> {
        let shown = self.parts().vault.reveal(self.pool(), number).await?.ok_or(ActError::NotFound)?;
        let key = self.key_of(subject).await?;
        let event = MyNumberRevealed { number, subject, purpose: Personal::Open(purpose) };
        self.tell_viewing(request, Some(key), ViewingEvent::MyNumberRevealed(event)).await?;
        Ok(shown)
    }
}
