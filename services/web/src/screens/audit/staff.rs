//! What one member of staff looked at in a month.

use axum::response::Response;
use events::ids::StaffId;
use projections::access;
use serde::Serialize;

use super::gather::{self, SignalShown};
use super::heat::Heat;
use super::lines::{self, Line};
use super::month::Month;
use super::overview::{asked, following};
use super::terms::{Terms, TermsShown};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::who;

/// Most lines on the page, the newest.
const MOST: usize = 200;

/// The page.
#[derive(Serialize)]
pub(crate) struct StaffPage {
    path: String,
    who: String,
    month: String,
    words: String,
    before: String,
    after: Option<String>,
    heat: Heat,
    signals: Vec<SignalShown>,
    lines: Vec<Line>,
    more: usize,
    terms: TermsShown,
}

/// `GET /audit/access/staff/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<StaffId>) -> Result<Response, Problem> {
    let month = asked(&cx)?;
    let everybody = gather::everybody(&cx, month, None).await?;
    let masters = cx.masters().await?;
    let names = Names::new(std::sync::Arc::clone(&masters), cx.today);
    let terms = Terms::on(&masters, cx.today);
    let (title, accesses, signals) = if let Some(one) = everybody.into_iter().find(|one| one.by.id == id) {
        let title = who(&one.by, &names);
        let gathered = gather::one(&cx, one, month, None).await?;
        (title, gathered.accesses, gathered.signals)
    } else {
        let account = cx.acts().account(id).await?;
        let name = account.name.open().map(ToString::to_string).unwrap_or_default();
        (format!("{} {} {name}", names.office_short(account.office), account.role.label()), Vec::new(), Vec::new())
    };
    let mut newest: Vec<access::Access> = accesses.iter().rev().take(MOST).cloned().collect();
    projections::open(cx.pool(), cx.ring(), &mut newest).await?;
    let cells = access::heat(cx.pool(), Some(id.0), month.bounds()?).await?;
    cx.page(&StaffPage {
        path: format!("/audit/access/staff/{id}"),
        who: title,
        month: month.code(),
        words: month.words(),
        before: month.before().code(),
        after: following(&cx, month),
        heat: Heat::of(&cells, month, &masters, terms),
        signals: signals.iter().map(SignalShown::of).collect(),
        more: accesses.len() - newest.len(),
        lines: lines::shown(&cx, &newest, &[]).await?,
        terms: terms.shown(),
    })
}

impl Page for StaffPage {
    const TEMPLATE: &'static str = "audit/staff.html";

    fn sample() -> Vec<Self> {
        let page = |lines: Vec<Line>, signals, more| Self {
            path: "/audit/access/staff/1".to_owned(),
            who: "佐賀中部 窓口 見本 一".to_owned(),
            month: Month(jiff::civil::date(2026, 11, 1)).code(),
            words: "令和8年11月".to_owned(),
            before: "2026-10".to_owned(),
            after: (more > 0).then(|| "2026-12".to_owned()),
            heat: Heat::sample(),
            signals,
            lines,
            more,
            terms: Terms::sample_shown(),
        };
        vec![page(Line::samples(), vec![SignalShown::sample()], 3), page(Vec::new(), Vec::new(), 0)]
    }
}
