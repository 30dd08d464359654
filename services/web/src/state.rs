//! What all handlers share.

use std::sync::Arc;

use acts::Acts;
use identity::{Credentials, Drafts, Sessions};
use jiff::Timestamp;
use projections::ledger::search::SearchIndex;
use sqlx::PgPool;
use store::{Entropy, KeyRing};
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::Config;
use crate::screens::ledger::totals::LedgerFigures;
use crate::templates::Templates;

/// What [`AppState`] is made of.
pub struct Parts {
    /// The way to act.
    pub acts: Acts,
    /// Reads read models; of [`store::Role::Writer`].
    pub pool: PgPool,
    /// Keys of persons.
    pub ring: Arc<KeyRing>,
    /// Names, in memory only.
    pub search: Arc<SearchIndex>,
    /// Who is signed in.
    pub sessions: Sessions,
    /// Login names and passwords.
    pub credentials: Credentials,
    /// Unfinished forms.
    pub drafts: Drafts,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// For ids and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// Printed at `/metrics`.
    pub registry: prometheus::Registry,
    /// What differs between installations.
    pub config: Config,
}

/// What all handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) parts: Parts,
    pub(crate) templates: Templates,
    pub(crate) requests: opentelemetry::metrics::Histogram<f64>,
    pub(crate) ledger_figures: LedgerFigures,
}

impl AppState {
    /// From its parts.
    ///
    /// # Errors
    /// A template that does not compile.
    pub fn new(parts: Parts) -> Result<Self, minijinja::Error> {
        let requests = opentelemetry::global::meter("web").f64_histogram("http_server_request_duration").with_unit("s").build();
        let (clock, entropy) = (Arc::clone(&parts.clock), Arc::clone(&parts.entropy));
        let templates = Templates::new(Arc::new(move || uuid_at(clock.now(), entropy.as_ref())))?;
        Ok(Self(Arc::new(Shared { parts, templates, requests, ledger_figures: LedgerFigures::default() })))
    }

    /// The parts.
    pub fn parts(&self) -> &Parts {
        &self.0.parts
    }

    /// Settings.
    pub fn config(&self) -> &Config {
        &self.0.parts.config
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }

    /// A new UUIDv7.
    pub fn new_uuid(&self) -> Uuid {
        uuid_at(self.0.parts.clock.now(), self.0.parts.entropy.as_ref())
    }
}

/// A UUIDv7 of a moment. Without randomness it is only as unique as the moment.
fn uuid_at(moment: Timestamp, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0; 10];
    if entropy.fill(&mut random).is_err() {
        tracing::error!("no random numbers for an id");
    }
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(moment.as_millisecond()).unwrap_or(0), &random).into_uuid()
}
