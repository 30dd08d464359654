//! The changes to take along: as a spreadsheet with every thing, as a report on paper with every act.

use axum::response::Response;
use documents::Imprint;
use documents::change_report::{ChangeReport, Line, Tally};
use events::Log;
use jiff::civil::Date;
use projections::changes::{self, Act, Basis, Change, Count, Kind};

use super::list::{period, positions};
use super::people::{People, told_by_first};
use super::period::Selection;
use super::words;
use crate::cx::Cx;
use crate::file_answer::{PDF, download};
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::spreadsheet::{Cell, Sheet, XLSX, workbook};

/// Acts on paper; what is beyond is said.
const PRINTED: u16 = 2_000;
/// Things in a spreadsheet.
const LISTED: i64 = 100_000;

fn file_name(selection: &Selection, ending: &str) -> String {
    format!("changes-{}-{}.{ending}", selection.from, selection.to)
}

fn selected(selection: &Selection) -> Option<String> {
    let words: Vec<&str> = [selection.kind.map(Kind::label), selection.basis.map(Basis::label)].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join("、"))
}

/// Position and chain of the end of the log: whoever has the report can find it again.
async fn log_end(cx: &Cx) -> Result<String, Problem> {
    let head = store::head(cx.pool(), Log::Casework).await?;
    Ok(format!("{} {}", head.position, hex::encode(head.chain.get(..8).unwrap_or_default())))
}

fn by_kind(counts: &[Count], kind: Kind) -> (i64, i64, i64) {
    let mine = || counts.iter().filter(move |count| count.kind == kind);
    let unasked = mine().filter(|count| count.basis == Basis::None).map(|count| count.acts).sum();
    (mine().map(|count| count.acts).sum(), mine().map(|count| count.things).sum(), unasked)
}

/// `GET /changes/report.xlsx`.
pub(crate) async fn spreadsheet(cx: Cx) -> Result<Response, Problem> {
    let selection = Selection::asked(&cx);
    let filter = selection.filter();
    let counts = changes::counts(cx.pool(), &filter).await?;
    let mut all = changes::entries(cx.pool(), &filter, (0, -1), LISTED).await?;
    projections::open(cx.pool(), cx.ring(), &mut all).await?;
    let about = format!(
        "変更の記録 {}{} 作成 {} 記録の末尾 {}",
        period(&selection),
        selected(&selection).map_or_else(String::new, |words| format!("（{words}）")),
        moment::exact(cx.now),
        log_end(&cx).await?,
    );
    let people = People::of(&cx, all.iter().filter_map(|change| change.prepared_by).collect()).await;
    let sheets = [totals(&about, &counts), things(&about, &all, &people)];
    download(workbook(&sheets)?, XLSX, &file_name(&selection, "xlsx"))
}

fn totals(about: &str, counts: &[Count]) -> Sheet {
    let rows = Kind::ALL.iter().map(|kind| {
        let (acts, things, unasked) = by_kind(counts, *kind);
        vec![kind.label().into(), acts.into(), things.into(), unasked.into()]
    });
    Sheet {
        name: "総括",
        about: about.to_owned(),
        columns: vec![("種類", 18), ("操作（件）", 12), ("変更したもの", 14), ("根拠なし（件）", 14)],
        rows: rows.collect(),
    }
}

fn things(about: &str, all: &[Change], people: &People) -> Sheet {
    let columns = vec![
        ("記録日", 12),
        ("時刻", 10),
        ("種類", 14),
        ("内容", 28),
        ("対象", 40),
        ("前", 40),
        ("後", 40),
        ("行った人", 18),
        ("役割", 10),
        ("承認", 22),
        ("所属（記録した人）", 12),
        ("根拠", 16),
        ("申請", 38),
        ("記録の位置", 12),
        ("一連の番号", 38),
        ("操作の番号", 38),
    ];
    Sheet { name: "明細", about: about.to_owned(), columns, rows: all.iter().map(|change| cells(change, people)).collect() }
}

fn cells(change: &Change, people: &People) -> Vec<Cell> {
    let hands = people.hands(&change.by, change.prepared_by, change.approval(), told_by_first(&change.event_type));
    let at = moment::in_japan(change.at);
    let side = |pick: fn(&words::Side) -> &String| {
        let lines = words::sides(change).into_iter().map(|side| match side.name.as_str() {
            "" => pick(&side).clone(),
            name => format!("{name}: {}", pick(&side)),
        });
        // What somebody is entitled to stays in the ledger; here stands that it changed, and by which application.
        if change.kind == Kind::Entitlement { Cell::Empty } else { lines.collect::<Vec<_>>().join("\n").into() }
    };
    vec![
        Cell::Day(at.date()),
        format!("{}:{:02}:{:02}", at.hour(), at.minute(), at.second()).into(),
        change.kind.label().into(),
        projections::case_history::title(&change.event_type).into(),
        words::subject(change.kind, &change.subject).into(),
        side(|side| &side.before),
        side(|side| &side.after),
        hands.by.into(),
        hands.role.into(),
        hands.approval.into(),
        change.by.office.map(|office| office.to_string()).into(),
        words::authority(change.basis, change.request.as_ref()).into(),
        change.application.map(|application| application.to_string()).into(),
        change.position.into(),
        change.correlation.to_string().into(),
        change.command.to_string().into(),
    ]
}

/// `GET /changes/report.pdf`.
pub(crate) async fn report(cx: Cx) -> Result<Response, Problem> {
    let selection = Selection::asked(&cx);
    let filter = selection.filter();
    let counts = changes::counts(cx.pool(), &filter).await?;
    let mut acts = changes::acts(cx.pool(), &filter, None, PRINTED).await?;
    projections::open(cx.pool(), cx.ring(), &mut acts).await?;
    acts.reverse();
    let people = People::of(&cx, acts.iter().filter_map(|act| act.prepared_by).collect()).await;
    let lines = acts.iter().map(|act| line(act, &people, cx.today)).collect();
    let office = Names::new(cx.masters().await?, cx.today).authority()?.division_in_full();
    let paper = paper(office, &selection, &counts, lines, moment::exact(cx.now), log_end(&cx).await?);
    let imprint = Imprint { ident: format!("{}-{}", selection.from, selection.to), recorded_at: cx.now };
    let printed = cx.acts().print(paper, imprint).await?;
    download(printed.pdf, PDF, &file_name(&selection, "pdf"))
}

fn paper(
    office: String,
    selection: &Selection,
    counts: &[Count],
    lines: Vec<Line>,
    made_at: String,
    log_end: String,
) -> ChangeReport {
    let chosen = |kind: Kind| selection.kind.is_none_or(|only| only == kind);
    let unasked: i64 = Kind::ALL.iter().filter(|kind| chosen(**kind)).map(|kind| by_kind(counts, *kind).2).sum();
    let tallies = Kind::ALL.iter().filter(|kind| chosen(**kind)).map(|kind| {
        let (acts, things, unasked) = by_kind(counts, *kind);
        Tally { kind: kind.label().to_owned(), acts: acts.to_string(), things: things.to_string(), unasked: unasked.to_string() }
    });
    ChangeReport {
        office,
        period: period(selection),
        selection: selected(selection),
        made_at,
        log_end,
        unasked: u32::try_from(unasked).unwrap_or(u32::MAX),
        tallies: tallies.collect(),
        rest: (lines.len() >= usize::from(PRINTED))
            .then(|| format!("新しいほうから{PRINTED}件を載せました。すべては表計算の出力にあります。")),
        lines,
    }
}

fn line(act: &Act, people: &People, today: Date) -> Line {
    let hands = people.hands(&act.by, act.prepared_by, act.approval(), act.event_types.iter().any(|told| told_by_first(told)));
    Line {
        at: moment::near(act.at, today),
        kind: act.kind.label().to_owned(),
        what: format!("{}　{}", words::what(act), words::about(act)),
        by: if hands.role.is_empty() || act.by.office.is_none() { hands.by } else { format!("{}（{}）", hands.by, hands.role) },
        approval: hands.approval,
        basis: words::authority(act.basis, act.request.as_ref()),
        unasked: act.basis == Basis::None,
        positions: positions(act.first, act.last),
    }
}
