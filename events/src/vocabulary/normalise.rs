//! What every field does before it is read: width is made one, ends are trimmed, the many dashes become one.

use unicode_normalization::UnicodeNormalization;

/// NFKC, trimmed, with every dash-like sign (also the long vowel mark) as `-`. For codes and numbers, never for names.
pub(crate) fn code_text(text: &str) -> String {
    plain(text).chars().map(|c| if is_dash(c) { '-' } else { c }).collect()
}

/// NFKC and trimmed.
pub(crate) fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// Signs that a keyboard or a copied document gives where a hyphen is meant.
pub(crate) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '─')
}

/// Control characters and the invisible format characters that can turn or hide text on a screen.
pub(crate) fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

/// The digits of a number of a fixed length, after dashes and spaces are dropped; `None` if anything else stands there.
pub(crate) fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let kept: Vec<u8> = code_text(text)
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| c.to_digit(10).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    kept.try_into().ok()
}

/// Digits as they are printed.
pub(crate) fn digit_text(digits: &[u8]) -> String {
    digits.iter().map(|d| char::from(b'0' + d)).collect()
}
