//! How a file that another program reads is written: which columns, in which order, how wide, as CSV or with fixed widths. The layouts themselves
//! are rows of the masters, as `recipient_number:7` for each column.

use std::str::FromStr;

use events::recipient_file::{FileEncoding, FileForm};
use serde::{Deserialize, Serialize};

/// What the columns of a kind of files hold.
pub trait FileColumn: Copy + FromStr {
    /// A column as it is written in a layout, for whoever writes one.
    const EXAMPLE: &'static str;

    /// Its name in a layout.
    fn code(self) -> &'static str;

    /// Filled up with zeros from the left.
    fn is_number(self) -> bool;

    /// A value as it leaves in a CSV: exact, where only programs read it.
    fn guarded(value: String) -> String {
        value
    }
}

/// A word that is no column with a width.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("様式の列「{word}」は使えません。{example} のように、列の名前と幅（1から200）を入れてください。")]
pub struct UnusableColumn {
    word: String,
    example: &'static str,
}

impl UnusableColumn {
    /// A word that is no column of these files.
    pub fn of<C: FileColumn>(word: impl Into<String>) -> Self {
        Self { word: word.into(), example: C::EXAMPLE }
    }
}

/// A column and its width, in bytes of the encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "C: FileColumn")]
pub struct LayoutColumn<C> {
    /// What it holds.
    pub column: C,
    /// How wide it is.
    pub width: u16,
}

impl<C: FileColumn> TryFrom<String> for LayoutColumn<C> {
    type Error = UnusableColumn;
    fn try_from(word: String) -> Result<Self, UnusableColumn> {
        let read = word.split_once(':').and_then(|(name, width)| {
            let column = name.parse().ok()?;
            Some(Self { column, width: width.parse().ok().filter(|width| (1..=200).contains(width))? })
        });
        read.ok_or_else(|| UnusableColumn::of::<C>(word))
    }
}

impl<C: FileColumn> From<LayoutColumn<C>> for String {
    fn from(column: LayoutColumn<C>) -> Self {
        format!("{}:{}", column.column.code(), column.width)
    }
}

impl<C: FileColumn> LayoutColumn<C> {
    /// The columns of a layout as it was frozen.
    ///
    /// # Errors
    /// [`UnusableColumn`].
    pub(crate) fn all(words: &[String]) -> Result<Vec<Self>, UnusableColumn> {
        words.iter().map(|word| Self::try_from(word.clone())).collect()
    }

    /// A value as it stands in a file; none where it is wider than the column.
    pub(crate) fn written(self, value: String, form: FileForm, encoding: FileEncoding) -> Option<String> {
        let blanks = usize::from(self.width).checked_sub(bytes_in(encoding, &value))?;
        Some(match form {
            FileForm::Csv => quoted(C::guarded(value)),
            FileForm::Fixed if self.column.is_number() => "0".repeat(blanks) + &value,
            FileForm::Fixed => value + &" ".repeat(blanks),
        })
    }
}

/// A line of a file, ended as Windows does.
pub(crate) fn line(values: &[String], form: FileForm) -> String {
    values.join(if form == FileForm::Csv { "," } else { "" }) + "\r\n"
}

fn quoted(value: String) -> String {
    if value.contains([',', '"', '\n', '\r']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

/// Bytes a text takes in an encoding.
pub(crate) fn bytes_in(encoding: FileEncoding, text: &str) -> usize {
    match encoding {
        FileEncoding::Utf8 => text.len(),
        FileEncoding::Cp932 => text.chars().map(|c| if c.is_ascii() || ('｡'..='ﾟ').contains(&c) { 1 } else { 2 }).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment_batch::PaymentColumn;
    use crate::recipient_file::Column;

    #[test]
    fn a_column_is_its_name_and_a_width_and_goes_back_to_the_same_word() {
        let kana = LayoutColumn::<Column>::try_from("kana:10".to_owned()).unwrap();
        assert_eq!((kana.column, kana.width, String::from(kana)), (Column::Kana, 10, "kana:10".to_owned()));
        for wrong in ["kana", "kana:", "kana:0", "kana:201", "kana:x", ":10", "amount:10"] {
            assert_eq!(
                LayoutColumn::try_from(wrong.to_owned()),
                Err::<LayoutColumn<Column>, _>(UnusableColumn::of::<Column>(wrong))
            );
        }
        let why = |unusable: UnusableColumn| unusable.to_string();
        assert!(why(UnusableColumn::of::<Column>("kana")).contains("「kana」は使えません。recipient_number:7 のように"));
        assert!(why(UnusableColumn::of::<PaymentColumn>("kana:3")).contains("amount:10 のように"));
    }

    #[test]
    fn a_value_fills_its_column_and_never_more() {
        let kana = LayoutColumn { column: Column::Kana, width: 8 };
        let number = LayoutColumn { column: PaymentColumn::Amount, width: 8 };
        let fixed = |value: &str| kana.written(value.to_owned(), FileForm::Fixed, FileEncoding::Cp932);
        assert_eq!(fixed("ミホン").as_deref(), Some("ミホン  "));
        assert_eq!(fixed("ﾐﾎﾝ ﾊﾅｺ"), Some("ﾐﾎﾝ ﾊﾅｺ ".to_owned()));
        assert_eq!(fixed("ミホン ハ"), None, "nine bytes");
        let amount = number.written("25000".to_owned(), FileForm::Fixed, FileEncoding::Utf8);
        assert_eq!(amount.as_deref(), Some("00025000"));
        let csv = |value: &str| kana.written(value.to_owned(), FileForm::Csv, FileEncoding::Utf8);
        assert_eq!((csv("a,\"b\"").as_deref(), csv("=1").as_deref()), (Some("\"a,\"\"b\"\"\""), Some("=1")));
        let guarded = LayoutColumn { column: PaymentColumn::Holder, width: 8 };
        assert_eq!(guarded.written("=1".to_owned(), FileForm::Csv, FileEncoding::Utf8).as_deref(), Some("'=1"));
    }
}
