//! ページを選んで取り出す: what stands under a file that is printed together, for print runs and letters in bulk alike. First it is told how many
//! sheets of paper the pages are, then they are taken out, on record.

use acts::{ChosenPages, told_pages};
use documents::{PageChoice, PageChoiceError};
use events::vocabulary::FreeText;

use crate::forms::{FieldErrors, FormView, Posted};

/// The field of the pages.
pub(crate) const PAGES: &str = "pages";
/// The field of the reason.
pub(crate) const WHY: &str = "pages_why";

/// What was asked.
pub(crate) struct Asked {
    pub(crate) choice: PageChoice,
    /// None where nothing was typed.
    pub(crate) why: Option<FreeText>,
    /// Only how many sheets it would be.
    pub(crate) only_count: bool,
}

/// What is asked, or what is wrong with it.
pub(crate) fn read(posted: &Posted) -> Result<Asked, FieldErrors> {
    let mut errors = FieldErrors::default();
    let choice = posted.text(PAGES).parse::<PageChoice>();
    let choice = errors.take(PAGES, choice.map_err(|error| format!("印刷するページ：{error}")));
    let typed = posted.text(WHY);
    let why = if typed.trim().is_empty() { Ok(None) } else { FreeText::parse(typed).map(Some) };
    let why = errors.take(WHY, why.map_err(|error| format!("印刷する理由：{error}")));
    match (choice, why) {
        (Some(choice), Some(why)) => Ok(Asked { choice, why, only_count: posted.text("step") == "count" }),
        _ => Err(errors),
    }
}

impl Asked {
    /// What is wrong with the pages of this file.
    pub(crate) fn faults(&self, chosen: &ChosenPages) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let within = self.choice.within(chosen.last);
        errors.take(PAGES, within.map_err(|error: PageChoiceError| format!("印刷するページ：{error}")));
        if chosen.sheets == 0 {
            errors.add(PAGES, "選んだページは何も印刷されていない裏面です。表のページも入れてください。");
        }
        errors
    }

    /// What goes on record.
    pub(crate) fn told(&self, chosen: &ChosenPages, errors: &mut FieldErrors) -> Option<FreeText> {
        let told = told_pages(&self.choice, chosen.sheets, self.why.as_ref());
        errors.take(WHY, told.ok_or("印刷する理由：ページとともに記録するには長すぎます。短くしてください。"))
    }

    /// The form again, telling how many sheets it would be.
    pub(crate) fn counted(&self, posted: &Posted, chosen: &ChosenPages) -> FormView {
        let (last, sheets) = (chosen.last, chosen.sheets);
        let told = format!(
            "{}ページは、両面で印刷すると用紙{sheets}枚です（全体は{last}ページ）。まだ取り出していません。",
            self.choice
        );
        FormView::of(posted).echo(PAGES, told)
    }
}

/// The same form was sent before; the page comes back with a new one.
pub(crate) fn taken_before() -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add(
        PAGES,
        "この取り出しは記録済みです。もう一度取り出すときは、もう一度「ページを取り出す」を押してください（別の取り出しとして記録します）。",
    );
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn chosen(sheets: u32, last: u32) -> ChosenPages {
        ChosenPages { pdf: Vec::new(), sheets, last, ordinals: vec![1] }
    }

    #[test]
    fn pages_are_needed_and_a_reason_may_be_left_out() {
        let asked = read(&posted(&[(PAGES, "１－４、9"), (WHY, " "), ("step", "count")])).ok().unwrap();
        assert_eq!((asked.choice.to_string().as_str(), asked.why.is_none(), asked.only_count), ("1-4,9", true, true));
        let wrong = |pairs: &[(&str, &str)]| {
            let errors = read(&posted(pairs)).err().unwrap();
            errors.pairs().iter().map(|(field, _)| field.clone()).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&[]), [PAGES]);
        assert_eq!(wrong(&[(PAGES, "x"), (WHY, "\u{0}")]), [PAGES, WHY]);
    }

    #[test]
    fn what_the_file_has_not_and_an_empty_back_are_told() {
        let asked = read(&posted(&[(PAGES, "4-9")])).ok().unwrap();
        assert!(asked.faults(&chosen(3, 9)).is_empty());
        assert!(asked.faults(&chosen(2, 8)).pairs()[0].1.contains("8ページまで"));
        assert!(asked.faults(&chosen(0, 9)).pairs()[0].1.contains("裏面"));
    }
}
