//! 保存した条件: a member of staff keeps conditions under names of their own. They lie among the desk's unfinished work, as kept lists do.

use axum::response::Response;
use events::vocabulary::ShortText;
use identity::Draft;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::show::{Asked, Question, render};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Under this kind they are kept.
const KIND: &str = "statistics_query";
/// Most a member of staff can keep.
const MOST: usize = 30;

/// What is kept.
#[derive(Clone, Serialize, Deserialize)]
struct Content {
    name: ShortText,
    query: String,
}

/// A kept query.
pub(super) struct Saved {
    pub(super) id: Uuid,
    version: i32,
    pub(super) name: String,
    /// The conditions as in an address.
    pub(super) conditions: Option<String>,
}

impl Saved {
    fn of(draft: Draft<Content>) -> Self {
        let Content { name, query } = draft.content;
        let (id, version) = (draft.info.id, draft.info.version);
        Self { id, version, name: name.to_string(), conditions: Some(query).filter(|query| !query.is_empty()) }
    }

    /// Everything that whoever looks has kept, by name.
    pub(super) async fn all(cx: &Cx) -> Result<Vec<Self>, Problem> {
        let drafts = cx.drafts().list::<Content>(cx.staff()?.actor.id, KIND).await?;
        let mut all: Vec<Self> = drafts.into_iter().map(Self::of).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }
}

/// `POST /statistics/queries`: keeps the conditions; those of the same name are replaced.
pub(crate) async fn save(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let question = Question::of_form(&cx, &posted).await?;
    let mut errors = FieldErrors::default();
    let all = Saved::all(&cx).await?;
    let name = errors.take("name", ShortText::parse(posted.text("name")).map_err(|error| format!("条件の名前：{error}")));
    let same = name.as_ref().and_then(|name| all.iter().find(|one| one.name == name.as_str()));
    if question.conditions.is_empty() {
        errors.add("name", "条件が1つもありません。条件を選んで抽出してから保存してください。");
    } else if same.is_none() && all.len() >= MOST {
        errors.add("name", format!("保存できる条件は{MOST}件までです。使わないものを消してから保存してください。"));
    }
    let Some(name) = name.filter(|_| errors.is_empty()) else {
        let keep = Some(FormView::of(&posted).with_errors(&errors));
        let form = question.form(|name| posted.text(name).to_owned());
        return render(&cx, &question, form, Asked { keep, refused: true, ..Asked::default() }).await;
    };
    let place = same.map_or_else(|| (cx.new_uuid(), 0), |same| (same.id, same.version));
    let content = Content { name, query: question.conditions.query() };
    cx.drafts().save(cx.staff()?.actor.id, KIND, place, &content, cx.now).await?;
    cx.viewed(&[]).await?;
    cx.told(&question.address(), "query_saved", 0, &[]).await
}

/// `POST /statistics/queries/{id}/discard`.
pub(crate) async fn discard(cx: Cx, Id(id): Id<Uuid>, _: Posted) -> Result<Response, Problem> {
    cx.drafts().discard(cx.staff()?.actor.id, id).await?;
    cx.told("/statistics/extract", "query_discarded", 0, &[]).await
}
