//! 帳票を作る: a document from its data, on a thread that may block.

use std::sync::Arc;

use documents::copy_mark::CopyMark;
use documents::{Document, Imprint, PrintError, Printed, bundle};

use jiff::Timestamp;

use crate::unprintable::Unprintable;
use crate::{ActError, Acts};

impl Acts {
    /// 写し: the pages of an issued document with the mark of a copy over each. It is kept nowhere.
    ///
    /// # Errors
    /// [`ActError::Internal`].
    pub async fn as_copy(&self, document: Vec<u8>) -> Result<Vec<u8>, ActError> {
        let mark = self.print(CopyMark {}, Imprint { ident: "copy".to_owned(), recorded_at: Timestamp::UNIX_EPOCH }).await?;
        tokio::task::spawn_blocking(move || bundle::marked(document, mark.pdf))
            .await
            .map_err(|error| ActError::internal(&error))?
            .map_err(|error| ActError::internal(&error))
    }

    /// Prints a document. What becomes of it is the caller's: papers that are no facts, such as reports, are kept nowhere.
    ///
    /// # Errors
    /// [`ActError::Unprintable`] and [`ActError::TooLong`] where the data does not fit; [`ActError::Internal`].
    pub async fn print<D: Document + Send + 'static>(&self, document: D, imprint: Imprint) -> Result<Printed, ActError> {
        let printer = Arc::clone(&self.parts().printer);
        let printing = tokio::task::spawn_blocking(move || {
            let outcome = printer.print(&document, &imprint);
            printer.end_batch();
            outcome
        });
        match printing.await.map_err(|error| ActError::internal(&error))? {
            Err(PrintError::Glyphs { faults, .. }) => Err(ActError::Unprintable(faults.iter().map(Unprintable::from).collect())),
            Err(PrintError::TooLong { title, .. }) => Err(ActError::TooLong(title)),
            other => other.map_err(|error| ActError::internal(&error)),
        }
    }
}
