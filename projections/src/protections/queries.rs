//! Who among those who are shown is protected.

use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::ProtectionGround;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::parsed;

/// A protection that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Protection {
    /// The application under which it was recorded.
    pub application: ApplicationId,
    /// 受給者, once the child is one.
    pub recipient: Option<RecipientId>,
    /// 区分.
    pub ground: ProtectionGround,
    /// 期限.
    pub until: Option<Date>,
}

impl Protection {
    /// Whether it is about this application or recipient.
    pub fn is_of(&self, subject: Uuid) -> bool {
        self.application.0 == subject || self.recipient.is_some_and(|recipient| recipient.0 == subject)
    }
}

/// The protections that stand now, among these applications and recipients.
///
/// # Errors
/// [`ReadError`].
pub async fn among(db: impl PgExecutor<'_>, subjects: &[Uuid]) -> Result<Vec<Protection>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT application_id, recipient_id, ground, until_day AS "until_day: jiff_sqlx::Date"
           FROM protections
           WHERE upper_inf(known) AND stands AND (application_id = ANY($1) OR recipient_id = ANY($1))
           ORDER BY application_id"#,
        subjects,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Protection {
                application: ApplicationId(row.application_id),
                recipient: row.recipient_id.map(RecipientId),
                ground: parsed(&row.ground, "ground")?,
                until: row.until_day.map(Into::into),
            })
        })
        .collect()
}
