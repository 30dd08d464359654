//! 高額療養費の適用区分 of persons under 70, which the insurer told until the end of January 2026.

use serde::{Deserialize, Serialize};

/// Class of the insured family for 高額療養費.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum InsurerClass {
    /// ア
    A,
    /// イ
    I,
    /// ウ
    U,
    /// エ
    E,
    /// オ
    O,
}

code_list!(InsurerClass, InsurerClassError, "適用区分は a、i、u、e、o のいずれかで入力してください。", {
    A => "a", "ア";
    I => "i", "イ";
    U => "u", "ウ";
    E => "e", "エ";
    O => "o", "オ";
});
