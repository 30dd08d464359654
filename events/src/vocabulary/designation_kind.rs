//! Which of the two registers of the prefecture: 指定医 or 指定医療機関.

use serde::{Deserialize, Serialize};

/// Who is designated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DesignationKind {
    /// 指定医.
    Doctor,
    /// 指定医療機関.
    Institution,
}

code_list!(DesignationKind, DesignationKindError, "指定医か指定医療機関かを選んでください。", {
    Doctor => "doctor", "指定医";
    Institution => "institution", "指定医療機関";
});
