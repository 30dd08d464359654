//! One award, decided again both ways from the inputs that its decision rested on.

use casework::procedures::facts_of_case;
use casework::rules::Facts;
use casework::rules::impact::{Affected, Group, Side, Way, compare};
use events::application::Sharing;
use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::{MedicalScheme, Yen};
use jiff::civil::Date;
use projections::ledger::{self, Touching};

use super::ImpactRow;
use crate::{ActError, Acts, Case};

/// The two ways, and up to which position awards and inputs are known.
pub(super) struct Ways {
    pub(super) old: Way,
    pub(super) new: Way,
    pub(super) known: i64,
}

const UNDECIDED: Side = Side { tier: None, monthly_cap: None, eligible: None };

impl Acts {
    /// Decides an award again. Where its inputs were erased, or never came with it, nobody can.
    pub(super) async fn both_ways(&self, award: Touching, ways: &Ways) -> Result<ImpactRow, ActError> {
        let case = self.case(award.application, Some(ways.known)).await?;
        let affected = match inputs(&case, ways) {
            Some((mut then, mut now)) => {
                if let Some(sharing) = &case.sharing {
                    let (before, after) = self.sharing_under(sharing, award.validity.start(), ways).await?;
                    (then.sharing, now.sharing) = (Some(before), Some(after));
                }
                compare((), (&then, &now), &ways.old, &ways.new)
            }
            None => Affected { id: (), group: Group::Pending, old: UNDECIDED, new: UNDECIDED, yen_a_month: None },
        };
        Ok(ImpactRow {
            ordinal: 0,
            award: award.award,
            recipient: award.recipient,
            application: award.application,
            recipient_number: award.recipient_number,
            office: award.office,
            group: affected.group,
            old: affected.old,
            new: affected.new,
            cap_in_force: award.monthly_cap,
        })
    }

    /// Brothers and sisters of the ledger are decided again too, for their caps share in this one. What other authorities decided stays.
    async fn sharing_under(&self, sharing: &Sharing, on: Date, ways: &Ways) -> Result<(Sharing, Sharing), ActError> {
        let (mut before, mut after) = (sharing.clone(), sharing.clone());
        for (at, sharer) in sharing.with.iter().enumerate() {
            if sharer.scheme != MedicalScheme::ChildChronic {
                continue;
            }
            let recipient = RecipientId(sharer.member.0);
            let decided = ledger::entitled_by(self.pool(), ways.known, recipient, on).await;
            let Some(application) = decided.map_err(|error| ActError::internal(&error))? else { continue };
            let (old, new) = self.individual_caps(application, ways).await?;
            if let Some(cap) = old {
                before.with[at].individual_cap = cap;
            }
            if let Some(cap) = new {
                after.with[at].individual_cap = cap;
            }
        }
        Ok((before, after))
    }

    async fn individual_caps(&self, application: ApplicationId, ways: &Ways) -> Result<(Option<Yen>, Option<Yen>), ActError> {
        let case = self.case(application, Some(ways.known)).await?;
        Ok(inputs(&case, ways)
            .map_or((None, None), |(then, now)| (ways.old.decide(&then).monthly_cap, ways.new.decide(&now).monthly_cap)))
    }
}

/// The facts of a decision without the household, for diseases and months as the masters of each way have them.
fn inputs(case: &Case, ways: &Ways) -> Option<(Facts, Facts)> {
    // What the old ledger decided had inputs that nobody has here.
    if case.application.takeover().is_some() {
        return None;
    }
    let form = case.form_to_decide()?;
    let facts = |masters| facts_of_case(&form, &case.application, None, masters);
    Some((facts(ways.old.masters())?, facts(ways.new.masters())?))
}
