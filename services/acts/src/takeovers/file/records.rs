//! The records of an old workbook (.xls) are counted before it is read: a cell far away makes room for all those between, a short file may
//! repeat a long text in every cell, and a range is believed to be as large as it says.

use super::compound::{Compound, long, size, word};
use super::{FileError, MOST_COLUMNS, MOST_ROWS, Place};

/// Most sheets of a workbook.
const MOST_SHEETS: usize = 256;
/// Most cells between the first and the last one, over all sheets.
const MOST_CELLS: u64 = 4_000_000;
/// Most bytes of text that the cells hold together.
const MOST_TEXT: u64 = 256 * 1024 * 1024;
/// Most different texts.
const MOST_TEXTS: usize = 2_000_000;
/// Rows and columns that a sheet of this format has.
const ROWS: u32 = 65_536;
const COLUMNS: u16 = 256;

/// Kinds of records.
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000a;
    pub(super) const PASSWORD: u16 = 0x002f;
    pub(super) const CONTINUED: u16 = 0x003c;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const NUMBERS: u16 = 0x00bd;
    pub(super) const RICH_TEXT: u16 = 0x00d6;
    pub(super) const TEXTS: u16 = 0x00fc;
    pub(super) const SHARED_TEXT: u16 = 0x00fd;
    pub(super) const RANGE: u16 = 0x0200;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const TEXT: u16 = 0x0204;
    pub(super) const TRUTH: u16 = 0x0205;
    pub(super) const SHORT_NUMBER: u16 = 0x027e;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// Measures a workbook.
///
/// # Errors
/// [`FileError::Password`] where it cannot be read without one; [`FileError::Spread`], [`FileError::TooMany`] and [`FileError::Bomb`] where
/// it would become too large; [`FileError::Broken`].
pub(super) fn measured(bytes: &[u8]) -> Result<(), FileError> {
    let file = Compound::open(bytes)?;
    // A new workbook with a password lies in a compound file, too.
    if file.has("EncryptedPackage") {
        return Err(FileError::Password);
    }
    let stream = file.stream(&["Workbook", "Book"])?;
    let (mut sheets, mut texts) = (Vec::new(), Vec::new());
    for record in Records(&stream) {
        let record = record?;
        match record.kind {
            kind::PASSWORD => return Err(FileError::Password),
            kind::SHEET => sheets.push(size(long(record.data, 0)?)?),
            kind::TEXTS => texts = lengths(&record)?,
            kind::END => break,
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS {
        return Err(FileError::TooMany);
    }
    let mut all = Measured { texts, cells: 0, text: 0 };
    sheets.into_iter().try_for_each(|start| all.sheet(stream.get(start..).ok_or(FileError::Broken)?))
}

/// One record with what continues it.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    more: Vec<&'a [u8]>,
}

/// The records from here on.
struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    fn one(&mut self) -> Result<(u16, &'a [u8]), FileError> {
        let (kind, length) = (word(self.0, 0)?, usize::from(word(self.0, 2)?));
        let (data, rest) = self.0.get(4..).and_then(|rest| rest.split_at_checked(length)).ok_or(FileError::Broken)?;
        self.0 = rest;
        Ok((kind, data))
    }

    fn whole(&mut self) -> Result<Record<'a>, FileError> {
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while self.0.len() > 4 && word(self.0, 0)? == kind::CONTINUED {
            more.push(self.one()?.1);
        }
        Ok(Record { kind, data, more })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.0.is_empty()).then(|| self.whole())
    }
}

/// What the cells come to.
struct Measured {
    /// How long each shared text is.
    texts: Vec<u64>,
    cells: u64,
    text: u64,
}

impl Measured {
    fn sheet(&mut self, part: &[u8]) -> Result<(), FileError> {
        let (mut values, mut formulas) = (Extent::default(), Extent::default());
        // A chart within the sheet has records of its own.
        let (mut begun, mut within) = (false, 0_usize);
        for record in Records(part) {
            let Record { kind, data, .. } = record?;
            match (kind, within) {
                (kind::BEGIN, 0) if !begun => begun = true,
                (kind::BEGIN, _) => within += 1,
                (kind::END, 0) => break,
                (kind::END, _) => within -= 1,
                (_, 1..) => {}
                (kind::RANGE, _) => range(data)?,
                (kind::NUMBER | kind::TEXT | kind::RICH_TEXT | kind::TRUTH | kind::SHORT_NUMBER, _) => {
                    values.reach(place(data)?)?;
                }
                (kind::NUMBERS, _) => {
                    let (row, first) = place(data)?;
                    let last = word(data, data.len().saturating_sub(2))?;
                    values.reach((row, first))?;
                    values.reach((row, u32::from(last)))?;
                }
                (kind::SHARED_TEXT, _) => {
                    values.reach(place(data)?)?;
                    self.text += self.texts.get(size(long(data, 6)?)?).copied().unwrap_or(0);
                }
                (kind::FORMULA, _) => {
                    values.reach(place(data)?)?;
                    formulas.reach(place(data)?)?;
                }
                _ => {}
            }
        }
        self.cells += values.area() + formulas.area();
        match (self.cells > MOST_CELLS, self.text > MOST_TEXT) {
            (true, _) => Err(FileError::Spread),
            (false, true) => Err(FileError::Bomb),
            (false, false) => Ok(()),
        }
    }
}

/// From the first to the last row and column that hold something.
#[derive(Default)]
struct Extent(Option<(Place, Place)>);

impl Extent {
    fn reach(&mut self, (row, column): Place) -> Result<(), FileError> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(FileError::TooMany);
        }
        let ((top, left), (bottom, right)) = self.0.unwrap_or(((row, column), (row, column)));
        self.0 = Some(((top.min(row), left.min(column)), (bottom.max(row), right.max(column))));
        Ok(())
    }

    fn area(&self) -> u64 {
        self.0.map_or(0, |((top, left), (bottom, right))| u64::from(bottom - top + 1) * u64::from(right - left + 1))
    }
}

fn place(data: &[u8]) -> Result<Place, FileError> {
    Ok((u32::from(word(data, 0)?), u32::from(word(data, 2)?)))
}

/// Refuses a range that no sheet has.
fn range(data: &[u8]) -> Result<(), FileError> {
    let (first, end, columns) = match data.len() {
        10 => (u32::from(word(data, 0)?), u32::from(word(data, 2)?), word(data, 6)?),
        _ => (long(data, 0)?, long(data, 4)?, word(data, 10)?),
    };
    if end > ROWS || columns > COLUMNS || (end > 0 && first >= end) { Err(FileError::Broken) } else { Ok(()) }
}

/// How many bytes each of the shared texts can take.
fn lengths(record: &Record<'_>) -> Result<Vec<u64>, FileError> {
    let now = record.data.get(8..).ok_or(FileError::Broken)?;
    let mut texts = Texts { now, more: record.more.iter() };
    let mut lengths = Vec::new();
    while !texts.now.is_empty() || texts.go_on() {
        lengths.push(texts.skip_one()?);
        if lengths.len() > MOST_TEXTS {
            return Err(FileError::TooMany);
        }
    }
    Ok(lengths)
}

/// The shared texts, which go on from record to record.
struct Texts<'a> {
    now: &'a [u8],
    more: std::slice::Iter<'a, &'a [u8]>,
}

impl<'a> Texts<'a> {
    fn go_on(&mut self) -> bool {
        self.more.next().is_some_and(|next| {
            self.now = next;
            true
        })
    }

    fn skip_one(&mut self) -> Result<u64, FileError> {
        if self.now.is_empty() {
            return Ok(0);
        }
        let characters = usize::from(word(self.now, 0)?);
        let flags = self.take(3)?.last().copied().unwrap_or(0);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(word(self.take(2)?, 0)?) };
        let phonetic = if flags & 4 == 0 { 0 } else { size(long(self.take(4)?, 0)?)? };
        let (mut left, mut wide) = (characters, flags & 1 != 0);
        while left > 0 {
            let unit = if wide { 2 } else { 1 };
            let here = (self.now.len() / unit).min(left);
            self.take(here * unit)?;
            left -= here;
            if left > 0 {
                if !self.go_on() {
                    return Err(FileError::Broken);
                }
                // What goes on in another record says anew how wide it is.
                wide = self.take(1)?.first().is_some_and(|flags| flags & 1 != 0);
            }
        }
        self.skip(runs * 4)?;
        self.skip(phonetic)?;
        Ok(u64::try_from(characters).unwrap_or(u64::MAX).saturating_mul(3))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], FileError> {
        let (taken, rest) = self.now.split_at_checked(length).ok_or(FileError::Broken)?;
        self.now = rest;
        Ok(taken)
    }

    fn skip(&mut self, mut length: usize) -> Result<(), FileError> {
        while length > self.now.len() {
            length -= self.now.len();
            if !self.go_on() {
                return Err(FileError::Broken);
            }
        }
        self.take(length)?;
        Ok(())
    }
}
