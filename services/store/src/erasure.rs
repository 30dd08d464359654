//! Erasing a person: keys are destroyed because an event says so, and the ids go onto a list outside the database first, so that an older
//! backup, once restored, cannot bring anybody back.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use events::Event;
use events::erasure::ErasureEvent;
use events::ids::{EventId, SubjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, PgPool, Row as _};

use crate::read::ReadError;

/// Name of the list in the directory of the checkpoints.
const FILE: &str = "erased.jsonl";

/// One erasure, by ids only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ErasedLine {
    /// The person.
    pub person: SubjectId,
    /// Everybody whose keys were destroyed.
    pub subjects: Vec<SubjectId>,
    /// The event that carried it out.
    pub event: EventId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// The list of erased persons outside the database, one JSON object a line, only added to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErasedList(PathBuf);

/// Why the list could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ErasedListError {
    /// The file is not reachable.
    #[error("the list of erased persons cannot be reached: {0}")]
    File(#[from] std::io::Error),
    /// A line is not one of ours.
    #[error("line {0} of the list of erased persons is damaged")]
    Damaged(usize),
}

impl ErasedList {
    /// The list in this directory, perhaps not begun yet.
    pub fn in_directory(directory: &Path) -> Self {
        Self(directory.join(FILE))
    }

    /// Every line. A last line that was cut off while it was written is none: nothing was destroyed for it.
    ///
    /// # Errors
    /// [`ErasedListError`].
    pub fn lines(&self) -> Result<Vec<ErasedLine>, ErasedListError> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let line = |(n, line): (usize, &str)| serde_json::from_str(line).map_err(|_| ErasedListError::Damaged(n + 1));
        whole.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(line).collect()
    }

    /// Adds a line and returns after it has reached the disk. A line that is there already is not added again.
    ///
    /// # Errors
    /// [`ErasedListError`]; then nothing may be destroyed.
    pub fn add(&self, line: &ErasedLine) -> Result<(), ErasedListError> {
        if self.lines()?.iter().any(|there| there.event == line.event) {
            return Ok(());
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&self.0)?;
        let mut text = serde_json::to_string(line).map_err(std::io::Error::from)?;
        text.push('\n');
        cut_off(&mut file)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if let Some(directory) = self.0.parent() {
            File::open(directory)?.sync_all()?;
        }
        Ok(())
    }
}

/// Takes away a last line that was never finished.
fn cut_off(file: &mut File) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if whole < bytes.len() {
        file.set_len(u64::try_from(whole).map_err(std::io::Error::other)?)?;
    }
    Ok(())
}

/// What was destroyed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Destroyed {
    /// Keys of persons.
    pub keys: i32,
    /// Individual numbers (個人番号).
    pub numbers: i32,
}

/// Destroys what the event `erasure.carried_out` at this position names. Doing it again destroys nothing more.
///
/// # Errors
/// [`ReadError`]; also where there is no such event.
pub async fn carry_out_erasure(db: impl PgExecutor<'_>, position: i64) -> Result<Destroyed, ReadError> {
    let row = sqlx::query("SELECT keys, numbers FROM es.carry_out_erasure($1)").bind(position).fetch_one(db).await?;
    Ok(Destroyed { keys: row.try_get(0)?, numbers: row.try_get(1)? })
}

/// Destroys keys and individual numbers of persons that an older backup brought back. Runs as [`crate::Role::Operator`].
///
/// # Errors
/// [`ReadError`].
pub async fn destroy(pool: &PgPool, subjects: &[SubjectId]) -> Result<Destroyed, ReadError> {
    let mut destroyed = Destroyed { keys: 0, numbers: 0 };
    let mut tx = pool.begin().await?;
    for subject in subjects {
        let row = sqlx::query("SELECT es.destroy_keys($1), vault.destroy($1)").bind(subject.0).fetch_one(&mut *tx).await?;
        destroyed.keys += row.try_get::<i32, _>(0)?;
        destroyed.numbers += row.try_get::<i32, _>(1)?;
    }
    tx.commit().await?;
    Ok(destroyed)
}

/// Those of these persons whose data this database could still open.
///
/// # Errors
/// [`ReadError`].
pub async fn still_readable(db: impl PgExecutor<'_>, subjects: &[SubjectId]) -> Result<Vec<SubjectId>, ReadError> {
    let ids: Vec<uuid::Uuid> = subjects.iter().map(|subject| subject.0).collect();
    let rows = sqlx::query("SELECT DISTINCT subject_id FROM es.subject_keys WHERE subject_id = ANY($1) AND destroyed_at IS NULL")
        .bind(ids)
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Ok(SubjectId(row.try_get(0)?))).collect()
}

/// Positions of events that carried out an erasure whose keys are still there: the program died in between.
///
/// # Errors
/// [`ReadError`].
pub async fn unfinished_erasures(db: impl PgExecutor<'_>) -> Result<Vec<i64>, ReadError> {
    let positions = sqlx::query_scalar(
        "SELECT DISTINCT e.position FROM es.streams AS s \
         JOIN es.events AS e ON e.log = s.log AND e.stream_id = s.stream_id AND e.event_type = 'erasure.carried_out' \
         CROSS JOIN LATERAL json_array_elements_text(e.payload -> 'subjects') AS subject \
         JOIN es.subject_keys AS k ON k.subject_id = subject::uuid AND k.destroyed_at IS NULL \
         WHERE s.log = 1 AND s.stream_type = 'erasure' ORDER BY 1",
    );
    Ok(positions.fetch_all(db).await?)
}

/// The line that belongs to the event at this position.
///
/// # Errors
/// [`ReadError`]; also where it carried out no erasure.
pub async fn erased_line(db: impl PgExecutor<'_>, position: i64) -> Result<ErasedLine, ReadError> {
    let page = crate::read::page(db, events::Log::Casework, position - 1, 1).await?;
    let line = page.into_iter().find_map(|recorded| match recorded.decode() {
        Ok(Event::Erasure(ErasureEvent::CarriedOut(event))) => Some(ErasedLine {
            person: event.person,
            subjects: event.subjects,
            event: recorded.event_id,
            recorded_at: recorded.recorded_at,
        }),
        _ => None,
    });
    line.ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// The keys of these persons that are not destroyed.
///
/// # Errors
/// [`ReadError`].
pub async fn live_keys(db: impl PgExecutor<'_>, subjects: &[SubjectId]) -> Result<Vec<events::ids::KeyId>, ReadError> {
    let ids: Vec<uuid::Uuid> = subjects.iter().map(|subject| subject.0).collect();
    let rows =
        sqlx::query("SELECT key_id FROM es.subject_keys WHERE subject_id = ANY($1) AND destroyed_at IS NULL ORDER BY key_id")
            .bind(ids)
            .fetch_all(db)
            .await?;
    rows.iter().map(|row| Ok(events::ids::KeyId(row.try_get(0)?))).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn line(n: u128) -> ErasedLine {
        let person = SubjectId(Uuid::from_u128(n));
        let recorded_at = Timestamp::from_second(2_000_000_000).unwrap();
        ErasedLine { person, subjects: vec![person], event: EventId(Uuid::from_u128(100 + n)), recorded_at }
    }

    #[test]
    fn lines_are_added_once_and_a_cut_off_end_is_written_over() {
        let temp = tempfile::tempdir().unwrap();
        let list = ErasedList::in_directory(temp.path());
        assert_eq!(list.lines().unwrap(), []);
        list.add(&line(1)).unwrap();
        list.add(&line(1)).unwrap();
        let path = temp.path().join(FILE);
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{whole}{{\"person\":\"01")).unwrap();
        assert_eq!(list.lines().unwrap(), [line(1)]);
        list.add(&line(2)).unwrap();
        assert_eq!(list.lines().unwrap(), [line(1), line(2)]);
    }

    #[test]
    fn a_damaged_line_is_said_and_not_passed_over() {
        let temp = tempfile::tempdir().unwrap();
        let list = ErasedList::in_directory(temp.path());
        list.add(&line(1)).unwrap();
        std::fs::write(temp.path().join(FILE), "{\"person\":\n{}\n").unwrap();
        assert!(matches!(list.lines(), Err(ErasedListError::Damaged(1))));
        assert!(list.add(&line(2)).is_err());
    }

    #[test]
    fn where_it_cannot_be_written_it_says_so() {
        let list = ErasedList::in_directory(Path::new("/nonexistent/daicho"));
        assert!(matches!(list.add(&line(1)), Err(ErasedListError::File(_))));
    }
}
