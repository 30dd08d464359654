//! 職員: who has an account, in which role, and whose account is locked after too many wrong passwords.

use axum::http::StatusCode;
use axum::response::Response;
use events::ids::StaffId;
use events::vocabulary::ChangeNumber;
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct AccountsPage {
    accounts: Vec<Row>,
    form: FormView,
    /// The account that the form was sent for.
    tried: String,
}

/// One account.
#[derive(Serialize)]
struct Row {
    id: String,
    login: String,
    name: String,
    role: &'static str,
    office: String,
    locked: bool,
    second_factor: bool,
}

impl Page for AccountsPage {
    const TEMPLATE: &'static str = "accounts/list.html";

    fn sample() -> Vec<Self> {
        let row = |locked| Row {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            login: "counter1".to_owned(),
            name: "見本 一".to_owned(),
            role: "窓口",
            office: "佐賀中部".to_owned(),
            locked,
            second_factor: locked,
        };
        let (form, tried) = (FormView::default(), String::new());
        let mut errors = FieldErrors::default();
        errors.add("change", "変更番号を入力してください。");
        let refused = FormView::of(&Posted::default()).with_errors(&errors);
        vec![
            Self { accounts: Vec::new(), form: form.clone(), tried: tried.clone() },
            Self { accounts: vec![row(false), row(true)], form, tried },
            Self { accounts: vec![row(true)], form: refused, tried: row(true).id },
        ]
    }
}

async fn page(cx: &Cx, form: FormView, tried: String) -> Result<AccountsPage, Problem> {
    let masters = cx.masters().await?;
    let mut accounts = Vec::new();
    for (staff, login) in cx.credentials().all().await? {
        let account = cx.acts().account(staff).await?;
        let office = account.office.to_string();
        accounts.push(Row {
            id: staff.to_string(),
            login,
            name: account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
            role: account.role.label(),
            office: masters.offices.at(&office, cx.today).map_or(office, |row| row.value.short_name.clone()),
            locked: account.locked,
            second_factor: account.second_factor,
        });
    }
    Ok(AccountsPage { accounts, form, tried })
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let page = page(&cx, FormView::default(), String::new()).await?;
    cx.page(&page)
}

/// 停止を解く: the event first, then the count of failures begins anew.
pub(crate) async fn unlock(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(change) = errors.take("change", ChangeNumber::parse(posted.text("change"))) else {
        let page = page(&cx, FormView::of(&posted).with_errors(&errors), staff.to_string()).await?;
        return cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let done = cx.acts().under(Some(change)).unlock_account(&cx.request(&posted)?, staff).await?;
    cx.credentials().forgive(staff).await?;
    cx.told("/accounts", "unlocked", done.position, &[]).await
}

/// 認証アプリの登録を消す: the event first, then the secret; whoever was signed in signs in anew.
pub(crate) async fn remove_second_factor(cx: Cx, Id(staff): Id<StaffId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(change) = errors.take("change", ChangeNumber::parse(posted.text("change"))) else {
        let page = page(&cx, FormView::of(&posted).with_errors(&errors), staff.to_string()).await?;
        return cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let done = cx.acts().under(Some(change)).remove_second_factor(&cx.request(&posted)?, staff).await?;
    cx.second_factors().remove(staff).await?;
    cx.sessions().end_all(staff, cx.now).await?;
    cx.told("/accounts", "second_factor_removed", done.position, &[]).await
}
