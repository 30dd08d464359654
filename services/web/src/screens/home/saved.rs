//! 保存した絞り込み: a member of staff keeps lists under names of their own; home shows each with its count. They lie among the desk's
//! unfinished work, because they are no history; the name is sealed with it, for a name is free text.

use axum::response::Response;
use events::vocabulary::ShortText;
use identity::Draft;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::filter::{Desk, Filter, value};
use super::queue;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Under this kind they are kept.
const KIND: &str = "queue_filter";
/// Most a member of staff can keep: as many cards as a glance takes in.
const MOST: usize = 12;

/// What is kept.
#[derive(Clone, Serialize, Deserialize)]
struct Content {
    name: ShortText,
    desk: String,
    query: String,
}

/// A kept filter.
pub(super) struct Saved {
    pub(super) id: Uuid,
    version: i32,
    pub(super) name: String,
    pub(super) filter: Filter,
}

impl Saved {
    /// None where the filter asks for something that the program no longer knows.
    fn of(draft: &Draft<Content>) -> Option<Self> {
        let Content { name, desk, query } = &draft.content;
        let mut errors = FieldErrors::default();
        let filter = Filter::read(Desk::parse(desk).ok()?, |one| value(query, one), &mut errors).ok()?;
        let (id, version) = (draft.info.id, draft.info.version);
        errors.is_empty().then(|| Self { id, version, name: name.to_string(), filter })
    }

    /// Everything that whoever looks has kept, by name.
    pub(super) async fn all(cx: &Cx) -> Result<Vec<Self>, Problem> {
        let drafts = cx.drafts().list::<Content>(cx.staff()?.actor.id, KIND).await?;
        let mut all: Vec<Self> = drafts.iter().filter_map(Self::of).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }
}

/// `POST /queues/filters`: keeps a filter; one of the same name is replaced.
pub(crate) async fn save(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let desk = Desk::parse(posted.text("desk"))?;
    let filter = Filter::read(desk, |name| Some(posted.text(name)), &mut errors)?;
    let staff = cx.staff()?.actor.id;
    let all = Saved::all(&cx).await?;
    let name = errors.take("name", ShortText::parse(posted.text("name")).map_err(|error| format!("名前：{error}")));
    let same = name.as_ref().and_then(|name| all.iter().find(|one| one.name == name.as_str()));
    if same.is_none() && all.len() >= MOST {
        errors.add("name", format!("保存できる絞り込みは{MOST}件までです。使わないものを消してから保存してください。"));
    }
    let Some(name) = name.filter(|_| errors.is_empty()) else {
        return queue::render(
            &cx,
            filter,
            None,
            queue::Asked { save: FormView::of(&posted).with_errors(&errors), ..queue::Asked::wrong() },
        )
        .await;
    };
    let content = Content { name, desk: desk.code().to_owned(), query: filter.query() };
    let place = same.map_or_else(|| (cx.new_uuid(), 0), |same| (same.id, same.version));
    cx.drafts().save(staff, KIND, place, &content, cx.now).await?;
    cx.told(&filter.address(), "filter_saved", 0, &[]).await
}

/// `POST /queues/filters/{id}/discard`.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _: Posted) -> Result<Response, Problem> {
    cx.drafts().discard(cx.staff()?.actor.id, id).await?;
    cx.told("/", "filter_discarded", 0, &[]).await
}
