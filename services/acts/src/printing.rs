//! 帳票を作る: papers that are no facts, such as reports; they are made when asked for and not kept.

use std::sync::Arc;

use documents::{Document, Imprint, Printed};

use crate::{ActError, Acts};

impl Acts {
    /// Prints a document that is not issued to anybody.
    ///
    /// # Errors
    /// [`ActError::Internal`] where it cannot be printed.
    pub async fn print<D: Document + Send + 'static>(&self, document: D, imprint: Imprint) -> Result<Printed, ActError> {
        let printer = Arc::clone(&self.parts().printer);
        let printing = tokio::task::spawn_blocking(move || {
            let paper = printer.print(&document, &imprint);
            printer.end_batch();
            paper
        });
        printing.await.map_err(|error| ActError::internal(&error))?.map_err(|error| ActError::internal(&error))
    }
}
