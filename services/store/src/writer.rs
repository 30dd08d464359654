//! Group commit: many wish to write, few connections write for all, and a busy moment makes the groups larger, not the queue.

use std::sync::Arc;
use std::time::Duration;

use events::Log;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::append::{Act, AppendError, Done};
use crate::batch::{self, Answer, RecordedTime};

/// Acts taken into one commit.
const GROUP: usize = 512;
/// Acts from which on they go in two groups, one being prepared while the other has the head. Fewer do better in one: the head is held
/// until the disk has answered.
const SECOND: usize = 64;
/// How long those who have just been answered are waited for at most; far less where commits are quick.
const RETURN: Duration = Duration::from_millis(1);
/// Events in one commit, unless one act has more.
const EVENTS: usize = 4_096;
/// How often listeners are woken at most.
const NOTIFY_EVERY: Duration = Duration::from_millis(5);
/// How long an unreachable database is tried again.
const PATIENCE: Duration = Duration::from_secs(15);

struct Job {
    act: Act,
    reply: oneshot::Sender<Answer>,
}

/// The way into the log. Cheap to clone; all clones share their groups. Ends when the last clone is dropped.
#[derive(Clone)]
pub struct Writer {
    lanes: Arc<[(Log, mpsc::Sender<Job>)]>,
}

impl Writer {
    /// Starts writing with the recorded time of the database. The pool is one of [`crate::Role::Writer`]; two of its connections a log
    /// are kept while the writer lives, and a fifth is borrowed now and then.
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
            let (written, latest) = watch::channel(0);
            tokio::spawn(wake_projections(pool.clone(), log, latest));
            // While one group is in the database the next is on its way, and waits for the head there. Acts of which each says its
            // time must keep their order.
            let connections = if time == RecordedTime::Given { 1 } else { 2 };
            let idle = (0..connections).map(|_| Connection { pool: pool.clone(), held: None, time, log }).collect();
            tokio::spawn(
                Lane { jobs, waiting: Vec::with_capacity(GROUP), idle, busy: JoinSet::new(), written: Arc::new(written) }.run(),
            );
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

/// The acts of one log on their way to its connections.
struct Lane {
    jobs: mpsc::Receiver<Job>,
    waiting: Vec<Job>,
    idle: Vec<Connection>,
    /// Each gives its connection back, with the number of acts it had and the time it took.
    busy: JoinSet<(Connection, usize, Duration)>,
    written: Arc<watch::Sender<i64>>,
}

impl Lane {
    async fn run(mut self) {
        let (mut open, mut under_way) = (true, 0);
        loop {
            tokio::select! {
                Some(ended) = self.busy.join_next() => {
                    // After a panic nobody knows what is under way: the lane closes, and its callers are told by their channels.
                    let Ok((connection, acts, took)) = ended else { return };
                    under_way -= acts;
                    self.idle.push(connection);
                    if under_way == 0 {
                        self.gather(acts, took).await;
                    }
                }
                received = self.jobs.recv_many(&mut self.waiting, GROUP), if open && self.waiting.len() < GROUP => open = received > 0,
                else => return,
            }
            // The second group is about as large as the first, or it would leave many for the disk to answer one after the other.
            while !self.waiting.is_empty()
                && (under_way == 0 || self.waiting.len() >= SECOND.max(under_way / 4 * 3))
                && let Some(mut connection) = self.idle.pop()
            {
                let halved = !self.idle.is_empty() && self.waiting.len() >= 2 * SECOND;
                let acts = if halved { self.waiting.len() / 2 } else { self.waiting.len() };
                let rest = self.waiting.split_off(fitting(&self.waiting[..acts]));
                let group = std::mem::replace(&mut self.waiting, rest);
                let (acts, written) = (group.len(), Arc::clone(&self.written));
                under_way += acts;
                self.busy.spawn(async move {
                    let began = Instant::now();
                    connection.write(group, &written).await;
                    (connection, acts, began.elapsed())
                });
            }
        }
    }

    /// Those who have just been answered are those who ask next: they get the time to do so, a quarter of what their commit took at most,
    /// or the first of them would be committed alone and the others wait for it.
    async fn gather(&mut self, answered: usize, took: Duration) {
        let (began, patience) = (std::time::Instant::now(), RETURN.min(took / 4));
        let all = GROUP.min(answered + self.waiting.len());
        let enough = if self.idle.len() > 1 && all >= 2 * SECOND { all / 2 } else { all };
        while self.waiting.len() < enough && answered > 1 && began.elapsed() < patience {
            tokio::task::yield_now().await;
            while self.waiting.len() < GROUP
                && let Ok(job) = self.jobs.try_recv()
            {
                self.waiting.push(job);
            }
        }
    }
}

struct Connection {
    pool: PgPool,
    held: Option<PoolConnection<Postgres>>,
    time: RecordedTime,
    log: Log,
}

impl Connection {
    /// Writes a group and answers everybody in it. Where the database refuses the group as a whole, each act is tried by itself, so that
    /// one that cannot be written does not take the others with it.
    async fn write(&mut self, group: Vec<Job>, written: &watch::Sender<i64>) {
        let acts: Vec<&Act> = group.iter().map(|job| &job.act).collect();
        let mut answers = vec![None; acts.len()];
        if let Err(AppendError::Refused(_)) = self.commit(&acts, &mut answers).await {
            for (act, answer) in acts.iter().zip(&mut answers) {
                if let Err(error) = self.commit(&[act], std::slice::from_mut(answer)).await {
                    *answer = Some(Err(error));
                }
            }
        }
        let last = answers.iter().flatten().flatten().filter(|done| !done.repeated).map(|done| done.last_position).max();
        if let Some(last) = last {
            written.send_modify(|position| *position = last.max(*position));
        }
        for (job, answer) in group.into_iter().zip(answers) {
            // The caller may have stopped waiting.
            let _ = job.reply.send(answer.unwrap_or(Err(AppendError::Unavailable)));
        }
    }

    /// Tried again while the database cannot be reached: the command ids make that safe.
    async fn commit(&mut self, acts: &[&Act], answers: &mut [Option<Answer>]) -> Result<(), AppendError> {
        let give_up = Instant::now() + PATIENCE;
        let mut pause = Duration::from_millis(20);
        loop {
            let Err(error) = self.attempt(acts, answers).await else { return Ok(()) };
            if !is_passing(&error) {
                let text = plain_text(&error);
                tracing::error!(log = self.log.number(), acts = acts.len(), error = text, "append.refused");
                return Err(AppendError::Refused(text));
            }
            self.held = None;
            if Instant::now() + pause > give_up {
                tracing::error!(log = self.log.number(), acts = acts.len(), error = plain_text(&error), "append.unavailable");
                return Err(AppendError::Unavailable);
            }
            tracing::warn!(log = self.log.number(), error = plain_text(&error), "append.again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }

    async fn attempt(&mut self, acts: &[&Act], answers: &mut [Option<Answer>]) -> Result<(), sqlx::Error> {
        let conn = match &mut self.held {
            Some(conn) => conn,
            none => none.insert(self.pool.acquire().await?),
        };
        batch::commit(conn, self.time, self.log, acts, answers).await
    }
}

/// Wakes the projections. Only a hint: they also look by themselves, so it need not reach the disk either.
async fn wake_projections(pool: PgPool, log: Log, mut latest: watch::Receiver<i64>) {
    while latest.changed().await.is_ok() {
        let payload = format!("{}:{}", log.number(), *latest.borrow_and_update());
        let sent = sqlx::query("SELECT set_config('synchronous_commit', 'off', true), pg_notify('es_head', $1)").bind(payload);
        if let Err(error) = sent.execute(&pool).await {
            tracing::debug!(error = plain_text(&error), "append.not_notified");
        }
        tokio::time::sleep(NOTIFY_EVERY).await;
    }
}

/// How many of the first jobs go into one commit.
fn fitting(group: &[Job]) -> usize {
    let mut events = 0;
    let fits = group.iter().take_while(|job| {
        events += job.act.event_count();
        events <= EVENTS
    });
    fits.count().clamp(1, GROUP)
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
