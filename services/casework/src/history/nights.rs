//! Nights (夜間処理): each is told once, and what is closed was found in one.

use cqrs_es::Aggregate as _;
use events::nightly::{NightlyEvent, stream_of};

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::nightly::{NightlyCommand, NightlyRefusal};
use crate::{Fact, Refusal};

impl Histories {
    pub(super) fn night(&mut self, event: &NightlyEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        if let NightlyEvent::Closed(closed) = event {
            let (night, finding, outcome) = (closed.night, closed.finding, closed.outcome);
            let found = self.nights.get(&stream_of(night)).and_then(|told| told.found(at.stream));
            let command = NightlyCommand::Close { night, finding, outcome, why: dash()? };
            let lawful = alike(self.nights.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id);
            return if found == Some(finding) { lawful } else { lawful.and(Err(Unlawful::Groundless)) };
        }
        let night = self.nights.entry(at.stream).or_default();
        let over = night.has_run();
        night.apply(Fact { event: event.clone(), by: at.who.id });
        if over { Err(Refusal::from(NightlyRefusal::AlreadyTold).into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::nightly::{Closed, Finding, Found, Outcome, Ran, TaskKind};
    use jiff::civil::{Date, date};
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{checker, text};

    const NIGHT: Date = date(2026, 8, 1);

    fn finding() -> Finding {
        let office = events::vocabulary::OfficeCode::parse("01").unwrap();
        Finding { kind: TaskKind::Stuck, about: Uuid::from_u128(4), recipient: None, office, day: NIGHT }
    }

    fn follow(histories: &mut Histories, stream: Uuid, event: impl Into<NightlyEvent>) -> Result<(), Unlawful> {
        histories.night(&event.into(), Standing { stream, who: &checker(), on: NIGHT })
    }

    fn closed() -> Closed {
        Closed { night: NIGHT, finding: finding(), outcome: Outcome::Done, why: Personal::Open(text("－")) }
    }

    #[test]
    fn a_night_told_twice_and_a_task_that_nobody_found_could_not_have_come_about() {
        let mut histories = Histories::default();
        let (night, task) = (stream_of(NIGHT), finding().task());
        assert_eq!(follow(&mut histories, task, closed()), Err(Unlawful::Groundless));
        let mut histories = Histories::default();
        assert_eq!(follow(&mut histories, night, Found { night: NIGHT, findings: vec![finding()] }), Ok(()));
        let (standing, renewals) = Default::default();
        let ran = Ran { night: NIGHT, after: None, persons: 0, cases: 1, standing, found: 1, settled: 0, ended: 0, renewals };
        assert_eq!(follow(&mut histories, night, ran.clone()), Ok(()));
        assert_eq!(follow(&mut histories, night, ran), Err(Refusal::from(NightlyRefusal::AlreadyTold).into()));
        assert_eq!(follow(&mut histories, task, closed()), Ok(()));
        assert_eq!(follow(&mut histories, task, closed()), Err(Refusal::from(NightlyRefusal::AlreadyClosed).into()));
    }
}
