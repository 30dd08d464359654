//! Personal values that were planted or seeded, and the search for them where they must not be.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A value with every spelling in which it could show.
#[derive(Clone, Debug)]
pub struct Canary {
    /// What it is: `child_name`.
    pub label: String,
    spellings: BTreeSet<String>,
}

impl Canary {
    /// A text: as it is, without its spaces, percent-encoded as a form or an address does it, escaped as JSON may do it.
    pub fn text(label: &str, value: &str) -> Self {
        let mut spellings = BTreeSet::new();
        let narrow: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        for plain in [value, &value.replace(' ', "　"), &narrow] {
            spellings.insert(plain.to_owned());
            spellings.insert(percent(plain, "%20"));
            spellings.insert(percent(plain, "+"));
            spellings.insert(percent(plain, "%20").to_lowercase());
            spellings.insert(escaped(plain));
            // As a binary column of a dump shows it.
            spellings.insert(plain.bytes().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            }));
        }
        Self { label: label.to_owned(), spellings }
    }

    /// A day, in the spellings of the database and of the screens.
    pub fn date(label: &str, day: jiff::civil::Date) -> Self {
        use events::vocabulary::wareki;
        let (year, month, dom) = (day.year(), day.month(), day.day());
        let spellings = [
            day.to_string(),
            format!("{year}{month:02}{dom:02}"),
            format!("{year}/{month:02}/{dom:02}"),
            wareki::long(day),
            wareki::short(day),
            percent(&wareki::long(day), "%20"),
        ];
        Self { label: label.to_owned(), spellings: spellings.into() }
    }

    /// A text only as it is, with and without its spaces: for many values at once.
    pub fn plain(label: &str, value: &str) -> Self {
        let narrow: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        Self { label: label.to_owned(), spellings: [value.to_owned(), value.replace(' ', "　"), narrow].into() }
    }

    /// With one more spelling.
    #[must_use]
    pub fn also(mut self, spelling: &str) -> Self {
        self.spellings.insert(spelling.to_owned());
        self
    }

    /// Whether it shows in a text.
    pub fn shows_in(&self, text: &str) -> bool {
        self.spellings.iter().any(|spelling| text.contains(spelling))
    }

    /// Its spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str)
    }
}

/// One place where a value showed.
pub fn findings(place: &str, text: &str, canaries: &[Canary]) -> Vec<String> {
    let mut found = Vec::new();
    for canary in canaries {
        for spelling in canary.spellings() {
            if let Some(at) = text.find(spelling) {
                let start = (at.saturating_sub(60)..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
                let around: String = text[start..].chars().take(160).collect();
                found.push(format!("{} shows in {place}: …{around}…", canary.label));
                break;
            }
        }
    }
    found
}

fn percent(text: &str, space: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => out.push_str(space),
            b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_graphic() || byte == b' ' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_value_is_found_however_it_is_written() {
        let name = Canary::text("name", "鸚鵡 栞奈");
        for line in [
            r#"{"message":"鸚鵡 栞奈"}"#,
            "x 鸚鵡　栞奈 y",
            "鸚鵡栞奈",
            "GET /ledger?q=%E9%B8%9A%E9%B5%A1%20%E6%A0%9E%E5%A5%88",
            "q=%E9%B8%9A%E9%B5%A1+%E6%A0%9E%E5%A5%88",
            "q=%e9%b8%9a%e9%b5%a1%20%e6%a0%9e%e5%a5%88",
            r#"{"x":"\u9e1a\u9d61 \u681e\u5948"}"#,
        ] {
            assert_eq!(findings("log", line, std::slice::from_ref(&name)).len(), 1, "{line}");
        }
        let born = Canary::date("birth date", jiff::civil::date(2013, 2, 27));
        for line in ["2013-02-27", "20130227", "平成25年2月27日", "H25.2.27"] {
            assert!(born.shows_in(line), "{line}");
        }
        for line in ["", "鸚鵡", "2013-02-28", "見本 花子"] {
            assert!(!name.shows_in(line) && !born.shows_in(line), "{line}");
        }
    }
}
