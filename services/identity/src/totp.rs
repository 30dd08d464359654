//! Codes that an authenticator app shows (TOTP, RFC 6238): six digits, thirty seconds each, HMAC-SHA-1, which every app knows.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;
use store::{Entropy, KeyError};

/// Seconds that a code counts.
const STEP: i64 = 30;
/// Digits in ten to the sixth.
const MODULUS: u32 = 1_000_000;
/// Letters of base32 (RFC 4648).
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that an app has too: 160 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// Draws one.
    ///
    /// # Errors
    /// [`KeyError::NoEntropy`].
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let mut bytes = [0; 20];
        entropy.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    pub(crate) const fn bytes(&self) -> [u8; 20] {
        self.0
    }

    pub(crate) const fn of(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// As it is typed into an app, in groups of four letters.
    pub fn in_letters(&self) -> String {
        let bits: Vec<u8> = self.0.iter().flat_map(|byte| (0..8).rev().map(move |place| (byte >> place) & 1)).collect();
        let letter = |five: &[u8]| {
            let place = five.iter().fold(0, |place, bit| place * 2 + usize::from(*bit));
            char::from(LETTERS[place])
        };
        let letters: Vec<char> = bits.chunks(5).map(letter).collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// As an app reads it from a picture (otpauth), under the name of an account. It holds the secret: for the page that shows it once, and
    /// for nothing else.
    pub fn in_a_picture(&self, account: &str) -> String {
        let secret = self.in_letters().replace(' ', "");
        format!("otpauth://totp/daicho:{account}?secret={secret}&issuer=daicho&algorithm=SHA1&digits=6&period={STEP}")
    }

    /// The code of a step.
    pub fn code(&self, step: i64) -> String {
        // A key of any length is taken.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest[19] & 15);
        let word = digest[offset..offset + 4].iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        format!("{:06}", (word & 0x7fff_ffff) % MODULUS)
    }

    /// The step whose code this is, of the present one and its neighbours, for clocks that go a little wrong.
    pub(crate) fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        use subtle::ConstantTimeEq as _;
        let given: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let around = step(now);
        [around, around - 1, around + 1].into_iter().find(|step| self.code(*step).as_bytes().ct_eq(given.as_bytes()).into())
    }
}

/// The step of a moment.
pub fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP)
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = TotpSecret(*b"12345678901234567890");
        // The last six of the eight digits of RFC 6238, appendix B.
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924")] {
            assert_eq!(secret.code(step(Timestamp::from_second(second).expect("a moment"))), code, "{second}");
        }
        assert_eq!(secret.in_letters(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", "RFC 4648");
        assert_eq!(
            secret.in_a_picture("checker"),
            "otpauth://totp/daicho:checker?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=daicho&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret", "no secret in a log");
    }

    #[test]
    fn a_code_counts_for_its_step_and_the_neighbours() {
        let secret = TotpSecret([7; 20]);
        let now = Timestamp::from_second(1_790_000_000).expect("a moment");
        for away in -2..=2 {
            let found = secret.step_of(&secret.code(step(now) + away), now);
            assert_eq!(found, (-1..=1).contains(&away).then(|| step(now) + away), "{away}");
        }
        for wrong in ["", "12345", "abcdef", "1234567"] {
            assert_eq!(secret.step_of(wrong, now), None);
        }
    }
}
