//! One notice: what it says beside what the ledger knows, what would follow, what is to be done, what was done.

use acts::{Known, NoticeCase};
use axum::http::StatusCode;
use axum::response::Response;
use casework::notice::NoticeAction;
use casework::procedures::undoing::Step;
use casework::procedures::{change_of_particulars, notices, undoing};
use events::ids::{ApplicationId, NoticeId};
use events::notice::{NoticeContent, ParticularsChange};
use events::vocabulary::wareki;
use identity::Permission;
use projections::case_history::{self, Words as _};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::act_button::ActButton;
use crate::screens::cases::ident::{Fact, Flag, Ident, birth_and_age, name_and_kana};
use crate::screens::cases::names::Names;
use crate::screens::cases::told::{Told, tell_all};

/// A line of what changes.
#[derive(Clone, Serialize)]
struct Change {
    label: &'static str,
    before: String,
    after: String,
}

/// The rule on the household of account, as a line of a calculation.
#[derive(Clone, Serialize)]
struct Household {
    needed: bool,
    pending: bool,
    text: String,
    cite: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct NoticeScreen {
    path: String,
    recipient: String,
    title: &'static str,
    ident: Ident,
    version: i32,
    facts: Vec<Fact>,
    changes: Vec<Change>,
    household: Option<Household>,
    late_filing: Option<i64>,
    return_note: String,
    withdrawal: String,
    /// Why it could not be settled as things stand.
    obstacle: String,
    follows: &'static str,
    /// The letter to the other authority, for those who may open it.
    letter: Option<String>,
    /// It should be there and is not.
    letter_due: bool,
    undone_by: &'static str,
    buttons: Vec<ActButton>,
    history: Vec<Told>,
    form: FormView,
}

fn changes(content: &NoticeContent, known: &Known, names: &Names) -> Vec<Change> {
    let one = |label, before: String, after: String| Change { label, before, after };
    match content {
        NoticeContent::Particulars(told) => particulars(told, known, names),
        NoticeContent::Return(told) => {
            vec![one("支給認定", known.award.validity.to_string(), format!("{}により終わる", told.ground.label()))]
        }
        NoticeContent::TransferOut(told) => vec![
            one(
                "支給認定",
                known.award.validity.to_string(),
                format!("{}への転出により終わる", names.whereabouts(told.authority.to_string())),
            ),
            one("転出先の住所", "－".to_owned(), names.whereabouts(told.address.to_string())),
        ],
        NoticeContent::Reissue(told) => {
            vec![one("受給者証", "いまの受給者証".to_owned(), format!("{}により無効、再交付する", told.cause.label()))]
        }
        NoticeContent::RegistrantCertificate => {
            vec![one("登録者証", "なし".to_owned(), "登録し、登録者証を兼ねる受給者証を作る".to_owned())]
        }
        NoticeContent::Proxy(proxy) => {
            let before = known.person.proxy.as_ref().map_or_else(|| "なし".to_owned(), |one| one.name.written().to_owned());
            let until = proxy.until.map_or_else(|| "期限の定めなし".to_owned(), |day| format!("{}まで", wareki::long(day)));
            vec![one("代理人", before, format!("{}（{}、{until}）", proxy.name.written(), proxy.authority.label()))]
        }
        NoticeContent::ProxyEnd(_) => {
            let before = known.person.proxy.as_ref().map_or_else(|| "なし".to_owned(), |one| one.name.written().to_owned());
            vec![one("代理人", before, "終わる".to_owned())]
        }
    }
}

/// What of the particulars says where the family lives.
const WHEREABOUTS: [&str; 3] = ["住所", "市町", "保護者の住所"];

fn particulars(told: &ParticularsChange, known: &Known, names: &Names) -> Vec<Change> {
    let (person, change) = (&known.person, change_of_particulars::differing(told, &known.standing));
    let after = person.clone().changed(&change);
    let mut changes = Vec::new();
    let mut put = |label, before: String, after: String| {
        if before != after {
            let tells = |text: String| if WHEREABOUTS.contains(&label) { names.whereabouts(text) } else { text };
            changes.push(Change { label, before: tells(before), after: tells(after) });
        }
    };
    let full = |name: &events::vocabulary::PersonName| format!("{}（{}）", name.written(), name.kana());
    put("氏名", full(&person.name), full(&after.name));
    put("住所", person.residence.address.to_string(), after.residence.address.to_string());
    put("市町", names.municipality(person.residence.municipality), names.municipality(after.residence.municipality));
    let guardian = |one: &acts::Person| format!("{}（{}）", one.guardian.name.written(), one.guardian.relation.label());
    put("保護者", guardian(person), guardian(&after));
    put("保護者の住所", person.guardian.address.to_string(), after.guardian.address.to_string());
    let insurance = |one: &acts::Person| {
        let details = &one.insurance;
        let parts = [&details.insurer_name, &details.insurer_number, &details.symbol, &details.number];
        let text: Vec<String> = parts.into_iter().flatten().map(ToString::to_string).collect();
        format!("{} {}", details.kind.label(), text.join("・"))
    };
    put("医療保険", insurance(person), insurance(&after));
    let insured = |one: &acts::Person| {
        let name = one.insurance.insured_name.as_ref().map(ToString::to_string).unwrap_or_default();
        if one.insurance.insured_is_child { "児童本人".to_owned() } else { name }
    };
    put("被保険者", insured(person), insured(&after));
    changes
}

async fn household(cx: &Cx, case: &NoticeCase, known: &Known) -> Result<Option<Household>, Problem> {
    let (Some(NoticeContent::Particulars(change)), Some(on)) = (case.content.open(), case.notice.happened_on()) else {
        return Ok(None);
    };
    // What was found when it was settled stands; before, it is asked anew.
    let decided = case.settled.as_ref().and_then(|settled| settled.determination.as_ref()?.open().cloned());
    let needed = case.settled.as_ref().and_then(|settled| settled.change_of_award);
    let stored: Option<Vec<casework::rules::TraceStep>> = decided.and_then(|steps| serde_json::from_value(steps).ok());
    let (needed, steps) = if let Some(steps) = stored {
        (needed, steps)
    } else {
        let effect = cx.acts().household_effect(known, change, on).await?;
        (effect.needed, effect.steps)
    };
    Ok(steps.into_iter().next().map(|step| Household {
        needed: needed == Some(true),
        pending: needed.is_none(),
        text: step.text,
        cite: step.cite,
    }))
}

/// The page of a notice, with a form that failed.
pub(super) async fn render(cx: &Cx, id: NoticeId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let case = cx.acts().notice(id).await?;
    let notice = &case.notice;
    let (Some(recipient), Some(award), Some(kind), Some(filed_on), Some(happened_on), Some(stage)) =
        (notice.recipient(), notice.award(), notice.kind(), notice.filed_on(), notice.happened_on(), notice.stage())
    else {
        return Err(Problem::NotFound);
    };
    let known = cx.acts().known(recipient, award, filed_on).await?;
    let masters = cx.masters().await?;
    let hides = cx.shield(&[recipient.0]).await?.hides(recipient.0);
    let names = Names::new(masters.clone(), cx.today).hiding(hides);
    let mut entries = case_history::of_case(cx.pool(), ApplicationId(id.0), None).await?;
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    cx.viewed(&[recipient.0]).await?;
    let content = case.content.open();
    let days = (filed_on, happened_on);
    let obstacle = content.filter(|_| stage.is_open()).and_then(|content| notices::effects(content, days, &known.standing).err());
    let procedure = notices::of(kind).ok_or(Problem::NotFound)?;
    let (name, kana) = name_and_kana(&case.name);
    let filing_days = masters.program.at("notice.filing_days", filed_on).map_or(14, |row| row.value.value);
    let late = i64::from((filed_on - happened_on).get_days());
    let actor = &cx.staff()?.actor;
    let offers = case.offers(actor);
    let made = match kind {
        events::notice::NoticeKind::TransferOut => cx.acts().transfer_letter(id).await?,
        _ => None,
    };
    let page = NoticeScreen {
        path: format!("/notices/{id}"),
        recipient: format!("/recipients/{recipient}"),
        title: kind.label(),
        ident: Ident {
            name,
            kana,
            facts: vec![
                Fact::number("受付番号", notice.receipt_number().map(|number| number.to_string()).unwrap_or_default()),
                Fact::new("生年月日", birth_and_age(&events::Personal::Open(known.person.birth_date), cx.today)),
                Fact::new("支給認定", known.award.validity.to_string()),
            ],
            flags: vec![Flag::new(
                match stage {
                    casework::notice::NoticeStage::Received => "key",
                    casework::notice::NoticeStage::Returned => "warn",
                    casework::notice::NoticeStage::Settled => "ok",
                    casework::notice::NoticeStage::Withdrawn => "",
                },
                stage.label(),
            )],
        },
        version: case.version,
        facts: vec![
            Fact::new("届出日", wareki::long(filed_on)),
            Fact::new(procedure.day, wareki::long(happened_on)),
            Fact::new("届出人", notice.filer().map_or("", events::notice::Filer::label)),
            Fact::new("受付", notice.offices().map(|(office, _)| names.office(office)).unwrap_or_default()),
            Fact::new("期限", notice.due_on().map(wareki::long).unwrap_or_default()),
        ],
        changes: content.map(|content| changes(content, &known, &names)).filter(|_| stage.is_open()).unwrap_or_default(),
        household: household(cx, &case, &known).await?,
        late_filing: (kind == events::notice::NoticeKind::Particulars && late > filing_days).then_some(filing_days),
        return_note: case.return_note.as_ref().and_then(|note| note.open()).map(ToString::to_string).unwrap_or_default(),
        withdrawal: case.withdrawal.as_ref().and_then(|why| why.open()).map(ToString::to_string).unwrap_or_default(),
        obstacle: obstacle.map(|refusal| refusal.to_string()).unwrap_or_default(),
        follows: procedure.follows,
        letter_due: made.is_none()
            && stage == casework::notice::NoticeStage::Settled
            && kind == events::notice::NoticeKind::TransferOut
            && cx.may(Permission::SettleNotices),
        letter: made.filter(|_| cx.may(Permission::OpenDocuments)).map(|letter| format!("/letters/{letter}")),
        undone_by: undoing::sentence(Step::Notice(procedure.kind)),
        buttons: offers
            .into_iter()
            .filter(|offer| {
                let needed = match offer.action {
                    NoticeAction::Settle | NoticeAction::Return => Permission::SettleNotices,
                    NoticeAction::Amend | NoticeAction::Withdraw => Permission::ReceiveNotices,
                };
                cx.may(needed)
            })
            .map(|offer| ActButton::new(offer.action.code(), offer.action.label(), offer.closed))
            .collect(),
        history: tell_all(&entries, &names, cx.today),
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /notices/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<NoticeId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Page for NoticeScreen {
    const TEMPLATE: &'static str = "notices/show.html";

    fn sample() -> Vec<Self> {
        let button = |code, label, closed: &str| ActButton::new(code, label, (!closed.is_empty()).then_some(closed));
        let mut errors = FieldErrors::default();
        errors.add("why", "理由を入力してください。");
        let page = |buttons: Vec<ActButton>, needed: bool, form: FormView| Self {
            path: "/notices/1".to_owned(),
            recipient: "/recipients/1".to_owned(),
            title: "記載事項変更届",
            ident: Ident::sample(),
            version: 2,
            facts: vec![Fact::new("届出日", "令和8年12月1日")],
            changes: if needed {
                vec![Change {
                    label: "住所", before: "佐賀市見本町1-1".to_owned(), after: "唐津市見本町2-2".to_owned()
                }]
            } else {
                Vec::new()
            },
            household: Some(Household {
                needed,
                pending: !needed,
                text: "医療保険が変わり、所得をみる人が変わります。".to_owned(),
                cite: "児童福祉法第19条の5".to_owned(),
            }),
            late_filing: needed.then_some(14),
            return_note: if needed { String::new() } else { "住民票の写しを付けてください。".to_owned() },
            withdrawal: if needed { String::new() } else { "届出人の申出".to_owned() },
            obstacle: if needed { String::new() } else { "変更された項目がありません。".to_owned() },
            follows: "台帳が書き換わります。",
            letter: needed.then(|| "/letters/1".to_owned()),
            letter_due: !needed,
            undone_by: "もう一度この届を処理して直します。",
            buttons,
            history: Told::samples(),
            form,
        };
        let all = vec![
            button("settle", "届を処理する", ""),
            button("return", "窓口に戻す", ""),
            button("amend", "届の内容を直す", ""),
            button("withdraw", "届を取り下げる", "別の事務所の届です。"),
        ];
        let withdrawing = vec![button("withdraw", "届を取り下げる", "")];
        vec![
            page(all, true, FormView::default()),
            page(withdrawing, false, FormView::default().with_errors(&errors)),
            Self { household: None, ..page(Vec::new(), false, FormView::default()) },
        ]
    }
}
