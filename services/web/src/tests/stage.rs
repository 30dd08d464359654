//! The web service over a database of its own, an account of each role, and a browser.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use acts::seeding::SeedPlan;
use acts::{AccountInput, Acts};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use events::ids::{CommandId, CorrelationId, StaffId};
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, StaffRole};
use identity::{Cost, Credentials, Drafts, PasswordHashing, SessionPolicy, SessionToken, Sessions};
use jiff::{SignedDuration, Timestamp};
use projections::ledger::search::SearchIndex;
use sqlx::PgPool;
use store::{KeyFiles, KeyRing, Role, SystemEntropy, Vault, Writer};
use tower::ServiceExt as _;

use crate::clock::Clock;
use crate::config::Config;
use crate::state::{AppState, Parts};

pub(super) const PASSWORD: &str = "himawari-no-hatake";

/// The longest that a test waits: deciding prints letters and cards, and a busy machine takes its time over it.
pub(super) const PATIENCE: Duration = Duration::from_mins(2);

/// Stands still until it is moved.
pub(super) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

pub(super) struct Stage {
    pub(super) state: AppState,
    pub(super) router: Router,
    pub(super) clock: Arc<TestClock>,
    accounts: Vec<(StaffRole, StaffId)>,
}

pub(super) struct Browser {
    router: Router,
    pub(super) cookie: Option<String>,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
    /// The body as it came.
    pub(super) bytes: Vec<u8>,
}

impl Stage {
    pub(super) async fn set(test: &PgPool) -> Self {
        Self::made(test, None, PATIENCE).await
    }

    /// With little patience for a screen.
    pub(super) async fn hurried(test: &PgPool, timeout: Duration) -> Self {
        Self::made(test, None, timeout).await
    }

    /// With a fictional prefecture in it.
    pub(super) async fn furnished(test: &PgPool, people: u32) -> Self {
        Self::made(test, Some(SeedPlan { people, seed: 7, today: jiff::civil::date(2026, 11, 20) }), PATIENCE).await
    }

    async fn made(test: &PgPool, plan: Option<SeedPlan>, timeout: Duration) -> Self {
        let pool = store::connect_with((*test.connect_options()).clone(), Role::Writer, 8).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let KeyFiles { wrapping, vault, pepper } = KeyFiles::create(folder.path(), &SystemEntropy).unwrap();
        let (ring, entropy) = (Arc::new(KeyRing::new(wrapping)), Arc::new(SystemEntropy));
        let acts = Acts::new(acts::Parts {
            writer: Writer::start(&pool),
            pool: pool.clone(),
            ring: Arc::clone(&ring),
            entropy: entropy.clone(),
            vault: Vault::new(vault),
            pepper,
            printer: Arc::new(documents::Printer::new(documents::Fonts::shared().unwrap())),
        });
        if let Some(plan) = plan {
            let operator = store::connect_with((*test.connect_options()).clone(), Role::Operator, 2).await.unwrap();
            let KeyFiles { vault, pepper, .. } = KeyFiles::open(folder.path()).unwrap();
            let simulating = Acts::new(acts::Parts {
                writer: Writer::simulated(&operator),
                pool: pool.clone(),
                ring: Arc::clone(&ring),
                entropy: entropy.clone(),
                vault: Vault::new(vault),
                pepper,
                printer: Arc::new(documents::Printer::new(documents::Fonts::shared().unwrap())),
            });
            acts::seeding::seed(&simulating, plan).await.unwrap();
        }
        // 2026-11-24 09:00 in Japan.
        let clock = Arc::new(TestClock(AtomicI64::new(1_795_478_400)));
        let state = AppState::new(Parts {
            acts,
            pool: pool.clone(),
            ring: Arc::clone(&ring),
            search: Arc::new(SearchIndex::new()),
            sessions: Sessions::new(pool.clone(), SessionPolicy::default(), entropy.clone()),
            credentials: Credentials::new(pool.clone(), PasswordHashing::new(Cost::LIGHT, entropy.clone()).unwrap()),
            drafts: Drafts::new(pool, ring, entropy.clone()),
            clock: clock.clone(),
            entropy,
            registry: prometheus::Registry::new(),
            config: Config {
                refusal_takes: Duration::from_millis(50),
                settling: Duration::from_millis(50),
                timeout,
                ..Config::default()
            },
        })
        .unwrap();
        let mut set = Self { router: crate::router(state.clone()), state, clock, accounts: Vec::new() };
        for role in StaffRole::ALL {
            if role != StaffRole::Program {
                set.open(role).await;
            }
        }
        set
    }

    async fn open(&mut self, role: StaffRole) {
        let staff = StaffId(self.state.new_uuid());
        let office = OfficeCode::parse(if role == StaffRole::Counter { "01" } else { "00" }).unwrap();
        let input = AccountInput { staff, name: FreeText::parse("例題 職員").unwrap(), role, office };
        let request = acts::Request {
            command_id: CommandId(self.state.new_uuid()),
            correlation_id: CorrelationId(self.state.new_uuid()),
            actor: Actor::program("test"),
            trace_context: None,
            today: self.clock.today(),
            seen_version: None,
        };
        let parts = self.state.parts();
        parts.acts.open_account(&request, input).await.unwrap();
        parts.credentials.set(staff, &login(role), PASSWORD, self.clock.now()).await.unwrap();
        self.accounts.push((role, staff));
    }

    pub(super) fn later(&self, by: SignedDuration) {
        self.clock.0.fetch_add(by.as_secs(), Ordering::Relaxed);
    }

    pub(super) fn staff(&self, role: StaffRole) -> StaffId {
        self.accounts.iter().find(|(of, _)| *of == role).unwrap().1
    }

    pub(super) fn nobody(&self) -> Browser {
        Browser { router: self.router.clone(), cookie: None }
    }

    /// Signed in, without the way through the sign-in page.
    pub(super) async fn as_role(&self, role: StaffRole) -> Browser {
        let token = self.state.parts().sessions.begin(self.staff(role), self.clock.now()).await.unwrap();
        Browser { router: self.router.clone(), cookie: Some(token.to_cookie()) }
    }

    pub(super) async fn count(&self, event_type: &str) -> i64 {
        let rows = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = $1").bind(event_type);
        rows.fetch_one(&self.state.parts().pool).await.unwrap()
    }
}

pub(super) fn login(role: StaffRole) -> String {
    format!("{}1", role.code())
}

impl Browser {
    pub(super) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, format!("__Host-daicho={cookie}").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(set) = parts.headers.get(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            self.cookie = set.strip_prefix("__Host-daicho=").and_then(|rest| rest.split(';').next()).map(ToOwned::to_owned);
        }
        let bytes = Vec::from(to_bytes(body, usize::MAX).await.unwrap());
        let body = String::from_utf8_lossy(&bytes).replace("&#x2f;", "/");
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(super) fn token(&self) -> String {
        self.cookie.as_deref().and_then(SessionToken::parse).map(|token| token.form_token()).unwrap_or_default()
    }

    /// With the token of this browser.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let body: Vec<String> =
            fields.iter().chain(&[("_token", token.as_str())]).map(|(name, value)| format!("{name}={value}")).collect();
        self.post_raw(path, &body.join("&")).await
    }

    pub(super) async fn post_raw(&mut self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A path with something in the place of its parameters.
pub(super) fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{queue}" => "correction",
        "{chapter}" => "counter",
        part if part.starts_with('{') => "01990000-0000-7000-8000-000000000001",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}
