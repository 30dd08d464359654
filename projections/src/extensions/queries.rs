//! Questions to the list of mass extensions.

use events::ids::ExtensionId;
use events::vocabulary::ShortText;
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgExecutor;

use super::Stage;
use crate::ReadError;
use crate::reading::{parsed, sealed};

/// A line of the list.
#[derive(Clone, PartialEq, Debug)]
pub struct ExtensionRow {
    /// The mass extension.
    pub extension: ExtensionId,
    /// Where it stands.
    pub stage: Stage,
    /// 命令・通知の名称と番号.
    pub reference: Personal<ShortText>,
    /// Its date.
    pub issued_on: Date,
    /// First of the last days that are extended.
    pub ends_from: Date,
    /// Last of them.
    pub ends_until: Date,
    /// 延長後の末日.
    pub until: Date,
    /// Awards of the proposal.
    pub chosen: i32,
    /// Awards that were extended; none before it was carried out.
    pub extended: Option<i32>,
    /// When it was proposed.
    pub proposed_on: Date,
}

impl HoldsPersonal for ExtensionRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("reference", &mut self.reference)
    }
}

/// The newest mass extensions.
///
/// # Errors
/// [`ReadError`].
pub async fn list(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<ExtensionRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT extension_id, stage, reference, issued_on AS "issued_on!: jiff_sqlx::Date",
                  ends_from AS "ends_from!: jiff_sqlx::Date", ends_until AS "ends_until!: jiff_sqlx::Date",
                  extended_until AS "until!: jiff_sqlx::Date", chosen, extended, proposed_on AS "proposed_on!: jiff_sqlx::Date"
           FROM extensions ORDER BY proposed_on DESC, extension_id DESC LIMIT $1"#,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ExtensionRow {
                extension: ExtensionId(row.extension_id),
                stage: parsed(&row.stage, "stage")?,
                reference: sealed(row.reference.as_deref(), "reference")?,
                issued_on: row.issued_on.into(),
                ends_from: row.ends_from.into(),
                ends_until: row.ends_until.into(),
                until: row.until.into(),
                chosen: row.chosen,
                extended: row.extended,
                proposed_on: row.proposed_on.into(),
            })
        })
        .collect()
}

/// Those that were approved and have not come to their end.
///
/// # Errors
/// [`ReadError`].
pub async fn approved(db: impl PgExecutor<'_>) -> Result<Vec<ExtensionId>, ReadError> {
    let rows = sqlx::query_scalar!("SELECT extension_id FROM extensions WHERE stage = 'approved' ORDER BY extension_id");
    Ok(rows.fetch_all(db).await?.into_iter().map(ExtensionId).collect())
}

/// How many wait for a decision, or were interrupted.
///
/// # Errors
/// [`ReadError`].
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM extensions WHERE stage IN ('proposed', 'approved')"#);
    Ok(count.fetch_one(db).await?)
}
