//! 課税情報の取込み: a file is chosen, every row (a member of a household) is told what becomes of it, and all of them are taken in in one act
//! or none. Until then the file lies sealed on the desk of whoever chose it.

use acts::{ActError, TaxPlan, TaxRow, TaxRowFault};
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::CampaignId;
use events::vocabulary::{CapChange, FiscalYear, FreeText, PayerNumber, RecipientNumber, Yen};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::show::found;
use super::tax_changes::{SHOWN_BY, judged, tone};
use crate::csv_file::{Cells, FileError, Wrong, decode, table};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// Kind of these drafts in the store of drafts.
const KIND: &str = "tax_import";

/// The columns, by the names of the first line.
const COLUMNS: [&str; 7] =
    ["公費負担者番号", "受給者番号", "世帯員の氏名", "課税年度", "市町村民税", "所得割額", "申請者の年収等"];

/// The file that was chosen, and for which campaign.
#[derive(Clone, Serialize, Deserialize)]
struct Content {
    campaign: CampaignId,
    text: String,
}

/// A row of the file.
struct Row {
    line: u64,
    cells: Vec<String>,
    read: Result<TaxRow, Vec<Wrong>>,
}

/// 「令和9」「R9」「2027」, with or without 年度.
fn year(text: &str) -> Result<FiscalYear, String> {
    let bare = text.trim().trim_end_matches("度").trim_end_matches('年');
    let era = bare.strip_prefix("令和").or_else(|| bare.strip_prefix(['R', 'r']));
    let number = match era {
        Some("元") => Some(2019),
        Some(years) => years.trim().parse::<i16>().ok().filter(|years| (1..=99).contains(years)).map(|years| 2018 + years),
        None => bare.parse::<i16>().ok().filter(|year| *year > 1900),
    };
    let wrong = || "課税年度は「令和9」「R9」「2027」のように入れてください。".to_owned();
    FiscalYear::new(number.ok_or_else(wrong)?).map_err(|error| error.to_string())
}

fn taxed(text: &str) -> Result<bool, &'static str> {
    match text {
        "課税" => Ok(true),
        "非課税" => Ok(false),
        _ => Err("「課税」か「非課税」と入れてください。"),
    }
}

fn asked(cells: &[String]) -> Result<TaxRow, Vec<Wrong>> {
    let [payer, number, name, of_year, tax, levy, income] = COLUMNS;
    let mut cells = Cells::new(&COLUMNS, cells);
    let row = (
        cells.take(payer, PayerNumber::parse).zip(cells.take(number, RecipientNumber::parse)),
        cells.take(name, FreeText::parse),
        cells.take(of_year, year),
        cells.take(tax, taxed),
        cells.take(levy, Yen::parse_input),
    );
    let told = if cells.text(income).is_empty() { None } else { cells.take(income, Yen::parse_input) };
    if row.3 == Some(false) && row.4.is_some_and(|levy| levy.amount() > 0) {
        cells.wrong.push(Wrong { column: levy, why: "非課税の人に所得割額が入っています。".to_owned() });
    }
    match row {
        (Some((payer, number)), Some(name), Some(year), Some(taxed), Some(income_levy)) if cells.wrong.is_empty() => {
            Ok(TaxRow { payer, number, name, year, taxed, income_levy, income: told })
        }
        _ => Err(cells.wrong),
    }
}

fn read(text: &str) -> Result<Vec<Row>, FileError> {
    Ok(table(text, &COLUMNS)?.into_iter().map(|(line, cells)| Row { line, read: asked(&cells), cells }).collect())
}

/// The page on which a file is chosen.
#[derive(Serialize)]
pub(crate) struct ChoosePage {
    path: String,
    name: String,
    columns: [&'static str; 7],
    waiting: Vec<Waiting>,
    form: FormView,
}

/// A file that was looked at and not taken in.
#[derive(Serialize)]
struct Waiting {
    path: String,
    saved_at: jiff::Timestamp,
}

/// What becomes of a row.
#[derive(Serialize)]
struct Line {
    at: u64,
    cells: Vec<String>,
    wrong: Vec<Wrong>,
}

/// What becomes of a household.
#[derive(Serialize)]
struct Outcome {
    number: String,
    before: String,
    after: String,
    change: &'static str,
    tone: &'static str,
    missing: String,
}

/// The page that tells what every row would do.
#[derive(Serialize)]
pub(crate) struct PlanPage {
    path: String,
    campaign: String,
    columns: [&'static str; 7],
    lines: Vec<Line>,
    wrong: usize,
    outcomes: Vec<Outcome>,
    form: FormView,
}

fn path(id: Uuid) -> String {
    format!("/campaigns/taxes/{id}")
}

async fn choose(cx: &Cx, id: CampaignId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let campaign = found(cx, id).await?;
    let drafts = cx.drafts().list::<Content>(cx.staff()?.actor.id, KIND).await?;
    let waiting = drafts
        .into_iter()
        .filter(|draft| draft.content.campaign == id)
        .map(|draft| Waiting { path: path(draft.info.id), saved_at: draft.info.updated_at })
        .collect();
    let page = ChoosePage { path: format!("/campaigns/{id}"), name: campaign.name, columns: COLUMNS, waiting, form };
    cx.page_as(status, &page)
}

/// `GET /campaigns/{id}/taxes/import`.
pub(crate) async fn show(cx: Cx, Id(id): Id<CampaignId>) -> Result<Response, Problem> {
    choose(&cx, id, FormView::default(), StatusCode::OK).await
}

/// `POST /campaigns/{id}/taxes/import`: looks at a file. The address of what is kept of it is the command's id, so that a double click keeps
/// it once.
pub(crate) async fn upload(cx: Cx, Id(campaign): Id<CampaignId>, posted: Posted) -> Result<Response, Problem> {
    let id = Uuid::from(posted.command()?);
    let mut errors = FieldErrors::default();
    let text = match posted.file("file") {
        None => {
            errors.add("file", "取り込むCSVファイルを選んでください。");
            None
        }
        Some(bytes) => errors.take("file", decode(bytes).and_then(|text| read(&text).map(|_| text))),
    };
    let Some(text) = text else {
        return choose(&cx, campaign, FormView::default().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    found(&cx, campaign).await?;
    match cx.drafts().save(cx.staff()?.actor.id, KIND, (id, 0), &Content { campaign, text }, cx.now).await {
        Ok(_) | Err(identity::DraftError::Conflict { .. }) => Ok(cx.redirect(&path(id))),
        Err(other) => Err(other.into()),
    }
}

async fn load(cx: &Cx, id: Uuid) -> Result<(Content, Vec<Row>), Problem> {
    let draft = cx.drafts().load::<Content>(cx.staff()?.actor.id, KIND, id).await?.ok_or(Problem::NotFound)?;
    let rows = read(&draft.content.text).map_err(|error| Problem::Invalid(error.to_string()))?;
    Ok((draft.content, rows))
}

fn outcome(plan: &TaxPlan, number: &str) -> Outcome {
    let (before, after) = (plan.taken_in.before, plan.taken_in.after);
    Outcome {
        number: number.to_owned(),
        before: judged(before.tier, before.monthly_cap),
        after: judged(after.tier, after.monthly_cap),
        change: plan.taken_in.change.label(),
        tone: tone(plan.taken_in.change),
        missing: plan.missing.join("、"),
    }
}

/// Faults of the file stand with those that the ledger finds, each beside its row.
fn lines(rows: &[Row], faults: Vec<Option<TaxRowFault>>) -> Vec<Line> {
    let mut faults = faults.into_iter();
    let line = |row: &Row| {
        let wrong = if let Err(wrong) = &row.read {
            wrong.clone()
        } else {
            let fault = faults.next().flatten();
            fault.map(|fault| Wrong { column: column(&fault), why: fault.to_string() }).into_iter().collect()
        };
        Line { at: row.line, cells: row.cells.clone(), wrong }
    };
    rows.iter().map(line).collect()
}

const fn column(fault: &TaxRowFault) -> &'static str {
    let [_, number, name, of_year, ..] = COLUMNS;
    match fault {
        TaxRowFault::NotOfTheHousehold | TaxRowFault::Twice => name,
        TaxRowFault::OtherYear(_) => of_year,
        TaxRowFault::UnknownNumber | TaxRowFault::NotAsked | TaxRowFault::Erased => number,
    }
}

async fn plan(
    cx: &Cx,
    id: Uuid,
    (content, rows): (&Content, &[Row]),
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response, Problem> {
    let good: Vec<TaxRow> = rows.iter().filter_map(|row| row.read.as_ref().ok().cloned()).collect();
    let (faults, plans) = match Box::pin(cx.acts().plan_tax_data(content.campaign, &good)).await {
        Ok(planned) => planned,
        Err(ActError::Refused(refusal)) => return Err(Problem::Invalid(refusal.to_string())),
        Err(other) => return Err(other.into()),
    };
    cx.viewed(&plans.iter().map(|plan| plan.taken_in.recipient.0).collect::<Vec<_>>()).await?;
    let mut numbers: Vec<(PayerNumber, RecipientNumber)> = good.iter().map(|row| (row.payer, row.number)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let lines = lines(rows, faults);
    let wrong = lines.iter().filter(|line| !line.wrong.is_empty()).count();
    let judged = plans.iter().zip(numbers.iter()).filter(|_| wrong == 0);
    let page = PlanPage {
        path: path(id),
        campaign: format!("/campaigns/{}/taxes", content.campaign),
        columns: COLUMNS,
        wrong,
        lines,
        outcomes: judged.map(|(plan, number)| outcome(plan, &number.1.to_string())).collect(),
        form: FormView::default().with_errors(errors),
    };
    cx.page_as(status, &page)
}

/// `GET /campaigns/taxes/{id}`.
pub(crate) async fn look(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let (content, rows) = load(&cx, id).await?;
    plan(&cx, id, (&content, &rows), &FieldErrors::default(), StatusCode::OK).await
}

/// `POST /campaigns/taxes/{id}`: takes everybody in, or nobody.
pub(crate) async fn record(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let (content, rows) = load(&cx, id).await?;
    let mut errors = FieldErrors::default();
    let good: Vec<TaxRow> = rows.iter().filter_map(|row| row.read.as_ref().ok().cloned()).collect();
    if good.len() == rows.len() {
        let request = cx.request(&posted)?;
        match Box::pin(cx.acts().take_in_tax_data(&request, content.campaign, &good, content.text.as_bytes())).await {
            Ok(done) => {
                cx.drafts().discard(cx.staff()?.actor.id, id).await?;
                return cx.told(&format!("/campaigns/{}/taxes", content.campaign), "tax_taken_in", done.position, SHOWN_BY).await;
            }
            Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.general(error.to_string()),
            Err(other) => return Err(other.into()),
        }
    } else {
        errors.general(casework::tax_data::TaxDataRefusal::Faulty.to_string());
    }
    plan(&cx, id, (&content, &rows), &errors, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// `POST /campaigns/taxes/{id}/discard`.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _posted: Posted) -> Result<Response, Problem> {
    let draft = cx.drafts().load::<Content>(cx.staff()?.actor.id, KIND, id).await?.ok_or(Problem::NotFound)?;
    cx.drafts().discard(cx.staff()?.actor.id, id).await?;
    Ok(cx.redirect(&format!("/campaigns/{}/taxes", draft.content.campaign)))
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "campaigns/tax_import.html";

    fn sample() -> Vec<Self> {
        let waiting = Waiting { path: path(Uuid::nil()), saved_at: jiff::Timestamp::UNIX_EPOCH };
        let mut errors = FieldErrors::default();
        errors.add("file", "取り込むCSVファイルを選んでください。");
        let page = |waiting, form| Self {
            path: "/campaigns/1".to_owned(),
            name: "令和9年度の更新".to_owned(),
            columns: COLUMNS,
            waiting,
            form,
        };
        vec![page(Vec::new(), FormView::default()), page(vec![waiting], FormView::default().with_errors(&errors))]
    }
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "campaigns/tax_plan.html";

    fn sample() -> Vec<Self> {
        let line = |wrong| Line {
            at: 2,
            cells: ["52416013", "1000012", "見本 一郎", "令和9", "課税", "68400", ""].map(str::to_owned).to_vec(),
            wrong,
        };
        let outcome = || Outcome {
            number: "1000012".to_owned(),
            before: "Ⅳ 一般所得Ⅰ　5,000円".to_owned(),
            after: "Ⅴ 一般所得Ⅱ　10,000円".to_owned(),
            change: CapChange::Raised.label(),
            tone: tone(CapChange::Raised),
            missing: String::new(),
        };
        let broken = Wrong { column: "世帯員の氏名", why: TaxRowFault::NotOfTheHousehold.to_string() };
        let page = |lines: Vec<Line>, wrong, outcomes| Self {
            path: path(Uuid::nil()),
            campaign: "/campaigns/1/taxes".to_owned(),
            columns: COLUMNS,
            lines,
            wrong,
            outcomes,
            form: FormView::default(),
        };
        vec![page(vec![line(Vec::new())], 0, vec![outcome()]), page(vec![line(vec![broken])], 1, Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_cell_of_a_row_is_named() {
        let text = |rows: &[&str]| {
            std::iter::once(COLUMNS.join(",").as_str()).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n")
        };
        let rows = read(&text(&[
            "52416013,0000018,見本 一郎,令和9,課税,\"68,400\",",
            "52416013,0000018,見本 春子,R9年度,非課税,0,700000",
            "x,12,,来年,有,x,y",
            "52416013,0000018,見本 夏子,2027,非課税,5000,",
        ]))
        .unwrap();
        let wrong = |row: &Row| row.read.as_ref().err().map(|wrong| wrong.iter().map(|one| one.column).collect::<Vec<_>>());
        assert_eq!(wrong(&rows[0]), None);
        assert_eq!(rows[1].read.as_ref().map(|row| (row.taxed, row.year.year(), row.income.is_some())), Ok((false, 2027, true)));
        assert_eq!(wrong(&rows[2]).unwrap(), COLUMNS);
        assert_eq!(wrong(&rows[3]).unwrap(), ["所得割額"]);
        assert!(read("受給者番号\n1").is_err(), "a file without its columns is refused as a whole");
    }
}
