//! カナ: a name's reading, kept as full-width katakana whatever was typed, and its folded form for search.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::normalise;

/// A reading in full-width katakana, with single spaces, ー and ・; 1 to 60 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kana(String);

/// Why a text is no reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KanaError {
    /// Nothing was typed.
    #[error("フリガナを入力してください。")]
    Empty,
    /// Something that is no kana.
    #[error("フリガナはカタカナ（ひらがな、半角カナも可）で入力してください。")]
    NotKana,
    /// More than 60 characters.
    #[error("フリガナは60文字以内で入力してください。")]
    TooLong,
}

impl Kana {
    /// Longest reading, in characters.
    pub const LONGEST: usize = 60;

    /// Reads hiragana, half-width or full-width katakana.
    pub fn parse(text: &str) -> Result<Self, KanaError> {
        let text = full_katakana(text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(KanaError::Empty);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(KanaError::TooLong);
        }
        let starts_with_letter = text.starts_with(|c| matches!(c, 'ァ'..='ヺ'));
        if !starts_with_letter || !text.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | ' ')) {
            return Err(KanaError::NotKana);
        }
        Ok(Self(text))
    }

    /// The reading.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is searched: see [`fold`].
    pub fn fold(&self) -> String {
        fold(&self.0)
    }
}

/// The searched form of a reading or of a part of one: small kana large, ヂヅヲヰヱヴ as ジズオイエブ, without ー, ・ and
/// spaces. What is no kana stays, so a query with a slip finds nothing instead of everything.
pub fn fold(text: &str) -> String {
    full_katakana(text).chars().filter(|c| !matches!(c, 'ー' | '・') && !c.is_whitespace()).map(large).collect()
}

/// [`fold`] without voicing marks as well: ガ and カ, パ and ハ are found alike.
pub fn fold_unvoiced(text: &str) -> String {
    fold(text).nfd().filter(|c| !matches!(c, '\u{3099}' | '\u{309a}')).collect()
}

/// Any width and either syllabary to full-width katakana; a dash after kana is the long vowel mark.
fn full_katakana(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc() {
        let c = match c {
            'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
            c if normalise::is_dash(c) && out.ends_with(|last| matches!(last, 'ァ'..='ヺ' | 'ー')) => 'ー',
            c => c,
        };
        out.push(c);
    }
    out
}

const fn large(c: char) -> char {
    match c {
        'ァ' => 'ア',
        'ィ' | 'ヰ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' | 'ヱ' => 'エ',
        'ォ' | 'ヲ' => 'オ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヂ' => 'ジ',
        'ヅ' => 'ズ',
        'ヴ' => 'ブ',
        c => c,
    }
}

impl std::fmt::Display for Kana {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

string_value!(Kana, KanaError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn any_width_becomes_full_katakana() {
        for text in ["ミホン ハナコ", "みほん　はなこ", "ﾐﾎﾝ ﾊﾅｺ", " ミホン   ハナコ "] {
            assert_eq!(Kana::parse(text).map(|k| k.to_string()), Ok("ミホン ハナコ".to_owned()), "{text}");
        }
        assert_eq!(Kana::parse("ｶﾞｰﾄﾞ").map(|k| k.to_string()), Ok("ガード".to_owned()));
        assert_eq!(Kana::parse("か\u{3099}ーと\u{3099}").map(|k| k.to_string()), Ok("ガード".to_owned()));
        assert_eq!(Kana::parse("アン・マリ－").map(|k| k.to_string()), Ok("アン・マリー".to_owned()));
    }

    #[test]
    fn refuses_other_scripts() {
        assert_eq!(Kana::parse("  "), Err(KanaError::Empty));
        for text in ["見本", "Mihon", "ミホン1", "ー", "ミホン\u{7}", "<ミ>"] {
            assert_eq!(Kana::parse(text), Err(KanaError::NotKana), "{text}");
        }
        assert_eq!(Kana::parse(&"ア".repeat(61)), Err(KanaError::TooLong));
    }

    #[test]
    fn folding_joins_what_is_mixed_up() {
        assert_eq!(fold("しょうじ"), fold("シヨウヂ"));
        assert_eq!(fold("ヴァイオレット"), "ブアイオレツト");
        assert_eq!(fold("オーノ カヅヲ"), "オノカズオ");
        assert_eq!(fold_unvoiced("ガパ"), "カハ");
    }

    proptest! {
        #[test]
        fn parsing_and_folding_settle(text in "[ぁ-んァ-ヶ･ｦ-ﾟー 　]{0,40}") {
            if let Ok(kana) = Kana::parse(&text) {
                prop_assert_eq!(Kana::parse(kana.as_str()), Ok(kana.clone()));
                prop_assert_eq!(fold(&kana.fold()), kana.fold());
            }
        }
    }
}
