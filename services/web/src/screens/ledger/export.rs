//! The ledger of a moment and the comparison of two moments as spreadsheets. That they leave, by whom and why, is written down before they
//! are made, with everybody who is in them.

use axum::response::Response;
use events::vocabulary::FreeText;
use identity::Permission;
use projections::ledger;
use uuid::Uuid;

use super::compare::{self, Pair};
use super::{fields, list};
use crate::as_of::View;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::spreadsheet::{Cell, Sheet, XLSX, download, workbook};

/// Who may take tables out.
pub(super) const PERMISSION: Permission = Permission::DrawSamples;
/// Most lines of a file: twenty times the prefecture of today, and what a request can hold in memory.
const MOST: u16 = 20_000;

/// The reason, or what is wrong with it.
fn reason(posted: &Posted) -> Result<FreeText, FormView> {
    FreeText::parse(posted.text("reason")).map_err(|error| {
        let mut errors = FieldErrors::default();
        errors.add("reason", format!("書き出す理由：{error}"));
        FormView::filled([("reason", posted.text("reason"))]).with_errors(&errors)
    })
}

fn too_many(posted: &Posted) -> FormView {
    let mut errors = FieldErrors::default();
    errors.add("reason", format!("{MOST}行を超えるため、書き出していません。事務所や日付を絞ってください。"));
    FormView::filled([("reason", posted.text("reason"))]).with_errors(&errors)
}

/// Says who took it out, when, why and from where: on the file itself.
fn about(cx: &Cx, title: &str, words: &str, rows: usize, why: &FreeText) -> Result<String, Problem> {
    let staff = cx.staff()?;
    let who = format!("{} {} {}", staff.office_name, staff.role.label(), staff.name);
    Ok(format!("{title}　{words}　{rows}行　書き出し {} {who}　理由 {}", moment::exact(cx.now), why.as_str()))
}

async fn tell(cx: &Cx, posted: &Posted, rows: usize, mut subjects: Vec<Uuid>, why: &FreeText) -> Result<(), Problem> {
    subjects.sort_unstable();
    subjects.dedup();
    let request = cx.request(posted)?;
    cx.acts().table_exported(&request, cx.route().name, rows, subjects, why.clone()).await?;
    cx.seen_is_written();
    Ok(())
}

/// `POST /ledger/export`.
pub(crate) async fn ledger_sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let view = View::asked(&cx, posted.text("valid").to_owned(), posted.text("known").to_owned()).await?;
    let office = list::asked(Some(posted.text("office")), cx.office_scope());
    let why = match reason(&posted) {
        Ok(why) if !view.is_wrong() => why,
        Ok(_) => return list::render(&cx, view, office, None, FormView::of(&posted), true).await,
        Err(form) => return list::render(&cx, view, office, None, form, true).await,
    };
    let mut page = ledger::page(cx.pool(), view.as_of(), office, None, MOST).await?;
    if page.next.is_some() {
        return list::render(&cx, view, office, None, too_many(&posted), true).await;
    }
    tell(&cx, &posted, page.rows.len(), page.rows.iter().map(|row| row.recipient.0).collect(), &why).await?;
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let mut columns: Vec<(&'static str, u8)> = Vec::new();
    let mut rows = Vec::new();
    for row in &page.rows {
        let said: Vec<fields::Said> = fields::person(row, &names).into_iter().chain(fields::award(row, &names)).collect();
        if columns.is_empty() {
            columns = said.iter().map(|(label, _)| (*label, 18)).collect();
            columns.extend([("最後の変更", 24), ("記録日", 12), ("記録の位置", 12)]);
        }
        let mut cells: Vec<Cell> = said.into_iter().map(|(_, value)| value.into()).collect();
        let change = &row.last_change;
        cells.extend([change.label().into(), Cell::Day(moment::in_japan(change.at).date()), change.position.into()]);
        rows.push(cells);
    }
    if columns.is_empty() {
        columns.push(("受給者はいません", 24));
    }
    let about = about(&cx, "受給者台帳", &view.words(), rows.len(), &why)?;
    let sheet = Sheet { name: "受給者台帳", about, columns, rows };
    download(workbook(&[sheet])?, XLSX, &format!("ledger-{}.xlsx", view.day))
}

/// `POST /ledger/compare/export`.
pub(crate) async fn comparison_sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let question = compare::posted(&cx, &posted).await?;
    let why = match reason(&posted) {
        Ok(why) if !question.is_wrong() => why,
        Ok(_) => return compare::render(&cx, question, None, FormView::of(&posted), true).await,
        Err(form) => return compare::render(&cx, question, None, form, true).await,
    };
    let found = compare::found(&cx, &question, None, MOST).await?;
    if i64::from(MOST) < found.counted.added + found.counted.removed + found.counted.changed {
        return compare::render(&cx, question, None, too_many(&posted), true).await;
    }
    tell(&cx, &posted, found.pairs.len(), found.subjects, &why).await?;
    let [before, after] = question.words();
    let about = about(&cx, "台帳の比較", &format!("前：{before}　後：{after}"), found.pairs.len(), &why)?;
    let columns = vec![
        ("受給者番号", 12),
        ("氏名", 18),
        ("フリガナ", 20),
        ("違い", 12),
        ("項目", 18),
        ("前", 36),
        ("後", 36),
        ("出来事の位置", 24),
    ];
    let sheet = Sheet { name: "比較", about, columns, rows: found.pairs.iter().flat_map(lines).collect() };
    download(workbook(&[sheet])?, XLSX, &format!("ledger-compare-{}.xlsx", cx.today))
}

/// A line for each field that differs; one where no field does.
fn lines(pair: &Pair) -> Vec<Vec<Cell>> {
    let line = |label: &str, before: &str, after: &str| -> Vec<Cell> {
        vec![
            pair.recipient_number.clone().into(),
            pair.name.clone().into(),
            pair.kana.clone().into(),
            pair.word.into(),
            label.into(),
            before.into(),
            after.into(),
            pair.positions().into(),
        ]
    };
    if pair.fields.is_empty() {
        return vec![line("", "", "")];
    }
    pair.fields.iter().map(|field| line(field.label, &field.before, &field.after)).collect()
}
