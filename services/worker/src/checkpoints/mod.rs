//! Checkpoints (検証点): each minute and each 1,000 events the worker signs what the log is, and carries the statement to places that the
//! owner of the database does not rule.
//!
//! Signing, each directory and each witness are tasks of their own: one that hangs or fails holds up neither the others nor any append.

mod copying;
mod signing;
mod witnessing;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use events::Log;
use evidence::{LogKeys, Place, SigningKey, VerifierKey};
use futures::future::{BoxFuture, join_all};
use sqlx::PgPool;
use store::{LogKey, SystemEntropy};
use tokio_util::sync::CancellationToken;

use copying::Copying;
use signing::{Signing, Trouble};
use witnessing::Witnessing;

/// How often each task looks.
const EVERY: Duration = Duration::from_secs(1);
/// How often it is looked whether a restoration was declared.
const LOOK: Duration = Duration::from_secs(5);
/// Longest pause after failures in a row.
const LONGEST: Duration = Duration::from_mins(1);

/// A witness (立会い) at another host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// Where it listens, such as `https://kansa.example:8472`; `/add-checkpoint` follows.
    pub url: String,
    /// Its key.
    pub key: VerifierKey,
    /// Certificates (PEM) of the authorities (認証局) that its own is accepted from, instead of those that this machine knows.
    pub authorities: Option<Vec<u8>>,
}

/// Where the key lies and where checkpoints go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Evidence {
    /// The directory of the keys.
    pub keys: PathBuf,
    /// Directories that only grow. Nothing is signed before the first could be read.
    pub places: Vec<PathBuf>,
    /// Witnesses.
    pub witnesses: Vec<Witness>,
}

/// Work that is done again and again; true where more is waiting.
trait Round: Send {
    /// One round.
    fn round(&mut self) -> BoxFuture<'_, Result<bool, Trouble>>;
}

pub(crate) async fn run(pool: PgPool, evidence: Evidence, stop: CancellationToken) {
    while !stop.is_cancelled() {
        // Not yet, where the database does not answer.
        if let Ok(restorations) = store::restorations(&pool).await {
            let until_another = stop.child_token();
            tokio::join!(
                work(&pool, &evidence, restorations.len(), &until_another),
                watch(&pool, restorations.len(), &until_another)
            );
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Ends the work when another restoration is declared.
async fn watch(pool: &PgPool, restorations: usize, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        if store::restorations(pool).await.is_ok_and(|now| now.len() != restorations) {
            stop.cancel();
        }
    }
}

/// Works with the places of this stretch of the log.
async fn work(pool: &PgPool, evidence: &Evidence, restorations: usize, stop: &CancellationToken) {
    let places: Vec<Place> = evidence.places.iter().map(|place| Place::after(place, restorations)).collect();
    let mut tasks: Vec<(String, Box<dyn Round>)> = Vec::new();
    for log in Log::ALL {
        let signing = Signing::new(pool.clone(), log, evidence.keys.clone(), places.clone());
        tasks.push((format!("signing {}", log.name()), Box::new(signing)));
        for place in &places {
            let copying = Copying::new(pool.clone(), log, evidence.keys.clone(), place.clone());
            tasks.push((format!("copying {} to {}", log.name(), place.path().display()), Box::new(copying)));
        }
        for witness in &evidence.witnesses {
            let witnessing = Witnessing::new(pool.clone(), log, witness.clone());
            tasks.push((format!("showing {} to {}", log.name(), witness.url), Box::new(witnessing)));
        }
    }
    join_all(tasks.into_iter().map(|(name, task)| again_and_again(name, task, stop.clone()))).await;
}

/// After a failure the pause grows; the same trouble is told once.
async fn again_and_again(name: String, mut task: Box<dyn Round>, stop: CancellationToken) {
    let (mut pause, mut told) = (EVERY, None);
    while !stop.is_cancelled() {
        match task.round().await {
            Ok(true) => continue,
            Ok(false) => (pause, told) = (EVERY, None),
            Err(trouble) => {
                let trouble = trouble.to_string();
                if told.as_ref() != Some(&trouble) {
                    tracing::error!(step = name, error = trouble, "checkpoints.trouble");
                }
                (pause, told) = ((pause * 2).min(LONGEST), Some(trouble));
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// What a log is signed with now.
struct Current {
    /// Keys that are believed, followed through every handover.
    keys: LogKeys,
    /// The key that signs.
    key: SigningKey,
    /// A key that lies ready to take over.
    next: Option<SigningKey>,
}

/// The keys of a log. The first is made where nothing was ever signed; a lost one is not replaced, for that would look like another log.
async fn current(pool: &PgPool, log: Log, origin: &str, directory: &Path, places: &[Place]) -> Result<Current, Trouble> {
    if !LogKey::is_in(directory) {
        for log in Log::ALL {
            if store::newest_checkpoint(pool, log).await?.is_some() {
                return Err(Trouble::KeyLost);
            }
        }
        // Where another worker has just made it, that one counts.
        if let Err(error) = LogKey::create_first(directory, &SystemEntropy)
            && !LogKey::is_in(directory)
        {
            return Err(error.into());
        }
    }
    let mut ready = Vec::new();
    for key in LogKey::open_all(directory)? {
        ready.push(key.of(origin)?);
    }
    let first = first_key(pool, log, &ready, places).await?.ok_or(Trouble::KeyLost)?;
    let keys = store::log_keys(pool, log, first).await?;
    let newest = keys.newest().cloned();
    let at = ready.iter().position(|key| newest.as_ref() == Some(key.verifier())).ok_or(Trouble::KeyLost)?;
    let mut from = ready.into_iter().skip(at);
    let key = from.next().ok_or(Trouble::KeyLost)?;
    Ok(Current { keys, key, next: from.last() })
}

/// The key with which a log began: as a place tells, as the first handover tells, or the oldest that is at hand.
async fn first_key(pool: &PgPool, log: Log, ready: &[SigningKey], places: &[Place]) -> Result<Option<VerifierKey>, Trouble> {
    for place in places {
        if let Ok(Some(first)) = place.first_key(log.name()) {
            return Ok(Some(first));
        }
    }
    let handed_over = store::handovers(pool, log).await?.into_iter().next().map(|kept| kept.old);
    Ok(handed_over.or_else(|| ready.first().map(|key| key.verifier().clone())))
}
