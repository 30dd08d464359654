//! 送付先の理由: why post for a family goes elsewhere than to its home.

use serde::{Deserialize, Serialize};

/// Ground of a mailing address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum MailingGround {
    /// 単身赴任、里帰りなど
    Away,
    /// 入院・施設入所
    Hospital,
    /// 代理人・法定代理人
    Representative,
    /// その他
    Other,
}

code_list!(MailingGround, MailingGroundError,
    "送付先の理由は away、hospital、representative、other のいずれかで入力してください。", {
    Away => "away", "住所を離れている（単身赴任、里帰りなど）";
    Hospital => "hospital", "入院・施設入所";
    Representative => "representative", "代理人・法定代理人あて";
    Other => "other", "その他の申出";
});
