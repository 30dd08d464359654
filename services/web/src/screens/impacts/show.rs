//! `GET /impacts/{id}`: how far a study is, or whom it affects. Whoever is named is told to the access log.

use acts::{ActError, ImpactFile, ImpactRow};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use casework::impact::in_force;
use casework::rules::impact::{Group, Side};
use events::award::CorrectionGround;
use events::ids::AwardId;
use events::vocabulary::Tier;
use identity::Permission;
use projections::ledger::{self, AsOf};
use serde::Serialize;
use uuid::Uuid;

use super::{export, words};
use crate::cx::Cx;
use crate::forms::{FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::going::Going;
use crate::screens::notices::{Dressed as _, must, offered};
use crate::taking_out::Offer;

/// Rows of a page.
const PAGE: u16 = 50;

/// A group, with how many fall in it.
#[derive(Clone, Serialize)]
struct Choice {
    href: String,
    label: String,
    chosen: bool,
}

/// An award that does not stay as it is.
#[derive(Clone, Serialize)]
pub(super) struct Line {
    award: String,
    pub(super) href: String,
    pub(super) case: String,
    pub(super) recipient_number: String,
    pub(super) name: String,
    pub(super) office: String,
    pub(super) group: &'static str,
    tone: &'static str,
    pub(super) old: String,
    pub(super) new: String,
    pub(super) difference: String,
    /// Where the cap in force is neither.
    pub(super) in_force: String,
    may_correct: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ImpactPage {
    path: String,
    at: String,
    by: String,
    period: String,
    known_up_to: i64,
    why: String,
    difference: Vec<String>,
    state: &'static str,
    tone: &'static str,
    at_work: bool,
    may_stop: bool,
    going: Option<Going>,
    cases: u64,
    unchanged: u64,
    yen: String,
    digest: String,
    groups: Vec<Choice>,
    group: &'static str,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
    export: Option<Offer>,
    /// The fields by which the chosen awards are corrected; none where they cannot be.
    correcting: Vec<FieldView>,
    /// Why not, where the person might.
    closed: String,
    form: FormView,
}

/// 「Ⅳ 5,000円」, 「対象外」, 「決まらない」.
pub(super) fn side(side: &Side) -> String {
    match (side.eligible, side.monthly_cap) {
        (Some(false), _) => "対象外".to_owned(),
        (Some(true), Some(cap)) => format!("{} {cap}", Tier::in_words(side.tier)),
        _ => "決まらない".to_owned(),
    }
}

const fn tone(group: Group) -> &'static str {
    match group {
        Group::Worse => "alert",
        Group::Better => "ok",
        Group::SameMoney | Group::SameResult => "key",
        Group::Pending => "warn",
        Group::Unchanged => "",
    }
}

/// The rows with the names that the ledger has now, told to nobody yet.
pub(super) async fn lines(cx: &Cx, rows: &[ImpactRow]) -> Result<Vec<Line>, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let awards: Vec<AwardId> = rows.iter().map(|row| row.award).collect();
    let mut people = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    let name = |award: AwardId| {
        let person = people.iter().find(|person| person.award == award);
        person.map_or_else(|| "（不明）".to_owned(), |person| name_and_kana(&person.name).0)
    };
    let line = |row: &ImpactRow| {
        let neither = row.old.monthly_cap != Some(row.cap_in_force) && row.new.monthly_cap != Some(row.cap_in_force);
        Line {
            award: row.award.to_string(),
            href: format!("/recipients/{}", row.recipient),
            case: format!("/cases/{}", row.application),
            recipient_number: row.recipient_number.to_string(),
            name: name(row.award),
            office: names.office_short(row.office),
            group: row.group.label(),
            tone: tone(row.group),
            old: side(&row.old),
            new: side(&row.new),
            difference: row.yen_a_month().map_or_else(|| "－".to_owned(), words::more_or_less),
            in_force: if neither { row.cap_in_force.to_string() } else { String::new() },
            may_correct: row.new.eligible == Some(true) && row.new.monthly_cap.is_some_and(|cap| cap != row.cap_in_force),
        }
    };
    Ok(rows.iter().map(line).collect())
}

fn correcting() -> Vec<FieldView> {
    let grounds = CorrectionGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
    vec![
        must("ground", "理由の区分", "radio").of(grounds),
        must("why", "理由（通知書に載せる文）", "long_text")
            .hint("選んだ支給認定ごとに、この理由で訂正を起案します。決裁はほかの人がします。"),
    ]
}

async fn name(cx: &Cx, file: &ImpactFile) -> String {
    match cx.acts().account(file.by).await {
        Ok(account) => account.name.open().map_or_else(|| "（消去済み）".to_owned(), ToString::to_string),
        Err(_) => "コマンド".to_owned(),
    }
}

/// What is asked of the list: a group and a place.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) group: Option<Group>,
    pub(super) after: i32,
}

impl Place {
    fn of(cx: &Cx) -> Self {
        Self {
            group: cx.parameter("group").and_then(|code| code.parse().ok()),
            after: cx.parameter("after").and_then(|text| text.parse().ok()).unwrap_or(0),
        }
    }
}

/// The page of a study, with a form that failed.
pub(super) async fn render(
    cx: &Cx,
    id: Uuid,
    place: Place,
    (form, export): (FormView, Option<Offer>),
    status: StatusCode,
) -> Result<Response, Problem> {
    let file = cx.acts().impact(id).await?;
    let masters = cx.masters().await?;
    let ended = file.ended.as_ref().map(|(ended, _)| ended);
    let progress = cx.acts().impact_progress(id).await?;
    let mut rows = cx.acts().impact_rows(id, place.group, place.after, PAGE + 1).await?;
    let more = rows.len() > usize::from(PAGE);
    rows.truncate(usize::from(PAGE));
    let subjects: Vec<Uuid> = rows.iter().flat_map(|row| [row.recipient.0, row.application.0]).collect();
    cx.viewed(&subjects).await?;
    let path = format!("/impacts/{id}");
    let group = place.group.map_or("", Group::code);
    let filter = if group.is_empty() { String::new() } else { format!("group={group}&") };
    let at_work = ended.is_none();
    let totals = ended.map(|ended| ended.totals).unwrap_or_default();
    let mut groups =
        vec![Choice { href: path.clone(), label: format!("すべて {}", totals.affected()), chosen: place.group.is_none() }];
    groups.extend(Group::ALL.iter().filter(|one| **one != Group::Unchanged).map(|one| Choice {
        href: format!("{path}?group={}", one.code()),
        label: format!("{} {}", one.label(), totals.of(*one)),
        chosen: place.group == Some(*one),
    }));
    let closed = match in_force(&file.asked, &masters) {
        _ if at_work || !cx.may(Permission::ProposeRedress) => String::new(),
        Ok(()) => String::new(),
        Err(refusal) => refusal.to_string(),
    };
    let open = !at_work && cx.may(Permission::ProposeRedress) && closed.is_empty() && !rows.is_empty();
    let (state, tone) = words::state(ended);
    let page = ImpactPage {
        at: moment::exact(file.at),
        by: name(cx, &file).await,
        period: file.asked.period.to_string(),
        known_up_to: file.asked.known_up_to,
        why: crate::screens::cases::papers::reason(Some(&file.asked.why)),
        difference: words::difference(&file.asked, &masters),
        state,
        tone,
        at_work,
        may_stop: at_work && cx.may(Permission::RunImpacts),
        going: progress.filter(|_| at_work).map(Going::from),
        cases: totals.cases,
        unchanged: totals.unchanged,
        yen: words::more_or_less(totals.yen_a_month),
        digest: ended.map(|ended| ended.digest.clone()).unwrap_or_default(),
        groups,
        group,
        lines: lines(cx, &rows).await?,
        next: rows.last().filter(|_| more).map(|last| format!("{path}?{filter}after={}", last.ordinal)),
        first: (place.after > 0)
            .then(|| place.group.map_or_else(|| path.clone(), |group| format!("{path}?group={}", group.code()))),
        export: export.or_else(|| (!at_work && totals.affected() > 0 && cx.may(Permission::RunImpacts)).then(export::offer)),
        correcting: if open { correcting() } else { Vec::new() },
        closed,
        form,
        path,
    };
    let mut response = cx.page_as(status, &page)?;
    if at_work {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

/// Shows the page; while the work goes on, the browser asks again by itself.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let place = Place::of(&cx);
    render(&cx, id, place, (FormView::default(), None), StatusCode::OK).await
}

/// `POST /impacts/{id}/stop`.
pub(crate) async fn stop(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    posted.command()?;
    match cx.acts().impact(id).await {
        Ok(_) => {}
        Err(ActError::NotFound) => return Err(Problem::NotFound),
        Err(error) => return Err(error.into()),
    }
    cx.acts().stop_impact(id).await?;
    cx.told(&format!("/impacts/{id}"), "impact_stopping", 0, &[]).await
}

impl Line {
    pub(super) fn sample(may_correct: bool) -> Self {
        Self {
            award: Uuid::nil().to_string(),
            href: "/recipients/1".to_owned(),
            case: "/cases/1".to_owned(),
            recipient_number: "1000018".to_owned(),
            name: "見本 花子".to_owned(),
            office: "佐賀中部".to_owned(),
            group: Group::Worse.label(),
            tone: tone(Group::Worse),
            old: "Ⅳ 一般所得Ⅰ 5,000円".to_owned(),
            new: "Ⅴ 一般所得Ⅱ 10,000円".to_owned(),
            difference: "＋5,000円".to_owned(),
            in_force: if may_correct { String::new() } else { "2,500円".to_owned() },
            may_correct,
        }
    }
}

impl Page for ImpactPage {
    const TEMPLATE: &'static str = "impacts/show.html";

    fn sample() -> Vec<Self> {
        let choice = |chosen| Choice { href: "/impacts/1".to_owned(), label: "すべて 2".to_owned(), chosen };
        let page = |at_work, going, lines: Vec<Line>, closed: &str| Self {
            path: "/impacts/1".to_owned(),
            at: "令和8年11月24日 9:12:05".to_owned(),
            by: "見本 四".to_owned(),
            period: "令和8年7月1日から令和9年6月30日まで".to_owned(),
            known_up_to: 1_200,
            why: "上限額の改正の準備。".to_owned(),
            difference: vec!["自己負担上限月額 IV 一般 5,000円 → 6,000円（R8.7.1から）".to_owned()],
            state: if at_work { "調査中" } else { "終了" },
            tone: if at_work { "key" } else { "ok" },
            at_work,
            may_stop: at_work,
            going,
            cases: 60,
            unchanged: 58,
            yen: "＋5,000円".to_owned(),
            digest: "ab".repeat(32),
            groups: vec![choice(true), choice(false)],
            group: "",
            export: (!lines.is_empty()).then(export::offer),
            correcting: if closed.is_empty() && !lines.is_empty() { correcting() } else { Vec::new() },
            lines,
            next: Some("/impacts/1?after=50".to_owned()),
            first: Some("/impacts/1".to_owned()),
            closed: closed.to_owned(),
            form: FormView::default(),
        };
        let going = |stopping| Some(Going::sample(stopping));
        vec![
            page(true, None, Vec::new(), ""),
            page(true, going(false), Vec::new(), ""),
            page(true, going(true), Vec::new(), ""),
            page(false, None, vec![Line::sample(true), Line::sample(false)], ""),
            page(false, None, vec![Line::sample(true)], "まだ採用していない行を使っています。"),
            page(false, None, Vec::new(), ""),
        ]
    }
}

#[cfg(test)]
mod tests {
    use events::vocabulary::Yen;

    use super::*;

    #[test]
    fn a_side_says_what_the_family_gets() {
        let of = |eligible, cap: Option<i64>| Side {
            eligible,
            tier: Some(Tier::IV),
            monthly_cap: cap.map(|cap| Yen::new(cap).expect("yen")),
        };
        assert!(side(&of(Some(true), Some(5_000))).ends_with("5,000円"));
        assert_eq!(side(&of(Some(false), Some(5_000))), "対象外");
        assert_eq!([side(&of(None, Some(5_000))), side(&of(Some(true), None))], ["決まらない", "決まらない"]);
    }
}
