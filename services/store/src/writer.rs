//! Group commit: many wish to write, one connection a log writes for all, and a busy moment makes the groups larger, not the queue.

use std::sync::Arc;
use std::time::Duration;

use events::Log;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::append::{Act, AppendError, Done};
use crate::batch::{self, RecordedTime};

/// Acts taken into one commit.
const GROUP: usize = 512;
/// Events in one commit, unless one act has more.
const EVENTS: usize = 4_096;
/// How often listeners are woken at most.
const NOTIFY_EVERY: Duration = Duration::from_millis(5);
/// How long an unreachable database is tried again.
const PATIENCE: Duration = Duration::from_secs(15);

struct Job {
    act: Act,
    reply: oneshot::Sender<Result<Done, AppendError>>,
}

/// The way into the log. Cheap to clone; all clones share their groups. Ends when the last clone is dropped.
#[derive(Clone)]
pub struct Writer {
    lanes: Arc<[(Log, mpsc::Sender<Job>)]>,
}

impl Writer {
    /// Starts writing with the recorded time of the database. The pool is one of [`crate::Role::Writer`]; one of its connections a log
    /// is kept while the writer lives.
    pub fn start(pool: &PgPool) -> Self {
        Self::with(pool, RecordedTime::Database)
    }

    /// Starts writing into a simulated or restored installation, where [`Act::recorded_at`] may be given. The pool is one of
    /// [`crate::Role::Operator`].
    pub fn simulated(pool: &PgPool) -> Self {
        Self::with(pool, RecordedTime::Given)
    }

    fn with(pool: &PgPool, time: RecordedTime) -> Self {
        let lanes = Log::ALL.into_iter().map(|log| {
            let (sender, jobs) = mpsc::channel(4 * GROUP);
            tokio::spawn(Lane { pool: pool.clone(), conn: None, time, log, to_notify: None, notified: None }.run(jobs));
            (log, sender)
        });
        Self { lanes: lanes.collect() }
    }

    /// Appends an act. It is carried out even if the caller stops waiting.
    ///
    /// # Errors
    /// [`AppendError`]; after [`AppendError::Unavailable`] the same act may be given again.
    pub async fn append(&self, act: Act) -> Result<Done, AppendError> {
        let (reply, answer) = oneshot::channel();
        let (_, lane) = self.lanes.iter().find(|(log, _)| *log == act.log).ok_or(AppendError::Unavailable)?;
        lane.send(Job { act, reply }).await.map_err(|_| AppendError::Unavailable)?;
        answer.await.map_err(|_| AppendError::Unavailable)?
    }
}

struct Lane {
    pool: PgPool,
    conn: Option<PoolConnection<Postgres>>,
    time: RecordedTime,
    log: Log,
    to_notify: Option<i64>,
    notified: Option<Instant>,
}

impl Lane {
    async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut group = Vec::with_capacity(GROUP);
        loop {
            let due = self.notified.map_or_else(Instant::now, |last| last + NOTIFY_EVERY);
            let received = tokio::select! {
                biased;
                n = jobs.recv_many(&mut group, GROUP) => n,
                () = tokio::time::sleep_until(due), if self.to_notify.is_some() => {
                    self.notify().await;
                    continue;
                }
            };
            if received == 0 {
                self.notify().await;
                return;
            }
            while !group.is_empty() {
                let rest = group.split_off(fitting(&group));
                self.write(std::mem::replace(&mut group, rest)).await;
            }
            if self.notified.is_none_or(|last| last.elapsed() >= NOTIFY_EVERY) {
                self.notify().await;
            }
        }
    }

    /// Writes a group and answers everybody in it. Where the database refuses the group as a whole, each act is tried by itself, so that
    /// one that cannot be written does not take the others with it.
    async fn write(&mut self, group: Vec<Job>) {
        let acts: Vec<&Act> = group.iter().map(|job| &job.act).collect();
        let answers = match self.commit(&acts).await {
            Err(AppendError::Refused(_)) if acts.len() > 1 => {
                let mut answers = Vec::with_capacity(acts.len());
                for act in acts {
                    answers
                        .push(self.commit(&[act]).await.and_then(|mut one| one.pop().unwrap_or(Err(AppendError::Unavailable))));
                }
                answers
            }
            Err(error) => vec![Err(error); group.len()],
            Ok(answers) => answers,
        };
        let last = answers.iter().flatten().filter(|done| !done.repeated).map(|done| done.last_position).max();
        self.to_notify = self.to_notify.max(last);
        for (job, answer) in group.into_iter().zip(answers) {
            // The caller may have stopped waiting.
            let _ = job.reply.send(answer);
        }
    }

    /// One commit, tried again while the database cannot be reached: the command ids make that safe.
    async fn commit(&mut self, acts: &[&Act]) -> Result<Vec<Result<Done, AppendError>>, AppendError> {
        let give_up = Instant::now() + PATIENCE;
        let mut pause = Duration::from_millis(20);
        loop {
            let error = match self.attempt(acts).await {
                Ok(answers) if answers.len() == acts.len() => return Ok(answers),
                Ok(_) => return Err(AppendError::Refused("the answer has another number of acts".to_owned())),
                Err(error) => error,
            };
            if !is_passing(&error) {
                let text = plain_text(&error);
                tracing::error!(log = self.log.number(), acts = acts.len(), error = text, "append.refused");
                return Err(AppendError::Refused(text));
            }
            self.conn = None;
            if Instant::now() + pause > give_up {
                tracing::error!(log = self.log.number(), acts = acts.len(), error = plain_text(&error), "append.unavailable");
                return Err(AppendError::Unavailable);
            }
            tracing::warn!(log = self.log.number(), error = plain_text(&error), "append.again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }

    async fn attempt(&mut self, acts: &[&Act]) -> Result<Vec<Result<Done, AppendError>>, sqlx::Error> {
        let conn = match &mut self.conn {
            Some(conn) => conn,
            none => none.insert(self.pool.acquire().await?),
        };
        batch::commit(conn, self.time, self.log, acts).await
    }

    /// Wakes the projections. Only a hint: they also look by themselves.
    async fn notify(&mut self) {
        let Some(position) = self.to_notify.take() else { return };
        self.notified = Some(Instant::now());
        if let Some(conn) = &mut self.conn {
            let payload = format!("{}:{position}", self.log.number());
            let sent = sqlx::query("SELECT pg_notify('es_head', $1)").bind(payload).fetch_all(&mut **conn).await;
            if sent.is_err() {
                self.conn = None;
            }
        }
    }
}

/// How many of the first jobs go into one commit.
fn fitting(group: &[Job]) -> usize {
    let mut events = 0;
    let fits = group.iter().take_while(|job| {
        events += job.act.event_count();
        events <= EVENTS
    });
    fits.count().max(1)
}

/// Whether the same statement may go through in a moment: no connection, a server going down or coming up, short of room, a deadlock.
pub(crate) fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            matches!(&*code, "57P01" | "57P02" | "57P03" | "40001" | "40P01" | "25006")
                || code.starts_with("08")
                || code.starts_with("53")
        }),
        _ => false,
    }
}

/// What went wrong without the values that were involved.
pub(crate) fn plain_text(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => format!("{} {}", error.code().unwrap_or_default(), error.message()),
        other => other.to_string(),
    }
}
