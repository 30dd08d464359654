//! 印刷用のデータを作成する: each item is opened and checked against what was issued, a batch an event. Killed in the middle, it goes on after
//! the last batch that was told, without a double or a gap. The file to print is put together from the same bytes whenever it is asked for
//! and is kept nowhere.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use casework::print_run::{ItemState, PrintRunCommand, digest_of_item};
use casework::rules::impact::Go;
use documents::{Bundle, CapSheet, Certificate, Document as _, PageChoice};
use events::certificate::{CertificateEvent, Issued};
use events::ids::{CertificateId, CommandId, CorrelationId, PrintRunId};
use events::{Actor, Log};
use futures::{StreamExt as _, stream};
use jiff::civil::Date;
use projections::prints;

use super::{PrintRunFile, read};
use crate::chosen_pages::ChosenPages;
use crate::ids::derived;
use crate::{ActError, Acts, Request};

/// Items told at once.
const BATCH: usize = 50;
/// Items opened at once; each holds a connection while it is read.
const AT_ONCE: usize = 4;
/// What is printed for an item.
const DOCUMENTS: [&str; 2] = [Certificate::NAME, CapSheet::NAME];

/// What became of rendering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rendering {
    /// Nothing is left to be rendered, or somebody halted it.
    Over,
    /// It is left to the next worker that looks.
    Left,
    /// An item is not what was issued; the run is halted there.
    Halted(u32),
}

/// A document of an item, with the keyed digest under which it was issued.
struct Sheet {
    document: &'static str,
    digest: String,
    bytes: Vec<u8>,
}

impl Acts {
    /// A run that is to be rendered.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn next_print_run(&self) -> Result<Option<PrintRunId>, ActError> {
        read(prints::to_render(self.pool()).await)
    }

    /// Renders a run. `go` is asked before each batch whether to go on; where it says no, the run is left to others.
    ///
    /// # Errors
    /// [`ActError`]; then it is taken up again by the next worker that looks.
    pub async fn render_print_run(
        &self,
        id: PrintRunId,
        today: Date,
        mut go: impl FnMut() -> Go + Send,
    ) -> Result<Rendering, ActError> {
        loop {
            let file = self.print_run(id).await?;
            if !file.run.is_rendering() {
                return Ok(Rendering::Over);
            }
            if go() == Go::Stop {
                return Ok(Rendering::Left);
            }
            let first = file.run.rendered() + 1;
            let digests = self.digests(&file, first).await?;
            let halting = digests.is_empty();
            let command =
                if halting { PrintRunCommand::Halt { at: Some(first) } } else { PrintRunCommand::Render { first, digests } };
            let request = by_program(id, file.version, today);
            match self.tell_of_run(&request, file, command).await {
                Ok(_) if halting => return Ok(Rendering::Halted(first)),
                // Another worker was faster, or somebody halted it.
                Ok(_) | Err(ActError::Stale { .. } | ActError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Digests of the items from `first` on, a batch or up to one that is not what was issued.
    async fn digests(&self, file: &PrintRunFile, first: u32) -> Result<Vec<String>, ActError> {
        let from = usize::try_from(first - 1).unwrap_or(usize::MAX);
        let items: Vec<ItemState> = file.run.items().iter().skip(from).take(BATCH).cloned().collect();
        let mut opening = stream::iter(items)
            .map(|item| {
                let acts = self.clone();
                let work = tokio::spawn(async move { acts.sheets_of_item(item.certificate).await });
                async move { work.await.map_err(|_| ActError::Internal)? }
            })
            .buffered(AT_ONCE);
        let mut digests = Vec::new();
        while let Some(sheets) = opening.next().await {
            match sheets {
                Ok(sheets) => digests.push(digest_of_item(sheets.iter().map(|sheet| (sheet.document, sheet.digest.as_str())))),
                Err(error @ ActError::Unavailable) => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, run = %file.id, "print_run.item_refused");
                    break;
                }
            }
        }
        Ok(digests)
    }

    /// The file to print: certificate and cap management sheet of each item of a range that still counts, in the order of the run.
    ///
    /// # Errors
    /// [`ActError`]; [`ActError::Erased`] where somebody in it was erased.
    pub async fn print_run_paper(&self, file: &PrintRunFile, range: RangeInclusive<u32>) -> Result<Vec<u8>, ActError> {
        let items = self.counting(file).await?.into_iter().filter(|(ordinal, _)| range.contains(ordinal));
        let items: Vec<ItemState> = items.map(|(_, item)| item).collect();
        let bundle = Bundle::of(items.len() * DOCUMENTS.len());
        let bundle = self.bound(&items, bundle).await?;
        tokio::task::spawn_blocking(move || bundle.finish()).await.map_err(|error| ActError::internal(&error))
    }

    /// Some pages of that file, as they are counted in the whole.
    ///
    /// # Errors
    /// [`ActError`]; [`ActError::Erased`] where somebody in the run was erased.
    pub async fn print_run_pages(&self, file: &PrintRunFile, choice: PageChoice) -> Result<ChosenPages, ActError> {
        let (ordinals, items): (Vec<u32>, Vec<ItemState>) = self.counting(file).await?.into_iter().unzip();
        let bundle = Bundle::choosing(items.len() * DOCUMENTS.len(), choice);
        ChosenPages::of(self.bound(&items, bundle).await?, &ordinals, DOCUMENTS.len()).await
    }

    /// The items that still count, in the order of the run.
    async fn counting(&self, file: &PrintRunFile) -> Result<Vec<(u32, ItemState)>, ActError> {
        let void: HashSet<u32> = self.void_items(&file.run).await?.into_iter().collect();
        let counts = |(ordinal, _): &(u32, &ItemState)| !void.contains(ordinal);
        Ok((1..).zip(file.run.items()).filter(counts).map(|(ordinal, item)| (ordinal, item.clone())).collect())
    }

    /// Puts the documents of items together.
    async fn bound(&self, items: &[ItemState], mut bundle: Bundle) -> Result<Bundle, ActError> {
        for part in items.chunks(BATCH) {
            let mut opening = stream::iter(part.to_vec())
                .map(|item| {
                    let acts = self.clone();
                    let work =
                        tokio::spawn(async move { acts.sheets_of_item(item.certificate).await.map(|sheets| (item, sheets)) });
                    async move { work.await.map_err(|_| ActError::Internal)? }
                })
                .buffered(AT_ONCE);
            let mut documents = Vec::new();
            while let Some(opened) = opening.next().await {
                let (item, sheets) = opened?;
                let digest = digest_of_item(sheets.iter().map(|sheet| (sheet.document, sheet.digest.as_str())));
                if item.digest().is_some_and(|rendered| rendered != digest) {
                    return Err(ActError::internal(&"an item is not what was rendered"));
                }
                documents.extend(sheets.into_iter().map(|sheet| sheet.bytes));
            }
            bundle = tokio::task::spawn_blocking(move || {
                documents.into_iter().try_for_each(|document| bundle.add(document)).map(|()| bundle)
            })
            .await
            .map_err(|error| ActError::internal(&error))?
            .map_err(|error| ActError::internal(&error))?;
        }
        Ok(bundle)
    }

    /// What was issued, opened and checked.
    async fn sheets_of_item(&self, certificate: CertificateId) -> Result<Vec<Sheet>, ActError> {
        let told = self.told::<CertificateEvent>(Log::Casework, certificate.0, 0).await?;
        let issued: Issued = told
            .into_iter()
            .find_map(|told| if let CertificateEvent::Issued(issued) = told.event { Some(issued) } else { None })
            .ok_or(ActError::NotFound)?;
        let mut sheets = Vec::new();
        for document in DOCUMENTS {
            let wanted = issued.documents.iter().find(|one| one.document == document).ok_or(ActError::NotFound)?;
            let kept = store::open_artifact(self.pool(), &self.parts().ring, wanted.artifact).await?.ok_or(ActError::NotFound)?;
            let digest = hex::encode(kept.digest);
            if digest != wanted.sha256 {
                return Err(ActError::internal(&"a kept document is not the one that was issued"));
            }
            sheets.push(Sheet { document, digest, bytes: kept.bytes.ok_or(ActError::Erased)? });
        }
        Ok(sheets)
    }
}

/// The program acts once for each state of the run.
fn by_program(id: PrintRunId, version: i32, today: Date) -> Request {
    let command = derived(CommandId(id.0), &format!("render/{version}"));
    Request {
        command_id: CommandId(command),
        correlation_id: CorrelationId(command),
        actor: Actor::program("worker"),
        trace_context: None,
        today,
        seen_version: None,
    }
}
