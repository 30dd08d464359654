//! `GET /recipients/{id}/months`: the last two years, month by month, with the source of each amount; here a month is keyed in from the sheet.

use std::collections::BTreeMap;

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::cap_sheet::CapSheetRefusal;
use events::cap_sheet::MonthEntered;
use events::ids::RecipientId;
use events::vocabulary::Yen;
use identity::Permission;
use jiff::Span;
use jiff::civil::Date;
use projections::claims::{self, MonthRow};
use projections::ledger::{self, AsOf};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;

/// Months that are shown.
const SHOWN: i32 = 24;
/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["claims"];

/// A month.
#[derive(Clone, Serialize)]
struct Line {
    month: String,
    claimed: String,
    entered: String,
    total: String,
    source: &'static str,
    above: bool,
    /// Length of its bar, of a hundred.
    bar: i64,
    within: bool,
}

/// What the rule on costly care asks for, by the masters of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
struct Rule {
    bound: i64,
    months: i64,
    window: i32,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct MonthsPage {
    path: String,
    back: String,
    name: String,
    number: String,
    version: i32,
    rule: Option<Rule>,
    above: usize,
    unknown: usize,
    lines: Vec<Line>,
    may_enter: bool,
    form: FormView,
}

fn back(from: Date, months: i32) -> Option<Date> {
    from.first_of_month().checked_sub(Span::new().try_months(months).ok()?).ok()
}

/// What the months before a day cost, as far as it is known, for the form of an application: how many months back, and the amount.
pub(crate) async fn known_months(cx: &Cx, recipient: RecipientId, on: Date, window: usize) -> Result<Vec<(i32, Yen)>, Problem> {
    let window = i32::try_from(window).unwrap_or(SHOWN);
    let Some(from) = back(on, window - 1) else { return Ok(Vec::new()) };
    let rows: BTreeMap<Date, MonthRow> =
        claims::months(cx.pool(), recipient, from).await?.into_iter().map(|row| (row.month, row)).collect();
    Ok((0..window).filter_map(|n| Some((n, rows.get(&back(on, n)?)?.total()?))).collect())
}

fn line(month: Date, row: Option<&MonthRow>, rule: Option<Rule>, within: bool, most: i64) -> Line {
    let words = |amount: Option<Yen>| amount.map_or_else(|| "－".to_owned(), |yen| yen.to_string());
    let total = row.and_then(MonthRow::total);
    Line {
        month: month::long(month),
        claimed: words(row.and_then(|row| row.claimed)),
        entered: words(row.and_then(|row| row.entered)),
        total: words(total),
        source: match row {
            Some(MonthRow { entered: Some(_), .. }) => "管理票",
            Some(MonthRow { claimed: Some(_), .. }) => "請求明細",
            _ => "",
        },
        above: total.zip(rule).is_some_and(|(total, rule)| total.amount() > rule.bound),
        bar: total.map_or(0, |total| total.amount() * 100 / most.max(1)),
        within,
    }
}

async fn render(cx: &Cx, id: RecipientId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let mut rows = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    cx.viewed(&[id.0]).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let newest = rows.first().ok_or(Problem::NotFound)?;
    let masters = cx.masters().await?;
    let parameter = |key: &str| masters.program.at(key, cx.today).map(|row| row.value.value);
    let rule = parameter("high_cost.bound_yen").zip(parameter("high_cost.months")).zip(parameter("high_cost.window_months"));
    let rule = rule.map(|((bound, months), window)| Rule { bound, months, window: i32::try_from(window).unwrap_or(SHOWN) });
    let from = back(cx.today, SHOWN - 1).ok_or(Problem::Internal)?;
    let known: BTreeMap<Date, MonthRow> =
        claims::months(cx.pool(), id, from).await?.into_iter().map(|row| (row.month, row)).collect();
    let most = known.values().filter_map(MonthRow::total).map(Yen::amount).max().unwrap_or(1);
    let lines: Vec<Line> = (0..SHOWN)
        .filter_map(|n| {
            let month = back(cx.today, n)?;
            Some(line(month, known.get(&month), rule, rule.is_some_and(|rule| n < rule.window), most))
        })
        .collect();
    let page = MonthsPage {
        path: format!("/recipients/{id}/months"),
        back: format!("/recipients/{id}"),
        name: name_and_kana(&newest.name).0,
        number: newest.recipient_number.to_string(),
        version: cx.acts().cap_sheet_version(id).await?,
        rule,
        above: lines.iter().filter(|line| line.within && line.above).count(),
        unknown: lines.iter().filter(|line| line.within && line.source.is_empty()).count(),
        lines,
        may_enter: cx.may(Permission::EnterCapSheets),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

/// What was typed.
fn read(posted: &Posted, recipient: RecipientId, errors: &mut FieldErrors) -> Option<MonthEntered> {
    let month = errors.take("month", month::read(posted.text("month")));
    let total =
        if posted.ticked("remove") { Some(None) } else { errors.take("total", Yen::parse_input(posted.text("total"))).map(Some) };
    Some(MonthEntered { recipient, month: month?, total: total? })
}

/// `POST /recipients/{id}/months`.
pub(crate) async fn enter(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(entered) = read(&posted, id, &mut errors) {
        let code = if entered.total.is_some() { "month_entered" } else { "month_removed" };
        match cx.acts().enter_cap_sheet_month(&cx.request(&posted)?, entered).await {
            Ok(done) => return cx.told(&format!("/recipients/{id}/months"), code, done.position, SHOWN_BY).await,
            Err(ActError::Refused(refusal)) => {
                let field = if refusal == Refusal::CapSheet(CapSheetRefusal::Unchanged) { "total" } else { "month" };
                errors.add(field, refusal.to_string());
            }
            Err(error @ ActError::Stale { .. }) => {
                errors.general(error.to_string());
                status = StatusCode::CONFLICT;
            }
            Err(other) => return Err(other.into()),
        }
    }
    render(&cx, id, FormView::of(&posted).with_errors(&errors), status).await
}

impl Page for MonthsPage {
    const TEMPLATE: &'static str = "cap_sheets/months.html";

    fn sample() -> Vec<Self> {
        let line = |source: &'static str, above, within| Line {
            month: "令和8年10月".to_owned(),
            claimed: "68,400円".to_owned(),
            entered: "－".to_owned(),
            total: "68,400円".to_owned(),
            source,
            above,
            bar: 80,
            within,
        };
        let mut errors = FieldErrors::default();
        errors.add("total", "金額を入力してください。");
        let page = |rule, may_enter, form| Self {
            path: "/recipients/1/months".to_owned(),
            back: "/recipients/1".to_owned(),
            name: "見本 花子".to_owned(),
            number: "0000018".to_owned(),
            version: 0,
            rule,
            above: 6,
            unknown: 2,
            lines: vec![line("請求明細", true, true), line("管理票", false, true), line("", false, false)],
            may_enter,
            form,
        };
        let rule = Some(Rule { bound: 50_000, months: 6, window: 12 });
        vec![
            page(rule, true, FormView::filled([("month", "R8.10")]).with_errors(&errors)),
            page(None, false, FormView::default()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_month_is_keyed_in_or_taken_back() {
        let read = |pairs: &[(&str, &str)]| {
            let mut errors = FieldErrors::default();
            let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let entered = read(&Posted::new(pairs), RecipientId(Uuid::nil()), &mut errors);
            (entered.map(|entered| entered.total.map(Yen::amount)), errors.pairs().len())
        };
        assert_eq!(read(&[("month", "R8.10"), ("total", "６８，４００円")]), (Some(Some(68_400)), 0));
        assert_eq!(read(&[("month", "202610"), ("remove", "on")]), (Some(None), 0));
        assert_eq!(read(&[("month", "先月"), ("total", "-1")]), (None, 2));
        assert_eq!(read(&[]), (None, 2));
    }

    #[test]
    fn the_sheet_counts_before_the_claims_and_the_bound_itself_is_not_above() {
        let yen = |amount| Yen::new(amount).ok();
        let rule = Some(Rule { bound: 50_000, months: 6, window: 12 });
        let month = Date::constant(2026, 10, 1);
        let of = |claimed, entered| line(month, Some(&MonthRow { month, claimed, entered }), rule, true, 100_000);
        assert_eq!((of(yen(60_000), yen(50_000)).source, of(yen(60_000), yen(50_000)).above), ("管理票", false));
        assert_eq!((of(yen(50_001), None).source, of(yen(50_001), None).above), ("請求明細", true));
        assert_eq!(line(month, None, rule, true, 1).source, "");
    }
}
