//! The working state of studies: how far each is, and its rows.

use casework::rules::impact::{Group, Side};
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{OfficeCode, RecipientNumber, Tier, Yen};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use crate::long_jobs::{JobProgress, LongJobs, long_jobs};
use crate::{ActError, Acts};

/// Studies that a worker carries out.
pub(super) const JOBS: LongJobs = long_jobs!("impact_studies", "study_id");

/// One award that does not stay as it is. Nothing personal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImpactRow {
    /// Its place in the list, from 1.
    pub ordinal: i32,
    /// The award.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 申請.
    pub application: ApplicationId,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// In which group it falls.
    pub group: Group,
    /// Under the first way.
    pub old: Side,
    /// Under the second way.
    pub new: Side,
    /// 自己負担上限月額 in force when the study was asked for; a correction may have made it another than either.
    pub cap_in_force: Yen,
}

impl ImpactRow {
    /// What a month costs the family more (above zero) or less, yen; none where one side is not decided.
    pub fn yen_a_month(&self) -> Option<i64> {
        Some(self.new.monthly_cap?.amount() - self.old.monthly_cap?.amount())
    }

    /// The row in one line, for the digest over all.
    pub(super) fn line(&self) -> String {
        let side = |side: &Side| {
            let tier = side.tier.map_or("-", Tier::code);
            let cap = side.monthly_cap.map_or_else(|| "-".to_owned(), |cap| cap.amount().to_string());
            let eligible = side.eligible.map_or("-", |yes| if yes { "yes" } else { "no" });
            format!("{eligible} {tier} {cap}")
        };
        format!("{} {} {} {}\n", self.award, self.group.code(), side(&self.old), side(&self.new))
    }
}

fn malformed(what: &'static str) -> impl Fn() -> ActError {
    move || ActError::internal(&format!("a row of a study has no {what}"))
}

fn side(row: &PgRow, eligible: &str, tier: &str, cap: &str) -> Result<Side, ActError> {
    let tier: Option<String> = row.try_get(tier)?;
    let cap: Option<i64> = row.try_get(cap)?;
    Ok(Side {
        eligible: row.try_get(eligible)?,
        tier: tier.map(|tier| tier.parse().map_err(|_| malformed("tier")())).transpose()?,
        monthly_cap: cap.map(|cap| Yen::new(cap).map_err(|_| malformed("cap")())).transpose()?,
    })
}

fn read(row: &PgRow) -> Result<ImpactRow, ActError> {
    Ok(ImpactRow {
        ordinal: row.try_get("ordinal")?,
        award: AwardId(row.try_get("award_id")?),
        recipient: RecipientId(row.try_get("recipient_id")?),
        application: ApplicationId(row.try_get("application_id")?),
        recipient_number: row.try_get::<String, _>("recipient_number")?.parse().map_err(|_| malformed("number")())?,
        office: row.try_get::<String, _>("office")?.parse().map_err(|_| malformed("office")())?,
        group: row.try_get::<String, _>("grp")?.parse().map_err(|_| malformed("group")())?,
        old: side(row, "old_eligible", "old_tier", "old_cap")?,
        new: side(row, "new_eligible", "new_tier", "new_cap")?,
        cap_in_force: Yen::new(row.try_get("cap_in_force")?).map_err(|_| malformed("cap in force")())?,
    })
}

impl Acts {
    /// Takes the only place at work; false where another study has it.
    pub(super) async fn reserve_impact(&self, id: Uuid) -> Result<bool, ActError> {
        let done = sqlx::query("INSERT INTO desk.impact_studies (study_id, state) VALUES ($1, 'running') ON CONFLICT DO NOTHING")
            .bind(id)
            .execute(self.pool())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets one that was never asked.
    pub(super) async fn forget_impact(&self, id: Uuid) -> Result<(), ActError> {
        sqlx::query("DELETE FROM desk.impact_studies WHERE study_id = $1").bind(id).execute(self.pool()).await?;
        Ok(())
    }

    pub(super) async fn newest_impacts(&self, most: u16) -> Result<Vec<Uuid>, ActError> {
        let ids = sqlx::query_scalar("SELECT study_id FROM desk.impact_studies ORDER BY asked_at DESC LIMIT $1")
            .bind(i64::from(most))
            .fetch_all(self.pool())
            .await?;
        Ok(ids)
    }

    /// A study to be carried out: one that waits, or one whose worker has said nothing for a minute.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn next_impact(&self) -> Result<Option<Uuid>, ActError> {
        JOBS.next(self.pool()).await
    }

    /// Begins anew, whatever an earlier worker left.
    pub(super) async fn begin_impact_rows(&self, id: Uuid, of: i64) -> Result<(), ActError> {
        let mut transaction = self.pool().begin().await?;
        sqlx::query("DELETE FROM desk.impact_rows WHERE study_id = $1").bind(id).execute(&mut *transaction).await?;
        sqlx::query("UPDATE desk.impact_studies SET done = 0, of_all = $2, moved_at = clock_timestamp() WHERE study_id = $1")
            .bind(id)
            .bind(of)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    pub(super) async fn put_impact_rows(&self, id: Uuid, rows: &[ImpactRow]) -> Result<(), ActError> {
        fn column<T>(rows: &[ImpactRow], of: impl Fn(&ImpactRow) -> T) -> Vec<T> {
            rows.iter().map(of).collect()
        }
        let tier = |side: &Side| side.tier.map(|tier| tier.code().to_owned());
        let cap = |side: &Side| side.monthly_cap.map(Yen::amount);
        sqlx::query(
            "INSERT INTO desk.impact_rows (study_id, ordinal, award_id, recipient_id, application_id, recipient_number, office, grp,
                                           old_eligible, old_tier, old_cap, new_eligible, new_tier, new_cap, cap_in_force)
             SELECT $1, * FROM unnest($2::integer[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                                      $9::boolean[], $10::text[], $11::bigint[], $12::boolean[], $13::text[], $14::bigint[],
                                      $15::bigint[])",
        )
        .bind(id)
        .bind(column(rows, |row| row.ordinal))
        .bind(column(rows, |row| row.award.0))
        .bind(column(rows, |row| row.recipient.0))
        .bind(column(rows, |row| row.application.0))
        .bind(column(rows, |row| row.recipient_number.to_string()))
        .bind(column(rows, |row| row.office.to_string()))
        .bind(column(rows, |row| row.group.code().to_owned()))
        .bind(column(rows, |row| row.old.eligible))
        .bind(column(rows, |row| tier(&row.old)))
        .bind(column(rows, |row| cap(&row.old)))
        .bind(column(rows, |row| row.new.eligible))
        .bind(column(rows, |row| tier(&row.new)))
        .bind(column(rows, |row| cap(&row.new)))
        .bind(column(rows, |row| row.cap_in_force.amount()))
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Asks for a study to be stopped. What it has found until then is kept.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stop_impact(&self, id: Uuid) -> Result<(), ActError> {
        JOBS.stop(self.pool(), id).await
    }

    /// How far a study is; none where its working state was thrown away.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn impact_progress(&self, id: Uuid) -> Result<Option<JobProgress>, ActError> {
        JOBS.progress(self.pool(), id).await
    }

    /// A page of the rows after a place, of one group or of all.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn impact_rows(&self, id: Uuid, group: Option<Group>, after: i32, limit: u16) -> Result<Vec<ImpactRow>, ActError> {
        let rows = sqlx::query(
            "SELECT * FROM desk.impact_rows WHERE study_id = $1 AND ($2::text IS NULL OR grp = $2) AND ordinal > $3
             ORDER BY ordinal LIMIT $4",
        )
        .bind(id)
        .bind(group.map(Group::code))
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// The row of an award; none where it stays as it is.
    pub(super) async fn impact_row(&self, id: Uuid, award: AwardId) -> Result<Option<ImpactRow>, ActError> {
        let row = sqlx::query("SELECT * FROM desk.impact_rows WHERE study_id = $1 AND award_id = $2")
            .bind(id)
            .bind(award.0)
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(read).transpose()
    }
}
