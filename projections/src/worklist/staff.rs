//! Who is at their desk no more: whose account is locked, suspended or over, and who went elsewhere. What they work on is nobody's until they
//! are back, so no case waits for somebody who is gone.

use events::account::AccountEvent;
use events::vocabulary::OfficeCode;
use events::{Event, StaffRole};
use store::Told;
use uuid::Uuid;

use crate::told::FoldError;

/// An account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Staff {
    pub(super) gone: bool,
    /// The office at whose desk they may be clerk; empty where at none, none where nobody said yet.
    pub(super) works_at: Option<String>,
}
store::columns!(Staff, in "worklist_staff" by "staff_id": gone, works_at);

/// What an event tells of an account.
pub(super) enum Change {
    Gone(bool),
    WorksAt(String),
}

impl Change {
    pub(super) fn apply(self, staff: &mut Staff) {
        match self {
            Self::Gone(gone) => staff.gone = gone,
            Self::WorksAt(office) => staff.works_at = Some(office),
        }
    }
}

/// The account whose holder an event keeps from working, lets work again or sends to a desk.
pub(super) fn change(told: &Told) -> Result<Option<(Uuid, Change)>, FoldError> {
    let Event::Account(event) = told.event()? else { return Ok(None) };
    let change = match event {
        AccountEvent::Locked(_) | AccountEvent::Suspended(_) | AccountEvent::Ended(_) => Change::Gone(true),
        AccountEvent::Unlocked(_) => Change::Gone(false),
        AccountEvent::Opened(event) => Change::WorksAt(desk(event.role, event.office)),
        AccountEvent::Granted(event) => Change::WorksAt(desk(event.role, event.office)),
        AccountEvent::SecondFactorEnrolled(_)
        | AccountEvent::SecondFactorRemoved(_)
        | AccountEvent::GrantProposed(_)
        | AccountEvent::GrantDropped(_)
        | AccountEvent::PasswordGiven(_)
        | AccountEvent::PasswordChosen(_) => return Ok(None),
    };
    Ok(Some((told.recorded.stream_id, change)))
}

/// Only the counter and the check have clerks.
fn desk(role: StaffRole, office: OfficeCode) -> String {
    match role {
        StaffRole::Counter | StaffRole::Checker => office.to_string(),
        _ => String::new(),
    }
}
