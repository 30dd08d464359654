//! A sitting of the review board (審査会の開催): scheduled, its agenda fixed after the cut-off, every case heard once, closed with minutes. What
//! was not heard by then waits for the next sitting; nothing falls between two of them.

mod refusal;

use std::collections::BTreeSet;

use events::ids::ApplicationId;
use events::sitting::{AgendaFixed, AgendaItem, CaseHeard, Closed, DiseaseVerdict, Scheduled, SittingEvent};
use events::vocabulary::{FreeText, OfficeCode, ShortText};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::refusal::SittingRefusal;

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// The most members that sit.
const MOST_MEMBERS: u8 = 20;

/// A sitting, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sitting {
    held_on: Option<Date>,
    cut_off_on: Option<Date>,
    seats: u8,
    agenda: Vec<AgendaItem>,
    heard: BTreeSet<ApplicationId>,
    closed: bool,
}

/// A command on a sitting. `today` is the day in Japan.
#[derive(Clone, PartialEq, Debug)]
pub enum SittingCommand {
    /// 開催を決める.
    Schedule {
        /// 開催日, today or later.
        held_on: Date,
        /// 締切日, at the latest the day of the sitting.
        cut_off_on: Date,
        /// 会場.
        venue: ShortText,
        /// 委員.
        members: Vec<ShortText>,
        /// Today.
        today: Date,
    },
    /// 議題を決める, from the cut-off on and until the first case was heard.
    FixAgenda {
        /// What waits.
        items: Vec<AgendaItem>,
        /// Today.
        today: Date,
    },
    /// 審査する.
    Hear {
        /// The case.
        application: ApplicationId,
        /// One a disease.
        verdicts: Vec<DiseaseVerdict>,
        /// Seats of those who keep out (除斥).
        recused: Vec<u8>,
        /// Today.
        today: Date,
    },
    /// 閉じる.
    Close {
        /// 議事録.
        minutes: FreeText,
        /// Seats of those who were absent.
        absent: Vec<u8>,
        /// Today.
        today: Date,
    },
}

impl Sitting {
    /// 開催日; none where there is no such sitting.
    pub const fn held_on(&self) -> Option<Date> {
        self.held_on
    }

    /// 締切日.
    pub const fn cut_off_on(&self) -> Option<Date> {
        self.cut_off_on
    }

    /// How many members sit.
    pub const fn seats(&self) -> u8 {
        self.seats
    }

    /// 議題.
    pub fn agenda(&self) -> &[AgendaItem] {
        &self.agenda
    }

    /// Whether this case was heard here.
    pub fn has_heard(&self, application: ApplicationId) -> bool {
        self.heard.contains(&application)
    }

    /// Whether it is over.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    fn open(&self) -> Result<Date, Refusal> {
        let held_on = self.held_on.ok_or(SittingRefusal::NoSuchSitting)?;
        if self.closed { Err(SittingRefusal::Closed.into()) } else { Ok(held_on) }
    }

    /// Somebody is left, and every seat named is one.
    fn somebody_sits_without(&self, out: &[u8]) -> Result<(), Refusal> {
        let out: BTreeSet<u8> = out.iter().copied().collect();
        let known = out.iter().all(|seat| (1..=self.seats).contains(seat));
        if known && out.len() < usize::from(self.seats) { Ok(()) } else { Err(SittingRefusal::NobodySits.into()) }
    }

    fn decide(&self, command: SittingCommand, who: &Actor) -> Result<SittingEvent, Refusal> {
        permit(who)?;
        match command {
            SittingCommand::Schedule { held_on, cut_off_on, venue, members, today } => {
                if self.held_on.is_some() {
                    return Err(SittingRefusal::AlreadyScheduled.into());
                }
                if held_on < today || cut_off_on > held_on {
                    return Err(SittingRefusal::Dates.into());
                }
                let seats = u8::try_from(members.len()).ok().filter(|seats| (1..=MOST_MEMBERS).contains(seats));
                let seats = seats.ok_or(SittingRefusal::Members)?;
                Ok(Scheduled { held_on, cut_off_on, venue, seats, members: Personal::Open(members) }.into())
            }
            SittingCommand::FixAgenda { items, today } => {
                self.open()?;
                match self.cut_off_on {
                    Some(cut_off) if today < cut_off => Err(SittingRefusal::CutOffAhead(cut_off).into()),
                    _ if !self.heard.is_empty() => Err(SittingRefusal::AgendaStands.into()),
                    _ if items.is_empty() => Err(SittingRefusal::AgendaEmpty.into()),
                    _ => Ok(AgendaFixed { items }.into()),
                }
            }
            SittingCommand::Hear { application, verdicts, recused, today } => {
                self.has_begun(today)?;
                if !self.agenda.iter().any(|item| item.application == application) || self.has_heard(application) {
                    return Err(SittingRefusal::NotOnAgenda.into());
                }
                self.somebody_sits_without(&recused)?;
                Ok(CaseHeard { application, verdicts, recused }.into())
            }
            SittingCommand::Close { minutes, absent, today } => {
                self.has_begun(today)?;
                self.somebody_sits_without(&absent)?;
                let cases = self.agenda.iter().map(|item| item.application);
                let carried_over = cases.filter(|application| !self.has_heard(*application)).collect();
                Ok(Closed { minutes: Personal::Open(minutes), absent, carried_over }.into())
            }
        }
    }

    fn has_begun(&self, today: Date) -> Result<(), Refusal> {
        let held_on = self.open()?;
        if today < held_on { Err(SittingRefusal::DayAhead(held_on).into()) } else { Ok(()) }
    }
}

/// Who prepares the board: its clerk, in the division.
fn permit(who: &Actor) -> Result<(), Refusal> {
    if who.role != StaffRole::BoardClerk {
        return Err(SittingRefusal::Role(StaffRole::BoardClerk.label()).into());
    }
    if who.office.is_some_and(OfficeCode::is_division) { Ok(()) } else { Err(Refusal::NotOfTheDivision) }
}

aggregate!(Sitting, "sitting", SittingCommand => SittingEvent);

impl Sitting {
    fn take(&mut self, fact: Fact<SittingEvent>) {
        match fact.event {
            SittingEvent::Scheduled(event) => {
                (self.held_on, self.cut_off_on, self.seats) = (Some(event.held_on), Some(event.cut_off_on), event.seats);
            }
            SittingEvent::AgendaFixed(event) => self.agenda = event.items,
            SittingEvent::CaseHeard(event) => {
                self.heard.insert(event.application);
            }
            SittingEvent::Closed(_) => self.closed = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::sitting::Verdict;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{TODAY, approver, board_clerk, checker, counter, text};

    const CASE: ApplicationId = ApplicationId(Uuid::from_u128(4));
    const OTHER: ApplicationId = ApplicationId(Uuid::from_u128(5));

    fn schedule(members: usize) -> SittingCommand {
        let member = || ShortText::parse("見本 委員").unwrap();
        SittingCommand::Schedule {
            held_on: TODAY,
            cut_off_on: TODAY.yesterday().unwrap(),
            venue: ShortText::parse("県庁").unwrap(),
            members: std::iter::repeat_with(member).take(members).collect(),
            today: TODAY,
        }
    }

    fn item(application: ApplicationId) -> AgendaItem {
        AgendaItem { application, diseases: vec!["02_01_001".parse().unwrap()] }
    }

    fn hear(application: ApplicationId, recused: Vec<u8>) -> SittingCommand {
        let verdicts = vec![DiseaseVerdict { disease: "02_01_001".parse().unwrap(), verdict: Verdict::Approve }];
        SittingCommand::Hear { application, verdicts, recused, today: TODAY }
    }

    fn close() -> SittingCommand {
        SittingCommand::Close { minutes: text("1件を審査した。"), absent: vec![2], today: TODAY }
    }

    fn agenda() -> SittingCommand {
        SittingCommand::FixAgenda { items: vec![item(CASE), item(OTHER)], today: TODAY }
    }

    fn after(commands: &[SittingCommand]) -> Sitting {
        let mut sitting = Sitting::default();
        for command in commands {
            let event = sitting.decide(command.clone(), &board_clerk()).unwrap();
            sitting.take(Fact { event, by: board_clerk().id });
        }
        sitting
    }

    fn refused(before: &[SittingCommand], command: SittingCommand) -> Option<Refusal> {
        after(before).decide(command, &board_clerk()).err()
    }

    #[test]
    fn what_was_not_heard_is_carried_over() {
        let given = [schedule(3), agenda(), hear(CASE, vec![1])];
        let Ok(SittingEvent::Closed(event)) = after(&given).decide(close(), &board_clerk()) else { panic!("closed") };
        assert_eq!(event.carried_over, [OTHER]);
    }

    #[test]
    fn a_case_is_heard_once_and_only_from_the_agenda() {
        let given = [schedule(3), agenda(), hear(CASE, vec![])];
        assert_eq!(refused(&given, hear(CASE, vec![])), Some(SittingRefusal::NotOnAgenda.into()));
        assert_eq!(refused(&given[..1], hear(CASE, vec![])), Some(SittingRefusal::NotOnAgenda.into()));
        assert_eq!(refused(&given, agenda()), Some(SittingRefusal::AgendaStands.into()));
        let over = [schedule(3), agenda(), hear(CASE, vec![]), close()];
        assert_eq!(refused(&over, hear(OTHER, vec![])), Some(SittingRefusal::Closed.into()));
        assert_eq!(refused(&over, close()), Some(SittingRefusal::Closed.into()));
    }

    #[test]
    fn somebody_must_sit() {
        let given = [schedule(2), agenda()];
        assert_eq!(refused(&given, hear(CASE, vec![1, 2])), Some(SittingRefusal::NobodySits.into()));
        assert_eq!(refused(&given, hear(CASE, vec![3])), Some(SittingRefusal::NobodySits.into()));
        assert_eq!(refused(&[], schedule(0)), Some(SittingRefusal::Members.into()));
        assert_eq!(refused(&[], schedule(21)), Some(SittingRefusal::Members.into()));
    }

    #[test]
    fn nothing_before_its_day() {
        let ahead = TODAY.tomorrow().unwrap();
        let SittingCommand::Schedule { venue, members, .. } = schedule(1) else { panic!("a schedule") };
        let on = |held_on, cut_off_on| SittingCommand::Schedule {
            held_on,
            cut_off_on,
            venue: venue.clone(),
            members: members.clone(),
            today: TODAY,
        };
        assert_eq!(refused(&[], on(TODAY.yesterday().unwrap(), TODAY)), Some(SittingRefusal::Dates.into()));
        assert_eq!(refused(&[], on(TODAY, ahead)), Some(SittingRefusal::Dates.into()));
        assert_eq!(refused(&[on(ahead, ahead)], agenda()), Some(SittingRefusal::CutOffAhead(ahead).into()));
        assert_eq!(refused(&[on(ahead, TODAY), agenda()], hear(CASE, vec![])), Some(SittingRefusal::DayAhead(ahead).into()));
        assert_eq!(refused(&[schedule(1)], schedule(1)), Some(SittingRefusal::AlreadyScheduled.into()));
        assert_eq!(refused(&[], agenda()), Some(SittingRefusal::NoSuchSitting.into()));
        let empty = SittingCommand::FixAgenda { items: Vec::new(), today: TODAY };
        assert_eq!(refused(&[schedule(1)], empty), Some(SittingRefusal::AgendaEmpty.into()));
    }

    #[test]
    fn each_command_is_the_board_clerks_alone() {
        let at_an_office = Actor { office: counter().office, ..board_clerk() };
        for command in [schedule(1), agenda(), hear(CASE, vec![]), close()] {
            for who in [counter(), checker(), approver()] {
                let refused =
                    TestFramework::<Sitting>::with(()).given_no_previous_events().when((who, command.clone())).inspect_result();
                assert_eq!(refused.err(), Some(SittingRefusal::Role("審査会事務").into()));
            }
            assert_eq!(Sitting::default().decide(command, &at_an_office), Err(Refusal::NotOfTheDivision));
        }
    }
}
