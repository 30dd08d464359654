//! 通知文書 of a case: what went out and can be opened, and whether one is still to be made.

use events::Event;
use events::application::ApplicationEvent;
use events::ids::EventId;
use events::letter::LetterEvent;
use events::vocabulary::wareki;
use projections::case_history::Entry;
use serde::Serialize;

/// A letter that can be opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Letter {
    title: &'static str,
    number: String,
    issued_on: String,
    href: String,
}

/// The card of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Letters {
    /// What went out, the newest first.
    issued: Vec<Letter>,
    /// Acts that call for a letter and have none yet, not only the newest.
    owed: usize,
}

/// The letters of a case; none where it neither has nor needs one.
pub(crate) fn letters(entries: &[Entry]) -> Option<Letters> {
    let card = Letters { issued: issued(entries), owed: owed(entries) };
    (card.owed > 0 || !card.issued.is_empty()).then_some(card)
}

/// What went out, the newest first.
pub(crate) fn issued(entries: &[Entry]) -> Vec<Letter> {
    let letter = |entry: &Entry| match &entry.event {
        Event::Letter(LetterEvent::Issued(issued)) => Some(Letter {
            title: issued.kind.label(),
            number: issued.number.clone(),
            issued_on: wareki::long(issued.issued_on),
            href: format!("/letters/{}", entry.stream_id),
        }),
        _ => None,
    };
    entries.iter().rev().filter_map(letter).collect()
}

/// How many acts call for a letter that was not made.
fn owed(entries: &[Entry]) -> usize {
    let made = |of: EventId| {
        let tells = |entry: &Entry| matches!(&entry.event, Event::Letter(LetterEvent::Issued(issued)) if issued.of == of);
        entries.iter().any(tells)
    };
    let calls = |entry: &&Entry| {
        matches!(
            entry.event,
            Event::Application(
                ApplicationEvent::Approved(_)
                    | ApplicationEvent::Refused(_)
                    | ApplicationEvent::ReturnedForCorrection(_)
                    | ApplicationEvent::Reminded(_)
                    | ApplicationEvent::Withdrawn(_)
                    | ApplicationEvent::Inquired(_)
            )
        )
    };
    entries.iter().filter(calls).filter(|entry| !made(entry.event_id)).count()
}

/// The card for the tests of templates.
pub(crate) fn sample() -> Letters {
    Letters { issued: vec![Letter::sample()], owed: 2 }
}

impl Letter {
    /// A letter for the tests of templates.
    pub(crate) fn sample() -> Self {
        Self {
            title: "不認定通知書",
            number: "こ家第12号".to_owned(),
            issued_on: "令和8年11月24日".to_owned(),
            href: "/letters/1".to_owned(),
        }
    }
}
