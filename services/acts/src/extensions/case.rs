//! A mass extension as a screen needs it: folded, opened, with its awards as they stand.

use std::collections::HashMap;

use casework::Refusal;
use casework::extension::{Extension, ExtensionAction, offers};
use cqrs_es::Aggregate as _;
use events::extension::{Exclusion, ExtensionEvent, LeftGround};
use events::ids::{AwardId, ExtensionId};
use events::vocabulary::{FreeText, ShortText};
use events::{Actor, Log, Personal};
use projections::ledger::{self, AsOf, LedgerRow};

use crate::load::Told;
use crate::{ActError, Acts};

/// A mass extension with everything a screen shows of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ExtensionCase {
    /// Its id.
    pub id: ExtensionId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub extension: Extension,
    /// 命令・通知の名称と番号.
    pub reference: Personal<ShortText>,
    /// Who is left out by name.
    pub excluded: Personal<Vec<Exclusion>>,
    /// Why the proposal was given up.
    pub dropped: Option<Personal<FreeText>>,
}

/// An award of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ExtensionLine {
    /// As it stands in the ledger.
    pub row: LedgerRow,
    /// Why it was left as it is, where it was.
    pub left: Option<LeftGround>,
}

impl ExtensionCase {
    /// What the state permits, with the reason where it is closed to this person.
    pub fn offers(&self, actor: &Actor) -> Vec<(ExtensionAction, Option<Refusal>)> {
        offers(&self.extension, actor)
    }

    fn left(&self, award: AwardId) -> Option<LeftGround> {
        self.extension.outcome()?.left.iter().find(|left| left.award == award).map(|left| left.ground)
    }
}

impl Acts {
    /// A mass extension as it is.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn extension(&self, id: ExtensionId) -> Result<ExtensionCase, ActError> {
        let mut told = self.told::<ExtensionEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        if told.is_empty() {
            return Err(ActError::NotFound);
        }
        let (reference, excluded) = (Personal::Erased, Personal::Erased);
        let mut case = ExtensionCase { id, version: 0, extension: Extension::default(), reference, excluded, dropped: None };
        for Told { event, envelope } in told {
            match &event {
                ExtensionEvent::Proposed(event) => {
                    (case.reference, case.excluded) = (event.reference.clone(), event.excluded.clone());
                }
                ExtensionEvent::Dropped(event) => case.dropped = Some(event.why.clone()),
                ExtensionEvent::Approved(_) | ExtensionEvent::CarriedOut(_) => {}
            }
            case.extension.apply(casework::Fact { event, by: envelope.actor_id });
            case.version = envelope.stream_version;
        }
        Ok(case)
    }

    /// Some of its awards, in the order of the proposal; names stay sealed.
    ///
    /// # Errors
    /// [`ActError::Internal`].
    pub async fn extension_lines(&self, case: &ExtensionCase, from: usize, limit: usize) -> Result<Vec<ExtensionLine>, ActError> {
        let awards: Vec<AwardId> = case.extension.awards().iter().copied().skip(from).take(limit).collect();
        let rows = ledger::of_awards(self.pool(), &awards, AsOf::default()).await.map_err(|error| ActError::internal(&error))?;
        let mut rows: HashMap<AwardId, LedgerRow> = rows.into_iter().map(|row| (row.award, row)).collect();
        let line = |award| rows.remove(&award).map(|row| ExtensionLine { row, left: case.left(award) });
        Ok(awards.into_iter().filter_map(line).collect())
    }
}
