//! What a witness keeps: its key, the keys of the logs it knows, and every checkpoint it signed. It only grows; the newest counts.
//!
//! ```text
//! witness.key            the key that signs, 0600
//! logs/<id>.vkey         the key of each log
//! signed/<id>/<size>.checkpoint
//! ```

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use ::evidence::{KeyKind, Place, SignedCheckpoint, SigningKey, VerifierKey};
use anyhow::Context as _;
use store::{Entropy as _, SystemEntropy};
use zeroize::Zeroizing;

use crate::commands::evidence::{read, vkey};
use crate::exit::{Exit, stop};

/// The memory of one witness.
pub struct Memory {
    key: SigningKey,
    logs: Vec<VerifierKey>,
    signed: Place,
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
        let logs = files.map(|file| vkey(&file?.path())).collect::<anyhow::Result<_>>()?;
        Ok(Self { key, logs, signed: Place::at(directory.join("signed")) })
    }

    /// The key of a log by its origin.
    pub fn log(&self, origin: &str) -> Option<&VerifierKey> {
        self.logs.iter().find(|log| log.name() == origin)
    }

    /// The newest checkpoint of a log that was signed here.
    pub fn newest(&self, log: &VerifierKey) -> anyhow::Result<Option<SignedCheckpoint>> {
        let Some((_, note)) = self.signed.newest(&place_of(log))? else { return Ok(None) };
        let signed = SignedCheckpoint::open(&note, log)
            .map_err(|error| stop(Exit::Signature, format!("立会いの控えが書き換えられています({error})。")))?;
        Ok(Some(signed))
    }

    /// Signs a checkpoint that was found to follow, and remembers it before anybody hears of it. Returns the signature line.
    pub fn sign(&self, log: &VerifierKey, mut checkpoint: SignedCheckpoint, seconds: u64) -> anyhow::Result<String> {
        let size = checkpoint.checkpoint.size;
        // The second time, another signature under the same checkpoint; the first note stays.
        if self.newest(log)?.is_none_or(|newest| newest.checkpoint != checkpoint.checkpoint) {
            self.signed.keep_checkpoint(&place_of(log), size, &checkpoint.to_string())?;
        }
        checkpoint.note.sign(&self.key, seconds);
        Ok(checkpoint.note.signatures.pop().map(|line| line.to_string()).unwrap_or_default())
    }
}

fn place_of(log: &VerifierKey) -> String {
    format!("{:08x}", log.id())
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
        let line = memory.sign(log.verifier(), signed.clone(), 1_770_000_000).unwrap();
        let again = memory.sign(log.verifier(), signed.clone(), 1_770_000_001).unwrap();
        assert_ne!(line, again);
        let known = Memory::open(&directory).unwrap().newest(log.verifier()).unwrap().unwrap();
        assert_eq!(known.checkpoint, signed.checkpoint);
        let mut cosigned = known.note;
        cosigned.signatures.push(::evidence::Signature::parse(&line).unwrap());
        assert_eq!(cosigned.verify(&key), Ok(1_770_000_000));
    }
}
