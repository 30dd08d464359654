//! 二重入力: another clerk types the amounts of the form, which stand nowhere on the page; what differs is then shown side by side, and of
//! each it is said which is right.

use acts::{ActError, Case, Done, SettleInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::second_entry::{Stand, amounts};
use casework::application::{Action, permit};
use events::Personal;
use events::application::{ApplicationForm, EnteredAmount, SettledAmount};
use events::ids::ApplicationId;
use events::vocabulary::{EntryKept, FreeText, Yen};
use serde::Serialize;

use super::frame::{self, Frame};
use super::steps::SHOWN_BY;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// An amount to type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Field {
    name: String,
    label: String,
    /// Said once above the fields of one person.
    heading: String,
}

/// An amount that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Difference {
    name: String,
    label: String,
    first: String,
    second: String,
    choices: Vec<Choice>,
}

/// One of two entries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Choice {
    value: &'static str,
    label: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct AmountsPage {
    frame: Frame,
    trouble: Option<Trouble>,
    /// `type`, `settle`, `done` or `unasked`.
    what: &'static str,
    closed: String,
    fields: Vec<Field>,
    differences: Vec<Difference>,
    form: FormView,
}

const OF_MEMBER: [(&str, &str); 4] = [
    ("levy", "市町村民税所得割額（円）"),
    ("housing_credit", "住宅借入金等特別税額控除（円）"),
    ("donation_credit", "寄附金税額控除（円）"),
    ("dividend_credit", "配当控除（円）"),
];

/// What an amount is called, and of whom it is.
fn named(place: &str, form: &ApplicationForm) -> (String, String) {
    match place {
        "guardian_income" => (String::new(), "申請者の年収等（円）".to_owned()),
        "patient_income" => (String::new(), "成年患者本人の年収等（円）".to_owned()),
        _ => {
            let (n, end) = place.strip_prefix("member").and_then(|rest| rest.split_once('_')).unwrap_or(("", place));
            let at = n.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let member = at.and_then(|at| form.household.members.get(at)).map(|one| one.name.to_string()).unwrap_or_default();
            let label = OF_MEMBER.iter().find(|(known, _)| *known == end).map_or("", |(_, label)| label);
            (format!("世帯員 {n}　{member}"), label.to_owned())
        }
    }
}

fn fields(form: &ApplicationForm) -> Vec<Field> {
    let mut last = String::new();
    amounts(form)
        .into_iter()
        .map(|one| {
            let (heading, label) = named(&one.place, form);
            let heading = if heading == last {
                String::new()
            } else {
                heading.clone_into(&mut last);
                heading
            };
            Field { name: one.place, label, heading }
        })
        .collect()
}

fn yen(yen: Option<Yen>) -> String {
    yen.map_or_else(|| "（空欄）".to_owned(), |yen| yen.to_string())
}

fn differences(case: &Case, form: &ApplicationForm, places: &[String]) -> Vec<Difference> {
    let second = case.entered_again.as_ref().and_then(Personal::open).cloned().unwrap_or_default();
    let first = amounts(form);
    let of = |list: &[EnteredAmount], place: &str| yen(list.iter().find(|one| one.place == place).and_then(|one| one.yen));
    let difference = |place: &String| {
        let (who, label) = named(place, form);
        let (first, second) = (of(&first, place), of(&second, place));
        let choice = |kept: EntryKept, amount: &str| Choice { value: kept.code(), label: format!("{}　{amount}", kept.label()) };
        Difference {
            name: format!("kept_{place}"),
            label: format!("{who}　{label}").trim_start().to_owned(),
            choices: vec![choice(EntryKept::First, &first), choice(EntryKept::Second, &second)],
            first,
            second,
        }
    };
    places.iter().map(difference).collect()
}

async fn render(
    cx: &Cx,
    id: ApplicationId,
    form: FormView,
    status: StatusCode,
    trouble: Option<Trouble>,
) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let names = frame::names(cx, &case).await?;
    frame::viewed(cx, &case).await?;
    let stand = case.application.second_entry().stand();
    let (what, action) = match stand {
        Some(Stand::Awaited) => ("type", Some(Action::EnterAgain)),
        Some(Stand::Differs(_)) => ("settle", Some(Action::SettleEntries)),
        Some(Stand::Agreed) => ("done", None),
        None => ("unasked", None),
    };
    let actor = &cx.staff()?.actor;
    let closed = action.and_then(|action| permit(action, &case.application, actor).err());
    let mut page = AmountsPage {
        frame: Frame::of(&case, &names, cx.today, "amounts"),
        trouble,
        what,
        closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default(),
        fields: Vec::new(),
        differences: Vec::new(),
        form,
    };
    if let Some(written) = case.form.open().filter(|_| page.closed.is_empty()) {
        match stand {
            Some(Stand::Awaited) => page.fields = fields(written),
            Some(Stand::Differs(places)) => page.differences = differences(&case, written, places),
            _ => {}
        }
    }
    cx.page_as(status, &page)
}

/// `GET /cases/{id}/amounts`.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), StatusCode::OK, None).await
}

async fn answer(cx: &Cx, id: ApplicationId, posted: &Posted, result: Result<Done, ActError>) -> Result<Response, Problem> {
    match result {
        Ok(done) => {
            let case = cx.acts().case(id, None).await?;
            let differs = matches!(case.application.second_entry().stand(), Some(Stand::Differs(_)));
            // What differs is settled on the page itself.
            let next = if differs { format!("{}/amounts", frame::path(id)) } else { frame::path(id) };
            cx.told(&next, if differs { "entries_differ" } else { "entries_agree" }, done.position, SHOWN_BY).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(cx, id, error).await?;
            render(cx, id, FormView::of(posted), trouble.status, Some(trouble)).await
        }
    }
}

/// `POST /cases/{id}/amounts`: the second entry.
pub(crate) async fn enter(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let form = case.form.open().ok_or(Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    let mut typed = Vec::new();
    for EnteredAmount { place, .. } in amounts(form) {
        let text = posted.text(&place).trim();
        let yen = if text.is_empty() { None } else { errors.take(&place, Yen::parse_input(text)) };
        typed.push(EnteredAmount { place, yen });
    }
    if !errors.is_empty() {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY, None).await;
    }
    let result = cx.acts().enter_again(&cx.request(&posted)?, id, typed).await;
    answer(&cx, id, &posted, result).await
}

/// `POST /cases/{id}/amounts/settle`: which entry is right.
pub(crate) async fn settle(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    let mut errors = FieldErrors::default();
    let mut settled = Vec::new();
    if let Some(Stand::Differs(places)) = case.application.second_entry().stand() {
        for place in places {
            let name = format!("kept_{place}");
            let kept = errors.take(&name, EntryKept::parse(posted.text(&name)));
            settled.extend(kept.map(|kept| SettledAmount { place: place.clone(), kept }));
        }
    }
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    let Some(why) = why.filter(|_| errors.is_empty()) else {
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY, None).await;
    };
    let result = cx.acts().settle_entries(&cx.request(&posted)?, id, SettleInput { settled, why }).await;
    answer(&cx, id, &posted, result).await
}

impl Page for AmountsPage {
    const TEMPLATE: &'static str = "cases/amounts.html";

    fn sample() -> Vec<Self> {
        let field = |n: u8, heading: &str, label: &str| Field {
            name: format!("member{n}_levy"),
            label: label.to_owned(),
            heading: heading.to_owned(),
        };
        let choice = |kept: EntryKept, amount: &str| Choice { value: kept.code(), label: format!("{}　{amount}", kept.label()) };
        let difference = Difference {
            name: "kept_member1_levy".to_owned(),
            label: "世帯員 1　見本 太郎　市町村民税所得割額（円）".to_owned(),
            first: "68,400円".to_owned(),
            second: "64,800円".to_owned(),
            choices: vec![choice(EntryKept::First, "68,400円"), choice(EntryKept::Second, "64,800円")],
        };
        let page = |what, closed: &str, trouble| Self {
            frame: Frame::sample("amounts"),
            trouble,
            what,
            closed: closed.to_owned(),
            fields: vec![field(1, "世帯員 1　見本 太郎", "市町村民税所得割額（円）"), field(2, "", "配当控除（円）")],
            differences: vec![difference.clone()],
            form: FormView::default(),
        };
        let mut pages = vec![
            page("type", "", None),
            page("type", "別の窓口の担当者に引き継いでください。", None),
            page("settle", "", None),
            page("done", "", None),
            page("unasked", "", None),
        ];
        pages.extend(Trouble::samples().into_iter().map(|trouble| page("settle", "", Some(trouble))));
        pages
    }
}
