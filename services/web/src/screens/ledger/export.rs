//! The ledger of a moment and the comparison of two moments as files.

use axum::response::Response;
use identity::Permission;
use projections::ledger::{self, LedgerRow};

use super::compare::{self, Pair};
use super::{fields, list};
use crate::as_of::View;
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Who may take tables out.
pub(super) const PERMISSION: Permission = Permission::DrawSamples;
/// Columns beside the fields of a person and an award.
const CHANGED: [(&str, u8); 3] = [("最後の変更", 24), ("記録日", 12), ("記録の位置", 12)];

/// Columns of a comparison.
const COMPARED: [(&str, u8); 8] = [
    ("受給者番号", 12),
    ("氏名", 18),
    ("フリガナ", 20),
    ("違い", 12),
    ("項目", 18),
    ("前", 36),
    ("後", 36),
    ("出来事の位置", 24),
];

fn titles(columns: &[(&'static str, u8)]) -> Vec<&'static str> {
    columns.iter().map(|(title, _)| *title).collect()
}

fn ledger_columns() -> Vec<(&'static str, u8)> {
    fields::LABELS.iter().map(|label| (*label, 18)).chain(CHANGED).collect()
}

/// What is asked before the ledger leaves.
pub(super) fn ledger_offer() -> Offer {
    Offer::of(titles(&ledger_columns()))
}

/// What is asked before a comparison leaves.
pub(super) fn comparison_offer() -> Offer {
    Offer::of(titles(&COMPARED))
}

/// `POST /ledger/export`.
pub(crate) async fn ledger_sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let view = View::asked(&cx, posted.text("valid").to_owned(), posted.text("known").to_owned()).await?;
    let office = list::asked(Some(posted.text("office")), cx.office_scope());
    let again = |errors: &FieldErrors| Offer::again(titles(&ledger_columns()), &posted, errors);
    let wish = match Wish::asked(&cx, &posted).await? {
        Ok(wish) if !view.is_wrong() => wish,
        Ok(_) => return list::render(&cx, view, office, None, Some(again(&FieldErrors::default()))).await,
        Err(errors) => return list::render(&cx, view, office, None, Some(again(&errors))).await,
    };
    let mut page = ledger::page(cx.pool(), view.as_of(), office, None, MOST).await?;
    if page.next.is_some() {
        return list::render(&cx, view, office, None, Some(again(&too_many()))).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, page.rows.len(), page.rows.iter().map(|row| row.recipient.0).collect()).await? {
        return list::render(&cx, view, office, None, Some(again(&errors))).await;
    }
    projections::open(cx.pool(), cx.ring(), &mut page.rows).await?;
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let recipients: Vec<uuid::Uuid> = page.rows.iter().map(|row| row.recipient.0).collect();
    // An address of a protected family never leaves in a list.
    let (shield, hiding) = (cx.shield(&recipients).await?, names.clone().hiding(true));
    let line = |row: &LedgerRow| -> Vec<Cell> {
        let names = if shield.covers(row.recipient.0) { &hiding } else { &names };
        let said: Vec<fields::Said> = fields::person(row, names).into_iter().chain(fields::award(row, names)).collect();
        let value = |label: &&str| said.iter().find(|(of, _)| of == label).map(|(_, value)| value.clone()).into();
        let change = &row.last_change;
        let changed = [change.label().into(), Cell::Day(moment::in_japan(change.at).date()), change.position.into()];
        fields::LABELS.iter().map(value).chain(changed).collect()
    };
    let rows: Vec<Vec<Cell>> = page.rows.iter().map(line).collect();
    let about = wish.about(&cx, "受給者台帳", &view.words(), rows.len())?;
    let sheet = Sheet { name: "受給者台帳", about, columns: ledger_columns(), rows };
    wish.file(sheet, &format!("ledger-{}", view.day))
}

/// `POST /ledger/compare/export`.
pub(crate) async fn comparison_sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let question = compare::posted(&cx, &posted).await?;
    let again = |errors: &FieldErrors| Offer::again(titles(&COMPARED), &posted, errors);
    let wish = match Wish::read(&posted) {
        Ok(wish) if !question.is_wrong() => wish,
        Ok(_) => return compare::render(&cx, question, None, Some(again(&FieldErrors::default()))).await,
        Err(errors) => return compare::render(&cx, question, None, Some(again(&errors))).await,
    };
    let found = compare::found(&cx, &question, None, MOST).await?;
    if i64::from(MOST) < found.counted.added + found.counted.removed + found.counted.changed {
        return compare::render(&cx, question, None, Some(again(&too_many()))).await;
    }
    if let Err(errors) = wish.tell(&cx, &posted, found.pairs.len(), found.subjects).await? {
        return compare::render(&cx, question, None, Some(again(&errors))).await;
    }
    let [before, after] = question.words();
    let about = wish.about(&cx, "台帳の比較", &format!("前：{before}　後：{after}"), found.pairs.len())?;
    let sheet = Sheet { name: "比較", about, columns: COMPARED.to_vec(), rows: found.pairs.iter().flat_map(lines).collect() };
    wish.file(sheet, &format!("ledger-compare-{}", cx.today))
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
