//! One claim: what was paid, what the rule computes with its sentence, the decision, where it goes.

use acts::{Computed, ReimbursementCase};
use axum::http::StatusCode;
use axum::response::Response;
use casework::procedures::undoing::{self, Step};
use casework::reimbursement::{ReimbursementAction, ReimbursementStage};
use events::ids::{ApplicationId, ReimbursementId};
use events::reimbursement::BankAccount;
use events::vocabulary::{Yen, wareki};
use identity::Permission;
use projections::case_history::{self, Words as _};
use serde::Serialize;

use super::account;
use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::act_button::ActButton;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::ident::{Fact, Flag, Ident, name_and_kana};
use crate::screens::cases::names::Names;
use crate::screens::cases::told::{Told, tell_all};

/// A month of the claim, as computed.
#[derive(Clone, Serialize)]
struct Month {
    label: String,
    institution: String,
    certified: bool,
    facts: Vec<Fact>,
    amount: String,
    sentence: String,
    law: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ClaimPage {
    path: String,
    recipient: String,
    ident: Ident,
    version: i32,
    facts: Vec<Fact>,
    months: Vec<Month>,
    /// The sum as it was told, or before that as the rule says now; empty where a fact is missing.
    computed: String,
    /// What the rule says now, where that is another sum than waits for the decision.
    differing: Option<String>,
    refusal: String,
    withdrawal: String,
    /// A correction that waits: what was decided, what would be right, the difference in words, and why.
    correcting: Option<Correcting>,
    /// What was corrected before.
    corrected: Vec<String>,
    account: String,
    /// The whole number, on the answer to a reason only.
    revealed: String,
    /// Another account that waits for its decision.
    account_change: Option<AccountChange>,
    /// How far its money has come.
    payment: Vec<Fact>,
    /// The batch in which it stands.
    batch: String,
    /// The fields of another account.
    account_fields: Vec<FieldView>,
    may_reveal: bool,
    undone_by: &'static str,
    buttons: Vec<ActButton>,
    history: Vec<Told>,
    form: FormView,
}

/// Another account that waits for its decision.
#[derive(Serialize)]
struct AccountChange {
    account: String,
    revealed: String,
    why: String,
}

/// Accounts that were asked for with a reason, whole.
#[derive(Default)]
pub(super) struct Shown {
    /// The one that counts.
    pub(super) account: Option<String>,
    /// The one that waits.
    pub(super) proposed: Option<String>,
}

/// A correction that waits for its decision.
#[derive(Serialize)]
struct Correcting {
    before: String,
    after: String,
    difference: String,
    why: String,
}

/// 返還を求める, or 追加で支払う.
fn difference(before: Yen, after: Yen) -> String {
    let over = before.amount() - after.amount();
    let yen = Yen::new(over.abs()).unwrap_or(Yen::ZERO);
    if over > 0 { format!("返還を求める額 {yen}") } else { format!("追加で支払う額 {yen}") }
}

fn correcting(case: &ReimbursementCase, why: String) -> Option<Correcting> {
    let (waiting, before) = case.reimbursement.correction().zip(case.reimbursement.amount())?;
    Some(Correcting {
        before: before.to_string(),
        after: waiting.amount.to_string(),
        difference: difference(before, waiting.amount),
        why,
    })
}

fn yen(value: Option<Yen>) -> String {
    value.map_or_else(|| "分からない".to_owned(), |yen| yen.to_string())
}

fn months(computed: &Computed) -> Vec<Month> {
    computed
        .months
        .iter()
        .map(|one| {
            let claimed = &one.claimed;
            let step = one.steps.first();
            Month {
                label: wareki::year_month(claimed.month),
                institution: claimed.institution.to_string(),
                certified: claimed.certified,
                facts: vec![
                    Fact::new("医療費総額（10割）", yen(claimed.total)),
                    Fact::new("窓口で支払った額", claimed.paid.to_string()),
                    Fact::new("食事療養標準負担額", claimed.meals_paid.to_string()),
                    Fact::new("管理票の自己負担", yen(claimed.on_the_sheet)),
                    Fact::new("他の公費", claimed.other_public.to_string()),
                    Fact::new("高額療養費", claimed.high_cost.to_string()),
                ],
                amount: one.amount.map(|yen| yen.to_string()).unwrap_or_default(),
                sentence: step.filter(|_| one.amount.is_some()).map(|step| step.text.clone()).unwrap_or_default(),
                law: step.map(|step| step.cite.clone()).unwrap_or_default(),
            }
        })
        .collect()
}

const fn tone(stage: ReimbursementStage) -> &'static str {
    match stage {
        ReimbursementStage::Received | ReimbursementStage::Examined | ReimbursementStage::Correcting => "key",
        ReimbursementStage::Paid => "ok",
        ReimbursementStage::Refused => "alert",
        ReimbursementStage::Withdrawn | ReimbursementStage::Undone => "",
    }
}

fn buttons(cx: &Cx, case: &ReimbursementCase) -> Result<Vec<ActButton>, Problem> {
    let offers = case.offers(&cx.staff()?.actor).into_iter().filter(|(action, _)| {
        cx.may(match action {
            ReimbursementAction::Examine | ReimbursementAction::ProposeCorrection | ReimbursementAction::ProposeAccount => {
                Permission::SettleNotices
            }
            ReimbursementAction::Pay
            | ReimbursementAction::Refuse
            | ReimbursementAction::Correct
            | ReimbursementAction::ChangeAccount => Permission::DecideReimbursements,
            ReimbursementAction::DropCorrection | ReimbursementAction::DropAccount => Permission::DropClaimCorrections,
            ReimbursementAction::Withdraw => Permission::ReceiveNotices,
        })
    });
    let button = |(action, closed): (ReimbursementAction, Option<casework::Refusal>)| {
        ActButton::new(action.code(), action.label(), closed)
    };
    Ok(offers.map(button).collect())
}

fn batch_href(cx: &Cx, case: &ReimbursementCase) -> String {
    let planned = case.reimbursement.payment().planned().filter(|_| cx.may(Permission::ViewReimbursementPayments));
    planned.map(|planned| format!("/payments/{}", planned.batch)).unwrap_or_default()
}

fn account_change(case: &ReimbursementCase, proposed: Option<String>) -> Option<AccountChange> {
    let (account, why) = case.account_change.as_ref()?;
    Some(AccountChange {
        account: account.open().map(BankAccount::masked).unwrap_or_default(),
        revealed: proposed.unwrap_or_default(),
        why: why.open().map(ToString::to_string).unwrap_or_default(),
    })
}

/// What was paid, stands in a batch, is open or to be returned; nothing before the decision.
fn payment(case: &ReimbursementCase) -> Vec<Fact> {
    let Some(decided) = case.reimbursement.decided() else { return Vec::new() };
    let payment = case.reimbursement.payment();
    let yen = |amount: i64| Yen::new(amount).unwrap_or(Yen::ZERO).to_string();
    let open = case.reimbursement.open_yen();
    let mut facts = vec![Fact::new("支給決定額", decided.to_string()), Fact::new("支払済", yen(payment.paid()))];
    if let Some(planned) = payment.planned() {
        let how = if planned.released { "承認済み" } else { "承認待ち" };
        facts.push(Fact::new("支払の一覧に載っている額", format!("{}（{how}）", planned.amount)));
    }
    if open < 0 {
        facts.push(Fact::new("返還を求める額", yen(-open)));
    } else {
        facts.push(Fact::new("これから載せる額", yen(open)));
    }
    if let Some(fault) = payment.fault() {
        facts.push(Fact::new("前の振込", format!("振込不能（{}）。振込先を確かめてください。", fault.label())));
    }
    facts
}

/// The page of a claim, with a form that failed.
pub(super) async fn render(cx: &Cx, id: ReimbursementId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    with_accounts(cx, id, form, status, Shown::default()).await
}

/// The same with accounts that were asked for with a reason.
pub(super) async fn with_accounts(
    cx: &Cx,
    id: ReimbursementId,
    form: FormView,
    status: StatusCode,
    shown: Shown,
) -> Result<Response, Problem> {
    let case = cx.acts().reimbursement(id).await?;
    let (stage, reception) = case.reimbursement.stage().zip(case.reimbursement.reception()).ok_or(Problem::NotFound)?;
    let masters = cx.masters().await?;
    let names = Names::new(masters, cx.today);
    let mut entries = case_history::of_case(cx.pool(), ApplicationId(id.0), None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    cx.viewed(&[reception.recipient.0]).await?;
    let now = cx.acts().compute_claim(&case).await?;
    let told = Computed::told(&case);
    let differs = told.is_some() && stage == ReimbursementStage::Examined && now.amount() != case.reimbursement.amount();
    let differing = differs.then(|| yen(now.amount()));
    let computed = told.unwrap_or(now);
    let (name, kana) = name_and_kana(&case.name);
    let words = |why: &Option<events::Personal<events::vocabulary::FreeText>>| {
        why.as_ref().and_then(|why| why.open()).map(ToString::to_string).unwrap_or_default()
    };
    let page = ClaimPage {
        path: format!("/reimbursements/{id}"),
        recipient: format!("/recipients/{}", reception.recipient),
        ident: Ident {
            name,
            kana,
            facts: vec![Fact::number("受付番号", reception.receipt_number.to_string())],
            flags: vec![Flag::new(tone(stage), stage.label())],
        },
        version: case.version,
        facts: vec![
            Fact::new("請求日", wareki::long(reception.filed_on)),
            Fact::new("請求者", reception.filer.label()),
            Fact::new("受付", names.office(reception.receiving_office)),
            Fact::new("期限", wareki::long(reception.due_on)),
        ],
        months: months(&computed),
        computed: computed.amount().map(|yen| yen.to_string()).unwrap_or_default(),
        differing,
        refusal: words(&case.refusal),
        withdrawal: words(&case.withdrawal),
        correcting: correcting(&case, words(&case.correction_why)),
        corrected: case
            .corrections
            .iter()
            .map(|one| {
                let day = wareki::long(one.decided_on);
                format!("{day} {}から{}に訂正（{}）", one.before, one.amount, difference(one.before, one.amount))
            })
            .collect(),
        account: case.account().map(|(_, account)| account.masked()).unwrap_or_default(),
        revealed: shown.account.unwrap_or_default(),
        account_change: account_change(&case, shown.proposed),
        payment: payment(&case),
        batch: batch_href(cx, &case),
        account_fields: account::fields().into(),
        may_reveal: cx.may(Permission::RevealPayeeAccounts),
        undone_by: undoing::sentence(Step::Reimbursement),
        buttons: buttons(cx, &case)?,
        history: tell_all(&entries, &names, cx.today),
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /reimbursements/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ReimbursementId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Page for ClaimPage {
    const TEMPLATE: &'static str = "reimbursements/show.html";

    fn sample() -> Vec<Self> {
        let button = |code, label, closed: &str| ActButton::new(code, label, (!closed.is_empty()).then_some(closed));
        let month = |amount: &str| Month {
            label: "令和8年10月".to_owned(),
            institution: "見本病院".to_owned(),
            certified: amount.is_empty(),
            facts: vec![Fact::new("窓口で支払った額", "30,000円")],
            amount: amount.to_owned(),
            sentence: "自己負担は5,000円です。".to_owned(),
            law: "児童福祉法第19条の2".to_owned(),
        };
        let page = |months: Vec<Month>, buttons, open: bool| Self {
            path: "/reimbursements/1".to_owned(),
            recipient: "/recipients/1".to_owned(),
            ident: Ident::sample(),
            version: 1,
            facts: vec![Fact::new("請求日", "令和8年12月10日")],
            computed: if open { "25,000円".to_owned() } else { String::new() },
            differing: (!open).then(|| "24,000円".to_owned()),
            refusal: if open { String::new() } else { "対象外の診療のため。".to_owned() },
            withdrawal: if open { String::new() } else { "請求者の申出".to_owned() },
            correcting: (!open).then(|| Correcting {
                before: "25,000円".to_owned(),
                after: "0円".to_owned(),
                difference: "返還を求める額 25,000円".to_owned(),
                why: "領収書を数え違えていたため。".to_owned(),
            }),
            corrected: if open {
                Vec::new()
            } else {
                vec!["令和9年1月12日 32,350円から12,350円に訂正（返還を求める額 20,000円）".to_owned()]
            },
            account: "見本銀行 例題支店 普通 ••••345".to_owned(),
            revealed: if open {
                String::new()
            } else {
                "見本銀行 例題支店 普通 0012345 ミホン タロウ".to_owned()
            },
            account_change: (!open).then(|| AccountChange {
                account: "見本銀行 別の支店 普通 ••••321".to_owned(),
                revealed: String::new(),
                why: "口座を移したため。".to_owned(),
            }),
            payment: vec![Fact::new("支給決定額", "25,000円"), Fact::new("支払済", "0円")],
            batch: if open { String::new() } else { "/payments/1".to_owned() },
            account_fields: account::fields().into(),
            may_reveal: open,
            undone_by: undoing::sentence(Step::Reimbursement),
            months,
            buttons,
            history: Told::samples(),
            form: FormView::default(),
        };
        vec![
            page(
                vec![month("25,000円")],
                vec![button("examine", "この額で算定する", ""), button("withdraw", "請求を取り下げる", "")],
                true,
            ),
            page(
                vec![month("")],
                vec![button("pay", "支給を決定する", "ほかの決裁者に回してください。"), button("refuse", "不支給を決定する", "")],
                false,
            ),
            page(
                vec![month("25,000円")],
                vec![
                    button("propose-correction", "支給の訂正を起案する", ""),
                    button("correct", "訂正を決裁する", ""),
                    button("drop-correction", "訂正の起案をやめる・差し戻す", ""),
                    button("propose-account", "振込先の変更を起案する", ""),
                    button("change-account", "振込先の変更を決裁する", ""),
                ],
                false,
            ),
        ]
    }
}
