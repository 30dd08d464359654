//! 続柄: a person's relation to the child.

use serde::{Deserialize, Serialize};

/// Relation to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Relation {
    /// 本人 (the child, or the patient from 18 on)
    Oneself,
    /// 父
    Father,
    /// 母
    Mother,
    /// 未成年後見人など
    Guardian,
    /// その他
    Other,
}

code_list!(Relation, RelationError, "続柄は self、father、mother、guardian、other のいずれかで入力してください。", {
    Oneself => "self", "本人";
    Father => "father", "父";
    Mother => "mother", "母";
    Guardian => "guardian", "後見人等";
    Other => "other", "その他";
});
