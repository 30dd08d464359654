//! Until when one award is extended: as far as the order says, never beyond the eve of the 20th birthday, never into the days of the next award.

use events::extension::LeftGround;
use jiff::civil::Date;

/// What stands in the way of an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facing {
    /// Its last day.
    pub end: Date,
    /// The eve of the birthday with which eligibility ends.
    pub eve: Date,
    /// First day of the next award, where there is one.
    pub next: Option<Date>,
    /// A revocation or correction waits for its decision.
    pub redress_waits: bool,
}

/// The new last day, or why the award is left as it is.
///
/// # Errors
/// The ground.
pub fn reach(until: Date, facing: &Facing) -> Result<Date, LeftGround> {
    let Facing { end, eve, next, redress_waits } = *facing;
    if redress_waits {
        return Err(LeftGround::RedressWaits);
    }
    let before_next = next.and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX);
    let last = until.min(eve).min(before_next);
    if last > end {
        return Ok(last);
    }
    Err(if until <= end {
        LeftGround::NotLonger
    } else if before_next <= end {
        LeftGround::Followed
    } else {
        LeftGround::AgedOut
    })
}
