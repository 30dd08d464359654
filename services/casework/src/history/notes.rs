//! Notes (メモ): on a case that was received, and putting right only an earlier note of the same case.

use events::ids::NoteId;
use events::note::NoteEvent;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::note::{Note, WriteNote};

impl Histories {
    pub(super) fn note(&mut self, event: &NoteEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let NoteEvent::Written(written) = event;
        let (case, recipient, corrects) = (written.application, written.recipient, written.corrects);
        let received = self.applications.contains_key(&case.0) || self.closed.contains(&case.0);
        let on_the_case = corrects.is_none_or(|note| self.notes.get(&note) == Some(&case));
        let first = self.notes.insert(NoteId(at.stream), case).is_none();
        (received && on_the_case).then_some(()).ok_or(Unlawful::Groundless)?;
        let mut note = if first { Note::default() } else { Note::of(case) };
        let command = WriteNote { who: at.who.clone(), application: case, recipient, corrects, text: dash()? };
        alike(&mut note, command, event, at.who.id)
    }
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, NoteId};
    use events::note::Written;
    use events::{Actor, Event, Personal};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::Refusal;
    use crate::application::samples::{checker, counter, story, text};

    #[test]
    fn a_note_stands_on_a_received_case_and_corrects_only_its_own() {
        let mut histories = Histories::default();
        let mut write = |stream: u128, case: u128, corrects: Option<u128>, who: &Actor| {
            let written = Written {
                application: ApplicationId(Uuid::from_u128(case)),
                recipient: None,
                text: Personal::Open(text("電話で確かめた。")),
                corrects: corrects.map(|note| NoteId(Uuid::from_u128(note))),
            };
            let standing = Standing { stream: Uuid::from_u128(stream), who, on: date(2026, 11, 20) };
            histories.follow(&Event::from(NoteEvent::from(written)), standing)
        };
        assert_eq!(write(50, 1, None, &checker()), Err(Unlawful::Groundless), "no case");
        let received = story().into_iter().next().unwrap().event;
        let standing = |who| Standing { stream: Uuid::from_u128(1), who, on: date(2026, 11, 20) };
        let clerk = counter();
        assert_eq!(histories.follow(&Event::from(received), standing(&clerk)), Ok(()));
        let mut write = |stream: u128, corrects: Option<u128>, who: &Actor| {
            let written = Written {
                application: ApplicationId(Uuid::from_u128(1)),
                recipient: None,
                text: Personal::Open(text("電話で確かめた。")),
                corrects: corrects.map(|note| NoteId(Uuid::from_u128(note))),
            };
            let standing = Standing { stream: Uuid::from_u128(stream), who, on: date(2026, 11, 20) };
            histories.follow(&Event::from(NoteEvent::from(written)), standing)
        };
        assert_eq!(write(51, None, &checker()), Ok(()));
        assert_eq!(write(52, Some(51), &checker()), Ok(()));
        assert_eq!(write(53, Some(99), &checker()), Err(Unlawful::Groundless), "no such note");
        assert_eq!(write(51, None, &checker()), Err(Refusal::NoteIsWritten.into()), "written twice");
        assert_eq!(write(54, None, &Actor::program("test")), Err(Refusal::NotesAreOfCasework.into()));
    }
}
