//! What a night looks at: every person of the ledger with every award, and every case that is not over, page by page, so that memory does not
//! grow with the prefecture.

use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{MunicipalityCode, OfficeCode, ValidityPeriod};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::{maybe, parsed, sealed};

/// A person with the days of every award as they stand.
#[derive(Clone, PartialEq, Debug)]
pub struct PersonRow {
    /// 受給者.
    pub recipient: RecipientId,
    /// 生年月日.
    pub birth_date: Personal<Date>,
    /// Awards that count.
    pub awards: Vec<AwardDays>,
}

/// An award with its days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AwardDays {
    /// 支給認定.
    pub award: AwardId,
    /// The application that led to it.
    pub application: ApplicationId,
    /// 有効期間, as it stands.
    pub validity: ValidityPeriod,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// It is told how it ended.
    pub over: bool,
}

impl HoldsPersonal for PersonRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("birth_date", &mut self.birth_date)
    }
}

/// Persons after one, by id.
///
/// # Errors
/// [`ReadError`].
pub async fn persons(db: impl PgExecutor<'_>, after: RecipientId, limit: u16) -> Result<Vec<PersonRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT p.recipient_id, p.birth_date, array_agg(a.award_id ORDER BY a.award_id) AS "awards!",
                  array_agg(lower(a.valid)::text ORDER BY a.award_id) AS "first_days!",
                  array_agg((upper(a.valid) - 1)::text ORDER BY a.award_id) AS "last_days!",
                  array_agg(a.responsible_office ORDER BY a.award_id) AS "offices!",
                  array_agg(a.application_id ORDER BY a.award_id) AS "applications!",
                  array_agg(a.ended IS NOT NULL ORDER BY a.award_id) AS "over!"
           FROM ledger_people AS p
           JOIN ledger_awards AS a ON a.recipient_id = p.recipient_id AND upper_inf(a.known) AND NOT isempty(a.valid)
                                   AND a.ended IS DISTINCT FROM 'annulled'
           WHERE upper_inf(p.known) AND p.recipient_id > $1
           GROUP BY p.recipient_id, p.birth_date ORDER BY p.recipient_id LIMIT $2"#,
        after.0,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let days = row.first_days.iter().zip(&row.last_days).map(|(first, last)| {
                let (first, last) = (parsed::<Date>(first, "valid")?, parsed::<Date>(last, "valid")?);
                ValidityPeriod::new(first, last).map_err(|_| ReadError::Malformed { column: "valid" })
            });
            let told = row.awards.iter().zip(&row.applications).zip(days).zip(row.offices.iter().zip(&row.over));
            let awards = told.map(|(((award, application), days), (office, over))| {
                let office = parsed(office, "responsible_office")?;
                let (award, application) = (AwardId(*award), ApplicationId(*application));
                Ok(AwardDays { award, application, validity: days?, office, over: *over })
            });
            Ok(PersonRow {
                recipient: RecipientId(row.recipient_id),
                birth_date: sealed(row.birth_date.as_deref(), "birth_date")?,
                awards: awards.collect::<Result<_, ReadError>>()?,
            })
        })
        .collect()
}

/// A case that is not over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseRow {
    /// 申請.
    pub application: ApplicationId,
    /// Whose desk it is.
    pub desk: Option<OfficeCode>,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 住所地の市町.
    pub municipality: MunicipalityCode,
    /// Its last movement.
    pub since: Timestamp,
    /// By when.
    pub due_on: Option<Date>,
}

/// Cases that are not over, after one, by id.
///
/// # Errors
/// [`ReadError`].
pub async fn open_cases(db: impl PgExecutor<'_>, after: ApplicationId, limit: u16) -> Result<Vec<CaseRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT s.application_id, CASE WHEN s.queue IS NULL THEN NULL ELSE s.office END AS desk, c.responsible_office,
                  c.receiving_office, c.municipality, s.changed_at AS "since!: jiff_sqlx::Timestamp", s.due_on AS "due_on: jiff_sqlx::Date"
           FROM worklist_steps AS s JOIN worklist_cases AS c ON c.application_id = s.application_id AND upper_inf(c.known)
           WHERE upper_inf(s.known) AND s.stage NOT IN ('approved', 'refused', 'withdrawn') AND s.application_id > $1
           ORDER BY s.application_id LIMIT $2"#,
        after.0,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CaseRow {
                application: ApplicationId(row.application_id),
                desk: maybe(row.desk.as_deref(), "office")?,
                office: parsed(&row.responsible_office, "responsible_office")?,
                receiving_office: parsed(&row.receiving_office, "receiving_office")?,
                municipality: parsed(&row.municipality, "municipality")?,
                since: row.since.into(),
                due_on: row.due_on.map(Into::into),
            })
        })
        .collect()
}

/// A protection that stands and has a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProtectedRow {
    /// The application under which it was recorded.
    pub application: ApplicationId,
    /// 受給者, where the child is in the ledger.
    pub recipient: Option<RecipientId>,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 期限.
    pub until: Date,
}

/// The protections with a term, after one, by application.
///
/// # Errors
/// [`ReadError`].
pub async fn protected(db: impl PgExecutor<'_>, after: ApplicationId, limit: u16) -> Result<Vec<ProtectedRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT p.application_id, p.recipient_id, c.responsible_office, p.until_day AS "until!: jiff_sqlx::Date"
           FROM protections AS p JOIN worklist_cases AS c ON c.application_id = p.application_id AND upper_inf(c.known)
           WHERE upper_inf(p.known) AND p.stands AND p.until_day IS NOT NULL AND p.application_id > $1
           ORDER BY p.application_id LIMIT $2"#,
        after.0,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ProtectedRow {
                application: ApplicationId(row.application_id),
                recipient: row.recipient_id.map(RecipientId),
                office: parsed(&row.responsible_office, "responsible_office")?,
                until: row.until.into(),
            })
        })
        .collect()
}
