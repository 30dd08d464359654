//! Keeping the index in step with the read models: what changed since the position last seen, and who was erased.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use events::application::{ApplicationEvent, ApplicationForm};
use events::ids::{ApplicationId, AwardId, KeyId, RecipientId};
use events::recipient::Guardian;
use events::vocabulary::{Address, PersonName};
use events::{Event, Personal, PersonalError, SealedToken};
use jiff::civil::Date;
use sqlx::PgPool;
use store::{KeyRing, Opener};
use tokio_util::sync::CancellationToken;

use super::alike::Insured;
use super::entries::Entry;
use super::known::{About, Known};
use super::{SearchIndex, Subject};
use crate::ReadError;
use crate::reading::{each, maybe, parsed, sealed};

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
    steps: i64,
    pub(super) shows: i64,
    pub(super) loaded: bool,
}

/// A person as the tables have it.
struct Row {
    subject: Subject,
    number: Option<String>,
    name: Option<String>,
    birth_date: Option<String>,
    /// Of a recipient.
    address: Option<String>,
    /// Of a recipient.
    guardian: Option<String>,
    /// Of an application, whose form names the applicant.
    form: Personal<ApplicationForm>,
    about: About,
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
        // Before anybody whom it is about.
        self.load_protections(pool).await?;
        let mut read = 0;
        read += self.load_people(pool, ring, &mut cursor).await?;
        read += self.load_cases(pool, ring, &mut cursor).await?;
        // Whose steps and awards these are is known by now.
        self.load_steps(pool, &mut cursor, shows.unwrap_or(0)).await?;
        read += self.load_awards(pool, &mut cursor).await?;
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

    async fn load_protections(&self, pool: &PgPool) -> Result<(), ReadError> {
        let rows = sqlx::query!("SELECT application_id, recipient_id FROM protections WHERE upper_inf(known) AND stands")
            .fetch_all(pool)
            .await?;
        self.protect(rows.into_iter().flat_map(|row| std::iter::once(row.application_id).chain(row.recipient_id)).collect());
        Ok(())
    }

    async fn load_people(&self, pool: &PgPool, ring: &KeyRing, cursor: &mut Cursor) -> Result<usize, ReadError> {
        let mut read = 0;
        loop {
            let rows = sqlx::query!(
                r#"SELECT recipient_id, lower(known) AS "position!", name, birth_date, address, guardian FROM ledger_people
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
                address: row.address,
                guardian: row.guardian,
                form: Personal::Erased,
                about: About::default(),
            });
            self.take_in(pool, ring, rows.collect()).await?;
            self.keep(*cursor);
        }
    }

    async fn load_cases(&self, pool: &PgPool, ring: &KeyRing, cursor: &mut Cursor) -> Result<usize, ReadError> {
        let mut read = 0;
        loop {
            // The event that gave a row its content is the one at its position: its form names the applicant and the telephone.
            let rows = sqlx::query!(
                r#"SELECT c.application_id, lower(c.known) AS "position!", c.receipt_number, c.child_name, c.child_birth_date, c.diseases,
                          c.responsible_office, e.event_type, e.schema_version, e.payload::text AS "payload!"
                   FROM worklist_cases AS c JOIN es.events AS e ON e.log = 1 AND e.position = lower(c.known)
                   WHERE upper_inf(c.known) AND lower(c.known) > $1 ORDER BY lower(c.known) LIMIT $2"#,
                cursor.cases,
                ROWS
            )
            .fetch_all(pool)
            .await?;
            let Some(last) = rows.last() else { return Ok(read) };
            cursor.cases = last.position;
            read += rows.len();
            let mut people = Vec::with_capacity(rows.len());
            for row in rows {
                let (form, recipient) = form(&row.event_type, row.schema_version, &row.payload)?;
                people.push(Row {
                    subject: Subject::Application(ApplicationId(row.application_id)),
                    number: Some(row.receipt_number),
                    name: row.child_name,
                    birth_date: row.child_birth_date,
                    address: None,
                    guardian: None,
                    form,
                    about: About {
                        recipient,
                        diseases: each(&row.diseases, "diseases")?,
                        office: Some(parsed(&row.responsible_office, "responsible_office")?),
                        ..About::default()
                    },
                });
            }
            self.take_in(pool, ring, people).await?;
            self.keep(*cursor);
        }
    }

    async fn load_steps(&self, pool: &PgPool, cursor: &mut Cursor, until: i64) -> Result<(), ReadError> {
        loop {
            let rows = sqlx::query!(
                r#"SELECT application_id, lower(known) AS "position!", stage, queue, recipient_id FROM worklist_steps
                   WHERE upper_inf(known) AND lower(known) > $1 AND lower(known) <= $2 ORDER BY lower(known) LIMIT $3"#,
                cursor.steps,
                until,
                ROWS
            )
            .fetch_all(pool)
            .await?;
            let Some(last) = rows.last() else { return Ok(()) };
            cursor.steps = last.position;
            let mut told = Vec::with_capacity(rows.len());
            for row in rows {
                let stage = Some(parsed(&row.stage, "stage")?);
                let recipient = row.recipient_id.map(RecipientId);
                let about = About { recipient, stage, queue: maybe(row.queue.as_deref(), "queue")?, ..About::default() };
                told.push((Subject::Application(ApplicationId(row.application_id)), about));
            }
            let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
            for (subject, about) in told {
                entries.about(subject, about);
            }
            drop(entries);
            self.keep(*cursor);
        }
    }

    async fn load_awards(&self, pool: &PgPool, cursor: &mut Cursor) -> Result<usize, ReadError> {
        let mut read = 0;
        loop {
            let rows = sqlx::query!(
                r#"SELECT recipient_id, application_id, award_id, lower(known) AS "position!", recipient_number, diseases, responsible_office,
                          lower(valid) AS "from!: jiff_sqlx::Date", upper(valid) AS "until!: jiff_sqlx::Date"
                   FROM ledger_awards WHERE upper_inf(known) AND lower(known) > $1 ORDER BY lower(known) LIMIT $2"#,
                cursor.awards,
                ROWS
            )
            .fetch_all(pool)
            .await?;
            let Some(last) = rows.last() else { return Ok(read) };
            cursor.awards = last.position;
            read += rows.len();
            let mut told = Vec::with_capacity(rows.len());
            for row in rows {
                let (from, end): (Date, Date) = (row.from.into(), row.until.into());
                let about = About {
                    diseases: each(&row.diseases, "diseases")?,
                    office: Some(parsed(&row.responsible_office, "responsible_office")?),
                    awards: vec![(AwardId(row.award_id), from, end.yesterday().unwrap_or(end))],
                    ..About::default()
                };
                let subjects = (Subject::Recipient(RecipientId(row.recipient_id)), ApplicationId(row.application_id));
                told.push((subjects, row.recipient_number, about));
            }
            let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
            for ((recipient, application), number, about) in told {
                entries.number(recipient, &number);
                entries.about(recipient, about);
                entries.same_family(recipient, Subject::Application(application));
            }
            drop(entries);
            self.keep(*cursor);
        }
    }

    async fn take_in(&self, pool: &PgPool, ring: &KeyRing, rows: Vec<Row>) -> Result<(), ReadError> {
        let mut keys = Vec::new();
        let mut sealed_rows = Vec::with_capacity(rows.len());
        for row in rows {
            let name: Personal<PersonName> = sealed(row.name.as_deref(), "name")?;
            let birth_date: Personal<Date> = sealed(row.birth_date.as_deref(), "birth_date")?;
            let guardian: Personal<Guardian> = sealed(row.guardian.as_deref(), "guardian")?;
            let address: Personal<Address> = sealed(row.address.as_deref(), "address")?;
            let tokens = [name.token(), birth_date.token(), guardian.token(), address.token(), row.form.token()];
            for token in tokens.into_iter().flatten() {
                keys.push(token.parts()?.key_id);
            }
            sealed_rows.push((row, name, birth_date, (guardian, address)));
        }
        ring.prefetch(pool, &keys).await?;
        let opener = Opener { ring };
        let mut people = Vec::with_capacity(sealed_rows.len());
        for (row, name, birth_date, (guardian, address)) in sealed_rows {
            let key = name.token().map(|token| token.parts().map(|parts| parts.key_id)).transpose()?;
            let form = open::<ApplicationForm>(&opener, row.form.token())?;
            let insured = form.as_ref().and_then(|form| Insured::of(&form.insurance));
            let (child, applicant) = form.map(|form| (form.child.address, form.applicant)).unzip();
            let (guardian, theirs) = open::<Guardian>(&opener, guardian.token())?.map(|one| (one.name, one.address)).unzip();
            let (named, phone, there) =
                applicant.map_or((None, None, None), |one| (Some(one.name), one.phone, Some(one.address)));
            let mut homes: Vec<Address> =
                open::<Address>(&opener, address.token())?.into_iter().chain(theirs).chain(child).chain(there).collect();
            homes.dedup();
            let known = open::<PersonName>(&opener, name.token())?.map(|name| -> Result<Known, PersonalError> {
                Ok(Known {
                    birth_date: open::<Date>(&opener, birth_date.token())?,
                    guardian: guardian.or(named),
                    phone,
                    homes,
                    insured,
                    numbers: row.number.into_iter().collect(),
                    about: row.about,
                    key,
                    ..Known::new(row.subject, name)
                })
            });
            people.push((row.subject, known.transpose()?));
        }
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        for (subject, known) in people {
            match known {
                None => entries.remove(subject),
                Some(known) => entries.put(Entry::new(known)),
            }
        }
        Ok(())
    }

    fn keep(&self, cursor: Cursor) {
        *self.cursor.write().unwrap_or_else(PoisonError::into_inner) = cursor;
    }
}

/// The form that an event of an application told, as it is sealed there, and of which recipient it was known to be.
fn form(
    event_type: &str,
    schema_version: i16,
    payload: &str,
) -> Result<(Personal<ApplicationForm>, Option<RecipientId>), ReadError> {
    match Event::decode(event_type, schema_version, payload) {
        Ok(Event::Application(ApplicationEvent::Received(event))) => Ok((event.form, event.recipient)),
        Ok(Event::Application(ApplicationEvent::Amended(event))) => Ok((event.form, None)),
        Ok(_) => Ok((Personal::Erased, None)),
        Err(_) => Err(ReadError::Malformed { column: "payload" }),
    }
}

/// The content; none where it is erased.
fn open<T: serde::de::DeserializeOwned>(opener: &Opener<'_>, token: Option<&SealedToken>) -> Result<Option<T>, PersonalError> {
    token.map_or(Ok(None), |token| opener.open(token))
}
