//! 通知文書を作成した.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::LetterKind;
use crate::certificate::IssuedDocument;
use crate::ids::{ApplicationId, EventId};

/// A row of the masters whose words stand on a letter: enough to find the version again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct TextUsed {
    /// Table: `letter_texts` or `phrases`.
    pub table: String,
    /// Key within the table.
    pub key: String,
    /// First day on which it counts.
    pub valid_from: Date,
    /// Position at which it was adopted.
    pub position: i64,
}

/// A letter to the applicant was made; its bytes are kept, sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Issued {
    /// 申請, or that of the award which the letter is about.
    pub application: ApplicationId,
    /// What it tells.
    pub kind: LetterKind,
    /// The event it tells of.
    pub of: EventId,
    /// 文書番号, as it stands on the letter.
    pub number: String,
    /// 文書の日付.
    pub issued_on: Date,
    /// The document.
    pub document: IssuedDocument,
    /// SHA-256 of each font file used, hex.
    pub fonts: Vec<String>,
    /// Which version of which words it was made with; none on letters from before words were rows.
    pub texts: Vec<TextUsed>,
}

crate::personal::personal!(Issued);
