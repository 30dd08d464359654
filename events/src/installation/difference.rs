//! What something was and what it is now: the common shape of every change of the program and its surroundings.

use serde::{Deserialize, Serialize};

/// One thing that is no longer as it was. Holds codes, settings and digests, never secrets and nothing about a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Difference {
    /// What it is, such as `form/certificate` or `trigger es.events/no_change`.
    pub name: String,
    /// What it was; none where it is new.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
}
