//! Rows of the ledger to and from the database: a few statements a batch, whatever its size.

use sqlx::PgConnection;
use uuid::Uuid;

use super::fold::{Award, Certificate, Person};
use crate::temporal::{Changes, Versions, column};
use crate::told::Mark;

impl Certificate {
    /// Word in the column.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stopped => "stopped",
            Self::Issued { .. } => "issued",
        }
    }

    fn from_columns(code: &str, id: Option<Uuid>, on: Option<jiff_sqlx::Date>, copy: Option<i32>) -> Result<Self, sqlx::Error> {
        match (code, id, on, copy) {
            ("waiting", None, None, None) => Ok(Self::Waiting),
            ("stopped", None, None, None) => Ok(Self::Stopped),
            ("issued", Some(id), Some(on), Some(copy)) => Ok(Self::Issued { id, on: on.into(), copy }),
            _ => Err(sqlx::Error::Decode("certificate is neither waiting, stopped nor issued".into())),
        }
    }

    fn issued(&self) -> Option<(Uuid, jiff_sqlx::Date, i32)> {
        match self {
            Self::Issued { id, on, copy } => Some((*id, (*on).into(), *copy)),
            Self::Waiting | Self::Stopped => None,
        }
    }
}

/// The open rows of these recipients.
pub(super) async fn people(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Versions<Person>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT recipient_id, lower(known) AS "from!", lower(valid) AS "valid_from!: jiff_sqlx::Date", application_id, name, birth_date,
                  address, guardian, municipality
           FROM ledger_people WHERE upper_inf(known) AND recipient_id = ANY($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(Versions::new(rows.into_iter().map(|row| {
        let person = Person {
            valid_from: row.valid_from.into(),
            application: row.application_id,
            name: row.name,
            birth_date: row.birth_date,
            address: row.address,
            guardian: row.guardian,
            municipality: row.municipality,
        };
        (row.recipient_id, row.from, person)
    })))
}

/// The open rows of these awards.
pub(super) async fn awards(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Versions<Award>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT award_id, lower(known) AS "from!", lower(valid) AS "first_day!: jiff_sqlx::Date",
                  upper(valid) - 1 AS "last_day!: jiff_sqlx::Date", recipient_id, application_id, kind, payer_number, recipient_number,
                  responsible_office, diseases, tier, severity, haemophilia, monthly_cap, decided_on AS "decided_on!: jiff_sqlx::Date",
                  registrant_certificate, certificate, certificate_id, certificate_issued_on AS "issued_on: jiff_sqlx::Date",
                  certificate_copy, changed_at AS "changed_at!: jiff_sqlx::Timestamp", changed_by, changed_by_name, changed_by_role,
                  changed_by_office, change
           FROM ledger_awards WHERE upper_inf(known) AND award_id = ANY($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    let awards = rows.into_iter().map(|row| {
        let certificate = Certificate::from_columns(&row.certificate, row.certificate_id, row.issued_on, row.certificate_copy)?;
        let award = Award {
            first_day: row.first_day.into(),
            last_day: row.last_day.into(),
            recipient: row.recipient_id,
            application: row.application_id,
            kind: row.kind,
            payer_number: row.payer_number,
            recipient_number: row.recipient_number,
            office: row.responsible_office,
            diseases: row.diseases,
            tier: row.tier,
            severity: row.severity,
            haemophilia: row.haemophilia,
            monthly_cap: row.monthly_cap,
            decided_on: row.decided_on.into(),
            registrant_certificate: row.registrant_certificate,
            certificate,
            mark: Mark {
                at: row.changed_at.into(),
                by: row.changed_by,
                name: row.changed_by_name,
                role: row.changed_by_role,
                office: row.changed_by_office,
                change: row.change,
            },
        };
        Ok((row.award_id, row.from, award))
    });
    Ok(Versions::new(awards.collect::<Result<Vec<_>, sqlx::Error>>()?))
}

/// Writes what a batch changed.
pub(super) async fn write_people(conn: &mut PgConnection, changes: &Changes<Person>) -> Result<(), sqlx::Error> {
    if !changes.ended.is_empty() {
        sqlx::query!(
            "UPDATE ledger_people AS row SET known = int8range(lower(row.known), ended.at)
             FROM UNNEST($1::uuid[], $2::bigint[]) AS ended (id, at) WHERE row.recipient_id = ended.id AND upper_inf(row.known)",
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
        r#"INSERT INTO ledger_people (recipient_id, known, valid, application_id, name, birth_date, address, guardian, municipality)
           SELECT id, int8range(since, until), daterange(valid_from, NULL), application_id, name, birth_date, address, guardian, municipality
           FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::date[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                       $10::text[])
                AS new (id, since, until, valid_from, application_id, name, birth_date, address, guardian, municipality)"#,
        &column!(rows, row => row.key),
        &column!(rows, row => row.from),
        &column!(rows, row => row.until) as _,
        &column!(rows, row => jiff_sqlx::Date::from(row.state.valid_from)) as _,
        &column!(rows, row => row.state.application),
        &column!(rows, row => row.state.name.as_deref()) as _,
        &column!(rows, row => row.state.birth_date.as_deref()) as _,
        &column!(rows, row => row.state.address.as_deref()) as _,
        &column!(rows, row => row.state.guardian.as_deref()) as _,
        &column!(rows, row => row.state.municipality.as_str()) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what a batch changed.
pub(super) async fn write_awards(conn: &mut PgConnection, changes: &Changes<Award>) -> Result<(), sqlx::Error> {
    if !changes.ended.is_empty() {
        sqlx::query!(
            "UPDATE ledger_awards AS row SET known = int8range(lower(row.known), ended.at)
             FROM UNNEST($1::uuid[], $2::bigint[]) AS ended (id, at) WHERE row.award_id = ended.id AND upper_inf(row.known)",
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
        r#"INSERT INTO ledger_awards (award_id, known, valid, recipient_id, application_id, kind, payer_number, recipient_number,
                                      responsible_office, diseases, tier, severity, haemophilia, monthly_cap, decided_on,
                                      registrant_certificate, certificate, certificate_id, certificate_issued_on, certificate_copy,
                                      changed_at, changed_by, changed_by_name, changed_by_role, changed_by_office, change)
           SELECT id, int8range(since, until), daterange(first_day, last_day, '[]'), recipient_id, application_id, kind, payer_number,
                  recipient_number, responsible_office, string_to_array(diseases, ','), tier, severity, haemophilia, monthly_cap, decided_on,
                  registrant_certificate, certificate, certificate_id, certificate_issued_on, certificate_copy, changed_at, changed_by,
                  changed_by_name, changed_by_role, changed_by_office, change
           FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::date[], $5::date[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
                       $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::boolean[], $16::bigint[], $17::date[],
                       $18::boolean[], $19::text[], $20::uuid[], $21::date[], $22::integer[], $23::timestamptz[], $24::uuid[], $25::text[],
                       $26::text[], $27::text[], $28::text[])
                AS new (id, since, until, first_day, last_day, recipient_id, application_id, kind, payer_number, recipient_number,
                        responsible_office, diseases, tier, severity, haemophilia, monthly_cap, decided_on, registrant_certificate,
                        certificate, certificate_id, certificate_issued_on, certificate_copy, changed_at, changed_by, changed_by_name,
                        changed_by_role, changed_by_office, change)"#,
        &column!(rows, row => row.key),
        &column!(rows, row => row.from),
        &column!(rows, row => row.until) as _,
        &column!(rows, row => jiff_sqlx::Date::from(row.state.first_day)) as _,
        &column!(rows, row => jiff_sqlx::Date::from(row.state.last_day)) as _,
        &column!(rows, row => row.state.recipient),
        &column!(rows, row => row.state.application),
        &column!(rows, row => row.state.kind.as_str()) as _,
        &column!(rows, row => row.state.payer_number.as_str()) as _,
        &column!(rows, row => row.state.recipient_number.as_str()) as _,
        &column!(rows, row => row.state.office.as_str()) as _,
        &column!(rows, row => row.state.diseases.join(",")),
        &column!(rows, row => row.state.tier.as_deref()) as _,
        &column!(rows, row => row.state.severity.as_str()) as _,
        &column!(rows, row => row.state.haemophilia),
        &column!(rows, row => row.state.monthly_cap),
        &column!(rows, row => jiff_sqlx::Date::from(row.state.decided_on)) as _,
        &column!(rows, row => row.state.registrant_certificate),
        &column!(rows, row => row.state.certificate.code()) as _,
        &column!(rows, row => row.state.certificate.issued().map(|(id, ..)| id)) as _,
        &column!(rows, row => row.state.certificate.issued().map(|(_, on, _)| on)) as _,
        &column!(rows, row => row.state.certificate.issued().map(|(.., copy)| copy)) as _,
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
