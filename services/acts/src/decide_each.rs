//! 一括して決定する: each case is an act of its own. One that is refused stops none of the others, and sending the same list again gives
//! the same answers. A case that was proposed for refusal is refused for the reason proposed; every other is approved as examined.

use events::ids::{ApplicationId, CommandId};

use crate::ids::derived;
use crate::{ActError, Acts, Approval, RefuseInput, Request};

/// A case as somebody saw it in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// The case.
    pub application: ApplicationId,
    /// Version of its stream.
    pub seen_version: i32,
    /// Digest of the conclusion that was shown; empty where it is to be refused.
    pub digest: String,
}

/// What was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decided {
    /// 認定.
    Approved(Box<Approval>),
    /// 不認定.
    Refused,
}

impl Chosen {
    /// The part of the whole that is an act on this case.
    pub(crate) fn own(&self, request: &Request, act: &str) -> Request {
        Request {
            command_id: CommandId(derived(request.command_id, &format!("{act}/{}", self.application))),
            seen_version: Some(self.seen_version),
            ..request.clone()
        }
    }
}

impl Acts {
    /// 決定する, one after the other, in the order given; what became of each.
    pub async fn decide_each(&self, request: &Request, chosen: &[Chosen]) -> Vec<(ApplicationId, Result<Decided, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            outcomes.push((one.application, Box::pin(self.decide_one(request, one)).await));
        }
        outcomes
    }

    async fn decide_one(&self, request: &Request, one: &Chosen) -> Result<Decided, ActError> {
        let case = self.case(one.application, None).await?;
        let Some(ground) = case.application.proposal().and_then(|proposal| proposal.ground()) else {
            let own = one.own(request, "approve");
            let approval = self.approve(&own, one.application, Some(one.digest.clone())).await?;
            return Ok(Decided::Approved(Box::new(approval)));
        };
        let own = one.own(request, "refuse");
        if self.done_before(own.command_id).await?.is_none() {
            self.instruction_stands(request.today).await?;
        }
        let why = case.proposed_why.as_ref().and_then(events::Personal::open).ok_or(ActError::Erased)?.clone();
        self.refuse_with(&own, one.application, RefuseInput { ground: ground.to_owned(), why }, true).await?;
        Ok(Decided::Refused)
    }
}
