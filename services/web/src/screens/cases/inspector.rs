//! One event: what it says, what it changed, what it followed from and led to, and the hashes that hold it in its place.

mod causes;
pub(crate) mod place;

use axum::extract::Path;
use axum::response::Response;
use events::Log;
use events::ids::ApplicationId;
use serde::Serialize;
use uuid::Uuid;

use super::frame::{self, Frame, Looked};
use super::told::{Told, tell};
use super::trail::trails;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use causes::Effect;
use place::Place;

/// Most events shown of one request.
const CORRELATED: i64 = 200;
/// Letters of a sealed value that are shown.
const SEALED: usize = 24;

/// An event in the list.
#[derive(Clone, Serialize)]
struct Item {
    told: Told,
    href: String,
    current: bool,
    holds: bool,
}

/// What changed by the event.
#[derive(Clone, Serialize)]
struct Change {
    field: String,
    before: String,
    after: String,
}

/// The place of the event in the log.
#[derive(Clone, Serialize)]
struct Proof {
    event_id: String,
    command_id: String,
    correlation_id: String,
    stream: String,
    leaf: String,
    chain: String,
    before: String,
    holds: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct EventPage {
    frame: Frame,
    items: Vec<Item>,
    told: Told,
    previous: Option<String>,
    next: Option<String>,
    changes: Vec<Change>,
    json: String,
    effects: Vec<Effect>,
    proof: Proof,
    place: Option<Place>,
    then: String,
}

/// JSON to read, with sealed values cut short and still sealed.
fn readable(payload: &str) -> String {
    fn cut(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) if events::SealedToken::parse(text).is_ok() => {
                *text = format!("{}…（封印されたまま、全{}文字）", &text[..SEALED.min(text.len())], text.len());
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(cut),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(cut),
            _ => {}
        }
    }
    let Ok(mut value) = serde_json::from_str(payload) else { return String::new() };
    cut(&mut value);
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// The case and the position of an address.
fn asked(id: &str, position: &str) -> Result<(ApplicationId, i64), Problem> {
    let id = Some(id).filter(|id| id.len() == 36).and_then(|id| Uuid::try_parse(id).ok()).ok_or(Problem::NotFound)?;
    Ok((ApplicationId(id), position.parse::<i64>().map_err(|_| Problem::NotFound)?))
}

/// `GET /cases/{id}/events/{position}`.
pub(crate) async fn show(cx: Cx, Path((id, position)): Path<(String, String)>) -> Result<Response, Problem> {
    let (id, position) = asked(&id, &position)?;
    let Looked { case, names, entries, .. } = Looked::at(&cx, id).await?;
    let place = entries.iter().position(|entry| entry.position == position).ok_or(Problem::NotFound)?;
    frame::viewed(&cx, &case).await?;
    let positions: Vec<i64> = entries.iter().map(|entry| entry.position).collect();
    let placed = store::placed(cx.pool(), Log::Casework, &positions).await?;
    let here = placed.iter().find(|one| one.event.position == position).ok_or(Problem::NotFound)?;
    let holds = |position: i64| placed.iter().any(|one| one.event.position == position && one.holds());
    let states = cx.acts().case_steps(id).await?;
    let changes = trails(&states, &names).into_iter().filter(|trail| !trail.between(position - 1, position).is_empty());
    let path = frame::path(id);
    let href = |position: i64| format!("{path}/events/{position}");
    let correlated = store::of_correlation(cx.pool(), here.event.correlation_id, CORRELATED).await?;
    let page = EventPage {
        frame: Frame::of(&case, &names, cx.today, "history"),
        items: entries
            .iter()
            .map(|entry| Item {
                told: tell(entry, &names, cx.today),
                href: href(entry.position),
                current: entry.position == position,
                holds: holds(entry.position),
            })
            .collect(),
        told: tell(&entries[place], &names, cx.today),
        previous: place.checked_sub(1).and_then(|place| positions.get(place)).map(|position| href(*position)),
        next: positions.get(place + 1).map(|position| href(*position)),
        changes: changes
            .map(|trail| Change {
                before: trail.at(position - 1).to_owned(),
                after: trail.at(position).to_owned(),
                field: format!("{} {}", trail.group, trail.label),
            })
            .collect(),
        json: readable(&here.event.payload),
        effects: causes::tree(&correlated, here.event.event_id.0, |event| {
            let own = event.log == Log::Casework && positions.contains(&event.position);
            own.then(|| href(event.position))
        }),
        place: Place::of(&cx, position, &href(position)).await?,
        proof: Proof {
            event_id: here.event.event_id.to_string(),
            command_id: here.event.command_id.to_string(),
            correlation_id: here.event.correlation_id.to_string(),
            stream: format!("{} {} 第{}版", here.event.stream_type, here.event.stream_id, here.event.stream_version),
            leaf: hex::encode(here.leaf),
            chain: hex::encode(here.chain),
            before: hex::encode(here.before),
            holds: here.holds(),
        },
        then: format!("{path}?known=%23{position}"),
    };
    cx.page(&page)
}

impl Page for EventPage {
    const TEMPLATE: &'static str = "cases/event.html";

    fn sample() -> Vec<Self> {
        let told = Told::samples();
        let page = |holds: bool| Self {
            frame: Frame::sample("history"),
            items: told
                .iter()
                .map(|told| Item {
                    told: told.clone(),
                    href: format!("/cases/1/events/{}", told.position),
                    current: told.position == 3,
                    holds,
                })
                .collect(),
            told: told[1].clone(),
            previous: holds.then(|| "/cases/1/events/1".to_owned()),
            next: holds.then(|| "/cases/1/events/4".to_owned()),
            changes: if holds {
                vec![Change { field: "申請 状態".to_owned(), before: "受付済".to_owned(), after: String::new() }]
            } else {
                Vec::new()
            },
            json: "{}".to_owned(),
            effects: Effect::samples(),
            place: holds.then(|| Place::sample(true)),
            proof: Proof {
                event_id: Uuid::nil().to_string(),
                command_id: Uuid::nil().to_string(),
                correlation_id: Uuid::nil().to_string(),
                stream: "application 第3版".to_owned(),
                leaf: "00".repeat(32),
                chain: "00".repeat(32),
                before: "00".repeat(32),
                holds,
            },
            then: "/cases/1?known=%233".to_owned(),
        };
        let wrong = Self { place: Some(Place::sample(false)), ..page(false) };
        vec![page(true), page(false), wrong]
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn what_is_not_json_is_not_shown_and_plain_values_are() {
        assert_eq!(readable("{"), "");
        assert!(readable(r#"{"kind":"new"}"#).contains("\"kind\": \"new\""));
    }
}
