//! What a packed file becomes is measured before it is read: sizes that it declares itself are not believed.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::FileError;

/// Most bytes that a ledger of 60,000 rows unpacks to.
const LARGEST: u64 = 256 * 1024 * 1024;
/// Most parts of a workbook.
const PARTS: usize = 2_000;

/// Unpacks everything into nothing, up to the bound.
pub(super) fn unpacked(bytes: &[u8]) -> Result<(), FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileError::Broken)?;
    if archive.len() > PARTS {
        return Err(FileError::Bomb);
    }
    let mut left = LARGEST;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| FileError::Broken)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| FileError::Broken)?;
        left = left.checked_sub(read).ok_or(FileError::Bomb)?;
    }
    Ok(())
}
