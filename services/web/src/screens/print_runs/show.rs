//! `GET /print-runs/{id}`: the panel, what is to be done next, and the people behind a number.

use ::acts::PrintRunFile;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use casework::print_run::Step;
use events::ids::PrintRunId;
use events::vocabulary::{PostingWay, ReturnGround, SpoilReason, wareki};
use identity::Permission;
use serde::Serialize;

use super::list::number;
use super::panel::{Reached, Shown, panel};
use super::rows::{Row, rows};
use super::{addresses, book, panel};
use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::names::Names;
use crate::screens::notices::offered;
use crate::taking_out::Offer;

/// Something about the run.
#[derive(Clone, Serialize)]
struct Fact {
    label: &'static str,
    value: String,
}

/// What may be done now, by this person.
#[derive(Clone, Copy, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form of its own")]
struct May {
    halt: bool,
    resume: bool,
    release: bool,
    /// Somebody else has to release it.
    own: bool,
    paper: bool,
    pages: bool,
    print: bool,
    post: bool,
    take_back: bool,
    close: bool,
}

/// What may be taken out as a file.
#[derive(Clone, Default, Serialize)]
pub(super) struct Offers {
    /// 発送簿.
    pub(super) book: Option<Offer>,
    /// 宛名.
    pub(super) addresses: Option<Offer>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PrintRunPage {
    path: String,
    number: String,
    version: i32,
    state: &'static str,
    tone: &'static str,
    facts: Vec<Fact>,
    counts: Vec<Reached>,
    items: usize,
    rendered: u32,
    rendering: bool,
    void: usize,
    mismatches: u32,
    left_out: usize,
    tasks: usize,
    unexplained: usize,
    ready: usize,
    digest: String,
    /// Labels and address sheets can be printed.
    labels: bool,
    /// Window envelopes: key and name.
    envelopes: Vec<Offered>,
    may: May,
    reasons: Vec<Offered>,
    ways: Vec<Offered>,
    grounds: Vec<Offered>,
    listed: &'static str,
    title: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
    first: Option<String>,
    offers: Offers,
    form: FormView,
}

fn state(file: &PrintRunFile) -> (&'static str, &'static str) {
    let run = &file.run;
    match run {
        _ if run.is_closed() => ("締め済", "ok"),
        _ if run.is_halted() => ("作成を止めています", "alert"),
        _ if !run.is_rendered() => ("作成中", "key"),
        _ if !run.is_released() => ("承認待ち", "warn"),
        _ if run.reached(Step::Posted) < run.items().len() => ("印刷・封入・発送", "key"),
        _ => ("締め待ち", "warn"),
    }
}

fn may(cx: &Cx, file: &PrintRunFile) -> May {
    let (run, works) = (&file.run, cx.may(Permission::RunPrinting));
    let open = works && !run.is_closed();
    let own = cx.staff().is_ok_and(|staff| run.frozen_by() == Some(staff.actor.id));
    let waits = run.is_rendered() && !run.is_released() && !run.is_closed();
    May {
        halt: open && run.is_rendering(),
        resume: open && run.is_halted(),
        release: waits && !own && cx.may(Permission::ReleasePrintRuns),
        own: waits && own,
        paper: run.is_rendered() && cx.may(Permission::ReleasePrintRuns),
        pages: run.is_released() && !run.is_closed() && cx.may(Permission::ReleasePrintRuns),
        print: open && run.is_released(),
        post: (open && run.is_released()) || (works && run.items().iter().any(casework::print_run::ItemState::is_returned)),
        take_back: works && run.reached(Step::Posted) > 0,
        close: open && run.is_released(),
    }
}

fn facts(file: &PrintRunFile, names: &Names) -> Vec<Fact> {
    let Some(query) = file.run.query() else { return Vec::new() };
    let fact = |label, value: String| Fact { label, value };
    let office = query.office.map_or_else(|| "すべて".to_owned(), |office| names.office_short(office));
    vec![
        fact("対象", query.kind.label().to_owned()),
        fact("決定日", format!("{}から{}まで", wareki::long(query.decided_from), wareki::long(query.decided_until))),
        fact("管轄事務所", office),
        fact("並び順", query.order.label().to_owned()),
    ]
}

/// 「令和8年度 第12号」 of a run.
pub(super) fn title(file: &PrintRunFile) -> String {
    file.run.number().map(|(year, serial)| number(i64::from(year), i64::from(serial))).unwrap_or_default()
}

/// What stands in the forms before anybody types.
fn filled(cx: &Cx, file: &PrintRunFile) -> FormView {
    let today = wareki::short(cx.today);
    FormView::filled([
        ("from", "1".to_owned()),
        ("until", file.run.items().len().to_string()),
        ("posted_on", today.clone()),
        ("returned_on", today),
    ])
}

/// The page, with a form that failed.
pub(super) async fn render(
    cx: &Cx,
    id: PrintRunId,
    (form, offers): (Option<FormView>, Offers),
    status: StatusCode,
) -> Result<Response, Problem> {
    let file = cx.acts().print_run(id).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let missing = cx.acts().missing_from_run(&file).await?;
    let void = cx.acts().void_items(&file.run).await?;
    let (path, shown) = (format!("/print-runs/{id}"), Shown::read(cx.parameter("list")));
    let after = cx.parameter("after").and_then(|text| text.parse().ok()).unwrap_or(0);
    let listed = rows(cx, &file, (&missing, &void), shown, after, cx.may(Permission::RunPrinting)).await?;
    let awards: Vec<_> = missing.iter().map(|row| row.award).collect();
    let (state, tone) = state(&file);
    let may = may(cx, &file);
    let ready = (1..).zip(file.run.items());
    let ready = ready.filter(|(ordinal, item)| item.is_matched() && !item.is_posted() && !void.contains(ordinal)).count();
    let takes = cx.may(Permission::ReleasePrintRuns);
    let labels = takes && file.run.is_released() && !file.run.is_closed() && !file.run.lacking(Step::Posted).is_empty();
    let posted = takes && file.run.reached(Step::Posted) > 0;
    let page = PrintRunPage {
        number: title(&file),
        version: file.version,
        state,
        tone,
        facts: facts(&file, &names),
        counts: panel(&path, &file.run, missing.len(), shown),
        items: file.run.items().len(),
        rendered: file.run.rendered(),
        rendering: file.run.is_rendering(),
        void: void.len(),
        mismatches: file.run.mismatches(),
        left_out: file.run.left_out().len(),
        tasks: file.run.open_tasks(),
        unexplained: file.run.unexplained(&awards).len(),
        ready,
        digest: file.run.digest().unwrap_or_default(),
        may,
        reasons: SpoilReason::ALL.iter().map(|one| offered(one.code(), one.label())).collect(),
        ways: PostingWay::ALL.iter().map(|one| offered(one.code(), one.label())).collect(),
        grounds: ReturnGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect(),
        listed: shown.code(),
        title: shown.title(),
        next: listed.last.filter(|_| listed.more).map(|last| format!("{path}?list={}&after={last}", shown.code())),
        first: (after > 0).then(|| format!("{path}?list={}", shown.code())),
        rows: listed.rows,
        // One at a time: while something is still to go out its addresses, then the book.
        offers: match offers {
            asked @ (Offers { book: Some(_), .. } | Offers { addresses: Some(_), .. }) => asked,
            _ if labels => Offers { addresses: Some(addresses::offer()), book: None },
            _ => Offers { book: posted.then(book::offer), addresses: None },
        },
        labels,
        envelopes: names.masters().envelopes.on(cx.today).map(|row| offered(&row.key, &row.value.name)).collect(),
        form: form.unwrap_or_default().beside(filled(cx, &file)),
        path,
    };
    let mut response = cx.page_as(status, &page)?;
    if page.rendering {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

/// Shows it; while it is rendered, the browser asks again by itself.
pub(crate) async fn show(cx: Cx, Id(id): Id<PrintRunId>) -> Result<Response, Problem> {
    render(&cx, id, (None, Offers::default()), StatusCode::OK).await
}

impl Page for PrintRunPage {
    const TEMPLATE: &'static str = "print_runs/show.html";

    fn sample() -> Vec<Self> {
        let counts = |numbers: [(&'static str, usize, usize); 6]| {
            let count = |(label, count, lacks)| Reached {
                label,
                count,
                lacks,
                href: "/print-runs/1?list=all".to_owned(),
                chosen: lacks > 0,
            };
            numbers.map(count).into()
        };
        let page = |state, may, rows: Vec<Row>| Self {
            path: "/print-runs/1".to_owned(),
            number: number(8, 12),
            version: 4,
            state,
            tone: "key",
            facts: vec![Fact { label: "対象", value: "すべての受給者証".to_owned() }],
            counts: counts([
                ("決定", 985, 0),
                ("発行予定", 982, 3),
                ("作成", 982, 0),
                ("印刷", 982, 0),
                ("封入", 980, 2),
                ("発送", 980, 0),
            ]),
            items: 982,
            rendered: 982,
            rendering: false,
            void: rows.len(),
            mismatches: 1,
            left_out: 3,
            tasks: 1,
            unexplained: rows.len(),
            ready: 12,
            digest: "ab".repeat(32),
            may,
            reasons: vec![offered("jammed", "紙詰まり")],
            ways: vec![offered("ordinary", "普通郵便")],
            grounds: vec![offered("moved", "転居先不明")],
            listed: "open",
            title: panel::Shown::Open.title(),
            next: (!rows.is_empty()).then(|| "/print-runs/1?list=open&after=50".to_owned()),
            first: None,
            offers: if rows.is_empty() { Offers::default() } else { Offers { book: None, addresses: Some(addresses::offer()) } },
            labels: !rows.is_empty(),
            envelopes: vec![offered("long3", "長形3号 窓付き")],
            rows,
            form: FormView::default(),
        };
        let all = May { print: true, post: true, paper: true, pages: true, take_back: true, close: true, ..May::default() };
        let open = vec![
            Row::sample(Some(3), "印刷済", "key", true),
            Row::sample(Some(4), "課題あり", "warn", false),
            Row::sample(None, "支援措置の対象（別の発行で扱う）", "alert", true),
        ];
        vec![
            page("印刷・封入・発送", all, open),
            Self { rendering: true, rendered: 120, ..page("作成中", May { halt: true, ..May::default() }, Vec::new()) },
            page("作成を止めています", May { resume: true, ..May::default() }, Vec::new()),
            page("承認待ち", May { release: true, paper: true, ..May::default() }, Vec::new()),
            page("承認待ち", May { own: true, paper: true, ..May::default() }, Vec::new()),
            Self {
                unexplained: 0,
                offers: Offers { book: Some(book::offer()), addresses: None },
                ..page("締め待ち", May { close: true, ..May::default() }, Vec::new())
            },
        ]
    }
}
