//! A sitting of the review board (審査会の開催): scheduled, its agenda fixed after the cut-off, every case heard once, closed with minutes. What
//! was not heard by then waits for the next sitting; nothing falls between two of them. Until the first case is heard it can be moved, its
//! cases with it, or called off.

mod command;
mod minutes;
mod refusal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use events::ids::ApplicationId;
use events::sitting::{AgendaFixed, AgendaItem, Cancelled, CaseHeard, Closed, Moved, PapersIssued, Scheduled, SittingEvent};
use events::vocabulary::{OfficeCode, ShortText};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::command::SittingCommand;
pub use self::minutes::{Edition, Minutes};
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
    venue: Option<ShortText>,
    seats: u8,
    agenda: Vec<AgendaItem>,
    heard: BTreeSet<ApplicationId>,
    absent: BTreeSet<u8>,
    papers: u16,
    papers_stand: bool,
    closed: bool,
    cancelled: bool,
    minutes: Minutes,
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

    /// Whether it was called off.
    pub const fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Whether a case was heard: from then on day, place and agenda stand.
    pub fn has_begun_to_hear(&self) -> bool {
        !self.heard.is_empty()
    }

    /// The newest edition of the papers; 0 where none was issued.
    pub const fn papers(&self) -> u16 {
        self.papers
    }

    /// Whether the newest edition says what the sitting is to be: it was neither moved nor given another agenda since.
    pub const fn papers_stand(&self) -> bool {
        self.papers_stand
    }

    /// 議事録.
    pub const fn minutes(&self) -> &Minutes {
        &self.minutes
    }

    /// Seats of those who sat, once it is closed.
    pub fn present(&self) -> Vec<u8> {
        (1..=self.seats).filter(|seat| self.sat(*seat)).collect()
    }

    fn sat(&self, seat: u8) -> bool {
        self.closed && (1..=self.seats).contains(&seat) && !self.absent.contains(&seat)
    }

    fn open(&self) -> Result<Date, Refusal> {
        let held_on = self.held_on.ok_or(SittingRefusal::NoSuchSitting)?;
        match (self.closed, self.cancelled) {
            (_, true) => Err(SittingRefusal::Cancelled.into()),
            (true, _) => Err(SittingRefusal::Closed.into()),
            _ => Ok(held_on),
        }
    }

    /// Somebody is left, and every seat named is one.
    fn somebody_sits_without(&self, out: &[u8]) -> Result<(), Refusal> {
        let out: BTreeSet<u8> = out.iter().copied().collect();
        let known = out.iter().all(|seat| (1..=self.seats).contains(seat));
        if known && out.len() < usize::from(self.seats) { Ok(()) } else { Err(SittingRefusal::NobodySits.into()) }
    }

    fn decide(&self, command: SittingCommand, who: &Actor) -> Result<SittingEvent, Refusal> {
        permit(who, &command)?;
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
            SittingCommand::Move { held_on, cut_off_on, venue, why, today } => {
                self.open()?;
                match (self.held_on, self.cut_off_on) {
                    _ if self.has_begun_to_hear() => Err(SittingRefusal::DayStands.into()),
                    _ if held_on < today || cut_off_on > held_on => Err(SittingRefusal::Dates.into()),
                    (Some(day), Some(cut_off))
                        if (day, cut_off) == (held_on, cut_off_on) && self.venue.as_ref() == Some(&venue) =>
                    {
                        Err(SittingRefusal::NothingMoved.into())
                    }
                    _ => Ok(Moved { held_on, cut_off_on, venue, why: Personal::Open(why) }.into()),
                }
            }
            SittingCommand::Cancel { why } => {
                self.open()?;
                if self.has_begun_to_hear() {
                    return Err(SittingRefusal::HeardAlready.into());
                }
                let waiting = self.agenda.iter().map(|item| item.application).collect();
                Ok(Cancelled { why: Personal::Open(why), waiting }.into())
            }
            SittingCommand::IssuePapers { sheets } => {
                self.open()?;
                let of_agenda = sheets.iter().map(|sheet| sheet.application).eq(self.agenda.iter().map(|item| item.application));
                if sheets.is_empty() || !of_agenda {
                    return Err(SittingRefusal::NoAgenda.into());
                }
                Ok(PapersIssued { edition: self.papers.saturating_add(1), sheets }.into())
            }
            SittingCommand::WriteMinutes { chair, why, content, document } => self.write_minutes(chair, why, (content, document)),
            SittingCommand::ApproveMinutes { edition, seat, on, today } => {
                self.approve_minutes((edition, seat), (on, today), who)
            }
        }
    }

    fn has_begun(&self, today: Date) -> Result<(), Refusal> {
        let held_on = self.open()?;
        if today < held_on { Err(SittingRefusal::DayAhead(held_on).into()) } else { Ok(()) }
    }
}

/// Who prepares the board: its clerk, in the division. What the members say of the minutes is recorded by the clerk or an approver.
fn permit(who: &Actor, command: &SittingCommand) -> Result<(), Refusal> {
    let approves = who.role == StaffRole::Approver && matches!(command, SittingCommand::ApproveMinutes { .. });
    if who.role != StaffRole::BoardClerk && !approves {
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
                self.venue = Some(event.venue);
            }
            SittingEvent::AgendaFixed(event) => (self.agenda, self.papers_stand) = (event.items, false),
            SittingEvent::CaseHeard(event) => {
                self.heard.insert(event.application);
            }
            SittingEvent::Closed(event) => (self.closed, self.absent) = (true, event.absent.into_iter().collect()),
            SittingEvent::Moved(event) => {
                (self.held_on, self.cut_off_on) = (Some(event.held_on), Some(event.cut_off_on));
                (self.venue, self.papers_stand) = (Some(event.venue), false);
            }
            SittingEvent::Cancelled(_) => (self.cancelled, self.papers_stand) = (true, false),
            SittingEvent::PapersIssued(event) => (self.papers, self.papers_stand) = (event.edition, true),
            SittingEvent::MinutesWritten(event) => {
                let alone = self.present().len() == 1;
                self.minutes.written(&event, fact.by, alone);
            }
            SittingEvent::MinutesApproved(event) => self.minutes.approved(&event, fact.by),
        }
    }
}
