//! Words with places: 「{申請日}付けで申請のあった…」. A place that the letter does not fill is refused when the words are written, not when
//! a letter goes out.

use std::collections::BTreeMap;

/// What stands in the places of one letter.
pub type Values = BTreeMap<&'static str, String>;

/// The longest block, characters.
pub const LONGEST: usize = 2_000;

/// What is wrong with words.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WordsError {
    /// Nothing is said.
    #[error("文を入力してください。")]
    Empty,
    /// More than a letter has room for.
    #[error("文が長すぎます。{LONGEST}文字までにしてください。")]
    TooLong,
    /// A brace without its other half.
    #[error("差込項目のかっこが閉じていません。{{項目の名前}} の形にしてください。")]
    Unclosed,
    /// A place that nobody fills.
    #[error("差込項目 {{{place}}} は、この文では使えません。使えるもの: {allowed}")]
    UnknownPlace {
        /// As typed.
        place: String,
        /// Those that are filled.
        allowed: String,
    },
}

/// The places of words, in their order.
///
/// # Errors
/// [`WordsError::Unclosed`].
pub fn places(text: &str) -> Result<Vec<&str>, WordsError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let inner = rest.get(at..).and_then(|from| from.strip_prefix('{')).ok_or(WordsError::Unclosed)?;
        let end = inner.find(['{', '}']).ok_or(WordsError::Unclosed)?;
        let (place, after) = inner.split_at(end);
        rest = after.strip_prefix('}').ok_or(WordsError::Unclosed)?;
        found.push(place);
    }
    Ok(found)
}

/// Whether words say something and name only places that are filled.
///
/// # Errors
/// [`WordsError`].
pub fn check_places(text: &str, allowed: &[&str]) -> Result<(), WordsError> {
    if text.trim().is_empty() {
        return Err(WordsError::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(WordsError::TooLong);
    }
    match places(text)?.into_iter().find(|place| !allowed.contains(place)) {
        None => Ok(()),
        Some(place) => Err(WordsError::UnknownPlace {
            place: place.to_owned(),
            allowed: allowed.iter().map(|one| format!("{{{one}}}")).collect::<Vec<_>>().join("、"),
        }),
    }
}

/// The paragraphs of words with what stands in their places; lines without words are no paragraphs.
pub fn fill(text: &str, values: &Values) -> Vec<String> {
    let filled = |line: &str| {
        let (mut out, mut rest) = (String::new(), line);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (place, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(values.get(place).map_or("", String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(filled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_and_filled_once() {
        assert_eq!(places("{申請日}付けの{児童の氏名}の申請"), Ok(vec!["申請日", "児童の氏名"]));
        let values = Values::from([("申請日", "令和8年4月1日".to_owned()), ("児童の氏名", "{申請日}".to_owned())]);
        assert_eq!(
            fill("{申請日}付け\n\n {児童の氏名}様\n", &values),
            ["令和8年4月1日付け", "{申請日}様"],
            "what a value says is no place"
        );
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for text in ["{申請日", "申請日}", "{{申請日}}", "{申請{日}}"] {
            assert_eq!(places(text), Err(WordsError::Unclosed), "{text}");
        }
        assert_eq!(check_places(" \n", &["申請日"]), Err(WordsError::Empty));
        assert_eq!(check_places(&"文".repeat(LONGEST + 1), &[]), Err(WordsError::TooLong));
        let refused = check_places("{氏名}", &["申請日", "決定日"]).map_err(|error| error.to_string());
        assert_eq!(refused, Err("差込項目 {氏名} は、この文では使えません。使えるもの: {申請日}、{決定日}".to_owned()));
    }
}
