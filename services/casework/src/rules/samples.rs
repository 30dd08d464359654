//! Masters and facts for the tests of the rules: small, written out, and independent of the files that are shipped.

use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{DiseaseId, InsuranceKind, MunicipalityCode, ProcedureKind, Relation, Severity, Yen};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::by_hand::Overrides;
use super::{DiseaseFacts, Facts, Input, Masters, Member};

pub(crate) fn row(table: &str, key: &str, values: Value) -> RowAdopted {
    RowAdopted {
        table: table.to_owned(),
        key: key.to_owned(),
        valid_from: date(2015, 1, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本".to_owned(),
        values,
    }
}

pub(crate) fn dated(table: &str, key: &str, from: Date, to: Option<Date>, values: Value) -> RowAdopted {
    RowAdopted { valid_from: from, valid_to: to, ..row(table, key, values) }
}

fn unsure(row: RowAdopted) -> RowAdopted {
    RowAdopted { status: MasterStatus::Inferred, ..row }
}

pub(crate) fn rows() -> Vec<RowAdopted> {
    let mut rows = Vec::new();
    let caps = [
        ("I", [0, 0, 0]),
        ("II", [1250, 1250, 500]),
        ("III", [2500, 2500, 500]),
        ("IV", [5000, 2500, 500]),
        ("V", [10_000, 5000, 500]),
        ("VI", [15_000, 10_000, 500]),
        ("haemophilia", [0, 0, 0]),
    ];
    for (key, [general, severe, ventilator]) in caps {
        rows.push(row("caps", key, cap(general, severe, ventilator)));
    }
    rows.push(row("levy_bounds", "V", json!({ "from_yen": 71_000 })));
    rows.push(row("levy_bounds", "VI", json!({ "from_yen": 251_000 })));
    let threshold = |from, to, yen: i64| dated("low_income_thresholds", "low_income", from, to, json!({ "threshold_yen": yen }));
    rows.push(threshold(date(2015, 1, 1), Some(date(2025, 6, 30)), 800_000));
    rows.push(threshold(date(2025, 7, 1), Some(date(2026, 6, 30)), 809_000));
    rows.push(threshold(date(2026, 7, 1), None, 826_500));
    for (key, value) in [
        ("age_limit.new", 18),
        ("age_limit.continuing", 20),
        ("age_limit.end", 20),
        ("end.month", 9),
        ("end.day", 30),
        ("end.cut_over_month", 7),
        ("end.longest_months", 15),
        ("processing.days", 60),
        ("adult.age", 18),
        ("share.percent", 20),
        ("share.unit_yen", 10),
        ("meals.percent", 50),
        ("adult.own_unit", 1),
        ("levy.standard_rate", 6),
        ("levy.designated_city_rate", 8),
        ("levy.add_back.housing_loan", 1),
        ("levy.add_back.donation", 1),
        ("levy.add_back.dividend", 0),
        ("deemed_widow.income_limit", 1_250_000),
        ("deemed_widow.deduction", 260_000),
        ("deemed_widow.special_deduction", 300_000),
        ("low_income.salary_deduction", 100_000),
        ("salary.least_deduction", 550_000),
        ("high_cost.bound_yen", 50_000),
        ("high_cost.months", 6),
        ("high_cost.window_months", 12),
        ("apportionment.unit_yen", 10),
        ("designation.doctor_years", 5),
        ("designation.institution_years", 6),
        ("designation.notice_month", 10),
        ("inquiry.days", 14),
        ("inquiry.stops_clock", 0),
        ("designation.notice_months", 12),
    ] {
        rows.push(row("program", key, json!({ "value": value, "unit": "－", "label": key })));
    }
    let printed = |from, to, value: i64| {
        dated("program", "insurer_class.printed", from, to, json!({ "value": value, "unit": "有無", "label": "適用区分" }))
    };
    rows.push(printed(date(2015, 1, 1), Some(date(2026, 1, 31)), 1));
    rows.push(printed(date(2026, 2, 1), None, 0));
    for (key, groups, lasting) in [("eye", ["any"], 6), ("group_08", ["08"], 0), ("group_03", ["03"], 0)] {
        let values = json!({ "part": key, "state": key, "groups": groups, "lasting_months": lasting });
        rows.push(row("severe_states", key, values));
    }
    let town = |name: &str, office: &str| json!({ "name": name, "kana": "みほん", "county": null, "office": office });
    rows.push(unsure(row("municipalities", "412015", town("見本市", "01"))));
    rows.push(unsure(row("municipalities", "412023", town("例題市", "03"))));
    let office = |name: &str| json!({ "name": name, "short_name": name, "phone": "0952-00-0000", "counter": true });
    rows.push(row("offices", "01", office("見本事務所")));
    rows.push(row("offices", "03", office("例題事務所")));
    for (number, category) in [("52416013", "general"), ("52417011", "continuing"), ("52418019", "special")] {
        let values = json!({ "number": number, "category": category, "label": category });
        rows.push(unsure(row("payer_numbers", number, values)));
    }
    rows
}

pub(crate) fn cap(general: i64, severe: i64, ventilator: i64) -> Value {
    json!({
        "general_yen": general, "severe_yen": severe, "ventilator_yen": ventilator, "hospital_meal_share": "1/2",
    })
}

pub(crate) fn masters() -> Masters {
    Masters::from_rows(rows().iter().map(|row| (1, row))).unwrap()
}

pub(crate) fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

pub(crate) fn member(relation: Relation, insured: bool, taxed: Option<bool>, levy: Option<i64>) -> Member {
    Member {
        label: "見本 一郎".to_owned(),
        relation,
        same_insurance: Input::Known(true),
        insured,
        taxed: taxed.into(),
        income_levy: levy.map(yen).into(),
        as_taxed: None,
    }
}

/// The case of the design study: 新規 8.11.6, diagnosis 8.10.20, levy 68,400 yen, cap 5,000 yen.
pub(crate) fn facts() -> Facts {
    Facts {
        kind: ProcedureKind::New,
        application_date: date(2026, 11, 6),
        birth_date: Input::Known(date(2020, 3, 15)),
        municipality: Input::Known(MunicipalityCode::parse("412015").unwrap()),
        diseases: vec![disease("01_01_001", Some(date(2026, 10, 20)), Some(false))],
        late_reason: None,
        insurance: Input::Known(InsuranceKind::Employee),
        insured_is_child: Input::Known(false),
        members: vec![member(Relation::Father, true, Some(true), Some(68_400)), member(Relation::Mother, false, None, None)],
        guardian_income: Input::Unknown,
        patient_income: Input::Unknown,
        income_parts: None,
        hardship_tier: None,
        severity_basis: None,
        sharing: None,
        overrides: Overrides::default(),
        public_assistance: Input::Known(false),
        severity: Input::Known(Severity::General),
        previous: Input::NotApplicable("新規の申請です"),
    }
}

pub(crate) fn disease(id: &str, diagnosed: Option<Date>, haemophilia: Option<bool>) -> DiseaseFacts {
    DiseaseFacts { id: DiseaseId::parse(id).unwrap(), diagnosis_date: diagnosed.into(), haemophilia: haemophilia.into() }
}
