//! All accounts as administration sees them, each with everything that was told of it.

use casework::account::{Account as Aggregate, Staffing};
use cqrs_es::Aggregate as _;
use events::account::AccountEvent;
use events::ids::{StaffId, named_stream};
use events::vocabulary::FreeText;
use events::{Log, Personal};
use jiff::Timestamp;
use sqlx::{Postgres, Transaction};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::name_in;
use crate::load::Told;
use crate::{ActError, Acts};

/// One entry of an account's history.
#[derive(Clone, PartialEq, Debug)]
pub struct AccountEntry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
    /// What, opened.
    pub event: AccountEvent,
}

/// An account with its history.
#[derive(Clone, PartialEq, Debug)]
pub struct AccountFile {
    /// The account.
    pub staff: StaffId,
    /// 氏名, open or erased.
    pub name: Personal<FreeText>,
    /// What it has come to.
    pub account: Aggregate,
    /// Version of the stream.
    pub version: i32,
    /// Everything told of it, the oldest first.
    pub history: Vec<AccountEntry>,
}

/// Nobody else decides on accounts as long as it lives.
pub(super) struct Alone {
    _everywhere: Transaction<'static, Postgres>,
    _here: OwnedMutexGuard<()>,
}

impl AccountFile {
    fn of(staff: StaffId, told: Vec<Told<AccountEvent>>) -> Self {
        let (account, history) = (Aggregate::default(), Vec::new());
        let mut file = Self { staff, name: Personal::Erased, account, version: 0, history };
        for Told { event, envelope } in told {
            if let Some(name) = name_in(&event) {
                file.name = name.clone();
            }
            file.version = envelope.stream_version;
            file.account.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
            file.history.push(AccountEntry { at: envelope.recorded_at, by: envelope.actor_id, event });
        }
        file
    }
}

impl Acts {
    /// Every account, in the order in which they were first told of. Accounts are few; the ledger's people are not among them.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn accounts(&self) -> Result<Vec<AccountFile>, ActError> {
        let mut files = Vec::new();
        for staff in self.staff_ids().await? {
            files.push(self.account_file(staff).await?);
        }
        files.sort_by_key(|file| (file.history.first().map(|entry| entry.at), file.staff));
        Ok(files)
    }

    /// One account with its history, of one that waits for its first grant too.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn account_file(&self, staff: StaffId) -> Result<AccountFile, ActError> {
        let mut told = self.told::<AccountEvent>(Log::Casework, staff.0, 0).await?;
        if told.is_empty() {
            return Err(ActError::NotFound);
        }
        self.open_all(&mut told).await?;
        Ok(AccountFile::of(staff, told))
    }

    /// Waits until nobody else decides on accounts, in this process or another. What an act does to one account hangs on all of them, so each is
    /// decided on what the one before it left: of two administrators who end one another, one is refused.
    pub(super) async fn staffing_alone(&self) -> Result<Alone, ActError> {
        // First within the process, so that those who wait hold no connection.
        let here = self.allocating(named_stream("staffing")).lock_owned().await;
        let mut everywhere = self.pool().begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock(hashtext('acts.staffing'))").execute(&mut *everywhere).await?;
        Ok(Alone { _everywhere: everywhere, _here: here })
    }

    /// The accounts beside one another, for whether somebody is a second pair of eyes.
    pub(super) async fn staffing(&self) -> Result<Staffing, ActError> {
        let mut staffing = Staffing::default();
        for staff in self.staff_ids().await? {
            for Told { event, envelope } in self.told::<AccountEvent>(Log::Casework, staff.0, 0).await? {
                staffing.take(staff, envelope.position, casework::Fact { event, by: envelope.actor_id });
            }
        }
        Ok(staffing)
    }

    /// How many proposals wait for a second person.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn grants_waiting(&self) -> Result<i64, ActError> {
        Ok(sqlx::query_scalar(
            "SELECT count(*) FROM es.streams s CROSS JOIN LATERAL (\
             SELECT e.event_type FROM es.events e WHERE e.log = s.log AND e.stream_id = s.stream_id \
             AND e.event_type IN ('account.grant_proposed', 'account.grant_dropped', 'account.granted', 'account.ended') \
             ORDER BY e.stream_version DESC LIMIT 1) newest \
             WHERE s.log = $1 AND s.stream_type = 'account' AND newest.event_type = 'account.grant_proposed'",
        )
        .bind(Log::Casework.number())
        .fetch_one(self.pool())
        .await?)
    }

    async fn staff_ids(&self) -> Result<Vec<StaffId>, ActError> {
        let ids: Vec<Uuid> = sqlx::query_scalar("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_type = 'account'")
            .bind(Log::Casework.number())
            .fetch_all(self.pool())
            .await?;
        Ok(ids.into_iter().map(StaffId).collect())
    }
}
