//! A note (メモ): written once by somebody who works on cases. What is wrong in it is put right by another note that names it.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::{ApplicationId, NoteId, RecipientId};
use events::note::{NoteEvent, Written};
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal};

/// A note, folded from its event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Note {
    on: Option<ApplicationId>,
}

/// Write a note.
#[derive(Clone, PartialEq, Debug)]
pub struct WriteNote {
    /// Who acts.
    pub who: Actor,
    /// The case.
    pub application: ApplicationId,
    /// The recipient, where the note is on the person.
    pub recipient: Option<RecipientId>,
    /// The note that is put right.
    pub corrects: Option<NoteId>,
    /// メモ.
    pub text: FreeText,
}

impl Note {
    /// A note that was written on a case.
    pub const fn of(case: ApplicationId) -> Self {
        Self { on: Some(case) }
    }
}

/// Those who work on cases; an auditor's remarks belong to the audit.
const fn writes(role: StaffRole) -> bool {
    matches!(role, StaffRole::Counter | StaffRole::Checker | StaffRole::Approver | StaffRole::BoardClerk)
}

impl Aggregate for Note {
    const TYPE: &'static str = "note";
    type Command = WriteNote;
    type Event = Fact<NoteEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: WriteNote, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        if self.on.is_some() {
            return Err(Refusal::NoteIsWritten);
        }
        if !writes(command.who.role) {
            return Err(Refusal::NotesAreOfCasework);
        }
        let WriteNote { who, application, recipient, corrects, text } = command;
        let event = Written { application, recipient, text: Personal::Open(text), corrects };
        sink.write(Fact::new(event, who.id), self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<NoteEvent>) {
        let NoteEvent::Written(event) = fact.event;
        self.on = Some(event.application);
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use uuid::Uuid;

    use super::*;

    fn command(role: StaffRole) -> WriteNote {
        WriteNote {
            who: Actor { role, ..Actor::program("test") },
            application: ApplicationId(Uuid::from_u128(1)),
            recipient: None,
            corrects: Some(NoteId(Uuid::from_u128(2))),
            text: FreeText::parse("電話で確かめた。").unwrap(),
        }
    }

    #[test]
    fn a_note_is_written_once_by_those_who_work_on_cases() {
        let wish = command(StaffRole::Checker);
        let WriteNote { application, recipient, corrects, text, who } = wish.clone();
        let fact: Fact<NoteEvent> = Fact::new(Written { application, recipient, text: Personal::Open(text), corrects }, who.id);
        let framework = || TestFramework::<Note>::with(());
        framework().given_no_previous_events().when(wish.clone()).then_expect_events(vec![fact.clone()]);
        framework().given(vec![fact]).when(wish).then_expect_error(Refusal::NoteIsWritten);
        for role in [StaffRole::Auditor, StaffRole::Operator, StaffRole::Administrator, StaffRole::Program] {
            framework().given_no_previous_events().when(command(role)).then_expect_error(Refusal::NotesAreOfCasework);
        }
    }
}
