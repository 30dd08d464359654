//! だれが見たか, of everybody: when it was looked at, by whom how often, and what deserves a look.

use axum::response::Response;
use projections::access;
use serde::Serialize;

use super::gather::{self, SignalShown};
use super::heat::Heat;
use super::month::Month;
use super::terms::{Terms, TermsShown};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct StaffLine {
    href: String,
    name: String,
    role: &'static str,
    office: String,
    accesses: i64,
    sign_ins: i64,
    last: String,
    signals: Vec<SignalShown>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct OverviewPage {
    month: String,
    words: String,
    before: String,
    after: Option<String>,
    heat: Heat,
    staff: Vec<StaffLine>,
    signals: usize,
    terms: TermsShown,
}

/// The month that was asked for; the current one by itself.
pub(super) fn asked(cx: &Cx) -> Result<Month, Problem> {
    cx.parameter("month").map_or(Ok(Month::of(cx.today)), |text| Month::parse(text).ok_or(Problem::NotFound))
}

/// The following month, where it has begun.
pub(super) fn following(cx: &Cx, month: Month) -> Option<String> {
    Some(month.after()).filter(|next| next.0 <= cx.today).map(Month::code)
}

/// `GET /audit/access`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let month = asked(&cx)?;
    let masters = cx.masters().await?;
    let names = Names::new(std::sync::Arc::clone(&masters), cx.today);
    let terms = Terms::on(&masters, cx.today);
    let mut staff = Vec::new();
    for one in gather::everybody(&cx, month, None).await? {
        let gathered = gather::one(&cx, one, month, None).await?;
        let by = &gathered.staff.by;
        staff.push(StaffLine {
            href: format!("/audit/access/staff/{}?month={}", by.id, month.code()),
            name: by.display().into_owned(),
            role: by.role.label(),
            office: by.office.map(|office| names.office_short(office)).unwrap_or_default(),
            accesses: gathered.staff.accesses,
            sign_ins: gathered.staff.sign_ins,
            last: moment::near(gathered.staff.last_at, cx.today),
            signals: gathered.signals.iter().map(SignalShown::of).collect(),
        });
    }
    let cells = access::heat(cx.pool(), None, month.bounds()?).await?;
    cx.page(&OverviewPage {
        month: month.code(),
        words: month.words(),
        before: month.before().code(),
        after: following(&cx, month),
        heat: Heat::of(&cells, month, &masters, terms),
        signals: staff.iter().map(|line| line.signals.len()).sum(),
        staff,
        terms: terms.shown(),
    })
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "audit/access.html";

    fn sample() -> Vec<Self> {
        let line = |signals| StaffLine {
            href: "/audit/access/staff/1".to_owned(),
            name: "見本 一".to_owned(),
            role: "窓口",
            office: "佐賀中部".to_owned(),
            accesses: 12,
            sign_ins: 2,
            last: "きょう 9:12".to_owned(),
            signals,
        };
        let page = |staff: Vec<StaffLine>, after| Self {
            month: "2026-11".to_owned(),
            words: "令和8年11月".to_owned(),
            before: "2026-10".to_owned(),
            after,
            heat: Heat::sample(),
            signals: staff.iter().map(|line| line.signals.len()).sum(),
            staff,
            terms: Terms::sample_shown(),
        };
        vec![page(vec![line(vec![SignalShown::sample()]), line(Vec::new())], Some("2026-12".to_owned())), page(Vec::new(), None)]
    }
}
