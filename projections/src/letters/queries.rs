//! Questions to the letters.

use events::codes;
use events::ids::{ApplicationId, LetterId};
use events::letter::LetterKind;
use events::vocabulary::{PostingWay, ReturnGround};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{maybe, parsed};

codes! {
    /// Where a letter is; those first that wait for somebody.
    LetterState, UnknownLetterState, "通知文書の状態を表す語ではありません。" {
        /// 返戻: the address is to be made sure of.
        Returned = "returned", "返戻・送り先の確認待ち";
        /// 発送前.
        ToPost = "to_post", "発送前";
        /// 発送済.
        Posted = "posted", "発送済";
        /// 保管.
        Kept = "kept", "県で保管";
    }
}

/// Which letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LetterFilter {
    /// Only these.
    pub state: Option<LetterState>,
    /// Only these.
    pub kind: Option<LetterKind>,
}

/// A letter and where it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterRow {
    /// The letter.
    pub letter: LetterId,
    /// The case that it is about.
    pub application: ApplicationId,
    /// What it tells.
    pub kind: LetterKind,
    /// 文書番号.
    pub number: String,
    /// 文書の日付.
    pub issued_on: Date,
    /// Where it is.
    pub state: LetterState,
    /// 発送日, the last.
    pub posted_on: Option<Date>,
    /// 発送方法.
    pub way: Option<PostingWay>,
    /// 引受番号.
    pub tracking: Option<String>,
    /// 返戻日, the last.
    pub returned_on: Option<Date>,
    /// Why it came back.
    pub ground: Option<ReturnGround>,
    /// How often it went out.
    pub dispatches: i32,
    /// Position of the newest event about it.
    pub position: i64,
}

/// Letters, the newest first, before a position where one is given. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: LetterFilter,
    before: Option<i64>,
    limit: u16,
) -> Result<Vec<LetterRow>, ReadError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT letter, application, kind, number, issued_on AS "issued_on!: jiff_sqlx::Date", state,
                  posted_on AS "posted_on: jiff_sqlx::Date", way, tracking, returned_on AS "returned_on: jiff_sqlx::Date", ground, dispatches, position
           FROM letters
           WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR kind = $2) AND ($3::bigint IS NULL OR position < $3)
           ORDER BY position DESC, letter LIMIT $4"#,
        filter.state.map(LetterState::code),
        filter.kind.map(LetterKind::code),
        before,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Raw::read).collect()
}

/// Letters that came back or were lost and have not gone out again since, the newest first, before a position where one is given: their
/// address is to be made sure of, or they wait to be sent again.
///
/// # Errors
/// [`ReadError`].
pub async fn unsettled(db: impl PgExecutor<'_>, before: Option<i64>, limit: u16) -> Result<Vec<LetterRow>, ReadError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT letter, application, kind, number, issued_on AS "issued_on!: jiff_sqlx::Date", state,
                  posted_on AS "posted_on: jiff_sqlx::Date", way, tracking, returned_on AS "returned_on: jiff_sqlx::Date", ground, dispatches, position
           FROM letters
           WHERE (state = 'returned' OR (state = 'to_post' AND dispatches > 0)) AND ($1::bigint IS NULL OR position < $1)
           ORDER BY position DESC, letter LIMIT $2"#,
        before,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Raw::read).collect()
}

struct Raw {
    letter: Uuid,
    application: Uuid,
    kind: String,
    number: String,
    issued_on: jiff_sqlx::Date,
    state: String,
    posted_on: Option<jiff_sqlx::Date>,
    way: Option<String>,
    tracking: Option<String>,
    returned_on: Option<jiff_sqlx::Date>,
    ground: Option<String>,
    dispatches: i32,
    position: i64,
}

impl Raw {
    fn read(self) -> Result<LetterRow, ReadError> {
        Ok(LetterRow {
            letter: LetterId(self.letter),
            application: ApplicationId(self.application),
            kind: parsed(&self.kind, "kind")?,
            number: self.number,
            issued_on: self.issued_on.into(),
            state: parsed(&self.state, "state")?,
            posted_on: self.posted_on.map(Into::into),
            way: maybe(self.way.as_deref(), "way")?,
            tracking: self.tracking,
            returned_on: self.returned_on.map(Into::into),
            ground: maybe(self.ground.as_deref(), "ground")?,
            dispatches: self.dispatches,
            position: self.position,
        })
    }
}

/// How many letters are where.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, kind: Option<LetterKind>) -> Result<Vec<(LetterState, i64)>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT state, count(*) AS "letters!" FROM letters WHERE $1::text IS NULL OR kind = $1 GROUP BY state"#,
        kind.map(LetterKind::code),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| Ok((parsed(&row.state, "state")?, row.letters))).collect()
}
