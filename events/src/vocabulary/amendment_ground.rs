//! 訂正の区分: on whose word the office changes what an application says.

use serde::{Deserialize, Serialize};

/// Why the content of an application is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AmendmentGround {
    /// The office typed something else than the paper says.
    ExOfficio,
    /// The applicant corrected it at the counter.
    AtCounter,
    /// The family answers what was asked of it.
    InAnswer,
    /// Two entries of the amounts differed, and it was settled which is right.
    SecondEntry,
}

code_list!(AmendmentGround, AmendmentGroundError, "訂正の区分を選んでください。", {
    ExOfficio => "ex_officio", "職権補正（事務所の入力の誤り）";
    AtCounter => "at_counter", "窓口補正（申請者が窓口で直した）";
    InAnswer => "in_answer", "補正の求めへの回答";
    SecondEntry => "second_entry", "二重入力の違いの解消";
});
