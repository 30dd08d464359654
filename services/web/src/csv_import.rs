//! A file that comes in: it is chosen, every row is told what becomes of it, and all of them are recorded in one act or none. Until then it lies
//! sealed on the desk of whoever chose it. What a row means is the importer's; this is what all importers have in common.

use axum::response::Response;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::csv_file::decode;
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;

/// The desk of an importer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Desk {
    /// Kind of its drafts in the store of drafts.
    pub(crate) kind: &'static str,
    /// Where a file is chosen; the address of a chosen file follows after a slash.
    pub(crate) path: &'static str,
}

/// A file that was chosen, with what was typed beside it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// Its text.
    pub(crate) text: String,
    /// Fields and what was typed in them.
    #[serde(default)]
    pub(crate) typed: Vec<(String, String)>,
}

impl Chosen {
    /// What was typed in a field beside the file.
    pub(crate) fn typed(&self, field: &str) -> &str {
        self.typed.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }
}

/// A file that was looked at and not recorded.
#[derive(Clone, Serialize)]
pub(crate) struct Waiting {
    path: String,
    saved_at: jiff::Timestamp,
}

impl Waiting {
    /// For the tests of templates.
    pub(crate) fn sample(desk: Desk) -> Self {
        Self { path: desk.of(Uuid::nil()), saved_at: jiff::Timestamp::UNIX_EPOCH }
    }
}

impl Desk {
    /// The address of a chosen file.
    pub(crate) fn of(self, id: Uuid) -> String {
        format!("{}/{id}", self.path)
    }

    /// Files of this person that were looked at and not recorded.
    pub(crate) async fn waiting(self, cx: &Cx) -> Result<Vec<Waiting>, Problem> {
        let drafts = cx.drafts().list::<Chosen>(cx.staff()?.actor.id, self.kind).await?;
        Ok(drafts.into_iter().map(|draft| Waiting { path: self.of(draft.info.id), saved_at: draft.info.updated_at }).collect())
    }

    /// Looks at the file of a form and keeps it with the named fields; its page, or what is wrong beside the fields. The address of what is kept is the
    /// command's id, so that a double click keeps it once.
    pub(crate) async fn keep<E: std::fmt::Display>(
        self,
        cx: &Cx,
        posted: &Posted,
        fields: &[&str],
        mut errors: FieldErrors,
        fits: impl Fn(&str) -> Result<(), E>,
    ) -> Result<Result<Response, FieldErrors>, Problem> {
        let id = Uuid::from(posted.command()?);
        let text = match posted.file("file") {
            None => {
                errors.add("file", "取り込むCSVファイルを選んでください。");
                None
            }
            Some(bytes) => errors.take("file", decode(bytes)),
        };
        let Some(text) = text.filter(|text| errors.take("file", fits(text)).is_some() && errors.is_empty()) else {
            return Ok(Err(errors));
        };
        let typed = fields.iter().map(|name| ((*name).to_owned(), posted.text(name).to_owned())).collect();
        match cx.drafts().save(cx.staff()?.actor.id, self.kind, (id, 0), &Chosen { text, typed }, cx.now).await {
            Ok(_) | Err(identity::DraftError::Conflict { .. }) => Ok(Ok(cx.redirect(&self.of(id)))),
            Err(other) => Err(other.into()),
        }
    }

    /// The chosen file.
    pub(crate) async fn load(self, cx: &Cx, id: Uuid) -> Result<Chosen, Problem> {
        let draft = cx.drafts().load::<Chosen>(cx.staff()?.actor.id, self.kind, id).await?;
        Ok(draft.ok_or(Problem::NotFound)?.content)
    }

    /// It was recorded.
    pub(crate) async fn clear(self, cx: &Cx, id: Uuid) -> Result<(), Problem> {
        cx.drafts().discard(cx.staff()?.actor.id, id).await?;
        Ok(())
    }

    /// It is not wanted.
    pub(crate) async fn discard(self, cx: &Cx, id: Uuid) -> Result<Response, Problem> {
        self.clear(cx, id).await?;
        Ok(cx.redirect(self.path))
    }
}
