//! Second factors (二要素): who has an authenticator app enrolled. The secret is sealed under the key of the member of staff; a code counts once.

use std::sync::Arc;

use events::SealedToken;
use events::ids::{EventId, StaffId, SubjectId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use sqlx::PgPool;
use store::{Entropy, KeyRing, Opener, Sealer};

use crate::totp::TotpSecret;
use crate::{DraftError, IdentityError};

const TAG: &str = "second_factor";

/// What a code proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecondFactor {
    /// None is enrolled: the password is enough.
    NotEnrolled,
    /// The app showed it.
    Right,
    /// It did not, or it was used before.
    Wrong,
}

/// The second factors of everybody.
#[derive(Clone)]
pub struct SecondFactors {
    pool: PgPool,
    ring: Arc<KeyRing>,
    entropy: Arc<dyn Entropy>,
}

impl SecondFactors {
    /// On a pool of [`store::Role::Writer`].
    pub fn new(pool: PgPool, ring: Arc<KeyRing>, entropy: Arc<dyn Entropy>) -> Self {
        Self { pool, ring, entropy }
    }

    /// Makes a secret that counts once the app has shown a code; another that was not confirmed is forgotten.
    ///
    /// # Errors
    /// [`DraftError`] where there is no key of the account.
    pub async fn begin(&self, staff: StaffId, now: Timestamp) -> Result<(), DraftError> {
        let secret = TotpSecret::draw(self.entropy.as_ref())?;
        let key_id = self.ring.key_of(&self.pool, SubjectId(staff.0)).await?.ok_or(DraftError::NoKey)?;
        let sealer = Sealer { ring: &self.ring, key_id, event_id: EventId(staff.0), entropy: self.entropy.as_ref() };
        let token = sealer.seal(TAG, &secret.bytes()).map_err(|_| DraftError::NoKey)?;
        sqlx::query(
            "INSERT INTO desk.second_factors (staff_id, sealed, made_at) VALUES ($1, $2, $3) \
             ON CONFLICT (staff_id) DO UPDATE SET sealed = $2, made_at = $3 WHERE second_factors.confirmed_at IS NULL",
        )
        .bind(staff.0)
        .bind(token.as_str())
        .bind(now.to_sqlx())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The secret that waits for its first code.
    ///
    /// # Errors
    /// [`DraftError`].
    pub async fn pending(&self, staff: StaffId) -> Result<Option<TotpSecret>, DraftError> {
        Ok(self.secret(staff, false).await?.map(|(secret, _)| secret))
    }

    /// Whether an app is enrolled.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn is_enrolled(&self, staff: StaffId) -> Result<bool, IdentityError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM desk.second_factors WHERE staff_id = $1 AND confirmed_at IS NOT NULL)";
        Ok(sqlx::query_scalar(sql).bind(staff.0).fetch_one(&self.pool).await?)
    }

    /// Enrols the app where it shows a right code; whether it did.
    ///
    /// # Errors
    /// [`DraftError`].
    pub async fn confirm(&self, staff: StaffId, code: &str, now: Timestamp) -> Result<bool, DraftError> {
        let Some((secret, _)) = self.secret(staff, false).await? else { return Ok(false) };
        let Some(step) = secret.step_of(code, now) else { return Ok(false) };
        let done = sqlx::query(
            "UPDATE desk.second_factors SET confirmed_at = $2, last_step = $3 WHERE staff_id = $1 AND confirmed_at IS NULL",
        )
        .bind(staff.0)
        .bind(now.to_sqlx())
        .bind(step)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Holds a code against the app; each counts once, whoever sends it.
    ///
    /// # Errors
    /// [`DraftError`].
    pub async fn verify(&self, staff: StaffId, code: &str, now: Timestamp) -> Result<SecondFactor, DraftError> {
        let Some((secret, last)) = self.secret(staff, true).await? else { return Ok(SecondFactor::NotEnrolled) };
        let Some(step) = secret.step_of(code, now).filter(|step| *step > last) else { return Ok(SecondFactor::Wrong) };
        let done = sqlx::query("UPDATE desk.second_factors SET last_step = $2 WHERE staff_id = $1 AND last_step < $2")
            .bind(staff.0)
            .bind(step)
            .execute(&self.pool)
            .await?;
        Ok(if done.rows_affected() == 1 { SecondFactor::Right } else { SecondFactor::Wrong })
    }

    /// Takes it away: the app is lost. Whether there was one.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn remove(&self, staff: StaffId) -> Result<bool, IdentityError> {
        let done = sqlx::query("DELETE FROM desk.second_factors WHERE staff_id = $1").bind(staff.0).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    async fn secret(&self, staff: StaffId, confirmed: bool) -> Result<Option<(TotpSecret, i64)>, DraftError> {
        let row: Option<(String, i64)> = sqlx::query_as(
            "SELECT sealed, last_step FROM desk.second_factors WHERE staff_id = $1 AND (confirmed_at IS NOT NULL) = $2",
        )
        .bind(staff.0)
        .bind(confirmed)
        .fetch_optional(&self.pool)
        .await?;
        let Some((sealed, last)) = row else { return Ok(None) };
        self.ring.key_of(&self.pool, SubjectId(staff.0)).await?.ok_or(DraftError::NoKey)?;
        let token = SealedToken::parse(&sealed).map_err(|_| DraftError::Unreadable)?;
        let opened = Opener { ring: &self.ring }.open::<[u8; 20]>(&token).map_err(|_| DraftError::Unreadable)?;
        let bytes = opened.ok_or(DraftError::Unreadable)?;
        Ok(Some((TotpSecret::of(bytes), last)))
    }
}
