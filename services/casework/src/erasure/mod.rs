//! The erasure of a person (個人情報の消去): proposed by the administrator when the retention period is over, carried out by an approver.
//!
//! Two roles on purpose. The administrator looks after retention periods and sees numbers and dates, never names; the approver answers
//! for the records of the division and may look into them first. Nobody can do both, and a change of role in between does not help: the
//! one who carries out is never the one who proposed.

mod obstacle;
mod refusal;
mod term;

use events::erasure::{CarriedOut, Certified, ErasureEvent, Held, Proposed, Reapplied, Released, Withdrawn};
use events::ids::{KeyId, StaffId, SubjectId};
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::obstacle::Obstacle;
pub use self::refusal::ErasureRefusal;
pub use self::term::{Term, kept_until};
use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// What is known of a person's records when an erasure is proposed or carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Records {
    /// The person: a recipient, or an application that was refused.
    pub person: SubjectId,
    /// Everybody whose key would go.
    pub subjects: Vec<SubjectId>,
    /// The day on which the last entitlement ended; none while something is still under way.
    pub last_ended_on: Option<Date>,
    /// What still needs them.
    pub in_the_way: Vec<Obstacle>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
enum Stage {
    #[default]
    Kept,
    Proposed,
    Erased,
}

/// The erasure of one person, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Erasure {
    stage: Stage,
    held: bool,
    proposed_by: Option<StaffId>,
    subjects: Vec<SubjectId>,
    last_ended_on: Option<Date>,
    certified: bool,
}

/// A command on an erasure.
#[derive(Clone, PartialEq, Debug)]
pub enum ErasureCommand {
    /// Propose it.
    Propose {
        /// What is to be erased.
        records: Records,
        /// 保存年数.
        years: u8,
        /// Today in Japan.
        today: Date,
    },
    /// Take the proposal back.
    Withdraw(SubjectId, FreeText),
    /// Forbid it until further notice (法的保全).
    Hold(SubjectId, FreeText),
    /// Lift the hold.
    Release(SubjectId, FreeText),
    /// Carry it out.
    CarryOut {
        /// What is to be erased, as it is now.
        records: Records,
        /// The keys of these subjects.
        keys: Vec<KeyId>,
        /// 保存年数.
        years: u8,
        /// Today in Japan.
        today: Date,
        /// The cipher under which the data stays.
        algorithm: String,
        /// The day on which the last backup of the keys is past.
        key_backups_until: Date,
    },
    /// Say that the certificate is kept.
    Certify(Certified),
    /// Say that it was done again after a restore.
    Reapply(Reapplied),
}

impl Erasure {
    /// It was carried out: nobody can read the person's data.
    pub fn is_erased(&self) -> bool {
        self.stage == Stage::Erased
    }

    /// It is proposed and waits for the approver.
    pub fn is_proposed(&self) -> bool {
        self.stage == Stage::Proposed
    }

    /// It is forbidden until further notice.
    pub const fn is_held(&self) -> bool {
        self.held
    }

    /// Its certificate is kept.
    pub const fn is_certified(&self) -> bool {
        self.certified
    }

    /// Who proposed it.
    pub const fn proposed_by(&self) -> Option<StaffId> {
        self.proposed_by
    }

    /// The day on which the last entitlement ended, as the proposal says.
    pub(crate) const fn last_ended_on(&self) -> Option<Date> {
        self.last_ended_on
    }

    /// The years of keeping that lead from there to this day.
    pub(crate) fn years_until(&self, until: Date) -> Option<u8> {
        let ended = self.last_ended_on?;
        (0..=u8::MAX).find(|years| kept_until(ended, *years) == Some(until))
    }

    fn decide(&self, command: ErasureCommand, who: &Actor) -> Result<ErasureEvent, Refusal> {
        if self.is_erased() && !matches!(command, ErasureCommand::Certify(_)) {
            return Err(ErasureRefusal::AlreadyErased.into());
        }
        match command {
            ErasureCommand::Propose { records, years, today } => {
                permit(who, StaffRole::Administrator)?;
                if self.is_proposed() {
                    return Err(ErasureRefusal::AlreadyProposed.into());
                }
                let (last_ended_on, kept_until) = self.over(&records, years, today)?;
                let Records { person, subjects, .. } = records;
                Ok(Proposed { person, subjects, last_ended_on, kept_until, years }.into())
            }
            ErasureCommand::Withdraw(person, why) => {
                if who.role != StaffRole::Administrator {
                    permit(who, StaffRole::Approver)?;
                }
                self.must_be_proposed()?;
                Ok(Withdrawn { person, why: Personal::Open(why) }.into())
            }
            ErasureCommand::Hold(person, why) => {
                permit(who, StaffRole::Approver)?;
                if self.held { Err(ErasureRefusal::Held.into()) } else { Ok(Held { person, why: Personal::Open(why) }.into()) }
            }
            ErasureCommand::Release(person, why) => {
                permit(who, StaffRole::Approver)?;
                if self.held {
                    Ok(Released { person, why: Personal::Open(why) }.into())
                } else {
                    Err(ErasureRefusal::NotHeld.into())
                }
            }
            ErasureCommand::CarryOut { records, keys, years, today, algorithm, key_backups_until } => {
                permit(who, StaffRole::Approver)?;
                self.must_be_proposed()?;
                let Some(proposed_by) = self.proposed_by.filter(|proposer| *proposer != who.id) else {
                    return Err(ErasureRefusal::OwnProposal.into());
                };
                let (_, kept_until) = self.over(&records, years, today)?;
                if records.subjects != self.subjects {
                    return Err(ErasureRefusal::RecordsChanged.into());
                }
                let Records { person, subjects, .. } = records;
                Ok(CarriedOut { person, subjects, keys, proposed_by, kept_until, algorithm, key_backups_until }.into())
            }
            ErasureCommand::Certify(certified) if self.is_erased() && !self.certified => Ok(certified.into()),
            ErasureCommand::Certify(_) => Err(ErasureRefusal::AlreadyErased.into()),
            ErasureCommand::Reapply(reapplied) if who.role == StaffRole::Program => Ok(reapplied.into()),
            ErasureCommand::Reapply(_) => Err(Refusal::NeedsRole(StaffRole::Program.label())),
        }
    }

    fn must_be_proposed(&self) -> Result<(), Refusal> {
        if self.is_proposed() { Ok(()) } else { Err(ErasureRefusal::NotProposed.into()) }
    }

    /// Whether nothing stands in the way: last day of entitlement and of keeping.
    fn over(&self, records: &Records, years: u8, today: Date) -> Result<(Date, Date), Refusal> {
        if self.held {
            return Err(ErasureRefusal::Held.into());
        }
        if let Some(obstacle) = records.in_the_way.first() {
            return Err(ErasureRefusal::InTheWay(*obstacle).into());
        }
        let last_ended_on = records.last_ended_on.ok_or(ErasureRefusal::RecordsStillInUse)?;
        let kept_until = kept_until(last_ended_on, years).ok_or(ErasureRefusal::RecordsStillInUse)?;
        if today <= kept_until {
            Err(ErasureRefusal::RetentionNotOver(kept_until).into())
        } else {
            Ok((last_ended_on, kept_until))
        }
    }
}

/// Whether somebody acts in this role, and in the division where the role is one of it.
fn permit(who: &Actor, role: StaffRole) -> Result<(), Refusal> {
    if who.role != role {
        return Err(Refusal::NeedsRole(role.label()));
    }
    if who.office.is_some_and(OfficeCode::is_division) { Ok(()) } else { Err(Refusal::NotOfTheDivision) }
}

aggregate!(Erasure, "erasure", ErasureCommand => ErasureEvent);

impl Erasure {
    fn take(&mut self, fact: Fact<ErasureEvent>) {
        match fact.event {
            ErasureEvent::Proposed(event) => {
                (self.stage, self.proposed_by, self.subjects) = (Stage::Proposed, Some(fact.by), event.subjects);
                self.last_ended_on = Some(event.last_ended_on);
            }
            ErasureEvent::Withdrawn(_) => (self.stage, self.proposed_by, self.subjects) = (Stage::Kept, None, Vec::new()),
            ErasureEvent::Held(_) => self.held = true,
            ErasureEvent::Released(_) => self.held = false,
            ErasureEvent::CarriedOut(_) | ErasureEvent::Reapplied(_) => self.stage = Stage::Erased,
            ErasureEvent::Certified(_) => self.certified = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::ActorName;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::text;

    const TODAY: Date = date(2033, 4, 1);
    const PERSON: SubjectId = SubjectId(Uuid::from_u128(9));

    fn actor(id: u128, role: StaffRole) -> Actor {
        let name = ActorName::Program("sample".to_owned());
        Actor { id: StaffId(Uuid::from_u128(id)), name, role, office: OfficeCode::parse("00").ok() }
    }

    fn administrator() -> Actor {
        actor(1, StaffRole::Administrator)
    }

    fn approver() -> Actor {
        actor(2, StaffRole::Approver)
    }

    fn records() -> Records {
        let subjects = vec![PERSON, SubjectId(Uuid::from_u128(8))];
        Records { person: PERSON, subjects, last_ended_on: Some(date(2027, 9, 30)), in_the_way: Vec::new() }
    }

    fn propose(records: Records, today: Date) -> ErasureCommand {
        ErasureCommand::Propose { records, years: 5, today }
    }

    fn carry_out(records: Records) -> ErasureCommand {
        let keys = vec![KeyId(Uuid::from_u128(7))];
        let key_backups_until = date(2033, 5, 6);
        ErasureCommand::CarryOut {
            records,
            keys,
            years: 5,
            today: TODAY,
            algorithm: "XChaCha20-Poly1305".to_owned(),
            key_backups_until,
        }
    }

    fn proposed() -> Fact<ErasureEvent> {
        let Records { person, subjects, .. } = records();
        let (last_ended_on, kept_until) = (date(2027, 9, 30), date(2033, 3, 31));
        Fact::new(Proposed { person, subjects, last_ended_on, kept_until, years: 5 }, administrator().id)
    }

    fn carried_out() -> Fact<ErasureEvent> {
        let Records { person, subjects, .. } = records();
        let done = CarriedOut {
            person,
            subjects,
            keys: vec![KeyId(Uuid::from_u128(7))],
            proposed_by: administrator().id,
            kept_until: date(2033, 3, 31),
            algorithm: "XChaCha20-Poly1305".to_owned(),
            key_backups_until: date(2033, 5, 6),
        };
        Fact::new(done, approver().id)
    }

    fn held() -> Fact<ErasureEvent> {
        Fact::new(Held { person: PERSON, why: Personal::Open(text("審査請求")) }, approver().id)
    }

    fn after(events: Vec<Fact<ErasureEvent>>) -> cqrs_es::test::AggregateTestExecutor<Erasure> {
        TestFramework::<Erasure>::with(()).given(events)
    }

    #[test]
    fn one_proposes_and_another_carries_out() {
        after(vec![]).when((administrator(), propose(records(), TODAY))).then_expect_events(vec![proposed()]);
        after(vec![proposed()]).when((approver(), carry_out(records()))).then_expect_events(vec![carried_out()]);
    }

    #[test]
    fn nobody_does_both() {
        let refused = |role: StaffRole| Refusal::NeedsRole(role.label());
        after(vec![]).when((approver(), propose(records(), TODAY))).then_expect_error(refused(StaffRole::Administrator));
        after(vec![proposed()]).when((administrator(), carry_out(records()))).then_expect_error(refused(StaffRole::Approver));
        // Somebody who became an approver in the meantime.
        let promoted = actor(1, StaffRole::Approver);
        after(vec![proposed()]).when((promoted, carry_out(records()))).then_expect_error(ErasureRefusal::OwnProposal.into());
    }

    #[test]
    fn records_are_kept_to_the_end_of_the_period() {
        let eve = date(2033, 3, 31);
        after(vec![])
            .when((administrator(), propose(records(), eve)))
            .then_expect_error(ErasureRefusal::RetentionNotOver(eve).into());
        let open = Records { last_ended_on: None, ..records() };
        after(vec![]).when((administrator(), propose(open, TODAY))).then_expect_error(ErasureRefusal::RecordsStillInUse.into());
    }

    #[test]
    fn a_hold_stands_in_the_way_until_it_is_lifted() {
        after(vec![held()]).when((administrator(), propose(records(), TODAY))).then_expect_error(ErasureRefusal::Held.into());
        after(vec![proposed(), held()]).when((approver(), carry_out(records()))).then_expect_error(ErasureRefusal::Held.into());
        let released = Fact::new(Released { person: PERSON, why: Personal::Open(text("終わった")) }, approver().id);
        after(vec![held()])
            .when((approver(), ErasureCommand::Release(PERSON, text("終わった"))))
            .then_expect_events(vec![released.clone()]);
        after(vec![proposed(), held(), released])
            .when((approver(), carry_out(records())))
            .then_expect_events(vec![carried_out()]);
    }

    #[test]
    fn what_is_still_to_be_decided_stands_in_the_way_of_both() {
        for obstacle in [Obstacle::Redress, Obstacle::Claim, Obstacle::LinkedIsKept] {
            let busy = Records { in_the_way: vec![obstacle, Obstacle::Takeover], ..records() };
            let refused = ErasureRefusal::InTheWay(obstacle);
            after(vec![]).when((administrator(), propose(busy.clone(), TODAY))).then_expect_error(refused.clone().into());
            after(vec![proposed()]).when((approver(), carry_out(busy))).then_expect_error(refused.into());
        }
    }

    #[test]
    fn what_came_later_needs_another_proposal() {
        let mut more = records();
        more.subjects.push(SubjectId(Uuid::from_u128(77)));
        after(vec![proposed()]).when((approver(), carry_out(more))).then_expect_error(ErasureRefusal::RecordsChanged.into());
        let withdrawn = Fact::new(Withdrawn { person: PERSON, why: Personal::Open(text("数え直す")) }, administrator().id);
        after(vec![proposed(), withdrawn])
            .when((approver(), carry_out(records())))
            .then_expect_error(ErasureRefusal::NotProposed.into());
    }

    #[test]
    fn erased_is_for_ever() {
        after(vec![proposed(), carried_out()])
            .when((administrator(), propose(records(), TODAY)))
            .then_expect_error(ErasureRefusal::AlreadyErased.into());
    }
}
