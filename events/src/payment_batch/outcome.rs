//! What became of a line.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    /// Why a transfer did not arrive. The bank's own codes are not known (要確認).
    TransferFault, UnknownTransferFault, "振込不能の理由は、口座なし・名義相違・解約済み・その他のどれかを入れてください。" {
        /// 口座なし.
        NoAccount = "no_account", "口座なし";
        /// 名義相違.
        OtherHolder = "other_holder", "名義相違";
        /// 解約済み.
        Closed = "closed", "解約済み";
        /// その他.
        Other = "other", "その他";
    }
}

/// What became of a transfer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentOutcome {
    /// 振込済.
    Paid {
        /// 振込日.
        on: Date,
    },
    /// 振込不能.
    Rejected {
        /// Why.
        fault: TransferFault,
    },
}
