//! Rows of the history to the database.

use sqlx::PgConnection;
use store::Recorded;
use uuid::Uuid;

use crate::temporal::column;

/// Adds events to the applications they belong to.
pub(super) async fn write(conn: &mut PgConnection, rows: &[(Uuid, &Recorded)]) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"INSERT INTO case_history_entries (application_id, position, stream_id, stream_version, event_id, event_type, schema_version,
                                             recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason,
                                             correlation_id, payload)
           SELECT application_id, position, stream_id, stream_version, event_id, event_type, schema_version, recorded_at, effective_on,
                  actor_id, actor_name, actor_role, actor_office, reason, correlation_id, payload::json
           FROM UNNEST($1::uuid[], $2::bigint[], $3::uuid[], $4::integer[], $5::uuid[], $6::text[], $7::smallint[], $8::timestamptz[],
                       $9::date[], $10::uuid[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::text[])
                AS new (application_id, position, stream_id, stream_version, event_id, event_type, schema_version, recorded_at,
                        effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, payload)"#,
        &column!(rows, (application, _) => *application),
        &column!(rows, (_, event) => event.position),
        &column!(rows, (_, event) => event.stream_id),
        &column!(rows, (_, event) => event.stream_version),
        &column!(rows, (_, event) => event.event_id.0),
        &column!(rows, (_, event) => event.event_type.as_str()) as _,
        &column!(rows, (_, event) => event.schema_version),
        &column!(rows, (_, event) => jiff_sqlx::Timestamp::from(event.recorded_at)) as _,
        &column!(rows, (_, event) => jiff_sqlx::Date::from(event.effective_on)) as _,
        &column!(rows, (_, event) => event.actor_id.0),
        &column!(rows, (_, event) => event.actor_name.as_str()) as _,
        &column!(rows, (_, event) => event.actor_role.as_str()) as _,
        &column!(rows, (_, event) => event.actor_office.as_deref()) as _,
        &column!(rows, (_, event) => event.reason.as_deref()) as _,
        &column!(rows, (_, event) => event.correlation_id.0),
        &column!(rows, (_, event) => event.payload.as_str()) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
