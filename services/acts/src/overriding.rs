//! 手で改める: a value that the rules propose is set otherwise, or let be again. What the rules propose is worked out in the act itself, so nobody
//! overrides what he saw yesterday.

use casework::application::commands::{OverrideValue, WithdrawOverride};
use casework::application::{Action, permit};
use casework::procedures::facts_of_case;
use casework::rules::by_hand::{Proposal, proposal};
use casework::rules::{Masters, RuleSet};
use events::Personal;
use events::application::Overridden;
use events::ids::ApplicationId;
use events::vocabulary::{FreeText, OverriddenItem, OverriddenValue, OverrideGround};
use jiff::civil::Date;

use crate::application::still_as_seen;
use crate::load::Loaded;
use crate::{ActError, Acts, Case, Done, Request};

/// What somebody sets by hand, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct OverrideInput {
    /// What is to count.
    pub chosen: OverriddenValue,
    /// 理由の区分.
    pub ground: OverrideGround,
    /// 理由.
    pub why: FreeText,
    /// 根拠とした書類.
    pub stands_on: FreeText,
}

/// A value that stands in the place of a proposal, with everything a screen shows of it.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseOverride {
    /// What was told.
    pub told: Overridden,
    /// On which day.
    pub on: Date,
}

impl CaseOverride {
    /// 理由, where it can be read.
    pub fn why(&self) -> Option<&FreeText> {
        self.told.why.open()
    }

    /// 根拠とした書類, where it can be read.
    pub fn stands_on(&self) -> Option<&FreeText> {
        Personal::open(&self.told.stands_on)
    }
}

impl Acts {
    /// What the rules propose for an item of a case; none where they come to nothing.
    ///
    /// # Errors
    /// [`ActError::Erased`] where the form can no longer be read.
    pub fn proposal_with(case: &Case, item: OverriddenItem, masters: &Masters) -> Result<Option<Proposal>, ActError> {
        let form = case.form_to_decide().ok_or(ActError::Erased)?;
        let facts = facts_of_case(&form, &case.application, case.sharing.clone(), masters).ok_or(ActError::NotFound)?;
        Ok(proposal(item, &facts, masters, &RuleSet::current(masters)))
    }

    /// 規則の案を手で改める.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn override_value(
        &self,
        request: &Request,
        application: ApplicationId,
        input: OverrideInput,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        permit(Action::Override, &case.application, &request.actor)?;
        let proposal = Self::proposal_with(&case, input.chosen.item(), self.masters().await?.as_ref())?;
        let OverrideInput { chosen, ground, why, stands_on } = input;
        let command = OverrideValue { who: request.actor.clone(), proposal, chosen, ground, why, stands_on };
        let loaded = Loaded { aggregate: case.application, version: case.version };
        self.commit_on(request, application, loaded, command).await
    }

    /// 手で改めた値を取り下げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_override(
        &self,
        request: &Request,
        application: ApplicationId,
        (item, why): (OverriddenItem, FreeText),
    ) -> Result<Done, ActError> {
        self.on_application(request, application, WithdrawOverride { who: request.actor.clone(), item, why }).await
    }
}
