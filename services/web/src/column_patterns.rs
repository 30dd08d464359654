//! 列の型: which columns of a list leave and in which order, kept by a member of staff under a name. A pattern is offered wherever all its
//! columns are. It lies among the desk's unfinished work, as kept filters do: it is no history, and its name is sealed with it.

use axum::response::Response;
use axum::routing::post;
use events::vocabulary::ShortText;
use identity::Permission;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::route::Route;
use crate::screens::Area;

/// Under this kind they are kept.
const KIND: &str = "column_pattern";
/// Most a member of staff can keep.
const MOST: usize = 20;

pub(crate) const AREA: Area = Area {
    routes: &[Route::post("/column-patterns/{id}/discard", "column_pattern_discard", Permission::UseProgram, || post(discard))],
    samples: &[],
    told: &[("column_pattern_discarded", "列の型を消しました。")],
};

#[derive(Clone, Serialize, Deserialize)]
struct Content {
    name: ShortText,
    columns: Vec<String>,
}

/// A kept pattern.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Pattern {
    /// Its id.
    pub(crate) value: String,
    /// Its name, with the columns.
    pub(crate) label: String,
    #[serde(skip)]
    version: i32,
    #[serde(skip)]
    name: String,
    /// Titles, in order.
    #[serde(skip)]
    pub(crate) columns: Vec<String>,
}

/// The patterns of whoever looks, by name; of a list where its columns are given.
pub(crate) async fn of(cx: &Cx, columns: Option<&[&'static str]>) -> Result<Vec<Pattern>, Problem> {
    let drafts = cx.drafts().list::<Content>(cx.staff()?.actor.id, KIND).await?;
    let mut all: Vec<Pattern> = drafts
        .into_iter()
        .map(|draft| Pattern {
            value: draft.info.id.to_string(),
            label: format!("{}（{}）", draft.content.name, draft.content.columns.join("、")),
            version: draft.info.version,
            name: draft.content.name.to_string(),
            columns: draft.content.columns,
        })
        .filter(|pattern| columns.is_none_or(|known| pattern.columns.iter().all(|one| known.contains(&one.as_str()))))
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// Keeps columns under a name; one of the same name is replaced.
pub(crate) async fn keep(cx: &Cx, name: ShortText, columns: Vec<String>, errors: &mut FieldErrors) -> Result<(), Problem> {
    let all = of(cx, None).await?;
    let same = all.iter().find(|one| one.name == name.as_str());
    if same.is_none() && all.len() >= MOST {
        errors.add("pattern_name", format!("保存できる列の型は{MOST}件までです。使わないものを消してから保存してください。"));
        return Ok(());
    }
    let place = same.and_then(|same| Some((same.value.parse().ok()?, same.version))).unwrap_or_else(|| (cx.new_uuid(), 0));
    cx.drafts().save(cx.staff()?.actor.id, KIND, place, &Content { name, columns }, cx.now).await?;
    Ok(())
}

/// `POST /column-patterns/{id}/discard`.
async fn discard(cx: Cx, Id(id): Id<Uuid>, _: Posted) -> Result<Response, Problem> {
    cx.drafts().discard(cx.staff()?.actor.id, id).await?;
    cx.told("/", "column_pattern_discarded", 0, &[]).await
}

impl Pattern {
    /// For the tests of templates.
    pub(crate) fn sample() -> Self {
        Self {
            value: "01990000-0000-7000-8000-000000000001".to_owned(),
            label: "期限の一覧（期限、受付番号）".to_owned(),
            version: 1,
            name: "期限の一覧".to_owned(),
            columns: vec!["期限".to_owned(), "受付番号".to_owned()],
        }
    }
}
