//! Reading an entry: what is accepted and as what, what is refused beside which field, and that nothing typed is lost on the way back.

use events::vocabulary::{InsuranceKind, MunicipalityCode, ProcedureKind, Severity};
use jiff::civil::date;

use super::catalogue::{DiseaseChoice, MunicipalityChoice, StateChoice};
use super::{Catalogue, Entry, Reading, SECTIONS, fields_of, fill_arrival, read, read_section, texts_of};

fn catalogue() -> Catalogue {
    let disease = |id: &str, name: &str| DiseaseChoice {
        id: id.parse().unwrap(),
        name: name.into(),
        kana: String::new(),
        group: String::new(),
    };
    Catalogue {
        diseases: vec![disease("01_01_001", "見本白血病"), disease("01_01_002", "例題白血病")],
        municipalities: vec![MunicipalityChoice {
            code: MunicipalityCode::parse("412015").unwrap(),
            name: "佐賀市".into(),
            office: "佐賀中部".into(),
        }],
        states: vec![StateChoice { key: "eye".into(), label: "眼：見本".into() }],
    }
}

fn whole() -> Entry {
    let texts = [
        ("application_date", "Ｒ８．１１．６"),
        ("applicant_name", "見本 一郎"),
        ("applicant_kana", "みほん いちろう"),
        ("applicant_relation", "father"),
        ("applicant_address", "佐賀県佐賀市見本町1-1"),
        ("child_name", "見本 花子"),
        ("child_kana", "ﾐﾎﾝ ﾊﾅｺ"),
        ("child_birth_date", "5020315"),
        ("child_address", "佐賀県佐賀市見本町1-1"),
        ("child_municipality", "412015"),
        ("insurance_kind", "employee"),
        ("insured_is_child", "no"),
        ("public_assistance", "unknown"),
        ("member1_name", "見本 一郎"),
        ("member1_relation", "father"),
        ("member1_insured", "on"),
        ("member1_taxed", "yes"),
        ("member1_levy", "６８，４００円"),
        ("opinion1_disease", "見本"),
        ("opinion1_diagnosis_date", "20261020"),
        ("opinion1_severity", "severe"),
        ("research_consent", "yes"),
    ];
    Entry { texts: texts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect() }
}

fn with(name: &str, text: &str) -> Entry {
    let mut entry = whole();
    entry.texts.insert(name.to_owned(), text.to_owned());
    entry
}

fn try_read(entry: &Entry) -> Result<Reading, Vec<(String, String)>> {
    read(entry, ProcedureKind::New, &catalogue(), date(2026, 11, 24))
        .map_err(|problems| problems.into_iter().map(|problem| (problem.field, problem.message)).collect())
}

#[test]
fn a_whole_entry_becomes_a_form_and_what_is_unknown_stays_unknown() {
    let reading = try_read(&whole()).ok().unwrap();
    assert_eq!(reading.application_date, date(2026, 11, 6));
    assert_eq!(reading.form.child.birth_date, date(2020, 3, 15));
    assert_eq!(reading.form.child.name.kana().to_string(), "ミホン ハナコ");
    assert_eq!(reading.form.insurance.kind, InsuranceKind::Employee);
    assert_eq!(reading.form.household.public_assistance, None);
    assert_eq!(reading.form.household.members[0].income_levy.map(events::vocabulary::Yen::amount), Some(68_400));
    assert_eq!(reading.form.opinions[0].severity, Severity::Severe);
}

#[test]
fn a_form_goes_back_to_texts_that_read_as_the_same_form() {
    let first = try_read(&whole()).ok().unwrap();
    let again = try_read(&texts_of(&first.form, first.application_date)).ok().unwrap();
    assert!(first.form == again.form && first.application_date == again.application_date);
}

#[test]
fn every_wrong_text_is_told_beside_its_field() {
    let long = "あ".repeat(10_000);
    let cases = [
        ("application_date", "H31.5.1"),
        ("application_date", "2026-02-30"),
        ("application_date", "R9.1.1"),
        ("application_date", "きのう"),
        ("child_birth_date", "S64.1.8"),
        ("child_birth_date", "2.3.15"),
        ("child_birth_date", "R8.11.7"),
        ("applicant_name", "\u{0}見本"),
        ("applicant_name", long.as_str()),
        ("applicant_kana", "ABC"),
        ("applicant_relation", "<script>alert(1)</script>"),
        ("applicant_postal_code", "84"),
        ("applicant_phone", "電話なし"),
        ("child_my_number", "123456789012"),
        ("child_municipality", "401005"),
        ("child_municipality", "'; DROP TABLE es.events; --"),
        ("insurance_kind", "other"),
        ("public_assistance", "maybe"),
        ("guardian_income", "-1"),
        ("member1_levy", "六万円"),
        ("opinion1_disease", "白血病"),
        ("opinion1_disease", "存在しない病"),
        ("opinion1_diagnosis_date", "R8.11.7"),
        ("opinion1_severity", ""),
        ("late_reason", "sleepy"),
        ("note", long.as_str()),
    ];
    for (field, text) in cases {
        let problems = try_read(&with(field, text)).err().unwrap_or_default();
        let shown: String = text.chars().take(20).collect();
        assert!(
            problems.iter().any(|(name, message)| name == field && message.ends_with('。')),
            "{field} = {shown}: {problems:?}"
        );
    }
}

#[test]
fn an_untouched_page_has_its_required_fields_open_and_no_other() {
    for section in SECTIONS {
        let problems = read_section(section.code, &Entry::default(), &catalogue());
        // Of the grounds of a change any one must be ticked; that is told beside the first.
        let one_of_all = section.code == "change";
        for problem in &problems {
            assert!(
                fields_of(section.code).iter().any(|field| field.name == problem.field && (field.required || one_of_all)),
                "{}",
                problem.field
            );
        }
        let required = fields_of(section.code).iter().filter(|field| field.required).count();
        assert_eq!(problems.len(), required + usize::from(one_of_all), "{}", section.code);
    }
}

#[test]
fn contradictions_are_told() {
    let mut entry = with("member1_taxed", "no");
    assert!(try_read(&entry).is_err_and(|problems| problems[0].0 == "member1_levy"));
    entry = whole();
    for (name, text) in [("opinion2_disease", "見本"), ("opinion2_diagnosis_date", "R8.10.1"), ("opinion2_severity", "general")]
    {
        entry.texts.insert(name.to_owned(), text.to_owned());
    }
    assert!(try_read(&entry).is_err_and(|problems| problems[0].0 == "opinion2_disease"));
}

#[test]
fn a_date_beyond_its_era_comes_with_the_date_that_was_meant() {
    let problems = read_section("applicant", &with("application_date", "H31.5.1"), &catalogue());
    assert_eq!(problems[0].suggestion.as_deref(), Some("令和元年5月1日"));
}

fn severe() -> Entry {
    let mut entry = whole();
    let texts = [
        ("device", "none"),
        ("high_cost", "yes"),
        ("entitled_from", "R8.6.1"),
        ("cost0_total", "５０，００１円"),
        ("cost11_total", "0"),
        ("burden", "yes"),
        ("state1_key", "eye"),
        ("lasting_months", "7"),
        ("patient_income", "300000"),
        ("insurer_class", "u"),
    ];
    entry.texts.extend(texts.map(|(name, text)| (name.to_owned(), text.to_owned())));
    entry
}

#[test]
fn the_grounds_of_severity_are_read_with_their_months_and_what_was_not_answered_stays_open() {
    let first = try_read(&severe()).ok().unwrap();
    let basis = first.form.severity.clone().unwrap();
    assert_eq!(basis.months.iter().map(|cost| cost.month).collect::<Vec<_>>(), [date(2026, 11, 1), date(2025, 12, 1)]);
    assert_eq!((basis.all_day, basis.high_cost, basis.lasting_months), (None, Some(true), Some(7)));
    let again = try_read(&texts_of(&first.form, first.application_date)).ok().unwrap();
    assert!(first.form == again.form);
    assert!(try_read(&whole()).ok().unwrap().form.severity.is_none(), "an empty page is no answer");
}

#[test]
fn grounds_of_severity_that_contradict_each_other_are_told_beside_their_field() {
    for (name, text, field) in [
        ("high_cost", "no", "high_cost"),
        ("burden", "no", "burden"),
        ("state1_key", "", "state1_key"),
        ("state1_key", "nose", "state1_key"),
        ("state2_key", "eye", "state2_key"),
        ("lasting_months", "半年", "lasting_months"),
        ("cost3_total", "五万円", "cost3_total"),
        ("device", "iron lung", "device"),
        ("insurer_class", "z", "insurer_class"),
    ] {
        let mut entry = severe();
        entry.texts.insert(name.to_owned(), text.to_owned());
        let problems = try_read(&entry).err().unwrap_or_default();
        assert!(
            problems.iter().any(|(beside, message)| beside == field && message.ends_with('。')),
            "{name}={text}: {problems:?}"
        );
    }
}

#[test]
fn the_day_of_arrival_is_read_and_a_postmark_does_not_stand_for_it() {
    let today = date(2026, 11, 24);
    let wrong = |pairs: &[(&str, &str)]| {
        let mut entry = whole();
        entry.texts.extend(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        match read(&entry, ProcedureKind::New, &catalogue(), today) {
            Ok(reading) => Ok(reading.arrival),
            Err(problems) => Err(problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>()),
        }
    };
    assert_eq!(wrong(&[]), Ok(None), "nothing was typed");
    let arrival = wrong(&[("received_on", "R8.11.9"), ("postmarked_on", "8.11.6")]).unwrap().unwrap();
    assert_eq!((arrival.received_on, arrival.postmarked_on), (date(2026, 11, 9), Some(date(2026, 11, 6))));
    assert_eq!(wrong(&[("postmarked_on", "R8.11.6")]), Err(vec!["received_on".to_owned()]));
    assert_eq!(wrong(&[("received_on", "R8.11.5")]), Err(vec!["received_on".to_owned()]), "before it was applied for");
    assert_eq!(wrong(&[("received_on", "R8.11.25")]), Err(vec!["received_on".to_owned()]), "not yet");
    assert_eq!(wrong(&[("received_on", "R8.11.9"), ("postmarked_on", "R8.11.10")]), Err(vec!["postmarked_on".to_owned()]));
    let mut again = Entry::default();
    fill_arrival(&mut again, arrival);
    assert_eq!((again.text("received_on"), again.text("postmarked_on")), ("R8.11.9", "R8.11.6"));
}
