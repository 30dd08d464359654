//! Days from and to, and the position of the log, of pages that count what was decided.

use axum::http::StatusCode;
use events::vocabulary::wareki::{self, EraPolicy};
use jiff::civil::Date;

use super::moment::{position, year_to_date};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;

/// A period of decisions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Period {
    /// The first day.
    pub(super) from: Date,
    /// The last day.
    pub(super) until: Date,
    /// What was known when this position was the last.
    pub(super) known: i64,
}

impl Period {
    /// What the address asks for; the fiscal year up to today where it says nothing, or nothing that can be read.
    pub(super) async fn asked(cx: &Cx) -> Result<(Self, FieldErrors), Problem> {
        Self::of(cx, |name| cx.decoded(name)).await
    }

    /// What the hidden fields of a form ask for.
    pub(super) async fn of_form(cx: &Cx, posted: &Posted) -> Result<(Self, FieldErrors), Problem> {
        Self::of(cx, |name| posted.text(name).to_owned()).await
    }

    async fn of(cx: &Cx, asked: impl Fn(&str) -> String) -> Result<(Self, FieldErrors), Problem> {
        let (first, last) = year_to_date(cx.today);
        let mut errors = FieldErrors::default();
        let mut day = |name: &str, otherwise: Date| {
            let typed = asked(name);
            if typed.trim().is_empty() {
                return otherwise;
            }
            errors.take(name, wareki::parse(&typed, EraPolicy::Refuse)).unwrap_or(otherwise)
        };
        let (from, until) = (day("from", first), day("until", last));
        if until < from {
            errors.add("until", "期間の終わりが始まりより前です。日付を直してください。");
        }
        let known = position(cx, &asked("known")).await?;
        Ok((Self { from, until, known }, errors))
    }

    /// For addresses.
    pub(super) fn query(self) -> String {
        format!("from={}&until={}&known={}", self.from, self.until, self.known)
    }

    /// Its fields as they were typed or taken, and the status of the page.
    pub(super) fn fields(self, cx: &Cx, errors: &FieldErrors) -> (Vec<(&'static str, String)>, StatusCode) {
        let field = |name: &'static str, day: Date| {
            let wrong = errors.pairs().iter().any(|(field, _)| field == name);
            (name, if wrong { cx.decoded(name) } else { wareki::short(day) })
        };
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (vec![field("from", self.from), field("until", self.until)], status)
    }
}
