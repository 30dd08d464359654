//! 基準日時: from where a page looks. Two times stand in its address: `valid`, the day whose state is asked for (業務日), and `known`, up
//! to which record we take to be known (記録日時). `/ledger?valid=2026-03-31&known=2026-04-10T17:30` is the ledger of the last day of March
//! as we knew it on that evening, today and in ten years.
//!
//! A page that can look back makes a [`View`] from its request, asks its questions at [`View::known`] and [`View::day`], offers no act
//! where [`View::is_past`], adds [`View::query`] to its links and shows [`View::bar`].

mod asked;
mod bar;

use axum::http::StatusCode;
use events::Log;
use events::vocabulary::wareki;
use jiff::Timestamp;
use jiff::civil::Date;
use projections::ledger::AsOf;

use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::forms::FieldErrors;
use crate::problem::Problem;
use crate::screens::cases::moment;

use asked::Known;
pub(crate) use bar::{Bar, Kept, Step, Steps};

/// From where a page looks.
#[derive(Clone)]
pub(crate) struct View {
    /// 業務日; none: the day of the page.
    pub(crate) valid: Option<Date>,
    /// The last position of the casework log that is taken to be known; none: all.
    pub(crate) known: Option<i64>,
    /// When that position was recorded.
    recorded: Option<Timestamp>,
    /// The day on which ages, periods and due dates are judged: the asked one, that of the record, or today.
    pub(crate) day: Date,
    typed: (String, String),
    errors: FieldErrors,
}

/// The position that a text of an address names: a moment or `#` and a number; none where it is empty or wrong.
///
/// # Errors
/// [`Problem::Unavailable`].
pub(crate) async fn position(cx: &Cx, text: &str, field: &str, errors: &mut FieldErrors) -> Result<Option<i64>, Problem> {
    Ok(match errors.take(field, asked::known(text, cx.now)).flatten() {
        None => None,
        Some(Known::Position(position)) => Some(position),
        Some(Known::Moment(moment)) => Some(store::position_at(cx.pool(), Log::Casework, moment).await?),
    })
}

impl View {
    /// What the address asks for. Where it cannot be read the page looks at the present, and the bar says why.
    ///
    /// # Errors
    /// [`Problem::Unavailable`].
    pub(crate) async fn of(cx: &Cx) -> Result<Self, Problem> {
        Self::asked(cx, cx.decoded("valid"), cx.decoded("known")).await
    }

    /// What two texts ask for: 業務日 and 記録日時.
    ///
    /// # Errors
    /// [`Problem::Unavailable`].
    pub(crate) async fn asked(cx: &Cx, valid: String, known: String) -> Result<Self, Problem> {
        let typed = (valid, known);
        let mut errors = FieldErrors::default();
        let valid = errors.take("valid", asked::day(&typed.0)).flatten();
        let asked = errors.take("known", asked::known(&typed.1, cx.now)).flatten();
        let (known, recorded) = match asked {
            _ if !errors.is_empty() => (None, None),
            None => (None, None),
            Some(Known::Moment(moment)) => (Some(store::position_at(cx.pool(), Log::Casework, moment).await?), Some(moment)),
            Some(Known::Position(position)) => {
                let recorded = store::recorded_at(cx.pool(), Log::Casework, position).await?;
                if recorded.is_none() {
                    errors.add("known", format!("位置 {position} の記録はまだありません。"));
                }
                (recorded.map(|_| position), recorded)
            }
        };
        let valid = valid.filter(|_| errors.is_empty());
        let day = valid.or_else(|| recorded.map(day_in_japan)).unwrap_or(cx.today);
        Ok(Self { valid, known, recorded, day, typed, errors })
    }

    /// Another moment than now is looked at: nothing can be done there.
    pub(crate) const fn is_past(&self) -> bool {
        self.valid.is_some() || self.known.is_some()
    }

    /// Something in the address could not be read.
    pub(crate) fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    /// What could not be read, beside fields of these names.
    pub(crate) fn tell(&self, valid: &str, known: &str, errors: &mut FieldErrors) {
        for (field, message) in self.errors.pairs() {
            errors.add(if field == "valid" { valid } else { known }, message.clone());
        }
    }

    /// 200, or 422 where the address could not be read.
    pub(crate) fn status(&self) -> StatusCode {
        if self.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    /// For questions to the ledger.
    pub(crate) const fn as_of(&self) -> AsOf {
        AsOf { known: self.known, valid_on: self.valid }
    }

    /// The same moment for another page: empty, or `?valid=…&known=%23…`.
    pub(crate) fn query(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.valid.map(|day| format!("valid={day}")));
        parts.extend(self.known.map(|position| format!("known=%23{position}")));
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The same day, known up to another position.
    fn query_at(&self, position: i64) -> String {
        let valid = self.valid.map(|day| format!("valid={day}&")).unwrap_or_default();
        format!("?{valid}known=%23{position}")
    }

    /// In words: 「業務日 令和8年3月31日、記録 令和8年4月10日 17:30:00 まで（位置 48,211）」.
    pub(crate) fn words(&self) -> String {
        let valid = self.valid.map_or_else(|| "すべての日".to_owned(), wareki::long);
        let known = match (self.known, self.recorded) {
            (Some(position), Some(recorded)) => format!("{} まで（位置 {position}）", moment::exact(recorded)),
            _ => "いままで".to_owned(),
        };
        format!("業務日 {valid}、記録 {known}")
    }

    /// A view of the present.
    pub(crate) fn present(today: Date) -> Self {
        Self {
            valid: None,
            known: None,
            recorded: None,
            day: today,
            typed: (String::new(), String::new()),
            errors: FieldErrors::default(),
        }
    }
}
