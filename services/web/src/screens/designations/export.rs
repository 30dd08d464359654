//! The registers as files: what the prefecture publishes, and the list of doctors for the national database (小慢DB). The ministry's layout is
//! not published; the columns are those that authorities ask each other for (要確認).

use axum::response::Response;
use events::vocabulary::DesignationKind;
use projections::designations::{self, DesignationFilter, DesignationRow, Standing};

use super::list::{Asked, name_of, render, sort_of, state};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::problem::Problem;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

const DOCTORS: &[(&str, u8)] = &[
    ("指定医番号", 14),
    ("氏名", 18),
    ("フリガナ", 20),
    ("要件", 10),
    ("主たる勤務先", 28),
    ("その他の勤務先", 28),
    ("指定した自治体", 14),
    ("有効期間の始まり", 14),
    ("有効期間の終わり", 14),
    ("状態", 16),
];

const INSTITUTIONS: &[(&str, u8)] = &[
    ("医療機関コード", 14),
    ("名称", 30),
    ("種別", 12),
    ("所在地", 36),
    ("有効期間の始まり", 14),
    ("有効期間の終わり", 14),
    ("状態", 16),
];

/// Doctors of ours that count today, for accounts of the national database.
const IDS: &[(&str, u8)] = &[
    ("指定医番号", 14),
    ("氏名", 18),
    ("フリガナ", 20),
    ("主たる勤務先", 28),
    ("有効期間の始まり", 14),
    ("有効期間の終わり", 14),
];

const fn columns(kind: DesignationKind, ids: bool) -> &'static [(&'static str, u8)] {
    match (kind, ids) {
        (DesignationKind::Doctor, true) => IDS,
        (DesignationKind::Doctor, false) => DOCTORS,
        (DesignationKind::Institution, _) => INSTITUTIONS,
    }
}

fn titles(kind: DesignationKind, ids: bool) -> Vec<&'static str> {
    columns(kind, ids).iter().map(|(title, _)| *title).collect()
}

/// What is asked before a register leaves.
pub(super) fn offer(kind: DesignationKind, ids: bool) -> Offer {
    Offer::of(titles(kind, ids))
}

fn cell(row: &DesignationRow, title: &str, filter: &DesignationFilter) -> Cell {
    let (name, kana) = name_of(row);
    match title {
        "指定医番号" | "医療機関コード" => row.number.as_str().into(),
        "氏名" | "名称" => name.into(),
        "フリガナ" => kana.into(),
        "要件" | "種別" => sort_of(row).into(),
        "主たる勤務先" => row.title.as_str().into(),
        "その他の勤務先" => row.workplaces.get(1..).unwrap_or_default().join("、").into(),
        "指定した自治体" => row.authority.clone().into(),
        "所在地" => row.address.clone().into(),
        "有効期間の始まり" => Cell::Day(row.starts_on),
        "有効期間の終わり" => Cell::Day(row.ends_on),
        "状態" => state(row, filter).0.into(),
        _ => Cell::Empty,
    }
}

/// `POST /designations/export`.
pub(crate) async fn export(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let asked = Asked::read(posted.text("kind"), posted.text("standing"));
    let ids = asked.kind == DesignationKind::Doctor && posted.text("list") == "ids";
    let asked = if ids { Asked { standing: Standing::Current, ..asked } } else { asked };
    let again = |errors: &_| Some((ids, Offer::again(titles(asked.kind, ids), &posted, errors)));
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return render(&cx, asked, "", again(&errors)).await,
    };
    let masters = cx.masters().await?;
    let filter = asked.filter(cx.today, &masters);
    let (mut rows, next) = designations::page(cx.pool(), filter, &masters.own_authority(), None, MOST).await?;
    if next.is_some() {
        return render(&cx, asked, "", again(&too_many())).await;
    }
    if ids {
        rows.retain(|row| row.own && row.starts_on <= cx.today);
    }
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), Vec::new()).await? {
        return render(&cx, asked, "", again(&errors)).await;
    }
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let (name, file) = match (asked.kind, ids) {
        (DesignationKind::Doctor, true) => ("指定医一覧（小慢DB用）", "doctors-national"),
        (DesignationKind::Doctor, false) => ("指定医名簿", "doctors"),
        (DesignationKind::Institution, _) => ("指定医療機関名簿", "institutions"),
    };
    let about = wish.about(&cx, name, asked.standing.label(), rows.len())?;
    let columns = columns(asked.kind, ids).to_vec();
    let line = |row: &DesignationRow| columns.iter().map(|(title, _)| cell(row, title, &filter)).collect();
    let rows = rows.iter().map(line).collect();
    wish.file(Sheet { name, about, columns, rows }, &format!("{file}-{}", cx.today))
}
