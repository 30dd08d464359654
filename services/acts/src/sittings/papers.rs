//! 審査資料: issued once as an edition, a sheet a case, each kept under the key of its case; shown again from what was kept. Whoever was
//! erased since is a sheet that says so.

use casework::sitting::SittingCommand;
use documents::board_papers::{BoardPapers, Case as Sheet};
use documents::{Bundle, Imprint};
use events::certificate::IssuedDocument;
use events::ids::{ApplicationId, ArtifactId, SittingId};
use events::sitting::{BoardSheet, PapersIssued};
use jiff::Timestamp;
use store::NewArtifact;

use crate::application::still_as_seen;
use crate::letter_releases::{finished, put_together};
use crate::{ActError, Acts, Done, Request};

/// Kind of what is kept.
const KIND: &str = "board_papers";

impl Acts {
    /// 審査資料を発行する: a sheet for each case of the agenda, in its order.
    ///
    /// # Errors
    /// [`ActError`]; nothing was issued then.
    pub async fn issue_papers(
        &self,
        request: &Request,
        id: SittingId,
        papers: Vec<(ApplicationId, BoardPapers)>,
        at: Timestamp,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        still_as_seen(request, self.sitting(id).await?.version)?;
        let mut sheets = Vec::with_capacity(papers.len());
        for (application, sheet) in papers {
            let printed = self.print(sheet, Imprint { ident: application.to_string(), recorded_at: at }).await?;
            let (artifact, key_id) = (ArtifactId(self.new_id()?), self.key_of(application.0).await?);
            let (parts, new) = (self.parts(), NewArtifact { artifact_id: artifact, kind: KIND, key_id });
            let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &printed.pdf).await?;
            let document = IssuedDocument { document: KIND.to_owned(), artifact, sha256: hex::encode(digest) };
            sheets.push(BoardSheet { application, document });
        }
        self.on_sitting(request, id, SittingCommand::IssuePapers { sheets }).await
    }

    /// An edition of the papers, as it was issued.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn issued_papers(&self, papers: &PapersIssued, at: Timestamp) -> Result<Vec<u8>, ActError> {
        let mut documents = Vec::with_capacity(papers.sheets.len());
        for (no, sheet) in (1_u32..).zip(&papers.sheets) {
            match self.kept_document(&sheet.document).await {
                Ok(bytes) => documents.push(bytes),
                Err(ActError::Erased) => {
                    let imprint = Imprint { ident: sheet.application.to_string(), recorded_at: at };
                    documents.push(self.print(erased(no, papers.edition), imprint).await?.pdf);
                }
                Err(other) => return Err(other),
            }
        }
        finished(put_together(documents, Bundle::of(papers.sheets.len())).await?).await
    }
}

/// What stands where the sheet of an erased case stood.
fn erased(no: u32, edition: u16) -> BoardPapers {
    let dash = || "－".to_owned();
    BoardPapers {
        held_on: dash(),
        venue: dash(),
        cut_off_on: dash(),
        edition: format!("第{edition}版"),
        made_at: dash(),
        cases: vec![Sheet {
            no: no.to_string(),
            receipt_number: String::new(),
            child: "（消去済み）".to_owned(),
            about: "個人情報を消去したため、この申請の資料はありません。".to_owned(),
            why: String::new(),
            awards: Vec::new(),
            diseases: Vec::new(),
        }],
        authority: dash(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_case_was_erased_a_sheet_says_so() {
        let printer = documents::Printer::new(documents::Fonts::shared().unwrap());
        let imprint = Imprint { ident: "erased".to_owned(), recorded_at: Timestamp::UNIX_EPOCH };
        assert!(printer.print(&erased(3, 2), &imprint).unwrap().pdf.starts_with(b"%PDF"));
    }
}
