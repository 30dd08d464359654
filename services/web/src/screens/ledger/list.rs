//! The ledger as a dense table, page by page.

use axum::response::Response;
use events::vocabulary::{OfficeCode, Tier};
use projections::ledger::{self, After, TierTotal};
use serde::Serialize;
use uuid::Uuid;

use super::row::Line;
use crate::as_of::{Bar, Kept, Step, Steps, View};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// Lines of a page.
const PAGE: u16 = 50;
/// The choice of every office in the address.
const EVERY: &str = "all";

/// A choice of the office filter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct OfficeChoice {
    code: String,
    name: String,
    chosen: bool,
}

/// Awards of an office in a tier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct TotalLine {
    office: String,
    tier: String,
    recipients: i64,
    awards: i64,
    caps: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct LedgerPage {
    bar: Bar,
    totals: Vec<TotalLine>,
    lines: Vec<Line>,
    recipients: i64,
    awards: i64,
    without_certificate: i64,
    offices: Vec<OfficeChoice>,
    next: Option<String>,
    first: Option<String>,
}

/// The office that is asked for; without a word the own one, for the division all.
fn asked(parameter: Option<&str>, own: Option<OfficeCode>) -> Option<OfficeCode> {
    match parameter {
        None | Some("") => own,
        Some(EVERY) => None,
        Some(code) => OfficeCode::parse(code).ok().or(own),
    }
}

fn offices(names: &Names, today: jiff::civil::Date, chosen: Option<OfficeCode>) -> Vec<OfficeChoice> {
    let every = OfficeChoice { code: EVERY.to_owned(), name: "すべての事務所".to_owned(), chosen: chosen.is_none() };
    let chosen = chosen.map(|office| office.to_string());
    let counters = names.masters().offices.on(today).filter(|row| row.value.counter).map(|row| OfficeChoice {
        code: row.key.clone(),
        name: row.value.short_name.clone(),
        chosen: chosen.as_deref() == Some(row.key.as_str()),
    });
    std::iter::once(every).chain(counters).collect()
}

/// The changes of awards before and after what is shown.
async fn steps(cx: &Cx, view: &View) -> Result<Steps, Problem> {
    let around = ledger::around(cx.pool(), view.known).await?;
    let step = |position| Step { position, what: "支給認定か受給者証の変更".to_owned() };
    Ok(Steps { before: around.before.map(step), after: around.after.map(step) })
}

impl TotalLine {
    fn of(total: &TierTotal, names: &Names) -> Self {
        Self {
            office: names.office_short(total.office),
            tier: Tier::in_words(total.tier),
            recipients: total.recipients,
            awards: total.awards,
            caps: total.monthly_caps.to_string(),
        }
    }
}

/// `GET /ledger`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let office = asked(cx.parameter("office"), cx.office_scope());
    let after = match cx.parameter("after") {
        Some(text) => Some(text.parse::<After>().map_err(|_| Problem::NotFound)?),
        None => None,
    };
    let view = View::of(&cx).await?;
    let as_of = view.as_of();
    let mut page = ledger::page(cx.pool(), as_of, office, after, PAGE).await?;
    let counts = if view.is_past() {
        ledger::counts(cx.pool(), as_of, office).await?
    } else {
        cx.state.shared().ledger_totals.of(cx.pool(), as_of, office).await?
    };
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let subjects: Vec<Uuid> = page.rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let filter = office.map_or_else(|| EVERY.to_owned(), |office| office.to_string());
    let totals = if view.is_past() { ledger::totals(cx.pool(), as_of, office).await? } else { Vec::new() };
    let kept = vec![Kept { name: "office", value: filter.clone() }];
    let bar = view.bar("/ledger", kept, steps(&cx, &view).await?, None);
    let and = view.query().replacen('?', "&", 1);
    let page = LedgerPage {
        bar,
        totals: totals.iter().map(|total| TotalLine::of(total, &names)).collect(),
        lines: page.rows.iter().map(|row| Line::of(row, &names, view.day).from(&view)).collect(),
        recipients: counts.recipients,
        awards: counts.awards,
        without_certificate: counts.without_certificate,
        offices: offices(&names, view.day, office),
        next: page.next.map(|after| format!("/ledger?office={filter}&after={after}{and}")),
        first: after.map(|_| format!("/ledger?office={filter}{and}")),
    };
    cx.page_as(view.status(), &page)
}

impl Page for LedgerPage {
    const TEMPLATE: &'static str = "ledger/list.html";

    fn sample() -> Vec<Self> {
        let office = |code: &str, chosen| OfficeChoice { code: code.to_owned(), name: "佐賀中部".to_owned(), chosen };
        let total = TotalLine {
            office: "佐賀中部".to_owned(),
            tier: "Ⅳ 一般所得Ⅰ".to_owned(),
            recipients: 120,
            awards: 121,
            caps: "605,000円".to_owned(),
        };
        let full = Self {
            bar: Bar::sample(),
            totals: vec![total],
            lines: vec![Line::sample("有効", "ok"), Line::sample("満了", "")],
            recipients: 1200,
            awards: 1300,
            without_certificate: 3,
            offices: vec![office(EVERY, false), office("01", true)],
            next: Some("/ledger?office=01".to_owned()),
            first: Some("/ledger".to_owned()),
        };
        let [now, _, wrong] = Bar::samples();
        let empty = |bar| Self {
            bar,
            totals: Vec::new(),
            lines: Vec::new(),
            recipients: 0,
            awards: 0,
            without_certificate: 0,
            offices: Vec::new(),
            next: None,
            first: None,
        };
        vec![full, empty(now), empty(wrong)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_sees_its_own_first_and_all_when_it_asks() {
        let code = |text: &str| OfficeCode::parse(text).ok();
        assert_eq!(asked(None, code("01")), code("01"));
        assert_eq!(asked(Some("all"), code("01")), None);
        assert_eq!(asked(Some("03"), code("01")), code("03"));
        assert_eq!(asked(Some("見本"), code("01")), code("01"));
        assert_eq!(asked(None, None), None);
    }
}
