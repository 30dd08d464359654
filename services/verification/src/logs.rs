//! One pass over a log: hash, link, root at every checkpoint, and whether the history could have come about.

use casework::history::{Histories, Standing, Unlawful};
use events::ids::ApplicationId;
use events::{Actor, Event, Log};
use evidence::Frontier;
use futures::{FutureExt as _, TryStreamExt as _};
use sqlx::PgPool;
use store::{Head, ReadError, Recorded, Seen, Start, Walk, Walked};
use tokio::task::coop::unconstrained;
use tokio_util::sync::CancellationToken;

use crate::checkpoints::Demands;
use crate::progress::Teller;
use crate::report::{Code, Fault, LogFinding};

/// Leaves fetched at once to build the tree below a start.
const LEAVES: i64 = 100_000;

/// An event as histories ask about it, read on a worker.
type Read = Option<(Event, Actor)>;

fn read(recorded: &Recorded) -> Read {
    Some((recorded.decode().ok()?, recorded.actor().ok()?))
}

/// What one pass gathers.
pub(crate) struct Pass {
    log: Log,
    frontier: Frontier,
    demands: Demands,
    pub(crate) histories: Histories,
    pub(crate) asked: i64,
    pub(crate) approved: Vec<ApplicationId>,
    first_leaf: Option<[u8; 32]>,
    matched: usize,
    faults: Vec<Fault>,
}

impl Pass {
    pub(crate) fn new(log: Log, demands: Demands) -> Self {
        Self {
            log,
            frontier: Frontier::default(),
            demands,
            histories: Histories::default(),
            asked: 0,
            approved: Vec::new(),
            first_leaf: None,
            matched: 0,
            faults: Vec::new(),
        }
    }

    /// What lies before the start: histories are read all the same, the tree is built from the leaves as they are stored. Where a checkpoint
    /// stands at or behind the start, its root proves them.
    pub(crate) async fn before(&mut self, pool: &PgPool, start: Start, stop: &CancellationToken) -> Result<(), ReadError> {
        let mut from = 0;
        while from < start.position && !stop.is_cancelled() {
            let until = start.position.min(from + LEAVES);
            let leaves: Vec<Vec<u8>> = sqlx::query_scalar(
                "SELECT leaf FROM es.events WHERE log = $1 AND position > $2 AND position <= $3 ORDER BY position",
            )
            .bind(self.log.number())
            .bind(from)
            .bind(until)
            .fetch_all(pool)
            .await?;
            for leaf in leaves {
                self.grow(leaf.try_into().unwrap_or_default());
            }
            from = until;
        }
        let events = store::events_from(pool.clone(), self.log, 0, start.position);
        futures::pin_mut!(events);
        while let Some(event) = events.try_next().await? {
            if stop.is_cancelled() {
                break;
            }
            let read = read(&event);
            self.ask(&event, read);
        }
        Ok(())
    }

    pub(crate) async fn walk(
        &mut self,
        pool: &PgPool,
        walk: Walk,
        teller: &mut Teller<'_>,
        stop: &CancellationToken,
    ) -> Result<Walked, ReadError> {
        let take = |seen: Seen<Read>| {
            self.grow(seen.leaf);
            self.ask(&seen.event, seen.prepared);
            teller.at(seen.event.position);
        };
        walk.run(pool, read, take, stop).await
    }

    /// The next leaf; at the size of a checkpoint the root must be the one that was signed.
    fn grow(&mut self, leaf: [u8; 32]) {
        self.first_leaf.get_or_insert(leaf);
        self.frontier.push(leaf);
        let size = self.frontier.size();
        let Some(root) = self.demands.roots.get(&size) else { return };
        if self.frontier.root() == *root {
            self.matched += 1;
        } else {
            let position = i64::try_from(size).unwrap_or(i64::MAX);
            let why = "ここまでの出来事の根が、署名された検証点の根と違います（記録が書き換えられ、つなぎ直されています）";
            self.faults.push(Fault::of(Code::Root, self.log, position, why));
        }
    }

    fn ask(&mut self, recorded: &Recorded, read: Read) {
        self.asked += 1;
        let lawful = match read {
            Some((event, who)) => {
                if recorded.event_type == "application.approved" {
                    self.approved.push(ApplicationId(recorded.stream_id));
                }
                let at = Standing { stream: recorded.stream_id, who: &who, on: recorded.effective_on };
                // Aggregates decide at once. Without this, tokio would make the hundred and twenty-ninth decision of a turn wait.
                let asking = unconstrained(async {
                    match self.log {
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
            let fault = Fault::of(Code::IllegalHistory, self.log, recorded.position, &why);
            self.faults.push(Fault { detail: recorded.event_type.clone(), ..fault });
        }
    }

    /// Joins what was found.
    pub(crate) async fn conclude(
        mut self,
        pool: &PgPool,
        head: &Head,
        start: Start,
        walked: &Walked,
    ) -> Result<(LogFinding, Vec<Fault>), ReadError> {
        let first_bad = match walked.bad {
            Some(bad) => Some(bad),
            None => store::verify_end(pool, self.log, head, walked).await?,
        };
        self.faults.extend(first_bad.map(|bad| Fault::of_chain(self.log, bad)));
        self.demands.compare_with_head(pool, self.log, head.position).await?;
        let mut faults = self.faults;
        faults.append(&mut self.demands.faults);
        let finding = LogFinding {
            log: self.log.name().to_owned(),
            whole: first_bad.is_none(),
            events: walked.position,
            from: start.position,
            chain: hex::encode(walked.chain),
            first_leaf: self.first_leaf.map(hex::encode).unwrap_or_default(),
            root: hex::encode(self.frontier.root()),
            checkpoints: self.matched,
            statements: self.demands.checked,
            newest_checkpoint: self.demands.newest(),
            signer: self.demands.signer.clone(),
            first_bad,
        };
        Ok((finding, faults))
    }
}
