//! Where a claim is paid to: its fields, its change by two, and the whole number for somebody who says why.

use acts::RevealedAccounts;
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::ReimbursementId;
use events::reimbursement::{AccountKind, BankAccount};
use events::vocabulary::{FreeText, Kana};

use super::act::{answered, unreasoned};
use super::show::{self, Shown};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::notices::{Dressed as _, Reader, must, offered};

/// The fields of an account.
pub(super) fn fields() -> [FieldView; 5] {
    let kinds = AccountKind::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
    [
        must("bank", "金融機関", "text").under("振込先"),
        must("branch", "支店", "text"),
        must("account_kind", "預金の種別", "radio").of(kinds),
        must("account_number", "口座番号", "text").hint("7桁まで"),
        must("holder", "口座名義（カナ）", "kana"),
    ]
}

/// What was typed into them.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<BankAccount> {
    let bank = reader.must("bank", "金融機関", FreeText::parse);
    let branch = reader.must("branch", "支店", FreeText::parse);
    let kind = reader.must("account_kind", "預金の種別", str::parse::<AccountKind>);
    let number = reader.must("account_number", "口座番号", |text| {
        BankAccount::number_of(text).ok_or("口座番号は7桁までの数字で入力してください。")
    });
    let holder = reader.must("holder", "口座名義", Kana::parse);
    Some(BankAccount { bank: bank?, branch: branch?, kind: kind?, number: number?, holder: holder? })
}

/// `POST /reimbursements/{id}/propose-account`.
pub(crate) async fn propose(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let account = read(&mut reader);
    let why = reader.why("account_why");
    let (Some(account), Some(why)) = (account, why) else { return unreasoned(&cx, id, &posted, &reader.errors).await };
    let done = cx.acts().propose_payee(&cx.request(&posted)?, id, account, why).await;
    answered(&cx, id, &posted, "claim_account_proposed", done).await
}

/// `POST /reimbursements/{id}/change-account`.
pub(crate) async fn change(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let done = cx.acts().change_payee(&cx.request(&posted)?, id).await;
    answered(&cx, id, &posted, "claim_account_changed", done).await
}

/// `POST /reimbursements/{id}/drop-account`.
pub(crate) async fn give_up(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("drop-account_why") else { return unreasoned(&cx, id, &posted, &reader.errors).await };
    let done = cx.acts().drop_payee(&cx.request(&posted)?, id, why).await;
    answered(&cx, id, &posted, "claim_account_dropped", done).await
}

fn whole(account: &BankAccount) -> String {
    let BankAccount { bank, branch, kind, number, holder } = account;
    format!("{bank} {branch} {} {number} {holder}", kind.label())
}

/// `POST /reimbursements/{id}/reveal-account`: shown once, on the answer to this form; the same form once more shows nothing.
pub(crate) async fn reveal(cx: Cx, Id(id): Id<ReimbursementId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let why = FreeText::parse(posted.text("reveal_why")).map_err(|error| format!("表示する理由：{error}"));
    let Some(why) = errors.take("reveal_why", why) else { return unreasoned(&cx, id, &posted, &errors).await };
    let RevealedAccounts { account, proposed } =
        match cx.acts().reveal_payees(&cx.request(&posted)?, id, cx.route().name, why).await {
            Ok(revealed) => revealed,
            Err(error @ acts::ActError::Refused(_)) => {
                errors.add("reveal_why", error.to_string());
                return unreasoned(&cx, id, &posted, &errors).await;
            }
            Err(other) => return Err(other.into()),
        };
    let shown = Shown { account: account.as_ref().map(whole), proposed: proposed.as_ref().map(whole) };
    show::with_accounts(&cx, id, FormView::default(), StatusCode::OK, shown).await
}
