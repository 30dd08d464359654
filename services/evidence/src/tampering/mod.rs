//! Tampering with a copied log: everything is found, at the right event, and told apart by its code.

mod log;

use std::fs;
use std::path::Path;
use std::thread;

use crate::{Checkpoint, KeyKind, SigningKey, split_entries};
use log::{EVENTS, ORIGIN, audit, checkpoint, event, export, files, history, key, note, told};

const FLIPS: u64 = 10_000;

/// The generator splitmix64: the same bits in every run.
struct Bits(u64);

impl Bits {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// The code and the position that a change of this byte must lead to.
fn expected(name: &str, content: &[u8], byte: usize) -> (u8, Option<u64>) {
    let bundle = if name.contains("/000.p") || name.ends_with("/000") || name.ends_with("000.jsonl") { 0 } else { 256 };
    let count = |n: usize| u64::try_from(n).unwrap();
    if name == "checkpoint" {
        (12, None)
    } else if name.starts_with("payloads/") {
        let line = content[..byte].split(|byte| *byte == b'\n').count() - 1;
        (10, Some(bundle + count(line) + 1))
    } else if name.starts_with("tile/entries/") {
        let ends = split_entries(content).0.into_iter().scan(0, |end, entry| {
            *end += entry.len() + 2;
            Some(*end)
        });
        (10, Some(bundle + count(ends.take_while(|end| *end <= byte).count()) + 1))
    } else if name.starts_with("tile/0/") {
        (11, Some(bundle + count(byte / 32) + 1))
    } else {
        assert!(name.starts_with("tile/1/"), "{name}");
        (11, Some(count(byte / 32) * 256 + 1))
    }
}

#[test]
fn ten_thousand_single_bits_are_all_found_at_the_right_event() {
    let all = thread::scope(|scope| {
        let halves: Vec<_> = (0..2).map(|half| scope.spawn(move || flip(half, FLIPS / 2))).collect();
        halves.into_iter().map(|half| half.join().unwrap()).sum::<u64>()
    });
    assert_eq!(all, FLIPS);
}

fn flip(seed: u64, flips: u64) -> u64 {
    let temp = tempfile::tempdir().unwrap();
    export(temp.path(), &history(EVENTS), &key());
    assert_eq!(told(&audit(temp.path(), None)), (0, None), "unaltered, nothing is found");
    let files = files(temp.path());
    let sizes: Vec<u64> = files.iter().map(|file| fs::metadata(file).unwrap().len()).collect();
    let mut bits = Bits(seed);
    for _ in 0..flips {
        // Half of the changes hit any byte, the other half any file, so that small ones are hit often too.
        let place = if bits.below(2) == 0 {
            usize::try_from(bits.below(u64::try_from(files.len()).unwrap())).unwrap()
        } else {
            let mut byte = bits.below(sizes.iter().sum());
            sizes.iter().position(|size| byte.checked_sub(*size).map(|rest| byte = rest).is_none()).unwrap()
        };
        let content = fs::read(&files[place]).unwrap();
        let byte = usize::try_from(bits.below(sizes[place])).unwrap();
        let bit = bits.below(8);
        let mut altered = content.clone();
        altered[byte] ^= 1 << bit;
        fs::write(&files[place], altered).unwrap();
        let name = files[place].strip_prefix(temp.path()).unwrap().to_str().unwrap();
        let report = audit(temp.path(), None);
        assert_eq!(told(&report), expected(name, &content, byte), "bit {bit} of byte {byte} of {name}: {:?}", report.faults);
        fs::write(&files[place], content).unwrap();
    }
    assert!(audit(temp.path(), None).whole, "and put back, nothing is left");
    flips
}

#[test]
fn an_export_goes_on_where_it_ended_and_says_the_same_as_one_made_at_once() {
    let (grown, once) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for size in [1, 255, 256, 257, 700] {
        export(grown.path(), &history(size), &key());
        assert!(audit(grown.path(), None).whole, "{size}");
    }
    export(once.path(), &history(700), &key());
    let relative = |directory: &Path| -> Vec<_> {
        let content = |file: &std::path::PathBuf| (file.strip_prefix(directory).unwrap().to_owned(), fs::read(file).unwrap());
        files(directory).iter().map(content).collect()
    };
    assert_eq!(relative(grown.path()), relative(once.path()));
}

#[test]
fn an_export_that_was_altered_is_not_gone_on_with() {
    let temp = tempfile::tempdir().unwrap();
    export(temp.path(), &history(600), &key());
    let tile = temp.path().join("tile/1/000.p/2");
    let mut hashes = fs::read(&tile).unwrap();
    hashes[0] ^= 1;
    fs::write(&tile, hashes).unwrap();
    let error = crate::ExportWriter::open(temp.path(), &key().verifier().clone().into()).unwrap_err();
    assert!(matches!(error, crate::ExportError::Altered));
}

/// An export after somebody changed the history and made everything fit again, but for the signature, which they cannot make.
fn rewritten(change: impl FnOnce(&mut Vec<(Vec<u8>, String)>), since: Option<&Checkpoint>) -> (u8, Option<u64>) {
    let temp = tempfile::tempdir().unwrap();
    export(temp.path(), &history(EVENTS), &key());
    let signed = note(temp.path()).to_string();
    let mut changed = history(EVENTS);
    change(&mut changed);
    let forger = SigningKey::from_seed(ORIGIN, KeyKind::Log, &[6; 32]).unwrap();
    let other = tempfile::tempdir().unwrap();
    export(other.path(), &changed, &forger);
    fs::write(other.path().join("checkpoint"), signed).unwrap();
    told(&audit(other.path(), since))
}

#[test]
fn changed_histories_are_found_and_told_apart() {
    let last = checkpoint(&history(EVENTS));
    // One event says something else, and all hashes were made again.
    assert_eq!(rewritten(|log| log[41] = event(42, "別の話"), None), (11, None));
    // Two events changed places; each still says where it stood.
    assert_eq!(rewritten(|log| log.swap(41, 99), None), (10, Some(42)));
    // Re-numbered: one event was taken out, the others moved up and say so.
    let renumber = |log: &mut Vec<_>| *log = (1..=EVENTS).map(|n| event(n, if n < 42 { "見本" } else { "ずらした" })).collect();
    assert_eq!(rewritten(renumber, None), (11, None));
    // The last events are gone, the checkpoint is not.
    assert_eq!(rewritten(|log| log.truncate(290), None), (10, Some(257)));
    assert_eq!(rewritten(|log| log.truncate(290), Some(&last)), (10, Some(257)));
}

#[test]
fn a_missing_tail_of_a_file_is_found_where_it_begins() {
    let temp = tempfile::tempdir().unwrap();
    export(temp.path(), &history(EVENTS), &key());
    let bundle = temp.path().join("tile/entries/001.p/44");
    let bytes = fs::read(&bundle).unwrap();
    fs::write(&bundle, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(told(&audit(temp.path(), None)), (10, Some(EVENTS)));
}

#[test]
fn older_forged_and_forked_checkpoints_are_told_apart() {
    let temp = tempfile::tempdir().unwrap();
    let seen = checkpoint(&history(EVENTS));
    // An older copy was put back: whole in itself, but shorter than what was seen.
    export(temp.path(), &history(200), &key());
    assert_eq!(told(&audit(temp.path(), None)), (0, None));
    assert_eq!(told(&audit(temp.path(), Some(&seen))), (13, Some(201)));

    // A later checkpoint, forged without the key, and with it but for another tree.
    let forger = SigningKey::from_seed(ORIGIN, KeyKind::Log, &[6; 32]).unwrap();
    let later = |key: &SigningKey| {
        let mut later = Checkpoint { root: [6; 32], ..checkpoint(&history(200)) }.sign(key);
        later.note.sign(&log::witness(), 1_770_000_000);
        later.to_string()
    };
    fs::write(temp.path().join("checkpoint"), later(&forger)).unwrap();
    assert_eq!(audit(temp.path(), None).exit, 12);
    fs::write(temp.path().join("checkpoint"), later(&key())).unwrap();
    assert_eq!(audit(temp.path(), None).exit, 11);

    // A fork: another history, longer, signed with the stolen key, whole in itself.
    let fork = tempfile::tempdir().unwrap();
    let mut other = history(EVENTS + 50);
    other[10] = event(11, "別の話");
    export(fork.path(), &other, &key());
    assert_eq!(audit(fork.path(), None).exit, 0, "only who remembers finds it");
    assert_eq!(audit(fork.path(), Some(&seen)).exit, 11);
    // The honest log that went on is accepted, with a checkpoint within a bundle and at its end.
    let honest = tempfile::tempdir().unwrap();
    export(honest.path(), &history(EVENTS + 50), &key());
    for size in [1, 255, 256, 257, EVENTS, EVENTS + 50] {
        assert!(audit(honest.path(), Some(&checkpoint(&history(size)))).whole, "{size}");
    }

    fs::remove_file(honest.path().join("checkpoint")).unwrap();
    assert_eq!(audit(honest.path(), None).exit, 15);
}

#[test]
fn closed_segments_are_read_like_files_and_their_changes_are_found() {
    use crate::export::segment;
    use crate::{ExportReader, ExportWriter};
    const LONG: u64 = segment::SEGMENT + 300;
    let temp = tempfile::tempdir().unwrap();
    export(temp.path(), &history(LONG), &key());
    let loose = files(temp.path()).len();
    let writer = ExportWriter::open(temp.path(), &key().verifier().clone().into()).unwrap();
    assert_eq!((writer.close_segments().unwrap(), writer.close_segments().unwrap()), (1, 0));
    assert_eq!(files(temp.path()).len(), loose - 2 * 16 + 1);
    assert_eq!(told(&audit(temp.path(), None)), (0, None));
    let reader = ExportReader::open(temp.path()).unwrap();
    let read: u64 =
        (0..).map_while(|index| reader.bundle(index).unwrap()).map(|bundle| u64::try_from(bundle.len()).unwrap()).sum();
    assert_eq!(read, LONG);
    // It goes on behind a closed segment.
    export(temp.path(), &history(LONG + 500), &key());
    assert!(audit(temp.path(), None).whole);

    // A file that was put back and altered is found at its event; so is a segment that says another root, and one that is damaged.
    let file = segment::path(temp.path(), 0);
    let whole = fs::read(&file).unwrap();
    let lines = temp.path().join("payloads/003.jsonl");
    fs::write(&lines, b"{}\n").unwrap();
    assert_eq!(told(&audit(temp.path(), None)), (10, Some(3 * 256 + 1)));
    assert!(ExportWriter::open(temp.path(), &key().verifier().clone().into()).unwrap().close_segments().is_err());
    fs::remove_file(&lines).unwrap();
    for byte in [whole.len() / 2, whole.len() / 3] {
        let mut altered = whole.clone();
        altered[byte] ^= 1;
        fs::write(&file, altered).unwrap();
        assert_eq!(audit(temp.path(), None).exit, 10, "byte {byte}");
    }
    fs::write(&file, &whole).unwrap();
    assert!(audit(temp.path(), None).whole);
}
