//! Files into a zip that is sent while it grows: deflated, with the SHA-256 of each file in a list at the end.

use std::fmt::Write as _;
use std::io::{self, Write};

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Entry;

/// The list of digests, in the form of `sha256sum`.
pub(super) const MANIFEST: &str = "SHA256SUMS";
/// Bytes that are gathered before they are sent.
const CHUNK: usize = 64 * 1024;

/// What is written goes out in chunks; where nobody takes them any more, writing fails.
struct Sending<'a> {
    to: &'a mpsc::Sender<io::Result<Bytes>>,
    gathered: Vec<u8>,
}

impl Write for Sending<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let chunk = Bytes::from(std::mem::take(&mut self.gathered));
        self.to.blocking_send(Ok(chunk)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

fn bundle(
    mut files: mpsc::Receiver<Entry>,
    whole: &std::sync::mpsc::Receiver<()>,
    to: &mpsc::Sender<io::Result<Bytes>>,
) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(Sending { to, gathered: Vec::new() });
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut manifest = String::new();
    while let Some(Entry { path, bytes }) = files.blocking_recv() {
        let _ = writeln!(manifest, "{}  {path}", hex::encode(Sha256::digest(&bytes)));
        zip.start_file(path, options).map_err(io::Error::other)?;
        zip.write_all(&bytes)?;
    }
    // Without this word the maker failed: a zip without its end is seen to be broken by whoever opens it.
    whole.recv().map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?;
    zip.start_file(MANIFEST, options).map_err(io::Error::other)?;
    zip.write_all(manifest.as_bytes())?;
    zip.finish().map_err(io::Error::other)?.into_inner().flush()
}

/// Writes the bundle; what goes wrong breaks the answer off.
pub(super) fn write(files: mpsc::Receiver<Entry>, whole: &std::sync::mpsc::Receiver<()>, to: &mpsc::Sender<io::Result<Bytes>>) {
    if let Err(error) = bundle(files, whole, to) {
        tracing::warn!(%error, "an audit file was not sent whole");
        let _ = to.blocking_send(Err(error));
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::ZipArchive;

    use super::*;

    /// What arrives, and whether it arrived whole.
    fn sent(files: &[(&str, &[u8])], finished: bool) -> (Vec<u8>, bool) {
        let (put, given) = mpsc::channel(1);
        let (chunks, mut taken) = mpsc::channel(4);
        let (whole, is_whole) = std::sync::mpsc::channel();
        let writing = std::thread::spawn(move || write(given, &is_whole, &chunks));
        let reading = std::thread::spawn(move || {
            let (mut all, mut good) = (Vec::new(), true);
            while let Some(chunk) = taken.blocking_recv() {
                match chunk {
                    Ok(bytes) => all.extend_from_slice(&bytes),
                    Err(_) => good = false,
                }
            }
            (all, good)
        });
        for (path, bytes) in files {
            put.blocking_send(Entry { path: (*path).to_owned(), bytes: bytes.to_vec() }).unwrap();
        }
        if finished {
            whole.send(()).unwrap();
        }
        drop((put, whole));
        writing.join().unwrap();
        reading.join().unwrap()
    }

    #[test]
    fn every_file_comes_back_and_its_digest_is_the_listed_one() {
        let large: Vec<u8> = (0..400_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        let files: [(&str, &[u8]); 3] =
            [("はじめに.txt", "見本".as_bytes()), ("cases/001_8-01-0412/dossier.pdf", &large), ("notes.csv", b"")];
        let (bytes, good) = sent(&files, true);
        assert!(good);
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut manifest = String::new();
        zip.by_name(MANIFEST).unwrap().read_to_string(&mut manifest).unwrap();
        assert_eq!(manifest.lines().count(), files.len());
        for (path, meant) in files {
            let mut read = Vec::new();
            zip.by_name(path).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, meant, "{path}");
            let line = format!("{}  {path}", hex::encode(Sha256::digest(&read)));
            assert!(manifest.lines().any(|listed| listed == line), "{path}");
        }
    }

    #[test]
    fn a_bundle_that_broke_off_is_seen_to_be_broken() {
        let (bytes, good) = sent(&[("sample.json", b"{}")], false);
        assert!(!good);
        assert!(ZipArchive::new(Cursor::new(bytes)).is_err());
    }
}
