//! The token in the browser's cookie. The database knows only its hash; forms carry another value made from it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use store::{Entropy, KeyError};
use subtle::ConstantTimeEq as _;

/// 256 random bits. Before signing in they are nobody's and only tie a form to its browser.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// Draws one.
    ///
    /// # Errors
    /// [`KeyError::NoEntropy`].
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        entropy.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads a cookie's value.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The cookie's value.
    pub fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What every form of this browser carries. Neither the cookie nor the database row can be told from it.
    pub fn form_token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.hashed(b"daicho form token\0"))
    }

    /// Whether a form came from a page of this browser. Takes the same time for any answer.
    pub fn is_form_token(&self, given: &str) -> bool {
        self.form_token().as_bytes().ct_eq(given.as_bytes()).into()
    }

    pub(crate) fn row_key(&self) -> [u8; 32] {
        self.hashed(b"daicho session row\0")
    }

    fn hashed(&self, purpose: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(purpose).chain_update(self.0).finalize().into()
    }
}

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_faces_of_a_token_differ() {
        let token = SessionToken([5; 32]);
        assert_eq!(SessionToken::parse(&token.to_cookie()), Some(token.clone()));
        assert!(token.is_form_token(&token.form_token()));
        assert!(!token.is_form_token(&token.to_cookie()));
        assert!(!token.is_form_token(&SessionToken([6; 32]).form_token()));
        assert_ne!(token.row_key(), token.hashed(b"daicho form token\0"));
        assert_eq!(format!("{token:?}"), "SessionToken");
    }

    #[test]
    fn anything_else_is_no_token() {
        for text in ["", "abc", "'; DROP TABLE", &"A".repeat(44)] {
            assert_eq!(SessionToken::parse(text), None, "{text}");
        }
    }
}
