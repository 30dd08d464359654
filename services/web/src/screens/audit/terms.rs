//! From when on an access is a signal, how many are sampled and by when a review is due: rows of the masters, with a fallback for
//! installations that are older than the rows.

use casework::rules::Masters;
use events::master::MasterStatus;
use jiff::civil::Date;
use projections::access::signals::Thresholds;
use serde::Serialize;

/// The terms of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Terms {
    pub(super) thresholds: Thresholds,
    /// Rows of the sample.
    pub(super) sample: usize,
    /// The day of the following month by which a review is signed off.
    pub(super) due_day: i8,
    /// The prefecture has confirmed all of them.
    pub(super) confirmed: bool,
}

/// The terms as a page tells them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct TermsShown {
    pub(super) text: String,
    pub(super) confirmed: bool,
}

fn clock(minute: i16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

impl Terms {
    pub(super) fn on(masters: &Masters, day: Date) -> Self {
        let mut confirmed = true;
        let mut number = |key: &str, otherwise: i64| {
            let row = masters.program.at(key, day);
            confirmed &= row.is_some_and(|row| row.status == MasterStatus::Confirmed);
            row.map_or(otherwise, |row| row.value.value)
        };
        let minute = |value: i64| i16::try_from(value).unwrap_or(i16::MAX);
        let count = |value: i64| usize::try_from(value).unwrap_or(usize::MAX);
        let thresholds = Thresholds {
            opens: minute(number("office_hours.opens", 510)),
            closes: minute(number("office_hours.closes", 1_050)),
            persons: count(number("access.persons", 100)),
            minutes: number("access.minutes", 10),
            searches: count(number("access.searches", 5)),
            refusals: count(number("access.refusals", 3)),
        };
        let sample = count(number("review.sample", 20));
        let due_day = i8::try_from(number("review.due_day", 15)).unwrap_or(15);
        Self { thresholds, sample, due_day, confirmed }
    }

    pub(super) fn shown(self) -> TermsShown {
        let Thresholds { opens, closes, persons, minutes, searches, refusals } = self.thresholds;
        let text = format!(
            "執務時間は平日{}から{}まで。{minutes}分に{persons}人を超える表示、1日{searches}回以上の検索のみ、1日{refusals}回以上のサインインの失敗を気づきとします。",
            clock(opens),
            clock(closes),
        );
        TermsShown { text, confirmed: self.confirmed }
    }

    pub(super) fn sample_shown() -> TermsShown {
        Self::on(&Masters::default(), jiff::civil::date(2026, 11, 24)).shown()
    }
}
