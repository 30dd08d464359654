//! What is known of a fact. There is no default on purpose: a missing answer is never read as no or as zero.

use serde::{Serialize, Serializer};

/// A fact as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<T> {
    /// The value.
    Known(T),
    /// Not asked or not answered yet.
    Unknown,
    /// Cannot have a value, for the reason given.
    NotApplicable(&'static str),
}

impl<T> Input<T> {
    /// Unknown where there is none.
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }

    /// The value, if known.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown | Self::NotApplicable(_) => None,
        }
    }
}

impl<T> From<Option<T>> for Input<T> {
    fn from(value: Option<T>) -> Self {
        Self::from_option(value)
    }
}

/// Unknown as null, not applicable as its reason.
impl<T: Serialize> Serialize for Input<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Reason {
            not_applicable: &'static str,
        }
        match self {
            Self::Known(value) => value.serialize(serializer),
            Self::Unknown => serializer.serialize_none(),
            Self::NotApplicable(reason) => Reason { not_applicable: reason }.serialize(serializer),
        }
    }
}

/// Why a rule gives no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A fact or a row of the masters is needed and missing; it is named as in the facts.
    Missing(String),
    /// The rule has nothing to say here.
    NotApplicable(&'static str),
    /// Facts contradict each other: the field to correct and what is wrong.
    Conflict {
        /// The field to correct.
        field: String,
        /// What is wrong, as a sentence.
        message: &'static str,
    },
}

impl Stop {
    /// A contradiction in `field`.
    pub fn conflict(field: impl Into<String>, message: &'static str) -> Self {
        Self::Conflict { field: field.into(), message }
    }
}
