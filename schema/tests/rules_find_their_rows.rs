//! Temporal sweep: on every day on which a version of a rule or a shipped row begins or ends, and on the days around it, every rule finds a
//! version of itself and every row it reads, for every kind of application.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use casework::procedures::check_document_kind;
use casework::rules::by_hand::Overrides;
use casework::rules::facts::{AsTaxed, IncomeParts};
use casework::rules::severity::{MonthCost, SeverityFacts};
use casework::rules::{DiseaseFacts, Facts, Input, Masters, Member, RuleSet, determine, rule_set};
use events::master::RowAdopted;
use events::vocabulary::{
    DiseaseId, InsuranceKind, LifeSupport, MunicipalityCode, ProcedureKind, Relation, Severity, ValidityPeriod, Yen,
};
use jiff::Span;
use jiff::civil::{Date, date};

fn shipped() -> Vec<RowAdopted> {
    schema::masters::shipped().unwrap().into_iter().map(RowAdopted::from).collect()
}

/// Each boundary with its eve and its morrow, from the beginning of the law to three years ahead.
fn days(rows: &[RowAdopted]) -> BTreeSet<Date> {
    let of_rules = rule_set::all().into_iter().map(|version| version.from);
    let of_rows = rows.iter().filter(|row| row.table != "holidays").flat_map(|row| [Some(row.valid_from), row.valid_to]);
    let fixed = [date(2015, 1, 1), date(2024, 2, 29), date(2026, 3, 31), date(2029, 11, 30)];
    let boundaries = of_rules.chain(of_rows.flatten()).chain(fixed);
    let around =
        boundaries.flat_map(|day| [day - Span::new().days(1), day, day + Span::new().days(1), day + Span::new().days(2)]);
    around.filter(|day| (date(2015, 1, 1)..date(2029, 12, 31)).contains(day)).collect()
}

fn yen(amount: i64) -> Input<Yen> {
    Input::Known(Yen::new(amount).unwrap())
}

fn member(relation: Relation, taxed: bool, as_taxed: bool) -> Member {
    let conversion = AsTaxed {
        designated_city: Input::Known(true),
        housing_loan_credit: yen(1000),
        donation_credit: yen(1000),
        dividend_credit: yen(0),
        deemed_widow: Some(casework::rules::facts::DeemedWidow::Special),
        total_income: yen(2_000_000),
    };
    Member {
        label: "見本".to_owned(),
        relation,
        same_insurance: Input::Known(true),
        insured: relation == Relation::Father,
        taxed: Input::Known(taxed),
        income_levy: yen(if taxed { 80_000 } else { 0 }),
        as_taxed: as_taxed.then_some(conversion),
    }
}

/// Facts of which nothing is unknown.
fn facts(kind: ProcedureKind, applied: Date, years: i16, taxed: bool, as_taxed: bool) -> Facts {
    let previous = ValidityPeriod::new(applied - Span::new().days(100), applied + Span::new().days(20)).unwrap();
    Facts {
        kind,
        application_date: applied,
        birth_date: Input::Known(applied - Span::new().years(years).days(40)),
        municipality: Input::Known(MunicipalityCode::parse("412015").unwrap()),
        diseases: vec![DiseaseFacts {
            id: DiseaseId::parse("08_01_001").unwrap(),
            diagnosis_date: Input::Known(applied),
            haemophilia: Input::Known(false),
        }],
        late_reason: None,
        insurance: Input::Known(InsuranceKind::National),
        insured_is_child: Input::Known(false),
        members: vec![member(Relation::Father, taxed, as_taxed), member(Relation::Oneself, taxed, as_taxed)],
        guardian_income: yen(900_000),
        patient_income: yen(0),
        income_parts: (!taxed && !as_taxed).then_some(IncomeParts {
            of: Relation::Oneself,
            pension_receipts: yen(0),
            total_income: yen(300_000),
            pension_income: yen(0),
            salary_income: yen(300_000),
            salary_receipts: yen(1_000_000),
            allowances: yen(0),
        }),
        hardship_tier: None,
        public_assistance: Input::Known(false),
        severity: Input::Known(Severity::General),
        severity_basis: Some(SeverityFacts {
            device: Input::Known(LifeSupport::None),
            all_day: Input::Unknown,
            no_weaning: Input::Unknown,
            needs_help: Input::Unknown,
            months: Input::Known(
                (0_i64..12)
                    .map(|back| MonthCost { month: applied.first_of_month() - Span::new().months(back), total_cost: yen(0) })
                    .collect(),
            ),
            entitled_from: Input::Unknown,
            states: Input::Known(vec!["eye".to_owned(), "group_08".to_owned()]),
            lasting_months: Input::Known(5),
        }),
        sharing: None,
        overrides: Overrides::default(),
        previous: Input::Known(previous),
    }
}

#[test]
fn every_rule_finds_its_version_and_its_rows_on_every_boundary() {
    let rows = shipped();
    let masters = Masters::from_rows(rows.iter().map(|row| (1, row))).unwrap();
    let set = RuleSet::current(&masters);
    let days = days(&rows);
    assert!(days.len() > 40, "{}", days.len());
    for day in days {
        for kind in ProcedureKind::ALL {
            for (years, taxed, as_taxed) in [(8, true, false), (8, false, false), (18, true, true), (18, false, false)] {
                let found = determine(&facts(*kind, day, years, taxed, as_taxed), &masters, &set);
                let missing: Vec<&str> = found.pending.iter().map(|pending| pending.field.as_str()).collect();
                assert!(missing.is_empty(), "{day} {kind:?} {years}: {missing:?}");
                assert!(*kind == ProcedureKind::Reissue || found.monthly_cap.is_some(), "{day} {kind:?}: {:?}", found.conflicts);
            }
        }
    }
}

/// The control: a row that is taken away is missed.
#[test]
fn a_row_that_is_not_there_is_named() {
    let rows: Vec<RowAdopted> = shipped().into_iter().filter(|row| row.key != "high_cost.months").collect();
    let masters = Masters::from_rows(rows.iter().map(|row| (1, row))).unwrap();
    let asked = facts(ProcedureKind::Change, date(2026, 4, 1), 8, true, false);
    let mut without_states = asked.clone();
    without_states.severity_basis.as_mut().unwrap().states = Input::Known(Vec::new());
    let found = determine(&without_states, &masters, &RuleSet::current(&masters));
    assert!(found.pending.iter().any(|pending| pending.field == "masters.program.high_cost.months"), "{:?}", found.pending);
}

#[test]
fn papers_of_the_shipped_rows_use_words_that_mean_something() {
    for row in shipped().iter().filter(|row| row.table == "document_kinds") {
        check_document_kind(row).unwrap();
    }
}
