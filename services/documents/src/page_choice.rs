//! ページの指定: which pages of a file are printed, as people write it in a print dialogue, 「1-20,25」, in any width.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Most parts of a choice; whoever needs more prints everything.
const MOST_PARTS: usize = 50;
/// Most digits of a page number.
const MOST_DIGITS: usize = 6;
/// Characters of a part that is not understood, as it is told back.
const TOLD: usize = 20;

/// Pages, in the order of the file; each at most once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageChoice {
    /// Ascending, none touching the next.
    ranges: Vec<RangeInclusive<u32>>,
}

/// Why a text is no choice of pages.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PageChoiceError {
    /// Nothing.
    #[error("印刷するページを入力してください（例 1-20,25）。")]
    Empty,
    /// A part that says neither a page nor a range.
    #[error("「{0}」はページとして読めません。1、3-8のように、数字と範囲をコンマで区切って入力してください。")]
    NotAPage(String),
    /// Pages are counted from 1.
    #[error("ページは1から数えます。0は指定できません。")]
    Zero,
    /// The last before the first.
    #[error("{0}-{1}は、終わりが始まりより前です。{1}-{0}と入力してください。")]
    Backwards(u32, u32),
    /// Too many parts.
    #[error("指定が多すぎます。{MOST_PARTS}か所までにするか、範囲にまとめてください。")]
    TooMany,
    /// The file has fewer pages.
    #[error("{asked}ページはありません。いまの印刷用のPDFは{last}ページまでです。")]
    Beyond {
        /// The largest page that was asked for.
        asked: u32,
        /// The last page of the file.
        last: u32,
    },
}

/// Full-width digits, commas and the many dashes as one of each.
const fn plain(c: char) -> char {
    match c {
        '０' => '0',
        '１' => '1',
        '２' => '2',
        '３' => '3',
        '４' => '4',
        '５' => '5',
        '６' => '6',
        '７' => '7',
        '８' => '8',
        '９' => '9',
        '、' | '，' | '､' | '\u{3000}' | ' ' | '\t' | '\r' | '\n' => ',',
        '－' | '‐' | '‑' | '–' | '—' | '−' | 'ー' | 'ｰ' | '~' | '～' | '〜' => '-',
        other => other,
    }
}

fn page(text: &str, part: &str) -> Result<u32, PageChoiceError> {
    let digits = !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    match number.ok_or_else(|| PageChoiceError::NotAPage(part.chars().take(TOLD).collect()))? {
        0 => Err(PageChoiceError::Zero),
        number => Ok(number),
    }
}

impl FromStr for PageChoice {
    type Err = PageChoiceError;

    fn from_str(text: &str) -> Result<Self, PageChoiceError> {
        let text: String = text.chars().map(plain).collect();
        let mut asked = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            if asked.len() == MOST_PARTS {
                return Err(PageChoiceError::TooMany);
            }
            let (from, until) = match part.split_once('-') {
                Some((from, until)) => (page(from, part)?, page(until, part)?),
                None => (page(part, part)?, page(part, part)?),
            };
            if until < from {
                return Err(PageChoiceError::Backwards(from, until));
            }
            asked.push((from, until));
        }
        asked.sort_unstable();
        let mut ranges: Vec<RangeInclusive<u32>> = Vec::with_capacity(asked.len());
        for (from, until) in asked {
            match ranges.last_mut() {
                Some(last) if from <= last.end() + 1 => *last = *last.start()..=until.max(*last.end()),
                _ => ranges.push(from..=until),
            }
        }
        if ranges.is_empty() { Err(PageChoiceError::Empty) } else { Ok(Self { ranges }) }
    }
}

impl fmt::Display for PageChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, range) in self.ranges.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            match (range.start(), range.end()) {
                (from, until) if from == until => write!(f, "{from}")?,
                (from, until) => write!(f, "{from}-{until}")?,
            }
        }
        Ok(())
    }
}

impl PageChoice {
    /// Whether a page is chosen, from 1.
    pub fn contains(&self, page: u32) -> bool {
        self.ranges.iter().any(|range| range.contains(&page))
    }

    /// The choice, where the file has all of its pages.
    ///
    /// # Errors
    /// [`PageChoiceError::Beyond`].
    pub fn within(&self, last: u32) -> Result<(), PageChoiceError> {
        match self.ranges.last().map_or(0, |range| *range.end()) {
            asked if asked > last => Err(PageChoiceError::Beyond { asked, last }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, PageChoiceError> {
        text.parse::<PageChoice>().map(|choice| choice.to_string())
    }

    #[test]
    fn pages_are_read_in_any_width_and_told_in_order() {
        for text in ["1-20,25", "１－２０，２５", "1〜20、25", "25 1–20", " 1-20,,25, ", "1-10,11-20,25", "5-20,1-7,25,25"]
        {
            assert_eq!(read(text).as_deref(), Ok("1-20,25"), "{text}");
        }
        assert_eq!(read("7").as_deref(), Ok("7"));
        assert_eq!(read("3-3").as_deref(), Ok("3"));
    }

    #[test]
    fn what_is_no_choice_is_told_by_its_part() {
        assert_eq!(read(" 、"), Err(PageChoiceError::Empty));
        for part in ["a", "1-", "-3", "1-2-3", "1.5", "1000000", "٣"] {
            assert_eq!(read(&format!("2,{part}")), Err(PageChoiceError::NotAPage(part.to_owned())), "{part}");
        }
        assert_eq!(read("0-3"), Err(PageChoiceError::Zero));
        assert_eq!(read("２０ー１"), Err(PageChoiceError::Backwards(20, 1)));
        assert_eq!(read(&"1,".repeat(MOST_PARTS + 1)), Err(PageChoiceError::TooMany));
        let long = read(&"あ".repeat(500)).unwrap_err().to_string();
        assert!(long.chars().count() < 100, "{long}");
    }

    #[test]
    fn a_page_that_the_file_has_not_is_told_with_its_last() {
        let choice: PageChoice = "2-4,9".parse().unwrap();
        assert_eq!((1..=10).filter(|page| choice.contains(*page)).collect::<Vec<_>>(), [2, 3, 4, 9]);
        assert_eq!(choice.within(9), Ok(()));
        assert_eq!(choice.within(8), Err(PageChoiceError::Beyond { asked: 9, last: 8 }));
    }
}
