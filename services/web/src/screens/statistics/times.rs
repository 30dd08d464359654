//! `GET /statistics/times`: how long decisions took against the standard period, by kind, office or month; each figure leads to its cases.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use casework::rules::{Masters, office_days};
use events::vocabulary::{ProcedureKind, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::statistics::{Handled, times};
use serde::Serialize;

use super::period::Period;
use super::rounded;
use super::times_export;
use super::words::{Choice, Tab, tabs};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::taking_out::Offer;

/// By what decisions are grouped: codes and names.
const GROUPS: [(&str, &str); 3] = [("kind", "申請の種類"), ("office", "管轄事務所"), ("month", "決定した月")];

/// A line: the figures of one group.
#[derive(Clone, Serialize)]
struct Line {
    word: String,
    decided: usize,
    href: String,
    refused: usize,
    /// Of the office days from the application to the decision.
    median: i64,
    longest: i64,
    /// Calendar days that count, on average, with one decimal.
    mean: String,
    late: usize,
    late_href: String,
    /// Percent within the standard period.
    within: String,
    /// Lengths of its bar, of a hundred: all, and of these the late.
    bar: usize,
    late_bar: usize,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TimesPage {
    tabs: Vec<Tab>,
    from: String,
    until: String,
    known: i64,
    by: &'static str,
    by_word: &'static str,
    /// The period as in addresses.
    first: Date,
    last: Date,
    choices: Vec<Choice>,
    total: usize,
    late: usize,
    lines: Vec<Line>,
    form: FormView,
    export: Option<Offer>,
}

/// Office days up to each day, counted once.
pub(super) struct OpenDays {
    first: Date,
    counts: Vec<i64>,
}

impl OpenDays {
    /// Over all days of some decisions.
    pub(super) fn over(masters: &Masters, all: &[Handled]) -> Self {
        let first = all.iter().map(|one| one.received_on.min(one.decided_on)).min().unwrap_or(Date::MAX);
        let last = all.iter().map(|one| one.decided_on).max().unwrap_or(Date::MIN);
        let (mut counts, mut sum, mut day) = (Vec::new(), 0, first);
        while day <= last {
            sum += i64::from(office_days::is_open(masters, day));
            counts.push(sum);
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Self { first, counts }
    }

    fn until(&self, day: Date) -> i64 {
        let at = usize::try_from((day - self.first).get_days()).ok();
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }

    /// Office days after the application up to the decision.
    pub(super) fn of(&self, one: &Handled) -> i64 {
        (self.until(one.decided_on) - self.until(one.received_on)).max(0)
    }
}

/// The group of a decision.
pub(super) fn group(by: &str, one: &Handled) -> String {
    match by {
        "office" => one.office.to_string(),
        "month" => one.decided_on.strftime("%Y-%m").to_string(),
        _ => one.kind.code().to_owned(),
    }
}

/// The group in words.
pub(super) fn word(by: &str, value: &str, names: &Names) -> String {
    match by {
        "office" => value.parse().map_or_else(|_| value.to_owned(), |office| names.office_short(office)),
        "month" => value.to_owned(),
        _ => ProcedureKind::parse(value).map_or_else(|_| value.to_owned(), |kind| kind.label().to_owned()),
    }
}

fn line(word: String, all: &[&Handled], days: &OpenDays, most: usize, address: &str) -> Line {
    let mut open: Vec<i64> = all.iter().map(|one| days.of(one)).collect();
    open.sort_unstable();
    let late = all.iter().filter(|one| one.is_late()).count();
    Line {
        word,
        decided: all.len(),
        href: address.to_owned(),
        refused: all.iter().filter(|one| !one.approved).count(),
        median: open.get(open.len() / 2).copied().unwrap_or(0),
        longest: open.last().copied().unwrap_or(0),
        mean: rounded::mean(all.iter().map(|one| one.days()).sum(), all.len()),
        late,
        late_href: format!("{address}&late=1"),
        within: rounded::percent(all.len() - late, all.len()),
        bar: all.len() * 100 / most,
        late_bar: late * 100 / most,
    }
}

fn lines(all: &[Handled], by: &str, days: &OpenDays, names: &Names, query: &str) -> Vec<Line> {
    let mut groups: BTreeMap<String, Vec<&Handled>> = BTreeMap::new();
    for one in all {
        groups.entry(group(by, one)).or_default().push(one);
    }
    let most = groups.values().map(Vec::len).max().unwrap_or(1).max(1);
    let address = |value: &str| format!("/statistics/times/cases?{query}&by={by}&value={value}");
    groups.iter().map(|(value, all)| line(word(by, value, names), all, days, most, &address(value))).collect()
}

/// What the address asks to group by.
pub(super) fn asked_by(asked: &str) -> &'static str {
    GROUPS.iter().find(|(code, _)| *code == asked).map_or(GROUPS[0].0, |(code, _)| *code)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let (period, errors) = Period::asked(&cx).await?;
    let by = asked_by(cx.parameter("by").unwrap_or_default());
    render(&cx, (period, &errors), by, None).await
}

/// The page with what is asked before the decisions leave.
pub(super) async fn render(
    cx: &Cx,
    (period, errors): (Period, &FieldErrors),
    by: &'static str,
    export: Option<Offer>,
) -> Result<Response, Problem> {
    let all = times(cx.pool(), period.known, (period.from, period.until), cx.office_scope()).await?;
    let masters = cx.masters().await?;
    let days = OpenDays::over(&masters, &all);
    let names = Names::new(masters, period.until);
    let (fields, mut status) = period.fields(cx, errors);
    if export.is_some() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let form = FormView::filled(fields.into_iter().chain([("by", by.to_owned())])).with_errors(errors);
    let page = TimesPage {
        tabs: tabs("/statistics/times"),
        from: wareki::long(period.from),
        until: wareki::long(period.until),
        known: period.known,
        by_word: GROUPS.iter().find(|(code, _)| *code == by).map_or("", |(_, word)| *word),
        by,
        first: period.from,
        last: period.until,
        export: export.or_else(|| cx.may(Permission::ExportLists).then(times_export::offer)),
        choices: choices(),
        total: all.len(),
        late: all.iter().filter(|one| one.is_late()).count(),
        lines: lines(&all, by, &days, &names, &period.query()),
        form,
    };
    cx.page_as(status, &page)
}

fn choices() -> Vec<Choice> {
    GROUPS.iter().map(|(code, word)| Choice::of(*code, *word)).collect()
}

impl Page for TimesPage {
    const TEMPLATE: &'static str = "statistics/times.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            word: "新規".to_owned(),
            decided: 120,
            href: "/statistics/times/cases?by=kind&value=new".to_owned(),
            refused: 3,
            median: 21,
            longest: 58,
            mean: "31.4".to_owned(),
            late: 4,
            late_href: "/statistics/times/cases?by=kind&value=new&late=1".to_owned(),
            within: "96.6".to_owned(),
            bar: 100,
            late_bar: 3,
        };
        let page = |lines: Vec<Line>| Self {
            tabs: tabs("/statistics/times"),
            from: "令和8年4月1日".to_owned(),
            until: "令和9年3月31日".to_owned(),
            known: 1_204,
            by: "kind",
            by_word: "申請の種類",
            first: Date::constant(2026, 4, 1),
            last: Date::constant(2027, 3, 31),
            export: (!lines.is_empty()).then(times_export::offer),
            choices: choices(),
            total: lines.iter().map(|line| line.decided).sum(),
            late: 4,
            lines,
            form: FormView::filled([("from", "R8.4.1"), ("until", "R9.3.31"), ("by", "kind")]),
        };
        vec![page(vec![line.clone(), Line { late: 0, late_bar: 0, ..line }]), page(Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use events::ids::ApplicationId;
    use events::vocabulary::{OfficeCode, ReceiptNumber};
    use jiff::civil::date;

    use super::*;

    fn handled(received_on: Date, decided_on: Date, corrected_days: i64) -> Handled {
        Handled {
            application: ApplicationId(uuid::Uuid::nil()),
            receipt_number: ReceiptNumber::new(8, OfficeCode::parse("01").unwrap(), 1).unwrap(),
            kind: ProcedureKind::New,
            office: OfficeCode::parse("01").unwrap(),
            received_on,
            decided_on,
            approved: true,
            corrected_days,
            standard_days: 60,
        }
    }

    #[test]
    fn days_of_correction_do_not_count_and_days_without_an_office_are_none() {
        let masters = Masters::default();
        let all = [
            handled(date(2026, 11, 20), date(2026, 11, 24), 0),
            handled(date(2026, 9, 1), date(2026, 11, 10), 10),
            handled(date(2026, 9, 1), date(2026, 11, 10), 9),
        ];
        let days = OpenDays::over(&masters, &all);
        for one in &all {
            assert_eq!(days.of(one), office_days::between(&masters, one.received_on, one.decided_on));
        }
        assert_eq!(all.map(|one| one.is_late()), [false, false, true], "60 days are within, 61 are not");
        let names = crate::screens::cases::names::tests::names();
        let lines = lines(&all, "month", &days, &names, "known=1");
        assert_eq!(lines.iter().map(|line| (line.decided, line.late)).collect::<Vec<_>>(), [(3, 1)]);
        assert_eq!(lines[0].late_href, "/statistics/times/cases?known=1&by=month&value=2026-11&late=1");
    }
}
