//! Acts side by side as the lists that `es.append` takes, and its verdicts.

use std::collections::{HashMap, HashSet};

use events::Log;
use jiff_sqlx::{Date, Timestamp, ToSqlx};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use crate::append::{Act, AppendError, Done, Expected};

const APPEND: &str = "SELECT verdict, first_position, last_position, recorded_at, answer, stream_id, actual_version, claim_kind, command_id, \
            CASE WHEN $30 THEN set_config('synchronous_commit', 'off', true) END \
     FROM es.append($1, ROW($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
     $25, $26, $27, $28, $29)::es.batch)";
const APPEND_AT: &str = "SELECT verdict, first_position, last_position, recorded_at, answer, stream_id, actual_version, claim_kind, command_id \
     FROM es.append_at($1, ROW($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
     $25, $26, $27, $28, $29)::es.batch, $30)";

/// Whose clock tells when an act was recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RecordedTime {
    /// The database's.
    Database,
    /// The act's own, in a simulated or restored installation.
    Given,
}

/// When what is written is on the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Settled {
    /// When its commit returns.
    AtCommit,
    /// After [`settle`] on the same connection.
    Later,
}

#[derive(Default)]
struct Batch<'a> {
    command_id: Vec<Uuid>,
    answer: Vec<Option<&'a str>>,
    streams: Vec<i32>,
    claims: Vec<i32>,
    keys: Vec<i32>,
    recorded_at: Vec<Option<Timestamp>>,
    stream_id: Vec<Uuid>,
    stream_type: Vec<&'a str>,
    expected: Vec<Option<i32>>,
    events: Vec<i32>,
    event_id: Vec<Uuid>,
    event_type: Vec<&'a str>,
    schema_version: Vec<i16>,
    effective_on: Vec<Date>,
    actor_id: Vec<Uuid>,
    actor_name: Vec<String>,
    actor_role: Vec<&'a str>,
    actor_office: Vec<Option<String>>,
    reason: Vec<Option<&'a str>>,
    correlation_id: Vec<Uuid>,
    causation_id: Vec<Option<Uuid>>,
    trace_context: Vec<Option<&'a str>>,
    payload: Vec<&'a str>,
    metadata: Vec<&'a str>,
    claim_kind: Vec<&'a str>,
    claim_key: Vec<&'a [u8]>,
    key_id: Vec<Uuid>,
    key_subject: Vec<Uuid>,
    wrapped_key: Vec<&'a [u8]>,
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

impl<'a> Batch<'a> {
    fn add(&mut self, act: &'a Act) {
        self.command_id.push(act.command_id.0);
        self.answer.push(act.answer.as_deref());
        self.streams.push(count(act.streams.len()));
        self.keys.push(count(act.keys.len()));
        self.recorded_at.push(act.recorded_at.map(ToSqlx::to_sqlx));
        let actor_name = act.actor.name.to_column();
        let office = act.actor.office.as_ref().map(ToString::to_string);
        for stream in &act.streams {
            self.stream_id.push(stream.stream_id);
            self.stream_type.push(stream.stream_type);
            self.expected.push(match stream.expected {
                Expected::Exactly(version) => Some(version),
                Expected::Any => None,
            });
            self.events.push(count(stream.events.len()));
            for event in &stream.events {
                self.event_id.push(event.event_id.0);
                self.event_type.push(event.event_type);
                self.schema_version.push(event.schema_version);
                self.effective_on.push(event.effective_on.to_sqlx());
                self.actor_id.push(act.actor.id.0);
                self.actor_name.push(actor_name.clone());
                self.actor_role.push(act.actor.role.code());
                self.actor_office.push(office.clone());
                self.reason.push(event.reason.as_deref());
                self.correlation_id.push(act.correlation_id.0);
                self.causation_id.push(event.causation_id);
                self.trace_context.push(act.trace_context.as_deref());
                self.payload.push(&event.payload);
                self.metadata.push(&event.metadata);
            }
        }
        let claims: HashSet<_> = act.claims.iter().collect();
        self.claims.push(count(claims.len()));
        for claim in claims {
            self.claim_kind.push(claim.kind);
            self.claim_key.push(&claim.key);
        }
        for key in &act.keys {
            self.key_id.push(key.key_id.0);
            self.key_subject.push(key.subject_id.0);
            self.wrapped_key.push(&key.wrapped);
        }
    }
}

/// What became of an act.
pub(crate) type Answer = Result<Done, AppendError>;

/// Carries out all acts that have no answer yet: in one commit, unless two of them have a command, a stream or a claim in common or one
/// of them is refused, which leaves its neighbours to another. An answer is given after the commit has reached the disk; after an error
/// those that are there stay true.
pub(crate) async fn commit(
    conn: &mut PgConnection,
    (time, settled): (RecordedTime, Settled),
    log: Log,
    acts: &[&Act],
    answers: &mut [Option<Answer>],
) -> Result<(), sqlx::Error> {
    loop {
        let chosen = apart(acts, answers);
        if chosen.is_empty() {
            return Ok(());
        }
        let asked: Vec<&Act> = chosen.iter().map(|n| acts[*n]).collect();
        let mut verdicts = append(conn, (time, settled), log, &asked).await?;
        if verdicts.is_empty() {
            return Err(sqlx::Error::Protocol("es.append gave no verdict".to_owned()));
        }
        for n in chosen {
            answers[n] = verdicts.remove(&acts[n].command_id.0);
        }
    }
}

/// The first acts without an answer of which no two have anything in common.
fn apart(acts: &[&Act], answers: &[Option<Answer>]) -> Vec<usize> {
    let (mut commands, mut streams, mut claims) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut chosen = Vec::with_capacity(acts.len());
    for (n, act) in acts.iter().enumerate().filter(|(n, _)| answers[*n].is_none()) {
        let met = !commands.insert(act.command_id)
            || act.streams.iter().any(|stream| streams.contains(&stream.stream_id))
            || act.claims.iter().any(|claim| claims.contains(claim));
        if met {
            break;
        }
        streams.extend(act.streams.iter().map(|stream| stream.stream_id));
        claims.extend(&act.claims);
        chosen.push(n);
    }
    chosen
}

/// Calls `es.append`: all of them are done, or those that cannot be are told and none is done. Returns after the commit: all rows are read
/// to the end of the answer.
async fn append(
    conn: &mut PgConnection,
    (time, settled): (RecordedTime, Settled),
    log: Log,
    acts: &[&Act],
) -> Result<HashMap<Uuid, Answer>, sqlx::Error> {
    let mut b = Batch::default();
    for act in acts {
        b.add(act);
    }
    let query = sqlx::query(if time == RecordedTime::Given { APPEND_AT } else { APPEND })
        .bind(log.number())
        .bind(b.command_id)
        .bind(b.answer)
        .bind(b.streams)
        .bind(b.claims)
        .bind(b.keys)
        .bind(b.stream_id)
        .bind(b.stream_type)
        .bind(b.expected)
        .bind(b.events)
        .bind(b.event_id)
        .bind(b.event_type)
        .bind(b.schema_version)
        .bind(b.effective_on)
        .bind(b.actor_id)
        .bind(b.actor_name)
        .bind(b.actor_role)
        .bind(b.actor_office)
        .bind(b.reason)
        .bind(b.correlation_id)
        .bind(b.causation_id)
        .bind(b.trace_context)
        .bind(b.payload)
        .bind(b.metadata)
        .bind(b.claim_kind)
        .bind(b.claim_key)
        .bind(b.key_id)
        .bind(b.key_subject)
        .bind(b.wrapped_key);
    let query = if time == RecordedTime::Given { query.bind(b.recorded_at) } else { query.bind(settled == Settled::Later) };
    let rows = query.fetch_all(conn).await?;
    if let [row] = rows.as_slice()
        && row.try_get::<&str, _>(0)? == "done"
    {
        return done(row, time, acts);
    }
    let mut verdicts = HashMap::new();
    for row in &rows {
        let (command, answer) = verdict(row)?;
        // The first counts: an act that was done before is that, whatever else stands against it.
        verdicts.entry(command).or_insert(answer);
    }
    Ok(verdicts)
}

/// Waits until everything that was committed on this connection before is on the disk. Only this connection can say so: had the database
/// gone down in between, it would be gone as well.
pub(crate) async fn settle(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_logical_emit_message(true, 'settled', '')::text").fetch_all(conn).await.map(drop)
}

/// All are done: their events follow one another from the first position of the batch.
fn done(row: &PgRow, time: RecordedTime, acts: &[&Act]) -> Result<HashMap<Uuid, Answer>, sqlx::Error> {
    let mut next: i64 = row.try_get(1)?;
    let moment = row.try_get::<Timestamp, _>(3)?.to_jiff();
    let answers = acts.iter().map(|act| {
        let first_position = next;
        next += i64::from(count(act.event_count()));
        let done = Done {
            first_position,
            last_position: next - 1,
            recorded_at: act.recorded_at.filter(|_| time == RecordedTime::Given).map_or(moment, in_microseconds),
            answer: act.answer.clone(),
            repeated: false,
        };
        (act.command_id.0, Ok(done))
    });
    Ok(answers.collect())
}

/// As the database keeps it.
fn in_microseconds(moment: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}

fn verdict(row: &PgRow) -> Result<(Uuid, Answer), sqlx::Error> {
    let answer = match row.try_get(0)? {
        "stale" => Err(AppendError::Stale { stream_id: row.try_get(5)?, actual: row.try_get(6)? }),
        "claim_taken" => Err(AppendError::ClaimTaken { kind: row.try_get(7)? }),
        _ => Ok(Done {
            first_position: row.try_get(1)?,
            last_position: row.try_get(2)?,
            recorded_at: row.try_get::<Timestamp, _>(3)?.to_jiff(),
            answer: row.try_get(4)?,
            repeated: true,
        }),
    };
    Ok((row.try_get(8)?, answer))
}
