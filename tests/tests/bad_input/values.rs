//! What each kind of field must refuse. A field whose kind is not known here fails the test, so that none is forgotten.

use anyhow::bail;

pub const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>";
pub const SQL: &str = "'; DROP TABLE es.events; --";
pub const CONTROL: &str = "a\u{0}b\u{7}c\u{1b}[31m";
pub const NO_DATES: [&str; 3] = ["H31.5.1", "S64.1.8", "2026-02-30"];

/// What a field asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Name,
    Kana,
    Date,
    Postal,
    Phone,
    Yen,
    Count,
    Disease,
    Code,
    MyNumber,
    Choice,
    Tick,
    Line,
    Lines,
}

/// The kind of a field of the entry pages, by its name.
pub fn kind(field: &str) -> anyhow::Result<Kind> {
    let part =
        field.trim_start_matches(|c: char| c.is_ascii_lowercase()).trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    let ends = |ends: &[&str]| ends.iter().any(|end| field == *end || field.ends_with(&format!("_{end}")));
    Ok(match field {
        _ if ends(&["my_number"]) => Kind::MyNumber,
        "insurance_number" | "insurance_symbol" | "insurer_number" | "insurer_name" | "insured_name" | "main_institution" => {
            Kind::Line
        }
        "applicant_name" | "child_name" => Kind::Name,
        _ if ends(&["kana"]) => Kind::Kana,
        _ if ends(&["date", "written_on", "received_on", "postmarked_on", "entitled_from"]) => Kind::Date,
        _ if ends(&["postal_code"]) => Kind::Postal,
        _ if ends(&["phone"]) => Kind::Phone,
        "guardian_income" | "patient_income" | "total_income" | "salary_receipts" | "salary_income" | "pension_receipts"
        | "pension_income" | "allowances" => Kind::Yen,
        "lasting_months" => Kind::Count,
        _ if ends(&["total", "levy", "housing_credit", "donation_credit", "dividend_credit"]) => Kind::Yen,
        _ if ends(&["disease"]) => Kind::Disease,
        _ if ends(&["physician_number", "institution_code"]) => Kind::Code,
        "public_assistance" | "research_consent" | "late_reason" | "insurance_kind" | "insured_is_child" | "child_sex"
        | "child_municipality" | "hardship_tier" | "insurer_class" | "device" | "all_day" | "no_weaning" | "needs_help"
        | "burden" | "high_cost" => Kind::Choice,
        _ if ends(&["relation", "taxed", "severity", "designated_city", "key"]) => Kind::Choice,
        "registrant_certificate" => Kind::Tick,
        _ if ends(&["insured", "same_insurance"]) => Kind::Tick,
        "late_reason_note" | "note" => Kind::Lines,
        _ if ends(&["address", "physician", "institution"]) || part == "name" => Kind::Line,
        unknown => bail!("{unknown}: say here what kind of field this is"),
    })
}

impl Kind {
    /// Texts that must come back with a message.
    pub fn refused(self) -> Vec<String> {
        let long = "長".repeat(10_000);
        let with = |own: &[&str]| [&[CONTROL, &long][..], own].concat().into_iter().map(str::to_owned).collect();
        match self {
            Self::Name | Self::Line | Self::Lines => with(&[]),
            Self::Kana => with(&["漢字", "12345", SCRIPT, SQL]),
            Self::Date => with(&["あした", "12", "R8.13.1", SCRIPT, SQL, NO_DATES[0], NO_DATES[1], NO_DATES[2]]),
            Self::Postal => with(&["123", "郵便", SCRIPT, SQL]),
            Self::Phone => with(&["12345", "電話", SCRIPT, SQL]),
            Self::Yen => with(&["たくさん", "-1", "6,84,00", "1.5", "99999999999999999999", SCRIPT, SQL]),
            Self::Count => with(&["たくさん", "-1", "1.5", SCRIPT, SQL]),
            Self::Disease => with(&["存在しない病気", "99_99_999", SCRIPT, SQL]),
            Self::Code => with(&["12 34 56 78 90 12 34", SCRIPT, SQL]),
            Self::MyNumber => with(&["123456789012", "123", "個人番号", SCRIPT, SQL]),
            Self::Choice => with(&["存在しない選択肢", "1", SCRIPT, SQL]),
            Self::Tick => vec![long],
        }
    }
}

#[test]
fn a_field_nobody_knows_is_told() {
    assert!(kind("favourite_colour").is_err());
    assert_eq!(kind("member3_levy").unwrap(), Kind::Yen);
    assert_eq!(kind("member3_name").unwrap(), Kind::Line);
    assert_eq!(kind("opinion2_diagnosis_date").unwrap(), Kind::Date);
    assert_eq!(kind("child_birth_date").unwrap(), Kind::Date);
}
