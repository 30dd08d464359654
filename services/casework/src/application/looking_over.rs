//! 後閲: what a deputy did waits until whoever holds the post has seen it. It undoes nothing; what is found wrong is put right by the
//! procedures that put decisions right.

use events::ids::StaffId;
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use super::ProposalRefusal;

/// A step that somebody took in the place of a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StoodIn {
    /// 職.
    pub post: StaffRole,
    /// Who stood in.
    pub by: StaffId,
}

/// Whether a person may look over what waits.
///
/// # Errors
/// The reason why not.
pub(super) fn permits(waiting: &[StoodIn], who: &Actor) -> Result<(), ProposalRefusal> {
    let first = waiting.first().ok_or(ProposalRefusal::NothingToLookOver)?;
    let mut own = waiting.iter().filter(|one| one.post == who.role).peekable();
    if own.peek().is_none() {
        return Err(ProposalRefusal::OtherPost(first.post.label()));
    }
    if own.any(|one| one.by == who.id) { Err(ProposalRefusal::OwnDeed) } else { Ok(()) }
}
