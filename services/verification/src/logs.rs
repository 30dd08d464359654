//! One pass over a log: hash, link, root at every checkpoint, and whether the history could have come about.

use events::Log;
use evidence::Frontier;
use futures::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use store::{Head, ReadError, Seen, Start, Walk, Walked};
use tokio_util::sync::CancellationToken;

use crate::checkpoints::Demands;
use crate::progress::Teller;
use crate::questions::{Questions, Read, read};
use crate::report::{Code, Fault, LogFinding};

/// Leaves fetched at once to build the tree below a start.
const LEAVES: i64 = 100_000;

/// What a pass has gathered up to some position. Can be laid aside and gone on with.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Gathered {
    frontier: Frontier,
    pub(crate) questions: Questions,
    first_leaf: Option<[u8; 32]>,
    matched: usize,
}

/// One pass.
pub(crate) struct Pass {
    log: Log,
    demands: Demands,
    pub(crate) gathered: Gathered,
}

impl Pass {
    pub(crate) const fn new(log: Log, demands: Demands, gathered: Gathered) -> Self {
        Self { log, demands, gathered }
    }

    /// What lies between what was gathered and the start: histories are read all the same, the tree is built from the leaves as they are
    /// stored. Where a checkpoint stands at or behind the start, its root proves them.
    pub(crate) async fn before(
        &mut self,
        pool: &PgPool,
        after: i64,
        start: Start,
        stop: &CancellationToken,
    ) -> Result<(), ReadError> {
        let mut from = after;
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
        let events = store::events_from(pool.clone(), self.log, after, start.position);
        futures::pin_mut!(events);
        while let Some(event) = events.try_next().await? {
            if stop.is_cancelled() {
                break;
            }
            let read = read(&event);
            self.gathered.questions.ask(&event, read);
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
            self.gathered.questions.ask(&seen.event, seen.prepared);
            teller.at(seen.event.position);
        };
        walk.run(pool, read, take, stop).await
    }

    /// The next leaf; at the size of a checkpoint the root must be the one that was signed.
    fn grow(&mut self, leaf: [u8; 32]) {
        let gathered = &mut self.gathered;
        gathered.first_leaf.get_or_insert(leaf);
        gathered.frontier.push(leaf);
        let size = gathered.frontier.size();
        let Some(root) = self.demands.roots.get(&size) else { return };
        if gathered.frontier.root() == *root {
            gathered.matched += 1;
        } else {
            let position = i64::try_from(size).unwrap_or(i64::MAX);
            let why = "ここまでの出来事の根が、署名された検証点の根と違います（記録が書き換えられ、つなぎ直されています）";
            gathered.questions.faults.push(Fault::of(Code::Root, self.log, position, why));
        }
    }

    /// Joins what was found.
    pub(crate) async fn conclude(
        &mut self,
        pool: &PgPool,
        head: &Head,
        start: Start,
        walked: &Walked,
    ) -> Result<(LogFinding, Vec<Fault>), ReadError> {
        let first_bad = match walked.bad {
            Some(bad) => Some(bad),
            None => store::verify_end(pool, self.log, head, walked).await?,
        };
        let gathered = &self.gathered;
        let mut faults = gathered.questions.faults.clone();
        faults.extend(first_bad.map(|bad| Fault::of_chain(self.log, bad)));
        self.demands.compare_with_head(pool, self.log, head.position).await?;
        faults.append(&mut self.demands.faults);
        let finding = LogFinding {
            log: self.log.name().to_owned(),
            whole: first_bad.is_none(),
            events: walked.position,
            from: start.position,
            chain: hex::encode(walked.chain),
            first_leaf: gathered.first_leaf.map(hex::encode).unwrap_or_default(),
            root: hex::encode(gathered.frontier.root()),
            checkpoints: gathered.matched,
            statements: self.demands.checked,
            newest_checkpoint: self.demands.newest(),
            signer: self.demands.signer.clone(),
            first_bad,
        };
        Ok((finding, faults))
    }
}
