//! Whether each event could have come about where it stands, asked in the order of a log, from the database or from an export.

use casework::history::{Histories, Standing, Unlawful};
use events::ids::ApplicationId;
use events::installation::{InstallationEvent, Restored};
use events::{Actor, Event, Log};
use futures::FutureExt as _;
use serde::{Deserialize, Serialize};
use store::Recorded;
use tokio::task::coop::unconstrained;

use crate::report::{Code, Fault, RestorationFinding};

/// An event as histories ask about it; none where this program cannot read it.
pub(crate) type Read = Option<(Event, Actor)>;

/// Reads an event; costly enough to be done on the workers.
pub(crate) fn read(recorded: &Recorded) -> Read {
    Some((recorded.decode().ok()?, recorded.actor().ok()?))
}

/// What was asked so far. Can be laid aside and gone on with.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Questions {
    pub(crate) histories: Histories,
    pub(crate) asked: i64,
    pub(crate) approved: Vec<ApplicationId>,
    pub(crate) faults: Vec<Fault>,
    #[serde(default)]
    pub(crate) restorations: Vec<RestorationFinding>,
}

impl Questions {
    fn restored(&mut self, recorded: &Recorded, restored: &Restored) {
        self.restorations.extend(restored.lost.iter().map(|lost| RestorationFinding {
            log: lost.log.clone(),
            kept: lost.kept,
            signed: lost.signed,
            position: recorded.position,
            declared_at: recorded.recorded_at,
        }));
    }

    pub(crate) fn ask(&mut self, recorded: &Recorded, read: Read) {
        self.asked += 1;
        let lawful = match read {
            Some((event, who)) => {
                if recorded.event_type == "application.approved" {
                    self.approved.push(ApplicationId(recorded.stream_id));
                }
                if let Event::Installation(InstallationEvent::Restored(restored)) = &event {
                    self.restored(recorded, restored);
                }
                let at = Standing { stream: recorded.stream_id, who: &who, on: recorded.effective_on };
                // Aggregates decide at once. Without this, tokio would make the hundred and twenty-ninth decision of a turn wait.
                let asking = unconstrained(async {
                    match recorded.log {
                        Log::Casework => self.histories.follow(&event, at),
                        Log::Access => self.histories.follow_access(&event, at),
                    }
                });
                let asked = asking.now_or_never().unwrap_or(Err(Unlawful::Another));
                asked.map_err(|unlawful| unlawful.to_string())
            }
            None => Err("この版のプログラムでは読み取れない出来事です。".to_owned()),
        };
        if let Err(why) = lawful {
            let why = format!("その時点で起こりえない出来事です。{why}");
            let fault = Fault::of(Code::IllegalHistory, recorded.log, recorded.position, &why);
            self.faults.push(Fault { detail: recorded.event_type.clone(), ..fault });
        }
    }
}
