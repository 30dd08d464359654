//! How a designation ends before its term.

use serde::{Deserialize, Serialize};

/// 終わった理由.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DesignationEnd {
    /// 辞退.
    Resigned,
    /// 廃止, 死亡, 転出: there is nobody left to be designated here.
    Ceased,
    /// 取消: against the holder's will.
    Revoked,
}

code_list!(DesignationEnd, DesignationEndError, "終わった理由を「辞退」「廃止・死亡・転出」「取消」から選んでください。", {
    Resigned => "resigned", "辞退";
    Ceased => "ceased", "廃止・死亡・転出";
    Revoked => "revoked", "取消";
});
