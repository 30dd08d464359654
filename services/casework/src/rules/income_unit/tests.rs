//! Who counts, by kind of insurance and who is insured.

use events::vocabulary::{ProcedureKind, Relation};
use jiff::civil::date;

use super::*;
use crate::rules::samples::{self, member};
use crate::rules::version::Dates;
use crate::rules::{Caution, RuleSet};

fn ask(insurance: InsuranceKind, child: Input<bool>, members: &[Member]) -> (Result<Unit, Stop>, Trace) {
    let mut t = Trace::default();
    let facts = UnitFacts {
        insurance: &Input::Known(insurance),
        public_assistance: &Input::Known(false),
        insured_is_child: &child,
        members,
        birth_date: &Input::Known(date(2020, 1, 1)),
        date: &Ok(date(2026, 4, 1)),
    };
    let dates = Dates { kind: ProcedureKind::New, applied: date(2026, 4, 1) };
    let masters = samples::masters();
    let result = unit(&Asked { set: &RuleSet::current(&masters), dates, masters: &masters }, facts, &mut t);
    (result, t)
}

fn places(insurance: InsuranceKind, child: Input<bool>, members: &[Member]) -> Result<Vec<usize>, Stop> {
    ask(insurance, child, members).0.map(|unit| unit.members)
}

fn household() -> Vec<Member> {
    vec![
        member(Relation::Father, true, Some(true), Some(1)),
        member(Relation::Mother, false, Some(true), Some(1)),
        Member { same_insurance: Input::Known(false), ..member(Relation::Other, false, Some(true), Some(1)) },
    ]
}

#[test]
fn employees_insurance_counts_the_insured_alone() {
    let no = Input::Known(false);
    assert_eq!(places(InsuranceKind::Employee, no, &household()), Ok(vec![0]));
    let mut none = household();
    for member in &mut none {
        member.insured = false;
    }
    assert_eq!(places(InsuranceKind::Employee, no, &none), Err(Stop::Missing("insured_person".to_owned())));
    let mut two = household();
    for member in &mut two {
        member.insured = true;
    }
    assert!(matches!(places(InsuranceKind::Employee, no, &two), Err(Stop::Conflict { .. })));
    assert_eq!(places(InsuranceKind::Employee, Input::Unknown, &household()), Err(Stop::Missing("insured_is_child".to_owned())));
}

#[test]
fn an_insured_child_counts_with_the_guardians_if_not_taxed() {
    let yes = Input::Known(true);
    let with_child = |taxed| {
        let mut members = household();
        members.push(member(Relation::Oneself, true, taxed, None));
        members
    };
    assert_eq!(places(InsuranceKind::Employee, yes, &with_child(Some(true))), Ok(vec![3]));
    let (result, t) = ask(InsuranceKind::Employee, yes, &with_child(Some(false)));
    assert_eq!(result.map(|unit| unit.members), Ok(vec![3, 0, 1]));
    assert_eq!(t.cautions().collect::<Vec<_>>(), [Caution::GuardiansJoined]);
    assert_eq!(places(InsuranceKind::Employee, yes, &with_child(None)), Err(Stop::Missing("members[3].taxed".to_owned())));
    assert_eq!(places(InsuranceKind::Employee, yes, &household()), Err(Stop::Missing("insured_person".to_owned())));
}

#[test]
fn national_insurance_counts_everyone_in_it() {
    for kind in [InsuranceKind::National, InsuranceKind::NationalUnion] {
        assert_eq!(places(kind, Input::Unknown, &household()), Ok(vec![0, 1]));
        let mut unsure = household();
        unsure[2].same_insurance = Input::Unknown;
        assert_eq!(places(kind, Input::Unknown, &unsure), Err(Stop::Missing("members[2].same_insurance".to_owned())));
        assert_eq!(places(kind, Input::Unknown, &[]), Err(Stop::Missing("members".to_owned())));
    }
}

#[test]
fn without_insurance_there_must_be_public_assistance() {
    assert!(matches!(
        places(InsuranceKind::None, Input::Unknown, &[]),
        Err(Stop::Conflict { field, .. }) if field == "insurance"
    ));
}

#[test]
fn the_sentence_names_the_persons() {
    let (_, t) = ask(InsuranceKind::Employee, Input::Known(false), &household());
    assert_eq!(t.stored()[0].text, "被用者保険なので、被保険者をみます: 見本 一郎（父）。");
}

/// Test of the eighteenth birthday: the day before, the day itself and the day after, by insurance and insured person, before and after the age
/// of majority changed.
#[test]
fn at_18_the_patient_stands_alone_from_2022_04_01() {
    let masters = samples::masters();
    let with_patient = |father_insured: bool| {
        vec![
            member(Relation::Father, father_insured, Some(true), Some(300_000)),
            member(Relation::Mother, false, Some(true), Some(100_000)),
            member(Relation::Oneself, !father_insured, Some(true), Some(0)),
        ]
    };
    let ask = |insurance, applied: Date, birth: Date, father_insured: bool| {
        let members = with_patient(father_insured);
        let date = Ok(applied);
        let facts = UnitFacts {
            insurance: &Input::Known(insurance),
            public_assistance: &Input::Known(false),
            insured_is_child: &Input::Known(!father_insured),
            members: &members,
            birth_date: &Input::Known(birth),
            date: &date,
        };
        let dates = Dates { kind: ProcedureKind::Renewal, applied };
        let asked = Asked { set: &RuleSet::current(&masters), dates, masters: &masters };
        unit(&asked, facts, &mut Trace::default()).map(|unit| unit.members)
    };
    for (birth, applied, adult) in [
        (date(2008, 6, 10), date(2026, 6, 9), false),
        (date(2008, 6, 10), date(2026, 6, 10), true),
        (date(2008, 6, 10), date(2026, 6, 11), true),
        (date(2004, 1, 1), date(2022, 3, 31), false),
        (date(2004, 1, 1), date(2022, 4, 1), true),
    ] {
        for father_insured in [true, false] {
            let alone = Ok(vec![2]);
            let employee = if adult || !father_insured { alone.clone() } else { Ok(vec![0]) };
            assert_eq!(ask(InsuranceKind::Employee, applied, birth, father_insured), employee, "{applied} {father_insured}");
            for kind in [InsuranceKind::National, InsuranceKind::NationalUnion] {
                let expected = if adult { alone.clone() } else { Ok(vec![0, 1, 2]) };
                assert_eq!(ask(kind, applied, birth, father_insured), expected, "{applied} {father_insured}");
            }
        }
    }
}

#[test]
fn an_adult_who_is_not_in_the_list_is_asked_for() {
    let masters = samples::masters();
    let facts = UnitFacts {
        insurance: &Input::Known(InsuranceKind::Employee),
        public_assistance: &Input::Known(false),
        insured_is_child: &Input::Known(false),
        members: &household(),
        birth_date: &Input::Known(date(2007, 1, 1)),
        date: &Ok(date(2026, 4, 1)),
    };
    let dates = Dates { kind: ProcedureKind::Renewal, applied: date(2026, 4, 1) };
    let asked = Asked { set: &RuleSet::current(&masters), dates, masters: &masters };
    assert_eq!(unit(&asked, facts, &mut Trace::default()), Err(Stop::Missing("patient".to_owned())));
}
