//! 議事録: printed when an edition is written and kept under the key of the sitting; what members say of it is recorded by another account.

use casework::sitting::SittingCommand;
use documents::{BoardMinutes, Imprint};
use events::certificate::IssuedDocument;
use events::ids::{ArtifactId, SittingId};
use events::sitting::MinutesText;
use events::vocabulary::FreeText;
use jiff::Timestamp;
use jiff::civil::Date;
use store::NewArtifact;

use crate::application::still_as_seen;
use crate::{ActError, Acts, Done, Request};

/// Kind of what is kept.
const KIND: &str = "board_minutes";

/// An edition of the minutes as it is to be written.
#[derive(Clone)]
pub struct MinutesInput {
    /// Seat of the one who took the chair.
    pub chair: u8,
    /// 訂正の理由, of every edition but the first.
    pub why: Option<FreeText>,
    /// What the clerk wrote.
    pub content: MinutesText,
    /// The page as it is to be printed.
    pub paper: BoardMinutes,
}

impl Acts {
    /// 議事録を作成する, or 訂正する with another edition.
    ///
    /// # Errors
    /// [`ActError`]; nothing was written then.
    pub async fn write_minutes(
        &self,
        request: &Request,
        id: SittingId,
        input: MinutesInput,
        at: Timestamp,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let MinutesInput { chair, why, content, paper } = input;
        let file = self.sitting(id).await?;
        still_as_seen(request, file.version)?;
        file.sitting.may_write_minutes(chair, why.is_some())?;
        let printed = self.print(paper, Imprint { ident: id.to_string(), recorded_at: at }).await?;
        let (artifact, key_id) = (ArtifactId(self.new_id()?), self.key_of(id.0).await?);
        let (parts, new) = (self.parts(), NewArtifact { artifact_id: artifact, kind: KIND, key_id });
        let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &printed.pdf).await?;
        let document = IssuedDocument { document: KIND.to_owned(), artifact, sha256: hex::encode(digest) };
        self.on_sitting(request, id, SittingCommand::WriteMinutes { chair, why, content, document }).await
    }

    /// 議事録の確認を記録する: a member who sat stands by the newest edition.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn approve_minutes(
        &self,
        request: &Request,
        id: SittingId,
        (edition, seat): (u16, u8),
        on: Date,
    ) -> Result<Done, ActError> {
        self.on_sitting(request, id, SittingCommand::ApproveMinutes { edition, seat, on, today: request.today }).await
    }
}
