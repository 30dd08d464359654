//! Where checkpoints (検証点) go: the installation's own directory, and what a small file adds.
//!
//! ```text
//! # one place a line
//! directory /mnt/write-once/daicho
//! witness https://kansa.example:8472 kansa.example/daicho+1a2b3c4d+BKm…
//! # with the authorities that issued its certificate, where this machine does not know them
//! witness https://kansa.example:8472 kansa.example/daicho+1a2b3c4d+BKm… /etc/daicho/kansa-ca.pem
//! ```

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Source;
use crate::exit::{Exit, stop};

/// Reads where the key lies and where checkpoints go.
pub fn evidence_of(source: &Source, keys: PathBuf) -> anyhow::Result<worker::Evidence> {
    let mut evidence = worker::Evidence { keys, places: source.checkpoints().into_iter().collect(), witnesses: Vec::new() };
    if let Some(file) = source.checkpoint_places() {
        read(&file, &mut evidence)?;
    }
    Ok(evidence)
}

fn read(file: &Path, evidence: &mut worker::Evidence) -> anyhow::Result<()> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(stop(Exit::Usage, format!("{} を読めません({error})。", file.display()))),
    };
    for (number, line) in (1..).zip(text.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["directory", path] if Path::new(path).is_absolute() => evidence.places.push(PathBuf::from(path)),
            ["witness", url, key, authorities @ ..] if is_address(url, authorities) && is_cosigner(key) => {
                let key = key.parse().map_err(|error| wrong(file, number, error))?;
                let authorities = authorities.first().map(|path| certificates(path)).transpose();
                let authorities = authorities.map_err(|why| wrong(file, number, why))?;
                evidence.witnesses.push(worker::Witness { url: (*url).to_owned(), key, authorities });
            }
            _ => {
                return Err(wrong(
                    file,
                    number,
                    "directory /絶対パス か witness https://… 鍵 [認証局の証明書のファイル] の形で書きます",
                ));
            }
        }
    }
    Ok(())
}

/// Authorities mean something over HTTPS only.
fn is_address(url: &str, authorities: &[&str]) -> bool {
    match authorities {
        [] => url.starts_with("https://") || url.starts_with("http://"),
        [_] => url.starts_with("https://"),
        _ => false,
    }
}

/// A file of certificates, as it is; refused where it holds none.
fn certificates(path: &str) -> Result<Vec<u8>, String> {
    let pem = fs::read(path).map_err(|error| format!("認証局の証明書 {path} を読めません: {error}"))?;
    match reqwest::Certificate::from_pem_bundle(&pem) {
        Ok(found) if !found.is_empty() => Ok(pem),
        _ => Err(format!("{path} に PEM 形式の証明書がありません")),
    }
}

fn is_cosigner(key: &str) -> bool {
    key.parse::<evidence::VerifierKey>().is_ok_and(|key| key.kind() == evidence::KeyKind::Cosigner)
}

fn wrong(file: &Path, number: usize, why: impl std::fmt::Display) -> anyhow::Error {
    stop(Exit::Usage, format!("{} の {number} 行目を読み取れません({why})。", file.display()))
}

#[cfg(test)]
mod tests {
    use evidence::{KeyKind, SigningKey};

    use super::*;

    #[test]
    fn the_file_adds_places_and_a_wrong_line_is_named() {
        let temp = tempfile::tempdir().unwrap();
        let file = temp.path().join("checkpoint-places");
        let mut evidence = worker::Evidence::default();
        read(&file, &mut evidence).unwrap();
        assert_eq!(evidence, worker::Evidence::default());

        let key = |kind| SigningKey::from_seed("kansa.example/daicho", kind, &[4; 32]).unwrap().verifier().to_string();
        let witness = format!("witness http://kansa.example:8472 {}", key(KeyKind::Cosigner));
        fs::write(&file, format!("# 控え\n\ndirectory /mnt/worm\n{witness}\n")).unwrap();
        read(&file, &mut evidence).unwrap();
        assert_eq!(evidence.places, [PathBuf::from("/mnt/worm")]);
        assert_eq!(evidence.witnesses[0].url, "http://kansa.example:8472");

        assert_eq!(evidence.witnesses[0].authorities, None);

        let no_certificate = temp.path().join("ca.pem");
        fs::write(&no_certificate, "x").unwrap();
        let secure = |ca: &str| format!("witness https://kansa.example {} {ca}", key(KeyKind::Cosigner));
        let (empty, missing) = (secure(no_certificate.to_str().unwrap()), secure("/nowhere/ca.pem"));
        let plain = format!("{witness} /etc/ssl/ca.pem");
        let log_key = format!("witness http://kansa.example {}", key(KeyKind::Log));
        for wrong in ["directory relative", "witness http://kansa.example", "fish", &log_key, &empty, &missing, &plain] {
            fs::write(&file, format!("\n{wrong}\n")).unwrap();
            let error = read(&file, &mut evidence).unwrap_err();
            assert!(error.to_string().contains("2 行目"), "{wrong}: {error}");
        }
    }
}
