//! 職員: who has an account, in which role, what waits for a second person, and whose account is stopped or over.

use std::collections::BTreeMap;

use acts::AccountFile;
use axum::http::StatusCode;
use axum::response::Response;
use events::ids::StaffId;
use events::vocabulary::{ChangeNumber, OfficeCode};
use identity::Permission;
use projections::worklist;
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
    manages: bool,
}

/// One account.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, shown by itself")]
struct Row {
    id: String,
    login: String,
    name: String,
    role: &'static str,
    office: String,
    /// What waits for a second person; empty where nothing does.
    proposed: String,
    locked: bool,
    ended: bool,
    second_factor: bool,
    /// Of whoever looks.
    own: bool,
    /// Cases that wait although whoever took them up is gone.
    left: usize,
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
            proposed: if locked { "点検　本課".to_owned() } else { String::new() },
            locked,
            ended: false,
            second_factor: locked,
            own: false,
            left: 0,
        };
        let ended = Row { ended: true, left: 2, ..row(false) };
        let (form, tried) = (FormView::default(), String::new());
        let mut errors = FieldErrors::default();
        errors.add("change", "変更番号を入力してください。");
        let refused = FormView::of(&Posted::default()).with_errors(&errors);
        let page = |accounts, form, tried, manages| Self { accounts, form, tried, manages };
        vec![
            page(Vec::new(), form.clone(), tried.clone(), true),
            page(vec![row(false), ended], form.clone(), tried.clone(), true),
            page(vec![row(true)], form, tried, false),
            page(vec![row(true)], refused, row(true).id, true),
        ]
    }
}

async fn page(cx: &Cx, form: FormView, tried: String) -> Result<AccountsPage, Problem> {
    let masters = cx.masters().await?;
    let logins: BTreeMap<StaffId, String> = cx.credentials().all().await?.into_iter().collect();
    let files = cx.acts().accounts().await?;
    let gone: Vec<StaffId> = files.iter().filter(|file| file.account.is_ended()).map(|file| file.staff).collect();
    let left = worklist::checked_by(cx.pool(), &gone).await?;
    let office = |office: OfficeCode| {
        let code = office.to_string();
        masters.offices.at(&code, cx.today).map_or(code, |row| row.value.short_name.clone())
    };
    let me = cx.staff()?.actor.id;
    let row = |file: AccountFile| Row {
        own: file.staff == me,
        id: file.staff.to_string(),
        login: logins.get(&file.staff).cloned().unwrap_or_default(),
        name: file.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
        role: file.account.held().map_or("", |(role, _)| role.label()),
        office: file.account.held().map_or_else(String::new, |(_, held)| office(held)),
        proposed: file
            .account
            .waiting()
            .map_or_else(String::new, |waiting| format!("{}　{}", waiting.role.label(), office(waiting.office))),
        locked: file.account.is_locked(),
        ended: file.account.is_ended(),
        second_factor: file.account.has_second_factor(),
        left: left.iter().filter(|one| one.checker == file.staff).count(),
    };
    let accounts = files.into_iter().map(row).collect();
    Ok(AccountsPage { accounts, form, tried, manages: cx.may(Permission::ManageAccounts) })
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
