//! What stands where, in words.

use acts::{TakeoverFile, TakeoverProgress};
use casework::takeover::Verdict;

/// State and tone of a takeover.
pub(super) fn state(file: &TakeoverFile, progress: Option<&TakeoverProgress>) -> (&'static str, &'static str) {
    let stopped = progress.is_some_and(|progress| progress.stopping && progress.at_work);
    if file.reversed.is_some() {
        ("取消し済み", "")
    } else if stopped {
        ("停止中", "warn")
    } else if file.state.is_to_reverse() {
        ("取消し中", "key")
    } else if file.carried_out.is_some() {
        ("引き継ぎ済み", "ok")
    } else if file.state.is_to_carry_out() {
        ("引き継ぎ中", "key")
    } else if file.verdicts().is_some() {
        ("決裁待ち", "warn")
    } else if file.state.is_to_check() {
        ("判定中", "key")
    } else {
        ("列の確認待ち", "warn")
    }
}

/// Tone of a verdict.
pub(super) const fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "ok",
        Verdict::Warned => "warn",
        Verdict::Refused => "alert",
        Verdict::Skipped => "",
    }
}

/// 「B列」.
pub(super) fn letters(at: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    match at.checked_sub(26) {
        None => format!("{}列", letter(at)),
        Some(rest) => format!("{}{}列", letter(rest / 26), letter(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        assert_eq!([0, 25, 26, 27, 52].map(letters), ["A列", "Z列", "AA列", "AB列", "BA列"]);
    }
}
