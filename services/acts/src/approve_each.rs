//! 一括して認定する: each case is an act of its own. One that is refused stops none of the others, and sending the same list again gives
//! the same answers.

use events::ids::{ApplicationId, CommandId};

use crate::ids::derived;
use crate::{ActError, Acts, Approval, Request};

/// A case as the approver saw it in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// The case.
    pub application: ApplicationId,
    /// Version of its stream.
    pub seen_version: i32,
    /// Digest of the conclusion that was shown.
    pub digest: String,
}

impl Acts {
    /// 認定する, one after the other, in the order given; what became of each.
    pub async fn approve_each(&self, request: &Request, chosen: &[Chosen]) -> Vec<(ApplicationId, Result<Approval, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            let own = Request {
                command_id: CommandId(derived(request.command_id, &format!("approve/{}", one.application))),
                seen_version: Some(one.seen_version),
                ..request.clone()
            };
            outcomes.push((one.application, self.approve(&own, one.application, Some(one.digest.clone())).await));
        }
        outcomes
    }
}
