//! The review of a month: its rows, what was judged, the sign-off. A row that was signed off shows what it showed then.

use acts::{AccessReview, JudgedRow};
use axum::http::StatusCode;
use axum::response::Response;
use events::access_review::Verdict;
use events::vocabulary::FreeText;
use projections::access;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::gather;
use super::lines::{self, Line};
use super::month::Month;
use crate::cx::Cx;
use crate::forms::Posted;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::cases::papers::reason;

/// A row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct RowShown {
    no: u32,
    why: &'static str,
    sampled: bool,
    accesses: u32,
    persons: u32,
    staff: String,
    who: String,
    lines: Vec<Line>,
    more: usize,
    /// `confirmed`, `to_be_asked` or empty.
    verdict: &'static str,
    note: String,
    judged: String,
    /// The viewer's own access.
    own: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ReviewPage {
    month: String,
    words: String,
    rows: Vec<RowShown>,
    open: usize,
    seed: u32,
    population: u32,
    known_up_to: i64,
    opened: String,
    signed: Option<String>,
    confirmed: usize,
    to_be_asked: usize,
    summary: String,
    trouble: String,
}

/// Lines of a row that are shown.
const LINES: usize = 5;

async fn name_of(cx: &Cx, names: &Names, staff: events::ids::StaffId) -> Result<String, Problem> {
    let account = cx.acts().account(staff).await?;
    let name = account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string);
    Ok(format!("{} {} {name}", names.office_short(account.office), account.role.label()))
}

async fn page(cx: &Cx, month: Month, review: AccessReview, trouble: String) -> Result<ReviewPage, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let positions: Vec<i64> = review.rows.iter().flat_map(|row| row.row.positions.iter().copied().take(LINES)).collect();
    let mut accesses = access::at_positions(cx.pool(), &positions).await?;
    projections::open(cx.pool(), cx.ring(), &mut accesses).await?;
    let lines: BTreeMap<i64, Line> =
        lines::shown(cx, &accesses, &[]).await?.into_iter().map(|line| (line.position, line)).collect();
    let mut people: BTreeMap<events::ids::StaffId, String> = BTreeMap::new();
    let judges = review.rows.iter().filter_map(|row| row.judged.map(|(staff, _)| staff));
    let known = review.rows.iter().map(|row| row.row.staff).chain(judges).chain([review.opened_by.0]);
    let signer = review.signed_off.as_ref().map(|(_, staff, _)| *staff);
    for staff in known.chain(signer) {
        if let Entry::Vacant(unknown) = people.entry(staff) {
            unknown.insert(name_of(cx, &names, staff).await.unwrap_or_else(|_| "システム".to_owned()));
        }
    }
    let me = cx.staff()?.actor.id;
    let row = |judged: &JudgedRow| {
        let row = &judged.row;
        let shown: Vec<Line> = row.positions.iter().filter_map(|position| lines.get(position).cloned()).collect();
        RowShown {
            no: row.no,
            why: gather::why(row.why),
            sampled: row.why == events::access_review::Why::Sample,
            accesses: row.accesses,
            persons: row.persons,
            staff: format!("/audit/access/staff/{}?month={}", row.staff, month.code()),
            who: people.get(&row.staff).cloned().unwrap_or_default(),
            more: usize::try_from(row.accesses).unwrap_or(0).saturating_sub(shown.len()),
            lines: shown,
            verdict: match judged.verdict {
                Some(Verdict::Confirmed) => "confirmed",
                Some(Verdict::ToBeAsked) => "to_be_asked",
                None => "",
            },
            note: reason(judged.note.as_ref()),
            judged: judged
                .judged
                .map(|(staff, at)| format!("{} {}", moment::near(at, cx.today), people.get(&staff).cloned().unwrap_or_default()))
                .unwrap_or_default(),
            own: row.staff == me,
        }
    };
    let rows: Vec<RowShown> = review.rows.iter().map(row).collect();
    let count = |verdict: &str| rows.iter().filter(|row| row.verdict == verdict).count();
    let said = |staff, at| format!("{} {}", moment::exact(at), people.get(&staff).cloned().unwrap_or_default());
    Ok(ReviewPage {
        month: month.code(),
        words: month.words(),
        open: count(""),
        confirmed: count("confirmed"),
        to_be_asked: count("to_be_asked"),
        seed: review.opened.seed,
        population: review.opened.population,
        known_up_to: review.opened.known_up_to,
        opened: said(review.opened_by.0, review.opened_by.1),
        summary: reason(review.signed_off.as_ref().and_then(|(done, _, _)| done.note.as_ref())),
        signed: review.signed_off.map(|(_, staff, at)| said(staff, at)),
        rows,
        trouble,
    })
}

/// `GET /audit/review?month=…`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let month = cx.parameter("month").and_then(Month::parse).ok_or(Problem::NotFound)?;
    let review = cx.acts().access_review(month.0).await?.ok_or(Problem::NotFound)?;
    let page = page(&cx, month, review, String::new()).await?;
    cx.page(&page)
}

fn note(posted: &Posted) -> Result<Option<FreeText>, String> {
    match posted.text("note").trim() {
        "" => Ok(None),
        text => FreeText::parse(text).map(Some).map_err(|error| error.to_string()),
    }
}

async fn refused(cx: &Cx, month: Month, trouble: String) -> Result<Response, Problem> {
    let review = cx.acts().access_review(month.0).await?.ok_or(Problem::NotFound)?;
    let page = page(cx, month, review, trouble).await?;
    cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /audit/review/judge`.
pub(crate) async fn judge(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let month = Month::parse(posted.text("month")).ok_or(Problem::NotFound)?;
    let no: u32 = posted.text("no").parse().map_err(|_| Problem::NotFound)?;
    let verdict = match posted.text("verdict") {
        "confirmed" => Verdict::Confirmed,
        "to_be_asked" => Verdict::ToBeAsked,
        _ => return refused(&cx, month, format!("{no}行目の判定を選んでください。")).await,
    };
    let note = match note(&posted) {
        Ok(note) => note,
        Err(sentence) => return refused(&cx, month, format!("{no}行目の所見：{sentence}")).await,
    };
    match cx.acts().judge_access(&request, month.0, no, verdict, note).await {
        Ok(done) => cx.told(&format!("/audit/review?month={}", month.code()), "judged", done.position, &[]).await,
        Err(acts::ActError::Refused(refusal)) => refused(&cx, month, format!("{no}行目：{refusal}")).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /audit/review/sign-off`.
pub(crate) async fn sign_off(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let month = Month::parse(posted.text("month")).ok_or(Problem::NotFound)?;
    let note = match note(&posted) {
        Ok(note) => note,
        Err(sentence) => return refused(&cx, month, format!("総括：{sentence}")).await,
    };
    match cx.acts().sign_off_access_review(&request, month.0, note).await {
        Ok(done) => cx.told(&format!("/audit/review?month={}", month.code()), "signed_off", done.position, &[]).await,
        Err(acts::ActError::Refused(refusal)) => refused(&cx, month, refusal.to_string()).await,
        Err(error) => Err(error.into()),
    }
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "audit/review.html";

    fn sample() -> Vec<Self> {
        let row = |no, verdict, sampled, own| RowShown {
            no,
            why: if sampled { "抽出" } else { "執務時間外" },
            sampled,
            accesses: 8,
            persons: 3,
            staff: "/audit/access/staff/1".to_owned(),
            who: "佐賀中部 窓口 見本 一".to_owned(),
            lines: Line::samples(),
            more: usize::from(!sampled) * 3,
            verdict,
            note: if verdict.is_empty() { String::new() } else { "残業の申請を確かめた".to_owned() },
            judged: if verdict.is_empty() { String::new() } else { "きょう 9:12 見本 四".to_owned() },
            own,
        };
        let page = |rows: Vec<RowShown>, signed: Option<&str>, trouble: &str| Self {
            month: "2026-10".to_owned(),
            words: "令和8年10月".to_owned(),
            open: 2,
            confirmed: 1,
            to_be_asked: 1,
            seed: 7,
            population: 412,
            known_up_to: 900,
            opened: "令和8年11月2日 9:12:00 見本 四".to_owned(),
            signed: signed.map(ToOwned::to_owned),
            summary: signed.map(|_| "来月も続ける。".to_owned()).unwrap_or_default(),
            rows,
            trouble: trouble.to_owned(),
        };
        let rows = vec![
            row(1, "", true, false),
            row(2, "", false, true),
            row(3, "confirmed", true, false),
            row(4, "to_be_asked", false, false),
        ];
        vec![
            page(rows.clone(), None, "1行目の判定を選んでください。"),
            page(rows, Some("令和8年11月9日 9:12:00 見本 四"), ""),
            Self { open: 0, ..page(Vec::new(), None, "") },
        ]
    }
}
