//! The letters of a release as one file to print, in the order of its list. It is put together from the bytes that are kept whenever it is
//! asked for, and is kept nowhere.

use std::ops::RangeInclusive;

use documents::{Bundle, Imprint, PageChoice};
use events::ids::LetterId;
use events::letter_release::Addressed;
use jiff::civil::Date;

use super::LetterReleaseFile;
use crate::chosen_pages::ChosenPages;
use crate::letters::letter_about;
use crate::{ActError, Acts};

/// Letters opened before they are put together.
const BATCH: usize = 50;

/// A letter of a release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReleasedLetter {
    /// Its place in the list, from 1.
    pub ordinal: u32,
    /// Who gets it.
    pub to: Addressed,
    /// The letter.
    pub letter: LetterId,
}

impl Acts {
    /// The letters of a release that were made.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn released_letters(&self, file: &LetterReleaseFile) -> Result<Vec<ReleasedLetter>, ActError> {
        let letter = |to: &Addressed| letter_about(to.award, file.prepared.kind);
        let all: Vec<LetterId> = file.prepared.addressed.iter().map(letter).collect();
        let made = self.made_among(&all).await?;
        let listed = (1..).zip(file.prepared.addressed.iter().zip(all));
        let of = |(ordinal, (to, letter)): (u32, (&Addressed, LetterId))| ReleasedLetter { ordinal, to: *to, letter };
        Ok(listed.map(of).filter(|one| made.contains(&one.letter.0)).collect())
    }

    /// The letters of a release about designations as one file, from what the register says today.
    ///
    /// # Errors
    /// [`ActError::Erased`] where a doctor in it was erased.
    pub async fn designations_paper(&self, file: &LetterReleaseFile, on: Date, imprint: Imprint) -> Result<Vec<u8>, ActError> {
        let documents = self.designation_letters(file, on, imprint).await?;
        let bundle = Bundle::of(documents.len());
        finished(put_together(documents, bundle).await?).await
    }

    /// Some pages of that file.
    ///
    /// # Errors
    /// [`ActError::Erased`] where a doctor in it was erased.
    pub async fn designations_pages(
        &self,
        file: &LetterReleaseFile,
        on: Date,
        imprint: Imprint,
        choice: PageChoice,
    ) -> Result<ChosenPages, ActError> {
        let documents = self.designation_letters(file, on, imprint).await?;
        let bundle = Bundle::choosing(documents.len(), choice);
        ChosenPages::of(put_together(documents, bundle).await?, &[], 1).await
    }

    async fn designation_letters(&self, file: &LetterReleaseFile, on: Date, imprint: Imprint) -> Result<Vec<Vec<u8>>, ActError> {
        let mut documents = Vec::with_capacity(file.prepared.designations.len());
        for designation in &file.prepared.designations {
            let imprint = Imprint { ident: designation.to_string(), ..imprint.clone() };
            documents.push(self.designation_letter(*designation, file.prepared.kind, on, imprint).await?.pdf);
        }
        Ok(documents)
    }

    /// The file to print: the letters of a range, in the order of the list.
    ///
    /// # Errors
    /// [`ActError::Erased`] where somebody in it was erased.
    pub async fn letters_paper(&self, letters: &[ReleasedLetter], range: RangeInclusive<u32>) -> Result<Vec<u8>, ActError> {
        let wanted: Vec<ReleasedLetter> = letters.iter().filter(|one| range.contains(&one.ordinal)).copied().collect();
        let bundle = Bundle::of(wanted.len());
        finished(self.letters_bound(&wanted, bundle).await?).await
    }

    /// Some pages of the file of all letters, as they are counted in it.
    ///
    /// # Errors
    /// [`ActError::Erased`] where somebody in the release was erased.
    pub async fn letters_pages(&self, letters: &[ReleasedLetter], choice: PageChoice) -> Result<ChosenPages, ActError> {
        let ordinals: Vec<u32> = letters.iter().map(|one| one.ordinal).collect();
        let bundle = Bundle::choosing(letters.len(), choice);
        ChosenPages::of(self.letters_bound(letters, bundle).await?, &ordinals, 1).await
    }

    async fn letters_bound(&self, letters: &[ReleasedLetter], mut bundle: Bundle) -> Result<Bundle, ActError> {
        for part in letters.chunks(BATCH) {
            let mut documents = Vec::with_capacity(part.len());
            for one in part {
                let document = self.letter_file(one.letter).await?.issued.document;
                let kept =
                    store::open_artifact(self.pool(), &self.parts().ring, document.artifact).await?.ok_or(ActError::NotFound)?;
                if hex::encode(kept.digest) != document.sha256 {
                    return Err(ActError::internal(&"a kept letter is not the one that was made"));
                }
                documents.push(kept.bytes.ok_or(ActError::Erased)?);
            }
            bundle = put_together(documents, bundle).await?;
        }
        Ok(bundle)
    }
}

/// Binds documents behind those that are bound already.
pub(crate) async fn put_together(documents: Vec<Vec<u8>>, mut bundle: Bundle) -> Result<Bundle, ActError> {
    tokio::task::spawn_blocking(move || documents.into_iter().try_for_each(|document| bundle.add(document)).map(|()| bundle))
        .await
        .map_err(|error| ActError::internal(&error))?
        .map_err(|error| ActError::internal(&error))
}

/// The bound file.
pub(crate) async fn finished(bundle: Bundle) -> Result<Vec<u8>, ActError> {
    tokio::task::spawn_blocking(move || bundle.finish()).await.map_err(|error| ActError::internal(&error))
}
