//! The keys of persons, unwrapped and at hand.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use events::PersonalError;
use events::ids::{KeyId, SubjectId};
use sqlx::{PgExecutor, Row};
use tokio::time::Instant;
use uuid::Uuid;

use crate::append::NewKey;
use crate::cipher;
use crate::key_files::{Entropy, KeyEncryptionKey, KeyError, Secret};

/// After this a key is looked up again: another process may have destroyed it.
const FRESH: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(crate) enum Held {
    Key(Secret),
    Destroyed,
}

/// The keys this process has unwrapped. Fetch before sealing or opening; both then work without waiting.
pub struct KeyRing {
    wrapping: KeyEncryptionKey,
    held: Mutex<HashMap<KeyId, (Held, Instant)>>,
}

impl KeyRing {
    /// An empty ring.
    pub fn new(wrapping: KeyEncryptionKey) -> Self {
        Self { wrapping, held: Mutex::default() }
    }

    /// Draws a key for a person. It can be used at once; it is kept when the act that carries it is appended.
    ///
    /// # Errors
    /// [`KeyError::NoEntropy`].
    pub fn new_key(&self, key_id: KeyId, subject_id: SubjectId, entropy: &dyn Entropy) -> Result<NewKey, KeyError> {
        let mut key = Secret::default();
        entropy.fill(key.as_mut_slice())?;
        let wrapped = cipher::pack(cipher::seal(&self.wrapping.0, entropy, &associated(key_id, subject_id), key.as_slice())?);
        self.hold(key_id, Held::Key(key));
        Ok(NewKey { key_id, subject_id, wrapped })
    }

    /// Fetches keys that are not at hand. An id that the database does not know stays unknown.
    ///
    /// # Errors
    /// [`KeyError`] where the database does not answer or a key does not unwrap.
    pub async fn prefetch(&self, db: impl PgExecutor<'_>, keys: &[KeyId]) -> Result<(), KeyError> {
        let mut missing = self.missing(keys);
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(());
        }
        let rows = sqlx::query("SELECT key_id, subject_id, wrapped_key FROM es.subject_keys WHERE key_id = ANY($1)")
            .bind(missing)
            .fetch_all(db)
            .await?;
        for row in rows {
            let (key_id, subject_id) = (KeyId(row.try_get(0)?), SubjectId(row.try_get(1)?));
            let held = match row.try_get::<Option<Vec<u8>>, _>(2)? {
                Some(wrapped) => Held::Key(self.unwrap(key_id, subject_id, &wrapped)?),
                None => Held::Destroyed,
            };
            self.hold(key_id, held);
        }
        Ok(())
    }

    /// The key under which a person's data is to be sealed, where there is one. It is then at hand.
    ///
    /// # Errors
    /// As [`KeyRing::prefetch`].
    pub async fn key_of(&self, db: impl PgExecutor<'_>, subject: SubjectId) -> Result<Option<KeyId>, KeyError> {
        let row = sqlx::query(
            "SELECT key_id, wrapped_key FROM es.subject_keys WHERE subject_id = $1 AND destroyed_at IS NULL ORDER BY created_at, key_id LIMIT 1",
        )
        .bind(subject.0)
        .fetch_optional(db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let key_id = KeyId(row.try_get(0)?);
        let wrapped: Vec<u8> = row.try_get(1)?;
        self.hold(key_id, Held::Key(self.unwrap(key_id, subject, &wrapped)?));
        Ok(Some(key_id))
    }

    /// Forgets keys that were destroyed; what is sealed under them is erased from now on, not only when the ring looks again.
    pub fn forget(&self, keys: &[KeyId]) {
        for key in keys {
            self.hold(*key, Held::Destroyed);
        }
    }

    pub(crate) fn get(&self, key_id: KeyId) -> Result<Held, PersonalError> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&key_id).map(|(held, _)| held.clone()).ok_or(PersonalError::NoKey(key_id))
    }

    fn missing(&self, keys: &[KeyId]) -> Vec<Uuid> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let at_hand = |key: &KeyId| match held.get(key) {
            Some((Held::Key(_), since)) => since.elapsed() < FRESH,
            Some((Held::Destroyed, _)) => true,
            None => false,
        };
        keys.iter().filter(|key| !at_hand(key)).map(|key| key.0).collect()
    }

    fn hold(&self, key_id: KeyId, key: Held) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).insert(key_id, (key, Instant::now()));
    }

    fn unwrap(&self, key_id: KeyId, subject_id: SubjectId, wrapped: &[u8]) -> Result<Secret, KeyError> {
        cipher::unpack(wrapped)
            .and_then(|(nonce, sealed)| cipher::open(&self.wrapping.0, nonce, &associated(key_id, subject_id), sealed))
            .and_then(|key| <[u8; 32]>::try_from(key.as_slice()).ok())
            .map(Secret::from)
            .ok_or(KeyError::DoesNotUnwrap(key_id))
    }
}

fn associated(key_id: KeyId, subject_id: SubjectId) -> Vec<u8> {
    [key_id.0.as_bytes().as_slice(), subject_id.0.as_bytes()].concat()
}
