//! A renewal campaign over the fictional recipients whose awards end on the common day: most were guided, some reminded, a few have applied.

use std::collections::BTreeMap;

use casework::campaign::{Candidate, group_of};
use casework::nightly::Windows;
use events::campaign::Item;
use events::ids::RecipientId;
use events::vocabulary::{RenewalGroup, ShortText};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::accounts::Staff;
use super::awards::standing;
use super::play::request;
use super::{SeedPlan, clock};
use crate::{ActError, Acts, CampaignInput, Starting};

/// The day on which most awards end.
fn common_day(awards: &[Starting]) -> Option<Date> {
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    for one in awards {
        *days.entry(one.standing.validity.end()).or_default() += 1;
    }
    days.into_iter().max_by_key(|(_, awards)| *awards).map(|(day, _)| day)
}

async fn items(acts: &Acts, awards: &[Starting], last_day: Date) -> Result<Vec<Item>, ActError> {
    let masters = acts.masters().await?;
    let windows = Windows::on(&masters, last_day)?;
    let mut items: Vec<Item> = Vec::new();
    for one in awards.iter().filter(|one| one.standing.validity.end() == last_day) {
        let standing = &one.standing;
        let later =
            |other: &&Starting| other.standing.recipient == standing.recipient && other.standing.validity.end() > last_day;
        let person = Candidate {
            birth_date: Some(acts.person(standing.recipient).await?.birth_date),
            validity: standing.validity,
            haemophilia: standing.right.haemophilia,
            ended: standing.ended,
            followed: awards.iter().find(later).is_some(),
            protected: false,
        };
        items.push(Item {
            recipient: standing.recipient,
            award: one.award,
            application: standing.application,
            office: one.granted.conclusion.responsible_office,
            group: group_of(&person, last_day, (windows.adult_age, windows.last_age)),
        });
    }
    items.sort_by_key(|item| item.recipient);
    items.dedup_by_key(|item| item.recipient);
    Ok(items)
}

/// Opens it on the last evening before today, guides three of four and reminds one of four.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff) -> Result<(), ActError> {
    let at = |minute| clock::at(clock::before(plan.today, 1), 23, minute);
    let checker = staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
    let named = |minute: i64| request(plan, at(minute), &format!("campaigning/{minute}"), checker.clone());
    let awards = standing(acts, None).await?;
    let Some(last_day) = common_day(&awards) else { return Ok(()) };
    let items = items(acts, &awards, last_day).await?;
    let waited: Vec<RecipientId> = items
        .iter()
        .filter(|item| item.group.is_asked() && item.group != RenewalGroup::Protected)
        .map(|item| item.recipient)
        .collect();
    let name = ShortText::parse(&format!("{}の一斉更新", events::vocabulary::FiscalYear::containing(last_day)));
    let input = CampaignInput {
        name: name.map_err(|error| ActError::internal(&error))?,
        last_day,
        apply_by: last_day.saturating_sub(1.month()),
    };
    let (id, _) = Box::pin(acts.at(at(0)).open_campaign_of(&named(0), input, items)).await?;
    let quarter = |share: usize| waited.iter().take(waited.len() * share / 4).copied().collect::<Vec<_>>();
    let (guided, reminded) = (quarter(3), quarter(1));
    if !guided.is_empty() {
        acts.at(at(5)).record_guides(&named(5), id, guided).await?;
    }
    if !reminded.is_empty() {
        acts.at(at(10)).record_reminders(&named(10), id, reminded).await?;
    }
    Ok(())
}
