//! Whom a change of diseases, municipalities or offices concerns: awards that are valid on a day or later.

use events::ids::AwardId;
use events::vocabulary::{DiseaseId, MunicipalityCode, OfficeCode};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;

/// What changes; any of it concerns an award.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Affecting {
    /// 疾病.
    pub diseases: Vec<DiseaseId>,
    /// 市町 of the home.
    pub municipalities: Vec<MunicipalityCode>,
    /// 管轄事務所.
    pub offices: Vec<OfficeCode>,
}

impl Affecting {
    pub(crate) fn texts(&self) -> (Vec<String>, Vec<String>, Vec<String>) {
        fn all<T: ToString>(list: &[T]) -> Vec<String> {
            list.iter().map(ToString::to_string).collect()
        }
        (all(&self.diseases), all(&self.municipalities), all(&self.offices))
    }
}

/// How many awards a change concerns, and the first of them by recipient number. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn affected(
    db: impl PgExecutor<'_>,
    affecting: &Affecting,
    day: Date,
    limit: u16,
) -> Result<(i64, Vec<AwardId>), ReadError> {
    let (diseases, municipalities, offices) = affecting.texts();
    let rows = sqlx::query!(
        r#"SELECT a.award_id, count(*) OVER () AS "total!"
           FROM ledger_awards AS a JOIN ledger_people AS p ON p.recipient_id = a.recipient_id AND upper_inf(p.known)
           WHERE upper_inf(a.known) AND a.ended IS NULL AND upper(a.valid) > $1
             AND (a.diseases && $2 OR p.municipality = ANY($3) OR a.responsible_office = ANY($4))
           ORDER BY a.payer_number, a.recipient_number, a.award_id LIMIT $5"#,
        jiff_sqlx::Date::from(day) as _,
        &diseases,
        &municipalities,
        &offices,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((total, rows.into_iter().map(|row| AwardId(row.award_id)).collect()))
}
