//! 規則の案を手で改める: what of the calculation somebody set otherwise, wherever the value stands; and the page on which the checker does it or
//! takes it back.

use acts::{ActError, Acts, Case, CaseOverride, Done, OverrideInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::application::{Action, OverrideRefusal, Stage, permit};
use casework::rules::Masters;
use casework::rules::by_hand::{self, Proposal};
use events::ids::ApplicationId;
use events::vocabulary::{FreeText, OverriddenItem, OverriddenValue, OverrideGround, Tier, wareki};
use serde::Serialize;

use super::calculation::{self, Calculation};
use super::frame::{self, Frame};
use super::ident::ERASED;
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::notices::{Reader, offered};

/// Days of the form.
const DAYS: &[&str] = &["day"];

/// A value that was set by hand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct ByHand {
    /// `start`.
    pub(crate) item: &'static str,
    /// 「開始日」.
    pub(crate) label: &'static str,
    /// What the rules proposed.
    pub(crate) proposed: String,
    /// What counts instead.
    pub(crate) chosen: String,
    /// 理由の区分.
    pub(crate) ground: &'static str,
    /// 理由.
    pub(crate) why: String,
    /// 根拠とした書類.
    pub(crate) stands_on: String,
    /// The day on which it was set.
    pub(crate) on: String,
    /// The rule that proposed it, with its version.
    pub(crate) rule: String,
    /// The proposal is another now.
    pub(crate) lapsed: bool,
}

/// What stands, in the order of the items. Whether it still counts is asked of today's masters until the case is decided.
pub(crate) fn lines(case: &Case, masters: &Masters) -> Vec<ByHand> {
    if case.overridden.is_empty() {
        return Vec::new();
    }
    let open = !case.application.stage().is_some_and(Stage::is_decided);
    let now = if open { Acts::determination_with(case, masters).ok() } else { None };
    let lapsed = now.map(|now| by_hand::lapsed(&now)).unwrap_or_default();
    case.overridden.iter().map(|(item, one)| line(*item, one, lapsed.contains(item))).collect()
}

fn line(item: OverriddenItem, one: &CaseOverride, lapsed: bool) -> ByHand {
    let text = |text: Option<&FreeText>| text.map_or_else(|| ERASED.to_owned(), ToString::to_string);
    ByHand {
        item: item.code(),
        label: item.label(),
        proposed: one.told.proposed.in_words(),
        chosen: one.told.chosen.in_words(),
        ground: one.told.ground.label(),
        why: text(one.why()),
        stands_on: text(one.stands_on()),
        on: wareki::long(one.on),
        rule: format!("{} 第{}版", one.told.rule, one.told.law),
        lapsed,
    }
}

impl ByHand {
    /// In one line, for lists and papers: 「開始日（規則の案 令和8年10月20日）」.
    pub(crate) fn in_short(case: &Case) -> Vec<String> {
        let short = |(item, one): (&OverriddenItem, &CaseOverride)| {
            format!("{} {}（規則の案 {}）", item.label(), one.told.chosen.in_words(), one.told.proposed.in_words())
        };
        case.overridden.iter().map(short).collect()
    }

    /// For the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let one = |item: OverriddenItem, proposed: &str, chosen: &str, lapsed| Self {
            item: item.code(),
            label: item.label(),
            proposed: proposed.to_owned(),
            chosen: chosen.to_owned(),
            ground: OverrideGround::OfficeError.label(),
            why: "窓口の案内が誤っていたため。".to_owned(),
            stands_on: "窓口の記録（令和8年9月15日）".to_owned(),
            on: "令和8年11月24日".to_owned(),
            rule: "validity.start 第2版".to_owned(),
            lapsed,
        };
        vec![
            one(OverriddenItem::Start, "令和8年10月20日", "令和8年9月15日", false),
            one(OverriddenItem::Tier, "Ⅳ 一般所得Ⅰ", "Ⅲ 低所得Ⅱ", true),
        ]
    }
}

/// What the rules propose for an item, and how far it may be left.
#[derive(Serialize)]
struct Proposed {
    label: &'static str,
    value: String,
    bounds: String,
    rule: String,
}

fn proposed(item: OverriddenItem, proposal: Option<Proposal>) -> Proposed {
    let label = item.label();
    let Some(Proposal { value, rule, law, bounds, .. }) = proposal else {
        return Proposed { label, value: "まだ決まりません".to_owned(), bounds: String::new(), rule: String::new() };
    };
    let bounds = match (bounds.earliest, bounds.latest) {
        (Some(earliest), Some(latest)) => format!("{}から{}まで", wareki::long(earliest), wareki::long(latest)),
        (Some(earliest), None) => format!("{}から", wareki::long(earliest)),
        (None, Some(latest)) => format!("{}まで", wareki::long(latest)),
        (None, None) => "ⅠからⅥまで（月額上限は階層の表から決まります）".to_owned(),
    };
    Proposed { label, value: value.in_words(), bounds, rule: format!("{rule} 第{law}版") }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct OverridePage {
    frame: Frame,
    trouble: Option<Trouble>,
    /// Why nothing can be set by hand now; empty where it can.
    closed: String,
    standing: Vec<ByHand>,
    proposals: Vec<Proposed>,
    calculation: Option<Calculation>,
    items: Vec<Offered>,
    tiers: Vec<Offered>,
    grounds: Vec<Offered>,
    /// What can be taken back.
    taken_back: Vec<Offered>,
    form: FormView,
}

fn items() -> Vec<Offered> {
    OverriddenItem::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn tiers() -> Vec<Offered> {
    let all = [Tier::I, Tier::II, Tier::III, Tier::IV, Tier::V, Tier::VI];
    all.iter().map(|tier| offered(tier.code(), &Tier::in_words(Some(*tier)))).collect()
}

fn grounds() -> Vec<Offered> {
    OverrideGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let status = match &trouble {
        Some(trouble) => trouble.status,
        None if form.is_refused() => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let closed = permit(Action::Override, &case.application, &cx.staff()?.actor).err();
    let masters = names.masters();
    let mut proposals = Vec::with_capacity(OverriddenItem::ALL.len());
    if closed.is_none() {
        for item in OverriddenItem::ALL {
            proposals.push(proposed(*item, Acts::proposal_with(&case, *item, masters).or_else(unreadable)?));
        }
    }
    let page = OverridePage {
        frame: Frame::of(&case, &names, cx.today, ""),
        taken_back: match closed {
            None => case.overridden.keys().map(|item| offered(item.code(), item.label())).collect(),
            Some(_) => Vec::new(),
        },
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        standing: lines(&case, masters),
        proposals,
        calculation: Calculation::of(&calculation::of_case(&case, masters)?),
        items: items(),
        tiers: tiers(),
        grounds: grounds(),
        form: form.understood(DAYS),
        trouble,
    };
    cx.page_as(status, &page)
}

/// A form that was erased proposes nothing, and is no error of this page.
fn unreadable(error: ActError) -> Result<Option<Proposal>, ActError> {
    if matches!(error, ActError::Erased) { Ok(None) } else { Err(error) }
}

/// `GET /cases/{id}/override`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), None).await
}

/// The value that was typed for the item.
fn chosen(reader: &mut Reader<'_>, item: OverriddenItem) -> Option<OverriddenValue> {
    match item {
        OverriddenItem::Start => reader.day("day", "改める日").map(OverriddenValue::Start),
        OverriddenItem::End => reader.day("day", "改める日").map(OverriddenValue::End),
        OverriddenItem::Tier => reader.must("tier", "改める階層", str::parse::<Tier>).map(OverriddenValue::Tier),
    }
}

fn read(reader: &mut Reader<'_>) -> Option<OverrideInput> {
    let item = reader.must("item", "改める項目", str::parse::<OverriddenItem>);
    let chosen = item.and_then(|item| chosen(reader, item));
    let ground = reader.must("ground", "理由の区分", str::parse::<OverrideGround>);
    let stands_on = reader.must("stands_on", "根拠とした書類", FreeText::parse);
    let why = reader.why("why");
    Some(OverrideInput { chosen: chosen?, ground: ground?, why: why?, stands_on: stands_on? })
}

/// `POST /cases/{id}/override`.
pub(crate) async fn set(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(input) = read(&mut reader) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&reader.errors), None).await;
    };
    let field = if input.chosen.item() == OverriddenItem::Tier { "tier" } else { "day" };
    let outcome = cx.acts().override_value(&cx.request(&posted)?, id, input).await;
    answered(&cx, id, &posted, (field, "overridden"), outcome).await
}

/// `POST /cases/{id}/override/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let item = reader.must("withdrawn", "取り下げる項目", str::parse::<OverriddenItem>);
    let why = reader.must("withdraw_why", "取り下げる理由", FreeText::parse);
    let (Some(item), Some(why)) = (item, why) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&reader.errors), None).await;
    };
    let outcome = cx.acts().withdraw_override(&cx.request(&posted)?, id, (item, why)).await;
    answered(&cx, id, &posted, ("withdrawn", "override_withdrawn"), outcome).await
}

async fn answered(
    cx: &Cx,
    id: ApplicationId,
    posted: &Posted,
    (field, told): (&str, &'static str),
    outcome: Result<Done, ActError>,
) -> Result<Response, Problem> {
    match outcome {
        Ok(done) => cx.told(&frame::path(id), told, done.position, SHOWN_BY).await,
        Err(ActError::Refused(Refusal::Override(refusal))) => {
            let mut errors = FieldErrors::default();
            let field = if refusal == OverrideRefusal::NoProposal { "item" } else { field };
            errors.add(field, refusal.to_string());
            render(cx, id, FormView::of(posted).with_errors(&errors), None).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(cx, id, error).await?;
            render(cx, id, FormView::of(posted), Some(trouble)).await
        }
    }
}

impl Page for OverridePage {
    const TEMPLATE: &'static str = "cases/override.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("day", "令和8年8月6日より前の日にはできません。");
        let page = |standing: Vec<ByHand>, trouble, closed: &str, form: FormView| Self {
            frame: Frame::sample(""),
            trouble,
            closed: closed.to_owned(),
            taken_back: standing.iter().map(|one| offered(one.item, one.label)).collect(),
            standing,
            proposals: OverriddenItem::ALL.iter().map(|item| proposed(*item, None)).collect(),
            calculation: Some(Calculation::sample()),
            items: items(),
            tiers: tiers(),
            grounds: grounds(),
            form,
        };
        let mut pages = vec![
            page(Vec::new(), None, "", FormView::default()),
            page(ByHand::samples(), None, "", FormView::default().with_errors(&errors)),
            Self {
                taken_back: Vec::new(),
                proposals: Vec::new(),
                calculation: None,
                ..page(ByHand::samples(), None, "「規則の案を手で改める」は点検の担当者が行います。", FormView::default())
            },
        ];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page(Vec::new(), Some(trouble), "", FormView::default())));
        pages
    }
}
