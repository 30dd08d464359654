//! What is known of every event besides its payload and its place: who acted, in which log.

use crate::ids::StaffId;
use crate::vocabulary::OfficeCode;
use crate::{SealedToken, StaffRole};

/// A log: one history with its own positions, head and chain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(i16)]
pub enum Log {
    /// Casework and everything else that changes what is so.
    Casework = 1,
    /// Who looked at whom.
    Access = 2,
}

impl Log {
    /// Both logs.
    pub const ALL: [Self; 2] = [Self::Casework, Self::Access];

    /// Number of the log in the store.
    pub fn number(self) -> i16 {
        self as i16
    }

    /// Name of the log on the command line and in its checkpoints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Casework => "casework",
            Self::Access => "access",
        }
    }

    /// The log with this number.
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|log| log.number() == number)
    }
}

/// Whose act it was. Copied into every event, so that it stays true when the person moves to another office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The account.
    pub id: StaffId,
    /// The name as it was then.
    pub name: ActorName,
    /// The role in which the person acted.
    pub role: StaffRole,
    /// The office of the person; none for programs.
    pub office: Option<OfficeCode>,
}

/// A name that may stand in the clear part of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ActorName {
    /// A person: sealed under that person's key.
    Staff(SealedToken),
    /// A part of the program, by its name.
    Program(String),
}

impl ActorName {
    const PROGRAM: &'static str = "program:";

    /// The form kept in the envelope.
    pub fn to_column(&self) -> String {
        match self {
            Self::Staff(token) => token.as_str().to_owned(),
            Self::Program(name) => format!("{}{name}", Self::PROGRAM),
        }
    }

    /// Reads what [`ActorName::to_column`] wrote.
    ///
    /// # Errors
    /// When the text is neither a program's name nor a sealed token.
    pub fn from_column(text: &str) -> Result<Self, crate::PersonalError> {
        match text.strip_prefix(Self::PROGRAM) {
            Some(name) => Ok(Self::Program(name.to_owned())),
            None => SealedToken::parse(text).map(Self::Staff),
        }
    }
}

impl Actor {
    /// A part of the program, acting by itself.
    pub fn program(name: &str) -> Self {
        Self {
            id: StaffId(crate::ids::named_stream(&format!("program/{name}"))),
            name: ActorName::Program(name.to_owned()),
            role: StaffRole::Program,
            office: None,
        }
    }
}
