//! What waits beside the applications: notices, claims for reimbursement, revocations and corrections, mass extensions.

use casework::rules::Masters;
use identity::Permission;
use projections::extensions;
use projections::ledger;
use projections::notices::{self, Stage};
use projections::payments::{self, Stage as PaymentStage};
use projections::reimbursements;
use projections::worklist::Tally;
use projections::{letter_releases, master_changes, recipient_files};

use super::page::Card;
use crate::cx::Cx;
use crate::problem::Problem;

/// The cards of this role.
pub(super) async fn cards(cx: &Cx, masters: &Masters) -> Result<Vec<Card>, Problem> {
    let mut cards: Vec<Option<Card>> = vec![
        notices_waiting(cx, masters).await?,
        claims_waiting(cx, masters).await?,
        redresses_waiting(cx).await?,
        extensions_waiting(cx).await?,
        masters_waiting(cx).await?,
        letters_waiting(cx).await?,
        files_waiting(cx).await?,
        grants_waiting(cx).await?,
        unconfirmed(cx, masters),
    ];
    cards.extend(payments_waiting(cx).await?.into_iter().map(Some));
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
    let tally = count.map_or_else(Tally::default, |count| Tally {
        cases: count.notices,
        overdue: count.overdue,
        oldest_since: Some(count.oldest_since),
        ..Tally::default()
    });
    Ok(Some(Card::of(href.to_owned(), label.to_owned(), &tally, masters, (cx.today, false))))
}

/// Claims for reimbursement that wait for this role: to be computed, to be decided.
async fn claims_waiting(cx: &Cx, masters: &Masters) -> Result<Option<Card>, Problem> {
    let (stage, label) = if cx.may(Permission::SettleNotices) {
        (reimbursements::Stage::Received, "療養費の算定待ち")
    } else if cx.may(Permission::DecideReimbursements) {
        (reimbursements::Stage::Examined, "療養費の決裁待ち")
    } else {
        return Ok(None);
    };
    let counts = reimbursements::counts(cx.pool(), cx.office_scope(), cx.today).await?;
    let count = counts.into_iter().find(|count| count.stage == stage);
    let tally = count.map_or_else(Tally::default, |count| Tally {
        cases: count.claims,
        overdue: count.overdue,
        oldest_since: Some(count.oldest_since),
        ..Tally::default()
    });
    let href = format!("/reimbursements?stage={}", stage.code());
    Ok(Some(Card::of(href, label.to_owned(), &tally, masters, (cx.today, false))))
}

/// Revocations and corrections that wait for a decision, for those who decide.
async fn redresses_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::DecideRedress) {
        return Ok(None);
    }
    let waiting = ledger::with_redress(cx.pool()).await?.len();
    let oldest = if waiting == 0 { "ありません" } else { "起案した人とは別の人が決裁" }.to_owned();
    let (href, cases) = ("/redresses".to_owned(), i64::try_from(waiting).unwrap_or(i64::MAX));
    Ok(Some(Card { href, label: "取消・訂正の決裁待ち".to_owned(), cases, oldest, overdue: 0, late_share: 0 }))
}

/// Mass extensions that wait for a decision or were interrupted; none is no card, for there are few in years.
async fn extensions_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::DecideExtensions) {
        return Ok(None);
    }
    let cases = extensions::waiting(cx.pool()).await?;
    let (href, label) = ("/extensions".to_owned(), "一括延長の決裁待ち".to_owned());
    let oldest = "起案した人とは別の人が決裁".to_owned();
    Ok((cases > 0).then_some(Card { href, label, cases, oldest, overdue: 0, late_share: 0 }))
}

/// Proposals to change the masters, for those who approve.
async fn masters_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::ApproveMasters) {
        return Ok(None);
    }
    let waiting = master_changes::waiting(cx.pool()).await?;
    Ok(Some(plain("/masters/changes", "マスタの改定案の承認待ち", waiting, "作った人とは別の人が承認")))
}

/// Releases of letters, for those who release.
async fn letters_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::ReleaseLetters) {
        return Ok(None);
    }
    let waiting = letter_releases::waiting(cx.pool()).await?;
    Ok(Some(plain("/letters/releases", "通知文書の一括送付の承認待ち", waiting, "用意した人とは別の人が承認")))
}

/// Files for review and payment organisations, for those who release.
async fn files_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::ReleaseRecipientFiles) {
        return Ok(None);
    }
    let waiting = recipient_files::pending(cx.pool()).await?;
    Ok(Some(plain("/recipient-files", "連絡ファイルの承認待ち", waiting, "作成した人とは別の人が承認")))
}

/// Roles of staff that were proposed, for those who confirm.
async fn grants_waiting(cx: &Cx) -> Result<Option<Card>, Problem> {
    if !cx.may(Permission::ConfirmAccounts) {
        return Ok(None);
    }
    let waiting = cx.acts().grants_waiting().await?;
    Ok(Some(plain("/accounts", "職員の役割の確かめ待ち", waiting, "申し出た人とは別の人が確認")))
}

/// Payments: what is due and what was not answered for checkers, what is to be released or decided for approvers.
async fn payments_waiting(cx: &Cx) -> Result<Vec<Card>, Problem> {
    let (runs, releases) = (cx.may(Permission::RunReimbursementPayments), cx.may(Permission::ReleaseReimbursementPayments));
    if !runs && !releases {
        return Ok(Vec::new());
    }
    let counts = payments::counts(cx.pool()).await?;
    let at = |stage| counts.iter().find(|(one, _)| *one == stage).map_or(0, |(_, batches)| *batches);
    if releases {
        let accounts = payments::changing_accounts(cx.pool()).await?;
        return Ok(vec![
            plain("/payments", "療養費の支払の承認待ち", at(PaymentStage::Waiting), "作った人や関わった人とは別の人が承認"),
            plain("/payments", "療養費の振込先の変更の決裁待ち", accounts, "起案した人とは別の人が決裁"),
        ]);
    }
    let totals = payments::totals(cx.pool()).await?;
    let open = if totals.failed > 0 {
        format!("うち振込不能 {}件", totals.failed)
    } else {
        "次の一覧に載せる".to_owned()
    };
    let gone = at(PaymentStage::Released) + at(PaymentStage::Delivered);
    Ok(vec![
        plain("/payments", "療養費の未払い", totals.open_claims, &open),
        plain("/payments", "療養費の支払の一覧（引渡し・結果待ち）", gone, "引き渡して、結果を取り込む"),
    ])
}

/// Values that are still to be confirmed, for the administrator.
fn unconfirmed(cx: &Cx, masters: &Masters) -> Option<Card> {
    if !cx.may(Permission::ManageAccounts) {
        return None;
    }
    let count = i64::try_from(crate::screens::masters::unconfirmed(masters)).unwrap_or(i64::MAX);
    Some(plain("/masters/unconfirmed", "県に確かめること（要確認）", count, "推定か不明のまま使っている値"))
}

fn plain(href: &str, label: &str, cases: i64, waiting: &str) -> Card {
    let oldest = if cases == 0 { "ありません" } else { waiting }.to_owned();
    Card { href: href.to_owned(), label: label.to_owned(), cases, oldest, overdue: 0, late_share: 0 }
}
