//! From the text of a story to its lines. The first line that cannot be read is told with its number and what to do.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::line::{Act, Hand, Line};

/// A line that is no line of a story.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{number} 行目: {reason}")]
pub struct BadLine {
    /// From 1.
    pub number: usize,
    /// What is wrong, and what may stand there.
    pub reason: String,
}

/// Reads a story. Empty lines and lines with nothing but `comment` tell nothing.
///
/// # Errors
/// The first line that cannot be read, or that goes back in time.
pub fn read(text: &str) -> Result<Vec<Line>, BadLine> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let number = at + 1;
        let bad = |reason: String| BadLine { number, reason };
        let Some(line) = line(number, text).map_err(bad)? else { continue };
        if let Some(before) = lines.last().filter(|before| before.day > line.day) {
            return Err(BadLine {
                number,
                reason: format!("日付 {} が、前の行の {} より前です。日付の順に並べてください。", line.day, before.day),
            });
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return Err(BadLine { number: 1, reason: "例題に行がありません。".to_owned() });
    }
    Ok(lines)
}

fn line(number: usize, text: &str) -> Result<Option<Line>, String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("JSON として読めません（{} 文字目）。", error.column()))?;
    let Value::Object(mut fields) = value else {
        return Err("1 行に 1 つの JSON オブジェクトを書いてください。".to_owned());
    };
    let comment = fields.remove("comment").is_some();
    if fields.is_empty() && comment {
        return Ok(None);
    }
    let day = day(fields.remove("day").as_ref())?;
    let by = match fields.remove("by") {
        None => Hand::default(),
        Some(by) => serde_json::from_value(by).map_err(|error| wrong("by", &error))?,
    };
    Ok(Some(Line { number, day, by, act: act(fields)? }))
}

fn day(value: Option<&Value>) -> Result<Date, String> {
    let text = value.and_then(Value::as_str).ok_or("`day` に日付（2026-04-20 の形）を書いてください。")?;
    text.parse().map_err(|_| format!("`day` の {text} は、ある日付ではありません（2026-04-20 の形で書いてください）。"))
}

fn act(fields: Map<String, Value>) -> Result<Act, String> {
    let word = fields.get("act").and_then(Value::as_str).ok_or("`act` に行為の名前を書いてください。")?.to_owned();
    if !Act::WORDS.contains(&word.as_str()) {
        return Err(format!("`act` の {word} という行為はありません。使えるもの: {}", Act::WORDS.join("、")));
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| wrong(&word, &error))
}

/// What the decoder says, for whoever writes stories.
fn wrong(place: &str, error: &serde_json::Error) -> String {
    let said = error.to_string();
    let quoted = said.split('`').nth(1).unwrap_or_default();
    if said.starts_with("missing field") {
        format!("`{place}` に項目 `{quoted}` が要ります。")
    } else if said.starts_with("unknown field") {
        format!("`{place}` に項目 `{quoted}` はありません。綴りを確かめてください。")
    } else {
        format!("`{place}` の値が読めません: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (usize, String) {
        let BadLine { number, reason } = read(text).unwrap_err();
        (number, reason)
    }

    const GOOD: &str = r#"{"day":"2026-04-20","act":"forward","case":"花子の新規"}"#;

    #[test]
    fn lines_are_read_with_their_numbers_and_comments_tell_nothing() {
        let lines = read(&format!("{{\"comment\":\"はじめに\"}}\n\n{GOOD}\n")).unwrap();
        assert_eq!((lines.len(), lines[0].number, lines[0].act.about().as_str()), (1, 3, "花子の新規"));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        assert_eq!(refused("").0, 1);
        let (number, reason) = refused(&format!("{GOOD}\n{{\"day\":\"2026-04-20\",\"act\":\"grant\",\"case\":\"a\"}}"));
        assert!(number == 2 && reason.contains("grant") && reason.contains("approve"), "{reason}");
        let (_, reason) = refused(r#"{"day":"2026-04-20","act":"forward"}"#);
        assert_eq!(reason, "`forward` に項目 `case` が要ります。");
        let (_, reason) = refused(r#"{"day":"2026-04-20","act":"forward","case":"a","cse":"b"}"#);
        assert_eq!(reason, "`forward` に項目 `cse` はありません。綴りを確かめてください。");
        let (_, reason) = refused(r#"{"day":"2026-02-29","act":"forward","case":"a"}"#);
        assert!(reason.contains("ある日付ではありません"), "{reason}");
        let (number, reason) = refused(&format!("{GOOD}\n{{\"day\":\"2026-04-19\",\"act\":\"forward\",\"case\":\"a\"}}"));
        assert!(number == 2 && reason.contains("日付の順"), "{reason}");
        assert!(refused("[1]").1.contains("オブジェクト") && refused("{").1.contains("JSON"));
    }

    #[test]
    fn every_word_is_an_act_and_every_act_has_its_word() {
        for word in Act::WORDS {
            let read = serde_json::from_str::<Act>(&format!(r#"{{"act":"{word}"}}"#));
            let said = read.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(!said.contains("unknown variant"), "{word}: {said}");
        }
        let said = serde_json::from_str::<Act>(r#"{"act":""}"#).unwrap_err().to_string();
        assert_eq!(said.matches('`').count(), 2 * (Act::WORDS.len() + 1), "{said}");
    }
}
