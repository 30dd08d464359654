//! 重複の疑い: by what two records look like the same child, and what a person made of it.

use serde::{Deserialize, Serialize};

/// What two records have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Likeness {
    /// 個人番号.
    MyNumber,
    /// 氏名の読み.
    Name,
    /// 生年月日.
    BirthDate,
    /// 保険者番号、記号、番号.
    Insurance,
    /// 姓の読み only: perhaps a twin.
    FamilyName,
    /// 名の読み only: perhaps another family name since.
    GivenName,
}

code_list!(Likeness, LikenessError, "一致した項目を表す語ではありません。", {
    MyNumber => "my_number", "個人番号";
    Name => "name", "氏名の読み";
    BirthDate => "birth_date", "生年月日";
    Insurance => "insurance", "保険の記号・番号";
    FamilyName => "family_name", "姓の読み";
    GivenName => "given_name", "名の読み";
});

/// Whether two records are of one child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Sameness {
    /// 同じ児童.
    Same,
    /// 別の児童.
    Different,
    /// 双子など: born on one day, and two.
    Twins,
}

code_list!(Sameness, SamenessError, "「同じ児童」「別の児童」「双子など」から選んでください。", {
    Same => "same", "同じ児童";
    Different => "different", "別の児童";
    Twins => "twins", "双子など";
});
