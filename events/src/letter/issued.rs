//! 通知文書を作成した.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::certificate::IssuedDocument;
use crate::ids::{ApplicationId, EventId};

/// What a letter tells (通知文書の種類).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 支給認定通知書.
    ApprovalNotice,
    /// 不認定通知書, with the reason and the instruction on appeal (教示).
    RefusalNotice,
    /// 補正依頼書.
    CorrectionRequest,
    /// 補正催促書.
    CorrectionReminder,
    /// 転出先への支給認定の通知, to the authority to whose area the child moves.
    TransferNotice,
    /// 18歳到達のお知らせ, to the patient who becomes the applicant.
    ComingOfAge,
}

impl LetterKind {
    /// Japanese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ApprovalNotice => "支給認定通知書",
            Self::RefusalNotice => "不認定通知書",
            Self::CorrectionRequest => "補正依頼書",
            Self::CorrectionReminder => "補正催促書",
            Self::TransferNotice => "転出先への支給認定の通知",
            Self::ComingOfAge => "18歳到達のお知らせ",
        }
    }
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
}

crate::personal::personal!(Issued);
