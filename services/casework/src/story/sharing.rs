//! Households (世帯) and shared caps (按分) in a story: who belongs together, and whose cap follows when somebody joins, leaves or is decided.

use cqrs_es::Aggregate as _;
use events::Actor;
use events::application::{Conclusion, Sharer, Sharing};
use events::household::{HouseholdEvent, MemberLeft, Part};
use events::ids::{AwardId, HouseholdId, SubjectId, named_stream};
use events::vocabulary::{MedicalScheme, ProcedureKind, ValidityPeriod, Yen};
use jiff::civil::Date;

use super::line::Joining;
use super::told::{Outcome, Reason, Stopped};
use super::world::World;
use crate::household::{Household, HouseholdCommand, Member, RecordMember};
use crate::rules::apportionment::{Recipient, changes};
use crate::rules::version::Dates;
use crate::rules::{Asked, RuleSet, Trace};
use crate::{Fact, Refusal};

/// A household with the words by which the story calls it and its members.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    id: HouseholdId,
    household: Household,
    names: Vec<(SubjectId, String)>,
}

type Entitled = Recipient<(SubjectId, Option<AwardId>)>;

impl World {
    fn subject(&self, name: &str) -> SubjectId {
        let recipient = self.children.get(name).and_then(|child| child.recipient);
        recipient.map_or_else(|| SubjectId(named_stream(&format!("story/outside/{name}"))), |recipient| SubjectId(recipient.0))
    }

    pub(super) fn join(&mut self, day: Date, who: &Actor, told: &Joining) -> Result<Outcome, Stopped> {
        let part = match (told.cap_yen, told.from.zip(told.to)) {
            (Some(cap), Some((from, to))) => {
                let validity =
                    ValidityPeriod::new(from, to).map_err(|error| Stopped::Refused(error.to_string(), Outcome::default()))?;
                Part::Outside { cap, validity }
            }
            (None, None) => Part::Recipient { award: self.child(&told.who)?.awards.last().copied().ok_or(Refusal::NoSuchAward)? },
            _ => return Err(Stopped::Story("指定難病の人には cap_yen、from、to の三つが要ります。".to_owned())),
        };
        let member = self.subject(&told.who);
        let since = told.since.unwrap_or(day);
        let command = RecordMember { member, part, since, instead_of: None, person: None, today: day };
        let shared = self.households.get(&told.household).cloned().unwrap_or_else(|| Shared {
            id: HouseholdId(named_stream(&format!("story/household/{}", told.household))),
            household: Household::default(),
            names: Vec::new(),
        });
        let event = HouseholdCommand::Record(Box::new(command)).decide(&shared.household, who)?;
        self.households.insert(told.household.clone(), shared);
        let told_event = self.on_household(&told.household, Some((member, &told.who)), who, day, event);
        self.shown(day, &told.household, vec![told_event])
    }

    pub(super) fn leave(
        &mut self,
        day: Date,
        who: &Actor,
        household: &str,
        member: &str,
        last_day: Date,
    ) -> Result<Outcome, Stopped> {
        let left = MemberLeft { member: self.subject(member), last_day };
        let shared = self.shared(household)?;
        let event = HouseholdCommand::Leave { left, today: day }.decide(&shared.household, who)?;
        let told = self.on_household(household, None, who, day, event);
        self.shown(day, household, vec![told])
    }

    fn shared(&self, name: &str) -> Result<&Shared, Stopped> {
        self.households.get(name).ok_or_else(|| Stopped::Story(format!("世帯「{name}」は、この行までに記録していません。")))
    }

    fn on_household(
        &mut self,
        name: &str,
        member: Option<(SubjectId, &str)>,
        who: &Actor,
        on: Date,
        event: HouseholdEvent,
    ) -> &'static str {
        let stream = self.households.get_mut(name).map(|shared| {
            shared.household.apply(Fact { event: event.clone(), by: who.id });
            if let Some((id, called)) = member.filter(|(id, _)| shared.names.iter().all(|(known, _)| known != id)) {
                shared.names.push((id, called.to_owned()));
            }
            shared.id.0
        });
        self.tell(stream.unwrap_or_default(), who, on, event)
    }

    /// The household follows an approval.
    pub(super) fn follow_household(&mut self, day: Date, who: &Actor, child: &str, award: AwardId) -> Result<Outcome, Stopped> {
        let member = self.subject(child);
        let belongs = self.households.iter().find(|(_, shared)| shared.household.member(member).is_some());
        let Some(name) = belongs.map(|(name, _)| name.clone()) else { return Ok(Outcome::default()) };
        let part = Part::Recipient { award };
        let command = RecordMember { member, part, since: day, instead_of: None, person: None, today: day };
        let event = HouseholdCommand::Follow(Box::new(command)).decide(&self.shared(&name)?.household, who)?;
        let told = self.on_household(&name, None, who, day, event);
        self.shown(day, &name, vec![told])
    }

    /// Everybody else of a child's household who is entitled.
    pub(super) fn sharing_of(&self, child: &str) -> Result<Option<Sharing>, Stopped> {
        let member = self.subject(child);
        let Some(shared) = self.households.values().find(|shared| shared.household.member(member).is_some()) else {
            return Ok(None);
        };
        let others = self.entitled(&shared.household)?.into_iter().filter(|one| one.id.0 != member);
        let with = others.map(|one| Sharer {
            member: one.id.0,
            scheme: one.scheme,
            individual_cap: one.individual_cap,
            validity: one.validity,
        });
        Ok(Some(Sharing { household: shared.id, with: with.collect() }))
    }

    fn entitled(&self, household: &Household) -> Result<Vec<Entitled>, Stopped> {
        let mut entitled = Vec::new();
        for (who, member) in household.ever() {
            match member.part {
                Part::Applicant { .. } => {}
                Part::Outside { cap, validity } => {
                    entitled.extend(days(validity, member).map(|validity| one(who, None, cap, validity, None)));
                }
                Part::Recipient { .. } => {
                    for award in &member.awards {
                        let (held, standing) = self.held(*award)?;
                        if standing.annulled {
                            continue;
                        }
                        let decided = standing.right.monthly_cap;
                        let cap = own_cap(&held.granted.conclusion, decided);
                        let days = days(standing.validity, member);
                        entitled.extend(days.map(|validity| one(who, Some(*award), cap, validity, Some(decided))));
                    }
                }
            }
        }
        Ok(entitled)
    }

    /// What was recorded, with whose cap follows and from when.
    fn shown(&self, day: Date, name: &str, told: Vec<&'static str>) -> Result<Outcome, Stopped> {
        let shared = self.shared(name)?;
        let mut entitled = self.entitled(&shared.household)?;
        entitled.retain(|one| one.validity.end() >= day);
        let set = RuleSet::current(&self.masters);
        let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::Change, applied: day }, masters: &self.masters };
        let mut trace = Trace::default();
        let changed = changes(&asked, &entitled, day, &mut trace).unwrap_or_default();
        let mut reasons: Vec<Reason> = trace.stored().iter().map(Reason::from).collect();
        reasons.dedup_by(|a, b| a.text == b.text);
        let called =
            |id: SubjectId| shared.names.iter().find(|(known, _)| *known == id).map_or("（不明）", |(_, name)| name.as_str());
        let notes = changed.iter().filter(|change| change.id.1.is_some()).map(|change| {
            let before = change.old.map_or_else(|| "なし".to_owned(), |old| old.to_string());
            format!("{}の上限額は {} から {}（いま {before}）：按分の変更が要る", called(change.id.0), change.from, change.new)
        });
        Ok(Outcome { told, notes: notes.collect(), reasons, ..Outcome::default() })
    }
}

fn one(who: SubjectId, award: Option<AwardId>, cap: Yen, validity: ValidityPeriod, decided: Option<Yen>) -> Entitled {
    let scheme = if award.is_some() { MedicalScheme::ChildChronic } else { MedicalScheme::Intractable };
    Recipient { id: (who, award), scheme, insurance: String::new(), individual_cap: cap, validity, decided }
}

/// 個人の上限額 of an award; a cap that was corrected since is taken as the individual one.
fn own_cap(granted: &Conclusion, decided: Yen) -> Yen {
    if decided == granted.monthly_cap { granted.individual_cap() } else { decided }
}

/// The days that count in the household.
fn days(validity: ValidityPeriod, member: &Member) -> Option<ValidityPeriod> {
    let end = member.last_day.map_or(validity.end(), |last| last.min(validity.end()));
    ValidityPeriod::new(validity.start(), end).ok()
}
