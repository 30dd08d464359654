//! Keeping the index in step with the read models: what changed since the position last seen, and who was erased.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use events::ids::{ApplicationId, KeyId, RecipientId};
use events::vocabulary::PersonName;
use events::{Personal, PersonalError, SealedToken};
use jiff::civil::Date;
use sqlx::PgPool;
use store::{KeyRing, Opener};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::entries::Entry;
use super::{SearchIndex, Subject};
use crate::ReadError;
use crate::reading::sealed;

/// Rows a look: few enough that a search never waits long for the lock, and that opening them does not hold up a thread.
const ROWS: i64 = 1_000;

/// How long after a mistake the next attempt.
const AFTER_ERROR: Duration = Duration::from_secs(5);

/// Erasures are looked for this often.
const ERASURES: Duration = Duration::from_secs(5);

/// How far each table was read.
#[derive(Clone, Copy, Default)]
pub(super) struct Cursor {
    people: i64,
    awards: i64,
    cases: i64,
    pub(super) shows: i64,
    pub(super) loaded: bool,
}

/// A person as the tables have it.
struct Row {
    subject: Subject,
    number: Option<String>,
    name: Option<String>,
    birth_date: Option<String>,
}

impl SearchIndex {
    /// Reads what changed since the last time; the first time everything. Returns how many rows there were.
    ///
    /// # Errors
    /// [`ReadError`]; what was read before it stays.
    pub async fn refresh(&self, pool: &PgPool, ring: &KeyRing) -> Result<usize, ReadError> {
        let mut cursor = *self.cursor.read().unwrap_or_else(PoisonError::into_inner);
        let shows = sqlx::query_scalar!(
            r#"SELECT min(position) AS "position" FROM es.cursors WHERE projection IN ('ledger', 'worklist')"#
        )
        .fetch_one(pool)
        .await?;
        let mut read = 0;
        read += self.load_people(pool, ring, &mut cursor).await?;
        read += self.load_awards(pool, &mut cursor).await?;
        read += self.load_cases(pool, ring, &mut cursor).await?;
        cursor.shows = shows.unwrap_or(0);
        cursor.loaded = true;
        self.keep(cursor);
        Ok(read)
    }

    /// Refreshes again and again until told to stop.
    pub async fn follow(self: Arc<Self>, pool: PgPool, ring: Arc<KeyRing>, every: Duration, stop: CancellationToken) {
        let mut erasures = tokio::time::interval(ERASURES);
        loop {
            let mut pause = every;
            if let Err(error) = self.refresh(&pool, &ring).await {
                tracing::warn!(%error, "search.refresh_failed");
                pause = AFTER_ERROR;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                _ = erasures.tick() => {
                    if let Err(error) = self.drop_erased(&pool).await {
                        tracing::warn!(%error, "search.erasures_unknown");
                    }
                }
            }
        }
    }

    /// Drops everybody whose key was destroyed. Returns how many keys that were.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn drop_erased(&self, pool: &PgPool) -> Result<usize, ReadError> {
        let keys =
            sqlx::query_scalar!("SELECT key_id FROM es.subject_keys WHERE destroyed_at IS NOT NULL").fetch_all(pool).await?;
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        for key in &keys {
            entries.remove_key(KeyId(*key));
        }
        Ok(keys.len())
    }

    async fn load_people(&self, pool: &PgPool, ring: &KeyRing, cursor: &mut Cursor) -> Result<usize, ReadError> {
        let mut read = 0;
        loop {
            let rows = sqlx::query!(
                r#"SELECT recipient_id, lower(known) AS "position!", name, birth_date FROM ledger_people
                   WHERE upper_inf(known) AND lower(known) > $1 ORDER BY lower(known) LIMIT $2"#,
                cursor.people,
                ROWS
            )
            .fetch_all(pool)
            .await?;
            let Some(last) = rows.last() else { return Ok(read) };
            cursor.people = last.position;
            read += rows.len();
            let rows = rows.into_iter().map(|row| Row {
                subject: Subject::Recipient(RecipientId(row.recipient_id)),
                number: None,
                name: row.name,
                birth_date: row.birth_date,
            });
            self.take_in(pool, ring, rows.collect()).await?;
            self.keep(*cursor);
        }
    }

    async fn load_cases(&self, pool: &PgPool, ring: &KeyRing, cursor: &mut Cursor) -> Result<usize, ReadError> {
        let mut read = 0;
        loop {
            let rows = sqlx::query!(
                r#"SELECT application_id, lower(known) AS "position!", receipt_number, child_name, child_birth_date FROM worklist_cases
                   WHERE upper_inf(known) AND lower(known) > $1 ORDER BY lower(known) LIMIT $2"#,
                cursor.cases,
                ROWS
            )
            .fetch_all(pool)
            .await?;
            let Some(last) = rows.last() else { return Ok(read) };
            cursor.cases = last.position;
            read += rows.len();
            let rows = rows.into_iter().map(|row| Row {
                subject: Subject::Application(ApplicationId(row.application_id)),
                number: Some(row.receipt_number),
                name: row.child_name,
                birth_date: row.child_birth_date,
            });
            self.take_in(pool, ring, rows.collect()).await?;
            self.keep(*cursor);
        }
    }

    async fn load_awards(&self, pool: &PgPool, cursor: &mut Cursor) -> Result<usize, ReadError> {
        let mut read = 0;
        loop {
            let rows: Vec<(Uuid, i64, String)> = sqlx::query!(
                r#"SELECT recipient_id, lower(known) AS "position!", recipient_number FROM ledger_awards
                   WHERE upper_inf(known) AND lower(known) > $1 ORDER BY lower(known) LIMIT $2"#,
                cursor.awards,
                ROWS
            )
            .map(|row| (row.recipient_id, row.position, row.recipient_number))
            .fetch_all(pool)
            .await?;
            let Some((_, last, _)) = rows.last() else { return Ok(read) };
            cursor.awards = *last;
            read += rows.len();
            let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
            for (recipient, _, number) in &rows {
                entries.number(Subject::Recipient(RecipientId(*recipient)), number);
            }
            drop(entries);
            self.keep(*cursor);
        }
    }

    async fn take_in(&self, pool: &PgPool, ring: &KeyRing, rows: Vec<Row>) -> Result<(), ReadError> {
        let mut keys = Vec::new();
        let mut tokens = Vec::with_capacity(rows.len());
        for row in &rows {
            let name: Personal<PersonName> = sealed(row.name.as_deref(), "name")?;
            let birth_date: Personal<Date> = sealed(row.birth_date.as_deref(), "birth_date")?;
            for token in [name.token(), birth_date.token()].into_iter().flatten() {
                keys.push(token.parts()?.key_id);
            }
            tokens.push((name, birth_date));
        }
        ring.prefetch(pool, &keys).await?;
        let opener = Opener { ring };
        let mut people = Vec::with_capacity(rows.len());
        for (row, (name, birth_date)) in rows.into_iter().zip(tokens) {
            let key = name.token().map(|token| token.parts().map(|parts| parts.key_id)).transpose()?;
            let name = open::<PersonName>(&opener, name.token())?;
            let birth_date = open::<Date>(&opener, birth_date.token())?;
            people.push((row.subject, row.number, name, birth_date, key));
        }
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        for (subject, number, name, birth_date, key) in people {
            match name {
                None => entries.remove(subject),
                Some(name) => {
                    let entry = Entry::new(subject, &name, birth_date, key);
                    entries.put(match &number {
                        Some(number) => entry.numbered(number),
                        None => entry,
                    });
                }
            }
        }
        Ok(())
    }

    fn keep(&self, cursor: Cursor) {
        *self.cursor.write().unwrap_or_else(PoisonError::into_inner) = cursor;
    }
}

/// The content; none where it is erased.
fn open<T: serde::de::DeserializeOwned>(opener: &Opener<'_>, token: Option<&SealedToken>) -> Result<Option<T>, PersonalError> {
    token.map_or(Ok(None), |token| opener.open(token))
}
