//! Whether two children are insured together: the same insurer and the same insured person. Only then do their caps share. What one of the
//! two records leaves open is neither a yes nor a no.

use events::application::InsuranceDetails;
use events::vocabulary::{FreeText, InsuranceKind, person_name};

/// What the records say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Together {
    /// Insurer and insured person are the same.
    Yes,
    /// These differ.
    No(Vec<&'static str>),
    /// Nothing differs, but these are not known of both.
    Unknown(Vec<&'static str>),
}

/// Compares what two records say of the insurance.
pub fn together(one: &InsuranceDetails, other: &InsuranceDetails) -> Together {
    let pairs: [(&'static str, _, _); 5] = [
        ("保険者番号", &one.insurer_number, &other.insurer_number),
        ("保険者名", &one.insurer_name, &other.insurer_name),
        ("記号", &one.symbol, &other.symbol),
        ("番号", &one.number, &other.number),
        ("被保険者の氏名", &one.insured_name, &other.insured_name),
    ];
    let answers = pairs.map(|(name, a, b)| (name, a.as_ref().zip(b.as_ref()).map(|(a, b)| folded(a) == folded(b))));
    let mut differ: Vec<&'static str> =
        answers.iter().filter(|(_, answer)| *answer == Some(false)).map(|(name, _)| *name).collect();
    if one.kind != other.kind {
        differ.insert(0, "保険の種別");
    }
    if !differ.is_empty() {
        return Together::No(differ);
    }
    let known = |names: &[&str]| answers.iter().any(|(name, answer)| names.contains(name) && *answer == Some(true));
    let insurer = known(&["保険者番号", "保険者名"]);
    let holder = known(&["被保険者の氏名"]) || (known(&["番号"]) && known(&["記号"]));
    match (one.kind, insurer, holder) {
        (InsuranceKind::None, ..) => Together::Unknown(vec!["医療保険"]),
        (_, true, true) => Together::Yes,
        (_, false, true) => Together::Unknown(vec!["保険者"]),
        (_, true, false) => Together::Unknown(vec!["被保険者"]),
        (_, false, false) => Together::Unknown(vec!["保険者", "被保険者"]),
    }
}

fn folded(text: &FreeText) -> String {
    person_name::fold(&text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::form;

    fn text(text: &str) -> Option<FreeText> {
        FreeText::parse(text).ok()
    }

    #[test]
    fn the_same_insurer_and_insured_are_together_however_they_are_written() {
        let one = InsuranceDetails { symbol: text("見本１２"), number: text("３４５"), ..form().insurance };
        let other = InsuranceDetails { symbol: text("見本12"), number: text("345"), insured_name: None, ..form().insurance };
        assert_eq!(together(&one, &other), Together::Yes);
    }

    #[test]
    fn what_differs_and_what_is_missing_is_named() {
        let one = form().insurance;
        let other = InsuranceDetails { insured_name: text("例題 次郎"), ..form().insurance };
        assert_eq!(together(&one, &other), Together::No(vec!["被保険者の氏名"]));
        let open = InsuranceDetails { insured_name: None, insurer_name: None, ..form().insurance };
        assert_eq!(together(&one, &open), Together::Unknown(vec!["保険者", "被保険者"]));
        let national = InsuranceDetails { kind: InsuranceKind::National, ..form().insurance };
        assert_eq!(together(&one, &national), Together::No(vec!["保険の種別"]));
    }
}
