//! Login names and passwords. Whether a login name exists cannot be told from an answer, its words or its time.

use events::ids::StaffId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use sqlx::PgPool;
use uuid::Uuid;

use crate::lockout::{FAILURES_THAT_LOCK, delay_after};
use crate::{DraftError, IdentityError, PasswordHashing, SecondFactor, SecondFactors};

/// What came of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Password and, where an app is enrolled, code are right.
    Accepted(StaffId),
    /// Refused. The person is told the same in every case.
    Refused {
        /// The account, where the login name is one; for the access log, never for the answer.
        staff: Option<StaffId>,
        /// The password was not looked at: the account waits or is locked.
        unheard: bool,
        /// This failure locks the account; the number of failures.
        locks: Option<u32>,
    },
}

/// The credentials of local accounts.
#[derive(Clone)]
pub struct Credentials {
    pool: PgPool,
    hashing: PasswordHashing,
}

impl Credentials {
    /// On a pool of [`store::Role::Writer`].
    pub const fn new(pool: PgPool, hashing: PasswordHashing) -> Self {
        Self { pool, hashing }
    }

    /// Gives an account its login name and password, or new ones.
    ///
    /// # Errors
    /// [`IdentityError::Login`] or [`IdentityError::Password`] where they are refused.
    pub async fn set(&self, staff: StaffId, login: &str, password: &str, now: Timestamp) -> Result<(), IdentityError> {
        let hash = self.hashing.hash(login, password).await?;
        let written = sqlx::query(
            "INSERT INTO desk.credentials (staff_id, login, password, changed_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (staff_id) DO UPDATE SET login = $2, password = $3, changed_at = $4, failures = 0, next_try_at = '-infinity'",
        )
        .bind(staff.0)
        .bind(login)
        .bind(hash)
        .bind(now.to_sqlx())
        .execute(&self.pool)
        .await;
        match written {
            Err(sqlx::Error::Database(error)) if error.is_check_violation() || error.is_unique_violation() => {
                Err(IdentityError::Login(login.to_owned()))
            }
            other => Ok(other.map(drop)?),
        }
    }

    /// Whether an account may have a login name: it has the form of one and nobody else has it.
    ///
    /// # Errors
    /// [`IdentityError::Login`] where it may not.
    pub async fn may_have(&self, staff: StaffId, login: &str) -> Result<(), IdentityError> {
        let begins = login.starts_with(|first: char| first.is_ascii_lowercase());
        let formed = begins && login.len() > 1 && could_be_a_login(login);
        let taken = formed && self.staff_of(login).await?.is_some_and(|other| other != staff);
        if formed && !taken { Ok(()) } else { Err(IdentityError::Login(login.to_owned())) }
    }

    /// The login name of an account, where it has one.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn login_of(&self, staff: StaffId) -> Result<Option<String>, IdentityError> {
        let login = sqlx::query_scalar("SELECT login FROM desk.credentials WHERE staff_id = $1").bind(staff.0);
        Ok(login.fetch_optional(&self.pool).await?)
    }

    /// Changes the password of whoever knows the one there is; whether they know it. A wrong one counts as at sign-in.
    ///
    /// # Errors
    /// [`IdentityError::Password`] where the new one is refused.
    pub async fn change(&self, staff: StaffId, (known, new): (&str, &str), now: Timestamp) -> Result<bool, IdentityError> {
        let Some(login) = self.login_of(staff).await? else { return Ok(false) };
        let Some((_, hash, _)) = self.count(&login, now).await? else { return Ok(false) };
        if !self.hashing.matches(Some(hash), known).await? {
            return Ok(false);
        }
        self.forgive(staff).await?;
        if known == new {
            return Err(crate::PasswordError::Unchanged.into());
        }
        self.set(staff, &login, new, now).await?;
        Ok(true)
    }

    /// Tries a password. The try is counted as a failure before it is looked at and forgiven when it was right, so that guesses sent at
    /// the same moment cannot outrun the count.
    ///
    /// # Errors
    /// [`DraftError`].
    pub async fn try_sign_in(
        &self,
        factors: &SecondFactors,
        (login, password, code): (&str, &str, &str),
        now: Timestamp,
    ) -> Result<SignIn, DraftError> {
        let login = login.trim().to_lowercase();
        if !could_be_a_login(&login) {
            self.hashing.matches(None, password).await?;
            return Ok(SignIn::Refused { staff: None, unheard: false, locks: None });
        }
        let Some(counted) = self.count(&login, now).await? else {
            let staff = sqlx::query_scalar::<_, Uuid>("SELECT staff_id FROM desk.credentials WHERE login = $1")
                .bind(&login)
                .fetch_optional(&self.pool)
                .await?;
            self.hashing.matches(None, password).await?;
            return Ok(SignIn::Refused { staff: staff.map(StaffId), unheard: staff.is_some(), locks: None });
        };
        let (staff, hash, failures) = counted;
        let known = self.hashing.matches(Some(hash), password).await?;
        // A wrong code counts as a wrong password does, so that codes cannot be guessed either.
        if known && factors.verify(staff, code, now).await? != SecondFactor::Wrong {
            self.forgive(staff).await?;
            return Ok(SignIn::Accepted(staff));
        }
        let locks = u32::try_from(failures).ok().filter(|_| failures == FAILURES_THAT_LOCK);
        Ok(SignIn::Refused { staff: Some(staff), unheard: false, locks })
    }

    /// Counts a try, if the account may try now.
    async fn count(&self, login: &str, now: Timestamp) -> Result<Option<(StaffId, String, i32)>, IdentityError> {
        let waits: Vec<f64> = (1..=FAILURES_THAT_LOCK).map(|failures| delay_after(failures).as_secs_f64()).collect();
        let row: Option<(Uuid, String, i32)> = sqlx::query_as(
            "UPDATE desk.credentials SET failures = failures + 1, next_try_at = $2 + make_interval(secs => ($3::float8[])[failures + 1]) \
             WHERE login = $1 AND next_try_at <= $2 AND failures < cardinality($3::float8[]) RETURNING staff_id, password, failures",
        )
        .bind(login)
        .bind(now.to_sqlx())
        .bind(waits)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(staff, hash, failures)| (StaffId(staff), hash, failures)))
    }

    /// Forgets the failures of an account: after the right password, and when an administrator lifts the lock.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn forgive(&self, staff: StaffId) -> Result<(), IdentityError> {
        sqlx::query("UPDATE desk.credentials SET failures = 0, next_try_at = '-infinity' WHERE staff_id = $1")
            .bind(staff.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// All accounts with their login names, for administration, by login name.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn all(&self) -> Result<Vec<(StaffId, String)>, IdentityError> {
        let rows: Vec<(Uuid, String)> =
            sqlx::query_as("SELECT staff_id, login FROM desk.credentials ORDER BY login").fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(staff, login)| (StaffId(staff), login)).collect())
    }

    /// The account of a login name, for administration.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn staff_of(&self, login: &str) -> Result<Option<StaffId>, IdentityError> {
        let staff: Option<Uuid> = sqlx::query_scalar("SELECT staff_id FROM desk.credentials WHERE login = $1")
            .bind(login)
            .fetch_optional(&self.pool)
            .await?;
        Ok(staff.map(StaffId))
    }
}

/// Whether a text has the form of a login name, so that no other text ever reaches the database.
fn could_be_a_login(text: &str) -> bool {
    text.len() <= 32 && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-'))
}
