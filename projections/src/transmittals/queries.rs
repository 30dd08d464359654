//! Questions to the lists.

use events::ids::TransmittalId;
use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::parsed;

/// One list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransmittalRow {
    /// The list.
    pub transmittal: TransmittalId,
    /// Fiscal year of 令和.
    pub year: i16,
    /// 進達番号.
    pub serial: i32,
    /// 進達する事務所.
    pub office: OfficeCode,
    /// 作成日.
    pub drawn_up_on: Date,
    /// 進達日; none while it is still at the office.
    pub sent_on: Option<Date>,
    /// Cases on it.
    pub cases: i64,
    /// Of these, not known where they are.
    pub open: i64,
    /// Of these, looked for and not found.
    pub missing: i64,
}

/// The newest lists, of an office or of all; those with something open first. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn newest(db: impl PgExecutor<'_>, office: Option<OfficeCode>, limit: u16) -> Result<Vec<TransmittalRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT transmittal, year, serial, office, drawn_up_on AS "drawn_up_on!: jiff_sqlx::Date",
                  sent_on AS "sent_on: jiff_sqlx::Date", cardinality(cases)::bigint AS "cases!",
                  cardinality(open)::bigint AS "open!", cardinality(missing)::bigint AS "missing!"
           FROM transmittals WHERE $1::text IS NULL OR office = $1
           ORDER BY (sent_on IS NULL OR cardinality(open) > 0) DESC, drawn_up_on DESC, transmittal DESC LIMIT $2"#,
        office.map(|office| office.to_string()),
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TransmittalRow {
                transmittal: TransmittalId(row.transmittal),
                year: row.year,
                serial: row.serial,
                office: parsed(&row.office, "office")?,
                drawn_up_on: row.drawn_up_on.into(),
                sent_on: row.sent_on.map(Into::into),
                cases: row.cases,
                open: row.open,
                missing: row.missing,
            })
        })
        .collect()
}
