//! Who changed something last, when and how: on every row that people look at.

use std::borrow::Cow;

use events::ids::StaffId;
use events::vocabulary::{FreeText, OfficeCode};
use events::{ActorName, HoldsPersonal, Personal, PersonalError, PersonalVisitor, StaffRole};
use jiff::Timestamp;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{maybe, parsed};

/// The newest change of a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// Position in the casework log.
    pub position: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Type of the event.
    pub event_type: String,
    /// Who did it.
    pub by: Doer,
}

/// The changes of a read model around a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Around {
    /// The newest change that is known then.
    pub shown: Option<i64>,
    /// The change before it.
    pub before: Option<i64>,
    /// The first that is not known yet.
    pub after: Option<i64>,
}

impl Change {
    /// What was done, in a few words.
    pub fn label(&self) -> &'static str {
        crate::case_history::title(&self.event_type)
    }
}

/// Who acted, as the event says it.
#[derive(Clone, PartialEq, Debug)]
pub struct Doer {
    /// The account.
    pub id: StaffId,
    /// The name then.
    pub name: DoerName,
    /// The role then.
    pub role: StaffRole,
    /// The office then; none for programs.
    pub office: Option<OfficeCode>,
}

/// A member of staff, or the program itself.
#[derive(Clone, PartialEq, Debug)]
pub enum DoerName {
    /// A part of the program.
    Program(String),
    /// A person.
    Staff(Personal<FreeText>),
}

impl Doer {
    /// Reads the columns of an envelope.
    pub(crate) fn from_columns(id: Uuid, name: &str, role: &str, office: Option<&str>) -> Result<Self, ReadError> {
        let name = match ActorName::from_column(name) {
            Ok(ActorName::Program(name)) => DoerName::Program(name),
            Ok(ActorName::Staff(token)) => DoerName::Staff(Personal::Sealed(token)),
            Err(_) => return Err(ReadError::Malformed { column: "actor_name" }),
        };
        Ok(Self { id: StaffId(id), name, role: parsed(role, "actor_role")?, office: maybe(office, "actor_office")? })
    }

    /// The name as a screen shows it.
    pub fn display(&self) -> Cow<'_, str> {
        match &self.name {
            DoerName::Program(_) => Cow::Borrowed("システム"),
            DoerName::Staff(Personal::Open(name)) => Cow::Borrowed(name.as_str()),
            DoerName::Staff(Personal::Erased) => Cow::Borrowed("（消去済み）"),
            DoerName::Staff(Personal::Sealed(_)) => Cow::Borrowed("（未開封）"),
        }
    }
}

impl HoldsPersonal for Doer {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        match &mut self.name {
            DoerName::Staff(name) => visitor.field("name", name),
            DoerName::Program(_) => Ok(()),
        }
    }
}
