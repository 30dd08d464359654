//! 通知文書 of a case: what went out and can be opened, and whether one is still to be made.

use casework::application::Stage;
use events::Event;
use events::application::ApplicationEvent;
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
    /// The newest act that calls for a letter has none yet.
    owed: bool,
}

/// The letters of a case; none where it neither has nor needs one.
pub(crate) fn letters(entries: &[Entry], stage: Option<Stage>) -> Option<Letters> {
    let card = Letters { issued: issued(entries), owed: is_owed(entries, stage) };
    (card.owed || !card.issued.is_empty()).then_some(card)
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

fn is_owed(entries: &[Entry], stage: Option<Stage>) -> bool {
    if !matches!(stage, Some(Stage::Approved | Stage::Refused | Stage::ReturnedForCorrection | Stage::Withdrawn)) {
        return false;
    }
    let newest = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Letter(LetterEvent::Issued(_)) => Some(false),
        Event::Application(
            ApplicationEvent::Approved(_)
            | ApplicationEvent::Refused(_)
            | ApplicationEvent::ReturnedForCorrection(_)
            | ApplicationEvent::Reminded(_)
            | ApplicationEvent::Withdrawn(_),
        ) => Some(true),
        _ => None,
    });
    newest == Some(true)
}

/// The card for the tests of templates.
pub(crate) fn sample() -> Letters {
    Letters { issued: vec![Letter::sample()], owed: true }
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
