//! What acting needs: the writer, a pool to load from, keys, vault, printer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use casework::rules::Masters;
use documents::Printer;
use events::vocabulary::ChangeNumber;
use jiff::Timestamp;
use sqlx::PgPool;
use store::{Entropy, KeyRing, Pepper, Vault, Writer};
use uuid::Uuid;

/// What [`Acts`] is made of.
pub struct Parts {
    /// The way into the log.
    pub writer: Writer,
    /// To load from; of [`store::Role::Writer`].
    pub pool: PgPool,
    /// Keys of persons.
    pub ring: Arc<KeyRing>,
    /// Randomness for ids, keys and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// Individual numbers (個人番号).
    pub vault: Vault,
    /// For claims on personal values.
    pub pepper: Pepper,
    /// Certificates and sheets.
    pub printer: Arc<Printer>,
}

/// The one way to act. Cheap to clone; clones share keys and masters.
#[derive(Clone)]
pub struct Acts {
    shared: Arc<Shared>,
    recorded_at: Option<Timestamp>,
    change: Option<ChangeNumber>,
}

struct Shared {
    parts: Parts,
    masters: Mutex<Option<Known>>,
    allocating: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
}

/// The masters and the versions of the streams they were read from.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) versions: Vec<(Uuid, i32)>,
    pub(crate) masters: Arc<Masters>,
}

impl Acts {
    /// From its parts.
    pub fn new(parts: Parts) -> Self {
        let shared = Shared { parts, masters: Mutex::default(), allocating: Mutex::default() };
        Self { shared: Arc::new(shared), recorded_at: None, change: None }
    }

    /// The same, acting at a moment of the past: only where the installation is simulated and the writer permits it.
    #[must_use]
    pub fn at(&self, recorded_at: Timestamp) -> Self {
        Self { recorded_at: Some(recorded_at), ..self.clone() }
    }

    /// The same, acting under a change request (変更番号): every event says so in its metadata.
    #[must_use]
    pub fn under(&self, change: Option<ChangeNumber>) -> Self {
        Self { change, ..self.clone() }
    }

    /// Keys of persons and staff.
    pub fn ring(&self) -> Arc<store::KeyRing> {
        Arc::clone(&self.parts().ring)
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.shared.parts
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.shared.parts.pool
    }

    pub(crate) const fn recorded_at(&self) -> Option<Timestamp> {
        self.recorded_at
    }

    /// The envelope's metadata for events of this act.
    pub(crate) fn metadata(&self) -> String {
        let Some(change) = &self.change else { return "{}".to_owned() };
        serde_json::json!({ "change": change }).to_string()
    }

    pub(crate) fn known_masters(&self) -> Option<Known> {
        self.shared.masters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn remember_masters(&self, known: Known) {
        *self.shared.masters.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }

    /// Within this process, numbers of one register are given one after the other: no act is decided on a number that is about to go.
    pub(crate) fn allocating(&self, register: Uuid) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(self.shared.allocating.lock().unwrap_or_else(PoisonError::into_inner).entry(register).or_default())
    }
}
