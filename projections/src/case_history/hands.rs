//! Whose hands a case went through, and which cases were decided when: for those who look at the work of others.

use events::StaffRole;
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{maybe, parsed};

/// Somebody who acted on a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hand {
    /// The case.
    pub application: ApplicationId,
    /// Who.
    pub staff: StaffId,
    /// In which role.
    pub role: StaffRole,
    /// Of which office; none for the program.
    pub office: Option<OfficeCode>,
}

/// Everybody who acted on these cases.
///
/// # Errors
/// [`ReadError`].
pub async fn hands(db: impl PgExecutor<'_>, cases: &[ApplicationId]) -> Result<Vec<Hand>, ReadError> {
    let cases: Vec<Uuid> = cases.iter().map(|case| case.0).collect();
    let rows = sqlx::query!(
        "SELECT DISTINCT application_id, actor_id, actor_role, actor_office FROM case_history_entries
         WHERE application_id = ANY($1) AND actor_role <> 'program'",
        &cases,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Hand {
                application: ApplicationId(row.application_id),
                staff: StaffId(row.actor_id),
                role: parsed(&row.actor_role, "actor_role")?,
                office: maybe(row.actor_office.as_deref(), "actor_office")?,
            })
        })
        .collect()
}

/// A decision, with what decisions are divided by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The case.
    pub application: ApplicationId,
    /// 決定日.
    pub decided_on: Date,
    /// 認定, else 不認定.
    pub approved: bool,
    /// 管轄事務所.
    pub office: String,
    /// 申請の種類.
    pub kind: String,
    /// 階層; none where there is none.
    pub tier: Option<String>,
}

/// The decisions of a period as they stood at a position, by application.
///
/// # Errors
/// [`ReadError`].
pub async fn decisions(db: impl PgExecutor<'_>, (from, until): (Date, Date), up_to: i64) -> Result<Vec<Decision>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT d.application_id, (d.payload ->> 'decided_on')::date AS "decided_on!: jiff_sqlx::Date",
                  d.event_type = 'application.approved' AS "approved!", d.payload #>> '{conclusion,tier}' AS tier,
                  coalesce(d.payload #>> '{conclusion,responsible_office}', r.payload ->> 'responsible_office', '') AS "office!",
                  coalesce(r.payload ->> 'kind', '') AS "kind!"
           FROM case_history_entries AS d
           LEFT JOIN case_history_entries AS r ON r.application_id = d.application_id AND r.event_type = 'application.received'
           WHERE d.event_type IN ('application.approved', 'application.refused') AND d.position <= $3
             AND (d.payload ->> 'decided_on')::date BETWEEN $1 AND $2
           ORDER BY d.application_id"#,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        up_to,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Decision {
            application: ApplicationId(row.application_id),
            decided_on: row.decided_on.into(),
            approved: row.approved,
            office: row.office,
            kind: row.kind,
            tier: row.tier,
        })
        .collect())
}
