//! The words of letters (通知文書の文): rows of the masters that staff edit, with places (差込項目) that the program fills.
//!
//! # Adding a kind of letter
//! Its variant in `events::letter::LetterKind`, its line in [`blocks`], its first words in `schema/masters/letter_texts.csv`, its document in
//! `documents::letter`, and whoever raises it in `acts::letters`.

mod blocks;
mod words;

use events::letter::{LetterKind, TextUsed};
use events::master::RowAdopted;
use jiff::civil::Date;

pub use blocks::{Block, Spec, spec};
pub use words::{Values, WordsError, check_places, fill, places};

use crate::rules::Masters;

/// Table of the words.
pub const TABLE: &str = "letter_texts";
/// Key of the phrase that gives letters their numbers.
pub const NUMBER: &str = "letter.number";
/// The only place of the number of a letter.
pub const NUMBER_PLACES: &[&str] = &["番号"];

/// Key of the phrase with the instruction on appeal (教示).
pub const APPEAL: &str = "appeal.decision";
/// Places of the instruction: against whom, and whom one turns to.
pub const APPEAL_PLACES: &[&str] = &["自治体", "職名"];

/// Why words may not stand on a letter.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextRefusal {
    /// No such block.
    #[error("「{0}」という通知文書の文はありません。文の一覧から選んでください。")]
    UnknownBlock(String),
    /// The words are not well formed.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The number would be lost.
    #[error("文書番号の文には{{番号}}が要ります。例：こ家第{{番号}}号")]
    NoNumber,
    /// A letter has no words for this day.
    #[error("「{}」の「{block}」の文が、マスタ「通知文書の文」にありません。文を加えて承認を受けてから、もう一度作成してください。", .kind.label())]
    Missing {
        /// The letter.
        kind: LetterKind,
        /// Name of the block.
        block: &'static str,
    },
}

/// Key of a block within the table: `approval_notice.lead`.
pub fn key(kind: LetterKind, block: &str) -> String {
    format!("{}.{block}", kind.code())
}

/// Kind and block of a key.
pub fn parts(key: &str) -> Option<(LetterKind, &'static Block)> {
    let (kind, block) = key.split_once('.')?;
    let kind: LetterKind = kind.parse().ok()?;
    let block = spec(kind).blocks.iter().find(|one| one.code == block)?;
    Some((kind, block))
}

/// Whether a row may be adopted: the block exists and names only places that its letter fills. Rows of other tables pass.
///
/// # Errors
/// [`TextRefusal`].
pub fn check(row: &RowAdopted) -> Result<(), TextRefusal> {
    let text = row.values.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
    match row.table.as_str() {
        TABLE => {
            let (kind, _) = parts(&row.key).ok_or_else(|| TextRefusal::UnknownBlock(row.key.clone()))?;
            Ok(check_places(text, spec(kind).places)?)
        }
        "phrases" if row.key == NUMBER => {
            check_places(text, NUMBER_PLACES)?;
            if text.contains("{番号}") { Ok(()) } else { Err(TextRefusal::NoNumber) }
        }
        "phrases" if row.key == APPEAL => Ok(check_places(text, APPEAL_PLACES)?),
        _ => Ok(()),
    }
}

/// The words of one letter on one day, and which versions they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    kind: LetterKind,
    texts: Vec<(&'static str, String)>,
    used: Vec<TextUsed>,
}

impl Words {
    /// As the masters word a kind of letter on a day.
    pub fn on(masters: &Masters, kind: LetterKind, day: Date) -> Self {
        let (mut texts, mut used) = (Vec::new(), Vec::new());
        for block in spec(kind).blocks {
            let Some(row) = masters.letter_texts.at(&key(kind, block.code), day) else { continue };
            texts.push((block.code, row.value.text.clone()));
            let (key, valid_from, position) = (row.key.clone(), row.valid_from, row.position);
            used.push(TextUsed { table: TABLE.to_owned(), key, valid_from, position });
        }
        Self { kind, texts, used }
    }

    /// The paragraphs of a block that must be there, filled.
    ///
    /// # Errors
    /// [`TextRefusal::Missing`].
    pub fn must(&self, code: &'static str, values: &Values) -> Result<Vec<String>, TextRefusal> {
        let block = spec(self.kind).blocks.iter().find(|one| one.code == code).map_or(code, |one| one.label);
        self.may(code, values).ok_or(TextRefusal::Missing { kind: self.kind, block })
    }

    /// The paragraphs of a block, filled; none where the masters have none.
    pub fn may(&self, code: &str, values: &Values) -> Option<Vec<String>> {
        let (_, text) = self.texts.iter().find(|(one, _)| *one == code)?;
        Some(fill(text, values))
    }

    /// Which versions they are.
    pub fn used(&self) -> &[TextUsed] {
        &self.used
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::samples;

    fn row(key: &str, text: &str) -> RowAdopted {
        let mut row = samples::row(TABLE, key, serde_json::json!({ "text": text }));
        row.valid_from = date(2026, 4, 1);
        row
    }

    #[test]
    fn only_known_blocks_with_known_places_are_adopted() {
        assert_eq!(check(&row("approval_notice.lead", "{申請日}付けの申請を認定します。")), Ok(()));
        assert_eq!(
            check(&row("approval_notice.nothing", "文")),
            Err(TextRefusal::UnknownBlock("approval_notice.nothing".to_owned()))
        );
        let unknown = check(&row("approval_notice.lead", "{電話番号}に掛けます。")).unwrap_err().to_string();
        assert!(unknown.contains("{電話番号}") && unknown.contains("{申請日}"), "{unknown}");
        let number =
            |text: &str| samples::row("phrases", NUMBER, serde_json::json!({ "purpose": "letter", "text": text, "order": 1 }));
        assert_eq!(check(&number("こ家第{番号}号")), Ok(()));
        assert_eq!(check(&number("こ家第号")), Err(TextRefusal::NoNumber));
        let appeal =
            |text: &str| samples::row("phrases", APPEAL, serde_json::json!({ "purpose": "appeal", "text": text, "order": 1 }));
        assert_eq!(check(&appeal("{職名}に対して審査請求をすることができます。")), Ok(()));
        assert!(check(&appeal("{市長}に対して")).is_err());
    }

    #[test]
    fn the_words_of_the_day_are_taken_and_remembered() {
        let mut masters = samples::masters();
        let early = row("refusal_notice.lead", "{児童の氏名}の申請は認定しません。");
        masters.adopt(900, &early).unwrap();
        let later = RowAdopted { valid_from: date(2027, 4, 1), ..row("refusal_notice.lead", "新しい文。") };
        masters.adopt(901, &later).unwrap();
        let values = Values::from([("児童の氏名", "見本 花子".to_owned())]);
        let words = Words::on(&masters, LetterKind::RefusalNotice, date(2026, 11, 24));
        assert_eq!(words.must("lead", &values), Ok(vec!["見本 花子の申請は認定しません。".to_owned()]));
        assert_eq!(words.used().iter().map(|used| used.position).collect::<Vec<_>>(), [900]);
        let words = Words::on(&masters, LetterKind::RefusalNotice, date(2027, 4, 1));
        assert_eq!(words.must("lead", &values), Ok(vec!["新しい文。".to_owned()]));
        let none = Words::on(&masters, LetterKind::RefusalNotice, date(2020, 1, 1));
        assert!(matches!(none.must("lead", &values), Err(TextRefusal::Missing { .. })));
    }
}
