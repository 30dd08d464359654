//! The papers of a case as a table, and how many are still open.

use std::collections::BTreeMap;

use acts::CaseDocument;
use events::application::{ApplicationEvent, DocumentState};
use events::{Event, Personal};
use jiff::civil::Date;
use projections::case_history::Entry;
use serde::Serialize;

use super::ident::ERASED;
use super::moment;
use super::names::Names;
use super::told::who;

/// One line of the table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Paper {
    /// 書類.
    pub title: String,
    /// 要る理由.
    pub because: String,
    /// 「提出」; 「未確認」 where nothing was recorded.
    pub state: String,
    /// `ok`, `key`, `alert`, `warn` or empty.
    pub tone: &'static str,
    /// 理由, empty where there is none.
    pub why: String,
    /// 「11月6日 9:12 佐賀中部 窓口 見本 一」, empty where nobody looked yet.
    pub seen: String,
}

/// How many of how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Counts {
    /// All lines.
    pub all: usize,
    /// Nothing more is awaited.
    pub settled: usize,
    /// 未提出.
    pub missing: usize,
    /// Nobody looked yet.
    pub unrecorded: usize,
}

/// The tone of a state.
pub const fn tone(state: Option<DocumentState>) -> &'static str {
    match state {
        Some(DocumentState::Received | DocumentState::Seen) => "ok",
        Some(DocumentState::Waived) => "key",
        Some(DocumentState::NotNeeded) => "",
        Some(DocumentState::Missing) => "alert",
        None => "warn",
    }
}

/// The reason as it may be shown.
pub fn reason(why: Option<&Personal<events::vocabulary::FreeText>>) -> String {
    why.map_or_else(String::new, |why| why.open().map_or_else(|| ERASED.to_owned(), ToString::to_string))
}

/// Who looked at each paper last, by the name of its line.
pub type Seen = BTreeMap<String, String>;

/// Reads from the history who looked at which paper last.
pub fn seen(entries: &[Entry], names: &Names, today: Date) -> Seen {
    let looked = |entry: &Entry| match &entry.event {
        Event::Application(ApplicationEvent::DocumentRecorded(event)) => {
            Some((event.item.0.clone(), format!("{} {}", moment::near(entry.recorded_at, today), who(&entry.by, names))))
        }
        _ => None,
    };
    entries.iter().filter_map(looked).collect()
}

/// The table.
pub fn papers(documents: &[CaseDocument], seen: &Seen) -> Vec<Paper> {
    documents
        .iter()
        .map(|document| Paper {
            title: document.line.title.clone(),
            because: document.line.because.clone(),
            state: document.state.map_or("未確認", DocumentState::label).to_owned(),
            tone: tone(document.state),
            why: reason(document.why.as_ref()),
            seen: seen.get(&document.line.item.0).cloned().unwrap_or_default(),
        })
        .collect()
}

/// The counts.
pub fn counts(documents: &[CaseDocument]) -> Counts {
    let count = |wanted: fn(&CaseDocument) -> bool| documents.iter().filter(|document| wanted(document)).count();
    Counts {
        all: documents.len(),
        settled: count(|document| document.state.is_some_and(DocumentState::is_settled)),
        missing: count(|document| document.state == Some(DocumentState::Missing)),
        unrecorded: count(|document| document.state.is_none()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::samples::{document, text};

    #[test]
    fn each_paper_says_its_state_and_reason() {
        let mut waived = document("resident_record", Some(DocumentState::Waived));
        waived.why = Some(Personal::Open(text("情報連携により確認したため省略")));
        let documents = [
            document("application_form", Some(DocumentState::Received)),
            waived,
            document("tax", None),
            document("x", Some(DocumentState::Missing)),
        ];
        let looked = Seen::from([("tax".to_owned(), "11月6日 9:12 佐賀中部 窓口 見本 一".to_owned())]);
        let papers = papers(&documents, &looked);
        assert!(papers[0].seen.is_empty() && papers[2].seen.starts_with("11月6日"));
        assert_eq!(papers.iter().map(|paper| paper.tone).collect::<Vec<_>>(), ["ok", "key", "warn", "alert"]);
        assert_eq!((papers[1].why.as_str(), papers[2].state.as_str()), ("情報連携により確認したため省略", "未確認"));
        assert_eq!(counts(&documents), Counts { all: 4, settled: 2, missing: 1, unrecorded: 1 });
        assert_eq!(reason(Some(&Personal::Erased)), ERASED);
    }
}
