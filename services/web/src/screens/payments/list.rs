//! `GET /payments`: the sums, what is due with the next step of each claim, the batches; here the next batch is drawn up.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::payment_batch::{MOST, PaymentBatchRefusal};
use events::ids::ReimbursementId;
use events::vocabulary::wareki;
use identity::Permission;
use projections::payments::{self, BatchRow, DuePlace, DueRow, Stage, Totals};
use serde::Serialize;
use uuid::Uuid;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::notices::Reader;

/// Claims of a page: as many as one batch takes.
const DUES: u16 = 200;
/// Where the list is.
const SHOWN_AT: &str = "/payments";
/// Batches that are shown.
const BATCHES: u16 = 100;

/// A claim that is not settled.
#[derive(Clone, Serialize)]
struct Due {
    id: String,
    href: String,
    receipt_number: String,
    name: String,
    decided_on: String,
    amount: i64,
    paid: i64,
    /// What the next batch would pay; nothing where none can.
    open: i64,
    /// What is to be returned.
    returned: i64,
    /// It can be chosen.
    ready: bool,
    chosen: bool,
    next: String,
    tone: &'static str,
    batch: Option<String>,
}

/// A batch.
#[derive(Clone, Serialize)]
struct Batch {
    href: String,
    number: String,
    stage: &'static str,
    tone: &'static str,
    pay_on: String,
    lines: i32,
    total: i64,
    paid: i64,
    rejected: i64,
    waiting: i64,
    next: &'static str,
}

/// The sums in yen.
#[derive(Clone, Copy, Serialize)]
struct Sums {
    decided: i64,
    paid: i64,
    due: i64,
    planned: i64,
    open: i64,
    open_claims: i64,
    returned: i64,
    failed: i64,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    sums: Sums,
    dues: Vec<Due>,
    /// This page, to which the form is sent, so that what is wrong is shown beside what was chosen.
    action: String,
    next: Option<String>,
    first: Option<&'static str>,
    batches: Vec<Batch>,
    may_draw: bool,
    most: usize,
    form: FormView,
}

/// The tone of a stage.
pub(super) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "warn",
        Stage::Released | Stage::Delivered => "key",
        Stage::Closed => "ok",
        Stage::TakenBack => "",
    }
}

/// Who does what next.
pub(super) const fn next_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "決裁：承認する（作った人と、支給・訂正・振込先に関わった人のほか）",
        Stage::Released => "点検：ファイルを取り出して引き渡す（やめるときは、決裁：取りやめる）",
        Stage::Delivered => "点検：振込の結果を取り込む",
        Stage::Closed | Stage::TakenBack => "",
    }
}

/// What happens next with a claim, in words with who does it, and their tone.
fn next(row: &DueRow) -> (String, &'static str) {
    if row.open() < 0 && row.batch.is_none() {
        ("点検：返還を求める".to_owned(), "alert")
    } else if row.batch.is_some() {
        ("支払の一覧に載っています".to_owned(), "key")
    } else if row.correcting {
        ("決裁：支給額の訂正を決める".to_owned(), "warn")
    } else if row.account_changing {
        ("決裁：振込先の変更を決める".to_owned(), "warn")
    } else if let Some(fault) = row.fault {
        (format!("点検：振込不能（{}）。振込先を確かめて直すか、次の一覧に載せる", fault.label()), "alert")
    } else {
        ("点検：次の一覧に載せる".to_owned(), "")
    }
}

fn due(row: &DueRow, chosen: Option<&[&str]>) -> Due {
    let (id, (next, tone)) = (row.reimbursement.to_string(), next(row));
    let ready = row.open() > 0 && row.batch.is_none() && !row.correcting && !row.account_changing;
    Due {
        href: format!("/reimbursements/{id}"),
        receipt_number: row.receipt_number.to_string(),
        name: name_and_kana(&row.name).0,
        decided_on: wareki::short(row.decided_on),
        amount: row.amount,
        paid: row.paid,
        open: row.open().max(0),
        returned: (-row.open()).max(0),
        ready,
        // What came back is looked at before it is paid again.
        chosen: ready && chosen.map_or(row.fault.is_none(), |chosen| chosen.contains(&id.as_str())),
        next,
        tone,
        batch: row.batch.map(|batch| format!("/payments/{batch}")),
        id,
    }
}

fn batch(row: &BatchRow) -> Batch {
    let live = !matches!(row.stage, Stage::TakenBack);
    Batch {
        href: format!("/payments/{}", row.batch),
        number: format!("{}-{}", row.year, row.serial),
        stage: row.stage.label(),
        tone: tone(row.stage),
        pay_on: wareki::short(row.pay_on),
        lines: row.lines,
        total: row.total,
        paid: row.paid,
        rejected: row.rejected,
        waiting: if live { row.total - row.paid - row.rejected } else { 0 },
        next: next_of(row.stage),
    }
}

fn sums(totals: Totals) -> Sums {
    let Totals { decided, paid, planned, open, open_claims, returned, failed } = totals;
    Sums { decided, paid, due: planned + open, planned, open, open_claims, returned, failed }
}

fn page_after(place: DuePlace) -> String {
    format!("{SHOWN_AT}?after={place}")
}

async fn render(cx: &Cx, chosen: Option<&[&str]>, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let totals = payments::totals(cx.pool()).await?;
    let after: Option<DuePlace> = cx.parameter("after").and_then(|place| place.parse().ok());
    let mut rows = payments::dues(cx.pool(), after, DUES + 1).await?;
    let more = rows.len() > usize::from(DUES);
    rows.truncate(usize::from(DUES));
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let subjects: Vec<Uuid> = rows.iter().map(|row| row.recipient.0).collect();
    cx.viewed(&subjects).await?;
    let page = ListPage {
        sums: sums(totals),
        dues: rows.iter().map(|row| due(row, chosen)).collect(),
        action: after.map_or_else(|| SHOWN_AT.to_owned(), page_after),
        next: rows.last().filter(|_| more).map(|row| page_after(row.place())),
        first: after.map(|_| SHOWN_AT),
        batches: payments::all(cx.pool(), BATCHES).await?.iter().map(batch).collect(),
        may_draw: cx.may(Permission::RunReimbursementPayments),
        most: MOST,
        form,
    };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, None, FormView::default(), StatusCode::OK).await
}

/// `POST /payments`: draws up the next batch.
pub(crate) async fn draw(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let pay_on = reader.day("pay_on", "振込予定日");
    let chosen = posted.all("claim");
    let claims: Option<Vec<ReimbursementId>> = chosen.iter().map(|id| id.parse().ok()).collect();
    let mut errors = reader.errors;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match (pay_on, claims) {
        (_, None) => errors.add("claim", "選んだ請求が読めません。画面を開き直して、もう一度選んでください。"),
        (Some(pay_on), Some(claims)) => match cx.acts().draw_up_payments(&cx.request(&posted)?, pay_on, &claims).await {
            Ok((id, done)) => return cx.told(&format!("/payments/{id}"), "payment_drawn", done.position, SHOWN_BY).await,
            Err(ActError::Refused(refusal)) => {
                let field = match refusal {
                    Refusal::PaymentBatch(PaymentBatchRefusal::PayDay) => "pay_on",
                    _ => "claim",
                };
                errors.add(field, refusal.to_string());
            }
            Err(error @ (ActError::AlreadyTaken(_) | ActError::Stale { .. } | ActError::NotFound)) => {
                status = StatusCode::CONFLICT;
                errors.add("claim", error.to_string());
            }
            Err(other) => return Err(other.into()),
        },
        (None, Some(_)) => {}
    }
    render(&cx, Some(&chosen), FormView::of(&posted).with_errors(&errors), status).await
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "payments/list.html";

    fn sample() -> Vec<Self> {
        let due = |ready: bool, returned: i64| Due {
            id: "1".to_owned(),
            href: "/reimbursements/1".to_owned(),
            receipt_number: "8-01-0413".to_owned(),
            name: "見本 花子".to_owned(),
            decided_on: "R8.12.1".to_owned(),
            amount: 25_000,
            paid: 0,
            open: if ready { 25_000 } else { 0 },
            returned,
            ready,
            chosen: ready,
            next: "点検：次の一覧に載せる".to_owned(),
            tone: if returned > 0 { "alert" } else { "" },
            batch: (!ready && returned == 0).then(|| "/payments/1".to_owned()),
        };
        let batch = |stage: Stage| Batch {
            href: "/payments/1".to_owned(),
            number: "8-3".to_owned(),
            stage: stage.label(),
            tone: tone(stage),
            pay_on: "R8.12.25".to_owned(),
            lines: 2,
            total: 50_000,
            paid: 25_000,
            rejected: 0,
            waiting: 25_000,
            next: next_of(stage),
        };
        let some = Sums {
            decided: 90_000,
            paid: 20_000,
            due: 75_000,
            planned: 50_000,
            open: 25_000,
            open_claims: 1,
            returned: 5_000,
            failed: 1,
        };
        let none = Sums { decided: 0, paid: 0, due: 0, planned: 0, open: 0, open_claims: 0, returned: 0, failed: 0 };
        let mut errors = crate::forms::FieldErrors::default();
        errors.add("pay_on", "振込予定日を入力してください。");
        errors.add("claim", "支払う請求が1件も選ばれていません。");
        let page = |sums, dues: Vec<Due>, batches: Vec<Batch>, may_draw: bool, form| Self {
            sums,
            action: SHOWN_AT.to_owned(),
            next: may_draw.then(|| "/payments?after=2026-12-01_00000000-0000-0000-0000-000000000001".to_owned()),
            first: may_draw.then_some(SHOWN_AT),
            dues,
            batches,
            may_draw,
            most: MOST,
            form,
        };
        vec![
            page(
                some,
                vec![due(true, 0), due(false, 0), due(false, 5_000)],
                Stage::ALL.iter().map(|stage| batch(*stage)).collect(),
                true,
                FormView::filled([("pay_on", "R8.12.25")]).with_errors(&errors),
            ),
            page(some, vec![due(true, 0)], Vec::new(), false, FormView::default()),
            page(none, Vec::new(), Vec::new(), false, FormView::default()),
        ]
    }
}
