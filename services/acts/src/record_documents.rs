//! 書類の状態を記録する: several lines of the checklist in one act.

use casework::application::commands::{DocumentEntry, RecordDocuments};
use events::application::{ChecklistItem, DocumentState};
use events::ids::ApplicationId;
use events::vocabulary::FreeText;

use crate::{ActError, Acts, Done, Request};

/// One line to record.
#[derive(Clone, PartialEq, Debug)]
pub struct DocumentInput {
    /// Line of the checklist.
    pub item: ChecklistItem,
    /// Its state now.
    pub state: DocumentState,
    /// 理由; needed for 省略 and 不要.
    pub why: Option<FreeText>,
}

/// As the command takes them.
pub(crate) fn entries(lines: Vec<DocumentInput>) -> Vec<DocumentEntry> {
    lines.into_iter().map(|DocumentInput { item, state, why }| DocumentEntry { item, state, why }).collect()
}

impl Acts {
    /// 書類の状態を記録する. Lines that say nothing new are left out.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn record_documents(
        &self,
        request: &Request,
        application: ApplicationId,
        lines: Vec<DocumentInput>,
    ) -> Result<Done, ActError> {
        let command = RecordDocuments { who: request.actor.clone(), entries: entries(lines) };
        self.on_application(request, application, command).await
    }
}
