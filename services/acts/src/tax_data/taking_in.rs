//! A file becomes the tax data of households, all of it or none.

use std::collections::BTreeMap;

use casework::Refusal;
use casework::procedures::renewal;
use casework::tax_data::{TaxData, TaxDataCommand, TaxDataRefusal, change};
use events::ids::{AwardId, CampaignId, RecipientId};
use events::tax_data::{Judged, MemberTax, TakenIn, TaxDataEvent, stream_of};
use events::vocabulary::{OfficeCode, PayerNumber, ProcedureKind, RecipientNumber, RenewalGroup};
use events::{Log, Personal};
use jiff::civil::Date;
use projections::ledger::{self, AsOf};
use store::Expected;

use super::{TaxPlan, TaxRow, TaxRowFault};
use crate::impact::read;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// Claim on the content of a file, keyed: it tells nothing of what stands in it.
pub(crate) const FILE: &str = "tax_file";

/// Whom the rows of a number are about.
struct About {
    recipient: RecipientId,
    award: AwardId,
    office: OfficeCode,
}

/// What becomes of the rows of a file: a verdict for each, in their order, and the households they make up.
#[derive(Default)]
struct Sorted {
    faults: Vec<Option<TaxRowFault>>,
    households: Vec<(About, Vec<usize>)>,
}

impl Acts {
    /// What every row of a file would do: the first fault of each, and what the tiers would become where there is none. Nothing is kept.
    ///
    /// # Errors
    /// [`ActError`]; [`TaxDataRefusal::CampaignClosed`].
    pub async fn plan_tax_data(
        &self,
        campaign: CampaignId,
        rows: &[TaxRow],
    ) -> Result<(Vec<Option<TaxRowFault>>, Vec<TaxPlan>), ActError> {
        let applied = self.applied_by(campaign).await?;
        let known_up_to = store::head(self.pool(), Log::Casework).await?.position;
        let Sorted { mut faults, households } = self.sorted(campaign, rows, applied).await?;
        let mut plans = Vec::with_capacity(households.len());
        for (about, places) in households {
            let members: Vec<MemberTax> = places.iter().filter_map(|place| rows.get(*place)).map(member).collect();
            let after = self.judged_anew(about.award, &members, applied).await?;
            let year = after.tax_year;
            for place in &places {
                if let (Some(row), Some(fault), Some(year)) = (rows.get(*place), faults.get_mut(*place), year)
                    && row.year != year
                {
                    *fault = Some(TaxRowFault::OtherYear(year));
                }
            }
            let right = self.starting(about.award).await?.standing.right;
            let before = Judged { tier: right.tier, monthly_cap: Some(right.monthly_cap) };
            let judged = Judged { tier: after.tier, monthly_cap: after.monthly_cap };
            let Some(first) = places.first().and_then(|place| rows.get(*place)) else { continue };
            plans.push(TaxPlan {
                taken_in: TakenIn {
                    recipient: about.recipient,
                    award: about.award,
                    campaign,
                    office: about.office,
                    year: first.year,
                    known_up_to,
                    before,
                    after: judged,
                    change: change(before, judged),
                    members: Personal::Open(members),
                },
                why: after.trace,
                missing: after.pending.into_iter().map(|one| one.label).collect(),
            });
        }
        Ok((faults, plans))
    }

    /// 課税情報を取り込む: everybody of a file, or nobody. `content` is the file; the same one is taken in once.
    ///
    /// # Errors
    /// [`ActError`]; [`TaxDataRefusal::SameFile`]; [`TaxDataRefusal::Faulty`] where a row has a fault.
    pub async fn take_in_tax_data(
        &self,
        request: &Request,
        campaign: CampaignId,
        rows: &[TaxRow],
        content: &[u8],
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let (faults, plans) = self.plan_tax_data(campaign, rows).await?;
        if plans.is_empty() || faults.iter().any(Option::is_some) {
            return Err(Refusal::from(TaxDataRefusal::Faulty).into());
        }
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.claim(self.parts().pepper.claim(FILE, content));
        for TaxPlan { taken_in, .. } in plans {
            let recipient = taken_in.recipient;
            let Loaded { mut aggregate, version } = self.load::<TaxData, TaxDataEvent>(stream_of(recipient)).await?;
            let command = (request.actor.clone(), TaxDataCommand::TakeIn(Box::new(taken_in)));
            let facts = decide(&mut aggregate, command).await?;
            let (key, expected) = (Some(self.key_of(recipient.0).await?), Expected::Exactly(version));
            let (stream, effective_on) = (stream_of(recipient), request.today);
            submission.add(Addition { stream, expected, key, effective_on, cause: None, facts })?;
        }
        match submission.commit().await {
            Ok(done) => Ok((&done).into()),
            Err(Unwritten::Taken(kind)) if kind == FILE => Err(Refusal::from(TaxDataRefusal::SameFile).into()),
            Err(unwritten) => Err(unwritten.seen_at(0)),
        }
    }

    async fn sorted(&self, id: CampaignId, rows: &[TaxRow], applied: Date) -> Result<Sorted, ActError> {
        let (campaign, _) = self.campaign(id).await?;
        let last_day = campaign.opened().map(|opened| opened.last_day).ok_or(ActError::NotFound)?;
        let mut by_number: BTreeMap<(PayerNumber, RecipientNumber), Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            by_number.entry((row.payer, row.number)).or_default().push(place);
        }
        let mut sorted = Sorted { faults: vec![None; rows.len()], households: Vec::new() };
        for ((payer, number), places) in by_number {
            let awards = read(ledger::by_number(self.pool(), number, Some(payer), AsOf::default()).await)?;
            let about = awards.iter().find(|award| award.validity.end() == last_day && award.ended.is_none());
            let asked = about.is_some_and(|award| campaign.group(award.recipient).is_some_and(RenewalGroup::is_asked));
            let fault = match (awards.is_empty(), about.filter(|_| asked)) {
                (true, _) => TaxRowFault::UnknownNumber,
                (false, None) => TaxRowFault::NotAsked,
                (false, Some(award)) => match self.prefilled(award.award, ProcedureKind::Renewal, applied).await {
                    Ok(form) => {
                        for place in &places {
                            let fault = rows.get(*place).and_then(|row| {
                                let named = |other: &&usize| rows.get(**other).is_some_and(|one| one.name == row.name);
                                let known = renewal::has_member(&form, row.name.as_str());
                                let twice = places.iter().filter(named).count() > 1;
                                (!known).then_some(TaxRowFault::NotOfTheHousehold).or_else(|| twice.then_some(TaxRowFault::Twice))
                            });
                            put(&mut sorted.faults, *place, fault);
                        }
                        let (recipient, office) = (award.recipient, award.office);
                        sorted.households.push((About { recipient, award: award.award, office }, places));
                        continue;
                    }
                    Err(ActError::Erased) => TaxRowFault::Erased,
                    Err(other) => return Err(other),
                },
            };
            for place in places {
                put(&mut sorted.faults, place, Some(fault.clone()));
            }
        }
        Ok(sorted)
    }
}

fn put(faults: &mut [Option<TaxRowFault>], place: usize, fault: Option<TaxRowFault>) {
    if let Some(slot) = faults.get_mut(place) {
        *slot = fault;
    }
}

fn member(row: &TaxRow) -> MemberTax {
    MemberTax { name: row.name.clone(), taxed: row.taxed, income_levy: row.income_levy, income: row.income }
}
