//! What a line of the ledger says, field by field: for comparing, for the trail and for spreadsheets.

use events::vocabulary::{Tier, wareki};
use projections::case_history::Words as _;
use projections::ledger::{CertificateState, Ended, LedgerRow};

use super::row::special;
use crate::screens::cases::ident::{ERASED, name_and_kana};
use crate::screens::cases::names::Names;
use crate::screens::cases::trail::Field;

/// The group of what is known of the person beside the awards.
pub(super) const PERSON: &str = "受給者";

/// A label and what it says.
pub(super) type Said = (&'static str, String);

/// The labels of [`person`] and [`award`], in their order.
pub(super) const LABELS: [&str; 19] = [
    "氏名",
    "フリガナ",
    "生年月日",
    "住所",
    "市町",
    "保護者等",
    "受給者番号",
    "公費負担者番号",
    "申請の種類",
    "有効期間",
    "疾病",
    "階層区分",
    "区分",
    "月額上限",
    "管轄事務所",
    "決定日",
    "終わり",
    "登録者証",
    "受給者証",
];

/// Who it is. The row must have been opened.
pub(super) fn person(row: &LedgerRow, names: &Names) -> Vec<Said> {
    let (name, kana) = name_and_kana(&row.name);
    let erased = || ERASED.to_owned();
    let guardian = row.guardian.open().map(|one| format!("{}（{}）", one.name.written(), one.relation.label()));
    vec![
        ("氏名", name),
        ("フリガナ", kana),
        ("生年月日", row.birth_date.open().map_or_else(erased, |day| wareki::long(*day))),
        ("住所", row.address.open().map_or_else(erased, |address| names.whereabouts(address.text.to_string()))),
        ("市町", names.whereabouts(names.municipality(row.municipality))),
        ("保護者等", guardian.unwrap_or_else(erased)),
    ]
}

/// What was awarded.
pub(super) fn award(row: &LedgerRow, names: &Names) -> Vec<Said> {
    let diseases: Vec<String> = row.diseases.iter().map(|disease| names.disease_with_code(*disease)).collect();
    let special = special(row);
    let certificate = match row.certificate {
        CertificateState::Issued { issued_on, copy, .. } => {
            format!("{}（{}、{copy}枚目）", row.certificate.label(), wareki::long(issued_on))
        }
        CertificateState::Waiting | CertificateState::Stopped | CertificateState::Voided => row.certificate.label().to_owned(),
    };
    vec![
        ("受給者番号", row.recipient_number.to_string()),
        ("公費負担者番号", row.payer_number.to_string()),
        ("申請の種類", row.kind.label().to_owned()),
        ("有効期間", format!("{}から{}まで", wareki::long(row.validity.start()), wareki::long(row.validity.end()))),
        ("疾病", diseases.join("、")),
        ("階層区分", Tier::in_words(row.tier)),
        ("区分", if special.is_empty() { "一般".to_owned() } else { special }),
        ("月額上限", row.monthly_cap.to_string()),
        ("管轄事務所", names.office(row.office)),
        ("決定日", wareki::long(row.decided_on)),
        ("終わり", row.ended.map_or("", Ended::label).to_owned()),
        ("登録者証", if row.registrant_certificate { "兼ねる" } else { "兼ねない" }.to_owned()),
        ("受給者証", certificate),
    ]
}

/// Everything known of a person at one moment: the particulars and each award, the newest first.
pub(super) fn of_person(rows: &[LedgerRow], names: &Names) -> Vec<Field> {
    let Some(newest) = rows.first() else { return Vec::new() };
    let field = |group: &str, (label, value): Said| (group.to_owned(), label.to_owned(), value);
    let mut all: Vec<Field> = person(newest, names).into_iter().map(|said| field(PERSON, said)).collect();
    for row in rows {
        let group = format!("支給認定 {}決定（{}）", wareki::long(row.decided_on), row.kind.label());
        all.extend(award(row, names).into_iter().map(|said| field(&group, said)));
    }
    all
}
