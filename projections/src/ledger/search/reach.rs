//! 住所 and 電話 as they are asked for, each in a field of its own, for what stands in an address also stands in names. Whoever is protected
//! (支援措置) is found by neither: not by name and address together, and not in the number of those who fit.

use events::vocabulary::{Address, person_name};
use unicode_normalization::UnicodeNormalization as _;

use super::Rank;

/// Shortest part of an address that is looked for.
const SHORTEST_ADDRESS: usize = 2;
/// Longest part of an address that is looked for; an address has at most as many.
const LONGEST_ADDRESS: usize = 100;
/// Fewest digits of a telephone: 下4桁.
const SHORTEST_PHONE: usize = 4;
/// Digits of the longest telephone.
const LONGEST_PHONE: usize = 11;
/// Digits of a postal code.
const POSTAL_CODE: usize = 7;
/// Prefectures that are not called 県.
const NO_KEN: [&str; 4] = ["北海道", "東京都", "京都府", "大阪府"];

/// Where somebody lives and is called, as it was asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    pub(super) address: Option<Place>,
    pub(super) phone: Option<String>,
}

/// What was asked of an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Digits of a postal code.
    PostalCode(String),
    /// A part, folded.
    Part(String),
}

/// Why nobody can be looked for so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReachError {
    /// Too little of an address.
    #[error("住所は{SHORTEST_ADDRESS}文字以上入力してください（例 城内1-1）。")]
    AddressTooShort,
    /// Too much.
    #[error("住所は{LONGEST_ADDRESS}文字以内で入力してください。")]
    AddressTooLong,
    /// No telephone.
    #[error(
        "電話は数字とハイフンで、{SHORTEST_PHONE}桁から{LONGEST_PHONE}桁までを入力してください（例 0952-00-0000、下4桁なら 0000）。"
    )]
    NotAPhone,
}

impl Reach {
    /// With a part of an address, or a whole postal code; where nothing was typed, without.
    ///
    /// # Errors
    /// [`ReachError`].
    pub fn address(self, text: &str) -> Result<Self, ReachError> {
        if text.trim().is_empty() {
            return Ok(self);
        }
        if text.trim().chars().count() > LONGEST_ADDRESS {
            return Err(ReachError::AddressTooLong);
        }
        let folded = fold(text.trim().trim_start_matches('〒'));
        let digits: String = folded.chars().filter(|c| *c != '-').collect();
        let sought = if digits.len() == POSTAL_CODE && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Place::PostalCode(digits)
        } else if folded.chars().count() < SHORTEST_ADDRESS {
            return Err(ReachError::AddressTooShort);
        } else {
            Place::Part(folded)
        };
        Ok(Self { address: Some(sought), ..self })
    }

    /// With the digits of a telephone, its first or its last; where nothing was typed, without.
    ///
    /// # Errors
    /// [`ReachError::NotAPhone`].
    pub fn phone(self, text: &str) -> Result<Self, ReachError> {
        if text.trim().is_empty() {
            return Ok(self);
        }
        let plain: String = text.trim().nfkc().collect();
        let filler = |c: char| is_dash(c) || matches!(c, '(' | ')' | ' ');
        let digits: String = plain.chars().filter(|c| !filler(*c)).collect();
        let is_phone =
            (SHORTEST_PHONE..=LONGEST_PHONE).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_phone { Ok(Self { phone: Some(digits), ..self }) } else { Err(ReachError::NotAPhone) }
    }

    /// Nothing was asked.
    pub const fn is_empty(&self) -> bool {
        self.address.is_none() && self.phone.is_none()
    }

    /// How it was understood.
    pub(super) fn read_as(&self) -> Vec<String> {
        let address = self.address.as_ref().map(|sought| match sought {
            Place::PostalCode(digits) => format!("郵便番号 {digits}"),
            Place::Part(part) => format!("住所 {part}"),
        });
        address.into_iter().chain(self.phone.as_ref().map(|digits| format!("電話 {digits}"))).collect()
    }
}

/// Where somebody lives, in the searched form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Home {
    postal_code: Option<Box<str>>,
    text: Box<str>,
}

impl Home {
    pub(super) fn of(address: &Address) -> Self {
        let digits = address.postal_code.map(|code| code.to_string().replace('-', ""));
        let text = fold(address.text.as_str());
        Self { postal_code: digits.map(Into::into), text: text.into() }
    }

    /// How well it fits what was asked.
    pub(super) fn rank(&self, sought: &Place) -> Option<Rank> {
        match sought {
            Place::PostalCode(digits) => {
                self.postal_code.as_ref().is_some_and(|known| **known == **digits).then_some(Rank::Exact)
            }
            Place::Part(part) if *self.text == **part => Some(Rank::Exact),
            Place::Part(part) if self.text.starts_with(part.as_str()) => Some(Rank::Prefix),
            Place::Part(part) => self.text.contains(part.as_str()).then_some(Rank::Contains),
        }
    }
}

/// How well a telephone fits the digits that were asked.
pub(super) fn rank_phone(known: &str, sought: &str) -> Option<Rank> {
    match known {
        known if known == sought => Some(Rank::Exact),
        known if known.starts_with(sought) => Some(Rank::Prefix),
        known => known.ends_with(sought).then_some(Rank::Contains),
    }
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | 'ー')
}

/// The searched form: one width, variants joined, without spaces and the name of the prefecture; 一丁目2番地の3 as 1-2-3.
fn fold(text: &str) -> String {
    let plain: String = person_name::fold(text).chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
    let with_digits = in_digits(without_prefecture(&plain)).replace("丁目", "-").replace("番地の", "-").replace("番地", "-");
    let mut folded = String::with_capacity(with_digits.len());
    for c in with_digits.chars() {
        let after_digit = folded.ends_with(|last: char| last.is_ascii_digit());
        match c {
            '番' if after_digit => folded.push('-'),
            '号' if after_digit => {}
            '-' if folded.ends_with('-') => {}
            c => folded.push(c),
        }
    }
    folded.trim_end_matches('-').to_owned()
}

/// The prefecture is written or left out alike; each has two or three characters before its 県.
fn without_prefecture(text: &str) -> &str {
    if let Some(rest) = NO_KEN.iter().find_map(|name| text.strip_prefix(name)) {
        return rest;
    }
    let ken = text.char_indices().skip(2).take(2).find(|(_, c)| *c == '県');
    ken.and_then(|(at, c)| text.get(at + c.len_utf8()..)).unwrap_or(text)
}

/// Kanji numbers before 丁目 in digits: 九丁目, 十二丁目.
fn in_digits(text: &str) -> String {
    let mut parts = text.split("丁目").peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            out.push_str(part);
            break;
        }
        let tail: Vec<char> = part.chars().rev().take_while(|c| kanji_digit(*c).is_some()).collect();
        let number = tail.iter().rev().fold(0_u32, |number, c| match kanji_digit(*c) {
            Some(10) => number.max(1) * 10,
            Some(digit) => number + digit,
            None => number,
        });
        let kept: usize = part.chars().count() - tail.len();
        out.extend(part.chars().take(kept));
        if !tail.is_empty() {
            out.push_str(&number.to_string());
        }
        out.push_str("丁目");
    }
    out
}

const fn kanji_digit(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use events::vocabulary::{PostalCode, ShortText};

    use super::*;

    fn home(text: &str) -> Home {
        let postal_code = PostalCode::parse("840-0041").ok();
        Home::of(&Address { postal_code, text: ShortText::parse(text).unwrap() })
    }

    fn rank(home: &Home, text: &str) -> Option<Rank> {
        home.rank(&Reach::default().address(text).unwrap().address.unwrap())
    }

    #[test]
    fn an_address_is_found_however_its_numbers_are_written() {
        let home = home("佐賀市鷺沼鶚町九丁目88番7号 見本ハイツ 201");
        for text in ["鷺沼鶚町9-88-7", "鷺沼鶚町九丁目８８番地７", "鶚町 9丁目88ー7", "鶚町9丁目88番7号"]
        {
            assert_eq!(rank(&home, text), Some(Rank::Contains), "{text}");
        }
        assert_eq!(rank(&home, "佐賀県佐賀市鷺沼"), Some(Rank::Prefix));
        assert_eq!(rank(&home, "佐賀市鷺沼鶚町9-88-7見本ハイツ201"), Some(Rank::Exact));
        assert_eq!(rank(&home, "鶚町8-88"), None);
        assert_eq!([rank(&home, "840-0041"), rank(&home, "〒８４０００４１")], [Some(Rank::Exact); 2]);
        assert_eq!(rank(&home, "840-0042"), None);
    }

    #[test]
    fn kanji_numbers_count_only_before_chome() {
        assert_eq!(fold("八戸溝一丁目2番3号"), "八戸溝1-2-3");
        assert_eq!(fold("十二丁目"), "12");
        assert_eq!(fold("二十一丁目5"), "21-5");
        assert_eq!(fold("一番町"), "一番町");
        assert_eq!(fold("番町ニュータウン"), "番町ニュ-タウン");
        assert_eq!(fold("神奈川県横浜市"), fold("横浜市"));
        assert_eq!((fold("京都府京都市").as_str(), fold("太宰府市").as_str()), ("京都市", "太宰府市"));
    }

    #[test]
    fn a_telephone_is_found_by_its_first_and_last_digits() {
        let digits = |text: &str| Reach::default().phone(text).map(|reach| reach.phone.unwrap_or_default());
        assert_eq!(digits("０９５２（７１）８３６４"), Ok("0952718364".to_owned()));
        assert_eq!(digits("8364"), Ok("8364".to_owned()));
        assert_eq!(digits(" "), Ok(String::new()));
        for wrong in ["836", "095271836412", "0952-7a", "電話"] {
            assert_eq!(digits(wrong), Err(ReachError::NotAPhone), "{wrong}");
        }
        assert_eq!(rank_phone("0952718364", "0952718364"), Some(Rank::Exact));
        assert_eq!(rank_phone("0952718364", "0952"), Some(Rank::Prefix));
        assert_eq!(rank_phone("0952718364", "8364"), Some(Rank::Contains));
        assert_eq!(rank_phone("0952718364", "7183"), None);
    }

    #[test]
    fn too_little_and_too_much_of_an_address_are_told() {
        let address = |text: &str| Reach::default().address(text).map(|reach| reach.is_empty());
        assert_eq!(address("　"), Ok(true));
        assert_eq!(address("町"), Err(ReachError::AddressTooShort));
        assert_eq!(address(&"町".repeat(101)), Err(ReachError::AddressTooLong));
        assert_eq!(address("城内"), Ok(false));
    }
}
