//! An application that is not one yet: what one member of staff has typed so far, kept sealed until it is received or thrown away.

use events::ids::{ApplicationId, AwardId};
use events::vocabulary::ProcedureKind;
use identity::Draft;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entry::{Catalogue, Entry, Problem, Section, fields_of, read_section, sections_of};
use crate::cx::Cx;
use crate::problem::Problem as Refused;

/// Kind of these drafts in the store of drafts.
pub(crate) const KIND: &str = "application";

/// What the draft becomes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// 新規申請.
    New,
    /// 更新申請 or 変更申請, from an award.
    Continue {
        /// Which of the two.
        kind: ProcedureKind,
        /// From which award.
        award: AwardId,
    },
    /// 転入.
    TransferIn,
    /// 訂正 of an application that was received.
    Amend {
        /// Which.
        application: ApplicationId,
        /// The version that was seen.
        version: i32,
        /// Its number, for headings.
        receipt_number: String,
        /// Its kind.
        kind: ProcedureKind,
        /// The award it started from.
        award: Option<AwardId>,
    },
}

impl Purpose {
    /// 申請の種類.
    pub(crate) fn kind(&self) -> ProcedureKind {
        match self {
            Self::New => ProcedureKind::New,
            Self::TransferIn => ProcedureKind::TransferIn,
            Self::Continue { kind, .. } | Self::Amend { kind, .. } => *kind,
        }
    }

    /// The award that it starts from.
    pub(crate) fn award(&self) -> Option<AwardId> {
        match self {
            Self::New | Self::TransferIn => None,
            Self::Continue { award, .. } => Some(*award),
            Self::Amend { award, .. } => *award,
        }
    }

    /// Heading.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::New | Self::Continue { .. } | Self::TransferIn => format!("{}申請の入力", self.kind().label()),
            Self::Amend { receipt_number, .. } => format!("申請 {receipt_number} の訂正"),
        }
    }
}

/// The content of a draft.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Content {
    /// What it becomes.
    pub(crate) purpose: Purpose,
    /// What was typed.
    pub(crate) entry: Entry,
}

/// How far a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Progress {
    /// Nothing typed.
    Untouched,
    /// Something is wrong or missing.
    Wrong,
    /// Ready.
    Done,
}

impl Content {
    /// How far a page is, and what is wrong on it.
    pub(crate) fn progress(&self, section: &Section, catalogue: &Catalogue) -> (Progress, Vec<Problem>) {
        let touched = fields_of(section.code).iter().any(|field| !self.entry.text(&field.name).is_empty());
        if !touched {
            return (Progress::Untouched, Vec::new());
        }
        let problems = read_section(section.code, &self.entry, catalogue);
        (if problems.is_empty() { Progress::Done } else { Progress::Wrong }, problems)
    }

    /// Number of pages that are ready.
    pub(crate) fn done(&self, catalogue: &Catalogue) -> usize {
        self.sections().into_iter().filter(|section| self.progress(section, catalogue).0 == Progress::Done).count()
    }

    /// The pages to fill in.
    pub(crate) fn sections(&self) -> Vec<&'static Section> {
        sections_of(self.purpose.kind())
    }

    /// The child's name for lists of one's own drafts.
    pub(crate) fn child(&self) -> String {
        match self.entry.text("child_name") {
            "" => "（児童の氏名は未入力）".to_owned(),
            name => name.to_owned(),
        }
    }
}

/// Everything on one's own desk.
pub(crate) async fn all(cx: &Cx) -> Result<Vec<Draft<Content>>, Refused> {
    Ok(cx.drafts().list(cx.staff()?.actor.id, KIND).await?)
}

/// One draft of one's own.
pub(crate) async fn load(cx: &Cx, id: Uuid) -> Result<Draft<Content>, Refused> {
    cx.drafts().load(cx.staff()?.actor.id, KIND, id).await?.ok_or(Refused::NotFound)
}

/// Saves over the version that was seen; the new version.
pub(crate) async fn save(cx: &Cx, seen: (Uuid, i32), content: &Content) -> Result<Result<i32, identity::DraftError>, Refused> {
    match cx.drafts().save(cx.staff()?.actor.id, KIND, seen, content, cx.now).await {
        Ok(version) => Ok(Ok(version)),
        Err(conflict @ identity::DraftError::Conflict { .. }) => Ok(Err(conflict)),
        Err(other) => Err(other.into()),
    }
}

/// Begins a draft under an id; where it was begun before, it stays as it is.
pub(crate) async fn begin(cx: &Cx, id: Uuid, purpose: Purpose, entry: Entry) -> Result<(), Refused> {
    save(cx, (id, 0), &Content { purpose, entry }).await?.ok();
    Ok(())
}

/// Throws a draft away.
pub(crate) async fn discard(cx: &Cx, id: Uuid) -> Result<(), Refused> {
    cx.drafts().discard(cx.staff()?.actor.id, id).await?;
    Ok(())
}

/// What can be chosen today.
pub(crate) async fn catalogue(cx: &Cx, today: Date) -> Result<Catalogue, Refused> {
    Ok(Catalogue::on(cx.masters().await?.as_ref(), today))
}
