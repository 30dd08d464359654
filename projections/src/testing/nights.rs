//! A night about each case: something found, then closed or settled.

use std::collections::BTreeMap;

use events::nightly::{Closed, Finding, Found, NightlyEvent, Outcome, Ran, Settled, TaskKind};
use events::{Event, StaffRole};
use jiff::Span;
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, office, text};

impl CaseNo {
    fn night(self) -> Date {
        date(2026, 12, 1).saturating_add(Span::new().days(i64::from(self.0)))
    }

    fn finding(self) -> Finding {
        Finding {
            kind: TaskKind::ALL[self.0 as usize % TaskKind::ALL.len()],
            about: self.award().0,
            recipient: Some(self.recipient()),
            office: office("01"),
            day: self.night(),
        }
    }

    pub(crate) fn nights(self) -> [Line; 3] {
        let (night, finding) = (self.night(), self.finding());
        let ran = Ran {
            night,
            after: night.yesterday().ok(),
            persons: 1,
            cases: self.0,
            standing: BTreeMap::from([(finding.kind.code().to_owned(), 1)]),
            found: 1,
            settled: 0,
            ended: self.0 % 3,
            renewals: BTreeMap::from([("asked".to_owned(), 1)]),
        };
        let end = if self.0.is_multiple_of(2) {
            Closed { night, finding, outcome: Outcome::Dismissed, why: text("県外に移る予定のため") }.into()
        } else {
            Settled { night, tasks: vec![finding.task()] }.into()
        };
        [Found { night, findings: vec![finding] }.into(), ran.into(), end].map(|event| self.told_by_night(event))
    }

    fn told_by_night(self, event: NightlyEvent) -> Line {
        let stream = match &event {
            NightlyEvent::Closed(_) => self.finding().task(),
            _ => events::nightly::stream_of(self.night()),
        };
        Line { stream, ..self.line(1, StaffRole::Counter, self.night(), Event::Nightly(event)) }
    }
}
