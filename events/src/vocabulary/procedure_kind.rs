//! 申請の種類.

use serde::{Deserialize, Serialize};

/// What is applied for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ProcedureKind {
    /// 新規申請
    New,
    /// 更新申請
    Renewal,
    /// 変更申請
    Change,
    /// 転入
    TransferIn,
    /// 再交付申請
    Reissue,
}

code_list!(ProcedureKind, ProcedureKindError,
    "申請の種類は new、renewal、change、transfer_in、reissue のいずれかで入力してください。", {
    New => "new", "新規";
    Renewal => "renewal", "更新";
    Change => "change", "変更";
    TransferIn => "transfer_in", "転入";
    Reissue => "reissue", "再交付";
});
