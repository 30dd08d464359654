//! An award as the screen of its redress needs it: as granted, as it stands, and what waits for a decision.

use casework::Refusal;
use casework::award::{Award, AwardAction, offers};
use cqrs_es::Aggregate as _;
use events::award::{AwardEvent, CorrectionGround, Granted, MonthTotal, Redress};
use events::ids::{AwardId, EventId};
use events::vocabulary::FreeText;
use events::{Actor, Log, Personal};
use jiff::Timestamp;

use crate::load::Told;
use crate::{ActError, Acts};

/// A proposal with its content.
#[derive(Clone, PartialEq, Debug)]
pub struct WaitingRedress {
    /// What is to be done.
    pub redress: Redress,
    /// The event that it corrects.
    pub corrects: EventId,
    /// Since when it waits.
    pub since: Timestamp,
    /// 管理票の月.
    pub months: Vec<MonthTotal>,
    /// Why; none where it was erased.
    pub why: Option<FreeText>,
}

/// An award with everything that a redress needs.
#[derive(Clone, PartialEq, Debug)]
pub struct AwardFile {
    /// The award.
    pub id: AwardId,
    /// Version of the stream.
    pub version: i32,
    /// As it was granted.
    pub granted: Granted,
    /// What decides.
    pub award: Award,
    /// What waits for a decision.
    pub waiting: Option<WaitingRedress>,
    /// The newest event that says what the award gives.
    said: EventId,
    /// The newest event that ended it.
    ended: Option<EventId>,
}

impl AwardFile {
    /// What is open now, with the reason where it is closed to this person.
    pub fn offers(&self, actor: &Actor) -> Vec<(AwardAction, Option<Refusal>)> {
        offers(&self.award, actor)
    }

    /// The event that such a redress corrects.
    pub(super) fn corrected_by(&self, redress: &Redress) -> EventId {
        match redress {
            Redress::Correct { ground: CorrectionGround::EndedInError, .. } => self.ended.unwrap_or(self.said),
            Redress::Correct { .. } | Redress::Revoke { .. } => self.said,
        }
    }
}

impl Acts {
    /// An award with its redress, opened.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn award_file(&self, id: AwardId) -> Result<AwardFile, ActError> {
        let mut told = self.told::<AwardEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let mut told = told.into_iter();
        let Some(Told { event: AwardEvent::Granted(granted), envelope }) = told.next() else {
            return Err(ActError::NotFound);
        };
        let mut award = Award::default();
        award.apply(casework::Fact { event: granted.clone().into(), by: envelope.actor_id });
        let (version, said) = (envelope.stream_version, envelope.event_id);
        let mut file = AwardFile { id, version, granted, award, waiting: None, said, ended: None };
        for Told { event, envelope } in told {
            file.version = envelope.stream_version;
            match &event {
                AwardEvent::Corrected(_) => (file.said, file.waiting) = (envelope.event_id, None),
                // A correction of the last day takes back the extension.
                AwardEvent::Extended(_) => file.said = envelope.event_id,
                AwardEvent::Revoked(_) => (file.ended, file.waiting) = (Some(envelope.event_id), None),
                AwardEvent::RedressDropped(_) => file.waiting = None,
                AwardEvent::Ended(_) | AwardEvent::TakenBack(_) => file.ended = Some(envelope.event_id),
                AwardEvent::RedressProposed(event) => {
                    file.waiting = Some(WaitingRedress {
                        redress: event.redress,
                        corrects: event.corrects,
                        since: envelope.recorded_at,
                        months: event.months.open().cloned().unwrap_or_default(),
                        why: event.why.open().cloned(),
                    });
                }
                AwardEvent::Granted(_) | AwardEvent::Replaced(_) => {}
            }
            file.award.apply(casework::Fact { event, by: envelope.actor_id });
        }
        Ok(file)
    }

    /// What is personal of a waiting proposal, or that it was erased.
    pub(super) fn unerased(waiting: &WaitingRedress) -> Result<Personal<FreeText>, ActError> {
        waiting.why.clone().map(Personal::Open).ok_or(ActError::Erased)
    }
}
