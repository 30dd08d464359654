//! Values in PostgreSQL's binary form, in which COPY and prepared statements carry them: written and read by the same few lines.

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// PostgreSQL counts from here: days, and microseconds.
const EPOCH: Date = date(2000, 1, 1);
const EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

/// A cell that does not hold what its column should. Names no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cell does not hold {0}")]
pub struct Malformed(pub &'static str);

impl From<Malformed> for sqlx::Error {
    fn from(error: Malformed) -> Self {
        Self::Decode(error.into())
    }
}

/// Rows on their way into a table, as COPY takes them.
#[derive(Default)]
pub struct Tuples {
    bytes: Vec<u8>,
    began: usize,
    fields: i16,
}

impl Tuples {
    /// One row, whose cells `put` writes.
    pub(crate) fn row(&mut self, put: impl FnOnce(&mut Self)) {
        (self.began, self.fields) = (self.bytes.len(), 0);
        self.bytes.extend_from_slice(&[0; 2]);
        put(self);
        self.bytes[self.began..self.began + 2].copy_from_slice(&self.fields.to_be_bytes());
    }

    /// One cell; `None` is NULL.
    pub(crate) fn cell(&mut self, write: Option<impl FnOnce(&mut Vec<u8>)>) {
        self.fields += 1;
        match write {
            None => self.bytes.extend_from_slice(&(-1_i32).to_be_bytes()),
            Some(write) => sized(&mut self.bytes, write),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// What is written so far; the next row begins anew.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

/// The length of something, then itself.
fn sized(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let at = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let length = i32::try_from(out.len() - at - 4).unwrap_or(i32::MAX);
    out[at..at + 4].copy_from_slice(&length.to_be_bytes());
}

/// The cells of one row, one after the other.
pub struct Cells<'a>(Source<'a>);

enum Source<'a> {
    Row { row: &'a PgRow, next: usize },
    Copied(&'a [u8]),
}

impl<'a> Cells<'a> {
    pub(crate) fn of_row(row: &'a PgRow) -> Self {
        Self(Source::Row { row, next: 0 })
    }

    /// The next row of what COPY sends; `None` after the last.
    pub(crate) fn of_copied(bytes: &'a [u8]) -> Result<Option<Self>, Malformed> {
        let (fields, cells) = bytes.split_first_chunk::<2>().ok_or(Malformed("a row"))?;
        Ok((i16::from_be_bytes(*fields) >= 0).then_some(Self(Source::Copied(cells))))
    }

    pub(crate) fn next(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        match &mut self.0 {
            Source::Row { row, next } => {
                let value = row.try_get_raw(*next).map_err(|_| Malformed("as many columns"))?;
                *next += 1;
                let filled = !sqlx::ValueRef::is_null(&value);
                filled.then(|| value.as_bytes().map_err(|_| Malformed("bytes"))).transpose()
            }
            Source::Copied(rest) => {
                let (length, after) = rest.split_first_chunk::<4>().ok_or(Malformed("as many columns"))?;
                let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
                    *rest = after;
                    return Ok(None);
                };
                let (cell, after) = after.split_at_checked(length).ok_or(Malformed("whole cells"))?;
                *rest = after;
                Ok(Some(cell))
            }
        }
    }

    /// What is left after the cells that were read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        match self.0 {
            Source::Copied(rest) => rest,
            Source::Row { .. } => &[],
        }
    }
}

/// What stands in one or several neighbouring columns.
pub trait Value: Sized {
    /// Names of its columns, where the field that holds it is called so.
    fn columns(field: &'static str, names: &mut Vec<&'static str>) {
        names.push(field);
    }
    /// Writes its cells.
    fn put(&self, row: &mut Tuples);
    /// Reads its cells.
    ///
    /// # Errors
    /// Where they do not hold what was put.
    fn take(cells: &mut Cells<'_>) -> Result<Self, Malformed>;
}

/// What stands in one cell.
pub trait Scalar: Sized {
    /// Number of its type, for arrays of it.
    const TYPE: i32;
    /// Writes it.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads it.
    ///
    /// # Errors
    /// Where the bytes are not of it.
    fn read(bytes: &[u8]) -> Result<Self, Malformed>;
}

/// The word that stands in events.
impl Scalar for events::vocabulary::ApplicationStage {
    const TYPE: i32 = <String as Scalar>::TYPE;
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.code().as_bytes());
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        std::str::from_utf8(bytes).ok().and_then(|code| Self::parse(code).ok()).ok_or(Malformed("a stage"))
    }
}

impl<T: Scalar> Value for T {
    fn put(&self, row: &mut Tuples) {
        row.cell(Some(|out: &mut Vec<u8>| self.write(out)));
    }
    fn take(cells: &mut Cells<'_>) -> Result<Self, Malformed> {
        T::read(cells.next()?.ok_or(Malformed("a value"))?)
    }
}

impl<T: Scalar> Value for Option<T> {
    fn put(&self, row: &mut Tuples) {
        row.cell(self.as_ref().map(|value| move |out: &mut Vec<u8>| value.write(out)));
    }
    fn take(cells: &mut Cells<'_>) -> Result<Self, Malformed> {
        cells.next()?.map(T::read).transpose()
    }
}

impl<T: Scalar> Value for Vec<T> {
    fn put(&self, row: &mut Tuples) {
        row.cell(Some(|out: &mut Vec<u8>| {
            let dimensions = i32::from(!self.is_empty());
            for number in [dimensions, 0, T::TYPE] {
                out.extend_from_slice(&number.to_be_bytes());
            }
            if !self.is_empty() {
                out.extend_from_slice(&i32::try_from(self.len()).unwrap_or(i32::MAX).to_be_bytes());
                out.extend_from_slice(&1_i32.to_be_bytes());
            }
            for value in self {
                sized(out, |out| value.write(out));
            }
        }));
    }
    fn take(cells: &mut Cells<'_>) -> Result<Self, Malformed> {
        let array = Malformed("a list");
        let bytes = cells.next()?.ok_or(array)?;
        let Some(dimensions) = bytes.get(12..) else { return Err(array) };
        if dimensions.is_empty() {
            return Ok(Self::new());
        }
        let mut elements = Cells(Source::Copied(dimensions.get(8..).ok_or(array)?));
        let mut values = Self::new();
        while !elements.rest().is_empty() {
            values.push(T::read(elements.next()?.ok_or(array)?)?);
        }
        Ok(values)
    }
}

macro_rules! number {
    ($type:ty, $oid:literal) => {
        impl Scalar for $type {
            const TYPE: i32 = $oid;
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn read(bytes: &[u8]) -> Result<Self, Malformed> {
                bytes.try_into().map(Self::from_be_bytes).map_err(|_| Malformed("a number"))
            }
        }
    };
}
number!(i16, 21);
number!(i32, 23);
number!(i64, 20);

impl Scalar for bool {
    const TYPE: i32 = 16;
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        <[u8; 1]>::try_from(bytes).map(|[byte]| byte != 0).map_err(|_| Malformed("a truth value"))
    }
}

/// Also of columns of JSON, whose binary form is their text.
impl Scalar for String {
    const TYPE: i32 = 25;
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Malformed("a text"))
    }
}

impl Scalar for Uuid {
    const TYPE: i32 = 2950;
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::from_slice(bytes).map_err(|_| Malformed("an id"))
    }
}

impl Scalar for Timestamp {
    const TYPE: i32 = 1184;
    fn write(&self, out: &mut Vec<u8>) {
        (self.as_microsecond() - EPOCH_MICROSECONDS).write(out);
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let beyond = Malformed("a moment");
        let since = i64::read(bytes)?.checked_add(EPOCH_MICROSECONDS).ok_or(beyond)?;
        Self::from_microsecond(since).map_err(|_| beyond)
    }
}

impl Scalar for Date {
    const TYPE: i32 = 1082;
    fn write(&self, out: &mut Vec<u8>) {
        (*self - EPOCH).get_days().write(out);
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let beyond = Malformed("a day");
        let days = Span::new().try_days(i32::read(bytes)?).map_err(|_| beyond)?;
        EPOCH.checked_add(days).map_err(|_| beyond)
    }
}

/// From one value up to but without another: a column of `int8range` or `daterange`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch<T> {
    /// The first.
    pub from: T,
    /// The first no more; `None`: it has no end.
    pub until: Option<T>,
}

impl<T: Scalar> Scalar for Stretch<T> {
    // Not the type of the range: nobody keeps lists of them.
    const TYPE: i32 = 0;
    fn write(&self, out: &mut Vec<u8>) {
        // Flags: the lower end belongs to it; there is no upper end.
        out.push(if self.until.is_some() { 0x02 } else { 0x02 | 0x10 });
        sized(out, |out| self.from.write(out));
        if let Some(until) = &self.until {
            sized(out, |out| until.write(out));
        }
    }
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let range = Malformed("a range with a beginning");
        let mut ends = match bytes.split_first() {
            Some((0x02 | 0x12, ends)) => Cells(Source::Copied(ends)),
            _ => return Err(range),
        };
        let from = T::read(ends.next()?.ok_or(range)?)?;
        let until = if ends.rest().is_empty() { None } else { Some(T::read(ends.next()?.ok_or(range)?)?) };
        Ok(Self { from, until })
    }
}
