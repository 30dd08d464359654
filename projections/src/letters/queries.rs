//! Questions to the letters.

use events::codes;
use events::ids::{ApplicationId, LetterId};
use events::letter::LetterKind;
use events::vocabulary::{PostingWay, ReturnGround};
use jiff::civil::Date;
use sqlx::PgExecutor;

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
    let rows = sqlx::query!(
        r#"SELECT letter, application, kind, number, issued_on AS "issued_on!: jiff_sqlx::Date", state,
                  posted_on AS "posted_on: jiff_sqlx::Date", way, tracking, returned_on AS "returned_on: jiff_sqlx::Date", ground, position
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
    rows.into_iter()
        .map(|row| {
            Ok(LetterRow {
                letter: LetterId(row.letter),
                application: ApplicationId(row.application),
                kind: parsed(&row.kind, "kind")?,
                number: row.number,
                issued_on: row.issued_on.into(),
                state: parsed(&row.state, "state")?,
                posted_on: row.posted_on.map(Into::into),
                way: maybe(row.way.as_deref(), "way")?,
                tracking: row.tracking,
                returned_on: row.returned_on.map(Into::into),
                ground: maybe(row.ground.as_deref(), "ground")?,
                position: row.position,
            })
        })
        .collect()
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
