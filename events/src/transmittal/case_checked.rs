//! 到着を確かめた: case by case, in the division.

use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;

codes! {
    /// What was found of a case on a list (到着の確認).
    ReceiptOutcome, UnknownOutcome, "到着の結果を選んでください。" {
        /// 到着.
        Arrived = "arrived", "到着";
        /// 未着: it is on the list and the papers are not in the envelope.
        Missing = "missing", "未着";
        /// 差戻し: it goes back to the office.
        SentBack = "sent_back", "差戻し";
    }
}

/// A case of a list was checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseChecked {
    /// 申請.
    pub application: ApplicationId,
    /// What was found. Why it went back stands on the application.
    pub outcome: ReceiptOutcome,
}

crate::personal::personal!(CaseChecked);
