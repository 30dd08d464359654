//! Rows by condition, what one no settles, and that an unknown that matters is named.

use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::rules::samples;
use crate::rules::version::Dates;
use crate::rules::{Masters, RuleSet};

fn masters() -> Masters {
    let rows = [
        ("form", "kind=new,renewal", "application"),
        ("opinion", "kind=new", "disease"),
        ("residence", "no_my_number", "application"),
        ("tax", "no_public_assistance no_haemophilia", "income_person"),
        ("income", "untaxed no_haemophilia", "application"),
        ("cap_sheets", "severity=severe high_cost", "application"),
        ("proxy", "adult_by_proxy", "application"),
        ("other_card", "shared", "application"),
    ];
    let rows: Vec<_> = (0..)
        .zip(rows)
        .map(|(order, (key, when, per)): (u16, _)| {
            let when: Vec<&str> = when.split(' ').collect();
            let values = json!({
                "title": key, "when": when, "per": per, "because": "見本のため", "waiver": "never", "order": order
            });
            samples::row("document_kinds", key, values)
        })
        .collect();
    Masters::from_rows(rows.iter().map(|row| (1, row))).unwrap()
}

fn facts() -> DocumentFacts {
    let subject = |key: &str| vec![Subject { key: key.to_owned(), label: key.to_owned() }];
    DocumentFacts {
        kind: Input::Known(ProcedureKind::New),
        insurance: Input::Known(InsuranceKind::Employee),
        public_assistance: Input::Known(false),
        untaxed: Input::Known(false),
        haemophilia: Input::Known(false),
        severity: Input::Known(Severity::General),
        high_cost: Input::Unknown,
        late_reason: Input::Known(false),
        child_my_number: Input::Known(false),
        applicant_my_number: Input::Unknown,
        adult: Input::Known(false),
        applicant: Input::Unknown,
        shared: Input::Known(false),
        diseases: Input::Known(subject("01_01_001")),
        persons: Input::Known(subject("father")),
    }
}

fn ask(facts: &DocumentFacts) -> (Result<Vec<String>, Stop>, Trace) {
    let masters = masters();
    let set = RuleSet::current(&masters);
    let on = date(2026, 4, 1);
    let asked = Asked { set: &set, dates: Dates { kind: ProcedureKind::New, applied: on }, masters: &masters };
    let mut t = Trace::default();
    let result = documents(&asked, facts, on, &mut t);
    (result.map(|Documents(list)| list.into_iter().map(|document| document.item).collect()), t)
}

#[test]
fn what_cannot_change_the_list_may_be_unknown() {
    // high_cost without 重症, the applicant's number without the child's, the applicant of a child.
    let DocumentFacts { diseases, .. } = facts();
    let known = DocumentFacts { diseases, applicant: Input::Known(Relation::Father), ..facts() };
    let expected = ["form", "opinion:01_01_001", "residence", "tax:father"];
    assert_eq!(ask(&known).0.unwrap(), expected);
    assert_eq!(ask(&facts()).0.unwrap(), expected, "a child under 18 has no proxy, whoever applies");
}

#[test]
fn what_can_change_the_list_is_named() {
    let unknown = DocumentFacts {
        severity: Input::Known(Severity::Severe),
        child_my_number: Input::Known(true),
        haemophilia: Input::Unknown,
        ..facts()
    };
    let (result, t) = ask(&unknown);
    assert!(result.is_err());
    assert_eq!(t.missing(), ["applicant_my_number", "haemophilia", "high_cost"]);
}

#[test]
fn haemophilia_shows_no_income_and_sharing_shows_the_other_card() {
    let asked = DocumentFacts {
        haemophilia: Input::Known(true),
        untaxed: Input::Unknown,
        persons: Input::Unknown,
        shared: Input::Known(true),
        ..facts()
    };
    assert_eq!(ask(&asked).0.unwrap(), ["form", "opinion:01_01_001", "residence", "other_card"]);
    let renewal = DocumentFacts { kind: Input::Known(ProcedureKind::Reissue), ..facts() };
    assert_eq!(ask(&renewal).0.unwrap(), ["residence", "tax:father"]);
}

#[test]
fn words_of_the_rows() {
    assert_eq!(
        Condition::parse("kind=new,transfer_in"),
        Some(Condition::Kind(vec![ProcedureKind::New, ProcedureKind::TransferIn]))
    );
    for wrong in ["kind=", "kind=old", "insurance=x", "severity=", "sometimes"] {
        assert_eq!(Condition::parse(wrong), None, "{wrong}");
    }
}
