//! A small collector of traces (OTLP over HTTP) that keeps what it is sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;

/// The running collector; it ends with the test process.
#[derive(Clone, Default)]
pub struct Collector {
    /// Its address, for `OTEL_EXPORTER_OTLP_ENDPOINT`.
    pub url: String,
    bodies: Arc<Mutex<Vec<Bytes>>>,
}

impl Collector {
    /// Starts one on a port of its own.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start() -> anyhow::Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let collector = Self { url: format!("http://{}", listener.local_addr()?), ..Self::default() };
        let state = collector.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::spawn(move || {
            runtime.block_on(async move {
                let app = Router::new().route("/v1/traces", post(keep)).with_state(state);
                let listener = tokio::net::TcpListener::from_std(listener)?;
                axum::serve(listener, app).await
            })
        });
        Ok(collector)
    }

    /// Everything received, as text. The strings of a trace lie in its encoding as they are.
    pub fn text(&self) -> String {
        let bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        bodies.iter().map(|body| String::from_utf8_lossy(body).into_owned()).collect()
    }
}

async fn keep(State(collector): State<Collector>, body: Bytes) {
    collector.bodies.lock().unwrap_or_else(PoisonError::into_inner).push(body);
}
