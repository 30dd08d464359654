//! A notice as a screen needs it: folded, opened, what was erased left out.

use casework::notice::{Notice, NoticeOffer, offers};
use cqrs_es::Aggregate as _;
use events::ids::NoticeId;
use events::notice::{NoticeContent, NoticeEvent, Settled};
use events::vocabulary::{FreeText, PersonName};
use events::{Actor, Log, Personal};
use jiff::Timestamp;

use crate::load::Told;
use crate::{ActError, Acts};

/// A notice with everything a screen shows of it.
#[derive(Clone, Debug)]
pub struct NoticeCase {
    /// The notice.
    pub id: NoticeId,
    /// Version of the stream: goes into the form and comes back as `seen_version`.
    pub version: i32,
    /// Position of its newest event.
    pub position: i64,
    /// When it was received.
    pub received_at: Timestamp,
    /// What decides.
    pub notice: Notice,
    /// 受給者の氏名.
    pub name: Personal<PersonName>,
    /// What it says, open or erased.
    pub content: Personal<NoticeContent>,
    /// Why it was returned, the last time.
    pub return_note: Option<Personal<FreeText>>,
    /// Why it was withdrawn.
    pub withdrawal: Option<Personal<FreeText>>,
    /// How it was settled.
    pub settled: Option<Settled>,
}

impl NoticeCase {
    /// What the state permits, with the reason where it is closed to this person.
    pub fn offers(&self, actor: &Actor) -> Vec<NoticeOffer> {
        offers(&self.notice, actor)
    }

    fn take(&mut self, event: &NoticeEvent) {
        match event {
            NoticeEvent::Received(event) => (self.name, self.content) = (event.name.clone(), event.content.clone()),
            NoticeEvent::Amended(event) => self.content = event.content.clone(),
            NoticeEvent::Returned(event) => self.return_note = Some(event.why.clone()),
            NoticeEvent::Settled(event) => self.settled = Some(event.clone()),
            NoticeEvent::Withdrawn(event) => self.withdrawal = Some(event.why.clone()),
        }
    }
}

impl Acts {
    /// A notice as it is.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn notice(&self, id: NoticeId) -> Result<NoticeCase, ActError> {
        let mut told = self.told::<NoticeEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let first = told.first().ok_or(ActError::NotFound)?;
        let mut case = NoticeCase {
            id,
            version: 0,
            position: 0,
            received_at: first.envelope.recorded_at,
            notice: Notice::default(),
            name: Personal::Erased,
            content: Personal::Erased,
            return_note: None,
            withdrawal: None,
            settled: None,
        };
        for Told { event, envelope } in told {
            case.take(&event);
            case.notice.apply(casework::Fact { event, by: envelope.actor_id });
            (case.version, case.position) = (envelope.stream_version, envelope.position);
        }
        Ok(case)
    }
}
