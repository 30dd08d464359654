//! The review board of the year: it sits on the third Wednesday of a month and hears whatever waits a week before.

use std::collections::BTreeMap;

use casework::rules::office_days;
use casework::story::Act;
use events::sitting::Verdict;
use jiff::civil::{Date, Weekday};

use super::cases::Step;
use super::{Due, Year, YearError, earlier, later};

/// Days ahead in which a sitting is called.
const AHEAD: u32 = 21;
/// Days before the sitting on which its agenda is fixed.
const CUT_OFF: i64 = 7;

/// The next sitting.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    name: String,
    held_on: Date,
    cut_off_on: Date,
    /// Cases on its agenda, once that is fixed.
    agenda: Option<Vec<String>>,
}

impl Year {
    /// Calls, prepares or holds the next sitting where its day has come.
    pub(super) fn board(&mut self) -> Result<(), YearError> {
        let Some(ahead) = self.sitting.clone() else { return self.call() };
        if ahead.agenda.is_none() && self.today >= ahead.cut_off_on {
            let waiting = self.waiting();
            let fixed = !waiting.is_empty() && self.play(Act::Agenda { sitting: ahead.name.clone() })?;
            let agenda = if fixed { waiting } else { Vec::new() };
            self.sitting = Some(Ahead { agenda: Some(agenda), ..ahead });
        } else if self.today >= ahead.held_on {
            self.hold(&ahead)?;
            self.sitting = None;
        }
        Ok(())
    }

    fn call(&mut self) -> Result<(), YearError> {
        let held_on = self.third_wednesday(later(self.today, AHEAD));
        let cut_off_on = earlier(held_on, CUT_OFF);
        let name = format!("{held_on}の審査会");
        if self.play(Act::Schedule { sitting: name.clone(), held_on, cut_off_on })? {
            self.sitting = Some(Ahead { name, held_on, cut_off_on, agenda: None });
        }
        Ok(())
    }

    /// The third Wednesday of the month of a day, or of the next month where it is over; the next office day where that is none.
    fn third_wednesday(&self, from: Date) -> Date {
        let third = |month: Date| {
            let first = (0..7).map(|after| later(month, after)).find(|day| day.weekday() == Weekday::Wednesday);
            later(first.unwrap_or(month), 14)
        };
        let this = third(from.first_of_month());
        let mut day = if this >= from { this } else { third(later(from.last_of_month(), 1)) };
        while !office_days::is_open(self.world.masters(), day) {
            day = later(day, 1);
        }
        day
    }

    /// Cases that wait for the board.
    fn waiting(&self) -> Vec<String> {
        let waits = |name: &&String| self.world.application(name).is_some_and(|(_, application)| application.board().awaits());
        self.cases.keys().filter(waits).cloned().collect()
    }

    fn hold(&mut self, ahead: &Ahead) -> Result<(), YearError> {
        for name in ahead.agenda.iter().flatten() {
            let Some(case) = self.cases.get(name).cloned() else { continue };
            let verdict = match self.dice.below(20) {
                0 => Verdict::Defer,
                1..=4 => Verdict::Refuse,
                _ => Verdict::Approve,
            };
            let diseases = self.families[case.family].diseases();
            let verdicts: BTreeMap<_, _> = diseases.into_iter().map(|disease| (disease, verdict)).collect();
            let heard = Act::Hear { sitting: ahead.name.clone(), case: name.clone(), verdicts };
            if !self.play(heard)? {
                continue;
            }
            match verdict {
                Verdict::Approve => self.soon((1, 4), name, Step::Examine),
                Verdict::Refuse => self.soon((1, 6), name, Step::Refuse),
                // The doctor answered; the next sitting hears it again.
                Verdict::Defer => self.put(5, Due::Step(name.clone(), Step::TakeUpAgain)),
            }
        }
        self.play(Act::Close { sitting: ahead.name.clone() }).map(drop)
    }
}
