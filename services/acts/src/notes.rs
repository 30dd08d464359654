//! メモを書く: on a case, or on a recipient; correctable only by another note.

use casework::note::{Note, WriteNote};
use events::Log;
use events::ids::{ApplicationId, NoteId, RecipientId};
use events::note::NoteEvent;
use events::vocabulary::FreeText;
use store::Expected;

use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A note to be written.
#[derive(Clone, PartialEq, Debug)]
pub struct NoteInput {
    /// The case.
    pub application: ApplicationId,
    /// 受給者, where the note is on the person.
    pub recipient: Option<RecipientId>,
    /// The note that is put right.
    pub corrects: Option<NoteId>,
    /// メモ.
    pub text: FreeText,
}

impl Acts {
    /// メモを書く.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is no such case or no such note on it; [`ActError::Erased`] where the person was erased.
    pub async fn write_note(&self, request: &Request, input: NoteInput) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let NoteInput { application, recipient, corrects, text } = input;
        self.case(application, None).await?;
        if let Some(corrected) = corrects {
            let told = self.told::<NoteEvent>(Log::Casework, corrected.0, 0).await?;
            let of_the_case = |event: &NoteEvent| matches!(event, NoteEvent::Written(note) if note.application == application);
            if !told.iter().any(|told| of_the_case(&told.event)) {
                return Err(ActError::NotFound);
            }
        }
        let command = WriteNote { who: request.actor.clone(), application, recipient, corrects, text };
        let facts = decide(&mut Note::default(), command).await?;
        let key = Some(self.key_of(application.0).await?);
        let stream = derived(request.command_id, "note");
        let mut submission = Submission::new(self, Log::Casework, request);
        let expected = Expected::Exactly(0);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((&done).into())
    }
}
