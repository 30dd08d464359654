//! Who may apply for what and when, day by day around the edges.

use events::application::{EarlierAward, Transfer};
use events::vocabulary::{ChangeGround, Severity, Tier, Yen};
use jiff::civil::date;

use super::*;
use crate::application::samples::form;
use crate::rules::samples::masters;

fn validity(start: Date, end: Date) -> ValidityPeriod {
    ValidityPeriod::new(start, end).unwrap()
}

/// The award runs through 2026-09-30; the child is born on this day.
fn with_award(born: Date) -> ApplicationForm {
    let mut form = form();
    form.child.birth_date = born;
    form.earlier = Some(EarlierAward {
        validity: validity(date(2025, 10, 1), date(2026, 9, 30)),
        tier: Some(Tier::IV),
        severity: Severity::General,
        monthly_cap: Yen::new(5_000).unwrap(),
        diseases: form.opinions.iter().map(|opinion| opinion.disease).collect(),
    });
    form
}

fn changing(born: Date, grounds: &[ChangeGround]) -> ApplicationForm {
    ApplicationForm { change_grounds: grounds.to_vec(), ..with_award(born) }
}

#[test]
fn each_kind_has_one_procedure_at_most_and_says_what_undoes_it() {
    for (n, procedure) in PROCEDURES.iter().enumerate() {
        assert_eq!(PROCEDURES.iter().position(|other| other.kind == procedure.kind), Some(n));
        assert!(!procedure.sections.is_empty() && !undoing::sentence(undoing::Step::Application(procedure.kind)).is_empty());
    }
    assert!(of(ProcedureKind::New).is_some());
}

#[test]
fn a_late_renewal_is_new_with_the_reason_and_impossible_from_18() {
    let taken = |applied, born| admit(ProcedureKind::Renewal, &with_award(born), applied, &masters());
    let child = date(2015, 5, 5);
    assert_eq!(taken(date(2026, 9, 30), child).map(|taken| taken.kind), Ok(ProcedureKind::Renewal));
    let late = taken(date(2026, 10, 1), child).unwrap();
    assert_eq!(late.kind, ProcedureKind::New);
    assert!(late.because.contains("新規として扱います"), "{}", late.because);
    assert_eq!(taken(date(2026, 10, 1), date(2008, 10, 2)).map(|taken| taken.kind), Ok(ProcedureKind::New), "the eve");
    assert!(
        matches!(taken(date(2026, 10, 1), date(2008, 10, 1)), Err(Refusal::RenewalImpossible(because)) if because.contains("18歳"))
    );
    assert_eq!(admit(ProcedureKind::Renewal, &form(), date(2026, 9, 1), &masters()), Err(Refusal::NoSuchAward));
}

#[test]
fn born_on_29_february_the_birthday_of_common_years_is_1_march() {
    let mut form = with_award(date(2008, 2, 29));
    if let Some(earlier) = &mut form.earlier {
        earlier.validity = validity(date(2025, 2, 1), date(2026, 1, 31));
    }
    let taken = |applied| admit(ProcedureKind::New, &form, applied, &masters()).map(|taken| taken.kind);
    assert_eq!(taken(date(2026, 2, 28)), Ok(ProcedureKind::New));
    assert!(matches!(taken(date(2026, 3, 1)), Err(Refusal::RenewalImpossible(_))));
}

#[test]
fn a_change_needs_its_ground_within_the_award() {
    let taken = |form: &ApplicationForm, applied| admit(ProcedureKind::Change, form, applied, &masters()).map(|taken| taken.kind);
    let income = changing(date(2015, 5, 5), &[ChangeGround::Income]);
    assert_eq!(taken(&income, date(2025, 10, 1)), Ok(ProcedureKind::Change));
    assert_eq!(taken(&income, date(2026, 9, 30)), Ok(ProcedureKind::Change));
    let outside = Err(Refusal::ChangeOutsideTheAward(validity(date(2025, 10, 1), date(2026, 9, 30))));
    assert_eq!(taken(&income, date(2025, 9, 30)), outside);
    assert_eq!(taken(&income, date(2026, 10, 1)), outside);
    assert_eq!(taken(&changing(date(2015, 5, 5), &[]), date(2026, 5, 1)), Err(Refusal::NoChangeGround));
    assert_eq!(taken(&form(), date(2026, 5, 1)), Err(Refusal::NoSuchAward));
}

#[test]
fn a_disease_is_added_before_18_only_and_only_where_it_is_asked_for() {
    let mut added = changing(date(2008, 5, 2), &[ChangeGround::DiseaseAdded]);
    let mut second = added.opinions[0].clone();
    second.disease = "01_01_001".parse().unwrap();
    added.opinions.push(second);
    let taken = |form: &ApplicationForm, applied| admit(ProcedureKind::Change, form, applied, &masters()).map(|taken| taken.kind);
    assert_eq!(taken(&added, date(2026, 5, 1)), Ok(ProcedureKind::Change), "the eve of the 18th birthday");
    assert!(matches!(taken(&added, date(2026, 5, 2)), Err(Refusal::DiseaseTooLate(because)) if because.contains("18歳")));
    let unasked = ApplicationForm { change_grounds: vec![ChangeGround::Income], ..added };
    assert_eq!(taken(&unasked, date(2026, 5, 1)), Err(Refusal::DiseasesDiffer));
    let none = changing(date(2008, 5, 2), &[ChangeGround::DiseaseAdded]);
    assert_eq!(taken(&none, date(2026, 5, 1)), Err(Refusal::DiseasesTheSame));
}

#[test]
fn moving_in_counts_within_the_other_certificate() {
    let mut moved = form();
    let taken =
        |form: &ApplicationForm, applied| admit(ProcedureKind::TransferIn, form, applied, &masters()).map(|taken| taken.kind);
    assert_eq!(taken(&moved, date(2026, 5, 1)), Err(Refusal::NoTransferDetails));
    let other = validity(date(2025, 7, 1), date(2026, 6, 30));
    moved.transfer =
        Some(Transfer { authority: events::vocabulary::FreeText::parse("例題市").unwrap(), validity: other, lost_on: None });
    assert_eq!(taken(&moved, date(2026, 6, 30)), Ok(ProcedureKind::TransferIn));
    assert_eq!(taken(&moved, date(2026, 7, 1)), Err(Refusal::TransferOutsideTheAward(other)));
}

#[test]
fn no_day_is_covered_twice() {
    let earlier = validity(date(2025, 10, 1), date(2026, 9, 30));
    let clear = |start| clear_of(ProcedureKind::Renewal, earlier, validity(start, date(2027, 9, 30)));
    assert_eq!(clear(date(2026, 10, 1)), Ok(()));
    assert_eq!(clear(date(2026, 9, 30)), Err(Refusal::Overlap(validity(date(2026, 9, 30), date(2026, 9, 30)))));
    assert_eq!(clear_of(ProcedureKind::Change, earlier, validity(date(2026, 5, 1), date(2026, 9, 30))), Ok(()));
}

#[test]
fn the_facts_name_the_award_before() {
    let masters = masters();
    let facts = |kind, form: &ApplicationForm| facts(form, kind, date(2026, 8, 1), &masters);
    let before = crate::rules::Input::Known(validity(date(2025, 10, 1), date(2026, 9, 30)));
    assert_eq!(facts(ProcedureKind::Renewal, &with_award(date(2015, 5, 5))).previous, before);
    assert_eq!(facts(ProcedureKind::Change, &form()).previous, crate::rules::Input::Unknown);
    assert!(matches!(facts(ProcedureKind::New, &form()).previous, crate::rules::Input::NotApplicable(_)));
}

#[test]
fn a_late_new_application_starts_after_the_award_that_ran_out() {
    let masters = masters();
    let mut form = with_award(date(2015, 5, 5));
    form.opinions[0].diagnosis_date = date(2026, 9, 10);
    let found = crate::rules::determine(
        &facts(&form, ProcedureKind::New, date(2026, 10, 5), &masters),
        &masters,
        &crate::rules::RuleSet::current(&masters),
    );
    assert_eq!(found.start, Some(date(2026, 10, 1)), "not on the day of diagnosis, which the earlier award covers");
}
