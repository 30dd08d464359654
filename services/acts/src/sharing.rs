//! 世帯内按分: what each member of a household is entitled to, what becomes of the caps from the next first of the month, and the change of
//! award with which a cap follows. A share is decided like everything else: in an application, by other hands than those that opened it.

use std::collections::BTreeSet;

use casework::Refusal;
use casework::household::{Household, HouseholdRefusal, Member};
use casework::rules::apportionment::{self, ShareChange, changes, shares_on};
use casework::rules::version::Dates;
use casework::rules::{Asked, RuleSet, Trace, TraceStep};
use events::application::{Conclusion, Sharer, Sharing};
use events::household::Part;
use events::ids::{AwardId, HouseholdId, SubjectId};
use events::vocabulary::{ChangeGround, MedicalScheme, ProcedureKind, ValidityPeriod, Yen};
use jiff::civil::Date;
use store::Claim;

use crate::continuing::Starting;
use crate::{ActError, Acts, Receipt, ReceiveInput, Request};

/// Claim on a change to a certain share from a certain day: it is opened once.
pub(crate) const SHARE: &str = "apportionment_change";

/// One entitlement of a household and what becomes of its cap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShareLine {
    /// Whose.
    pub member: SubjectId,
    /// The award; none where the certificate is another authority's.
    pub award: Option<AwardId>,
    /// 制度.
    pub scheme: MedicalScheme,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 個人の自己負担上限月額, before sharing.
    pub individual_cap: Yen,
    /// The cap on the certificate now; none where this ledger does not decide it.
    pub now: Option<Yen>,
    /// The cap that follows, and from which day, where it is another.
    pub next: Option<(Date, Yen)>,
}

/// What a household shares.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Every entitlement that counts today or later.
    pub lines: Vec<ShareLine>,
    /// How the shares come about, as on the calculation sheet.
    pub steps: Vec<TraceStep>,
}

/// An entitlement with everything the rule asks.
type Entitled = apportionment::Recipient<(SubjectId, Option<AwardId>)>;

/// The first day, today or later, on which as many share as ever do from now on.
fn most_share(entitled: &[Entitled], today: Date) -> Date {
    let starts = entitled.iter().map(|one| one.validity.start()).filter(|start| *start > today);
    let days: BTreeSet<Date> = starts.chain([today]).collect();
    let sharing = |day: &Date| entitled.iter().filter(|one| one.validity.contains(*day)).count();
    days.into_iter().rev().max_by_key(sharing).unwrap_or(today)
}

impl Acts {
    /// Everybody else of a person's household who is entitled; none where the person belongs to none.
    pub(crate) async fn sharing_of(&self, person: SubjectId) -> Result<Option<Sharing>, ActError> {
        let Some(household) = self.household_of(person).await? else { return Ok(None) };
        let file = self.household(household).await?;
        let everybody = self.entitled(&file.household).await?;
        let others = everybody.into_iter().filter(|one| one.id.0 != person);
        let with = others
            .map(|one| Sharer {
                member: one.id.0,
                scheme: one.scheme,
                individual_cap: one.individual_cap,
                validity: one.validity,
            })
            .collect();
        Ok(Some(Sharing { household, with }))
    }

    /// What a household shares, as it is known on a day.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn shared(&self, household: &Household, on: Date) -> Result<Shared, ActError> {
        let mut entitled = self.entitled(household).await?;
        entitled.retain(|one| one.validity.end() >= on);
        let masters = self.masters().await?;
        let set = RuleSet::current(&masters);
        let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::Change, applied: on }, masters: &masters };
        let mut trace = Trace::default();
        let changed = changes(&asked, &entitled, on, &mut trace).unwrap_or_default();
        let next = changed.iter().map(|change| change.from).min().unwrap_or_else(|| most_share(&entitled, on));
        let mut steps = Trace::default();
        let _shares = shares_on(&asked, &entitled, next, &mut steps);
        let lines = entitled.iter().map(|one| line(one, &changed)).collect();
        let mut steps = steps.stored();
        // Each member's share is worked out from the same caps; the sheet says it once.
        steps.dedup_by(|a, b| a.text == b.text);
        Ok(Shared { lines, steps })
    }

    /// 按分による変更を受け付ける: on the prefecture's own motion (児童福祉法第19条の5第2項), from the award's last form.
    ///
    /// # Errors
    /// [`ActError`]; [`HouseholdRefusal::ShareUnchanged`] where nothing follows.
    pub async fn open_share_change(&self, request: &Request, id: HouseholdId, award: AwardId) -> Result<Receipt, ActError> {
        if let Some(receipt) = self.receipt_of(request.command_id).await? {
            return Ok(receipt);
        }
        let file = self.household(id).await?;
        crate::application::still_as_seen(request, file.version)?;
        let shared = self.shared(&file.household, request.today).await?;
        let line = shared.lines.iter().find(|line| line.award == Some(award)).ok_or(ActError::NotFound)?;
        let (from, cap) = line.next.ok_or(Refusal::from(HouseholdRefusal::ShareUnchanged))?;
        let mut form = self.prefilled(award, ProcedureKind::Change, request.today).await?;
        form.change_grounds = vec![ChangeGround::Apportionment];
        let input = ReceiveInput {
            kind: ProcedureKind::Change,
            application_date: request.today,
            arrival: None,
            starting_from: Some(award),
            receiving_office: request.actor.office.ok_or(ActError::Refused(Refusal::OtherOffice))?,
            form,
            child_my_number: None,
            applicant_my_number: None,
            documents: Vec::new(),
            alike: Vec::new(),
        };
        // The version that was seen is the household's.
        let request = Request { seen_version: None, ..request.clone() };
        self.receive_claiming(&request, input, &[Claim::plain(SHARE, &format!("{award}/{from}/{}", cap.amount()))]).await
    }

    /// Every entitlement of a household, of those who left until their last day.
    async fn entitled(&self, household: &Household) -> Result<Vec<Entitled>, ActError> {
        let mut entitled = Vec::new();
        for (who, member) in household.ever() {
            match member.part {
                Part::Applicant { .. } => {}
                Part::Outside { cap, validity } => {
                    entitled.extend(days(validity, member).map(|validity| one(who, None, cap, validity, None)));
                }
                Part::Recipient { .. } => {
                    for Starting { award, granted, standing, .. } in self.awards_of(member).await? {
                        if standing.annulled {
                            continue;
                        }
                        let decided = standing.right.monthly_cap;
                        let cap = own_cap(&granted.conclusion, decided);
                        let days = days(standing.validity, member);
                        entitled.extend(days.map(|validity| one(who, Some(award), cap, validity, Some(decided))));
                    }
                }
            }
        }
        Ok(entitled)
    }

    /// The awards by which a member takes part, with those that took their place.
    async fn awards_of(&self, member: &Member) -> Result<Vec<Starting>, ActError> {
        let mut found: Vec<Starting> = Vec::new();
        for award in &member.awards {
            let mut next = Some(*award);
            while let Some(award) = next.filter(|award| found.iter().all(|known| known.award != *award)) {
                let starting = self.starting(award).await?;
                next = starting.standing.replaced_by;
                found.push(starting);
            }
        }
        Ok(found)
    }
}

fn one(who: SubjectId, award: Option<AwardId>, cap: Yen, validity: ValidityPeriod, decided: Option<Yen>) -> Entitled {
    let scheme = if award.is_some() { MedicalScheme::ChildChronic } else { MedicalScheme::Intractable };
    // Whoever is in the household is insured together, so one name stands for the insurance.
    Entitled { id: (who, award), scheme, insurance: String::new(), individual_cap: cap, validity, decided }
}

/// 個人の上限額 of an award. A cap that was corrected since is taken as the individual one: the correction names no other.
fn own_cap(granted: &Conclusion, decided: Yen) -> Yen {
    if decided == granted.monthly_cap { granted.individual_cap() } else { decided }
}

/// The days that count in the household; none where the member left before the first.
fn days(validity: ValidityPeriod, member: &Member) -> Option<ValidityPeriod> {
    let end = member.last_day.map_or(validity.end(), |last| last.min(validity.end()));
    ValidityPeriod::new(validity.start(), end).ok()
}

fn line(one: &Entitled, changed: &[ShareChange<(SubjectId, Option<AwardId>)>]) -> ShareLine {
    let next = changed.iter().rfind(|change| change.id == one.id).map(|change| (change.from, change.new));
    let (member, award) = one.id;
    ShareLine {
        member,
        award,
        scheme: one.scheme,
        validity: one.validity,
        individual_cap: one.individual_cap,
        now: one.decided,
        next,
    }
}
