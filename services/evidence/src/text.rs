//! Proofs as files: inclusion as C2SP `tlog-proof`, consistency as the request of C2SP `tlog-witness`.

use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::merkle::Hash;

const INCLUSION: &str = "c2sp.org/tlog-proof@v1";
/// No tree is higher.
const MOST_HASHES: usize = 63;

/// The text is not a proof.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is not a proof")]
pub struct TextError;

/// Proof that one entry is in the log. The checkpoint is not checked by reading it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InclusionProof {
    /// The entry itself: not authenticated by the format, but its leaf must lead to the root.
    pub entry: Vec<u8>,
    /// Its place, from 0: the position less one.
    pub index: u64,
    /// From the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// Proof that a log was only added to since it had `old` entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsistencyProof {
    /// Size of the older tree.
    pub old: u64,
    /// The proof of RFC 6962.
    pub hashes: Vec<Hash>,
    /// The newer signed checkpoint.
    pub checkpoint: String,
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{INCLUSION}\nextra {}\nindex {}", BASE64_STANDARD.encode(&self.entry), self.index)?;
        write_hashes(f, &self.hashes)?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for InclusionProof {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(TextError)?;
        let mut lines = head.split('\n');
        if lines.next() != Some(INCLUSION) {
            return Err(TextError);
        }
        let entry = lines.next().and_then(|line| line.strip_prefix("extra ")).ok_or(TextError)?;
        let entry = BASE64_STANDARD.decode(entry).map_err(|_| TextError)?;
        let index = number(lines.next(), "index ")?;
        Ok(Self { entry, index, hashes: read_hashes(lines)?, checkpoint: checkpoint.to_owned() })
    }
}

impl fmt::Display for ConsistencyProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        write_hashes(f, &self.hashes)?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for ConsistencyProof {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(TextError)?;
        let mut lines = head.split('\n');
        let old = number(lines.next(), "old ")?;
        Ok(Self { old, hashes: read_hashes(lines)?, checkpoint: checkpoint.to_owned() })
    }
}

fn write_hashes(f: &mut fmt::Formatter<'_>, hashes: &[Hash]) -> fmt::Result {
    hashes.iter().try_for_each(|hash| writeln!(f, "{}", BASE64_STANDARD.encode(hash)))
}

fn read_hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, TextError> {
    let hashes: Vec<Hash> = lines
        .map(|line| BASE64_STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok()).ok_or(TextError))
        .collect::<Result<_, _>>()?;
    if hashes.len() > MOST_HASHES { Err(TextError) } else { Ok(hashes) }
}

fn number(line: Option<&str>, word: &str) -> Result<u64, TextError> {
    let digits = line.and_then(|line| line.strip_prefix(word)).ok_or(TextError)?;
    digits.parse().ok().filter(|number: &u64| number.to_string() == digits).ok_or(TextError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_are_read_as_they_were_written() {
        let inclusion =
            InclusionProof { entry: b"entry".to_vec(), index: 4, hashes: vec![[1; 32], [2; 32]], checkpoint: "a\n1\n".into() };
        assert_eq!(inclusion.to_string().parse(), Ok(inclusion.clone()));
        assert!(inclusion.to_string().starts_with("c2sp.org/tlog-proof@v1\nextra ZW50cnk=\nindex 4\nAQEB"));
        let single = InclusionProof { hashes: Vec::new(), ..inclusion };
        assert_eq!(single.to_string().parse(), Ok(single.clone()));
        let consistency = ConsistencyProof { old: 0, hashes: Vec::new(), checkpoint: "a\n1\n".into() };
        assert_eq!(consistency.to_string(), "old 0\n\na\n1\n");
        assert_eq!(consistency.to_string().parse(), Ok(consistency));
        for wrong in ["", "old 01\n\na", "old 1\nAA\n\na", "c2sp.org/tlog-proof@v1\nindex 4\n\na"] {
            assert_eq!(wrong.parse::<ConsistencyProof>(), Err(TextError));
            assert_eq!(wrong.parse::<InclusionProof>(), Err(TextError));
        }
    }
}
