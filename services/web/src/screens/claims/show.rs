//! `GET /claims/{id}`: what came in with a file, those with something wrong first asked for, and what became of it; `POST /claims/{id}/export`: the same as a file.

use axum::http::StatusCode;
use axum::response::Response;
use casework::claim_import::ClaimImportRefusal;
use events::claim_import::{ClaimRow, Fault};
use events::ids::{ClaimImportId, RecipientId};
use identity::Permission;
use projections::claims::{self, ClaimLine, ImportRow, UseRow};
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::ERASED;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Rows of a page.
const ROWS: u16 = 100;

/// A row with its verdict.
#[derive(Clone, Serialize)]
pub(super) struct Line {
    at: i64,
    month: String,
    payer_number: String,
    recipient_number: String,
    href: Option<String>,
    institution: String,
    care: &'static str,
    total: String,
    paid: String,
    share: String,
    faults: Vec<&'static str>,
}

fn labels(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.label()).collect()
}

fn person(recipient: Option<RecipientId>) -> Option<String> {
    recipient.map(|recipient| format!("/recipients/{recipient}"))
}

impl Line {
    /// Of a row that is not recorded yet.
    pub(super) fn judged(row: &ClaimRow) -> Self {
        Self {
            at: i64::from(row.line),
            month: month::short(row.month),
            payer_number: row.payer_number.clone(),
            recipient_number: row.recipient_number.clone(),
            href: person(row.matched.map(|matched| matched.recipient)),
            institution: row.institution.clone(),
            care: row.care.label(),
            total: row.total.to_string(),
            paid: row.paid.to_string(),
            share: row.share.to_string(),
            faults: labels(&row.faults),
        }
    }

    fn of(row: &ClaimLine) -> Self {
        Self {
            at: i64::from(row.line),
            month: month::short(row.month),
            payer_number: row.payer_number.clone(),
            recipient_number: row.recipient_number.clone(),
            href: person(row.recipient),
            institution: row.institution.clone(),
            care: row.care.label(),
            total: row.total.to_string(),
            paid: row.paid.to_string(),
            share: row.share.to_string(),
            faults: labels(&row.faults),
        }
    }

    /// For the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let line = |faults: &[Fault], href: Option<&str>| Self {
            at: 2,
            month: "R8.10".to_owned(),
            payer_number: "52416013".to_owned(),
            recipient_number: "0000018".to_owned(),
            href: href.map(ToOwned::to_owned),
            institution: "4110100015".to_owned(),
            care: "外来",
            total: "68,400円".to_owned(),
            paid: "13,680円".to_owned(),
            share: "0円".to_owned(),
            faults: labels(faults),
        };
        vec![line(&[Fault::UnknownNumber, Fault::NotDesignated], None), line(&[], Some("/recipients/1"))]
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ImportPage {
    path: String,
    body: &'static str,
    claimed_in: String,
    recorded_on: jiff::civil::Date,
    rows: i32,
    faulty: i32,
    all: bool,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    offer: Option<Offer>,
    /// That it was taken back; none where it stands.
    taken_back: Option<TakenBack>,
    version: i32,
    may_take_back: bool,
    /// Why this person may not.
    closed: String,
    form: FormView,
}

/// What became of an import that was wrong.
#[derive(Clone, Serialize)]
struct TakenBack {
    on: jiff::civil::Date,
    why: String,
    /// Decisions on its months.
    uses: Vec<Decision>,
}

/// A decision on months of the import.
#[derive(Clone, Serialize)]
struct Decision {
    case: String,
    person: String,
}

impl Decision {
    fn of(row: &UseRow) -> Self {
        Self { case: format!("/cases/{}", row.application), person: format!("/recipients/{}", row.recipient) }
    }
}

/// What the page answers to.
#[derive(Default)]
pub(super) struct Answer {
    /// What was asked before the rows leave.
    pub(super) offer: Option<Offer>,
    /// What was typed to take it back.
    pub(super) form: FormView,
}

const COLUMNS: [(&str, u8); 10] = [
    ("行", 6),
    ("診療年月", 10),
    ("公費負担者番号", 14),
    ("受給者番号", 12),
    ("医療機関コード", 14),
    ("区分", 10),
    ("医療費総額", 12),
    ("公費負担額", 12),
    ("自己負担額", 12),
    ("過誤の理由", 50),
];

fn offer() -> Offer {
    Offer::of(COLUMNS.iter().map(|(title, _)| *title).collect())
}

async fn taken_back(cx: &Cx, import: &ImportRow) -> Result<Option<TakenBack>, Problem> {
    let Some(row) = &import.taken_back else { return Ok(None) };
    let why = row.why.open().map_or_else(|| ERASED.to_owned(), ToString::to_string);
    let uses = claims::uses_of(cx.pool(), import.import).await?;
    Ok(Some(TakenBack { on: row.on, why, uses: uses.iter().map(Decision::of).collect() }))
}

/// The page with what was typed and what is wrong.
pub(super) async fn render(
    cx: &Cx,
    import: ImportRow,
    all: bool,
    answer: Answer,
    status: StatusCode,
) -> Result<Response, Problem> {
    let path = format!("/claims/{}", import.import);
    let after: i32 = cx.parameter("after").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut rows = claims::rows(cx.pool(), import.import, !all, after, ROWS + 1).await?;
    let more = rows.len() > usize::from(ROWS);
    rows.truncate(usize::from(ROWS));
    let seen: Vec<Uuid> = rows.iter().filter_map(|row| Some(row.recipient?.0)).collect();
    cx.viewed(&seen).await?;
    let stands = import.taken_back.is_none();
    let own = import.recorded_by == Some(cx.staff()?.actor.id);
    let may = stands && cx.may(Permission::TakeBackClaims);
    let which = if all { "rows=all" } else { "rows=faulty" };
    let page = ImportPage {
        body: import.body.label(),
        claimed_in: month::long(import.claimed_in),
        recorded_on: import.recorded_on,
        rows: import.rows,
        faulty: import.faulty,
        all,
        next: rows.last().filter(|_| more).map(|last| format!("{path}?{which}&after={}", last.line)),
        first: (after > 0).then(|| format!("{path}?{which}")),
        lines: rows.iter().map(Line::of).collect(),
        offer: answer.offer.or_else(|| cx.may(Permission::ViewPayments).then(offer)),
        taken_back: taken_back(cx, &import).await?,
        version: if stands { 1 } else { 2 },
        may_take_back: may && !own,
        closed: if may && own { ClaimImportRefusal::OwnImport.to_string() } else { String::new() },
        path,
        form: answer.form,
    };
    cx.page_as(status, &page)
}

/// An import, opened.
pub(super) async fn known(cx: &Cx, id: ClaimImportId) -> Result<ImportRow, Problem> {
    let mut rows = [claims::one(cx.pool(), id).await?.ok_or(Problem::NotFound)?];
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let [row] = rows;
    Ok(row)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<ClaimImportId>) -> Result<Response, Problem> {
    let import = known(&cx, id).await?;
    let all = match cx.parameter("rows") {
        Some(which) => which == "all",
        None => import.faulty == 0,
    };
    render(&cx, import, all, Answer::default(), StatusCode::OK).await
}

fn cells(row: &ClaimLine) -> Vec<Cell> {
    vec![
        i64::from(row.line).into(),
        row.month.strftime("%Y-%m").to_string().into(),
        row.payer_number.as_str().into(),
        row.recipient_number.as_str().into(),
        row.institution.as_str().into(),
        row.care.label().into(),
        row.total.amount().into(),
        row.paid.amount().into(),
        row.share.amount().into(),
        labels(&row.faults).join("、").into(),
    ]
}

/// `POST /claims/{id}/export`: those with something wrong, or all.
pub(crate) async fn export(cx: Cx, Id(id): Id<ClaimImportId>, posted: Posted) -> Result<Response, Problem> {
    let import = known(&cx, id).await?;
    let all = posted.text("rows") == "all";
    let titles = || COLUMNS.iter().map(|(title, _)| *title).collect();
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => {
            let offer = Some(Offer::again(titles(), &posted, &errors));
            return render(&cx, import, all, Answer { offer, ..Answer::default() }, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let rows = claims::rows(cx.pool(), id, !all, 0, MOST + 1).await?;
    if rows.len() > usize::from(MOST) {
        let offer = Some(Offer::again(titles(), &posted, &too_many()));
        return render(&cx, import, all, Answer { offer, ..Answer::default() }, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Err(errors) =
        wish.tell(&cx, &posted, rows.len(), rows.iter().filter_map(|row| Some(row.recipient?.0)).collect()).await?
    {
        let offer = Some(Offer::again(titles(), &posted, &errors));
        return render(&cx, import, all, Answer { offer, ..Answer::default() }, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let name = if all { "請求明細" } else { "過誤の一覧" };
    let words = format!("{} {}請求", import.body.label(), month::long(import.claimed_in));
    let about = wish.about(&cx, name, &words, rows.len())?;
    let sheet = Sheet { name, about, columns: COLUMNS.to_vec(), rows: rows.iter().map(cells).collect() };
    wish.file(sheet, &format!("claims-{}", import.claimed_in.strftime("%Y%m")))
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "claims/show.html";

    fn sample() -> Vec<Self> {
        let [plain, refused] = Offer::samples();
        let decision = Decision { case: "/cases/1".to_owned(), person: "/recipients/1".to_owned() };
        let gone = |uses: Vec<Decision>| TakenBack {
            on: jiff::civil::date(2026, 11, 21),
            why: "別の月のファイルだった。".to_owned(),
            uses,
        };
        let mut errors = FieldErrors::default();
        errors.add("why", "取り消す理由を入力してください。");
        let page = |lines: Vec<Line>, all, offer| Self {
            path: "/claims/1".to_owned(),
            body: "支払基金",
            claimed_in: "令和8年11月".to_owned(),
            recorded_on: jiff::civil::date(2026, 11, 20),
            rows: 412,
            faulty: 3,
            all,
            next: (!lines.is_empty()).then(|| "/claims/1?after=100".to_owned()),
            first: None,
            lines,
            offer,
            taken_back: None,
            version: 1,
            may_take_back: false,
            closed: String::new(),
            form: FormView::default(),
        };
        let refusing = Self {
            may_take_back: true,
            form: FormView::default().with_errors(&errors),
            ..page(Line::samples(), true, Some(plain.clone()))
        };
        let own = Self { closed: ClaimImportRefusal::OwnImport.to_string(), ..page(Line::samples(), true, None) };
        let used = Self { taken_back: Some(gone(vec![decision])), version: 2, ..page(Line::samples(), true, None) };
        let unused = Self { taken_back: Some(gone(Vec::new())), version: 2, ..page(Vec::new(), true, None) };
        vec![
            page(Line::samples(), false, Some(plain)),
            page(Line::samples(), true, Some(refused)),
            page(Vec::new(), false, None),
            refusing,
            own,
            used,
            unused,
        ]
    }
}
