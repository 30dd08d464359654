//! XChaCha20-Poly1305 with a nonce drawn each time: the one cipher of everything that is sealed; and HMAC-SHA256 for what is compared.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::key_files::{Entropy, KeyError, Secret};

/// A nonce and what was sealed with it.
pub(crate) type Box24 = ([u8; 24], Vec<u8>);

pub(crate) fn seal(key: &Secret, entropy: &dyn Entropy, associated: &[u8], plain: &[u8]) -> Result<Box24, KeyError> {
    let mut nonce = [0; 24];
    entropy.fill(&mut nonce)?;
    let cipher = XChaCha20Poly1305::new(&(**key).into());
    // The cipher refuses only texts of more than 256 GiB.
    let sealed =
        cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: associated }).map_err(|_| KeyError::NoEntropy)?;
    Ok((nonce, sealed))
}

pub(crate) fn open(key: &Secret, nonce: [u8; 24], associated: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = XChaCha20Poly1305::new(&(**key).into());
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: associated }).ok().map(Zeroizing::new)
}

/// Nonce and ciphertext in one piece, after the number of this layout.
pub(crate) fn pack((nonce, sealed): Box24) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + 24 + sealed.len());
    bytes.push(LAYOUT);
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&sealed);
    bytes
}

/// Takes apart what [`pack`] made.
pub(crate) fn unpack(bytes: &[u8]) -> Option<([u8; 24], &[u8])> {
    let (&layout, rest) = bytes.split_first()?;
    let (nonce, sealed) = rest.split_first_chunk::<24>()?;
    (layout == LAYOUT).then_some((*nonce, sealed))
}

const LAYOUT: u8 = 1;

/// HMAC-SHA256 over parts. A key shorter than the block of the hash is filled with zeros (RFC 2104).
pub(crate) fn mac(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key.as_slice());
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
