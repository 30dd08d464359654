//! What is doubtful of a case until somebody answers: whether the child is another record's, and which of two entries of the amounts is right.

use events::application::{Amended, ApplicationEvent, SamenessJudged};

use super::Flag;
use super::fold::Step;

/// The amounts are to be typed again.
const AWAITED: &str = "awaited";
/// Two entries differ.
const DIFFERS: &str = "differs";
/// Both agree, or it was settled.
const AGREED: &str = "agreed";

/// Amounts that changed after both agreed are to be typed again.
pub(super) fn after_amendment(second_entry: Option<String>, event: &Amended) -> Option<String> {
    let amounts_changed = event.changed_sections.iter().any(|section| section == "household");
    match second_entry.as_deref() {
        Some(AGREED) if amounts_changed => Some(AWAITED.to_owned()),
        _ => second_entry,
    }
}

/// How far the second entry of the amounts is after an event about it.
pub(super) const fn second_entry(event: &ApplicationEvent) -> &'static str {
    match event {
        ApplicationEvent::SecondEntryAsked(_) => AWAITED,
        ApplicationEvent::EnteredAgain(event) if !event.differing.is_empty() => DIFFERS,
        _ => AGREED,
    }
}

/// A child of the ledger is linked; another answer about the same record undoes that.
pub(super) fn judged(step: &mut Step, event: &SamenessJudged) {
    let other = event.other.id();
    step.suspects.retain(|suspect| *suspect != other);
    match &event.linked {
        Some(linked) => step.recipient = Some(linked.recipient.0),
        None if step.recipient == Some(other) => step.recipient = None,
        None => {}
    }
}

/// The flags of a case that is not decided.
pub(super) fn flag(step: &mut Step) {
    step.flags.retain(|flag| !matches!(flag, Flag::SuspectedDuplicate | Flag::SecondEntry | Flag::EntriesDiffer));
    if step.stage.is_decided() {
        return;
    }
    step.flags.extend((!step.suspects.is_empty()).then_some(Flag::SuspectedDuplicate));
    step.flags.extend(match step.second_entry.as_deref() {
        Some(AWAITED) => Some(Flag::SecondEntry),
        Some(DIFFERS) => Some(Flag::EntriesDiffer),
        _ => None,
    });
}
