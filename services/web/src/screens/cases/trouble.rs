//! An act that did not happen, told on the page from which it was tried, with what was typed kept.

use acts::{ActError, Unprintable};
use axum::http::StatusCode;
use events::ids::ApplicationId;
use projections::case_history::{self, Entry};
use serde::Serialize;

use super::compare::{self, Line};
use super::names::Names;
use super::told::{Told, tell};
use super::trail::trails;
use crate::cx::Cx;
use crate::problem::Problem;

/// A character that cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Character {
    /// The field.
    pub(crate) field: String,
    /// What is wrong and what to do.
    pub(crate) sentence: String,
}

/// What is told.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Trouble {
    /// Status of the answer.
    #[serde(skip)]
    pub(crate) status: StatusCode,
    /// The sentence.
    pub(crate) sentence: String,
    /// Version the person saw, where somebody was faster.
    pub(crate) seen: Option<i32>,
    /// Version now.
    pub(crate) now: Option<i32>,
    /// What happened since, newest first.
    pub(crate) since: Vec<Told>,
    /// Fields that are other now than they were on the screen.
    pub(crate) differences: Vec<Line>,
    /// Characters that cannot be printed.
    pub(crate) characters: Vec<Character>,
}

impl Trouble {
    fn of(status: StatusCode, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        Self { status, sentence, seen: None, now: None, since: Vec::new(), differences: Vec::new(), characters: Vec::new() }
    }

    /// What is told of an act that failed; everything that is not about the case itself stays a problem of the program.
    pub(crate) async fn from_act(cx: &Cx, id: ApplicationId, error: ActError) -> Result<Self, Problem> {
        Ok(match error {
            ActError::Stale { seen, now } => {
                let mut entries: Vec<Entry> = case_history::of_case(cx.pool(), id, None).await?;
                entries.retain(|entry| entry.stream_id == id.0 && entry.stream_version > seen);
                projections::open(cx.pool(), cx.ring(), &mut entries).await?;
                let states = cx.acts().case_steps(id).await?;
                let lines = states.last().map(|last| last.documents.as_slice()).unwrap_or_default();
                let names = Names::new(cx.masters().await?, cx.today).with_lines(lines.iter().map(|document| &document.line));
                let names = match states.last() {
                    Some(last) => names.hiding(cx.shield(&super::frame::subjects(last)).await?.hides_any()),
                    None => names,
                };
                let since = entries.iter().rev().map(|entry| tell(entry, &names, cx.today)).collect();
                let position =
                    |version: i32| states.iter().rev().find(|state| state.version <= version).map_or(0, |one| one.position);
                let path = super::frame::path(id);
                let event = |position| format!("{path}/events/{position}");
                let (differences, _) = compare::lines(trails(&states, &names), (position(seen), position(now)), false, event);
                Self { seen: Some(seen), now: Some(now), since, differences, ..Self::of(StatusCode::CONFLICT, stale()) }
            }
            ActError::Unprintable(ref faults) => {
                let characters = faults.iter().map(character).collect();
                Self { characters, ..Self::of(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()) }
            }
            ActError::Refused(refusal) => Self::of(StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()),
            ActError::AlreadyTaken(sentence) => Self::of(StatusCode::CONFLICT, sentence),
            ActError::Unavailable => Self::of(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            ActError::Erased | ActError::TooLong(_) => Self::of(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
            other => return Err(other.into()),
        })
    }

    /// Troubles for the tests of templates.
    pub(crate) fn samples() -> Vec<Self> {
        let stale = Self {
            seen: Some(3),
            now: Some(4),
            since: Told::samples(),
            differences: Line::samples(),
            ..Self::of(StatusCode::CONFLICT, stale())
        };
        let field =
            Character { field: "氏名".to_owned(), sentence: "氏名の1文字目は印字できません。".to_owned() };
        let characters = Self {
            characters: vec![field],
            ..Self::of(StatusCode::UNPROCESSABLE_ENTITY, "印字できない文字があります。")
        };
        vec![stale, characters]
    }
}

fn stale() -> &'static str {
    "表示している間に、ほかの人がこの申請を更新しました。あなたの操作は登録していません。入力したものは残っています。下の違いを確かめてから、もう一度操作してください。"
}

fn character(fault: &Unprintable) -> Character {
    Character { field: fault.field.clone(), sentence: fault.sentence.clone() }
}
