//! `GET /takeovers/{id}`: how the file is read, how its rows come out, and what may be done next. Whoever came in is told to the access log.

use acts::{RowFilter, TakeoverFile, TakeoverRow};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use casework::takeover::Verdict;
use events::ids::{StaffId, TakeoverId};
use events::takeover::Verdicts;
use identity::Permission;
use serde::Serialize;
use uuid::Uuid;

use super::reading::{Choice, Reading, asked, read_as, reading};
use super::{export, words};
use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::papers::reason;
use crate::screens::going::Going;
use crate::taking_out::Offer;

/// Rows of a page.
const PAGE: u16 = 50;

/// A count by which the list is narrowed.
#[derive(Clone, Serialize)]
struct Narrow {
    href: String,
    label: String,
    chosen: bool,
}

/// A row.
#[derive(Clone, Serialize)]
struct Line {
    at: String,
    number: String,
    name: String,
    href: Option<String>,
    verdict: &'static str,
    tone: &'static str,
    remarks: Vec<String>,
    outcome: &'static str,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TakeoverPage {
    path: String,
    state: &'static str,
    tone: &'static str,
    at: String,
    by: String,
    why: String,
    read_as: Vec<String>,
    trouble: Option<String>,
    going: Option<Going>,
    may_hold: bool,
    reading: Option<Reading>,
    verdicts: Option<Verdicts>,
    takeable: u32,
    narrows: Vec<Narrow>,
    verdict: &'static str,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    may_approve: bool,
    approved: String,
    carried_out: String,
    may_reverse: bool,
    reversal: String,
    reversed: String,
    export: Option<Offer>,
    form: FormView,
}

/// What is asked of the list.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) verdict: Option<Verdict>,
    pub(super) outcome: Option<&'static str>,
    pub(super) after: i32,
}

impl Place {
    fn of(cx: &Cx) -> Self {
        let outcome = cx.parameter("outcome").and_then(|code| ["kept", "late"].into_iter().find(|one| *one == code));
        Self {
            verdict: cx.parameter("verdict").and_then(Verdict::of),
            outcome,
            after: cx.parameter("after").and_then(|text| text.parse().ok()).unwrap_or(0),
        }
    }

    fn query(self) -> String {
        let verdict = self.verdict.map(|verdict| format!("verdict={}&", verdict.code()));
        let outcome = self.outcome.map(|outcome| format!("outcome={outcome}&"));
        format!("{}{}", verdict.unwrap_or_default(), outcome.unwrap_or_default())
    }
}

async fn who(cx: &Cx, staff: StaffId) -> String {
    match cx.acts().account(staff).await {
        Ok(account) => account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
        Err(_) => "コマンド".to_owned(),
    }
}

fn line(row: &TakeoverRow, may_look: bool) -> Line {
    let judged = row.judged.as_ref();
    let remark = |remark: &casework::takeover::Remark| {
        if remark.column.is_empty() { remark.text.clone() } else { format!("{}：{}", remark.column, remark.text) }
    };
    let at = judged.map_or_else(String::new, |judged| match judged.child {
        1 => format!("{}行目", judged.line),
        child => format!("{}行目（{child}人目）", judged.line),
    });
    Line {
        at,
        number: judged.map(|judged| judged.number.clone()).unwrap_or_default(),
        name: judged.map_or_else(|| "（消去済み）".to_owned(), |judged| judged.name.replace('\n', " ")),
        href: row.recipient.filter(|_| may_look).map(|recipient| format!("/recipients/{recipient}")),
        verdict: row.verdict.label(),
        tone: words::tone(row.verdict),
        remarks: judged.map(|judged| judged.remarks.iter().map(remark).collect()).unwrap_or_default(),
        outcome: row.outcome_label(),
    }
}

fn narrows(path: &str, verdicts: Verdicts, file: &TakeoverFile, place: Place) -> Vec<Narrow> {
    let all = place.verdict.is_none() && place.outcome.is_none();
    let mut narrows = vec![Narrow { href: path.to_owned(), label: format!("すべて {}", verdicts.all()), chosen: all }];
    let counts = [verdicts.right, verdicts.warned, verdicts.refused, verdicts.skipped];
    narrows.extend(Verdict::ALL.iter().zip(counts).map(|(verdict, count)| Narrow {
        href: format!("{path}?verdict={}", verdict.code()),
        label: format!("{} {count}", verdict.label()),
        chosen: place.verdict == Some(*verdict),
    }));
    let became = [
        ("late", "引き継げなかった", file.carried_out.map(|(.., late)| late)),
        ("kept", "残した", file.reversed.map(|(.., kept)| kept)),
    ];
    narrows.extend(became.into_iter().filter_map(|(code, label, count)| {
        let count = count.filter(|count| *count > 0)?;
        Some(Narrow {
            href: format!("{path}?outcome={code}"),
            label: format!("{label} {count}"),
            chosen: place.outcome == Some(code),
        })
    }));
    narrows
}

/// The page, with a form that failed.
pub(super) async fn render(
    cx: &Cx,
    id: TakeoverId,
    place: Place,
    (form, export): (FormView, Option<Offer>),
    status: StatusCode,
) -> Result<Response, Problem> {
    let file = cx.acts().takeover(id).await?;
    let progress = cx.acts().takeover_progress(id).await?;
    let filter = RowFilter { verdict: place.verdict, outcome: place.outcome };
    let mut rows = match file.verdicts() {
        Some(_) => cx.acts().takeover_rows(id, filter, place.after, PAGE + 1).await?,
        None => Vec::new(),
    };
    let more = rows.len() > usize::from(PAGE);
    rows.truncate(usize::from(PAGE));
    let subjects: Vec<Uuid> = std::iter::once(id.0).chain(rows.iter().filter_map(|row| row.recipient.map(|one| one.0))).collect();
    cx.viewed(&subjects).await?;
    let path = format!("/takeovers/{id}");
    let may_prepare = cx.may(Permission::PrepareTakeovers) && file.approved.is_none() && !file.state.is_to_check();
    let (reading, form) = match if may_prepare { reading(cx, &file).await? } else { None } {
        Some((reading, filled)) if form.is_blank() => (Some(reading), FormView::filled(filled)),
        Some((reading, _)) => (Some(reading), form),
        None => (None, form),
    };
    let (state, tone) = words::state(&file, progress.as_ref());
    let going = progress.as_ref().filter(|progress| progress.at_work).map(|progress| Going {
        done: progress.done,
        of: progress.of,
        stopping: progress.stopping,
    });
    let runs = going.as_ref().is_some_and(|going| !going.stopping);
    let decides = cx.may(Permission::DecideTakeovers);
    let verdicts = file.verdicts();
    let count = |(at, one, other): (jiff::Timestamp, u32, u32), words: [&str; 2]| {
        format!("{} {} {one}件、{} {other}件", moment::exact(at), words[0], words[1])
    };
    let approved = match file.approved {
        Some((at, by)) => format!("{} {}", moment::exact(at), who(cx, by).await),
        None => String::new(),
    };
    let reversal = match &file.reversal {
        Some((at, by, why)) => format!("{} {}　{}", moment::exact(*at), who(cx, *by).await, reason(Some(why))),
        None => String::new(),
    };
    let page = TakeoverPage {
        state,
        tone,
        at: moment::exact(file.received.0),
        by: who(cx, file.received.1).await,
        why: reason(Some(&file.received.2.why)),
        read_as: read_as(&file),
        trouble: progress.as_ref().and_then(|progress| progress.trouble.clone()),
        may_hold: going.is_some() && (decides || cx.may(Permission::PrepareTakeovers)),
        going,
        reading,
        takeable: verdicts.map_or(0, Verdicts::takeable),
        narrows: verdicts.map(|verdicts| narrows(&path, verdicts, &file, place)).unwrap_or_default(),
        verdicts,
        verdict: place.verdict.map_or("", Verdict::code),
        lines: rows.iter().map(|row| line(row, cx.may(Permission::ViewLedger))).collect(),
        next: rows.last().filter(|_| more).map(|last| format!("{path}?{}after={}", place.query(), last.ordinal)),
        first: (place.after > 0).then(|| format!("{path}?{}", place.query())),
        may_approve: decides && verdicts.is_some_and(|verdicts| verdicts.takeable() > 0) && file.approved.is_none(),
        approved,
        carried_out: file.carried_out.map(|done| count(done, ["引き継いだ", "引き継げなかった"])).unwrap_or_default(),
        may_reverse: decides && file.carried_out.is_some() && file.reversal.is_none(),
        reversal,
        reversed: file.reversed.map(|done| count(done, ["取り消した", "残した"])).unwrap_or_default(),
        export: export.or_else(|| (!rows.is_empty()).then(export::offer)),
        form,
        path,
    };
    let mut response = cx.page_as(status, &page)?;
    if runs {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

/// Shows the page; while the work goes on, the browser asks again by itself.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let place = Place::of(&cx);
    render(&cx, TakeoverId(id), place, (FormView::default(), None), StatusCode::OK).await
}

impl Page for TakeoverPage {
    const TEMPLATE: &'static str = "takeovers/show.html";

    fn sample() -> Vec<Self> {
        let line = |verdict: Verdict, remarks: &[&str], outcome| Line {
            at: "5行目".to_owned(),
            number: "1000018".to_owned(),
            name: "見本 花子".to_owned(),
            href: Some("/recipients/1".to_owned()).filter(|_| !str::is_empty(outcome)),
            verdict: verdict.label(),
            tone: words::tone(verdict),
            remarks: remarks.iter().map(|text| (*text).to_owned()).collect(),
            outcome,
        };
        let choice = |value: &str| Choice { value: value.to_owned(), label: value.to_owned() };
        let reading = Reading {
            sheets: vec![choice("R7台帳"), choice("集計")],
            layouts: vec![choice("佐賀中部の台帳")],
            places: vec![choice("1"), choice("2")],
            columns: asked(),
            shown: vec![vec!["受給者番号".to_owned(), "氏名".to_owned()], vec!["1000018".to_owned(), "見本 花子".to_owned()]],
        };
        let page = || Self {
            path: "/takeovers/1".to_owned(),
            state: "決裁待ち",
            tone: "warn",
            at: "令和8年11月20日 9:12:05".to_owned(),
            by: "見本 管理".to_owned(),
            why: "令和7年度までのエクセルの台帳".to_owned(),
            read_as: vec!["シート「R7台帳」".to_owned(), "受給者番号 A列、氏名 B列".to_owned()],
            trouble: None,
            going: None,
            may_hold: false,
            reading: None,
            verdicts: None,
            takeable: 0,
            narrows: Vec::new(),
            verdict: "",
            lines: Vec::new(),
            next: None,
            first: None,
            may_approve: false,
            approved: String::new(),
            carried_out: String::new(),
            may_reverse: false,
            reversal: String::new(),
            reversed: String::new(),
            export: None,
            form: FormView::default(),
        };
        let verdicts = Verdicts { right: 2, warned: 1, refused: 1, skipped: 1 };
        let narrow = |chosen| Narrow { href: "/takeovers/1".to_owned(), label: "すべて 5".to_owned(), chosen };
        let checked = || Self {
            verdicts: Some(verdicts),
            takeable: 3,
            narrows: vec![narrow(true), narrow(false)],
            lines: vec![
                line(Verdict::Right, &[], ""),
                line(Verdict::Refused, &["生年月日：この日付はありません。"], ""),
                line(Verdict::Skipped, &["合計の行です。"], ""),
            ],
            next: Some("/takeovers/1?after=50".to_owned()),
            first: Some("/takeovers/1".to_owned()),
            export: Some(export::offer()),
            ..page()
        };
        let going = |stopping| Some(Going::sample(stopping));
        vec![
            Self { reading: Some(reading), ..page() },
            Self { going: Some(Going { of: None, ..Going::sample(false) }), ..page() },
            Self { going: going(false), may_hold: true, ..page() },
            Self { going: going(true), may_hold: true, trouble: Some("壊れています。".to_owned()), ..page() },
            checked(),
            Self { may_approve: true, ..checked() },
            Self {
                approved: "令和8年11月20日 10:00:00 見本 決裁".to_owned(),
                carried_out: "令和8年11月20日 10:05:00 引き継いだ 3件、引き継げなかった 0件".to_owned(),
                may_reverse: true,
                lines: vec![line(Verdict::Warned, &["備考：「転出」とあります。"], "引き継いだ")],
                ..checked()
            },
            Self {
                reversal: "令和8年11月21日 見本 決裁　別の台帳でした。".to_owned(),
                reversed: "令和8年11月21日 取り消した 2件、残した 1件".to_owned(),
                ..checked()
            },
        ]
    }
}
