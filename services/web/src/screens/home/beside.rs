//! What waits beside the applications: notices, and revocations and corrections.

use casework::rules::{Masters, office_days};
use identity::Permission;
use projections::ledger;
use projections::notices::{self, Stage};

use super::page::Card;
use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::problem::Problem;

/// The cards of this role.
pub(super) async fn cards(cx: &Cx, masters: &Masters) -> Result<Vec<Card>, Problem> {
    let cards = [notices_waiting(cx, masters).await?, redresses_waiting(cx).await?];
    Ok(cards.into_iter().flatten().collect())
}

/// Notices that wait for this role: to be settled in the division, to be mended at the counter.
async fn notices_waiting(cx: &Cx, masters: &Masters) -> Result<Option<Card>, Problem> {
    let (stage, label, href) = if cx.may(Permission::SettleNotices) {
        (Stage::Received, "届の処理待ち", "/notices?stage=received")
    } else if cx.may(Permission::ReceiveNotices) {
        (Stage::Returned, "届の差戻し", "/notices?stage=returned")
    } else {
        return Ok(None);
    };
    let counts = notices::counts(cx.pool(), cx.office_scope(), cx.today).await?;
    let count = counts.into_iter().find(|count| count.stage == stage);
    let (cases, overdue) = count.map_or((0, 0), |count| (count.notices, count.overdue));
    let note = match count {
        None => "ありません".to_owned(),
        Some(_) if overdue > 0 => format!("期限超過 {overdue}"),
        Some(count) => match office_days::between(masters, day_in_japan(count.oldest_since), cx.today) {
            0 => "最も古い きょう".to_owned(),
            days => format!("最も古い {days}営業日"),
        },
    };
    let late_share = if cases > 0 { overdue * 100 / cases } else { 0 };
    Ok(Some(Card { href: href.to_owned(), label, cases, note, late: overdue > 0, late_share }))
}

/// Revocations and corrections that wait for a decision, for those who decide.
async fn redresses_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::DecideRedress) {
        return Ok(None);
    }
    let waiting = ledger::with_redress(cx.pool()).await?.len();
    let note = if waiting == 0 { "ありません" } else { "起案した人とは別の人が決裁" }.to_owned();
    let (href, cases) = ("/redresses".to_owned(), i64::try_from(waiting).unwrap_or(i64::MAX));
    Ok(Some(Card { href, label: "取消・訂正の決裁待ち", cases, note, late: false, late_share: 0 }))
}
