//! Each rule asked through `daicho rules eval`, one JSON line a question.

use serde_json::{Value, json};

use super::{lines, run, run_with_input};

const INPUT_REFUSED: i32 = 65;

/// Every rule that is asked by name.
const RULES: [&str; 18] = [
    "check-digit",
    "wareki",
    "eligibility",
    "start-date",
    "end-date",
    "tax-year",
    "income-group",
    "tier",
    "severity",
    "cap",
    "apportionment",
    "change-effective",
    "renewal-kind",
    "processing-deadline",
    "documents",
    "jurisdiction",
    "payer-number",
    "recipient-number",
];

fn eval(rule: &str, input: &Value) -> Value {
    let output = run_with_input(&["rules", "eval", rule], format!("{input}\n").as_bytes());
    let answers = lines(&output);
    assert_eq!((output.status.code(), answers.len()), (Some(0), 1), "{rule} {input}: {answers:?}");
    answers[0].clone()
}

/// Evaluates one input that is refused, and gives the error.
fn refused(rule: &str, input: &Value) -> Value {
    let output = run_with_input(&["rules", "eval", rule], format!("{input}\n").as_bytes());
    let answers = lines(&output);
    assert_eq!((output.status.code(), answers.len()), (Some(INPUT_REFUSED), 1), "{rule} {input}: {answers:?}");
    answers[0]["error"].clone()
}

/// The subcommands named in a help text.
#[test]
fn check_digit() {
    let answer = eval("check-digit", &json!({ "body": "5219601" }));
    assert_eq!(answer["result"], json!({ "digit": 1 }));
    assert!(answer["version"].is_string(), "{answer}");
    let step = &answer["trace"][0];
    for part in ["rule", "law", "rev", "cite", "reads", "out", "text"] {
        assert!(step.get(part).is_some(), "the trace step has no {part}: {step}");
    }
}

#[test]
fn wareki() {
    for text in ["R8.4.1", "令和8年4月1日", "5080401", "20260401", "Ｒ８．４．１"] {
        let answer = eval("wareki", &json!({ "text": text }));
        assert_eq!(answer["result"], json!({ "date": "2026-04-01", "wareki": "令和8年4月1日" }), "{text}");
    }
    for text in ["H31.5.1", "S64.1.8", "2026-02-30", "8.4.1", ""] {
        let error = refused("wareki", &json!({ "text": text }));
        assert_eq!(error["field"], "text", "{text}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{text}");
    }
    let suggestion = refused("wareki", &json!({ "text": "H31.5.1" }));
    assert!(suggestion["message"].as_str().unwrap().contains("令和元年5月1日"), "{suggestion}");
}

#[test]
fn start_date() {
    let ask = |diagnosis: &str, reason: Value| {
        let input = json!({
            "kind": "new", "application_date": "2026-04-20", "diagnosis_date": diagnosis, "late_reason": reason,
        });
        eval("start-date", &input)["result"]["start"].clone()
    };
    assert_eq!(ask("2026-04-10", Value::Null), "2026-04-10", "the diagnosis lies within a month");
    assert_eq!(ask("2025-01-15", Value::Null), "2026-03-20", "a month back and no further");
    assert_eq!(ask("2025-01-15", json!("opinion_delay")), "2026-01-20", "three months back with a reason");
}

#[test]
fn a_needed_fact_that_is_unknown_makes_the_answer_pending() {
    let answer = eval("start-date", &json!({ "kind": "new", "application_date": "2026-04-20", "late_reason": null }));
    assert_eq!(answer["pending"], json!(["diagnosis_date"]), "{answer}");
    assert!(answer.get("result").is_none(), "{answer}");
}

#[test]
fn end_date() {
    let ask = |start: &str, applied: &str, born: &str| {
        let input = json!({ "kind": "new", "start": start, "application_date": applied, "birth_date": born });
        eval("end-date", &input)["result"]["end"].clone()
    };
    assert_eq!(ask("2026-04-10", "2026-04-20", "2018-05-05"), "2026-09-30");
    assert_eq!(ask("2026-07-10", "2026-07-20", "2018-05-05"), "2027-09-30");
    assert_eq!(ask("2026-04-10", "2026-04-20", "2006-06-15"), "2026-06-14", "never beyond the eve of the 20th birthday");
}

#[test]
fn tax_year() {
    assert_eq!(eval("tax-year", &json!({ "date": "2026-06-30" }))["result"], json!({ "fiscal_year": 2025 }));
    assert_eq!(eval("tax-year", &json!({ "date": "2026-07-01" }))["result"], json!({ "fiscal_year": 2026 }));
}

#[test]
fn tier() {
    let ask = |assistance: bool, taxed: bool, levy: u32, guardian: u32| {
        let members = json!([{ "taxed": taxed, "income_levy_yen": levy }]);
        let input = json!({
            "date": "2026-04-01", "public_assistance": assistance, "members": members, "guardian_income_yen": guardian,
        });
        eval("tier", &input)["result"]["tier"].clone()
    };
    assert_eq!(ask(true, false, 0, 0), "I");
    assert_eq!(ask(false, false, 0, 500_000), "II");
    assert_eq!(ask(false, false, 0, 1_500_000), "III");
    assert_eq!(ask(false, true, 70_999, 0), "IV");
    assert_eq!(ask(false, true, 71_000, 0), "V");
    assert_eq!(ask(false, true, 250_999, 0), "V");
    assert_eq!(ask(false, true, 251_000, 0), "VI");
}

#[test]
fn cap() {
    let ask = |tier: &str, severity: &str, haemophilia: bool| {
        let input = json!({ "date": "2026-04-01", "tier": tier, "severity": severity, "haemophilia": haemophilia });
        eval("cap", &input)["result"]["monthly_cap_yen"].clone()
    };
    for (tier, general, severe, ventilator) in [
        ("I", 0, 0, 0),
        ("II", 1_250, 1_250, 500),
        ("III", 2_500, 2_500, 500),
        ("IV", 5_000, 2_500, 500),
        ("V", 10_000, 5_000, 500),
        ("VI", 15_000, 10_000, 500),
    ] {
        assert_eq!(ask(tier, "general", false), general, "{tier}");
        assert_eq!(ask(tier, "severe", false), severe, "{tier}");
        assert_eq!(ask(tier, "ventilator", false), ventilator, "{tier}");
    }
    assert_eq!(ask("VI", "general", true), 0, "haemophilia pays nothing");
}

#[test]
fn eligibility() {
    let ask = |kind: &str, born: &str| {
        let input = json!({ "kind": kind, "application_date": "2026-04-01", "birth_date": born });
        let answer = eval("eligibility", &input)["result"].clone();
        assert!(answer["reason"].is_string(), "{answer}");
        answer["eligible"].clone()
    };
    assert_eq!(ask("new", "2008-04-02"), true, "the eve of the 18th birthday");
    assert_eq!(ask("new", "2008-04-01"), false, "the 18th birthday");
    assert_eq!(ask("renewal", "2006-04-02"), true, "the eve of the 20th birthday");
    assert_eq!(ask("renewal", "2006-04-01"), false, "the 20th birthday");
}

#[test]
fn income_group() {
    let ask = |born: &str| {
        let members = json!([
            { "relation": "father", "same_insurance": true, "insured": true, "taxed": true },
            { "relation": "self", "same_insurance": true, "taxed": false },
        ]);
        let input = json!({ "date": "2026-04-01", "insurance": "national", "birth_date": born, "members": members });
        eval("income-group", &input)["result"]["members"].clone()
    };
    assert_eq!(ask("2010-01-01"), json!([0, 1]), "everybody in the same insurance");
    assert_eq!(ask("2008-04-02"), json!([0, 1]), "the eve of the 18th birthday");
    assert_eq!(ask("2008-04-01"), json!([1]), "from 18 on the patient alone");
}

#[test]
fn tier_of_an_adult_and_of_a_designated_city() {
    let adult = json!({
        "date": "2026-04-01", "public_assistance": false, "members": [{ "taxed": false }], "birth_date": "2007-01-01",
        "guardian_income_yen": 1_500_000, "patient_income_yen": 700_000,
    });
    assert_eq!(eval("tier", &adult)["result"]["tier"], "II");
    let as_taxed = json!({ "designated_city": true, "housing_loan_credit_yen": 0, "donation_credit_yen": 0 });
    let members = json!([{ "taxed": true, "income_levy_yen": 94_666, "as_taxed": as_taxed }]);
    let city = json!({ "date": "2026-04-01", "public_assistance": false, "members": members });
    assert_eq!(eval("tier", &city)["result"]["tier"], "IV");
}

#[test]
fn severity() {
    let months: Vec<Value> =
        (1..=6).map(|month| json!({ "month": format!("2026-0{month}"), "total_cost_yen": 50_001 })).collect();
    let input = json!({ "date": "2026-06-15", "device": "none", "months": months });
    assert_eq!(eval("severity", &input)["result"]["severity"], "severe");
    let five = json!({ "date": "2026-06-15", "device": "none", "months": &months[1..], "states": [] });
    assert!(eval("severity", &five)["pending"][0].as_str().unwrap().starts_with("months["));
}

#[test]
fn apportionment() {
    assert_eq!(eval("apportionment", &json!({ "caps": [30_000, 10_000] }))["result"], json!({ "caps": [22_500, 7_500] }));
    assert_eq!(refused("apportionment", &json!({ "caps": [-1] }))["field"], "caps[0]");
}

#[test]
fn change_effective() {
    let ask = |applied: &str| eval("change-effective", &json!({ "application_date": applied }))["result"]["from"].clone();
    assert_eq!(
        (ask("2026-04-01"), ask("2026-04-02"), ask("2026-12-31")),
        (json!("2026-04-01"), json!("2026-05-01"), json!("2027-01-01"))
    );
}

#[test]
fn renewal_kind() {
    let ask = |applied: &str, born: &str| {
        let input = json!({ "application_date": applied, "expires": "2026-09-30", "birth_date": born });
        let answer = eval("renewal-kind", &input)["result"].clone();
        assert!(answer["reason"].is_string(), "{answer}");
        answer["kind"].clone()
    };
    assert_eq!(ask("2026-09-30", "2012-01-01"), "renewal");
    assert_eq!(ask("2026-10-01", "2012-01-01"), "new");
    assert_eq!(ask("2026-10-01", "2008-10-01"), "refused");
}

#[test]
fn documents() {
    let input = json!({
        "kind": "new", "application_date": "2026-04-01", "birth_date": "2015-01-01", "applicant": "father",
        "insurance": "employee", "tier": "IV", "haemophilia": false, "severity": "severe", "high_cost": true,
        "late_reason": false, "child_my_number": false, "applicant_my_number": false, "shared": true,
        "diseases": ["01_01_001"], "persons": ["father"],
    });
    let answer = eval("documents", &input);
    let lines = answer["result"]["documents"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["because"].as_str().is_some_and(|because| !because.is_empty())));
    let items: Vec<&str> = lines.iter().filter_map(|line| line["item"].as_str()).collect();
    for item in ["medical_opinion:01_01_001", "tax_certificate:father", "cap_sheets", "shared_certificate"] {
        assert!(items.contains(&item), "{item} is not in {items:?}");
    }
    assert!(!items.contains(&"my_number_evidence"));
}

#[test]
fn processing_deadline() {
    let ask = |corrections: Value| {
        eval("processing-deadline", &json!({ "application_date": "2026-04-01", "corrections": corrections }))["result"].clone()
    };
    assert_eq!(ask(json!([]))["due"], "2026-05-31");
    assert_eq!(ask(json!([{ "sent": "2026-04-10", "returned": "2026-04-20" }]))["due"], "2026-06-10");
    assert_eq!(ask(json!([{ "sent": "2026-04-10" }]))["stopped"], true);
}

#[test]
fn refused_lines_are_answered_in_their_place_and_the_rest_goes_on() {
    let input =
        b"{\"date\":\"2026-06-30\"}\n\nnot json\n{\"date\":5}\n{\"date\":\"2026-02-30\"}\n\xff\xfe\n{\"date\":\"2026-07-01\"}";
    let output = run_with_input(&["rules", "eval", "tax-year"], input);
    let answers = lines(&output);
    assert_eq!(output.status.code(), Some(INPUT_REFUSED));
    assert_eq!(answers.len(), 6, "{answers:?}");
    assert_eq!(answers[0]["result"]["fiscal_year"], 2025);
    for refused in &answers[1..5] {
        assert!(refused["error"]["message"].is_string() && refused.get("result").is_none(), "{refused}");
    }
    assert_eq!(answers[2]["error"]["field"], "date");
    assert_eq!(answers[5]["result"]["fiscal_year"], 2026);
}

#[test]
fn rules_are_listed_with_versions_validity_and_sources() {
    let output = run(&["rules", "list", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = list.to_string();
    for rule in RULES {
        assert!(text.contains(&format!("\"{rule}\"")), "{rule} is not listed: {text}");
    }
    assert!(!run(&["rules", "list"]).stdout.is_empty());
}

#[test]
fn each_rule_has_a_schema() {
    for rule in RULES {
        let output = run(&["rules", "schema", rule]);
        let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(output.status.success() && schema.to_string().contains("\"properties\""), "{rule}: {schema}");
    }
    assert!(serde_json::from_slice::<Value>(&run(&["rules", "schema"]).stdout).is_ok());
}
