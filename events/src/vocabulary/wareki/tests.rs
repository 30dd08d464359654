//! Accepted and refused dates, and that what is written is read back.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn strict(text: &str) -> Result<Date, WarekiError> {
    parse(text, EraPolicy::Refuse)
}

#[test]
fn reads_every_form_that_clerks_type() {
    let day = date(2026, 4, 1);
    for text in [
        "R8.4.1",
        "r8.4.1",
        "R080401",
        "r080401",
        "令和8年4月1日",
        "令8.4.1",
        "Ｒ８．４．１",
        "5080401",
        "５０８０４０１",
        "20260401",
        "2026-04-01",
        "2026/4/1",
        "2026年4月1日",
        " R8.4.1 ",
        "令和８年 ４月 １日",
        "R8-4-1",
        "R8 4 1",
        "㋿8年4月1日",
    ] {
        assert_eq!(strict(text), Ok(day), "{text}");
    }
    assert_eq!(strict("令和元.5.1"), Ok(date(2019, 5, 1)));
    assert_eq!(strict("令和元年5月1日"), Ok(date(2019, 5, 1)));
    assert_eq!(strict("S64.1.7"), Ok(date(1989, 1, 7)));
    assert_eq!(strict("H31.4.30"), Ok(date(2019, 4, 30)));
    assert_eq!(strict("4310430"), Ok(date(2019, 4, 30)));
}

#[test]
fn the_era_may_come_from_the_field() {
    assert_eq!(parse("8.4.1", EraPolicy::Assume(Era::Reiwa)), Ok(date(2026, 4, 1)));
    assert_eq!(parse("080401", EraPolicy::Assume(Era::Reiwa)), Ok(date(2026, 4, 1)));
    assert_eq!(parse("30.4.1", EraPolicy::Assume(Era::Heisei)), Ok(date(2018, 4, 1)));
    assert_eq!(strict("8.4.1"), Err(WarekiError::NoEra));
    assert_eq!(strict("080401"), Err(WarekiError::NoEra));
}

#[test]
fn days_that_belong_to_two_eras() {
    assert_eq!(strict("M45.7.30"), strict("T1.7.30"));
    assert_eq!(strict("T15.12.25"), strict("S1.12.25"));
    assert_eq!(long(date(1926, 12, 25)), "昭和元年12月25日");
}

#[test]
fn a_day_outside_its_era_comes_back_with_the_right_one() {
    for (text, suggestion) in [
        ("S64.1.8", date(1989, 1, 8)),
        ("H31.5.1", date(2019, 5, 1)),
        ("平成31年5月1日", date(2019, 5, 1)),
        ("T1.7.29", date(1912, 7, 29)),
        ("S1.12.24", date(1926, 12, 24)),
        ("R1.4.30", date(2019, 4, 30)),
    ] {
        let error = strict(text).expect_err(text);
        assert!(matches!(error, WarekiError::BeyondEra { .. }), "{text}: {error:?}");
        assert_eq!(error.suggestion(), Some(suggestion), "{text}");
    }
    let text = strict("H31.5.1").map_err(|e| e.to_string());
    assert_eq!(text, Err("平成31年5月1日という日付はありません。令和元年5月1日ではありませんか。".to_owned()));
}

#[test]
fn refuses_what_is_no_date() {
    for text in ["H30.13.1", "2026-02-30", "R8.2.30", "20260230", "R8.13.1", "2025-02-29"] {
        assert!(matches!(strict(text), Err(WarekiError::NoSuchDay { .. })), "{text}");
    }
    for text in [
        "abc",
        "R",
        "R8",
        "R8.4",
        "R8.4.1.2",
        "6080401",
        "0080401",
        "R80401",
        "2026-04-01T00:00",
        "令和",
        "R8..4.1.",
        "1/2/2026",
        "R8.4.1; DROP",
        "<b>",
        "99999999999999999999999999",
        "R0.1.1",
    ] {
        assert!(matches!(strict(text), Err(WarekiError::Unreadable)), "{text}: {:?}", strict(text));
    }
    assert_eq!(strict("　"), Err(WarekiError::Empty));
    assert_eq!(strict("M5.1.1"), Err(WarekiError::OutOfRange));
    assert_eq!(strict("21180101"), Err(WarekiError::OutOfRange));
}

#[test]
fn writes_one_way() {
    assert_eq!(long(date(2026, 4, 1)), "令和8年4月1日");
    assert_eq!(short(date(2026, 4, 1)), "R8.4.1");
    assert_eq!(short(date(2019, 5, 1)), "R1.5.1");
    assert_eq!(echo(date(2026, 4, 1)), "令和8年4月1日（2026-04-01・水）");
    assert_eq!(year_label(2026), "令和8年度");
    assert_eq!(year_label(2019), "令和元年度");
    assert_eq!(year_label(2018), "平成30年度");
    assert_eq!(long(date(1870, 1, 1)), "西暦1870年1月1日");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(days in 0_i32..89_000) {
        let day = date(1873, 1, 1) + jiff::Span::new().days(days);
        prop_assert_eq!(strict(&short(day)), Ok(day));
        prop_assert_eq!(strict(&long(day)), Ok(day));
        prop_assert_eq!(strict(&day.to_string()), Ok(day));
        prop_assert_eq!(strict(&day.strftime("%Y%m%d").to_string()), Ok(day));
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,30}") {
        let answer = strict(&text);
        prop_assert!(answer.is_ok() || answer.is_err_and(|e| !e.to_string().is_empty()));
    }
}
