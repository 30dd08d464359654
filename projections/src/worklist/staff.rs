//! Whose account is locked, suspended or over: what they work on is nobody's until they are back, so no case waits for somebody who is gone.

use events::Event;
use events::account::AccountEvent;
use store::Told;
use uuid::Uuid;

use crate::told::FoldError;

/// An account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Staff {
    pub(super) gone: bool,
}
store::columns!(Staff, in "worklist_staff" by "staff_id": gone);

/// The account whose holder an event keeps from working, or lets work again.
pub(super) fn state(told: &Told) -> Result<Option<(Uuid, Staff)>, FoldError> {
    let Event::Account(event) = told.event()? else { return Ok(None) };
    let gone = match event {
        AccountEvent::Locked(_) | AccountEvent::Suspended(_) | AccountEvent::Ended(_) => true,
        AccountEvent::Unlocked(_) => false,
        AccountEvent::Opened(_)
        | AccountEvent::SecondFactorEnrolled(_)
        | AccountEvent::SecondFactorRemoved(_)
        | AccountEvent::GrantProposed(_)
        | AccountEvent::GrantDropped(_)
        | AccountEvent::Granted(_)
        | AccountEvent::PasswordGiven(_)
        | AccountEvent::PasswordChosen(_) => return Ok(None),
    };
    Ok(Some((told.recorded.stream_id, Staff { gone })))
}
