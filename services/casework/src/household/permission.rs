//! The table of who may do what with a household (権限表). Recording is the counter's, which sees the family's certificates, and the
//! checker's; what is decided about a cap is decided in the application that follows, by other hands.

use events::{Actor, StaffRole};

use super::HouseholdRefusal;

/// Something that can be done with a household.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HouseholdAction {
    /// 世帯の人を記録する.
    Record,
    /// 世帯から外す.
    Leave,
}

impl HouseholdAction {
    /// All.
    pub const ALL: [Self; 2] = [Self::Record, Self::Leave];

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Record => "世帯の人を記録する",
            Self::Leave => "世帯から外す",
        }
    }
}

const fn roles(action: HouseholdAction) -> &'static [StaffRole] {
    match action {
        HouseholdAction::Record | HouseholdAction::Leave => &[StaffRole::Counter, StaffRole::Checker],
    }
}

/// Whether this person may do it.
///
/// # Errors
/// [`HouseholdRefusal::WrongRole`].
pub fn permit(action: HouseholdAction, who: &Actor) -> Result<(), HouseholdRefusal> {
    if roles(action).contains(&who.role) { Ok(()) } else { Err(HouseholdRefusal::WrongRole(action)) }
}
