//! Questions to the releases.

use events::codes;
use events::ids::{CampaignId, LetterReleaseId};
use events::letter::LetterKind;
use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::{maybe, parsed};

codes! {
    /// How a release stands.
    Stage, UnknownStage, "not a stage of a release of letters" {
        /// 承認待ち.
        Waiting = "waiting", "承認待ち";
        /// 作成中.
        Running = "running", "作成中";
        /// 取りやめ.
        Withdrawn = "withdrawn", "取りやめ";
        /// 終了.
        Ended = "ended", "終了";
    }
}

/// One release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterReleaseRow {
    /// The release.
    pub release: LetterReleaseId,
    /// The letter.
    pub kind: LetterKind,
    /// How it stands.
    pub stage: Stage,
    /// First day asked about.
    pub from: Date,
    /// Last day asked about.
    pub until: Date,
    /// 管轄事務所; all where none.
    pub office: Option<OfficeCode>,
    /// 一斉更新 whose people are asked about.
    pub campaign: Option<CampaignId>,
    /// Who gets a letter.
    pub addressed: i32,
    /// Who does not.
    pub excluded: i32,
    /// Letters that stand, once it ended.
    pub made: Option<i32>,
    /// When it was prepared.
    pub prepared_on: Date,
}

/// The newest releases, of a campaign or all, those that wait first. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn newest(
    db: impl PgExecutor<'_>,
    campaign: Option<CampaignId>,
    limit: u16,
) -> Result<Vec<LetterReleaseRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT release, kind, stage, from_day AS "from_day!: jiff_sqlx::Date", until_day AS "until_day!: jiff_sqlx::Date", office, campaign,
                  addressed, excluded, made, prepared_on AS "prepared_on!: jiff_sqlx::Date"
           FROM letter_releases WHERE $2::uuid IS NULL OR campaign = $2
           ORDER BY stage IN ('waiting', 'running') DESC, position DESC LIMIT $1"#,
        i64::from(limit),
        campaign.map(|campaign| campaign.0),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LetterReleaseRow {
                release: LetterReleaseId(row.release),
                kind: parsed(&row.kind, "kind")?,
                stage: parsed(&row.stage, "stage")?,
                from: row.from_day.into(),
                until: row.until_day.into(),
                office: maybe(row.office.as_deref(), "office")?,
                campaign: row.campaign.map(CampaignId),
                addressed: row.addressed,
                excluded: row.excluded,
                made: row.made,
                prepared_on: row.prepared_on.into(),
            })
        })
        .collect()
}

/// Releases whose letters are being made, or should be.
///
/// # Errors
/// [`ReadError`].
pub async fn running(db: impl PgExecutor<'_>) -> Result<Vec<LetterReleaseId>, ReadError> {
    let rows = sqlx::query_scalar!("SELECT release FROM letter_releases WHERE stage = 'running'").fetch_all(db).await?;
    Ok(rows.into_iter().map(LetterReleaseId).collect())
}

/// How many wait for a second person.
///
/// # Errors
/// [`ReadError`].
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM letter_releases WHERE stage = 'waiting'"#).fetch_one(db);
    Ok(count.await?)
}
