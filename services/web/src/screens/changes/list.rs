//! The changes of a period, act by act.

use axum::response::Response;
use events::Log;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::changes::{self, Act, Basis, Count, Kind};
use serde::Serialize;

use super::month_grid::{self, MonthGrid};
use super::people::{Hands, People, told_by_first};
use super::period::Selection;
use super::words;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// Acts on a page.
const PAGE: u16 = 60;

/// The page.
#[derive(Serialize)]
pub(crate) struct ChangesPage {
    from: String,
    to: String,
    period: String,
    kind: &'static str,
    basis: &'static str,
    kinds: Vec<Choice>,
    bases: Vec<Choice>,
    jumps: Vec<Jump>,
    tallies: Vec<Tally>,
    unasked: i64,
    unasked_href: String,
    acts: i64,
    things: i64,
    grid: MonthGrid,
    rows: Vec<Row>,
    next: Option<String>,
    first: Option<String>,
    xlsx: String,
    pdf: String,
    position: i64,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Jump {
    label: &'static str,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Tally {
    label: &'static str,
    href: String,
    acts: i64,
    things: i64,
    unasked: i64,
    current: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    at: String,
    kind: &'static str,
    what: String,
    about: String,
    things: i64,
    by: String,
    role: &'static str,
    approval: String,
    unapproved: bool,
    authority: String,
    tone: &'static str,
    positions: String,
}

/// 「412」, 「412–415」.
pub(super) fn positions(first: i64, last: i64) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

fn row(act: &Act, people: &People, today: Date) -> Row {
    let Hands { by, role, approval, missing } =
        people.hands(&act.by, act.prepared_by, act.approval(), act.event_types.iter().any(|told| told_by_first(told)));
    Row {
        href: format!("/changes/{}", act.command.0),
        at: moment::near(act.at, today),
        kind: act.kind.label(),
        what: words::what(act),
        about: words::about(act),
        things: act.things,
        by,
        role,
        approval,
        unapproved: missing,
        authority: words::authority(act.basis, act.request.as_ref()),
        tone: match act.basis {
            Basis::None => "alert",
            Basis::Request => "key",
            Basis::Application | Basis::Procedure => "",
        },
        positions: positions(act.first, act.last),
    }
}

fn tallies(selection: &Selection, counts: &[Count]) -> Vec<Tally> {
    let of = |kind: Kind| {
        let mine = || counts.iter().filter(move |count| count.kind == kind);
        Tally {
            label: kind.label(),
            href: Selection { kind: Some(kind), basis: None, ..*selection }.address("/changes"),
            acts: mine().map(|count| count.acts).sum(),
            things: mine().map(|count| count.things).sum(),
            unasked: mine().filter(|count| count.basis == Basis::None).map(|count| count.acts).sum(),
            current: selection.kind == Some(kind),
        }
    };
    Kind::ALL.iter().map(|kind| of(*kind)).collect()
}

fn jumps(selection: &Selection, today: Date) -> Vec<Jump> {
    let this = Selection { to: today, ..Selection::month(today.first_of_month()) };
    let last = Selection::month(today.first_of_month().yesterday().unwrap_or(today).first_of_month());
    [("今月", this), ("先月", last), ("今年度", Selection::fiscal_year(today))]
        .into_iter()
        .map(|(label, other)| Jump {
            label,
            href: other.address("/changes"),
            current: (other.from, other.to) == (selection.from, selection.to),
        })
        .collect()
}

/// 「令和8年11月1日から令和8年11月30日まで」.
pub(super) fn period(selection: &Selection) -> String {
    format!("{}から{}まで", wareki::long(selection.from), wareki::long(selection.to))
}

/// `GET /changes`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let selection = Selection::asked(&cx);
    let before = cx.parameter("before").and_then(|text| text.parse().ok());
    let filter = selection.filter();
    let counts = changes::counts(cx.pool(), &filter).await?;
    let months = changes::months(cx.pool(), &selection.year()).await?;
    let mut acts = changes::acts(cx.pool(), &filter, before, PAGE).await?;
    projections::open(cx.pool(), cx.ring(), &mut acts).await?;
    let next = acts.last().filter(|_| acts.len() == usize::from(PAGE));
    let next = next.map(|last| format!("{}&before={}", selection.address("/changes"), last.last));
    let tallies = tallies(&selection, &counts);
    let people = People::of(&cx, acts.iter().filter_map(|act| act.prepared_by).collect()).await;
    cx.page(&ChangesPage {
        from: selection.from.to_string(),
        to: selection.to.to_string(),
        period: period(&selection),
        kind: selection.kind.map_or("", Kind::code),
        basis: selection.basis.map_or("", Basis::code),
        kinds: Kind::ALL.iter().map(|kind| Choice { value: kind.code(), label: kind.label() }).collect(),
        bases: Basis::ALL.iter().map(|basis| Choice { value: basis.code(), label: basis.label() }).collect(),
        jumps: jumps(&selection, cx.today),
        unasked: tallies.iter().map(|tally| tally.unasked).sum(),
        unasked_href: Selection { kind: None, basis: Some(Basis::None), ..selection }.address("/changes"),
        acts: tallies.iter().map(|tally| tally.acts).sum(),
        things: tallies.iter().map(|tally| tally.things).sum(),
        tallies,
        grid: month_grid::of(&selection, &months),
        rows: acts.iter().map(|act| row(act, &people, cx.today)).collect(),
        next,
        first: before.map(|_| selection.address("/changes")),
        xlsx: selection.address("/changes/report.xlsx"),
        pdf: selection.address("/changes/report.pdf"),
        position: store::head(cx.pool(), Log::Casework).await?.position,
    })
}

impl Page for ChangesPage {
    const TEMPLATE: &'static str = "changes/list.html";

    fn sample() -> Vec<Self> {
        let today = jiff::civil::date(2026, 11, 24);
        let selection = Selection::month(today.first_of_month());
        let row = |tone, authority: &str| Row {
            href: "/changes/01990000-0000-7000-8000-000000000001".to_owned(),
            at: "きょう 9:12".to_owned(),
            kind: "マスタ",
            what: "マスタの行を採用した".to_owned(),
            about: "自己負担上限月額 IV ほか1件".to_owned(),
            things: 2,
            by: "模擬 三".to_owned(),
            role: "管理",
            approval: if tone == "alert" { "承認の記録なし" } else { "変更番号で承認" }.to_owned(),
            unapproved: tone == "alert",
            authority: authority.to_owned(),
            tone,
            positions: "412–413".to_owned(),
        };
        let page = |unasked: i64, rows: Vec<Row>| Self {
            from: "2026-11-01".to_owned(),
            to: "2026-11-30".to_owned(),
            period: period(&selection),
            kind: "",
            basis: "",
            kinds: vec![Choice { value: "master", label: "マスタ" }],
            bases: vec![Choice { value: "none", label: "番号なし" }],
            jumps: jumps(&selection, today),
            tallies: tallies(&selection, &[]),
            unasked,
            unasked_href: "/changes?basis=none".to_owned(),
            acts: 2,
            things: 3,
            grid: month_grid::sample(today),
            next: (!rows.is_empty()).then(|| "/changes?before=400".to_owned()),
            first: (!rows.is_empty()).then(|| "/changes".to_owned()),
            rows,
            xlsx: "/changes/report.xlsx".to_owned(),
            pdf: "/changes/report.pdf".to_owned(),
            position: 412,
        };
        vec![page(1, vec![row("alert", "番号なし"), row("key", "C-2026-0014"), row("", "申請")]), page(0, Vec::new())]
    }
}
