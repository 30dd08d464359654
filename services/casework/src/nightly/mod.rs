//! The nightly run (夜間処理): what about persons and cases somebody must look at. Once a night; what was found before is not found again, what is
//! no longer so is settled, and what staff closed stays closed.
//!
//! # Adding something to be found
//! Its kind in `events::nightly::TaskKind`, where it is found in a file beside this one, and how far it looks in `windows.rs`.

mod case;
mod designation;
mod person;
mod protected;
mod refusal;
mod split;
#[cfg(test)]
mod tests;
mod windows;

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::{ApplicationId, RecipientId};
use events::nightly::{Closed, Finding, Found, NightlyEvent, Outcome, Ran, Settled, TaskKind};
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use case::{OpenCase, about_case};
pub use designation::{Term, about_designation};
pub use person::{Covered, Person, RanOut, Renewal, about_person, ran_out};
pub use protected::{Protected, about_protection};
pub use refusal::NightlyRefusal;
pub use split::{Split, about_split, splits};
pub use windows::Windows;

use crate::designation::renewal_season;
use crate::rules::Masters;
use crate::{Fact, Refusal};

/// Findings in one event.
const IN_ONE_EVENT: usize = 500;

/// What a run has seen so far; it grows with what is found, not with what is looked at.
#[derive(Clone, Debug)]
pub struct Looking<'m> {
    night: Date,
    windows: Windows,
    /// The last days of designations that are looked at; none before the masters say so.
    season: Option<(Date, Date)>,
    masters: &'m Masters,
    findings: BTreeSet<Finding>,
    ran_out: Vec<RanOut>,
    renewals: BTreeMap<Renewal, u32>,
    persons: u32,
    cases: u32,
}

impl<'m> Looking<'m> {
    /// Begins to look.
    ///
    /// # Errors
    /// [`Refusal::MasterRow`] where a row that says how far to look is missing.
    pub fn on(night: Date, masters: &'m Masters) -> Result<Self, Refusal> {
        let windows = Windows::on(masters, night)?;
        let season = renewal_season(night, masters).ok();
        let (findings, renewals) = (BTreeSet::new(), BTreeMap::new());
        Ok(Self { night, windows, season, masters, findings, ran_out: Vec::new(), renewals, persons: 0, cases: 0 })
    }

    /// Looks at a person.
    pub fn person(&mut self, person: &Person) {
        let (found, renewal) = about_person(person, self.night, &self.windows);
        self.findings.extend(found);
        self.ran_out.extend(ran_out(person, self.night, &self.windows));
        *self.renewals.entry(renewal).or_default() += 1;
        self.persons += 1;
    }

    /// Looks at an open case.
    pub fn case(&mut self, case: &OpenCase) {
        self.findings.extend(about_case(case, self.night, &self.windows, self.masters));
        self.cases += 1;
    }

    /// Looks at a protection that stands.
    pub fn protection(&mut self, protected: &Protected) {
        self.findings.extend(about_protection(protected, self.night, &self.windows));
    }

    /// Looks at a designation.
    pub fn designation(&mut self, term: Term) {
        self.findings.extend(self.season.and_then(|season| about_designation(term, self.night, season)));
    }

    /// Looks at an award with a disease that was split.
    pub fn split(&mut self, split: &Split) {
        self.findings.insert(about_split(split));
    }

    /// Looks at a letter that came back and whose address nobody made sure of.
    pub fn returned(&mut self, about: ApplicationId, recipient: Option<RecipientId>, office: OfficeCode, on: Date) {
        self.findings.insert(Finding { kind: TaskKind::LetterReturned, about: about.0, recipient, office, day: on });
    }

    /// What stands open on the payments side: rows with something wrong, lines that were not taken, decisions on months that were taken back.
    pub fn payments(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Looks at an inquiry that nobody answered.
    pub fn asked(&mut self, about: ApplicationId, recipient: Option<RecipientId>, office: OfficeCode, due_on: Date) {
        if due_on < self.night {
            let kind = TaskKind::InquiryOverdue;
            self.findings.insert(Finding { kind, about: about.0, recipient, office, day: due_on });
        }
    }

    /// Looks at a case where what was set by hand does not count any more.
    pub fn lapsed(&mut self, about: ApplicationId, recipient: Option<RecipientId>, on: Date) {
        let (kind, office) = (TaskKind::OverrideLapsed, OfficeCode::DIVISION);
        self.findings.insert(Finding { kind, about: about.0, recipient, office, day: on });
    }

    /// What is so today.
    pub const fn findings(&self) -> &BTreeSet<Finding> {
        &self.findings
    }

    /// Awards that are to be ended before the night is told.
    pub fn ran_out(&self) -> &[RanOut] {
        &self.ran_out
    }

    /// The command that tells the night. `known` are the tasks that were ever found and not settled; `open` those of them that nobody closed;
    /// `ended` how many awards were ended.
    pub fn told(self, after: Option<Date>, known: &BTreeSet<Uuid>, open: &BTreeSet<Uuid>, ended: u32) -> NightlyCommand {
        let mut standing: BTreeMap<String, u32> = BTreeMap::new();
        for finding in &self.findings {
            *standing.entry(finding.kind.code().to_owned()).or_default() += 1;
        }
        let tasks: BTreeSet<Uuid> = self.findings.iter().map(Finding::task).collect();
        let found: Vec<Finding> = self.findings.into_iter().filter(|finding| !known.contains(&finding.task())).collect();
        let settled: Vec<Uuid> = open.difference(&tasks).copied().collect();
        let ran = Ran {
            night: self.night,
            after,
            persons: self.persons,
            cases: self.cases,
            standing,
            found: count(&found),
            settled: count(&settled),
            ended,
            renewals: Renewal::ALL
                .iter()
                .map(|group| (group.code().to_owned(), self.renewals.get(group).copied().unwrap_or(0)))
                .collect(),
        };
        NightlyCommand::Tell { found, settled, ran }
    }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// A command on a night, or on a task that a night found.
#[derive(Clone, PartialEq, Debug)]
pub enum NightlyCommand {
    /// 夜間処理の結果を記録する.
    Tell {
        /// For the first time.
        found: Vec<Finding>,
        /// No longer so.
        settled: Vec<Uuid>,
        /// The counts.
        ran: Ran,
    },
    /// 処理したこと、またはすることがないことを記録する.
    Close {
        /// The night on which it was found.
        night: Date,
        /// What was found.
        finding: Finding,
        /// How.
        outcome: Outcome,
        /// 理由.
        why: FreeText,
    },
}

/// A night, or a task, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Nightly {
    found: BTreeSet<Finding>,
    ran: bool,
    closed: bool,
}

impl Nightly {
    /// Whether the night is told.
    pub const fn has_run(&self) -> bool {
        self.ran
    }

    /// What was found with this id in this night.
    pub fn found(&self, task: Uuid) -> Option<Finding> {
        self.found.iter().copied().find(|finding| finding.task() == task)
    }

    /// Whether somebody closed it.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    fn decide(&self, command: NightlyCommand, who: &Actor) -> Result<Vec<NightlyEvent>, Refusal> {
        match command {
            NightlyCommand::Tell { .. } if self.ran => Err(NightlyRefusal::AlreadyTold.into()),
            NightlyCommand::Tell { found, settled, ran } => {
                let night = ran.night;
                let found = found.chunks(IN_ONE_EVENT).map(|part| Found { night, findings: part.to_vec() }.into());
                let settled = settled.chunks(IN_ONE_EVENT).map(|part| Settled { night, tasks: part.to_vec() }.into());
                Ok(found.chain(settled).chain([ran.into()]).collect())
            }
            NightlyCommand::Close { night, finding, outcome, why } => {
                permit(who, finding.office)?;
                if self.closed {
                    return Err(NightlyRefusal::AlreadyClosed.into());
                }
                Ok(vec![Closed { night, finding, outcome, why: Personal::Open(why) }.into()])
            }
        }
    }
}

/// Who closes a task: the office it belongs to, or the division.
fn permit(who: &Actor, office: OfficeCode) -> Result<(), Refusal> {
    if !matches!(who.role, StaffRole::Counter | StaffRole::Checker | StaffRole::Approver) {
        return Err(NightlyRefusal::Role.into());
    }
    let own = who.office.is_some_and(|mine| mine == office || mine.is_division());
    if own { Ok(()) } else { Err(NightlyRefusal::OtherOffice(office).into()) }
}

impl Aggregate for Nightly {
    const TYPE: &'static str = "nightly";
    type Command = (Actor, NightlyCommand);
    type Event = Fact<NightlyEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (who, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command, &who)? {
            sink.write(Fact { event, by: who.id }, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: Fact<NightlyEvent>) {
        match fact.event {
            NightlyEvent::Found(event) => self.found.extend(event.findings),
            NightlyEvent::Settled(_) => {}
            NightlyEvent::Ran(_) => self.ran = true,
            NightlyEvent::Closed(_) => self.closed = true,
        }
    }
}
