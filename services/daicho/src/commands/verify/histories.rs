//! Reads every application again, event by event, and asks of each whether it was permitted at that moment.

use std::collections::{HashMap, HashSet};

use casework::Fact;
use casework::application::{Action, Application, offers, permit};
use cqrs_es::Aggregate as _;
use events::application::ApplicationEvent;
use events::ids::ApplicationId;
use events::{EventSet as _, Log};
use futures::TryStreamExt as _;
use serde::Serialize;
use sqlx::PgPool;
use store::Recorded;
use uuid::Uuid;

use crate::commands::visit::unreadable;

/// What was found.
#[derive(Debug, Default, Serialize)]
pub struct Histories {
    /// Applications that were read.
    pub cases: usize,
    /// Events that should not have been possible.
    pub illegal: Vec<Illegal>,
    /// Applications that were approved.
    #[serde(skip)]
    pub approved: Vec<ApplicationId>,
}

/// An event that the domain forbids where it stands.
#[derive(Debug, Serialize)]
pub struct Illegal {
    /// Its position in the casework log.
    pub position: i64,
    /// Wire name.
    pub event_type: String,
    /// Why.
    pub why: String,
}

/// Reads the casework log from the beginning.
pub async fn examine(pool: &PgPool) -> anyhow::Result<Histories> {
    let head = store::head(pool, Log::Casework).await.map_err(unreadable)?.position;
    let mut reading = Reading::default();
    let events = store::events_from(pool.clone(), Log::Casework, 0, head);
    futures::pin_mut!(events);
    while let Some(event) = events.try_next().await.map_err(unreadable)? {
        if event.stream_type == ApplicationEvent::STREAM_TYPE {
            reading.take(&event);
        }
    }
    Ok(reading.found)
}

/// Applications on their way. Those that admit nothing more are remembered by their id alone.
#[derive(Default)]
struct Reading {
    open: HashMap<Uuid, Application>,
    closed: HashSet<Uuid>,
    found: Histories,
}

impl Reading {
    fn take(&mut self, recorded: &Recorded) {
        if let Err(why) = self.follow(recorded) {
            self.found.illegal.push(Illegal { position: recorded.position, event_type: recorded.event_type.clone(), why });
        }
    }

    fn follow(&mut self, recorded: &Recorded) -> Result<(), String> {
        if self.closed.contains(&recorded.stream_id) {
            return Err("申請はすでに終わっています".to_owned());
        }
        let actor = recorded.actor().map_err(|error| error.to_string())?;
        let event = ApplicationEvent::decode(&recorded.event_type, recorded.schema_version, &recorded.payload)
            .map_err(|error| error.to_string())?;
        let case = self.open.entry(recorded.stream_id).or_default();
        let permitted = match action_of(&event) {
            Some(action) => permit(action, case, &actor).map_err(|refusal| refusal.to_string()),
            None if case.stage().is_some() => Err("二度受け付けられています".to_owned()),
            None => {
                self.found.cases += 1;
                Ok(())
            }
        };
        if matches!(event, ApplicationEvent::Approved(_)) {
            self.found.approved.push(ApplicationId(recorded.stream_id));
        }
        case.apply(Fact { event, by: recorded.actor_id });
        if offers(case, &actor).is_empty() {
            self.open.remove(&recorded.stream_id);
            self.closed.insert(recorded.stream_id);
        }
        permitted
    }
}

/// The act that an event came from; none for the reception, which needs no earlier state.
fn action_of(event: &ApplicationEvent) -> Option<Action> {
    Some(match event {
        ApplicationEvent::Received(_) => return None,
        ApplicationEvent::Amended(_) => Action::Amend,
        ApplicationEvent::DocumentRecorded(_) => Action::RecordDocument,
        ApplicationEvent::Forwarded(_) => Action::Forward,
        ApplicationEvent::TakenUp(_) => Action::TakeUp,
        ApplicationEvent::ReturnedForCorrection(_) => Action::ReturnForCorrection,
        ApplicationEvent::Resubmitted(_) => Action::Resubmit,
        ApplicationEvent::Examined(_) => Action::Examine,
        ApplicationEvent::SentBack(_) => Action::SendBack,
        ApplicationEvent::Approved(_) => Action::Approve,
        ApplicationEvent::Refused(_) => Action::Refuse,
    })
}
