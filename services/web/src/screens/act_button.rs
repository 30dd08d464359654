//! A button for an act that a person may do; where the state forbids it, it is shown closed with the reason.

use serde::Serialize;

/// The button.
#[derive(Clone, Serialize)]
pub(crate) struct ActButton {
    code: &'static str,
    label: &'static str,
    closed: String,
}

impl ActButton {
    /// `closed` says why the act is not possible now.
    pub(crate) fn new(code: &'static str, label: &'static str, closed: Option<impl ToString>) -> Self {
        Self { code, label, closed: closed.map(|refusal| refusal.to_string()).unwrap_or_default() }
    }
}
