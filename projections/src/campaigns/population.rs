//! Everybody whose award ends on a day, or would have ended on it: what a campaign is frozen from.

use events::award::EndGround;
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{OfficeCode, ValidityPeriod};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::{parsed, sealed};

/// A person with the award in question.
#[derive(Clone, PartialEq, Debug)]
pub struct PersonRow {
    /// 受給者.
    pub recipient: RecipientId,
    /// 生年月日.
    pub birth_date: Personal<Date>,
    /// 支給認定.
    pub award: AwardId,
    /// The application that led to it.
    pub application: ApplicationId,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 有効期間, as it stands.
    pub validity: ValidityPeriod,
    /// 血友病等.
    pub haemophilia: bool,
    /// How it ended before its day; none where it did not, or another award took its place.
    pub ended: Option<EndGround>,
    /// Another award goes on after the day.
    pub followed: bool,
    /// 支援措置.
    pub protected: bool,
}

impl HoldsPersonal for PersonRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("birth_date", &mut self.birth_date)
    }
}

/// Persons after one, by id: of each the newest award that begins in the year before `last_day` and ends by it.
///
/// # Errors
/// [`ReadError`].
pub async fn population(
    db: impl PgExecutor<'_>,
    last_day: Date,
    after: RecipientId,
    limit: u16,
) -> Result<Vec<PersonRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT ON (a.recipient_id) a.recipient_id, p.birth_date, a.award_id, a.application_id, a.responsible_office,
                  lower(a.valid)::text AS "first_day!", (upper(a.valid) - 1)::text AS "end_day!", a.haemophilia, a.ended,
                  EXISTS (SELECT 1 FROM ledger_awards AS n WHERE n.recipient_id = a.recipient_id AND upper_inf(n.known)
                          AND NOT isempty(n.valid) AND upper(n.valid) - 1 > $1) AS "followed!",
                  EXISTS (SELECT 1 FROM protections AS s WHERE upper_inf(s.known) AND s.stands
                          AND (s.recipient_id = a.recipient_id OR s.application_id = a.application_id)) AS "protected!"
           FROM ledger_awards AS a JOIN ledger_people AS p ON p.recipient_id = a.recipient_id AND upper_inf(p.known)
           WHERE upper_inf(a.known) AND NOT isempty(a.valid) AND a.ended IS DISTINCT FROM 'annulled'
             AND upper(a.valid) - 1 BETWEEN $1::date - 365 AND $1
             AND (a.ended IS NOT NULL OR upper(a.valid) - 1 = $1) AND a.ended IS DISTINCT FROM 'replaced'
             AND a.recipient_id > $2
           ORDER BY a.recipient_id, upper(a.valid) DESC, a.award_id LIMIT $3"#,
        jiff_sqlx::Date::from(last_day) as _,
        after.0,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (first, last) = (parsed::<Date>(&row.first_day, "valid")?, parsed::<Date>(&row.end_day, "valid")?);
            Ok(PersonRow {
                recipient: RecipientId(row.recipient_id),
                birth_date: sealed(row.birth_date.as_deref(), "birth_date")?,
                award: AwardId(row.award_id),
                application: ApplicationId(row.application_id),
                office: parsed(&row.responsible_office, "responsible_office")?,
                validity: ValidityPeriod::new(first, last).map_err(|_| ReadError::Malformed { column: "valid" })?,
                haemophilia: row.haemophilia,
                ended: row.ended.as_deref().map(|word| parsed(word, "ended")).transpose()?,
                followed: row.followed,
                protected: row.protected,
            })
        })
        .collect()
}
