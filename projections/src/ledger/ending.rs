//! Awards whose last day lies within a period: what a mass extension is made for.

use events::ids::{AwardId, RecipientId};
use events::vocabulary::{OfficeCode, PersonName, RecipientNumber, ValidityPeriod};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::{parsed, sealed};

/// An award that ends.
#[derive(Clone, PartialEq, Debug)]
pub struct EndingRow {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 氏名.
    pub name: Personal<PersonName>,
    /// 生年月日.
    pub birth_date: Personal<Date>,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 有効期間, as it stands.
    pub validity: ValidityPeriod,
    /// A revocation or correction waits for its decision.
    pub redress_waits: bool,
    /// First day of the recipient's next award, where there is one.
    pub next: Option<Date>,
}

impl HoldsPersonal for EndingRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("name", &mut self.name)?;
        visitor.field("birth_date", &mut self.birth_date)
    }
}

/// Awards that end within a period and were not given up, replaced or taken back; the earliest end first.
///
/// # Errors
/// [`ReadError`].
pub async fn ending(db: impl PgExecutor<'_>, from: Date, until: Date, limit: u16) -> Result<Vec<EndingRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT a.award_id, a.recipient_id, a.recipient_number, p.name, p.birth_date, a.responsible_office,
                  lower(a.valid) AS "first_day!: jiff_sqlx::Date", upper(a.valid) - 1 AS "last_day!: jiff_sqlx::Date",
                  a.redress IS NOT NULL AS "redress_waits!",
                  (SELECT min(lower(b.valid)) FROM ledger_awards AS b
                   WHERE b.recipient_id = a.recipient_id AND upper_inf(b.known) AND b.ended IS DISTINCT FROM 'annulled'
                     AND lower(b.valid) >= upper(a.valid)) AS "next: jiff_sqlx::Date"
           FROM ledger_awards AS a JOIN ledger_people AS p ON p.recipient_id = a.recipient_id AND upper_inf(p.known)
           WHERE upper_inf(a.known) AND upper(a.valid) - 1 BETWEEN $1 AND $2 AND (a.ended IS NULL OR a.ended = 'expired')
           ORDER BY upper(a.valid), a.recipient_number, a.award_id LIMIT $3"#,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let days = ValidityPeriod::new(row.first_day.into(), row.last_day.into());
            Ok(EndingRow {
                award: AwardId(row.award_id),
                recipient: RecipientId(row.recipient_id),
                recipient_number: parsed(&row.recipient_number, "recipient_number")?,
                name: sealed(row.name.as_deref(), "name")?,
                birth_date: sealed(row.birth_date.as_deref(), "birth_date")?,
                office: parsed(&row.responsible_office, "responsible_office")?,
                validity: days.map_err(|_| ReadError::Malformed { column: "valid" })?,
                redress_waits: row.redress_waits,
                next: row.next.map(Into::into),
            })
        })
        .collect()
}
