//! What a witness keeps: its key, the keys of the logs it knows, and every checkpoint it signed. It only grows; the newest counts.
//!
//! ```text
//! witness.key            the key that signs, 0600
//! logs/<id>.vkey         the key of each log
//! logs/<id>.handovers/<size>  where a log changed its key: signed by the old and the new one
//! signed/<id>/<size>.checkpoint
//! ```

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use ::evidence::{Handover, KeyKind, LogKeys, Place, SignedCheckpoint, SigningKey, VerifierKey};
use anyhow::Context as _;
use store::{Entropy as _, SystemEntropy};
use zeroize::Zeroizing;

use crate::commands::evidence::{read, vkey};
use crate::exit::{Exit, stop};

/// The memory of one witness.
pub struct Memory {
    key: SigningKey,
    logs: Vec<Known>,
    signed: Place,
}

/// A log that is known: the key it was made known with, and those that it handed over to.
struct Known {
    first: VerifierKey,
    keys: LogKeys,
}

impl Memory {
    /// Makes a new witness. A key that is there is never overwritten.
    pub fn create(directory: &Path, name: &str, logs: &[VerifierKey]) -> anyhow::Result<VerifierKey> {
        let mut seed = Zeroizing::new([0; 32]);
        SystemEntropy.fill(seed.as_mut_slice())?;
        let key = SigningKey::from_seed(name, KeyKind::Cosigner, &seed)
            .map_err(|_| stop(Exit::Usage, "--name には空白と + のない名前(kansa.example/daicho など)を指定してください。"))?;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let file = directory.join("witness.key");
        let created = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
        let mut created = created.map_err(|error| stop(Exit::Usage, format!("{} を作れません({error})。", file.display())))?;
        writeln!(created, "{}", *key.secret_line())?;
        created.sync_all()?;
        let kept = Place::at(directory);
        for log in logs {
            kept.keep(&format!("logs/{:08x}.vkey", log.id()), format!("{log}\n").as_bytes())?;
        }
        Ok(key.verifier().clone())
    }

    /// Opens what was made.
    pub fn open(directory: &Path) -> anyhow::Result<Self> {
        let secret = Zeroizing::new(read(&directory.join("witness.key"))?);
        let key =
            secret.parse().map_err(|error| stop(Exit::ServiceMissing, format!("witness.key が読み取れません({error})。")))?;
        let files = fs::read_dir(directory.join("logs")).context("logs を読めません")?;
        let mut logs = Vec::new();
        for file in files {
            let file = file?.path();
            if file.extension().is_some_and(|kind| kind == "vkey") {
                logs.push(known(&file)?);
            }
        }
        Ok(Self { key, logs, signed: Place::at(directory.join("signed")) })
    }

    /// The keys of a log by its origin.
    pub fn log(&self, origin: &str) -> Option<&LogKeys> {
        self.logs.iter().find(|log| log.keys.origin() == origin).map(|log| &log.keys)
    }

    /// Follows a log to the key that took over, because the one that is known signed it.
    pub fn follow(directory: &Path, handover: &Handover) -> anyhow::Result<()> {
        let memory = Self::open(directory)?;
        let origin = handover.key.name();
        let unknown = || stop(Exit::Usage, format!("{origin} という記録の鍵を覚えていません。"));
        let log = memory.logs.iter().find(|log| log.keys.origin() == origin).ok_or_else(unknown)?;
        let mut keys = log.keys.clone();
        let wrong =
            |why: String| stop(Exit::Signature, format!("この引き継ぎは信じられません({why})。記録の側に確かめてください。"));
        keys.follow(handover).map_err(|error| wrong(error.to_string()))?;
        if keys.all().all(|key| *key != handover.key) {
            return Err(wrong("覚えている鍵の署名がありません".to_owned()));
        }
        let name = format!("logs/{:08x}.handovers/{:020}", log.first.id(), handover.signed.checkpoint.size);
        Place::at(directory).keep(&name, handover.to_string().as_bytes())?;
        Ok(())
    }

    /// The newest checkpoint of a log that was signed here.
    pub fn newest(&self, log: &LogKeys) -> anyhow::Result<Option<SignedCheckpoint>> {
        let Some((_, note)) = self.signed.newest(&place_of(log))? else { return Ok(None) };
        let signed =
            log.open(&note).map_err(|error| stop(Exit::Signature, format!("立会いの控えが書き換えられています({error})。")))?;
        Ok(Some(signed))
    }

    /// Signs a checkpoint that was found to follow, and remembers it before anybody hears of it. Returns the signature line.
    pub fn sign(&self, log: &LogKeys, mut checkpoint: SignedCheckpoint, seconds: u64) -> anyhow::Result<String> {
        let size = checkpoint.checkpoint.size;
        // The second time, another signature under the same checkpoint; the first note stays.
        if self.newest(log)?.is_none_or(|newest| newest.checkpoint != checkpoint.checkpoint) {
            self.signed.keep_checkpoint(&place_of(log), size, &checkpoint.to_string())?;
        }
        checkpoint.note.sign(&self.key, seconds);
        Ok(checkpoint.note.signatures.pop().map(|line| line.to_string()).unwrap_or_default())
    }
}

/// A log and every handover of it that lies here.
fn known(file: &Path) -> anyhow::Result<Known> {
    let first = vkey(file)?;
    let mut keys = LogKeys::from(first.clone());
    let mut files: Vec<_> =
        fs::read_dir(file.with_extension("handovers")).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort_unstable();
    for file in files {
        let followed = read(&file)?.parse::<Handover>().and_then(|handover| keys.follow(&handover));
        followed.map_err(|error| stop(Exit::Signature, format!("立会いの控えが書き換えられています({error})。")))?;
    }
    Ok(Known { first, keys })
}

/// The folder of a log: the id of the key it was made known with.
fn place_of(log: &LogKeys) -> String {
    format!("{:08x}", log.all().next().map_or(0, VerifierKey::id))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use ::evidence::Checkpoint;

    use super::*;

    #[test]
    fn a_witness_remembers_what_it_signed_and_keeps_its_key_to_itself() {
        let temp = tempfile::tempdir().unwrap();
        let directory = temp.path().join("w");
        let log = SigningKey::from_seed("daicho.x/casework", KeyKind::Log, &[1; 32]).unwrap();
        let key = Memory::create(&directory, "kansa.example/daicho", &[log.verifier().clone()]).unwrap();
        assert!(Memory::create(&directory, "kansa.example/daicho", &[]).is_err(), "the key is not overwritten");
        let mode = fs::metadata(directory.join("witness.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        let memory = Memory::open(&directory).unwrap();
        assert_eq!(memory.key.verifier(), &key);
        assert!(memory.log("daicho.x/access").is_none());
        let signed = Checkpoint { origin: "daicho.x/casework".into(), size: 7, root: [7; 32] }.sign(&log);
        let keys = LogKeys::from(log.verifier().clone());
        let line = memory.sign(&keys, signed.clone(), 1_770_000_000).unwrap();
        let again = memory.sign(&keys, signed.clone(), 1_770_000_001).unwrap();
        assert_ne!(line, again);
        let known = Memory::open(&directory).unwrap().newest(&keys).unwrap().unwrap();
        assert_eq!(known.checkpoint, signed.checkpoint);
        let mut cosigned = known.note;
        cosigned.signatures.push(::evidence::Signature::parse(&line).unwrap());
        assert_eq!(cosigned.verify(&key), Ok(1_770_000_000));
    }

    #[test]
    fn a_witness_follows_a_log_to_its_next_key() {
        let temp = tempfile::tempdir().unwrap();
        let directory = temp.path().join("w");
        let key = |seed| SigningKey::from_seed("daicho.x/casework", KeyKind::Log, &[seed; 32]).unwrap();
        Memory::create(&directory, "kansa.example/daicho", &[key(1).verifier().clone()]).unwrap();
        let signed = |size, key: &SigningKey| Checkpoint { origin: "daicho.x/casework".into(), size, root: [7; 32] }.sign(key);
        let handed_over = |old: &SigningKey, new: &SigningKey| {
            let mut signed = signed(5, old);
            signed.note.sign(new, 0);
            Handover { key: new.verifier().clone(), signed }
        };
        assert!(Memory::follow(&directory, &handed_over(&key(8), &key(9))).is_err(), "signed by nobody who is known");
        Memory::follow(&directory, &handed_over(&key(1), &key(2))).unwrap();
        let memory = Memory::open(&directory).unwrap();
        let keys = memory.log("daicho.x/casework").unwrap();
        assert!(keys.open(&signed(6, &key(2)).to_string()).is_ok());
        assert!(keys.open(&signed(6, &key(1)).to_string()).is_err());
    }
}
