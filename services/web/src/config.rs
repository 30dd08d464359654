//! What differs between installations.

use std::time::Duration;

use serde::Serialize;

/// Settings of the web service.
#[derive(Clone, Debug)]
pub struct Config {
    /// The demo's plain http on loopback: the cookie is then differently named and not Secure, and HSTS is not sent.
    pub plain_http: bool,
    /// Everybody in it is fictional; the pages say so.
    pub simulated: bool,
    /// Shown on the sign-in page of a simulated installation.
    pub demo_accounts: Vec<DemoAccount>,
    /// A refused sign-in is answered no sooner, so that its time says nothing.
    pub refusal_takes: Duration,
    /// How long a page after an act waits for the read models.
    pub settling: Duration,
    /// Where the list of erased persons lies, outside the database; without it nobody can be erased.
    pub erased: Option<store::ErasedList>,
    /// A request that takes longer is given up.
    pub timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            plain_http: false,
            simulated: false,
            demo_accounts: Vec::new(),
            refusal_takes: Duration::from_millis(600),
            settling: Duration::from_secs(2),
            erased: None,
            timeout: Duration::from_secs(30),
        }
    }
}

impl Config {
    /// Largest body of a form, in bytes.
    pub const LARGEST_FORM: usize = 1024 * 1024;
    /// Largest body of a form with a scanned paper, in bytes: the paper and what stands beside it.
    pub const LARGEST_SCAN: usize = documents::scan::LARGEST + 64 * 1024;
    /// Largest body of a form with a ledger: its file of 32 MB, and what goes around it.
    pub const LARGEST_FILE: usize = 33 * 1024 * 1024;
    /// Largest body of any form, in bytes; what is larger is refused before it is looked at.
    pub const LARGEST_BODY: usize = if Self::LARGEST_SCAN > Self::LARGEST_FILE { Self::LARGEST_SCAN } else { Self::LARGEST_FILE };

    /// Name of the session cookie.
    pub const fn cookie(&self) -> &'static str {
        if self.plain_http { "daicho-demo" } else { "__Host-daicho" }
    }
}

/// An account that the sign-in page of a simulated installation offers.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    /// ログイン名.
    pub login: String,
    /// Role and office, for the eye.
    pub who: String,
    /// 合言葉; none where it is told elsewhere.
    pub password: Option<String>,
}
