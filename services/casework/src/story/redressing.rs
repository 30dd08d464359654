//! Revocation and correction (取消・訂正) in a story: proposed by one hand, decided by another, with what follows for money and card.

use events::award::{Corrected, Money, MonthTotal, Redress, RedressDropped, RedressProposed, RevocationGround, Revoked, Right};
use events::ids::{AwardId, EventId, named_stream};
use events::vocabulary::{ProcedureKind, ValidityPeriod, Yen, age};
use events::{Actor, Personal};
use jiff::civil::Date;

use super::applying::words;
use super::line::Correcting;
use super::told::{Outcome, Reason, Stopped};
use super::world::World;
use crate::Refusal;
use crate::award::{AwardCommand, Bounds, RedressRefusal, Standing, admit, money};
use crate::rules::cap::{CapFacts, cap};
use crate::rules::own_share::OwnShare;
use crate::rules::version::Dates;
use crate::rules::{Input, RuleSet, Stop, Trace};

/// The event that a redress of the award corrects.
fn said(award: AwardId) -> EventId {
    EventId(named_stream(&format!("story/said/{award}")))
}

impl World {
    fn award_of(&self, case: &str) -> Result<AwardId, Stopped> {
        Ok(self.case(case)?.application.award().ok_or(Refusal::NoSuchAward)?)
    }

    pub(super) fn propose_revocation(
        &mut self,
        day: Date,
        who: &Actor,
        case: &str,
        ground: RevocationGround,
        from: Option<Date>,
    ) -> Result<Outcome, Stopped> {
        let award = self.award_of(case)?;
        let from = from.unwrap_or(self.held(award)?.1.validity.start());
        self.propose(day, who, award, Redress::Revoke { ground, from }, &[])
    }

    pub(super) fn propose_correction(&mut self, day: Date, who: &Actor, told: &Correcting) -> Result<Outcome, Stopped> {
        let award = self.award_of(&told.case)?;
        let standing = self.held(award)?.1;
        let validity =
            ValidityPeriod::new(told.start.unwrap_or(standing.validity.start()), told.end.unwrap_or(standing.validity.end()))
                .map_err(|error| Stopped::Refused(error.to_string(), Outcome::default()))?;
        let right = Right {
            validity,
            tier: told.tier.or(standing.right.tier),
            severity: told.severity.unwrap_or(standing.right.severity),
            ..standing.right
        };
        let (monthly_cap, reasons) = self.cap_of(&right)?;
        let redress = Redress::Correct {
            ground: told.ground,
            from: told.from.unwrap_or(validity.start()),
            right: Right { monthly_cap, ..right },
        };
        let months: Vec<MonthTotal> =
            told.months.iter().map(|(month, total)| MonthTotal { month: *month, total: *total }).collect();
        let outcome = self.propose(day, who, award, redress, &months)?;
        Ok(Outcome { reasons, ..Outcome::default() }.and(outcome))
    }

    /// The cap of the masters on the first day of the corrected right.
    fn cap_of(&self, right: &Right) -> Result<(Yen, Vec<Reason>), Stopped> {
        let day = right.validity.start();
        let facts = CapFacts {
            date: Ok(day),
            tier: right.tier.ok_or_else(|| Stop::Missing("tier".to_owned())),
            severity: Input::Known(right.severity),
            haemophilia: Ok(right.haemophilia),
        };
        let mut trace = Trace::default();
        let dates = Dates { kind: ProcedureKind::Change, applied: day };
        let found = cap(&RuleSet::current(&self.masters), &dates, &facts, &self.masters, &mut trace);
        let found = found.map_err(|_| Refusal::from(RedressRefusal::NoCap))?;
        Ok((found, trace.stored().iter().map(Reason::from).collect()))
    }

    fn propose(
        &mut self,
        day: Date,
        who: &Actor,
        award: AwardId,
        redress: Redress,
        months: &[MonthTotal],
    ) -> Result<Outcome, Stopped> {
        let (held, standing) = self.held(award)?;
        let proposed = RedressProposed {
            recipient: standing.recipient,
            application: standing.application,
            corrects: said(award),
            redress,
            months: Personal::Open(months.to_vec()),
            why: Personal::Open(words()?),
        };
        let event = AwardCommand::Propose(who.clone(), Box::new(proposed)).decide(&held.award)?;
        let money = self.money_of(day, award, &redress, months)?;
        let told = vec![self.on_award(award, who, redress.from(), event)];
        if let Some(held) = self.awards.get_mut(&award) {
            held.months = months.to_vec();
        }
        Ok(Outcome { told, notes: spoken(&money), ..Outcome::default() })
    }

    fn money_of(&self, day: Date, award: AwardId, redress: &Redress, months: &[MonthTotal]) -> Result<Money, Stopped> {
        let standing = self.held(award)?.1;
        admit(redress, &standing, &self.bounds(day, award, &standing)?)?;
        let share = OwnShare::on(&self.masters, redress.from()).map_err(|stop| Stopped::Story(format!("{stop:?}")))?;
        Ok(money(redress, &standing, months, (day, share))?)
    }

    fn bounds(&self, today: Date, award: AwardId, standing: &Standing) -> Result<Bounds, Stopped> {
        let held = self.held(award)?.0;
        let case = self.case(&held.case)?;
        let applied = case.application.application_date().ok_or(Refusal::NoSuchApplication)?;
        let value = |key: &str, day, default| self.masters.program.at(key, day).map_or(default, |row| row.value.value);
        let years = u16::try_from(value("age_limit.end", applied, 20)).unwrap_or(20);
        let eve = age::birthday(case.form.child.birth_date, years).and_then(|day| day.yesterday().ok());
        let earlier = case.application.starting_from().and_then(|earlier| self.awards.get(&earlier)?.award.standing());
        let earlier = earlier.filter(|earlier| !earlier.annulled && standing.replaces.is_none());
        Ok(Bounds {
            today,
            kind: held.granted.kind,
            applied,
            back_years: value("redress.back_years", today, 5),
            late_months: value("redress.late_months", applied, 0),
            longest_months: value("end.longest_months", applied, 15),
            eligible_until: eve.unwrap_or(Date::MAX),
            earlier_end: earlier.map(|earlier| earlier.validity.end()),
            followed: self.followed.contains(&self.first_of(award)),
        })
    }

    pub(super) fn drop_redress(&mut self, day: Date, who: &Actor, case: &str) -> Result<Outcome, Stopped> {
        let award = self.award_of(case)?;
        let (held, standing) = self.held(award)?;
        let (recipient, application) = (standing.recipient, standing.application);
        let dropped = RedressDropped { recipient, application, why: Personal::Open(words()?) };
        let event = AwardCommand::Drop(who.clone(), Box::new(dropped)).decide(&held.award)?;
        Ok(Outcome { told: vec![self.on_award(award, who, day, event)], ..Outcome::default() })
    }

    pub(super) fn decide_redress(&mut self, day: Date, who: &Actor, case: &str) -> Result<Outcome, Stopped> {
        let award = self.award_of(case)?;
        let (held, standing) = self.held(award)?;
        let proposal = held.award.proposal().ok_or(Refusal::from(RedressRefusal::NothingWaits))?;
        let (months, proposed_by, redress) = (held.months.clone(), proposal.by, proposal.redress);
        let found = self.money_of(day, award, &redress, &months)?;
        let (recipient, application, corrects) = (standing.recipient, standing.application, said(award));
        let (decided_on, notes) = (day, spoken(&found));
        let (money, why) = (Personal::Open(found), Personal::Open(words()?));
        let (command, letter) = match redress {
            Redress::Revoke { ground, from } => {
                let revoked = Revoked { recipient, application, corrects, proposed_by, ground, from, decided_on, money, why };
                (AwardCommand::Revoke(who.clone(), Box::new(revoked)), "支給認定取消通知書")
            }
            Redress::Correct { ground, from, right } => {
                let corrected =
                    Corrected { recipient, application, corrects, proposed_by, ground, from, decided_on, right, money, why };
                (AwardCommand::Correct(who.clone(), Box::new(corrected)), "支給認定訂正通知書")
            }
        };
        let event = command.decide(&self.held(award)?.0.award)?;

        // Nothing refuses from here on.
        let mut outcome = Outcome { notes, letters: vec![letter.to_owned()], ..Outcome::default() };
        outcome.told.push(self.on_award(award, who, redress.from(), event));
        let standing = self.held(award)?.1;
        if standing.annulled
            && let Some(earlier) = self.case(case)?.application.starting_from()
        {
            // What was taken back from its first day on follows no more: the family may renew again.
            let chain = self.first_of(earlier);
            self.followed.remove(&chain);
        }
        let open = standing.ended.is_none();
        if let Some(held) = self.awards.get_mut(&award).filter(|held| held.card_counts || open) {
            if held.card_counts {
                outcome.notes.push(format!("{}枚目の受給者証は無効", held.card));
            }
            if open {
                held.card += 1;
                outcome.letters.push(format!("受給者証（{}枚目）", held.card));
            }
            held.card_counts = open;
        }
        Ok(outcome)
    }
}

/// What follows for money, in words.
fn spoken(money: &Money) -> Vec<String> {
    let mut notes: Vec<String> = money
        .known
        .iter()
        .map(|one| {
            let difference = one.due.amount() - one.paid.amount();
            let what = match difference {
                0 => "差額なし".to_owned(),
                more if more > 0 => format!("返還 {more}円"),
                less => format!("支給 {}円", less.abs()),
            };
            format!("{}月分 払った額 {}、払うべき額 {}：{what}", one.month.month(), one.paid, one.due)
        })
        .collect();
    if !money.unknown.is_empty() {
        notes.push(format!("管理票がまだない月 {}か月（金額はこれから）", money.unknown.len()));
    }
    notes
}
