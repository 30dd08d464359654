//! `GET /proposals/{id}`: one proposal with its list, what would follow, how far each case has come, and what this person may do.

use acts::Case;
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, Stage, permit};
use events::ids::ProposalId;
use events::{Actor, StaffRole};
use projections::proposals;
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::decisions::batch::cases;
use crate::screens::decisions::row::{Row, proposal_number};

/// A case of the proposal.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form of its own on the page")]
struct Item {
    row: Row,
    /// How far it has come.
    state: String,
    tone: &'static str,
    may_endorse: bool,
    may_stand_in: bool,
    /// They may stand in by the way, and nobody arranged it for today.
    unarranged: bool,
    may_send_back: bool,
    may_decide: bool,
}

impl Item {
    fn of(case: &Case, id: ProposalId, names: &Names, (actor, stands_for): (&Actor, &[StaffRole])) -> Self {
        let application = &case.application;
        let proposal = application.proposal().filter(|proposal| proposal.id() == id);
        let open = proposal.filter(|_| application.stage() == Some(Stage::Examined));
        let (state, tone) = match (application.stage(), open) {
            (_, Some(open)) => {
                let step = open.step().map_or("", |step| step.role.label());
                (format!("{step}待ち（{}／{}）", open.done() + 1, open.route().len()), "key")
            }
            (Some(stage), None) if stage.is_decided() => (stage.label().to_owned(), "ok"),
            _ => ("差戻し".to_owned(), "warn"),
        };
        let may = |action| open.is_some() && permit(action, application, actor).is_ok();
        let post = open.and_then(casework::application::Proposal::step).map(|step| step.role);
        let own = post == Some(actor.role);
        let arranged = post.is_some_and(|post| stands_for.contains(&post));
        let stood_in = open.is_some_and(|open| open.stands_in(actor.id));
        let row = Row::of(case, names, actor);
        Self {
            state,
            tone,
            may_endorse: own && may(Action::Endorse),
            may_stand_in: !own && !stood_in && arranged && may(Action::Endorse),
            unarranged: !own && !stood_in && !arranged && may(Action::Endorse),
            may_send_back: may(Action::SendBack),
            // What was set by hand is confirmed on the case, one by one.
            may_decide: row.by_hand.is_empty() && may(if row.refuses { Action::Refuse } else { Action::Approve }),
            row: if open.is_some() { row } else { Row { closed: String::new(), ..row } },
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ProposalPage {
    path: String,
    number: String,
    /// The way, with deputies.
    way: String,
    items: Vec<Item>,
    open: usize,
    endorse: usize,
    stand_in: usize,
    unarranged: usize,
    send_back: usize,
    decide: usize,
    /// Of these, to be refused.
    decide_refusals: usize,
    form: FormView,
}

fn way(case: &Case) -> String {
    let steps = case.application.proposal().map(|proposal| proposal.route().to_vec()).unwrap_or_default();
    let told = steps.iter().map(|step| match step.deputy {
        Some(deputy) => format!("{}（代決：{}）", step.role.label(), deputy.label()),
        None => step.role.label().to_owned(),
    });
    told.collect::<Vec<_>>().join(" → ")
}

impl ProposalPage {
    fn of(id: ProposalId, cases: &[Case], names: &Names, who: (&Actor, &[StaffRole]), form: FormView) -> Self {
        let items: Vec<Item> = cases.iter().map(|case| Item::of(case, id, names, who)).collect();
        let on_it = |case: &&Case| case.application.proposal().is_some_and(|proposal| proposal.id() == id);
        let standing = cases.iter().find(on_it);
        let number = standing.and_then(|case| case.application.proposal()).map(casework::application::Proposal::number);
        let mut ways: Vec<String> = cases.iter().filter(on_it).map(way).collect();
        ways.dedup();
        Self::counted(
            format!("/proposals/{id}"),
            number.map(|(year, serial)| proposal_number(i64::from(year), i64::from(serial))).unwrap_or_default(),
            ways.join("、"),
            items,
            form,
        )
    }

    fn counted(path: String, number: String, way: String, items: Vec<Item>, form: FormView) -> Self {
        let count = |may: fn(&Item) -> bool| items.iter().filter(|item| may(item)).count();
        Self {
            path,
            number,
            way,
            open: count(|item| item.tone == "key"),
            endorse: count(|item| item.may_endorse),
            stand_in: count(|item| item.may_stand_in),
            unarranged: count(|item| item.unarranged),
            send_back: count(|item| item.may_send_back),
            decide: count(|item| item.may_decide),
            decide_refusals: count(|item| item.may_decide && item.row.refuses),
            items,
            form,
        }
    }
}

/// Draws the page; `posted` is what was sent, kept as typed.
pub(super) async fn render(cx: &Cx, id: ProposalId, posted: Option<&Posted>, errors: &FieldErrors) -> Result<Response, Problem> {
    let (_, ids) = proposals::on(cx.pool(), id).await?.ok_or(Problem::NotFound)?;
    let cases = cases(cx, &ids).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let form = posted.map_or_else(FormView::default, FormView::of).with_errors(errors);
    let actor = &cx.staff()?.actor;
    let posts = cx.acts().stands_for(actor.id, cx.today).await?;
    let stands_for: Vec<StaffRole> = posts.into_iter().map(|(post, _)| post).collect();
    let page = ProposalPage::of(id, &cases, &names, (actor, &stands_for), form);
    cx.page_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<ProposalId>) -> Result<Response, Problem> {
    render(&cx, id, None, &FieldErrors::default()).await
}

impl Page for ProposalPage {
    const TEMPLATE: &'static str = "proposals/show.html";

    fn sample() -> Vec<Self> {
        let page = |may: [bool; 4]| {
            let items = Row::samples().into_iter().map(|row| Item {
                row,
                state: "決裁待ち（2／2）".to_owned(),
                tone: "key",
                may_endorse: may[0],
                may_stand_in: may[1],
                unarranged: may == [false; 4],
                may_send_back: may[2],
                may_decide: may[3],
            });
            let (path, way) = ("/proposals/1".to_owned(), "審査会事務（代決：点検） → 決裁".to_owned());
            Self::counted(path, proposal_number(8, 3), way, items.collect(), FormView::default())
        };
        vec![
            page([true, false, true, false]),
            page([false, true, false, false]),
            page([false, false, true, true]),
            page([false; 4]),
        ]
    }
}
