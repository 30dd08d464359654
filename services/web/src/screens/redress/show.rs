//! The redress of one award: what it gives now, what waits for a decision with everything that would follow, and what can be done.

use acts::AwardFile;
use axum::http::StatusCode;
use axum::response::Response;
use casework::award::AwardAction;
use casework::procedures::undoing::{self, Step};
use events::award::{Redress, Right};
use events::ids::AwardId;
use events::vocabulary::{Tier, wareki};
use identity::Permission;
use projections::ledger::{self, AsOf, Ended, LedgerRow};
use serde::Serialize;

use super::effects::Effects;
use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::forms::FormView;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::act_button::ActButton;
use crate::screens::cases::ident::{Fact, Flag, Ident, birth_and_age, name_and_kana};

/// What waits for a decision.
#[derive(Clone, Serialize)]
struct Waiting {
    title: &'static str,
    facts: Vec<Fact>,
    why: String,
    effects: Option<Effects>,
    /// Why it could not be decided as things stand.
    obstacle: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct RedressPage {
    path: String,
    person: String,
    case: String,
    ident: Ident,
    version: i32,
    facts: Vec<Fact>,
    waiting: Option<Waiting>,
    buttons: Vec<ActButton>,
    undone_by: Vec<&'static str>,
    form: FormView,
}

/// The award on the ledger, opened.
pub(super) async fn row(cx: &Cx, id: AwardId) -> Result<LedgerRow, Problem> {
    let mut rows = ledger::of_awards(cx.pool(), &[id], AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let row = rows.pop().ok_or(Problem::NotFound)?;
    cx.viewed(&[row.recipient.0, row.application.0]).await?;
    Ok(row)
}

pub(super) fn ident(row: &LedgerRow, today: jiff::civil::Date) -> Ident {
    let (name, kana) = name_and_kana(&row.name);
    Ident {
        name,
        kana,
        facts: vec![
            Fact::new("生年月日", birth_and_age(&row.birth_date, today)),
            Fact::number("受給者番号", row.recipient_number.to_string()),
            Fact::new("支給認定", row.validity.to_string()),
        ],
        flags: row.ended.map(|ended| Flag::new("warn", Ended::label(ended))).into_iter().collect(),
    }
}

pub(super) fn gives(right: &Right) -> Vec<Fact> {
    vec![
        Fact::new("有効期間", right.validity.to_string()),
        Fact::new("階層区分", Tier::in_words(right.tier)),
        Fact::new("区分", right.severity.label()),
        Fact::new("血友病等", if right.haemophilia { "該当" } else { "非該当" }),
        Fact::new("自己負担上限月額", right.monthly_cap.to_string()),
    ]
}

async fn waiting(cx: &Cx, file: &AwardFile) -> Result<Option<Waiting>, Problem> {
    let Some(waiting) = &file.waiting else { return Ok(None) };
    let (effects, obstacle) = match cx.acts().preview_waiting(file, cx.today).await {
        Ok(preview) => (Some(Effects::of(&preview)), String::new()),
        Err(acts::ActError::Refused(refusal)) => (None, refusal.to_string()),
        Err(other) => return Err(other.into()),
    };
    Ok(Some(Waiting {
        title: match waiting.redress {
            Redress::Revoke { .. } => "取消の起案",
            Redress::Correct { .. } => "訂正の起案",
        },
        facts: vec![
            Fact::new("理由の区分", waiting.redress.ground()),
            Fact::new("いつから", wareki::long(waiting.redress.from())),
            Fact::new("起案した日", wareki::long(day_in_japan(waiting.since))),
        ],
        why: waiting.why.as_ref().map(ToString::to_string).unwrap_or_default(),
        effects,
        obstacle,
    }))
}

/// The page of an award's redress, with a form that failed.
pub(super) async fn render(cx: &Cx, id: AwardId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let row = row(cx, id).await?;
    let file = cx.acts().award_file(id).await?;
    let standing = file.award.standing().ok_or(Problem::NotFound)?;
    let offers = file.offers(&cx.staff()?.actor).into_iter().filter(|(action, _)| {
        cx.may(match action {
            AwardAction::Propose | AwardAction::Withdraw => Permission::ProposeRedress,
            AwardAction::SendBack | AwardAction::Decide => Permission::DecideRedress,
        })
    });
    let page = RedressPage {
        path: format!("/awards/{id}/redress"),
        person: format!("/recipients/{}", row.recipient),
        case: format!("/cases/{}", row.application),
        ident: ident(&row, cx.today),
        version: file.version,
        facts: gives(&Right { validity: standing.validity, ..standing.right }),
        waiting: waiting(cx, &file).await?,
        buttons: offers.map(|(action, closed)| ActButton::new(action.code(), action.label(), closed)).collect(),
        undone_by: vec![undoing::sentence(Step::Revocation), undoing::sentence(Step::Correction)],
        form,
    };
    cx.page_as(status, &page)
}

/// `GET /awards/{id}/redress`.
pub(crate) async fn show(cx: Cx, Id(id): Id<AwardId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK).await
}

impl Page for RedressPage {
    const TEMPLATE: &'static str = "redress/show.html";

    fn sample() -> Vec<Self> {
        let button = |code, label, closed: &str| ActButton::new(code, label, (!closed.is_empty()).then_some(closed));
        let page = |waiting: Option<Waiting>, buttons| Self {
            path: "/awards/1/redress".to_owned(),
            person: "/recipients/1".to_owned(),
            case: "/cases/1".to_owned(),
            ident: Ident::sample(),
            version: 2,
            facts: vec![Fact::new("自己負担上限月額", "5,000円")],
            waiting,
            buttons,
            undone_by: vec![undoing::sentence(Step::Revocation)],
            form: FormView::default(),
        };
        let waiting = |effects, obstacle: &str| Waiting {
            title: "訂正の起案",
            facts: vec![Fact::new("理由の区分", "所得・世帯の見誤り（階層）")],
            why: "課税証明書の所得割を読み違えたため。".to_owned(),
            effects,
            obstacle: obstacle.to_owned(),
        };
        let deciding = vec![button("decide", "決裁する", ""), button("send-back", "差し戻す", "")];
        vec![
            page(Some(waiting(Some(Effects::sample(true)), "")), deciding),
            page(
                Some(waiting(None, "この支給認定は別の支給認定に替わっています。")),
                vec![button("withdraw", "起案を取り下げる", "")],
            ),
            page(None, vec![button("propose", "起案する", "")]),
            page(None, vec![button("decide", "決裁する", "起案した人は決裁できません。")]),
        ]
    }
}
