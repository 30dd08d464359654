//! 処理期間: how long each decision took from the application, without the days in which the family corrected its papers, against the standard
//! period of that application (行政手続法第6条).

use events::ids::ApplicationId;
use events::vocabulary::{OfficeCode, ProcedureKind, ReceiptNumber};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::parsed;

/// Until the masters name a period: as the worklist has it.
const UNTIL_ADOPTED: i32 = 60;

/// A decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handled {
    /// 申請.
    pub application: ApplicationId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 申請の種類.
    pub kind: ProcedureKind,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 受付日; the date of application where nobody was asked.
    pub received_on: Date,
    /// 決定日.
    pub decided_on: Date,
    /// 認定; otherwise 不認定.
    pub approved: bool,
    /// Calendar days of correction, which do not count.
    pub corrected_days: i64,
    /// 標準処理期間 of the application, calendar days.
    pub standard_days: i64,
}

impl Handled {
    /// Calendar days that count.
    pub fn days(&self) -> i64 {
        i64::from((self.decided_on - self.received_on).get_days()) - self.corrected_days
    }

    /// Longer than the standard period.
    pub fn is_late(&self) -> bool {
        self.days() > self.standard_days
    }
}

/// The decisions of a period, as they were known at a position, in the order of their days.
///
/// # Errors
/// [`ReadError`].
pub async fn times(
    db: impl PgExecutor<'_>,
    known: i64,
    (from, until): (Date, Date),
    office: Option<OfficeCode>,
) -> Result<Vec<Handled>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT d.application_id AS "application_id!", c.receipt_number, c.kind, c.responsible_office,
                  coalesce(c.received_on, c.application_date) AS "received_on!: jiff_sqlx::Date", d.decided_on AS "decided_on!: jiff_sqlx::Date",
                  d.stage = 'approved' AS "approved!", d.corrected_days AS "corrected_days!",
                  coalesce((SELECT t.days FROM worklist_terms AS t WHERE t.position < d.told AND t.valid_from <= coalesce(c.received_on, c.application_date)
                            AND (t.valid_to IS NULL OR coalesce(c.received_on, c.application_date) <= t.valid_to) ORDER BY t.position DESC LIMIT 1), $5) AS "standard_days!"
           FROM (SELECT DISTINCT ON (application_id) application_id, stage, lower(valid) AS decided_on, corrected_days, lower(known) AS told
                 FROM worklist_steps WHERE stage IN ('approved', 'refused') AND lower(known) <= $1
                 ORDER BY application_id, lower(known)) AS d
           JOIN worklist_cases AS c ON c.application_id = d.application_id AND c.known @> d.told
           WHERE d.decided_on BETWEEN $2 AND $3 AND ($4::text IS NULL OR c.responsible_office = $4)
           ORDER BY d.decided_on, d.application_id"#,
        known,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        office.map(|office| office.to_string()),
        UNTIL_ADOPTED,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Handled {
                application: ApplicationId(row.application_id),
                receipt_number: parsed(&row.receipt_number, "receipt_number")?,
                kind: parsed(&row.kind, "kind")?,
                office: parsed(&row.responsible_office, "responsible_office")?,
                received_on: row.received_on.into(),
                decided_on: row.decided_on.into(),
                approved: row.approved,
                corrected_days: i64::from(row.corrected_days),
                standard_days: i64::from(row.standard_days),
            })
        })
        .collect()
}
