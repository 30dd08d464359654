//! Rows to and from the database: a few statements a batch, whatever its size.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::Stage;
use super::fold::Row;
use crate::temporal::column;

/// Lists travel as one text: an array of arrays does not unnest into rows.
const PARTING: &str = "\n";

/// The rows of these persons.
pub(super) async fn people(conn: &mut PgConnection, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Row>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT person, number, subjects, last_ended_on AS "last_ended_on: jiff_sqlx::Date", stage, held, proposed_by,
                  proposed_at AS "proposed_at: jiff_sqlx::Timestamp", erased_at, position
           FROM retention_people WHERE person = ANY($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let unreadable = |error: super::queries::UnknownStage| sqlx::Error::Decode(error.into());
            let kept = Row {
                number: row.number,
                subjects: row.subjects,
                last_ended_on: row.last_ended_on.map(Into::into),
                stage: row.stage.parse::<Stage>().map_err(unreadable)?,
                held: row.held,
                proposed: row.proposed_by.zip(row.proposed_at.map(Into::into)),
                erased_at: row.erased_at,
                position: row.position,
            };
            Ok((row.person, kept))
        })
        .collect()
}

/// Writes what a batch changed.
pub(super) async fn write(conn: &mut PgConnection, rows: &[(Uuid, Row)], gone: &[Uuid]) -> Result<(), sqlx::Error> {
    if !gone.is_empty() {
        sqlx::query!("DELETE FROM retention_people WHERE person = ANY($1)", gone).execute(&mut *conn).await?;
    }
    if rows.is_empty() {
        return Ok(());
    }
    let joined = |ids: &[Uuid]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(PARTING);
    sqlx::query!(
        r#"INSERT INTO retention_people (person, number, subjects, last_ended_on, stage, held, proposed_by, proposed_at, erased_at, position)
           SELECT person, number, string_to_array(subjects, E'\n')::uuid[], last_ended_on, stage, held, proposed_by, proposed_at, erased_at,
                  position
           FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::boolean[], $7::uuid[], $8::timestamptz[], $9::bigint[],
                       $10::bigint[])
                AS new (person, number, subjects, last_ended_on, stage, held, proposed_by, proposed_at, erased_at, position)
           ON CONFLICT (person) DO UPDATE
           SET number = excluded.number, subjects = excluded.subjects, last_ended_on = excluded.last_ended_on, stage = excluded.stage,
               held = excluded.held, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at,
               erased_at = excluded.erased_at, position = excluded.position"#,
        &column!(rows, (person, _) => *person),
        &column!(rows, (_, row) => row.number.as_str()) as _,
        &column!(rows, (_, row) => joined(&row.subjects)),
        &column!(rows, (_, row) => row.last_ended_on.map(jiff_sqlx::Date::from)) as _,
        &column!(rows, (_, row) => row.stage.code()) as _,
        &column!(rows, (_, row) => row.held),
        &column!(rows, (_, row) => row.proposed.map(|(by, _)| by)) as _,
        &column!(rows, (_, row) => row.proposed.map(|(_, at)| jiff_sqlx::Timestamp::from(at))) as _,
        &column!(rows, (_, row) => row.erased_at) as _,
        &column!(rows, (_, row) => row.position),
    )
    .execute(conn)
    .await?;
    Ok(())
}
