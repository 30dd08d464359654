//! 氏名: as it is written, character for character, with its reading. Folding is for search only, never for print.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{Kana, normalise};

/// A person's name: the written form (variation selectors kept) and the reading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct PersonName {
    written: String,
    kana: Kana,
}

#[derive(Deserialize)]
struct Unchecked {
    written: String,
    kana: Kana,
}

/// Why a text is no written name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// Nothing was typed.
    #[error("氏名を入力してください。")]
    Empty,
    /// More than 60 characters.
    #[error("氏名は60文字以内で入力してください。")]
    TooLong,
    /// Control characters, line breaks or invisible marks.
    #[error("氏名に使えない文字（改行や制御文字）が入っています。入力し直してください。")]
    Forbidden,
}

impl PersonName {
    /// Longest written form, in characters without variation selectors.
    pub const LONGEST: usize = 60;

    /// Checks the written form; the reading was checked when it was made.
    pub fn new(written: &str, kana: Kana) -> Result<Self, PersonNameError> {
        let written = composed(written.trim());
        if written.is_empty() {
            return Err(PersonNameError::Empty);
        }
        if written.chars().any(normalise::is_forbidden) {
            return Err(PersonNameError::Forbidden);
        }
        if written.chars().filter(|c| !is_variation_selector(*c)).count() > Self::LONGEST {
            return Err(PersonNameError::TooLong);
        }
        Ok(Self { written, kana })
    }

    /// As written, for screens and print.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The reading.
    pub const fn kana(&self) -> &Kana {
        &self.kana
    }

    /// The searched form of the written name: see [`fold`].
    pub fn fold(&self) -> String {
        fold(&self.written)
    }
}

/// A written name or a part of one as it is compared letter by letter: NFKC, lower case, without spaces and variation selectors.
pub fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !is_variation_selector(*c)).flat_map(char::to_lowercase).collect()
}

/// The searched form of a written name or a part of one: NFKC, lower case, without spaces and variation selectors,
/// frequent variants of family names joined.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in plain(text).chars() {
        // 々 stands for the character before it: 佐々木 and 佐佐木 are found alike.
        let repeated = folded.chars().next_back().filter(|_| c == '々');
        folded.push(repeated.unwrap_or_else(|| common_form(c)));
    }
    folded
}

/// NFC, except that compatibility ideographs stay: NFC would replace them by their common forms, and the person's own
/// character would be lost.
fn composed(text: &str) -> String {
    let is_compatibility = |c: char| matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    let mut out = String::with_capacity(text.len());
    for run in text.split_inclusive(is_compatibility) {
        let last = run.chars().next_back().filter(|c| is_compatibility(*c));
        let plain = last.map_or(run, |c| &run[..run.len() - c.len_utf8()]);
        out.extend(plain.nfc());
        out.extend(last);
    }
    out
}

const fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Variants that stand for each other in registers of names.
const fn common_form(c: char) -> char {
    match c {
        '髙' => '高',
        '﨑' | '嵜' | '碕' => '崎',
        '邊' | '邉' => '辺',
        '齋' | '齊' | '斎' => '斉',
        '澤' => '沢',
        '濱' | '濵' => '浜',
        '櫻' => '桜',
        '廣' => '広',
        '國' => '国',
        '嶋' | '嶌' => '島',
        '冨' => '富',
        '德' => '徳',
        '瀨' => '瀬',
        '濹' => '墨',
        '龍' => '竜',
        '瀧' => '滝',
        '惠' => '恵',
        '眞' => '真',
        '榮' => '栄',
        '條' => '条',
        '實' => '実',
        '壽' => '寿',
        '學' => '学',
        '會' => '会',
        '萬' => '万',
        '與' => '与',
        '禮' => '礼',
        '靜' => '静',
        '豐' => '豊',
        '圓' => '円',
        '關' => '関',
        '藏' => '蔵',
        '縣' => '県',
        '應' => '応',
        '舘' => '館',
        '吞' => '呑',
        '曻' => '昇',
        '彥' => '彦',
        '黑' => '黒',
        '橫' => '横',
        '槇' => '槙',
        '遙' => '遥',
        '凜' => '凛',
        '檜' => '桧',
        '籠' => '篭',
        '穗' => '穂',
        '壯' => '壮',
        '增' => '増',
        '栁' => '柳',
        '𠮷' => '吉',
        '圡' => '土',
        '淵' | '渊' => '渕',
        '藪' | '籔' => '薮',
        '曾' => '曽',
        '桒' => '桑',
        '亙' => '亘',
        '彌' => '弥',
        '兒' => '児',
        '傳' => '伝',
        '將' => '将',
        '聰' => '聡',
        '藝' => '芸',
        '鷗' => '鴎',
        '卷' => '巻',
        '顯' => '顕',
        '嶽' => '岳',
        '峯' => '峰',
        '祕' => '秘',
        '緖' => '緒',
        '晧' => '皓',
        '埜' => '野',
        '刄' => '刃',
        '鐵' => '鉄',
        '淺' => '浅',
        '佛' => '仏',
        '龜' => '亀',
        c => c,
    }
}

impl TryFrom<Unchecked> for PersonName {
    type Error = PersonNameError;
    fn try_from(name: Unchecked) -> Result<Self, PersonNameError> {
        Self::new(&name.written, name.kana)
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(written: &str) -> Result<PersonName, Box<dyn std::error::Error>> {
        Ok(PersonName::new(written, Kana::parse("ミホン ハナコ")?)?)
    }

    #[test]
    fn keeps_the_written_form() -> Result<(), Box<dyn std::error::Error>> {
        for written in ["見本 花子", "葛\u{e0100}飾 花子", "髙﨑 花子", "神\u{fa19} 花子", "Mihon Hanako"] {
            assert_eq!(name(written)?.written(), written);
        }
        assert_eq!(name(" 見本　花子 ")?.written(), "見本　花子");
        assert_eq!(name("か\u{3099}")?.written(), "が");
        Ok(())
    }

    #[test]
    fn refuses_what_cannot_stand_in_a_register() -> Result<(), Box<dyn std::error::Error>> {
        let kana = Kana::parse("ミホン")?;
        assert_eq!(PersonName::new("　", kana.clone()), Err(PersonNameError::Empty));
        assert_eq!(PersonName::new("見本\n花子", kana.clone()), Err(PersonNameError::Forbidden));
        assert_eq!(PersonName::new("見本\u{202e}花子", kana.clone()), Err(PersonNameError::Forbidden));
        assert_eq!(PersonName::new(&"花".repeat(61), kana.clone()), Err(PersonNameError::TooLong));
        assert!(PersonName::new(&"葛\u{e0100}".repeat(60), kana).is_ok());
        Ok(())
    }

    #[test]
    fn search_joins_variants() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(name("髙﨑　花子")?.fold(), fold("高崎花子"));
        assert_eq!(name("渡邊 花子")?.fold(), fold("渡邉花子"));
        assert_eq!(name("葛\u{e0100} 花子")?.fold(), "葛花子");
        assert_eq!(fold("Ｍｉｈｏｎ"), "mihon");
        assert_eq!((fold("佐々木"), fold("𠮷田"), fold("々木")), (fold("佐佐木"), fold("吉田"), "々木".to_owned()));
        Ok(())
    }

    #[test]
    fn json_is_validated() -> Result<(), Box<dyn std::error::Error>> {
        let json = serde_json::to_string(&name("見本 花子")?)?;
        assert_eq!(json, r#"{"written":"見本 花子","kana":"ミホン ハナコ"}"#);
        assert_eq!(serde_json::from_str::<PersonName>(&json)?, name("見本 花子")?);
        assert!(serde_json::from_str::<PersonName>(r#"{"written":"","kana":"ミホン"}"#).is_err());
        Ok(())
    }
}
