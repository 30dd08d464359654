//! What services are made of, put together in one place: pools in their roles, keys, printer, the way to act, the screens.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use acts::Acts;
use anyhow::Context as _;
use documents::{Fonts, Printer};
use identity::{Cost, Credentials, Drafts, PasswordHashing, SessionPolicy, Sessions};
use projections::ledger::search::SearchIndex;
use sqlx::PgPool;
use store::{Entropy, KeyFiles, KeyRing, Role, SystemEntropy, Vault, Writer};
use tokio_util::sync::CancellationToken;
use web::Clock as _;

use crate::commands::visit::pool;
use crate::exit::{Exit, stop};
use crate::ids::new_id;
use crate::installation::{Source, Urls};

/// Connections for loading and appending; two of them belong to the writer.
const WRITING: u32 = 18;
/// The same of a worker, which does one thing at a time; several run beside the one that serves many.
const WRITING_ALONE: u32 = 6;
/// Connections beside one for each read model: for hearing of news, other workers, a rebuild, and checkpoints.
const BESIDE_FEEDING: u32 = 4;
/// Connections for what operators ask of read models.
const OPERATING: u32 = 2;
/// How often the index of names looks for what is new.
const SEARCH_EVERY: Duration = Duration::from_secs(1);

/// How often ended sessions are cleared away.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// The parts that web and worker share.
#[derive(Clone)]
pub struct Parts {
    /// Appends, loads, reads read models.
    pub writer: PgPool,
    /// Keys of persons, as far as they have been needed.
    pub ring: Arc<KeyRing>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The one way to act.
    pub acts: Acts,
}

impl Parts {
    /// Puts them together for the installation at `urls`, whose keys lie in `keys`.
    pub async fn assemble(urls: &Urls, keys: &Path) -> anyhow::Result<Self> {
        Self::assemble_on(urls, keys, WRITING).await
    }

    /// The same for a process of its own that only works.
    pub async fn assemble_for_work(urls: &Urls, keys: &Path) -> anyhow::Result<Self> {
        Self::assemble_on(urls, keys, WRITING_ALONE).await
    }

    async fn assemble_on(urls: &Urls, keys: &Path, writing: u32) -> anyhow::Result<Self> {
        let keys = KeyFiles::open(keys).map_err(|error| stop(Exit::ServiceMissing, format!("鍵を読めません({error})。")))?;
        let fonts = Fonts::shared().map_err(|error| stop(Exit::ServiceMissing, format!("字体がありません({error})。")))?;
        let writer = pool(urls, Role::Writer, writing).await?;
        let ring = Arc::new(KeyRing::new(keys.wrapping));
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let acts = Acts::new(acts::Parts {
            writer: Writer::start(&writer),
            pool: writer.clone(),
            ring: Arc::clone(&ring),
            entropy: Arc::clone(&entropy),
            vault: Vault::new(keys.vault),
            pepper: keys.pepper,
            printer: Arc::new(Printer::new(fonts)),
        });
        Ok(Self { writer, ring, entropy, acts })
    }

    /// The screens, with an index of names that follows the log until `stop`.
    pub fn screens(
        &self,
        config: web::Config,
        registry: prometheus::Registry,
        stop: &CancellationToken,
    ) -> anyhow::Result<axum::Router> {
        let search = Arc::new(SearchIndex::new());
        let (index, pool, ring) = (Arc::clone(&search), self.writer.clone(), Arc::clone(&self.ring));
        tokio::spawn(index.follow(pool, ring, SEARCH_EVERY, stop.clone()));
        let hashing = PasswordHashing::new(Cost::PRODUCTION, Arc::clone(&self.entropy))?;
        let sessions = Sessions::new(self.writer.clone(), SessionPolicy::default(), Arc::clone(&self.entropy));
        tokio::spawn(sweep_sessions(sessions.clone(), stop.clone()));
        let state = web::AppState::new(web::Parts {
            acts: self.acts.clone(),
            pool: self.writer.clone(),
            ring: Arc::clone(&self.ring),
            search,
            sessions,
            credentials: Credentials::new(self.writer.clone(), hashing),
            drafts: Drafts::new(self.writer.clone(), Arc::clone(&self.ring), Arc::clone(&self.entropy)),
            clock: Arc::new(web::SystemClock),
            entropy: Arc::clone(&self.entropy),
            registry,
            config,
        })
        .context("画面のひな形に誤りがあります")?;
        Ok(web::router(state))
    }

    /// The worker, on connections of its own. Only `daicho work` asks for it: a process with screens has no key that signs.
    pub async fn worker(&self, urls: &Urls, evidence: worker::Evidence) -> anyhow::Result<worker::Worker> {
        let feeding = u32::try_from(projections::all().len())?.saturating_add(BESIDE_FEEDING);
        Ok(worker::Worker {
            projector: pool(urls, Role::Projector, feeding).await?,
            operator: pool(urls, Role::Operator, OPERATING).await?,
            writer: self.writer.clone(),
            acts: self.acts.clone(),
            evidence,
            id: new_id(),
            ids: Arc::new(new_id),
        })
    }
}

/// Clears away sessions that have ended, now and then until `stop`.
async fn sweep_sessions(sessions: Sessions, stop: CancellationToken) {
    loop {
        if let Err(error) = sessions.sweep(web::SystemClock.now()).await {
            tracing::warn!(%error, "ended sessions were not cleared away");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Where the keys of an installation lie.
pub fn keys_of(source: &Source) -> anyhow::Result<PathBuf> {
    let missing = || stop(Exit::Usage, "DATABASE_URL を使うときは、鍵の場所を DAICHO_KEYS で指定してください。");
    source.keys().ok_or_else(missing)
}
