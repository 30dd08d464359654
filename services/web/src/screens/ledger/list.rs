//! The ledger as a dense table, page by page.

use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::{OfficeCode, Tier};
use identity::Permission;
use projections::Around;
use projections::ledger::{self, After, TierTotal};
use serde::Serialize;
use store::VerificationState;
use uuid::Uuid;

use super::row::Line;
use crate::as_of::{Bar, Kept, Step, Steps, View};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::taking_out::Offer;

/// Lines of a page.
const PAGE: u16 = 50;
/// Verifications among which the newest whole one is looked for.
const VERIFICATIONS: i64 = 10;
/// The choice of every office in the address.
pub(super) const EVERY: &str = "all";

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
    /// The newest position that is shown.
    position: i64,
    verified: Option<Verified>,
    /// What is asked before the ledger leaves as a file; none for those who may not.
    export: Option<Offer>,
    next: Option<String>,
    first: Option<String>,
}

/// The newest verification that found everything whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Verified {
    when: String,
    href: String,
}

impl Verified {
    /// For those who may see verifications.
    async fn newest(cx: &Cx) -> Result<Option<Self>, Problem> {
        if !cx.may(Permission::ViewVerifications) {
            return Ok(None);
        }
        let kept = store::verifications(cx.pool(), VERIFICATIONS).await?;
        let whole = kept.iter().find(|one| one.state == VerificationState::Finished && one.exit_code == Some(0));
        Ok(whole.map(|one| Self { when: moment::exact(one.updated_at), href: format!("/verifications/{}", one.id) }))
    }
}

impl OfficeChoice {
    /// For the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let office = |code: &str, chosen| Self { code: code.to_owned(), name: "佐賀中部".to_owned(), chosen };
        vec![office(EVERY, false), office("01", true)]
    }
}

/// The office that is asked for; without a word the own one, for the division all.
pub(super) fn asked(parameter: Option<&str>, own: Option<OfficeCode>) -> Option<OfficeCode> {
    match parameter {
        None | Some("") => own,
        Some(EVERY) => None,
        Some(code) => OfficeCode::parse(code).ok().or(own),
    }
}

pub(super) fn offices(names: &Names, today: jiff::civil::Date, chosen: Option<OfficeCode>) -> Vec<OfficeChoice> {
    let every = OfficeChoice { code: EVERY.to_owned(), name: "すべての事務所".to_owned(), chosen: chosen.is_none() };
    let chosen = chosen.map(|office| office.to_string());
    let counters = names.masters().offices.on(today).filter(|row| row.value.counter).map(|row| OfficeChoice {
        code: row.key.clone(),
        name: row.value.short_name.clone(),
        chosen: chosen.as_deref() == Some(row.key.as_str()),
    });
    std::iter::once(every).chain(counters).collect()
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
    render(&cx, view, office, after, None).await
}

/// The page, with what became of a wish to export.
pub(super) async fn render(
    cx: &Cx,
    view: View,
    office: Option<OfficeCode>,
    after: Option<After>,
    again: Option<Offer>,
) -> Result<Response, Problem> {
    let as_of = view.as_of();
    let figures = &cx.state.shared().ledger_figures;
    let (mut page, figures, around) = tokio::try_join!(
        ledger::page(cx.pool(), as_of, office, after, PAGE),
        figures.of(cx.pool(), as_of, office),
        ledger::around(cx.pool(), view.known)
    )?;
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let subjects: Vec<Uuid> = page.rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let shield = cx.shielded();
    let filter = office.map_or_else(|| EVERY.to_owned(), |office| office.to_string());
    let kept = vec![Kept { name: "office", value: filter.clone() }];
    let bar = view.bar("/ledger", kept, steps(around), Some("/ledger/compare"));
    let and = view.query().replacen('?', "&", 1);
    let counts = figures.counts;
    let status = if again.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { view.status() };
    let page = LedgerPage {
        bar,
        totals: if view.is_past() {
            figures.totals.iter().map(|total| TotalLine::of(total, &names)).collect()
        } else {
            Vec::new()
        },
        lines: page.rows.iter().map(|row| Line::of(row, &names, view.day).from(&view).shielded(&shield, row)).collect(),
        recipients: counts.recipients,
        awards: counts.awards,
        without_certificate: counts.without_certificate,
        offices: offices(&names, view.day, office),
        position: view.known.or(around.shown).unwrap_or_default(),
        verified: Verified::newest(cx).await?,
        export: match cx.may(super::export::PERMISSION).then(|| again.unwrap_or_else(super::export::ledger_offer)) {
            Some(offer) => Some(offer.with_patterns(cx).await?),
            None => None,
        },
        next: page.next.map(|after| format!("/ledger?office={filter}&after={after}{and}")),
        first: after.map(|_| format!("/ledger?office={filter}{and}")),
    };
    cx.page_as(status, &page)
}

/// The changes of awards before and after what is shown.
pub(super) fn steps(around: Around) -> Steps {
    let step = |position| Step { position, what: "支給認定か受給者証の変更".to_owned() };
    Steps { before: around.before.map(step), after: around.after.map(step) }
}

impl Page for LedgerPage {
    const TEMPLATE: &'static str = "ledger/list.html";

    fn sample() -> Vec<Self> {
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
            offices: OfficeChoice::samples(),
            position: 48_211,
            verified: Some(Verified { when: "令和8年11月24日 9:12:05".to_owned(), href: "/verifications/1".to_owned() }),
            export: Some(Offer::samples()[1].clone()),
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
            position: 0,
            verified: None,
            export: None,
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
