//! 書類の状態を記録する: several lines of the checklist in one act.

use events::application::{ApplicationEvent, ChecklistItem, ChecklistLine, DocumentRecorded, DocumentState};
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// One line to record.
#[derive(Clone, PartialEq, Debug)]
pub struct DocumentEntry {
    /// Line of the checklist.
    pub item: ChecklistItem,
    /// Its state now.
    pub state: DocumentState,
    /// 理由.
    pub why: Option<FreeText>,
}

/// Record the states of papers.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordDocuments {
    /// Who acts.
    pub who: Actor,
    /// The lines; those that say nothing new are left out.
    pub entries: Vec<DocumentEntry>,
}

/// The events for entries on a checklist, leaving out what is so already.
pub(super) fn document_events(
    checklist: &[ChecklistLine],
    now: impl Fn(&ChecklistItem) -> Option<DocumentState>,
    entries: Vec<DocumentEntry>,
) -> Result<Vec<ApplicationEvent>, Refusal> {
    let mut events = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(line) = checklist.iter().find(|line| line.item == entry.item) else {
            return Err(Refusal::NoSuchLine(entry.item));
        };
        let unchanged = now(&entry.item) == Some(entry.state);
        if unchanged && (entry.why.is_none() || !entry.state.needs_reason()) {
            continue;
        }
        if entry.state.needs_reason() && entry.why.is_none() {
            return Err(Refusal::ReasonNeeded { title: line.title.clone(), state: entry.state });
        }
        let why = entry.why.map(Personal::Open);
        events.push(ApplicationEvent::DocumentRecorded(DocumentRecorded { item: entry.item, state: entry.state, why }));
    }
    Ok(events)
}

impl RecordDocuments {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::RecordDocument, case, &self.who)?;
        let events = document_events(case.checklist(), |item| case.document(item), self.entries)?;
        if events.is_empty() { Err(Refusal::NothingChanged) } else { Ok(events) }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::application::samples::{checker, counter, story, text};

    fn entry(item: &str, state: DocumentState, why: Option<&str>) -> DocumentEntry {
        DocumentEntry { item: ChecklistItem(item.to_owned()), state, why: why.map(text) }
    }

    fn when(given: usize, who: Actor, entries: Vec<DocumentEntry>) -> Result<usize, Refusal> {
        let command = RecordDocuments { who, entries };
        let result =
            TestFramework::<Application>::with(()).given(story()[..given].to_vec()).when(command.into()).inspect_result();
        result.map(|facts| facts.len())
    }

    #[test]
    fn several_lines_in_one_act_and_only_what_is_new() {
        let entries = vec![
            entry("application_form", DocumentState::Received, None),
            entry("medical_opinion:02_01_001", DocumentState::Waived, Some("前回の写しがあるため")),
        ];
        assert_eq!(when(1, counter(), entries.clone()), Ok(2));
        assert_eq!(when(2, counter(), entries), Ok(1));
        assert_eq!(
            when(3, counter(), vec![entry("application_form", DocumentState::Received, None)]),
            Err(Refusal::NothingChanged)
        );
    }

    #[test]
    fn dispensing_needs_a_reason() {
        let refused = when(1, counter(), vec![entry("application_form", DocumentState::NotNeeded, None)]).unwrap_err();
        assert_eq!(refused.to_string(), "「書類 application_form」を「不要」とするには理由が必要です。理由を入力してください。");
    }

    #[test]
    fn the_line_must_exist_and_the_hand_be_right() {
        let missing = ChecklistItem("passport".to_owned());
        assert_eq!(when(1, counter(), vec![entry("passport", DocumentState::Seen, None)]), Err(Refusal::NoSuchLine(missing)));
        assert_eq!(when(5, checker(), vec![entry("application_form", DocumentState::Missing, None)]), Ok(1));
        assert!(matches!(when(5, counter(), Vec::new()), Err(Refusal::WrongRole { .. })));
    }
}
