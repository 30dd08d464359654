//! 月次点検: the months, which of them are done, open or overdue; opening one.

use axum::response::Response;
use events::access_review::{Opened, ReviewRow, Why};
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::access::Access;
use projections::access::signals::Signal;
use serde::Serialize;

use super::gather;
use super::month::Month;
use super::terms::{Terms, TermsShown};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// How many months are listed.
const MONTHS: usize = 13;

/// A month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct MonthLine {
    code: String,
    words: String,
    /// `none`, `open`, `done`.
    state: &'static str,
    rows: usize,
    judged: usize,
    to_be_asked: usize,
    due: String,
    overdue: bool,
    signed: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ReviewsPage {
    months: Vec<MonthLine>,
    terms: TermsShown,
    due_day: i8,
    sample: usize,
}

/// The day by which a month's review is signed off.
fn due(month: Month, terms: Terms) -> Date {
    let next = month.after().0;
    Date::new(next.year(), next.month(), terms.due_day).unwrap_or_else(|_| next.last_of_month())
}

async fn line(cx: &Cx, month: Month, terms: Terms) -> Result<MonthLine, Problem> {
    let review = cx.acts().access_review(month.0).await?;
    let due = due(month, terms);
    let (state, signed) = match &review {
        None => ("none", String::new()),
        Some(review) => match &review.signed_off {
            Some((_, _, at)) => ("done", moment::near(*at, cx.today)),
            None => ("open", String::new()),
        },
    };
    let rows = review.map(|review| review.rows).unwrap_or_default();
    let asked = rows.iter().filter(|row| row.verdict == Some(events::access_review::Verdict::ToBeAsked)).count();
    Ok(MonthLine {
        code: month.code(),
        words: month.words(),
        state,
        judged: rows.iter().filter(|row| row.verdict.is_some()).count(),
        to_be_asked: asked,
        rows: rows.len(),
        due: wareki::long(due),
        overdue: state != "done" && due < cx.today,
        signed,
    })
}

/// The month before this one, where its review is overdue: for the home page of those who review.
pub(crate) async fn overdue(cx: &Cx) -> Result<Option<String>, Problem> {
    let terms = Terms::on(cx.masters().await?.as_ref(), cx.today);
    let last = Month::of(cx.today).before();
    if due(last, terms) >= cx.today || projections::access::staff(cx.pool(), last.bounds()?, None).await?.is_empty() {
        return Ok(None);
    }
    let review = cx.acts().access_review(last.0).await?;
    Ok(review.is_none_or(|review| review.signed_off.is_none()).then(|| last.words()))
}

/// `GET /audit/reviews`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let terms = Terms::on(cx.masters().await?.as_ref(), cx.today);
    let mut months = Vec::new();
    let mut month = Month::of(cx.today).before();
    for _ in 0..MONTHS {
        let seen = !projections::access::staff(cx.pool(), month.bounds()?, None).await?.is_empty();
        let line = line(&cx, month, terms).await?;
        if seen || line.state != "none" {
            months.push(line);
        }
        month = month.before();
    }
    cx.page(&ReviewsPage { months, terms: terms.shown(), due_day: terms.due_day, sample: terms.sample })
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The rows of a review: the sample first, then every signal.
fn rows(
    mut accesses: Vec<Access>,
    signals: Vec<(events::ids::StaffId, Signal)>,
    size: usize,
    seed: u32,
) -> (u32, Vec<ReviewRow>) {
    accesses.retain(|access| !access.subjects.is_empty());
    let drawn = casework::sampling::draw(accesses.iter().map(|access| access.position).collect(), size, seed);
    let sampled =
        drawn.iter().filter_map(|position| accesses.iter().find(|access| access.position == *position)).map(|access| ReviewRow {
            no: 0,
            why: Why::Sample,
            staff: access.by.id,
            positions: vec![access.position],
            accesses: 1,
            persons: small(access.subjects.len()),
        });
    let flagged = signals.into_iter().map(|(staff, signal)| ReviewRow {
        no: 0,
        why: signal.why,
        staff,
        positions: signal.positions,
        accesses: small(signal.accesses),
        persons: small(signal.persons),
    });
    let rows = sampled.chain(flagged).zip(1..).map(|(row, no)| ReviewRow { no, ..row }).collect();
    (small(accesses.len()), rows)
}

/// `POST /audit/review/open`.
pub(crate) async fn open(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let month = Month::parse(posted.text("month")).ok_or(Problem::NotFound)?;
    let known_up_to = store::head(cx.pool(), events::Log::Access).await?.position;
    cx.settle(known_up_to, &["access"]).await?;
    let [.., a, b, c, d] = *cx.new_uuid().as_bytes();
    let seed = u32::from_be_bytes([a, b, c, d]);
    let terms = Terms::on(cx.masters().await?.as_ref(), cx.today);
    let mut accesses = Vec::new();
    let mut signals = Vec::new();
    for staff in gather::everybody(&cx, month, Some(known_up_to)).await? {
        let id = staff.by.id;
        let gathered = gather::one(&cx, staff, month, Some(known_up_to)).await?;
        accesses.extend(gathered.accesses);
        signals.extend(gathered.signals.into_iter().map(|signal| (id, signal)));
    }
    let (population, rows) = rows(accesses, signals, terms.sample, seed);
    let opened = Opened { month: month.0, seed, population, known_up_to, rows };
    let done = cx.acts().open_access_review(&request, opened).await?;
    cx.told(&format!("/audit/review?month={}", month.code()), "review_opened", done.position, &["access"]).await
}

impl Page for ReviewsPage {
    const TEMPLATE: &'static str = "audit/reviews.html";

    fn sample() -> Vec<Self> {
        let line = |state, overdue, signed: &str| MonthLine {
            code: "2026-10".to_owned(),
            words: "令和8年10月".to_owned(),
            state,
            rows: 23,
            judged: 9,
            to_be_asked: 1,
            due: "令和8年11月15日".to_owned(),
            overdue,
            signed: signed.to_owned(),
        };
        let page = |months| Self { months, terms: Terms::sample_shown(), due_day: 15, sample: 20 };
        vec![page(vec![line("none", true, ""), line("open", false, ""), line("done", false, "11月9日 9:12")]), page(Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_review_is_due_in_the_month_that_follows() {
        let terms = Terms::on(&casework::rules::Masters::default(), date(2026, 11, 24));
        assert_eq!(due(Month(date(2026, 12, 1)), terms), date(2027, 1, 15));
        assert_eq!(due(Month(date(2026, 1, 1)), Terms { due_day: 31, ..terms }), date(2026, 2, 28));
    }
}
