//! The shapes that are kept from now on, what is refused and in which field, what is pending, and that schema and list agree.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::rules::samples;

fn ask(name: &str, input: &Value) -> Value {
    eval(name, input, &samples::masters()).unwrap()
}

fn result(name: &str, input: &Value) -> Value {
    let answer = ask(name, input);
    assert!(answer.get("result").is_some(), "{name} {input}: {answer}");
    assert!(answer["version"].is_string() && !answer["trace"].as_array().unwrap().is_empty());
    answer["result"].clone()
}

fn refused(name: &str, input: &Value) -> (String, String) {
    let answer = ask(name, input);
    assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), ["error"], "{name} {input}: {answer}");
    (answer["error"]["field"].as_str().unwrap().to_owned(), answer["error"]["message"].as_str().unwrap().to_owned())
}

#[test]
fn the_published_shapes() {
    for (name, input, expected) in [
        ("check-digit", json!({"body": "5219601"}), json!({"digit": 1})),
        ("wareki", json!({"text": "R8.4.1"}), json!({"date": "2026-04-01", "wareki": "令和8年4月1日"})),
        (
            "start-date",
            json!({"kind": "new", "application_date": "2023-12-20", "diagnosis_date": "2023-11-01", "late_reason": null}),
            json!({"start": "2023-11-20"}),
        ),
        (
            "start-date",
            json!({"kind": "new", "application_date": "2023-12-20", "diagnosis_date": "2023-11-01", "late_reason": "worsened"}),
            json!({"start": "2023-11-01"}),
        ),
        (
            "end-date",
            json!({"kind": "new", "start": "2026-10-20", "application_date": "2026-11-06", "birth_date": "2020-03-15"}),
            json!({"end": "2027-09-30"}),
        ),
        ("tax-year", json!({"date": "2026-06-30"}), json!({"fiscal_year": 2025})),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "members": [{"taxed": true, "income_levy_yen": 71000}], "guardian_income_yen": 0}),
            json!({"tier": "V"}),
        ),
        (
            "cap",
            json!({"date": "2026-04-01", "tier": "VI", "severity": "severe", "haemophilia": false}),
            json!({"monthly_cap_yen": 10000}),
        ),
        ("jurisdiction", json!({"date": "2026-04-01", "municipality": "412023"}), json!({"office": "03"})),
        ("payer-number", json!({"date": "2026-04-01", "tier": "IV", "haemophilia": false}), json!({"payer_number": "52416013"})),
        ("recipient-number", json!({"payer_number": "52416013", "last_serial": 0}), json!({"recipient_number": "0000018"})),
    ] {
        assert_eq!(result(name, &input), expected, "{name}");
    }
    let answer = result("eligibility", &json!({"kind": "new", "application_date": "2026-06-10", "birth_date": "2008-06-10"}));
    assert_eq!(answer["eligible"], false);
    assert!(answer["reason"].as_str().unwrap().contains("令和8年6月9日"));
}

#[test]
fn a_trace_step_has_its_seven_fields_and_long_names_are_accepted() {
    let input = json!({"date": "2026-07-01"});
    let answer = ask("income.tax_year", &input);
    assert_eq!(answer, ask("tax-year", &input));
    assert_eq!(answer["version"], "income.tax_year@1.1");
    let step = answer["trace"][0].as_object().unwrap();
    let keys: BTreeSet<&str> = step.keys().map(String::as_str).collect();
    assert_eq!(keys, ["rule", "law", "rev", "cite", "reads", "out", "text"].into());
    assert_eq!(eval("nothing", &json!({}), &samples::masters()), Err(UnknownRule("nothing".to_owned())));
}

#[test]
fn what_is_unknown_and_needed_is_pending() {
    for (name, input, expected) in [
        ("check-digit", json!({}), json!(["body"])),
        ("eligibility", json!({"kind": "new", "birth_date": null}), json!(["application_date", "birth_date"])),
        ("start-date", json!({"kind": "new", "application_date": "2026-04-01"}), json!(["diagnosis_date"])),
        ("start-date", json!({"kind": "renewal", "application_date": "2026-04-01"}), json!(["previous_end"])),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "members": [{"taxed": false}], "guardian_income_yen": null}),
            json!(["guardian_income_yen"]),
        ),
        ("tier", json!({"date": "2026-04-01", "public_assistance": false}), json!(["members"])),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "members": [{"taxed": true}, {}]}),
            json!(["members[0].income_levy_yen", "members[1].taxed"]),
        ),
        ("cap", json!({"date": "2026-04-01", "haemophilia": false}), json!(["tier", "severity"])),
        (
            "end-date",
            json!({"kind": "change", "start": "2026-05-01", "application_date": "2026-04-02", "birth_date": "2020-01-01"}),
            json!(["award_end"]),
        ),
    ] {
        assert_eq!(ask(name, &input)["pending"], expected, "{name} {input}");
    }
}

#[test]
fn what_is_not_needed_may_be_unknown() {
    assert_eq!(result("tier", &json!({"date": "2026-04-01", "public_assistance": true})), json!({"tier": "I"}));
    assert_eq!(result("cap", &json!({"date": "2026-04-01", "haemophilia": true})), json!({"monthly_cap_yen": 0}));
}

#[test]
fn wrong_input_is_refused_in_its_field() {
    let tier = |members: Value| json!({"date": "2026-04-01", "public_assistance": false, "members": members});
    for (name, input, field) in [
        ("tax-year", json!({"date": "2026-02-30"}), "date"),
        ("tax-year", json!({"date": "R8.4.1"}), "date"),
        ("tax-year", json!({"date": "2026-4-1"}), "date"),
        ("tax-year", json!({"date": 20_260_401}), "date"),
        ("tax-year", json!({"date": "2026-04-01", "day": 1}), "day"),
        ("tax-year", json!([1]), ""),
        ("tax-year", json!({"date": "0001-01-01"}), "date"),
        ("check-digit", json!({"body": "52x"}), "body"),
        ("check-digit", json!({"body": 5_219_601}), "body"),
        ("wareki", json!({"text": "8.4.1"}), "text"),
        ("wareki", json!({"text": "2026-02-30"}), "text"),
        ("start-date", json!({"kind": "renew", "application_date": "2026-04-01"}), "kind"),
        ("start-date", json!({"kind": "reissue", "application_date": "2026-04-01"}), "kind"),
        (
            "start-date",
            json!({"kind": "new", "application_date": "2026-04-01", "diagnosis_date": "2026-04-01", "late_reason": "lazy"}),
            "late_reason",
        ),
        ("eligibility", json!({"kind": "new", "application_date": "2026-04-01", "birth_date": "2026-04-02"}), "birth_date"),
        ("cap", json!({"date": "2026-04-01", "tier": "VII", "severity": "severe", "haemophilia": false}), "tier"),
        ("cap", json!({"date": "2026-04-01", "tier": "V", "severity": "bad", "haemophilia": false}), "severity"),
        ("cap", json!({"date": "2026-04-01", "tier": "V", "severity": "severe", "haemophilia": "no"}), "haemophilia"),
        ("tier", tier(json!([{"taxed": true, "income_levy_yen": -1}])), "members[0].income_levy_yen"),
        ("tier", tier(json!([{"taxed": true, "income_levy_yen": 1.5}])), "members[0].income_levy_yen"),
        ("tier", tier(json!([{"taxed": true, "income_levy_yen": "71,00"}])), "members[0].income_levy_yen"),
        ("tier", tier(json!([{"taxed": 1}])), "members[0].taxed"),
        ("tier", tier(json!([{"taxed": true}, {"tax": 1}])), "members[1].tax"),
        ("tier", tier(json!([{"taxed": false, "income_levy_yen": 5}])), "members[0].income_levy_yen"),
        ("tier", tier(json!("everyone")), "members"),
        ("jurisdiction", json!({"date": "2026-04-01", "municipality": "131016"}), "municipality"),
    ] {
        let (found, message) = refused(name, &input);
        assert_eq!(found, field, "{name} {input}");
        assert!(message.ends_with('。') || message.contains("使える項目"), "{message}");
    }
}

#[test]
fn an_era_date_beyond_its_era_comes_with_the_right_one() {
    let answer = ask("wareki", &json!({"text": "H31.5.1"}));
    assert_eq!(answer["error"]["suggestion"], "2019-05-01");
    assert!(answer["error"]["message"].as_str().unwrap().contains("令和元年5月1日"));
    assert_eq!(ask("wareki", &json!({"text": "S64.1.8"}))["error"]["suggestion"], "1989-01-08");
}

#[test]
fn amounts_are_normalised_and_echoed() {
    let input = json!({"date": "2026-04-01", "public_assistance": false, "members": [{"taxed": true, "income_levy_yen": "７１，０００円"}]});
    let answer = ask("tier", &input);
    assert_eq!(answer["result"], json!({"tier": "V"}));
    let reads = answer["trace"][0]["reads"].as_array().unwrap();
    assert!(reads.iter().any(|read| read["name"] == "members[0].income_levy_yen" && read["value"] == 71_000));
}

#[test]
fn list_and_schema_cover_every_command() {
    let list = list();
    let rules: BTreeSet<&str> = list.as_array().unwrap().iter().map(|rule| rule["rule"].as_str().unwrap()).collect();
    for name in names() {
        let schema = schema(name).unwrap();
        assert!(rules.contains(schema["rule"].as_str().unwrap()), "{name}");
        assert_eq!(schema["input"]["additionalProperties"], false);
        assert!(!schema["input"]["properties"].as_object().unwrap().is_empty());
    }
    let start = list.as_array().unwrap().iter().find(|rule| rule["rule"] == "validity.start").unwrap();
    assert_eq!(start["command"], "start-date");
    assert_eq!(start["versions"][0]["valid_to"], "2023-09-30");
    assert_eq!(start["versions"][1]["valid_from"], "2023-10-01");
    assert_eq!(start["versions"][1]["valid_to"], Value::Null);
    assert!(
        list.as_array().unwrap().iter().all(|rule| rule["versions"].as_array().unwrap().iter().all(|v| v["cite"].is_string()))
    );
    assert_eq!(schema("nothing"), Err(UnknownRule("nothing".to_owned())));
}

#[test]
fn the_shapes_of_the_later_commands() {
    for (name, input, expected) in [
        ("apportionment", json!({"caps": [30000, 10000]}), json!({"caps": [22500, 7500]})),
        ("change-effective", json!({"application_date": "2026-04-02"}), json!({"from": "2026-05-01"})),
        ("change-effective", json!({"application_date": "2026-04-01"}), json!({"from": "2026-04-01"})),
        (
            "processing-deadline",
            json!({"application_date": "2026-04-01", "corrections": [{"sent": "2026-04-10", "returned": "2026-04-20"}]}),
            json!({"due": "2026-06-10", "stopped": false, "days_left": null}),
        ),
        (
            "processing-deadline",
            json!({"application_date": "2026-04-01", "corrections": [{"sent": "2026-04-10", "returned": null}]}),
            json!({"due": null, "stopped": true, "days_left": 51}),
        ),
        (
            "processing-deadline",
            json!({"application_date": "2026-04-01", "corrections": [{"sent": "2026-04-10", "returned": "2026-04-20"}],
                   "inquiries": [{"asked": "2026-04-15", "answered": "2026-04-25"}]}),
            json!({"due": "2026-06-15", "stopped": false, "days_left": null}),
        ),
        (
            "severity",
            json!({"date": "2026-04-15", "device": "none", "states": ["eye"], "lasting_months": 6}),
            json!({"severity": "severe", "high_cost": null, "burden": true, "ventilator": false}),
        ),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "members": [
                {"taxed": true, "income_levy_yen": 60000,
                 "as_taxed": {"designated_city": false, "housing_loan_credit_yen": 11000, "donation_credit_yen": 0}}]}),
            json!({"tier": "V"}),
        ),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "members": [{"taxed": false}],
                   "birth_date": "2007-01-01", "guardian_income_yen": 1_500_000, "patient_income_yen": 700_000}),
            json!({"tier": "II"}),
        ),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "members": [{"taxed": true, "income_levy_yen": 0}],
                   "hardship_tier": "I"}),
            json!({"tier": "I"}),
        ),
    ] {
        assert_eq!(result(name, &input), expected, "{name}");
    }
    let group = result(
        "income-group",
        &json!({"date": "2026-04-01", "insurance": "national", "birth_date": "2015-01-01", "members": [
            {"relation": "father", "name": "見本 一郎", "same_insurance": true},
            {"relation": "mother", "same_insurance": false}]}),
    );
    assert_eq!((&group["members"], &group["persons"]), (&json!([0]), &json!(["見本 一郎（父）"])));
    let renewal = |applied: &str, birth: &str| {
        result("renewal-kind", &json!({"application_date": applied, "expires": "2026-09-30", "birth_date": birth}))["kind"]
            .clone()
    };
    assert_eq!(renewal("2026-09-30", "2015-01-01"), "renewal");
    assert_eq!(renewal("2026-10-01", "2015-01-01"), "new");
    assert_eq!(renewal("2026-10-01", "2008-10-01"), "refused");
}

#[test]
fn what_the_later_commands_need_is_pending() {
    for (name, input, expected) in [
        ("apportionment", json!({}), json!(["caps"])),
        ("change-effective", json!({}), json!(["application_date"])),
        ("renewal-kind", json!({"application_date": "2026-10-01"}), json!(["expires", "birth_date"])),
        ("processing-deadline", json!({"application_date": "2026-10-01"}), json!(["corrections"])),
        (
            "income-group",
            json!({"date": "2026-04-01", "insurance": "employee", "members": [{"relation": "father", "insured": true}]}),
            json!(["birth_date"]),
        ),
        ("severity", json!({"date": "2026-04-15", "device": "none"}), json!(["months", "states"])),
        (
            "tier",
            json!({"date": "2026-04-01", "public_assistance": false, "birth_date": "2007-01-01",
                   "members": [{"taxed": false}], "guardian_income_yen": 0}),
            json!(["patient_income_yen"]),
        ),
    ] {
        assert_eq!(ask(name, &input)["pending"], expected, "{name} {input}");
    }
    for (name, input, field) in [
        ("apportionment", json!({"caps": [30000, -1]}), "caps[1]"),
        ("apportionment", json!({"caps": 5}), "caps"),
        ("severity", json!({"date": "2026-04-15", "device": "oxygen"}), "device"),
        ("severity", json!({"date": "2026-04-15", "device": "none", "months": [{"month": "2026-4"}]}), "months[0].month"),
        (
            "processing-deadline",
            json!({"application_date": "2026-04-01", "corrections": [{"sent": "2026-04-10", "returned": "2026-04-09"}]}),
            "corrections",
        ),
    ] {
        assert_eq!(refused(name, &input).0, field, "{name} {input}");
    }
}

#[test]
fn documents_are_a_list_with_reasons() {
    let mut masters = samples::masters();
    for (key, when, per) in [
        ("form", json!(["kind=new,renewal"]), "application"),
        ("tax", json!(["no_public_assistance", "no_haemophilia"]), "income_person"),
    ] {
        let values = json!({"title": key, "when": when, "per": per, "because": "見本のため", "waiver": "never", "order": 1});
        masters.adopt(2, &samples::row("document_kinds", key, values)).unwrap();
    }
    let ask = |input: Value| eval("documents", &input, &masters).unwrap();
    let known =
        json!({"kind": "new", "application_date": "2026-04-01", "tier": "IV", "haemophilia": false, "persons": ["father"]});
    assert_eq!(
        ask(known)["result"],
        json!({"documents": [
            {"item": "form", "title": "form", "because": "見本のため"},
            {"item": "tax:father", "title": "tax（父）", "because": "見本のため"},
        ]})
    );
    let open = ask(json!({"kind": "new", "application_date": "2026-04-01"}));
    assert_eq!(open["pending"], json!(["tier", "haemophilia", "persons"]));
    let assisted = ask(json!({"kind": "renewal", "application_date": "2026-04-01", "tier": "I"}));
    assert_eq!(assisted["result"]["documents"].as_array().unwrap().len(), 1, "assistance settles it");
    let wrong = ask(json!({"kind": "new", "application_date": "2026-04-01", "persons": ["uncle"]}));
    assert_eq!(wrong["error"]["field"], "persons[0]");
}
