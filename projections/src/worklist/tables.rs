//! Rows of the worklist to and from the database: a few statements a batch, whatever its size.

use sqlx::PgConnection;
use uuid::Uuid;

use super::fold::{Case, Step};
use super::{Queue, Stage};
use crate::temporal::{Changes, Versions, column};
use crate::told::Mark;

/// Lists travel as one text, parted by line breaks: an array of arrays does not unnest into rows.
const PARTING: &str = "\n";

/// The open rows of these applications.
pub(super) async fn cases(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Versions<Case>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT application_id, lower(known) AS "from!", kind, receipt_number, receiving_office, responsible_office, municipality,
                  application_date AS "application_date!: jiff_sqlx::Date", child_name, child_birth_date, diseases, documents
           FROM worklist_cases WHERE upper_inf(known) AND application_id = ANY($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(Versions::new(rows.into_iter().map(|row| {
        let case = Case {
            kind: row.kind,
            receipt_number: row.receipt_number,
            receiving_office: row.receiving_office,
            responsible_office: row.responsible_office,
            municipality: row.municipality,
            application_date: row.application_date.into(),
            child_name: row.child_name,
            child_birth_date: row.child_birth_date,
            diseases: row.diseases,
            documents: row.documents,
        };
        (row.application_id, row.from, case)
    })))
}

/// The open rows of these applications.
pub(super) async fn steps(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Versions<Step>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT application_id, lower(known) AS "from!", lower(valid) AS "valid_from!: jiff_sqlx::Date", stage, queue, office,
                  waiting_since AS "waiting_since!: jiff_sqlx::Timestamp", due_on AS "due_on: jiff_sqlx::Date", settled, checker, authors,
                  award_id, recipient_id, corrected_since AS "corrected_since: jiff_sqlx::Date", corrected_days,
                  changed_at AS "changed_at!: jiff_sqlx::Timestamp", changed_by, changed_by_name, changed_by_role, changed_by_office, change
           FROM worklist_steps WHERE upper_inf(known) AND application_id = ANY($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    let steps = rows.into_iter().map(|row| {
        let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::Decode(error);
        let step = Step {
            valid_from: row.valid_from.into(),
            stage: row.stage.parse::<Stage>().map_err(|error| unreadable(error.into()))?,
            queue: row.queue.map(|queue| queue.parse::<Queue>()).transpose().map_err(|error| unreadable(error.into()))?,
            office: row.office,
            waiting_since: row.waiting_since.into(),
            due_on: row.due_on.map(Into::into),
            settled: row.settled,
            checker: row.checker,
            authors: row.authors,
            award: row.award_id,
            recipient: row.recipient_id,
            corrected_since: row.corrected_since.map(Into::into),
            corrected_days: row.corrected_days,
            mark: Mark {
                at: row.changed_at.into(),
                by: row.changed_by,
                name: row.changed_by_name,
                role: row.changed_by_role,
                office: row.changed_by_office,
                change: row.change,
            },
        };
        Ok((row.application_id, row.from, step))
    });
    Ok(Versions::new(steps.collect::<Result<Vec<_>, sqlx::Error>>()?))
}

/// Writes what a batch changed.
pub(super) async fn write_cases(conn: &mut PgConnection, changes: &Changes<Case>) -> Result<(), sqlx::Error> {
    if !changes.ended.is_empty() {
        sqlx::query!(
            "UPDATE worklist_cases AS row SET known = int8range(lower(row.known), ended.at)
             FROM UNNEST($1::uuid[], $2::bigint[]) AS ended (id, at) WHERE row.application_id = ended.id AND upper_inf(row.known)",
            &column!(changes.ended, (key, _) => *key),
            &column!(changes.ended, (_, at) => *at),
        )
        .execute(&mut *conn)
        .await?;
    }
    let rows = &changes.rows;
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"INSERT INTO worklist_cases (application_id, known, kind, receipt_number, receiving_office, responsible_office, municipality,
                                       application_date, child_name, child_birth_date, diseases, documents)
           SELECT id, int8range(since, until), kind, receipt_number, receiving_office, responsible_office, municipality, application_date,
                  child_name, child_birth_date, string_to_array(diseases, E'\n'), string_to_array(documents, E'\n')
           FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[],
                       $10::text[], $11::text[], $12::text[], $13::text[])
                AS new (id, since, until, kind, receipt_number, receiving_office, responsible_office, municipality, application_date,
                        child_name, child_birth_date, diseases, documents)"#,
        &column!(rows, row => row.key),
        &column!(rows, row => row.from),
        &column!(rows, row => row.until) as _,
        &column!(rows, row => row.state.kind.as_str()) as _,
        &column!(rows, row => row.state.receipt_number.as_str()) as _,
        &column!(rows, row => row.state.receiving_office.as_str()) as _,
        &column!(rows, row => row.state.responsible_office.as_str()) as _,
        &column!(rows, row => row.state.municipality.as_str()) as _,
        &column!(rows, row => jiff_sqlx::Date::from(row.state.application_date)) as _,
        &column!(rows, row => row.state.child_name.as_deref()) as _,
        &column!(rows, row => row.state.child_birth_date.as_deref()) as _,
        &column!(rows, row => row.state.diseases.join(PARTING)),
        &column!(rows, row => row.state.documents.join(PARTING)),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what a batch changed.
pub(super) async fn write_steps(conn: &mut PgConnection, changes: &Changes<Step>) -> Result<(), sqlx::Error> {
    if !changes.ended.is_empty() {
        sqlx::query!(
            "UPDATE worklist_steps AS row SET known = int8range(lower(row.known), ended.at)
             FROM UNNEST($1::uuid[], $2::bigint[]) AS ended (id, at) WHERE row.application_id = ended.id AND upper_inf(row.known)",
            &column!(changes.ended, (key, _) => *key),
            &column!(changes.ended, (_, at) => *at),
        )
        .execute(&mut *conn)
        .await?;
    }
    let rows = &changes.rows;
    if rows.is_empty() {
        return Ok(());
    }
    let joined = |ids: &[Uuid]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(PARTING);
    sqlx::query!(
        r#"INSERT INTO worklist_steps (application_id, known, valid, stage, queue, office, waiting_since, due_on, settled, checker, authors,
                                       award_id, recipient_id, corrected_since, corrected_days, changed_at, changed_by, changed_by_name,
                                       changed_by_role, changed_by_office, change)
           SELECT id, int8range(since, until), daterange(valid_from, NULL), stage, queue, office, waiting_since, due_on,
                  string_to_array(settled, E'\n'), checker, string_to_array(authors, E'\n')::uuid[], award_id, recipient_id,
                  corrected_since, corrected_days, changed_at, changed_by, changed_by_name, changed_by_role, changed_by_office, change
           FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::date[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::date[],
                       $10::text[], $11::uuid[], $12::text[], $13::uuid[], $14::uuid[], $15::date[], $16::integer[], $17::timestamptz[],
                       $18::uuid[], $19::text[], $20::text[], $21::text[], $22::text[])
                AS new (id, since, until, valid_from, stage, queue, office, waiting_since, due_on, settled, checker, authors, award_id,
                        recipient_id, corrected_since, corrected_days, changed_at, changed_by, changed_by_name, changed_by_role,
                        changed_by_office, change)"#,
        &column!(rows, row => row.key),
        &column!(rows, row => row.from),
        &column!(rows, row => row.until) as _,
        &column!(rows, row => jiff_sqlx::Date::from(row.state.valid_from)) as _,
        &column!(rows, row => row.state.stage.code()) as _,
        &column!(rows, row => row.state.queue.map(Queue::code)) as _,
        &column!(rows, row => row.state.office.as_deref()) as _,
        &column!(rows, row => jiff_sqlx::Timestamp::from(row.state.waiting_since)) as _,
        &column!(rows, row => row.state.due_on.map(jiff_sqlx::Date::from)) as _,
        &column!(rows, row => row.state.settled.join(PARTING)),
        &column!(rows, row => row.state.checker) as _,
        &column!(rows, row => joined(&row.state.authors)),
        &column!(rows, row => row.state.award) as _,
        &column!(rows, row => row.state.recipient) as _,
        &column!(rows, row => row.state.corrected_since.map(jiff_sqlx::Date::from)) as _,
        &column!(rows, row => row.state.corrected_days),
        &column!(rows, row => jiff_sqlx::Timestamp::from(row.state.mark.at)) as _,
        &column!(rows, row => row.state.mark.by),
        &column!(rows, row => row.state.mark.name.as_str()) as _,
        &column!(rows, row => row.state.mark.role.as_str()) as _,
        &column!(rows, row => row.state.mark.office.as_deref()) as _,
        &column!(rows, row => row.state.mark.change.as_str()) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
