//! 性別, as asked by the application form; several forms no longer ask.

use serde::{Deserialize, Serialize};

/// Sex as stated on the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
    /// 記載なし
    Unstated,
}

code_list!(Sex, SexError, "性別は male、female、unstated のいずれかで入力してください。", {
    Male => "male", "男";
    Female => "female", "女";
    Unstated => "unstated", "記載なし";
});
