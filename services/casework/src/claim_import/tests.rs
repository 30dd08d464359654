//! Every fault on its own, and what a file of right claims looks like.

use events::claim_import::{Care, ClaimRow, Fault, Matched};
use events::ids::{AwardId, RecipientId};
use events::recipient_file::ReviewBody;
use events::vocabulary::{OfficeCode, PayerNumber, ValidityPeriod, Yen};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::application::samples::{approver, checker, counter};

const NUMBER: &str = "0000018";
const PAYER: &str = "52416013";
const HOSPITAL: &str = "4110100015";
const MONTH: Date = date(2026, 10, 1);

fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

fn row() -> ClaimRow {
    ClaimRow {
        line: 2,
        month: MONTH,
        payer_number: PAYER.to_owned(),
        recipient_number: NUMBER.to_owned(),
        institution: HOSPITAL.to_owned(),
        care: Care::Outpatient,
        total: yen(68_400),
        paid: yen(8_680),
        share: yen(5_000),
        matched: None,
        faults: Vec::new(),
    }
}

fn matched() -> Matched {
    let id = Uuid::from_u128(7);
    Matched { award: AwardId(id), recipient: RecipientId(id), office: OfficeCode::parse("01").unwrap(), group: 1 }
}

fn term(from: Date, until: Date) -> ValidityPeriod {
    ValidityPeriod::new(from, until).unwrap()
}

fn known() -> KnownClaims {
    let candidate = Candidate {
        matched: matched(),
        payer_number: PayerNumber::parse(PAYER).unwrap(),
        validity: term(date(2026, 10, 20), date(2027, 9, 30)),
        monthly_cap: yen(5_000),
    };
    KnownClaims {
        awards: [(NUMBER.to_owned(), vec![candidate])].into(),
        institutions: [(HOSPITAL.to_owned(), vec![term(date(2023, 4, 1), date(2029, 3, 31))])].into(),
        ..KnownClaims::default()
    }
}

fn faults(row: ClaimRow, known: &KnownClaims) -> Vec<Fault> {
    judge(vec![row], date(2026, 11, 1), known).remove(0).faults
}

#[test]
fn a_right_claim_is_the_recipients_and_counts() {
    let judged = judge(vec![row()], date(2026, 11, 1), &known()).remove(0);
    assert_eq!((judged.matched, judged.faults.as_slice()), (Some(matched()), [].as_slice()));
    assert!(judged.counts());
}

#[test]
fn each_fault_has_its_name() {
    let known = known();
    let with = |change: fn(&mut ClaimRow)| {
        let mut row = row();
        change(&mut row);
        faults(row, &known)
    };
    assert_eq!(with(|row| row.recipient_number = "0000019".to_owned()), [Fault::NumberCheck]);
    assert_eq!(with(|row| row.payer_number = "52416014".to_owned()), [Fault::PayerCheck]);
    assert_eq!(with(|row| row.recipient_number = "1234566".to_owned()), [Fault::UnknownNumber]);
    assert_eq!(with(|row| row.payer_number = "52418019".to_owned()), [Fault::OtherPayer]);
    assert_eq!(with(|row| row.month = date(2026, 9, 1)), [Fault::NotValid]);
    assert_eq!(with(|row| row.month = date(2026, 12, 1)), [Fault::TooEarly]);
    assert_eq!(with(|row| row.institution = "4110100016".to_owned()), [Fault::InstitutionCheck]);
    assert_eq!(with(|row| row.institution = "0110113719".to_owned()), [Fault::NotDesignated]);
    assert_eq!(with(|row| row.share = Yen::new(5_001).unwrap()), [Fault::OverCap]);
    assert_eq!(with(|row| row.paid = Yen::new(68_400).unwrap()), [Fault::Sum]);
}

#[test]
fn what_was_claimed_or_paid_before_is_seen() {
    let mut claimed = known();
    claimed.earlier.insert((matched().award, MONTH, HOSPITAL.to_owned(), Care::Outpatient));
    assert_eq!(faults(row(), &claimed), [Fault::Again]);
    let mut paid = known();
    paid.reimbursed.insert((matched().award, MONTH));
    assert_eq!(faults(row(), &paid), [Fault::Reimbursed]);
    let twice = judge(vec![row(), row()], date(2026, 11, 1), &known());
    assert!(twice[0].faults.is_empty());
    assert_eq!(twice[1].faults, [Fault::Twice]);
    assert!(!twice[1].counts());
}

#[test]
fn shares_of_a_month_are_added_up_over_institutions() {
    let pharmacy = ClaimRow { care: Care::Pharmacy, share: yen(1), ..row() };
    let judged = judge(vec![row(), pharmacy], date(2026, 11, 1), &known());
    assert!(judged.iter().all(|row| row.faults == [Fault::OverCap]));
    assert!(judged.iter().all(ClaimRow::counts), "it was paid for all the same");
}

#[test]
fn a_file_comes_in_once_by_a_checker() {
    let whole = |rows: Vec<ClaimRow>| Recorded { body: ReviewBody::Fund, claimed_in: date(2026, 11, 1), rows };
    let recorded = |rows: Vec<ClaimRow>| ClaimImportCommand::Record(whole(rows));
    let import = ClaimImport::default();
    assert!(import.decide(recorded(vec![row()]), &checker()).is_ok());
    for who in [counter(), approver()] {
        assert_eq!(import.decide(recorded(vec![row()]), &who), Err(ClaimImportRefusal::ByCheckers));
    }
    assert_eq!(import.decide(recorded(Vec::new()), &checker()), Err(ClaimImportRefusal::Empty));
    let odd = Recorded { claimed_in: date(2026, 11, 2), ..whole(vec![row()]) };
    assert_eq!(import.decide(ClaimImportCommand::Record(odd), &checker()), Err(ClaimImportRefusal::Month));
    let stands = ClaimImport { recorded_by: Some(checker().id), taken_back: false };
    assert_eq!(stands.decide(recorded(vec![row()]), &checker()), Err(ClaimImportRefusal::Stands));
}

#[test]
fn an_import_is_taken_back_once_by_another_hand() {
    let stands = ClaimImport { recorded_by: Some(checker().id), taken_back: false };
    let take_back = || ClaimImportCommand::TakeBack {
        import: ClaimImportId(Uuid::from_u128(9)),
        used: Vec::new(),
        why: FreeText::parse("別の月のファイルだった。").unwrap(),
    };
    for who in [counter(), checker()] {
        assert_eq!(stands.decide(take_back(), &who), Err(ClaimImportRefusal::TakenBackByApprovers));
    }
    // Who changed posts since is the same account.
    let own = Actor { role: StaffRole::Approver, ..checker() };
    assert_eq!(stands.decide(take_back(), &own), Err(ClaimImportRefusal::OwnImport));
    assert_eq!(ClaimImport::default().decide(take_back(), &approver()), Err(ClaimImportRefusal::NotThere));
    let event = stands.decide(take_back(), &approver()).unwrap();
    let ClaimImportEvent::TakenBack(told) = &event else { panic!("{event:?}") };
    assert_eq!(told.recorded_by, checker().id);
    let mut gone = stands;
    gone.take(Fact { event, by: approver().id });
    assert!(gone.is_taken_back());
    assert_eq!(gone.decide(take_back(), &approver()), Err(ClaimImportRefusal::TakenBackBefore));
    assert_eq!(gone.decide(ClaimImportCommand::Record(whole_file()), &checker()), Err(ClaimImportRefusal::Stands));
}

fn whole_file() -> Recorded {
    Recorded { body: ReviewBody::Fund, claimed_in: date(2026, 11, 1), rows: vec![row()] }
}
