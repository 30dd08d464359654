//! What is shipped is whole: readable, unique, without overlapping windows, holidays as the law makes them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

use super::*;

fn of(table: &str) -> Vec<MasterRow> {
    shipped().unwrap().into_iter().filter(|row| row.table == table).collect()
}

#[test]
fn every_table_is_shipped() {
    // What an edition of the notification does to diseases is written when it comes.
    for table in table_names().filter(|table| *table != "disease_successions") {
        assert!(!of(table).is_empty(), "{table}");
    }
    assert_eq!(of("diseases").len(), 844);
    assert_eq!(of("municipalities").len(), 20);
    assert_eq!(of("offices").len(), 6);
    assert_eq!(of("payer_numbers").len(), 3);
}

#[test]
fn windows_of_a_key_never_overlap() {
    type Window = (Date, Option<Date>);
    let mut windows: BTreeMap<(&str, String), Vec<Window>> = BTreeMap::new();
    for row in shipped().unwrap() {
        windows.entry((row.table, row.key.clone())).or_default().push((row.valid_from, row.valid_to));
    }
    for (key, mut rows) in windows {
        rows.sort();
        for pair in rows.windows(2) {
            let follows = pair[0].1.and_then(|last| last.tomorrow().ok()) == Some(pair[1].0);
            assert!(follows, "{key:?} has a gap or an overlap");
        }
    }
}

#[test]
fn all_groups_have_diseases_and_notification_numbers_are_flagged() {
    let groups: BTreeSet<i64> = of("diseases").iter().map(|row| row.values["group"].as_i64().unwrap()).collect();
    assert_eq!(groups, (1..=16).collect());
    let bleeding = of("diseases").iter().filter(|row| row.values["haemophilia"] == true).count();
    assert_eq!(bleeding, 12);
    let own: Vec<MasterRow> = of("diseases").into_iter().filter(|row| row.key.contains("XX")).collect();
    assert_eq!(own.len(), 33);
    assert!(own.iter().all(|row| row.status != MasterStatus::Confirmed));
}

#[test]
fn unconfirmed_values_say_so() {
    for (table, key) in
        [("payer_numbers", "52416013"), ("authorities", "issuer"), ("program", "end.cut_over_month"), ("caps", "haemophilia")]
    {
        let row = of(table).into_iter().find(|row| row.key == key).unwrap();
        assert_ne!(row.status, MasterStatus::Confirmed, "{table} {key}");
    }
}

/// The law, told a second time: fixed days, Mondays, substitutes for Sundays, days between two holidays.
fn holidays_by_law(year: i16, spring: i8, autumn: i8) -> BTreeSet<Date> {
    let monday = |month: i8, nth: i8| {
        let first = date(year, month, 1);
        let offset = (8 - first.weekday().to_monday_one_offset()) % 7;
        first + Span::new().days(i64::from(offset) + 7 * (i64::from(nth) - 1))
    };
    let mut days: BTreeSet<Date> = [
        date(year, 1, 1),
        monday(1, 2),
        date(year, 2, 11),
        date(year, 2, 23),
        date(year, 3, spring),
        date(year, 4, 29),
        date(year, 5, 3),
        date(year, 5, 4),
        date(year, 5, 5),
        monday(7, 3),
        date(year, 8, 11),
        monday(9, 3),
        date(year, 9, autumn),
        monday(10, 2),
        date(year, 11, 3),
        date(year, 11, 23),
    ]
    .into();
    for sunday in days.clone().into_iter().filter(|day| day.weekday() == Weekday::Sunday) {
        let mut substitute = sunday.tomorrow().unwrap();
        while days.contains(&substitute) {
            substitute = substitute.tomorrow().unwrap();
        }
        days.insert(substitute);
    }
    for day in days.clone() {
        let (next, after) = (day.tomorrow().unwrap(), day + Span::new().days(2));
        if days.contains(&after) && !days.contains(&next) && next.weekday() != Weekday::Sunday {
            days.insert(next);
        }
    }
    days
}

#[test]
fn holidays_are_those_of_the_law() {
    let shipped: BTreeSet<Date> = of("holidays").iter().map(|row| row.key.parse().unwrap()).collect();
    let mut expected = BTreeSet::new();
    for (year, spring, autumn) in [(2025, 20, 23), (2026, 20, 23), (2027, 21, 23)] {
        expected.extend(holidays_by_law(year, spring, autumn));
    }
    assert_eq!(shipped, expected);
}

#[test]
fn a_wrong_file_is_refused_with_its_place() {
    let read = |text: &str| read_table("levy_bounds", text.as_bytes()).unwrap();
    assert!(matches!(read("key,valid_from\nV,2015-01-01\n"), Err(MasterFileError::Header { .. })));
    let header = "key,valid_from,valid_to,status,source,from_yen\n";
    assert_eq!(read(&format!("{header}V,2015-01-01,,confirmed,x,71000\n")).unwrap().len(), 1);
    for row in [
        "V,2015-02-30,,confirmed,x,71000",
        "V,2015-01-01,,sure,x,71000",
        "V,2015-01-01,,confirmed,,71000",
        "V,2015-01-01,,confirmed,x,many",
        ",2015-01-01,,confirmed,x,71000",
    ] {
        assert!(matches!(read(&format!("{header}{row}\n")), Err(MasterFileError::Value { .. })), "{row}");
    }
    assert!(matches!(read(&format!("{header}V,2015-01-01\n")), Err(MasterFileError::Csv { .. })));
    assert!(read_table("nothing", b"").is_none());
}

#[test]
fn every_shipped_row_is_one_that_may_be_adopted() {
    let rows: Vec<RowAdopted> = shipped().unwrap().into_iter().map(RowAdopted::from).collect();
    for row in &rows {
        let checked = casework::rules::masters::check(row).map_err(|error| error.to_string());
        assert_eq!(checked, Ok(()), "{} {}", row.table, row.key);
    }
    let masters = casework::rules::Masters::from_rows(rows.iter().map(|row| (0, row))).unwrap();
    assert_eq!(masters.diseases.all().count(), 844);
    let tables: BTreeSet<&str> = casework::rules::masters::TABLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(tables, table_names().collect());
}

#[test]
fn every_municipality_has_an_office_that_exists() {
    let offices: BTreeSet<String> = of("offices").into_iter().map(|row| row.key).collect();
    for row in of("municipalities") {
        assert!(offices.contains(row.values["office"].as_str().unwrap()), "{}", row.key);
    }
}

#[test]
fn every_letter_has_its_words_and_its_places_are_filled() {
    use casework::letter_text::{check, key, spec};
    use events::letter::LetterKind;
    let shipped: Vec<RowAdopted> = of("letter_texts").into_iter().map(RowAdopted::from).collect();
    for row in &shipped {
        assert_eq!(check(row), Ok(()), "{}", row.key);
    }
    for kind in LetterKind::ALL {
        for block in spec(*kind).blocks.iter().filter(|block| block.required) {
            assert!(shipped.iter().any(|row| row.key == key(*kind, block.code)), "{} {}", kind.label(), block.label);
        }
    }
}

#[test]
fn what_is_written_is_read_again() {
    for table in table_names() {
        let rows: Vec<RowAdopted> = of(table).into_iter().map(RowAdopted::from).collect();
        let text = write_table(table, &rows).unwrap().unwrap();
        let again: Vec<RowAdopted> = read_table(table, &text).unwrap().unwrap().into_iter().map(RowAdopted::from).collect();
        assert_eq!(again, rows, "{table}");
    }
    assert!(write_table("nothing", &[]).is_none());
}
