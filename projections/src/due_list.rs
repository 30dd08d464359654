//! A list of open things, those due first, read a page at a time: what comes later stands behind a due date and an id, so that lines that
//! go in between move no page.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use uuid::Uuid;

/// The last line of a page, after which the next begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    /// Its due date.
    pub due_on: Date,
    /// What the line is about.
    pub id: Uuid,
}

/// A text that names no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("一覧の続きの位置が読めません。一覧を開き直してください。")]
pub struct AfterError;

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.due_on, self.id)
    }
}

impl FromStr for After {
    type Err = AfterError;
    fn from_str(text: &str) -> Result<Self, AfterError> {
        let (due_on, id) = text.split_once('_').ok_or(AfterError)?;
        Ok(Self { due_on: due_on.parse().map_err(|_| AfterError)?, id: id.parse().map_err(|_| AfterError)? })
    }
}

/// From where a query goes on: after this line, or from the first.
pub(crate) fn bound(after: Option<After>) -> (Option<jiff_sqlx::Date>, Uuid) {
    after.map_or((None, Uuid::nil()), |after| (Some(after.due_on.into()), after.id))
}

/// A page of such a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<Row> {
    /// The lines, due first.
    pub rows: Vec<Row>,
    /// Where the next page begins; none on the last.
    pub next: Option<After>,
}

impl<Row> Page<Row> {
    /// A page of at most `limit` of the rows that were read, which are one more where another page follows.
    pub(crate) fn of<Raw, E>(read: Vec<Raw>, limit: usize, place: impl Fn(&Row) -> Option<After>) -> Result<Self, E>
    where
        Row: TryFrom<Raw, Error = E>,
    {
        let more = read.len() > limit;
        let rows = read.into_iter().take(limit).map(Row::try_from).collect::<Result<Vec<_>, _>>()?;
        let next = rows.last().filter(|_| more).and_then(place);
        Ok(Self { rows, next })
    }
}

/// One more than a page holds, so that the page knows whether another follows.
pub(crate) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(id: u128) -> After {
        After { due_on: jiff::civil::date(2026, 11, 20), id: Uuid::from_u128(id) }
    }

    #[test]
    fn the_place_in_a_list_stands_in_an_address() {
        assert_eq!(after(7).to_string().parse(), Ok(after(7)));
        assert_eq!("2026-11-20".parse::<After>(), Err(AfterError));
    }

    #[test]
    fn a_page_tells_the_next_only_where_more_was_read() {
        let page = |read: Vec<u8>| Page::<u32>::of(read, 2, |row| Some(after(u128::from(*row))));
        assert_eq!(page(vec![1, 2, 3]), Ok(Page { rows: vec![1, 2], next: Some(after(2)) }));
        assert_eq!(page(vec![1, 2]), Ok(Page { rows: vec![1, 2], next: None }));
        assert_eq!(one_more(2), 3);
    }
}
