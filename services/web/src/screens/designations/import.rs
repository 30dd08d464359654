//! 名簿の取込: a file is chosen, every row is told what becomes of it, and all of them are registered in one act or none. Until then the file
//! lies sealed on the desk of whoever chose it.

use acts::{ActError, DesignationInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use events::designation::Holder;
use events::ids::CommandId;
use events::vocabulary::{
    DesignationKind, DoctorNumber, DoctorQualification, InstitutionCode, Kana, PersonName, ShortText, ValidityPeriod, wareki,
};
use serde::Serialize;
use uuid::Uuid;

use super::{SHOWN_BY, edit, reading};
use crate::csv_file::{Cells, FileError, Wrong, table};
use crate::csv_import::{Desk, Waiting};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

const DESK: Desk = Desk { kind: "designation_import", path: "/designations/import" };

/// The columns, by the names of the first line.
const COLUMNS: [&str; 9] = [
    "種別",
    "番号",
    "指定した自治体",
    "氏名または名称",
    "フリガナ",
    "要件",
    "勤務先または所在地",
    "有効期間の始まり",
    "有効期間の終わり",
];

/// A row of the file.
struct Row {
    line: u64,
    cells: Vec<String>,
    read: Result<DesignationInput, Vec<Wrong>>,
}

fn by_label<T: Copy>(all: &[T], label: impl Fn(T) -> &'static str, text: &str, wrong: &str) -> Result<T, String> {
    all.iter().copied().find(|one| label(*one) == text).ok_or_else(|| wrong.to_owned())
}

fn asked(cells: &[String], own: &str) -> Result<DesignationInput, Vec<Wrong>> {
    let [kind, number, authority, name, kana, qualification, place, start, end] = COLUMNS;
    let mut cells = Cells::new(&COLUMNS, cells);
    let sort = "「指定医」か「指定医療機関」と入れてください。";
    let kind = cells.take(kind, |text| by_label(DesignationKind::ALL, DesignationKind::label, text, sort));
    let (holder, written) = match kind {
        Some(DesignationKind::Doctor) => {
            let own = cells.text(authority).is_empty().then(|| ShortText::parse(own).ok()).flatten();
            let authority = own.or_else(|| cells.take(authority, ShortText::parse));
            let number = cells.take(number, DoctorNumber::parse);
            let kana = cells.take(kana, Kana::parse);
            let written = kana.and_then(|kana| cells.take(name, |text| PersonName::new(text, kana.clone())));
            let words = "「専門医」か「研修」と入れてください。";
            let qualification =
                cells.take(qualification, |text| by_label(DoctorQualification::ALL, DoctorQualification::label, text, words));
            let places: Result<Vec<ShortText>, _> = cells.text(place).split('／').map(ShortText::parse).collect();
            let workplaces = cells.take(place, |_| places.clone());
            let parts = number.zip(authority).zip(qualification.zip(workplaces));
            let holder = parts.map(|((number, authority), (qualification, workplaces))| Holder::Doctor {
                number,
                authority,
                qualification,
                workplaces,
            });
            (holder.filter(|_| written.is_some()), written)
        }
        Some(DesignationKind::Institution) => {
            let code = cells.take(number, InstitutionCode::parse);
            let (name, address) = (cells.take(name, ShortText::parse), cells.take(place, ShortText::parse));
            let parts = code.zip(name.zip(address));
            (parts.map(|(code, (name, address))| Holder::Institution { code, name, address }), None)
        }
        None => (None, None),
    };
    let (first, last) = (cells.take(start, reading::day), cells.take(end, reading::day));
    let validity = first.zip(last).and_then(|(first, last)| cells.take(end, |_| ValidityPeriod::new(first, last)));
    match (holder, validity) {
        (Some(holder), Some(validity)) if cells.wrong.is_empty() => {
            Ok(DesignationInput { holder, name: written, on: validity.start(), validity: Some(validity) })
        }
        _ => Err(cells.wrong),
    }
}

fn read(text: &str, own: &str) -> Result<Vec<Row>, FileError> {
    Ok(table(text, &COLUMNS)?.into_iter().map(|(line, cells)| Row { line, read: asked(&cells, own), cells }).collect())
}

/// The page on which a file is chosen.
#[derive(Serialize)]
pub(crate) struct ChoosePage {
    columns: [&'static str; 9],
    waiting: Vec<Waiting>,
    form: FormView,
}

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Line {
    at: u64,
    kind: String,
    number: String,
    name: String,
    place: String,
    validity: String,
    verdict: &'static str,
    tone: &'static str,
    wrong: Vec<Wrong>,
}

/// The page that tells what every row would do.
#[derive(Serialize)]
pub(crate) struct PlanPage {
    path: String,
    lines: Vec<Line>,
    wrong: usize,
    form: FormView,
}

async fn choose(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    cx.page_as(status, &ChoosePage { columns: COLUMNS, waiting: DESK.waiting(cx).await?, form })
}

/// `GET /designations/import`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    choose(&cx, FormView::default(), StatusCode::OK).await
}

/// `POST /designations/import`: looks at a file.
pub(crate) async fn upload(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let own = edit::own(&cx).await?;
    match DESK.keep(&cx, &posted, &[], FieldErrors::default(), |text| read(text, &own).map(drop)).await? {
        Ok(kept) => Ok(kept),
        Err(errors) => choose(&cx, FormView::default().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

async fn load(cx: &Cx, id: Uuid) -> Result<Vec<Row>, Problem> {
    let chosen = DESK.load(cx, id).await?;
    read(&chosen.text, &edit::own(cx).await?).map_err(|error| Problem::Invalid(error.to_string()))
}

const WRONG: &str = "誤り";

fn line(row: &Row, verdict: Option<Result<ValidityPeriod, Refusal>>) -> Line {
    let cell = |place: usize| row.cells.get(place).cloned().unwrap_or_default();
    let mut wrong = row.read.as_ref().err().cloned().unwrap_or_default();
    let (verdict, tone, validity) = match verdict {
        Some(Ok(term)) => ("新しく登録", "ok", format!("{}〜{}", wareki::short(term.start()), wareki::short(term.end()))),
        Some(Err(refusal)) => {
            let [_, column, ..] = COLUMNS;
            wrong.push(Wrong { column, why: refusal.to_string() });
            (WRONG, "alert", format!("{}〜{}", cell(7), cell(8)))
        }
        None => (WRONG, "alert", format!("{}〜{}", cell(7), cell(8))),
    };
    Line { at: row.line, kind: cell(0), number: cell(1), name: cell(3), place: cell(6), validity, verdict, tone, wrong }
}

/// Shows what every row would do.
async fn plan(cx: &Cx, id: Uuid, rows: &[Row], errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let inputs: Vec<DesignationInput> = rows.iter().filter_map(|row| row.read.clone().ok()).collect();
    let looking = cx.request_as(CommandId(cx.new_uuid()), None, cx.staff()?.actor.clone());
    let mut verdicts = cx.acts().plan_designations(&looking, &inputs).await?.into_iter();
    let lines: Vec<Line> = rows.iter().map(|row| line(row, if row.read.is_ok() { verdicts.next() } else { None })).collect();
    let wrong = lines.iter().filter(|line| line.verdict == WRONG).count();
    cx.page_as(status, &PlanPage { path: DESK.of(id), lines, wrong, form: FormView::default().with_errors(errors) })
}

/// `GET /designations/import/{id}`.
pub(crate) async fn look(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let rows = load(&cx, id).await?;
    plan(&cx, id, &rows, &FieldErrors::default(), StatusCode::OK).await
}

/// `POST /designations/import/{id}`: all rows in one act.
pub(crate) async fn record(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let rows = load(&cx, id).await?;
    let mut errors = FieldErrors::default();
    let inputs: Vec<DesignationInput> = rows.iter().filter_map(|row| row.read.clone().ok()).collect();
    if inputs.len() < rows.len() {
        errors.general("誤りのある行があるため、何も登録していません。ファイルを直して、もう一度選んでください。");
        return plan(&cx, id, &rows, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match cx.acts().grant_designations(&request, inputs).await {
        Ok((_, done)) => {
            DESK.clear(&cx, id).await?;
            cx.told("/designations", "designations_imported", done.position, SHOWN_BY).await
        }
        Err(error @ (ActError::Refused(_) | ActError::AlreadyTaken(_))) => {
            errors.general(error.to_string());
            plan(&cx, id, &rows, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /designations/import/{id}/discard`.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _posted: Posted) -> Result<Response, Problem> {
    DESK.discard(&cx, id).await
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "designations/import.html";

    fn sample() -> Vec<Self> {
        let waiting = Waiting::sample(DESK);
        let mut errors = FieldErrors::default();
        errors.add("file", "取り込むCSVファイルを選んでください。");
        let page = |waiting, form| Self { columns: COLUMNS, waiting, form };
        vec![page(Vec::new(), FormView::default()), page(vec![waiting], FormView::default().with_errors(&errors))]
    }
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "designations/import_plan.html";

    fn sample() -> Vec<Self> {
        let line = |verdict, tone, wrong| Line {
            at: 2,
            kind: "指定医".to_owned(),
            number: "SG-0012".to_owned(),
            name: "見本 医師".to_owned(),
            place: "見本病院".to_owned(),
            validity: "R4.4.1〜R9.3.31".to_owned(),
            verdict,
            tone,
            wrong,
        };
        let broken = Wrong { column: "番号", why: "指定医番号は12文字以内で入力してください。".to_owned() };
        let page = |lines: Vec<Line>, wrong| Self { path: DESK.of(Uuid::nil()), lines, wrong, form: FormView::default() };
        vec![page(vec![line("新しく登録", "ok", Vec::new())], 0), page(vec![line(WRONG, "alert", vec![broken])], 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Result<String, Vec<&'static str>>> {
        let text = std::iter::once(COLUMNS.join(",").as_str()).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n");
        let columns = |wrong: Vec<Wrong>| wrong.into_iter().map(|one| one.column).collect();
        let told = |row: Row| row.read.map(|input| input.holder.identity()).map_err(columns);
        read(&text, "見本県").unwrap().into_iter().map(told).collect()
    }

    #[test]
    fn both_registers_come_in_one_file_and_every_wrong_cell_is_named() {
        let told = rows(&[
            "指定医,SG-12,,見本 医師,ミホン イシ,専門医,見本病院／例題クリニック,R4.4.1,R9.3.31",
            "指定医,F-3,福岡県,例題 医師,レイダイ イシ,研修,隣県病院,R5.4.1,R10.3.31",
            "指定医療機関,4110100015,,見本病院,,,佐賀市見本町1-1,R5.4.1,R11.3.31",
            "指定医,,,見本 医師,,名医,,R4.4.1,R4.3.1",
            "指定医療機関,4110100016,,,,,佐賀市,R5.4.1,",
            "歯科医,1,,,,,,,",
        ]);
        assert_eq!(told[0], Ok("doctor/見本県/SG-12".to_owned()));
        assert_eq!(told[1], Ok("doctor/福岡県/F-3".to_owned()));
        assert_eq!(told[2], Ok("institution/4110100015".to_owned()));
        assert_eq!(told[3], Err(vec!["番号", "フリガナ", "要件", "勤務先または所在地", "有効期間の終わり"]));
        assert_eq!(told[4], Err(vec!["番号", "氏名または名称", "有効期間の終わり"]));
        assert_eq!(told[5], Err(vec!["種別", "有効期間の始まり", "有効期間の終わり"]));
    }
}
