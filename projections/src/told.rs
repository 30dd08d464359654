//! What the rows of read models keep of an event's envelope, and why rows cannot be made of an event.

use events::DecodeError;
use jiff::Timestamp;
use store::Recorded;
use uuid::Uuid;

/// Why rows cannot be made from an event. Names no content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum FoldError {
    /// The payload cannot be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Something goes on that never began.
    #[error("{what} {id} has not begun at this event")]
    NotBegun { what: &'static str, id: Uuid },
    /// A date beyond the calendar.
    #[error("a due date lies beyond the calendar")]
    Date,
}

/// Who changed a row last, when and by what: columns of every temporal table.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Timestamp,
    pub(crate) by: Uuid,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) office: Option<String>,
    pub(crate) change: String,
}
store::columns!(Mark: at as "changed_at", by as "changed_by", name as "changed_by_name", role as "changed_by_role",
                office as "changed_by_office", change);

/// Columns with the codes of a type of ours.
macro_rules! coded {
    ($type:ty) => {
        impl store::Scalar for $type {
            const TYPE: i32 = <String as store::Scalar>::TYPE;
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(self.code().as_bytes());
            }
            fn read(bytes: &[u8]) -> Result<Self, store::Malformed> {
                let code = std::str::from_utf8(bytes).ok().and_then(|code| code.parse().ok());
                code.ok_or(store::Malformed("a code"))
            }
        }
    };
}
pub(crate) use coded;

/// The fold of a read model with one table, `Fold`; how it takes an event is written beside it.
macro_rules! one_table {
    ($row:ty) => {
        /// The table.
        #[derive(Default)]
        pub(super) struct Fold(store::Versions<$row>);

        impl store::Fold for Fold {
            fn tables(&mut self) -> Vec<&mut dyn store::Table> {
                vec![&mut self.0]
            }

            fn tell(&mut self, told: &store::Told) -> Result<(), store::Cause> {
                Ok(self.take(told)?)
            }
        }
    };
}
pub(crate) use one_table;

impl From<&Recorded> for Mark {
    fn from(event: &Recorded) -> Self {
        Self {
            at: event.recorded_at,
            by: event.actor_id.0,
            name: event.actor_name.clone(),
            role: event.actor_role.clone(),
            office: event.actor_office.clone(),
            change: event.event_type.clone(),
        }
    }
}
