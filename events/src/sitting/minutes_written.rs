//! 議事録を作成した: an edition of the minutes, printed once and kept. A correction is another edition that names the one before.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::certificate::IssuedDocument;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// What was asked about one case (質疑).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseQuestion {
    /// 申請.
    pub application: ApplicationId,
    /// What was asked and answered.
    pub text: FreeText,
}

/// What the clerk wrote; attendance, opinions and abstentions stand in the record of the sitting.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MinutesText {
    /// Of the sitting as a whole.
    pub text: FreeText,
    /// Of cases, where something was asked.
    pub questions: Vec<CaseQuestion>,
}

/// An edition of the minutes was written. They name cases by their number on the agenda and nobody of the families.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MinutesWritten {
    /// 版, from 1.
    pub edition: u16,
    /// The edition it corrects; none of the first.
    pub corrects: Option<u16>,
    /// 訂正の理由, of every edition but the first.
    pub why: Option<Personal<FreeText>>,
    /// Seat of the one who took the chair (委員長).
    pub chair: u8,
    /// What was written.
    pub content: Personal<MinutesText>,
    /// The minutes as they were printed.
    pub document: IssuedDocument,
}

crate::personal::personal!(MinutesWritten: content; optional why);
