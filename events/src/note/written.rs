//! メモを書いた. Sealed under the key of the application, so that it goes when the person is erased.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, NoteId, RecipientId};
use crate::vocabulary::FreeText;

/// A note was written on a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Written {
    /// The case; of a note on a recipient the application of the newest award.
    pub application: ApplicationId,
    /// 受給者, where the note is on the person and not on one application.
    pub recipient: Option<RecipientId>,
    /// メモ.
    pub text: Personal<FreeText>,
    /// The note on the same case that this one puts right.
    pub corrects: Option<NoteId>,
}

crate::personal::personal!(Written: text);
