//! Pages taken out of a file that is printed together, a run or a release, to print a part of it again (ページの指定). Whoever takes them is on
//! record with the pages and why, before the file leaves; the same command never leaves twice.

use documents::{Bundle, PageChoice};
use events::vocabulary::FreeText;
use uuid::Uuid;

use crate::letter_releases::finished;
use crate::{ActError, Acts, Request};

/// Said where nobody has to give a reason.
const FIRST_TIME: &str = "印刷（まだ印刷を確かめていない分）";

/// The pages that were asked for.
pub struct ChosenPages {
    /// The file.
    pub pdf: Vec<u8>,
    /// Sheets of paper, both sides printed.
    pub sheets: u32,
    /// The last page of the whole file.
    pub last: u32,
    /// Ordinals of whose pages are among them.
    pub ordinals: Vec<u32>,
}

impl ChosenPages {
    /// What was bound; each ordinal has so many documents.
    pub(crate) async fn of(bundle: Bundle, ordinals: &[u32], documents: usize) -> Result<Self, ActError> {
        let (sheets, last) = (bundle.sheets(), bundle.passed());
        let mut taken: Vec<u32> =
            bundle.taken().iter().filter_map(|document| ordinals.get(document / documents).copied()).collect();
        taken.dedup();
        Ok(Self { pdf: finished(bundle).await?, sheets, last, ordinals: taken })
    }
}

impl Acts {
    /// Writes down that pages leave. Call it before the file leaves.
    ///
    /// # Errors
    /// [`casework::Refusal::TakenOutAlready`] and other [`ActError`]s; then nothing may leave.
    pub async fn pages_taken(
        &self,
        request: &Request,
        screen: &str,
        chosen: &ChosenPages,
        subjects: Vec<Uuid>,
        told: FreeText,
    ) -> Result<(), ActError> {
        self.table_exported(request, screen, usize::try_from(chosen.sheets).unwrap_or(usize::MAX), subjects, told).await
    }
}

/// What is on record: the pages, the sheets of paper and why; none where the reason is too long to be told with the pages.
pub fn told_pages(choice: &PageChoice, sheets: u32, why: Option<&FreeText>) -> Option<FreeText> {
    let why = why.map_or(FIRST_TIME, FreeText::as_str);
    FreeText::parse(&format!("{choice}ページ（{sheets}枚）　{why}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_record_names_pages_sheets_and_reason() {
        let choice: PageChoice = "25、1-20".parse().unwrap();
        let why = FreeText::parse("紙詰まりのため").unwrap();
        let told = |why| told_pages(&choice, 11, why).map(|told| told.as_str().to_owned());
        assert_eq!(told(Some(&why)).as_deref(), Some("1-20,25ページ（11枚）　紙詰まりのため"));
        assert_eq!(told(None).as_deref(), Some("1-20,25ページ（11枚）　印刷（まだ印刷を確かめていない分）"));
        let long = FreeText::parse(&"あ".repeat(FreeText::LONGEST)).unwrap();
        assert_eq!(told(Some(&long)), None);
    }
}
