//! Group commit: many wish to write, few connections write for all, and a busy moment makes the groups larger, not the queue.
//!
//! Where several are under way, a group commits without waiting for the disk, which leaves the head to the next, and then waits for the
//! disk by itself ([`batch::settle`]). Nobody is answered before. What somebody sees in between and acts upon comes later in the same log
//! of the database, so it is lost with it or not at all; and nothing leaves the house in between, for whatever does (a checkpoint, a
//! letter) is preceded by a commit of its own that waits for the disk.

use std::sync::Arc;
use std::time::Duration;

use events::Log;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::append::{Act, AppendError, Done};
use crate::batch::{self, Answer, RecordedTime, Settled};

/// Acts taken into one commit.
const GROUP: usize = 512;
/// Connections of a log at most: while one group has the head, one is prepared and one waits for the disk.
const CONNECTIONS: usize = 3;
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
    /// Starts writing with the recorded time of the database. The pool is one of [`crate::Role::Writer`]; up to three of its connections a
    /// log are kept while the writer lives, as many as leave others some, and one is borrowed now and then.
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
            // Acts of which each says its time must keep their order.
            let room = usize::try_from(pool.options().get_max_connections()).unwrap_or(usize::MAX);
            let connections = if time == RecordedTime::Given { 1 } else { (room.saturating_sub(2) / 2).clamp(1, CONNECTIONS) };
            let idle: Vec<_> = (0..connections).map(|_| Connection { pool: pool.clone(), held: None, time, log }).collect();
            let (waiting, busy, written) = (Vec::with_capacity(GROUP), JoinSet::new(), Arc::new(written));
            tokio::spawn(Lane { jobs, waiting, connections, idle, busy, committed: JoinSet::new(), written }.run());
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
    connections: usize,
    idle: Vec<Connection>,
    /// Each gives its connection back, with the number of acts it had and the time it took.
    busy: JoinSet<(Connection, usize, Duration)>,
    /// Each ends when a group has left the head to the next, with the number of acts it had.
    committed: JoinSet<usize>,
    written: Arc<watch::Sender<i64>>,
}

impl Lane {
    async fn run(mut self) {
        // Acts that no answer has come for, and those of them that have or want the head.
        let (mut open, mut under_way, mut ahead) = (true, 0, 0);
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
                Some(left) = self.committed.join_next() => ahead -= left.unwrap_or_default(),
                received = self.jobs.recv_many(&mut self.waiting, GROUP), if open && self.waiting.len() < GROUP => open = received > 0,
                else => return,
            }
            while !self.waiting.is_empty() && !self.idle.is_empty() {
                // Groups of about the same size: a small one costs the head nearly as much as a large one.
                let share = (self.waiting.len() + under_way).div_ceil(self.connections);
                if ahead > 0 && self.waiting.len() < share {
                    break;
                }
                let Some(mut connection) = self.idle.pop() else { break };
                let acts = share.min(self.waiting.len());
                let rest = self.waiting.split_off(fitting(&self.waiting[..acts]));
                let group = std::mem::replace(&mut self.waiting, rest);
                let (acts, written) = (group.len(), Arc::clone(&self.written));
                let alone = self.connections == 1 || (under_way == 0 && self.waiting.is_empty());
                under_way += acts;
                ahead += acts;
                let (leave, left) = oneshot::channel::<()>();
                self.committed.spawn(async move {
                    // Also where nothing was sent: the group has ended.
                    left.await.ok();
                    acts
                });
                let (disk, leave) = if alone { (Disk::AtCommit, Some(leave)) } else { (Disk::Afterwards(Some(leave)), None) };
                self.busy.spawn(async move {
                    let began = Instant::now();
                    connection.write(group, disk, &written).await;
                    drop(leave);
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
        while self.waiting.len() < all && answered > 1 && began.elapsed() < patience {
            tokio::task::yield_now().await;
            while self.waiting.len() < GROUP
                && let Ok(job) = self.jobs.try_recv()
            {
                self.waiting.push(job);
            }
        }
    }
}

/// When a group waits for the disk.
enum Disk {
    /// Within its commit.
    AtCommit,
    /// After it; who waits for the head is told that it is free.
    Afterwards(Option<oneshot::Sender<()>>),
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
    async fn write(&mut self, group: Vec<Job>, mut disk: Disk, written: &watch::Sender<i64>) {
        let acts: Vec<&Act> = group.iter().map(|job| &job.act).collect();
        let mut answers = vec![None; acts.len()];
        if let Err(AppendError::Refused(_)) = self.commit(&acts, &mut answers, &mut disk).await {
            for (act, answer) in acts.iter().zip(&mut answers) {
                if let Err(error) = self.commit(&[act], std::slice::from_mut(answer), &mut Disk::AtCommit).await {
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
    async fn commit(&mut self, acts: &[&Act], answers: &mut [Option<Answer>], disk: &mut Disk) -> Result<(), AppendError> {
        let give_up = Instant::now() + PATIENCE;
        let mut pause = Duration::from_millis(20);
        loop {
            let Err(error) = self.attempt(acts, answers, disk).await else { return Ok(()) };
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

    async fn attempt(&mut self, acts: &[&Act], answers: &mut [Option<Answer>], disk: &mut Disk) -> Result<(), sqlx::Error> {
        let conn = match &mut self.held {
            Some(conn) => conn,
            none => none.insert(self.pool.acquire().await?),
        };
        let Disk::Afterwards(leave) = disk else {
            return batch::commit(conn, (self.time, Settled::AtCommit), self.log, acts, answers).await;
        };
        // Nothing of this is true before it is on the disk: after an error everything is asked again.
        let mut found = vec![None; acts.len()];
        batch::commit(conn, (self.time, Settled::Later), self.log, acts, &mut found).await?;
        if let Some(leave) = leave.take() {
            leave.send(()).ok();
        }
        batch::settle(conn).await?;
        answers.clone_from_slice(&found);
        Ok(())
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
