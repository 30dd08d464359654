//! メモ of a case and of a person: what those who work on it wrote down, the newest first. A note stays as it is; another one puts it right.

use acts::{ActError, NoteInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::Event;
use events::ids::{ApplicationId, NoteId};
use events::note::NoteEvent;
use events::vocabulary::FreeText;
use identity::Permission;
use jiff::civil::Date;
use projections::case_history::Entry;
use serde::Serialize;
use uuid::Uuid;

use super::moment;
use super::names::Names;
use super::overview;
use super::papers::reason;
use super::told::who;
use super::{frame, steps};
use crate::as_of::View;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// Characters by which a note is named where it can be chosen.
const BEGINNING: usize = 24;

/// A note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Note {
    id: Uuid,
    text: String,
    when: String,
    who: String,
    /// The beginning of the note that this one puts right.
    corrects: String,
    /// Another note puts this one right.
    corrected: bool,
    /// The note is on the person and not on one application.
    on_person: bool,
}

/// A note that can be put right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// The notes of a page, and the field for another.
#[derive(Clone, Serialize)]
pub(crate) struct Notes {
    all: Vec<Note>,
    choices: Vec<Choice>,
    /// Where a note is sent; none where nobody may write here now.
    action: Option<String>,
    form: FormView,
}

fn beginning(text: &str) -> String {
    let short: String = text.chars().take(BEGINNING).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

impl Notes {
    /// The notes among the events of a case, which must have been opened; `path` is the page's own.
    pub(crate) fn of(cx: &Cx, entries: &[Entry], names: &Names, view: &View, (path, form): (&str, FormView)) -> Self {
        let may_write = !view.is_past() && cx.may(Permission::WriteNotes);
        Self::written(entries, names, cx.today, may_write.then(|| format!("{path}/notes")), form)
    }

    fn written(entries: &[Entry], names: &Names, today: Date, action: Option<String>, form: FormView) -> Self {
        let notes: Vec<(&Entry, &events::note::Written)> = entries
            .iter()
            .filter_map(|entry| match &entry.event {
                Event::Note(NoteEvent::Written(note)) => Some((entry, note)),
                _ => None,
            })
            .collect();
        let text = |note: &events::note::Written| reason(Some(&note.text));
        let of = |id: NoteId| notes.iter().find(|(entry, _)| entry.stream_id == id.0).map(|(_, note)| beginning(&text(note)));
        let all: Vec<Note> = notes
            .iter()
            .rev()
            .map(|(entry, note)| Note {
                id: entry.stream_id,
                text: text(note),
                when: moment::near(entry.recorded_at, today),
                who: who(&entry.by, names),
                corrects: note.corrects.and_then(of).unwrap_or_default(),
                corrected: notes.iter().any(|(_, other)| other.corrects == Some(NoteId(entry.stream_id))),
                on_person: note.recipient.is_some(),
            })
            .collect();
        let choices = all
            .iter()
            .map(|note| Choice { value: note.id.to_string(), label: format!("{} {}", note.when, beginning(&note.text)) });
        Self { choices: choices.collect(), all, action, form }
    }

    /// For the tests of templates.
    pub(crate) fn samples() -> [Self; 2] {
        let note = |corrects: &str, corrected| Note {
            id: Uuid::nil(),
            text: "電話で確かめた。".to_owned(),
            when: "11月9日 9:12".to_owned(),
            who: "佐賀中部 窓口 見本 一".to_owned(),
            corrects: corrects.to_owned(),
            corrected,
            on_person: corrected,
        };
        let mut errors = FieldErrors::default();
        errors.add("note", "入力してください。");
        let choice = Choice { value: Uuid::nil().to_string(), label: "11月9日 9:12 電話で確かめた。".to_owned() };
        [
            Self {
                all: vec![note("電話で確かめた。", false), note("", true)],
                choices: vec![choice],
                action: Some("/cases/1/notes".to_owned()),
                form: FormView::default().with_errors(&errors),
            },
            Self { all: Vec::new(), choices: Vec::new(), action: None, form: FormView::default() },
        ]
    }
}

/// What was typed, or what is wrong with it.
pub(crate) fn read(posted: &Posted) -> Result<(FreeText, Option<NoteId>), FormView> {
    let mut errors = FieldErrors::default();
    let text = errors.take("note", FreeText::parse(posted.text("note")).map_err(|error| format!("メモ：{error}")));
    let corrects = match posted.text("corrects") {
        "" => None,
        id => errors.take("corrects", Uuid::try_parse(id).map(NoteId).map_err(|_| "直すメモを選び直してください。")),
    };
    match text {
        Some(text) if errors.is_empty() => Ok((text, corrects)),
        _ => Err(FormView::of(posted).with_errors(&errors)),
    }
}

/// What is told of a note that was not written, beside its field; what is no matter of the note stays a problem.
pub(crate) fn refused(posted: &Posted, error: ActError) -> Result<FormView, Problem> {
    let mut errors = FieldErrors::default();
    match error {
        ActError::Refused(_) | ActError::Erased | ActError::Unavailable => errors.add("note", error.to_string()),
        ActError::NotFound => errors.add("corrects", "直すメモが見つかりません。選び直してください。"),
        other => return Err(other.into()),
    }
    Ok(FormView::of(posted).with_errors(&errors))
}

/// `POST /cases/{id}/notes`.
pub(crate) async fn write(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let (text, corrects) = match read(&posted) {
        Ok(read) => read,
        Err(form) => return overview::with_note(&cx, id, form, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let input = NoteInput { application: id, recipient: None, corrects, text };
    match cx.acts().write_note(&cx.request(&posted)?, input).await {
        Ok(done) => cx.told(&frame::path(id), "noted", done.position, steps::SHOWN_BY).await,
        Err(error) => overview::with_note(&cx, id, refused(&posted, error)?, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// On which of these cases a note was written; none where on none of them.
pub(crate) async fn case_of(
    cx: &Cx,
    note: NoteId,
    cases: impl Iterator<Item = ApplicationId>,
) -> Result<Option<ApplicationId>, Problem> {
    for case in cases {
        let entries = projections::case_history::of_case(cx.pool(), case, None).await?;
        if entries.iter().any(|entry| entry.stream_id == note.0) {
            return Ok(Some(case));
        }
    }
    Ok(None)
}
