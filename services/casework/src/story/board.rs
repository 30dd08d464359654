//! The review board of a story: its sittings, and what it says of a case, told to the sitting and to the application at once.

use std::collections::BTreeMap;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::Actor;
use events::ids::{SittingId, named_stream};
use events::sitting::{AgendaItem, DiseaseVerdict, Verdict};
use events::vocabulary::{DiseaseId, ShortText};
use jiff::civil::Date;

use super::applying::words;
use super::told::{Outcome, Stopped};
use super::world::World;
use crate::application::commands::{HearBoard, Opinion, PutBeforeBoard};
use crate::application::{Action, permit};
use crate::history::at_once;
use crate::sitting::{Sitting, SittingCommand};

impl World {
    pub(super) fn put_before_board(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        self.on_case(day, who, name, PutBeforeBoard { who: who.clone(), why: words()? })
    }

    pub(super) fn schedule(
        &mut self,
        day: Date,
        who: &Actor,
        name: &str,
        held_on: Date,
        cut_off_on: Date,
    ) -> Result<Outcome, Stopped> {
        let written = |text: &str| ShortText::parse(text).map_err(|error| Stopped::Story(error.to_string()));
        let members = vec![written("見本 委員")?; 3];
        let command = SittingCommand::Schedule { held_on, cut_off_on, venue: written("見本会場")?, members, today: day };
        self.sittings
            .entry(name.to_owned())
            .or_insert_with(|| (SittingId(named_stream(&format!("story/sitting/{name}"))), Sitting::default()));
        let scheduled = self.on_sitting(day, who, name, command);
        if scheduled.is_err() {
            self.sittings.retain(|_, (_, sitting)| sitting.held_on().is_some());
        }
        scheduled
    }

    pub(super) fn agenda(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        let waiting = self.cases.values().filter(|case| permit(Action::HearBoard, &case.application, who).is_ok());
        let items: Vec<AgendaItem> = waiting
            .map(|case| AgendaItem { application: case.id, diseases: case.application.board().open().iter().copied().collect() })
            .collect();
        let notes = vec![format!("議題 {}件", items.len())];
        let fixed = self.on_sitting(day, who, name, SittingCommand::FixAgenda { items, today: day })?;
        Ok(fixed.and(Outcome { notes, ..Outcome::default() }))
    }

    pub(super) fn hear(
        &mut self,
        day: Date,
        who: &Actor,
        sitting: &str,
        name: &str,
        verdicts: &BTreeMap<DiseaseId, Verdict>,
    ) -> Result<Outcome, Stopped> {
        let (id, state) = self.sitting(sitting)?;
        let held_on = state.held_on().unwrap_or(day);
        let case = self.case(name)?;
        let remark = words()?;
        let opinions = verdicts.iter().map(|(disease, verdict)| Opinion {
            disease: *disease,
            verdict: *verdict,
            remark: (*verdict != Verdict::Approve).then(|| remark.clone()),
        });
        let opinion = HearBoard { who: who.clone(), sitting: id, held_on, opinions: opinions.collect() };
        let said = opinion.decide(&case.application)?;
        let verdicts = verdicts.iter().map(|(disease, verdict)| DiseaseVerdict { disease: *disease, verdict: *verdict });
        let command =
            SittingCommand::Hear { application: case.id, verdicts: verdicts.collect(), recused: Vec::new(), today: day };
        let heard = self.on_sitting(day, who, sitting, command)?;
        Ok(heard.and(self.take(name, who, held_on, said)?))
    }

    pub(super) fn close(&mut self, day: Date, who: &Actor, name: &str) -> Result<Outcome, Stopped> {
        self.on_sitting(day, who, name, SittingCommand::Close { minutes: words()?, absent: Vec::new(), today: day })
    }

    fn sitting(&self, name: &str) -> Result<(SittingId, &Sitting), Stopped> {
        let known = self.sittings.get(name).map(|(id, sitting)| (*id, sitting));
        known.ok_or_else(|| Stopped::Story(format!("審査会「{name}」は、この行までに登録していません。")))
    }

    fn on_sitting(&mut self, day: Date, who: &Actor, name: &str, command: SittingCommand) -> Result<Outcome, Stopped> {
        let (id, sitting) = self.sitting(name)?;
        let mut trial = sitting.clone();
        let sink = EventSink::default();
        let wait = || Stopped::Story("審査会を扱えません。".to_owned());
        at_once(trial.handle((who.clone(), command), &(), &sink)).ok_or_else(wait)??;
        let facts = at_once(sink.collect()).ok_or_else(wait)?;
        self.sittings.insert(name.to_owned(), (id, trial));
        let told = facts.into_iter().map(|fact| self.tell(id.0, who, day, fact.event)).collect();
        Ok(Outcome { told, ..Outcome::default() })
    }
}
