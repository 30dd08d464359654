//! `GET /accounts/{id}`: one account, what is proposed for it, what was told of it, and what its holder leaves behind.

use std::collections::{BTreeMap, btree_map};

use acts::AccountFile;
use axum::http::StatusCode;
use axum::response::Response;
use casework::account::AccountRefusal;
use events::ids::StaffId;
use events::vocabulary::OfficeCode;
use identity::Permission;
use projections::case_history::{Words as _, sentence};
use projections::worklist;
use serde::Serialize;

use super::reading::Choices;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::draft;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;

/// A case that has nobody who took it up any more.
#[derive(Clone, Serialize)]
struct Left {
    receipt_number: String,
    /// Empty for those who see no cases.
    href: String,
}

/// What waits for a second person.
#[derive(Clone, Serialize)]
struct Proposal {
    role: &'static str,
    office: String,
    by: String,
    why: String,
    may_confirm: bool,
    /// Why this person may not; empty where they may.
    closed: String,
}

/// An entry of its history.
#[derive(Clone, Serialize)]
struct Entry {
    at: String,
    by: String,
    text: String,
    details: Vec<String>,
}

/// The page.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the page that is there or not")]
pub(crate) struct AccountPage {
    path: String,
    version: i32,
    name: String,
    login: String,
    role: String,
    office: String,
    state: &'static str,
    tone: &'static str,
    proposal: Option<Proposal>,
    history: Vec<Entry>,
    drafts: i64,
    left: Vec<Left>,
    ended: bool,
    choices: Choices,
    /// An administrator, and not of their own account.
    manages: bool,
    granted: bool,
    locked: bool,
    form: FormView,
}

fn name_of(file: &AccountFile) -> String {
    file.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string)
}

const fn state(file: &AccountFile) -> (&'static str, &'static str) {
    if file.account.is_ended() {
        ("終了", "")
    } else if file.account.is_locked() {
        ("停止中", "alert")
    } else if file.account.held().is_none() {
        ("まだ使えない", "")
    } else if file.account.has_initial_password() {
        ("初めの合言葉のまま", "warn")
    } else {
        ("使える", "ok")
    }
}

async fn proposal(cx: &Cx, file: &AccountFile, office: impl Fn(OfficeCode) -> String) -> Result<Option<Proposal>, Problem> {
    let Some(waiting) = file.account.waiting() else { return Ok(None) };
    let me = cx.staff()?.actor.id;
    let proposer = cx.acts().account_file(waiting.by).await?;
    let closed = if waiting.by == me {
        AccountRefusal::OwnProposal.to_string()
    } else if file.staff == me {
        AccountRefusal::OwnAccount.to_string()
    } else if !proposer.account.administers() {
        AccountRefusal::ProposerGone.to_string()
    } else {
        String::new()
    };
    let why = file.history.iter().rev().find_map(|entry| match &entry.event {
        events::account::AccountEvent::GrantProposed(event) => Some(event.why.open().map(ToString::to_string)),
        _ => None,
    });
    Ok(Some(Proposal {
        role: waiting.role.label(),
        office: office(waiting.office),
        by: name_of(&proposer),
        why: why.flatten().unwrap_or_else(|| "（消去済み）".to_owned()),
        may_confirm: closed.is_empty() && cx.may(Permission::ConfirmAccounts),
        closed,
    }))
}

async fn history(cx: &Cx, file: &AccountFile, names: &Names) -> Result<Vec<Entry>, Problem> {
    let mut people: BTreeMap<StaffId, String> = BTreeMap::new();
    let mut entries = Vec::new();
    for entry in file.history.iter().rev() {
        if let btree_map::Entry::Vacant(unknown) = people.entry(entry.by) {
            unknown.insert(match cx.acts().account_file(entry.by).await {
                Ok(file) => name_of(&file),
                Err(acts::ActError::NotFound) => "システム".to_owned(),
                Err(error) => return Err(error.into()),
            });
        }
        let told = sentence(&entry.event.clone().into(), names);
        entries.push(Entry {
            at: moment::near(entry.at, cx.today),
            by: people.get(&entry.by).cloned().unwrap_or_default(),
            text: told.text,
            details: told.details.into_iter().map(|detail| format!("{}: {}", detail.label, detail.text)).collect(),
        });
    }
    Ok(entries)
}

/// What the person's open work is; for those who see no cases it stays a number.
async fn left(cx: &Cx, file: &AccountFile) -> Result<Vec<Left>, Problem> {
    let cases = worklist::checked_by(cx.pool(), &[file.staff]).await?;
    let sees = cx.may(Permission::ViewCases);
    let one = |case: worklist::Checked| Left {
        href: if sees { format!("/cases/{}", case.application) } else { String::new() },
        receipt_number: case.receipt_number,
    };
    Ok(cases.into_iter().map(one).collect())
}

/// The page with a form as it was sent.
pub(super) async fn render(cx: &Cx, staff: StaffId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let file = cx.acts().account_file(staff).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let office = |office: OfficeCode| names.office(office);
    let (state, tone) = state(&file);
    let held = file.account.held();
    let form = match held.filter(|_| form.is_blank()) {
        Some((role, office)) => FormView::filled([("role", role.code().to_owned()), ("office", office.to_string())]),
        None => form,
    };
    let page = AccountPage {
        path: format!("/accounts/{staff}"),
        version: file.version,
        name: name_of(&file),
        login: cx.credentials().login_of(staff).await?.unwrap_or_default(),
        role: held.map_or_else(|| "－".to_owned(), |(role, _)| role.label().to_owned()),
        office: held.map_or_else(|| "－".to_owned(), |(_, held)| office(held)),
        state,
        tone,
        proposal: proposal(cx, &file, office).await?,
        history: history(cx, &file, &names).await?,
        drafts: cx.drafts().count(staff, draft::KIND).await?,
        left: left(cx, &file).await?,
        ended: file.account.is_ended(),
        choices: Choices::of(cx).await?,
        manages: cx.may(Permission::ManageAccounts) && staff != cx.staff()?.actor.id && !file.account.is_ended(),
        granted: held.is_some(),
        locked: file.account.is_locked(),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(staff): Id<StaffId>) -> Result<Response, Problem> {
    render(&cx, staff, FormView::default(), StatusCode::OK).await
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "accounts/show.html";

    fn sample() -> Vec<Self> {
        let page = |state, proposal: Option<Proposal>, manages, granted| Self {
            path: "/accounts/01990000-0000-7000-8000-000000000001".to_owned(),
            version: 3,
            name: "見本 一".to_owned(),
            login: if granted { "counter1".to_owned() } else { String::new() },
            role: "窓口".to_owned(),
            office: "佐賀中部".to_owned(),
            state,
            tone: "ok",
            proposal,
            history: vec![Entry {
                at: "きょう 9:12".to_owned(),
                by: "模擬 三".to_owned(),
                text: "職員の役割を点検とするよう申し出た".to_owned(),
                details: vec!["理由: 異動のため。".to_owned()],
            }],
            drafts: 1,
            left: vec![
                Left { receipt_number: "8-01-0412".to_owned(), href: "/cases/1".to_owned() },
                Left { receipt_number: "8-01-0413".to_owned(), href: String::new() },
            ],
            ended: state == "終了",
            choices: Choices::sample(),
            manages,
            granted,
            locked: state == "停止中",
            form: FormView::default(),
        };
        let waits = |may_confirm| Proposal {
            role: "点検",
            office: "本課".to_owned(),
            by: "模擬 三".to_owned(),
            why: "異動のため。".to_owned(),
            may_confirm,
            closed: if may_confirm { String::new() } else { AccountRefusal::OwnProposal.to_string() },
        };
        let mut errors = FieldErrors::default();
        errors.add("end_why", "理由を入力してください。");
        errors.general("申し出た人は確かめられません。");
        let mut refused = page("使える", Some(waits(false)), true, true);
        refused.form = FormView::default().with_errors(&errors);
        let mut nothing_left = page("使える", None, true, true);
        (nothing_left.drafts, nothing_left.left) = (0, Vec::new());
        vec![
            page("まだ使えない", Some(waits(true)), false, false),
            page("停止中", None, true, true),
            page("終了", None, false, true),
            refused,
            nothing_left,
        ]
    }
}
