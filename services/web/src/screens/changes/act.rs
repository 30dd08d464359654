//! One act: everything it changed, before and after, and the events that tell it.

use axum::response::Response;
use events::Log;
use events::ids::{CommandId, RecipientId};
use projections::changes::{self, Approval, Basis, Change, Kind};
use serde::Serialize;
use uuid::Uuid;

use super::list::positions;
use super::people::{People, told_by_first};
use super::words::{self, Side};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// Things on a page.
const PAGE: u16 = 200;

/// The page.
#[derive(Serialize)]
pub(crate) struct ActPage {
    title: String,
    at: String,
    facts: Vec<Fact>,
    unasked: bool,
    /// Entitlement that this role may not see.
    withheld: bool,
    things: Vec<Thing>,
    events: Vec<EventLine>,
    next: Option<String>,
    first: Option<String>,
    back: String,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
    mono: bool,
    href: Option<String>,
}

#[derive(Serialize)]
struct Thing {
    kind: &'static str,
    subject: String,
    sides: Vec<Side>,
    new: bool,
    gone: bool,
    href: Option<String>,
}

#[derive(Serialize)]
struct EventLine {
    position: i64,
    what: &'static str,
    event_type: String,
    stream: String,
    version: i32,
    chain: String,
}

fn person_page(recipient: RecipientId) -> String {
    format!("/recipients/{recipient}")
}

fn thing(change: &Change, may_see: bool) -> Thing {
    Thing {
        kind: change.kind.label(),
        subject: words::subject(change.kind, &change.subject),
        sides: words::sides(change),
        new: change.before.is_none(),
        gone: change.after.is_none(),
        href: change.recipient.filter(|_| may_see).map(person_page),
    }
}

async fn facts(cx: &Cx, first: &Change, last: i64, may_see: bool) -> Result<Vec<Fact>, Problem> {
    let mut facts = Vec::new();
    let mut fact = |label, value: String, mono, href| facts.push(Fact { label, value, mono, href });
    let office = first.by.office.map(|office| office.to_string());
    let masters = cx.masters().await?;
    let office = office.map(|code| masters.offices.at(&code, cx.today).map_or(code.clone(), |row| row.value.short_name.clone()));
    let by = format!(
        "{}（{}）",
        first.by.display(),
        [Some(first.by.role.label().to_owned()), office].into_iter().flatten().collect::<Vec<_>>().join("、")
    );
    match (first.approval(), first.prepared_by) {
        (Approval::Second, Some(staff)) => {
            let people = People::of(cx, vec![staff]).await;
            let named = people.name(staff).to_owned();
            let (first_name, second_name) = if told_by_first(&first.event_type) { (by, named) } else { (named, by) };
            fact("起案した人", first_name, false, None);
            fact("承認した人", second_name, false, None);
        }
        (Approval::Second, None) => fact("決裁した人", by, false, None),
        (other, _) => {
            fact("行った人", by, false, None);
            fact("承認", other.label().to_owned(), false, None);
        }
    }
    let authority = words::authority(first.basis, first.request.as_ref());
    let application = first.application.filter(|_| may_see).map(|application| format!("/cases/{application}"));
    fact("根拠", authority, false, application);
    fact("記録の位置", positions(first.position, last), true, None);
    fact("操作の番号", first.command.to_string(), true, None);
    fact("一連の番号", first.correlation.to_string(), true, None);
    Ok(facts)
}

/// The events of the act with their place in the chain.
async fn events(cx: &Cx, changes: &[Change]) -> Result<Vec<EventLine>, Problem> {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return Ok(Vec::new()) };
    let recorded = store::page(cx.pool(), Log::Casework, first.position - 1, last.position - first.position + 1).await?;
    let chains = store::chains(cx.pool(), Log::Casework, first.position, last.position).await?;
    let lines = recorded.into_iter().zip(chains).map(|(event, chain)| EventLine {
        position: event.position,
        what: projections::case_history::title(&event.event_type),
        stream: event.stream_id.to_string(),
        version: event.stream_version,
        event_type: event.event_type,
        chain: hex::encode(chain.get(..8).unwrap_or_default()),
    });
    Ok(lines.collect())
}

fn after(cx: &Cx) -> (i64, i32) {
    let parsed = cx.parameter("after").and_then(|text| text.split_once('-'));
    parsed.and_then(|(position, part)| Some((position.parse().ok()?, part.parse().ok()?))).unwrap_or((0, -1))
}

/// `GET /changes/{id}`.
pub(crate) async fn show(cx: Cx, Id(command): Id<CommandId>) -> Result<Response, Problem> {
    let may_see = cx.may(identity::Permission::ViewLedger);
    let after = after(&cx);
    let mut all = changes::of_act(cx.pool(), command, after, PAGE).await?;
    projections::open(cx.pool(), cx.ring(), &mut all).await?;
    let Some(first) = all.first().cloned() else { return Err(Problem::NotFound) };
    let last = all.last().map_or(first.position, |last| last.position);
    let next = all.last().filter(|_| all.len() == usize::from(PAGE));
    let next = next.map(|last| format!("/changes/{}?after={}-{}", command.0, last.position, last.part));
    let facts = facts(&cx, &first, last, may_see).await?;
    let events = events(&cx, &all).await?;
    let withheld = !may_see && all.iter().any(|change| change.kind == Kind::Entitlement);
    let shown: Vec<&Change> = all.iter().filter(|change| may_see || change.kind != Kind::Entitlement).collect();
    let subjects: Vec<Uuid> = shown.iter().filter_map(|change| change.recipient).map(|recipient| recipient.0).collect();
    cx.viewed(&subjects).await?;
    cx.page(&ActPage {
        title: projections::case_history::title(&first.event_type).to_owned(),
        at: moment::exact(first.at),
        facts,
        unasked: first.basis == Basis::None,
        withheld,
        things: shown.into_iter().map(|change| thing(change, may_see)).collect(),
        events,
        next,
        first: (after != (0, -1)).then(|| format!("/changes/{}", command.0)),
        back: "/changes".to_owned(),
    })
}

impl Page for ActPage {
    const TEMPLATE: &'static str = "changes/act.html";

    fn sample() -> Vec<Self> {
        let fact = |href: Option<&str>| Fact {
            label: "根拠",
            value: "C-2026-0014".to_owned(),
            mono: href.is_none(),
            href: href.map(ToOwned::to_owned),
        };
        let side = |name: &str| Side { name: name.to_owned(), before: "5000".to_owned(), after: "6000".to_owned() };
        let thing = |new, gone| Thing {
            kind: "マスタ",
            subject: "自己負担上限月額 IV".to_owned(),
            sides: vec![side("一般"), side("")],
            new,
            gone,
            href: new.then(|| person_page(RecipientId(Uuid::nil()))),
        };
        let line = EventLine {
            position: 412,
            what: "マスタの行を採用した",
            event_type: "master.row_adopted".to_owned(),
            stream: "01990000-0000-7000-8000-000000000001".to_owned(),
            version: 3,
            chain: "0011223344556677".to_owned(),
        };
        let page = |unasked, things: Vec<Thing>, events: Vec<EventLine>| Self {
            title: "マスタの行を採用した".to_owned(),
            at: "令和8年11月24日 9:12:05".to_owned(),
            facts: vec![fact(None), fact(Some("/cases/01990000-0000-7000-8000-000000000001"))],
            unasked,
            withheld: !unasked,
            next: unasked.then(|| "/changes/01990000-0000-7000-8000-000000000001?after=412-0".to_owned()),
            first: unasked.then(|| "/changes/01990000-0000-7000-8000-000000000001".to_owned()),
            things,
            events,
            back: "/changes".to_owned(),
        };
        vec![
            page(true, vec![thing(false, false), thing(true, false), thing(false, true)], vec![line]),
            page(false, Vec::new(), Vec::new()),
        ]
    }
}
