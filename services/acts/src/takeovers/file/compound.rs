//! An old workbook (.xls) lies in a compound file: sectors in chains. They are walked here first, since whoever reads such a file for its
//! cells believes its chains and its lengths, and one that leads back into itself would be followed until no memory is left.

use super::FileError;

/// End of a chain.
const END: u32 = 0xffff_fffe;
/// From here on a number names no sector of the list of lists.
const NO_SECTOR: u32 = 0xffff_fffa;
/// From here on a number names no sector at all.
const NO_LIST: u32 = 0xffff_fffc;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Shorter streams lie in the small sectors.
const SMALL: usize = 4096;
/// Bytes of a small sector.
const SMALL_SECTOR: usize = 64;

/// A compound file whose chains end.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector; the first one is the head.
    sector: usize,
    next: Vec<u32>,
    small: Vec<u8>,
    small_next: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

/// A number of 16 bits.
pub(super) fn word(bytes: &[u8], at: usize) -> Result<u16, FileError> {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map(|two| u16::from_le_bytes(*two)).ok_or(FileError::Broken)
}

/// A number of 32 bits.
pub(super) fn long(bytes: &[u8], at: usize) -> Result<u32, FileError> {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map(|four| u32::from_le_bytes(*four)).ok_or(FileError::Broken)
}

/// As a size of memory.
pub(super) fn size(number: u32) -> Result<usize, FileError> {
    usize::try_from(number).map_err(|_| FileError::Broken)
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four))
}

impl<'a> Compound<'a> {
    /// Walks its lists.
    ///
    /// # Errors
    /// [`FileError::Broken`].
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, FileError> {
        let sector = match word(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(FileError::Broken),
        };
        let (entries, next, small, small_next) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut file = Self { bytes, sector, next, small, small_next, entries };
        file.next = file.lists()?;
        let directory = file.chain(long(bytes, 48)?, usize::MAX)?;
        file.entries = directory.as_chunks::<ENTRY>().0.iter().map(|entry| file.entry(entry)).collect::<Result<_, _>>()?;
        let small_lists = size(long(bytes, 64)?)?;
        if let Some(root) = file.entries.first().filter(|_| small_lists > 0) {
            let small = file.chain(root.start, root.length)?;
            let lists = file.chain(long(bytes, 60)?, small_lists.saturating_mul(sector))?;
            (file.small, file.small_next) = (small, longs(&lists).collect());
        }
        Ok(file)
    }

    /// Whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The stream of the first of these names that is there.
    ///
    /// # Errors
    /// [`FileError::Broken`], also where there is none.
    pub(super) fn stream(&self, names: &[&str]) -> Result<Vec<u8>, FileError> {
        let of = |name: &&str| self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
        let entry = names.iter().find_map(of).ok_or(FileError::Broken)?;
        if entry.length >= SMALL {
            return self.chain(entry.start, entry.length);
        }
        let sector = |id: usize| self.small.chunks(SMALL_SECTOR).nth(id);
        walk(entry.start, entry.length, self.bytes.len(), &self.small_next, sector)
    }

    fn entry(&self, bytes: &[u8; ENTRY]) -> Result<Entry, FileError> {
        let units = bytes[..64].as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).take_while(|unit| *unit != 0);
        let name = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        // Files with the short sectors say the length in 32 bits, and anything behind them.
        let long_one = if self.sector == 512 { 0 } else { long(bytes, 124)? };
        let length = if long_one == 0 { size(long(bytes, 120)?)? } else { usize::MAX };
        Ok(Entry { name, start: long(bytes, 116)?, length })
    }

    /// What follows on what: the lists of all sectors, in order.
    fn lists(&self) -> Result<Vec<u32>, FileError> {
        let head = self.bytes.get(76..512).ok_or(FileError::Broken)?;
        let (mut ids, mut at) = (longs(head).collect::<Vec<_>>(), long(self.bytes, 68)?);
        let most = self.bytes.len() / self.sector;
        for _ in 0..=most {
            if at >= NO_SECTOR {
                break;
            }
            ids.extend(longs(self.sector(size(at)?).ok_or(FileError::Broken)?));
            at = ids.pop().ok_or(FileError::Broken)?;
        }
        ids.retain(|id| *id < NO_LIST);
        if at < NO_SECTOR || ids.len() > most {
            return Err(FileError::Broken);
        }
        let mut next = Vec::new();
        for id in ids {
            next.extend(longs(self.sector(size(id)?).ok_or(FileError::Broken)?));
        }
        Ok(next)
    }

    /// A sector, the last one perhaps cut off.
    fn sector(&self, id: usize) -> Option<&'a [u8]> {
        let start = id.checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..)?.chunks(self.sector).next()
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, FileError> {
        walk(start, length, self.bytes.len(), &self.next, |id| self.sector(id))
    }
}

/// Reads a chain, of which no sector comes twice: then it is no longer than the file.
fn walk<'b>(
    start: u32,
    length: usize,
    most: usize,
    next: &[u32],
    sector: impl Fn(usize) -> Option<&'b [u8]>,
) -> Result<Vec<u8>, FileError> {
    let (mut read, mut at) = (Vec::new(), start);
    while at != END && read.len() < length {
        let id = size(at)?;
        read.extend_from_slice(sector(id).ok_or(FileError::Broken)?);
        if read.len() > most {
            return Err(FileError::Broken);
        }
        // The last link of what is long enough is not asked for the next one.
        if read.len() < length {
            at = *next.get(id).ok_or(FileError::Broken)?;
        }
    }
    read.truncate(length);
    Ok(read)
}
