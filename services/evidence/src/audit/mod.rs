//! Checking an export without database, keys of persons or network: everything is computed again from the entries, nothing is sampled.

mod bundle;
mod finding;
mod levels;
mod proofs;
mod segments;

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

pub use finding::{AuditReport, Fault, FaultKind};
pub use proofs::audit_proofs;

use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::entry::Entry;
use crate::export::{CHECKPOINT, HANDOVERS, Line};
use crate::handover::{Handover, LogKeys};
use crate::key::VerifierKey;
use crate::merkle::{Frontier, GENESIS, Hash, root_of};
use crate::tiles::{TileId, WIDTH};

/// What is checked, and against what.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The export.
    pub directory: &'a Path,
    /// Keys of the log, from a place that the operator of the log cannot change. Handovers from them are followed.
    pub keys: &'a LogKeys,
    /// An earlier checkpoint of the same log: what the auditor saw last time.
    pub since: Option<&'a Checkpoint>,
    /// Witnesses that must have signed the checkpoint.
    pub witnesses: &'a [VerifierKey],
    /// Threads; none for one a core.
    pub threads: Option<NonZero<usize>>,
}

/// Bundles that are read at once, so that memory does not grow with the log.
const ROUND: u64 = 64;

impl Audit<'_> {
    /// Checks everything. `progress` is told the events done and their number.
    pub fn run(&self, progress: impl FnMut(u64, u64)) -> AuditReport {
        self.read(progress, |_, _| (), |()| ())
    }

    /// Checks everything and shows every event whose content is what was hashed: `prepare` on the threads, `take` in the order of the log.
    pub fn read<T: Send>(
        &self,
        mut progress: impl FnMut(u64, u64),
        prepare: impl Fn(&Entry<'_>, Line) -> T + Sync,
        mut take: impl FnMut(T),
    ) -> AuditReport {
        let signed = match self.checkpoint() {
            Ok(signed) => signed,
            Err(fault) => return AuditReport::of(self.keys.origin(), None, 0, vec![fault]),
        };
        let checkpoint = &signed.checkpoint;
        let mut faults = self.cosigners(&signed);
        let mut tree =
            Growing { frontier: Frontier::default(), chain: GENESIS, first_leaf: None, since: self.since, faults: Vec::new() };
        let bundles = checkpoint.size.div_ceil(WIDTH);
        let mut above: Vec<Hash> = Vec::new();
        let mut begin = 0;
        while begin < bundles && tree.faults.len() < FaultKind::MOST {
            let end = bundles.min(begin + ROUND);
            for mut bundle in self.bundles(begin..end, checkpoint.size, &prepare) {
                std::mem::take(&mut bundle.shown).into_iter().for_each(&mut take);
                above.extend(bundle.root.filter(|_| bundle.width == WIDTH));
                tree.add(bundle);
            }
            begin = end;
            progress(checkpoint.size.min(end * WIDTH), checkpoint.size);
        }
        let checked = tree.frontier.size();
        if checked == checkpoint.size {
            segments::check(self, &above, &mut tree.faults);
            levels::check(self, checkpoint.size, above, &mut tree.faults);
            if tree.frontier.root() != checkpoint.root {
                tree.faults.push(Fault::new(FaultKind::Root, None, CHECKPOINT));
            }
        }
        faults.append(&mut tree.faults);
        if let Some(since) = self.since.filter(|since| since.size > checkpoint.size) {
            faults.push(Fault::new(
                FaultKind::Shorter,
                Some(checkpoint.size + 1),
                format!("{} < {}", checkpoint.size, since.size),
            ));
        }
        AuditReport {
            chain: hex::encode(tree.chain),
            first_leaf: tree.first_leaf.map(hex::encode),
            ..AuditReport::of(self.keys.origin(), Some(checkpoint), checked, faults)
        }
    }

    fn checkpoint(&self) -> Result<SignedCheckpoint, Fault> {
        let note = fs::read(self.directory.join(CHECKPOINT)).map_err(|_| Fault::new(FaultKind::Missing, None, CHECKPOINT))?;
        let note = String::from_utf8(note).map_err(|_| Fault::new(FaultKind::Signature, None, CHECKPOINT))?;
        if self.since.is_some_and(|since| since.origin != self.keys.origin()) {
            return Err(Fault::new(FaultKind::Signature, None, "since: another log"));
        }
        let keys = followed(self.directory, self.keys)?;
        keys.open(&note).map_err(|error| Fault::new(FaultKind::Signature, None, format!("{CHECKPOINT}: {error}")))
    }

    fn cosigners(&self, signed: &SignedCheckpoint) -> Vec<Fault> {
        let missing = self.witnesses.iter().filter_map(|witness| {
            let error = signed.note.verify(witness).err()?;
            Some(Fault::new(FaultKind::Signature, None, format!("{}: {error}", witness.name())))
        });
        missing.collect()
    }

    /// Looks at bundles with all threads; the order of the answers is theirs.
    fn bundles<T: Send>(
        &self,
        range: std::ops::Range<u64>,
        size: u64,
        prepare: &(impl Fn(&Entry<'_>, Line) -> T + Sync),
    ) -> Vec<bundle::Checked<T>> {
        let threads = self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get);
        let next = AtomicU64::new(range.start);
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= range.end {
                    return done;
                }
                done.push(bundle::check(self.directory, index, size, prepare));
            }
        };
        let mut checked: Vec<bundle::Checked<T>> = std::thread::scope(|scope| {
            let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut checked = work();
            // A thread that broke down leaves its bundles out, which shows as a gap.
            checked.extend(helpers.into_iter().flat_map(|helper| helper.join().unwrap_or_default()));
            checked
        });
        checked.sort_unstable_by_key(|bundle| bundle.index);
        checked
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// A tile as it lies there; none where it is missing or of another width.
    fn tile(&self, id: TileId, size: u64) -> Option<Vec<Hash>> {
        let bytes = fs::read(self.file(&id.path(id.width(size)))).ok()?;
        let (hashes, rest) = bytes.as_chunks::<32>();
        (rest.is_empty() && u64::try_from(hashes.len()) == Ok(id.width(size))).then(|| hashes.to_vec())
    }
}

/// The keys that are trusted once the handovers beside an export were followed.
///
/// # Errors
/// A handover by a trusted key that is not good.
pub(super) fn followed(directory: &Path, keys: &LogKeys) -> Result<LogKeys, Fault> {
    let mut keys = keys.clone();
    let mut files: Vec<PathBuf> =
        fs::read_dir(directory.join(HANDOVERS)).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort_unstable();
    for file in files {
        let name = || format!("{HANDOVERS}/{}", file.file_name().unwrap_or_default().display());
        let read = fs::read_to_string(&file).ok().and_then(|text| text.parse::<Handover>().ok());
        let handover = read.ok_or_else(|| Fault::new(FaultKind::Signature, None, name()))?;
        keys.follow(&handover).map_err(|error| Fault::new(FaultKind::Signature, None, format!("{}: {error}", name())))?;
    }
    Ok(keys)
}

/// Chain and tree over what was checked, in order.
struct Growing<'a> {
    frontier: Frontier,
    chain: Hash,
    first_leaf: Option<Hash>,
    since: Option<&'a Checkpoint>,
    faults: Vec<Fault>,
}

impl Growing<'_> {
    fn add<T>(&mut self, bundle: bundle::Checked<T>) {
        let begin = bundle.index * WIDTH;
        if begin != self.frontier.size() {
            return;
        }
        let mut faults = bundle.faults;
        for (position, (leaf, chain)) in (begin + 1..).zip(bundle.leaves.iter().zip(&bundle.chains)) {
            self.first_leaf.get_or_insert(*leaf);
            let linked = crate::merkle::chain_link(&self.chain, leaf);
            self.chain = chain.unwrap_or(linked);
            if linked != self.chain {
                faults.push(Fault::new(FaultKind::Chain, Some(position), bundle.payloads.clone()));
            }
        }
        faults.sort_by_key(|fault| fault.position);
        self.faults.append(&mut faults);
        let known = self.since.map(|since| since.size);
        let inside = known.is_some_and(|size| size > begin && size < begin + bundle.width);
        if bundle.width == WIDTH && u64::try_from(bundle.leaves.len()) == Ok(WIDTH) && !inside {
            self.frontier.push_tree(8, bundle.root.unwrap_or_else(|| root_of(&bundle.leaves)));
            self.compare(known);
        } else {
            for leaf in &bundle.leaves {
                self.frontier.push(*leaf);
                self.compare(known);
            }
        }
    }

    /// Whether the log still begins with what the auditor saw last time.
    fn compare(&mut self, known: Option<u64>) {
        if let Some(since) = self.since.filter(|since| known == Some(self.frontier.size()) && since.root != self.frontier.root())
        {
            self.faults.push(Fault::new(FaultKind::Forked, None, format!("{} events", since.size)));
        }
    }
}
