//! The case of the design study from facts to sentences; what is missing; what a decision keeps; and properties over all facts.

use events::vocabulary::{InsuranceKind, LateReason, MunicipalityCode, ProcedureKind, Relation, Severity, Tier};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::rules::samples::{self, disease, member, yen};
use crate::rules::{Caution, Facts, Input, Masters};

fn run(facts: &Facts) -> Determination {
    let masters = samples::masters();
    determine(facts, &masters, &RuleSet::current(&masters))
}

#[test]
fn a_new_application_from_facts_to_sentences() {
    let d = run(&samples::facts());
    assert_eq!(d.eligible, Some(true));
    assert_eq!(d.age.as_deref(), Some("6歳7か月"));
    assert_eq!(d.jurisdiction.map(|office| office.to_string()).as_deref(), Some("01"));
    assert_eq!((d.start, d.end), (Some(date(2026, 10, 20)), Some(date(2027, 9, 30))));
    assert_eq!(d.tax_year.map(FiscalYear::year), Some(2026));
    assert_eq!(d.income_persons.as_deref(), Some(["見本 一郎（父）".to_owned()].as_slice()));
    assert_eq!(d.levy_sum, Some(yen(68_400)));
    assert_eq!((d.tier, d.severity, d.haemophilia), (Some(Tier::IV), Some(Severity::General), Some(false)));
    assert_eq!(d.monthly_cap, Some(yen(5000)));
    assert_eq!(d.payer_number.map(|number| number.to_string()).as_deref(), Some("52416013"));
    assert!(d.can_be_approved(), "{:?} {:?}", d.pending, d.conflicts);
    let rules: Vec<&str> = d.trace.iter().map(|step| step.rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "eligibility.age",
            "eligibility.residence",
            "office.jurisdiction",
            "validity.start",
            "validity.end",
            "income.tax_year",
            "disease.haemophilia",
            "income.unit",
            "income.tier",
            "cap.monthly",
            "number.payer",
        ]
    );
    let texts: Vec<&str> = d.lines().map(|step| step.text.as_str()).collect();
    assert_eq!(
        texts[4],
        "県の一斉終期 9月30日。終期は 令和9年9月30日。20歳の誕生日の前日（令和22年3月14日）より早いので、終期までです。"
    );
    assert_eq!(texts[8], "課税世帯。所得割の合計 68,400円。71,000円未満はⅣ、251,000円未満はⅤ、それ以上はⅥです。");
    assert_eq!(texts[9], "階層Ⅳ 一般所得Ⅰ・一般の上限月額です。");
    assert!(d.unconfirmed.iter().any(|row| row.table == "payer_numbers"));
}

#[test]
fn it_is_stored_and_read_back_unchanged() {
    let d = run(&samples::facts());
    let json = serde_json::to_string(&d).unwrap();
    assert_eq!(serde_json::from_str::<Determination>(&json).unwrap(), d);
    assert_eq!(run(&samples::facts()), d, "the same facts give the same determination");
}

#[test]
fn an_earlier_decision_is_run_again_with_the_masters_of_then() {
    let mut masters = samples::masters();
    let then = RuleSet::current(&masters);
    let before = determine(&samples::facts(), &masters, &then);
    masters.adopt(7, &samples::row("caps", "IV", samples::cap(4000, 2000, 500))).unwrap();
    let now = RuleSet::current(&masters);
    assert_ne!(now.id, then.id);
    assert_eq!(determine(&samples::facts(), &masters, &now).monthly_cap, Some(yen(4000)));
    assert_eq!(determine(&samples::facts(), &masters, &then), before);
}

#[test]
fn everything_that_is_missing_is_listed_once() {
    let facts = Facts {
        birth_date: Input::Unknown,
        municipality: Input::Unknown,
        diseases: vec![disease("01_01_001", None, None)],
        insurance: Input::Unknown,
        severity: Input::Unknown,
        ..samples::facts()
    };
    let d = run(&facts);
    let fields: Vec<&str> = d.pending.iter().map(|fact| fact.field.as_str()).collect();
    assert_eq!(fields, ["birth_date", "municipality", "diseases[0].diagnosis_date", "diseases[0].haemophilia", "insurance"]);
    assert_eq!(d.pending[2].label, "疾病1件目の診断年月日");
    assert_eq!(d.eligible, None);
    assert!(!d.can_be_approved());
    assert!(d.trace.iter().any(|step| step.text == "生年月日が分からないため、まだ決まりません。"));
}

#[test]
fn outside_the_limits_the_grounds_are_given() {
    let facts = Facts {
        birth_date: Input::Known(date(2007, 1, 1)),
        municipality: Input::Known(MunicipalityCode::parse("131016").unwrap()),
        ..samples::facts()
    };
    let d = run(&facts);
    assert_eq!(d.eligible, Some(false));
    assert_eq!(d.refusal_grounds.len(), 2);
    assert!(d.refusal_grounds[0].contains("18歳の誕生日の前日"), "{}", d.refusal_grounds[0]);
    assert_eq!(d.jurisdiction, None);
    assert!(!d.can_be_approved());
}

#[test]
fn several_diseases_start_with_the_earliest() {
    let mut facts = samples::facts();
    facts.diseases.push(disease("02_01_001", Some(date(2026, 10, 10)), Some(false)));
    let d = run(&facts);
    assert_eq!(d.start, Some(date(2026, 10, 10)));
    assert_eq!(d.trace.iter().filter(|step| step.rule == "validity.start").count(), 2);
}

#[test]
fn haemophilia_waits_for_no_income() {
    let mut facts = samples::facts();
    facts.diseases = vec![disease("09_01_001", Some(date(2026, 10, 20)), Some(true))];
    facts.members.clear();
    let d = run(&facts);
    assert_eq!((d.monthly_cap, d.tier), (Some(yen(0)), None));
    assert!(d.can_be_approved(), "{:?}", d.pending);
    facts.members = samples::facts().members;
    assert_eq!(run(&facts).tier, Some(Tier::IV), "shown where it is known");
}

#[test]
fn public_assistance_asks_for_no_income() {
    let facts = Facts {
        insurance: Input::Known(InsuranceKind::None),
        public_assistance: Input::Known(true),
        members: Vec::new(),
        ..samples::facts()
    };
    let d = run(&facts);
    assert_eq!((d.tier, d.monthly_cap), (Some(Tier::I), Some(yen(0))));
    assert!(d.can_be_approved(), "{:?}", d.pending);
}

#[test]
fn renewals_go_by_their_start() {
    let facts = Facts {
        kind: ProcedureKind::Renewal,
        application_date: date(2026, 6, 20),
        previous: Input::Known(ValidityPeriod::new(date(2025, 10, 1), date(2026, 9, 30)).unwrap()),
        ..samples::facts()
    };
    let d = run(&facts);
    assert_eq!((d.start, d.end), (Some(date(2026, 10, 1)), Some(date(2027, 9, 30))));
    assert_eq!(d.tax_year.map(FiscalYear::year), Some(2026), "not that of the application in June");
}

#[test]
fn the_digest_says_whether_conclusions_are_equal() {
    let base = run(&samples::facts());
    let mut renamed = samples::facts();
    renamed.members[0].label = "例題 太郎".to_owned();
    assert_eq!(run(&renamed).digest, base.digest, "names are not in it");
    let mut severe = samples::facts();
    severe.severity = Input::Known(Severity::Severe);
    assert_ne!(run(&severe).digest, base.digest);
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let day = |from: i16| (0_i32..4000).prop_map(move |offset| date(from, 1, 1) + jiff::Span::new().days(offset));
    (
        (day(2018), day(2008), day(2018), day(2018)),
        prop::sample::select(vec![None, Some(LateReason::Other)]),
        prop::sample::select(InsuranceKind::ALL.to_vec()),
        prop::sample::select(Severity::ALL.to_vec()),
        (any::<bool>(), any::<bool>(), 0_i64..300_000, 0_i64..1_000_000),
    )
        .prop_map(|((applied, birth, first, second), late_reason, insurance, severity, (welfare, taxed, levy, income))| {
            Facts {
                application_date: applied,
                birth_date: Input::Known(birth),
                diseases: vec![disease("01_01_001", Some(first), Some(false)), disease("02_01_001", Some(second), Some(false))],
                late_reason,
                insurance: Input::Known(insurance),
                members: vec![
                    member(Relation::Father, true, Some(taxed), Some(if taxed { levy } else { 0 })),
                    member(Relation::Mother, false, Some(false), Some(0)),
                ],
                guardian_income: Input::Known(yen(income)),
                public_assistance: Input::Known(welfare),
                severity: Input::Known(severity),
                ..samples::facts()
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Taking one fact away leaves each result as it is or takes it away; it never becomes another.
    #[test]
    fn less_information_never_flips(whole in any_facts(), hide in 0_usize..8) {
        let mut less = whole.clone();
        match hide {
            0 => less.birth_date = Input::Unknown,
            1 => less.municipality = Input::Unknown,
            2 => less.diseases[1].diagnosis_date = Input::Unknown,
            3 => less.insurance = Input::Unknown,
            4 => less.members[0].taxed = Input::Unknown,
            5 => less.members[0].income_levy = Input::Unknown,
            6 => less.severity = Input::Unknown,
            _ => less.public_assistance = Input::Unknown,
        }
        let (a, b) = (run(&whole), run(&less));
        prop_assert!(b.eligible.is_none() || a.eligible == b.eligible);
        prop_assert!(b.start.is_none() || a.start == b.start);
        prop_assert!(b.end.is_none() || a.end == b.end);
        prop_assert!(b.tier.is_none() || a.tier == b.tier);
        prop_assert!(b.monthly_cap.is_none() || a.monthly_cap == b.monthly_cap);
        prop_assert!(b.payer_number.is_none() || a.payer_number == b.payer_number);
        prop_assert!(!b.can_be_approved() || a.can_be_approved());
    }

    /// Another disease never shortens the period or raises the cap, and no disease is dropped.
    #[test]
    fn another_disease_takes_nothing_away(two in any_facts()) {
        let mut one = two.clone();
        one.diseases.truncate(1);
        let mut turned = two.clone();
        turned.diseases.reverse();
        let (a, b, c) = (run(&one), run(&two), run(&turned));
        prop_assert!(b.start <= a.start);
        prop_assert!(b.end >= a.end || b.end.is_some());
        prop_assert!(b.monthly_cap <= a.monthly_cap);
        prop_assert_eq!((b.start, b.end, b.monthly_cap), (c.start, c.end, c.monthly_cap));
        prop_assert_eq!(b.trace.iter().filter(|step| step.rule == "validity.start").count(), 2);
    }

    /// Every step that ran is explained in a sentence, whatever came out of it.
    #[test]
    fn every_step_has_a_sentence(facts in any_facts()) {
        for step in run(&facts).trace {
            prop_assert!(step.text.ends_with('。'), "{}: {}", step.rule, step.text);
            prop_assert!(!step.cite.is_empty() && !step.title.is_empty());
        }
    }
}

#[test]
fn a_rule_set_that_knows_no_rules_decides_nothing() {
    let masters = Masters::default();
    let set = RuleSet { id: "見本".to_owned(), known: std::collections::BTreeMap::new(), masters_position: 0 };
    let d = determine(&samples::facts(), &masters, &set);
    assert_eq!((d.start, d.tier, d.monthly_cap), (None, None, None));
    assert!(!d.can_be_approved());
}

/// What was stored in a decision is read for ever, and today's build still says the same about that case.
#[test]
fn a_stored_determination_is_still_understood() {
    let stored: Determination = serde_json::from_str(include_str!("stored/new_application.json")).unwrap();
    let again = determine(&samples::facts(), &samples::masters(), &stored.rule_set);
    assert_eq!(stored.trace, again.trace);
    assert_eq!((&stored.digest, &stored.rule_set.id), (&again.digest, &again.rule_set.id));
    let now = run(&samples::facts());
    assert_ne!(now.rule_set.id, stored.rule_set.id, "the rules of today are others");
    assert_eq!((now.tier, now.monthly_cap, now.start, now.end), (stored.tier, stored.monthly_cap, stored.start, stored.end));
}

/// 宮崎 2025: a renewal at 18 in a family whose parents are well off, decided from facts to cap.
#[test]
fn miyazaki_2025_an_adults_renewal_goes_by_the_adults_own_income() {
    let mut facts = Facts {
        kind: ProcedureKind::Renewal,
        application_date: date(2026, 8, 1),
        birth_date: Input::Known(date(2008, 4, 1)),
        previous: Input::Known(ValidityPeriod::new(date(2025, 10, 1), date(2026, 9, 30)).unwrap()),
        members: vec![
            member(Relation::Father, true, Some(true), Some(300_000)),
            member(Relation::Oneself, false, Some(false), Some(0)),
        ],
        guardian_income: Input::Known(yen(5_000_000)),
        patient_income: Input::Known(yen(300_000)),
        ..samples::facts()
    };
    let own = run(&facts);
    assert_eq!((own.tier, own.monthly_cap, own.income_members), (Some(Tier::II), Some(yen(1250)), Some(vec![1])));
    assert!(own.cautions.contains(&Caution::AdultOnOwnIncome));
    facts.patient_income = Input::Unknown;
    let open = run(&facts);
    assert_eq!((open.tier, open.monthly_cap), (None, None), "the guardian's is not taken instead");
    assert_eq!(open.pending[0].field, "patient_income_yen");
    facts.birth_date = Input::Known(date(2008, 10, 2));
    assert_eq!(run(&facts).tier, Some(Tier::VI), "a day younger at the start, and the insured father counts");
}

#[test]
fn an_adult_who_moves_in_after_a_gap_is_refused_with_the_reason() {
    let facts = Facts {
        kind: ProcedureKind::TransferIn,
        birth_date: Input::Known(date(2008, 4, 1)),
        previous: Input::Known(ValidityPeriod::new(date(2025, 10, 1), date(2026, 9, 30)).unwrap()),
        ..samples::facts()
    };
    let d = run(&facts);
    assert_eq!(d.eligible, Some(false));
    assert!(d.refusal_grounds[0].contains("切れ目があるため"), "{:?}", d.refusal_grounds);
}

#[test]
fn the_grounds_of_severity_decide_where_they_were_entered() {
    let basis = crate::rules::severity::SeverityFacts {
        device: Input::Known(events::vocabulary::LifeSupport::ExternalHeart),
        all_day: Input::Unknown,
        no_weaning: Input::Unknown,
        needs_help: Input::Unknown,
        months: Input::Unknown,
        entitled_from: Input::Unknown,
        states: Input::Unknown,
        lasting_months: Input::Unknown,
    };
    let facts = Facts { severity_basis: Some(basis), ..samples::facts() };
    let d = run(&facts);
    assert_eq!((d.severity, d.monthly_cap), (Some(Severity::Ventilator), Some(yen(500))));
    assert!(d.pending.is_empty(), "{:?}", d.pending);
}

fn sharer(n: u128, cap: i64, start: Date, end: Date) -> events::application::Sharer {
    events::application::Sharer {
        member: events::ids::SubjectId(uuid::Uuid::from_u128(n)),
        scheme: events::vocabulary::MedicalScheme::Intractable,
        individual_cap: yen(cap),
        validity: ValidityPeriod::new(start, end).unwrap(),
    }
}

fn sharing(with: Vec<events::application::Sharer>) -> events::application::Sharing {
    events::application::Sharing { household: events::ids::HouseholdId(uuid::Uuid::from_u128(1)), with }
}

#[test]
fn in_a_household_the_cap_is_shared_with_whoever_is_entitled_on_the_first_day() {
    let alone = run(&samples::facts());
    let (start, cap) = (alone.start.unwrap(), alone.monthly_cap.unwrap());
    let counts = sharer(2, 30_000, start, start);
    let too_late = sharer(3, 30_000, start.tomorrow().unwrap(), start.tomorrow().unwrap());
    let facts = Facts { sharing: Some(sharing(vec![counts, too_late])), ..samples::facts() };
    let shared = run(&facts);
    let expected = 30_000 * cap.amount() / (30_000 + cap.amount()) / 10 * 10;
    assert_eq!(shared.monthly_cap, Some(yen(expected)));
    assert_eq!(shared.apportioned.as_ref().map(|one| one.individual_cap), Some(cap));
    let step = shared.trace.iter().find(|step| step.rule == "cap.apportionment").unwrap();
    assert!(step.text.contains(&format!("{cap}、30,000円")), "{}", step.text);
    assert_ne!(shared.digest, alone.digest);
    assert!(alone.apportioned.is_none() && alone.trace.iter().all(|step| step.rule != "cap.apportionment"));
}

#[test]
fn in_a_household_of_one_the_own_cap_stays_and_the_sheet_says_why() {
    let shared = run(&Facts { sharing: Some(sharing(Vec::new())), ..samples::facts() });
    assert_eq!(shared.monthly_cap, run(&samples::facts()).monthly_cap);
    assert!(shared.trace.iter().any(|step| step.text.contains("1人だけなので、按分しません")));
}

#[test]
fn what_leaves_the_own_cap_open_leaves_the_share_open() {
    let facts = Facts {
        insurance: Input::Unknown,
        sharing: Some(sharing(vec![sharer(2, 30_000, date(2020, 1, 1), date(2030, 1, 1))])),
        ..samples::facts()
    };
    assert_eq!(run(&facts).monthly_cap, None);
}
