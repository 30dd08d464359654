//! 担当: at which of the two desks of a case somebody is its clerk. A case wanders between them, and each keeps its own clerk.

use serde::{Deserialize, Serialize};

/// A desk at which a case has a clerk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ClerkDesk {
    /// 受付事務所の窓口.
    Office,
    /// 担当課の点検.
    Division,
}

code_list!(ClerkDesk, ClerkDeskError, "担当の場所は、事務所か課のどちらかです。", {
    Office => "office", "事務所";
    Division => "division", "担当課";
});
