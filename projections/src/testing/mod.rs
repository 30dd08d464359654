//! For tests: events made by hand, sealed, written to a log of their own database.

mod board;
mod campaigning;
mod clerks;
mod designating;
mod doubts;
mod extensions;
mod inquiring;
mod mixed;
mod nights;
mod notices;
mod on_lists;
mod overriding;
mod paying;
mod payment_batches;
mod printing;
mod protecting;
mod redress;
mod reimbursements;
mod story;

use events::ids::{CommandId, CorrelationId, EventId, SubjectId};
use events::vocabulary::FreeText;
use events::{Actor, ActorName, HoldsPersonal, Log, StaffRole};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use store::{Act, Expected, KeyFiles, KeyRing, NewEvent, NewKey, Projection, Sealer, StreamAppend, SystemEntropy, Told, Writer};

pub(crate) use mixed::mixed;
pub(crate) use story::{CaseNo, Line, id, office, staff};

/// The log that a type of streams is kept in.
fn log_of(stream_type: &str) -> Log {
    if ["viewing", "access_review", "audit"].contains(&stream_type) { Log::Access } else { Log::Casework }
}

/// Keys of tests, a log to write to.
pub(crate) struct World {
    pub(crate) ring: KeyRing,
    pub(crate) pool: PgPool,
    writer: Writer,
    _keys: tempfile::TempDir,
    commands: u32,
}

impl World {
    /// On a database of its own, with names looked up as the service does.
    pub(crate) async fn new(pool: &PgPool) -> Self {
        let options = (*pool.connect_options()).clone().options([("search_path", "read,es")]);
        let pool = PgPoolOptions::new().max_connections(6).connect_with(options).await.expect("database");
        let keys = tempfile::tempdir().expect("directory");
        let files = KeyFiles::create(&keys.path().join("keys"), &SystemEntropy).expect("keys");
        let writer = Writer::start(&pool);
        Self { ring: KeyRing::new(files.wrapping), pool, writer, _keys: keys, commands: 0 }
    }

    /// Appends each line as an act of its own; returns the last position.
    pub(crate) async fn tell(&mut self, lines: impl IntoIterator<Item = Line>) -> i64 {
        let mut last = 0;
        for line in lines {
            last = self.append(line, None).await;
        }
        last
    }

    /// Appends an event whose payload is not what its type promises.
    pub(crate) async fn tell_broken(&mut self, line: Line) -> i64 {
        self.append(line, Some("{\"not\":\"this\"}")).await
    }

    async fn append(&mut self, mut line: Line, payload: Option<&str>) -> i64 {
        self.commands += 1;
        let key_id = line.case.key();
        let mut keys: Vec<NewKey> = Vec::new();
        if self.ring.key_of(&self.pool, SubjectId(line.case.recipient().0)).await.expect("keys").is_none() {
            keys.push(self.ring.new_key(key_id, SubjectId(line.case.recipient().0), &SystemEntropy).expect("key"));
        }
        let event_id = EventId(id(7, self.commands));
        let mut sealer = Sealer { ring: &self.ring, key_id, event_id, entropy: &SystemEntropy };
        line.event.visit_personal(&mut sealer).expect("sealed");
        let name = match line.role {
            StaffRole::Program => ActorName::Program("worker".to_owned()),
            _ => ActorName::Staff(sealer.seal("name", &FreeText::parse("見本一").expect("name")).expect("sealed")),
        };
        let payload = payload.map_or_else(|| line.event.encode().expect("sealed"), str::to_owned);
        let event = NewEvent {
            event_id,
            event_type: line.event.event_type(),
            schema_version: line.event.schema_version(),
            effective_on: line.on,
            payload,
            metadata: "{}".to_owned(),
            reason: None,
            causation_id: None,
        };
        let stream = StreamAppend {
            stream_id: line.stream,
            stream_type: line.event.stream_type(),
            expected: Expected::Any,
            events: vec![event],
        };
        let done = self
            .writer
            .append(Act {
                log: log_of(line.event.stream_type()),
                command_id: CommandId(id(8, self.commands)),
                correlation_id: CorrelationId(id(9, self.commands)),
                actor: Actor {
                    id: line.by,
                    name,
                    role: line.role,
                    office: (line.role != StaffRole::Program).then(|| office("01")),
                },
                trace_context: None,
                streams: vec![stream],
                claims: vec![],
                keys,
                answer: None,
                recorded_at: None,
            })
            .await
            .expect("appended");
        done.last_position
    }

    /// Everything in the log that a read model handles.
    pub(crate) async fn handled(&self, projection: &dyn Projection) -> Vec<Told> {
        let all = store::page(&self.pool, projection.log(), 0, 100_000).await.expect("log");
        all.into_iter().filter(|event| projection.streams().contains(&event.stream_type.as_str())).map(Told::from).collect()
    }

    /// Feeds a read model with the whole log in batches of these sizes, over and over.
    pub(crate) async fn feed(&self, projection: &dyn Projection, sizes: &[usize]) {
        let events = self.handled(projection).await;
        let mut rest = events.as_slice();
        let mut sizes = sizes.iter().cycle();
        let mut conn = self.pool.acquire().await.expect("connection");
        while !rest.is_empty() {
            let (batch, after) = rest.split_at((*sizes.next().expect("a size")).clamp(1, rest.len()));
            store::apply(&mut conn, projection, batch).await.expect("applied");
            rest = after;
        }
    }

    /// All rows of a read model, table by table, as text in a fixed order.
    pub(crate) async fn rows(&self, projection: &dyn Projection) -> Vec<String> {
        let mut rows = Vec::new();
        for table in store::tables_of(projection) {
            let sql = format!("SELECT '{table} ' || t::text FROM {table} AS t ORDER BY 1");
            #[expect(clippy::disallowed_methods, reason = "tests compare whole tables, whose names are in the code")]
            let sql = sqlx::AssertSqlSafe(sql);
            rows.extend(sqlx::query_scalar::<_, String>(sql).fetch_all(&self.pool).await.expect("rows"));
        }
        rows
    }

    /// Empties a read model.
    pub(crate) async fn clear(&self, projection: &dyn Projection) {
        for table in store::tables_of(projection) {
            let sql = format!("DELETE FROM {table}");
            #[expect(clippy::disallowed_methods, reason = "tests empty tables, whose names are in the code")]
            let sql = sqlx::AssertSqlSafe(sql);
            sqlx::query(sql).execute(&self.pool).await.expect("emptied");
        }
    }
}
