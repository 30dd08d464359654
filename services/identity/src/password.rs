//! Passwords as Argon2id hashes. Hashing takes memory and time on purpose, so at most two run at once and none on a thread that serves
//! requests.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use store::Entropy;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::IdentityError;

/// Why a new password is refused. Length is the only rule; there is no composition and no expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than 8 characters.
    #[error("合言葉は8文字以上にしてください。15文字以上をすすめます。")]
    TooShort,
    /// More than 128 characters.
    #[error("合言葉は128文字以内にしてください。")]
    TooLong,
    /// Holds the login name.
    #[error("合言葉にログイン名を含めないでください。")]
    HoldsLogin,
    /// The one that somebody else may know.
    #[error("いまの合言葉とは別の合言葉にしてください。")]
    Unchanged,
}

/// Letters of an initial password that nobody mistakes for others.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Length of an initial password: some 95 bits.
const LENGTH: usize = 20;

/// An initial password that was drawn; each letter is as likely as any other.
///
/// # Errors
/// [`IdentityError::Keys`] without randomness.
pub fn initial_password(entropy: &dyn Entropy) -> Result<Zeroizing<String>, IdentityError> {
    let even = 256 - 256 % LETTERS.len();
    let mut password = Zeroizing::new(String::with_capacity(LENGTH));
    while password.len() < LENGTH {
        let mut drawn = [0];
        entropy.fill(&mut drawn)?;
        let place = usize::from(drawn[0]);
        password.extend(LETTERS.get(place % LETTERS.len()).filter(|_| place < even).map(|letter| char::from(*letter)));
    }
    Ok(password)
}

/// What a hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// For installations: 64 MiB, three passes.
    pub const PRODUCTION: Self = Self { memory_kib: 64 * 1024, passes: 3 };
    /// For tests, and for the demo's first start with its many accounts.
    pub const LIGHT: Self = Self { memory_kib: 1024, passes: 1 };
}

/// Makes and checks hashes.
#[derive(Clone)]
pub struct PasswordHashing {
    cost: Cost,
    entropy: Arc<dyn Entropy>,
    at_once: Arc<Semaphore>,
    /// A hash of nothing, checked where there is no account, so that it takes as long as where there is one.
    nobody: Arc<str>,
}

impl PasswordHashing {
    /// With a cost.
    ///
    /// # Errors
    /// [`IdentityError`] where there is no randomness or the cost is none.
    pub fn new(cost: Cost, entropy: Arc<dyn Entropy>) -> Result<Self, IdentityError> {
        let nobody = hash(cost, &salt(entropy.as_ref())?, "")?.into();
        Ok(Self { cost, entropy, at_once: Arc::new(Semaphore::new(2)), nobody })
    }

    /// The hash of a new password.
    ///
    /// # Errors
    /// [`IdentityError::Password`] where it is too short, too long or holds the login name.
    pub async fn hash(&self, login: &str, password: &str) -> Result<String, IdentityError> {
        check(login, password)?;
        let (cost, salt, password) = (self.cost, salt(self.entropy.as_ref())?, password.to_owned());
        self.apart(move || hash(cost, &salt, &password)).await?
    }

    /// Whether this is the password of the hash. Without a hash the answer is no, after the same time.
    ///
    /// # Errors
    /// [`IdentityError::Hashing`] where the hash cannot be read.
    pub async fn matches(&self, hash: Option<String>, password: &str) -> Result<bool, IdentityError> {
        let somebody = hash.is_some();
        let (hash, password) = (hash.unwrap_or_else(|| self.nobody.to_string()), password.to_owned());
        let matches = self.apart(move || verify(&hash, &password)).await??;
        Ok(matches && somebody)
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, IdentityError> {
        let _turn = self.at_once.acquire().await.map_err(|_| IdentityError::Hashing)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| IdentityError::Hashing)
    }
}

fn check(login: &str, password: &str) -> Result<(), PasswordError> {
    match password.chars().count() {
        ..8 => Err(PasswordError::TooShort),
        129.. => Err(PasswordError::TooLong),
        _ if password.to_lowercase().contains(login) => Err(PasswordError::HoldsLogin),
        _ => Ok(()),
    }
}

fn salt(entropy: &dyn Entropy) -> Result<[u8; 16], IdentityError> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt)?;
    Ok(salt)
}

fn hash(cost: Cost, salt: &[u8], password: &str) -> Result<String, IdentityError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| IdentityError::Hashing)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| IdentityError::Hashing)?;
    Ok(hash.to_string())
}

fn verify(hash: &str, password: &str) -> Result<bool, IdentityError> {
    let parsed = PasswordHash::new(hash).map_err(|_| IdentityError::Hashing)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initial_passwords_are_long_and_differ() -> Result<(), IdentityError> {
        let (one, other) = (initial_password(&store::SystemEntropy)?, initial_password(&store::SystemEntropy)?);
        assert_eq!((one.len(), other.len()), (LENGTH, LENGTH));
        assert!(*one != *other && one.bytes().all(|letter| LETTERS.contains(&letter)));
        Ok(())
    }

    #[test]
    fn length_is_the_only_rule() {
        assert_eq!(check("counter1", "みじかい"), Err(PasswordError::TooShort));
        assert_eq!(check("counter1", "my-Counter1-is-long"), Err(PasswordError::HoldsLogin));
        assert_eq!(check("counter1", &"あ".repeat(129)), Err(PasswordError::TooLong));
        assert_eq!(check("counter1", "ひまわり畑の朝"), Err(PasswordError::TooShort));
        assert_eq!(check("counter1", "aaaaaaaa"), Ok(()));
    }

    #[test]
    fn a_hash_says_its_cost_and_matches_only_its_password() -> Result<(), IdentityError> {
        let hash = hash(Cost { memory_kib: 64 * 8, passes: 2 }, &[7; 16], "見本の合言葉です")?;
        assert!(hash.starts_with("$argon2id$v=19$m=512,t=2,p=1$"), "{hash}");
        assert!(verify(&hash, "見本の合言葉です")?);
        assert!(!verify(&hash, "見本の合言葉でず")?);
        assert!(verify("$argon2id$nonsense", "x").is_err());
        Ok(())
    }
}
