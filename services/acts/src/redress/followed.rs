//! Whether a later award follows this one. A follower that was taken back from its first day on follows no more, so that the family can
//! renew again: each next follower claims the place after the one that was taken back.

use casework::application::Application;
use events::application::ApplicationEvent;
use events::award::AwardEvent;
use events::ids::{ApplicationId, AwardId};
use store::Claim;

use crate::approve::FOLLOWED;
use crate::{ActError, Acts};

impl Acts {
    /// The place after an award that the next follower takes, and the follower that holds the last place, where one does.
    pub(crate) async fn place_after(&self, award: AwardId) -> Result<(String, Option<AwardId>), ActError> {
        let mut place = award.to_string();
        loop {
            let Some(follower) = self.holder(&place).await? else { return Ok((place, None)) };
            let standing = self.load::<casework::award::Award, AwardEvent>(follower.0).await?.aggregate.standing();
            if !standing.is_some_and(|standing| standing.annulled) {
                return Ok((place, Some(follower)));
            }
            place = format!("{award}/{follower}");
        }
    }

    /// The award whose approval took a place.
    async fn holder(&self, place: &str) -> Result<Option<AwardId>, ActError> {
        let approved = self.approval_that_took(&Claim::plain(FOLLOWED, place)).await?;
        Ok(approved.and_then(|application| application.award()))
    }

    /// Last day of the award from which the application of this one started, where it started from one that still counts.
    pub(super) async fn earlier_end(&self, application: ApplicationId) -> Result<Option<jiff::civil::Date>, ActError> {
        let loaded = self.load::<Application, ApplicationEvent>(application.0).await?;
        let Some(earlier) = loaded.aggregate.starting_from() else { return Ok(None) };
        let standing = self.newest_of(earlier).await?.standing;
        Ok((!standing.annulled).then_some(standing.validity.end()))
    }
}
