//! The read model that is measured: how each case stands, one row a case, conclusions of every event in it, sealed text copied.

use events::Event;
use events::application::ApplicationEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{PgConnection, PgPool};
use store::{Cause, Fold, Latest, Projection, Table, Told};
use uuid::Uuid;

/// A case as it stands.
struct Case {
    events: i32,
    due_on: Date,
    items: i32,
    note: Option<String>,
    changed_at: Timestamp,
    changed_by: Uuid,
    changed_by_name: String,
    change: String,
    position: i64,
}
store::columns!(Case, in "bench_standing" by "case_id": events, due_on, items, note, changed_at, changed_by, changed_by_name, change, position);

/// The read model.
pub struct Standing;

/// The same under another name, to be followed from the beginning.
pub struct Follower;

#[derive(Default)]
struct Cases(Latest<Case>);

/// What an event says; none of those that are not about a case.
fn said(told: &Told, before: i32) -> Result<Option<Case>, Cause> {
    let Event::Application(ApplicationEvent::ReturnedForCorrection(event)) = told.event()? else { return Ok(None) };
    let recorded = &told.recorded;
    Ok(Some(Case {
        events: before + 1,
        due_on: event.due_on,
        items: i32::try_from(event.items.len())?,
        note: event.note.token().map(|token| token.as_str().to_owned()),
        changed_at: recorded.recorded_at,
        changed_by: recorded.actor_id.0,
        changed_by_name: recorded.actor_name.clone(),
        change: recorded.event_type.clone(),
        position: recorded.position,
    }))
}

impl Fold for Cases {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let id = told.recorded.stream_id;
        if let Some(case) = said(told, self.0.get(id).map_or(0, |case| case.events))? {
            self.0.put(id, case);
        }
        Ok(())
    }
}

macro_rules! read_model {
    ($type:ty, $name:literal) => {
        impl Projection for $type {
            fn name(&self) -> &'static str {
                $name
            }
            fn version(&self) -> i32 {
                1
            }
            fn log(&self) -> events::Log {
                events::Log::Casework
            }
            fn streams(&self) -> &'static [&'static str] {
                &["application"]
            }
            fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
                Ok(vec![told.recorded.stream_id])
            }
            fn fold(&self) -> Box<dyn Fold> {
                Box::<Cases>::default()
            }
        }
    };
}
read_model!(Standing, "bench_standing");
read_model!(Follower, "bench_follower");

/// Its table, with an index beside the key as a list on a screen needs it; and one for the reference.
pub async fn create(owner: &PgPool) -> anyhow::Result<()> {
    for statement in [
        "SET ROLE es_projector",
        "CREATE TABLE read.bench_standing (case_id uuid PRIMARY KEY, events integer NOT NULL, due_on date NOT NULL, items integer NOT NULL, \
             note text, changed_at timestamptz NOT NULL, changed_by uuid NOT NULL, changed_by_name text NOT NULL, change text NOT NULL, \
             position bigint NOT NULL)",
        "CREATE INDEX bench_standing_due ON read.bench_standing (due_on, case_id)",
        "CREATE TABLE read.bench_upserted (LIKE read.bench_standing INCLUDING ALL)",
        "RESET ROLE",
    ] {
        sqlx::query(statement).execute(owner).await?;
    }
    Ok(())
}

/// The reference: the same conclusion, written at once.
pub async fn upsert(conn: &mut PgConnection, told: &Told) -> anyhow::Result<()> {
    let case = said(told, 0).map_err(|cause| anyhow::anyhow!(cause))?;
    let Some(case) = case else { return Ok(()) };
    sqlx::query(
        "INSERT INTO read.bench_upserted AS u VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (case_id) DO UPDATE SET events = u.events + 1, due_on = excluded.due_on, items = excluded.items, \
             note = excluded.note, changed_at = excluded.changed_at, changed_by = excluded.changed_by, \
             changed_by_name = excluded.changed_by_name, change = excluded.change, position = excluded.position",
    )
    .bind(told.recorded.stream_id)
    .bind(case.events)
    .bind(jiff_sqlx::Date::from(case.due_on))
    .bind(case.items)
    .bind(case.note)
    .bind(jiff_sqlx::Timestamp::from(case.changed_at))
    .bind(case.changed_by)
    .bind(case.changed_by_name)
    .bind(case.change)
    .bind(case.position)
    .execute(conn)
    .await?;
    Ok(())
}
