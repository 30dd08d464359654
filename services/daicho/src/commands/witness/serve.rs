//! `daicho witness serve`: answers logs that ask for a signature (C2SP `tlog-witness`, `POST /add-checkpoint`).

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ::evidence::{ConsistencyProof, Refusal, SignedCheckpoint, follows};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use web::Clock as _;

use super::Memory;
use super::tls::Tls;
use crate::commands::signals::stopping;
use crate::exit::{Exit, stop};

/// A request has some sixty lines at most.
const LONGEST: usize = 64 * 1024;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "DIR", help = "立会いの場所")]
    directory: PathBuf,
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8472",
        help = "待ち受ける場所(はじめは 127.0.0.1:8472、PORT が 0 なら空いている番号)"
    )]
    listen: SocketAddr,
    #[arg(
        long,
        value_name = "FILE",
        requires = "certificate_key",
        help = "HTTPS で答える: この機械の証明書(PEM。発行した認証局のものまで続ける)"
    )]
    certificate: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "certificate", help = "証明書の秘密鍵(PEM)")]
    certificate_key: Option<PathBuf>,
}

/// Runs the subcommand until it is stopped.
pub async fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let stopping = stopping()?;
    let memory = Memory::open(&arguments.directory)?;
    let listener = tokio::net::TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| stop(Exit::TryLater, format!("{} を使えません({error})。", arguments.listen)))?;
    let (address, router, stopping) = (listener.local_addr()?, router(memory), stopping.cancelled_owned());
    if let (Some(certificate), Some(key)) = (&arguments.certificate, &arguments.certificate_key) {
        let listener = Tls::over(listener, certificate, key)?;
        ready("https", address)?;
        axum::serve(listener, router).with_graceful_shutdown(stopping).await?;
    } else {
        ready("http", address)?;
        axum::serve(listener, router).with_graceful_shutdown(stopping).await?;
    }
    Ok(Exit::Good)
}

fn ready(scheme: &str, address: SocketAddr) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ready {scheme}://{address}")?;
    out.flush()
}

/// Comparing, remembering and signing are one step: requests are answered one after the other.
fn router(memory: Memory) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(Arc::new(Mutex::new(memory)))
}

async fn add_checkpoint(State(memory): State<Arc<Mutex<Memory>>>, body: String) -> Response {
    let answered = tokio::task::spawn_blocking(move || {
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        answer(&memory, &body, seconds())
    });
    match answered.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::error!(%error, "witness.not_signed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(memory: &Memory, body: &str, seconds: u64) -> anyhow::Result<Response> {
    let refused = |status: StatusCode, why: &dyn std::fmt::Display| Ok((status, format!("{why}\n")).into_response());
    let request: ConsistencyProof = match body.parse() {
        Ok(request) => request,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error),
    };
    let shown = match SignedCheckpoint::parse(&request.checkpoint) {
        Ok(shown) => shown,
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error),
    };
    let Some(log) = memory.log(&shown.checkpoint.origin) else {
        return refused(StatusCode::NOT_FOUND, &"unknown log");
    };
    if let Err(error) = log.open(&request.checkpoint) {
        return refused(StatusCode::FORBIDDEN, &error);
    }
    let known = memory.newest(log)?.map(|known| known.checkpoint);
    match follows(known.as_ref(), &shown.checkpoint, request.old, &request.hashes) {
        Ok(()) => {
            tracing::info!(log = log.origin(), position = shown.checkpoint.size, "witness.signed");
            Ok(format!("{}\n", memory.sign(log, shown, seconds)?).into_response())
        }
        Err(Refusal::Backwards) => refused(StatusCode::BAD_REQUEST, &Refusal::Backwards),
        Err(Refusal::Stale(size)) => {
            Ok((StatusCode::CONFLICT, [(header::CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response())
        }
        Err(forked @ Refusal::Forked(size)) => {
            tracing::error!(log = log.origin(), refusal = %forked, "witness.refused");
            Ok((StatusCode::CONFLICT, [(header::CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response())
        }
        Err(rewritten @ Refusal::Rewritten(..)) => {
            tracing::error!(log = log.origin(), refusal = %rewritten, "witness.refused");
            refused(StatusCode::UNPROCESSABLE_ENTITY, &rewritten)
        }
    }
}

/// Seconds since 1970, asked at the edge of the program.
pub fn seconds() -> u64 {
    web::SystemClock.now().as_second().unsigned_abs()
}

#[cfg(test)]
mod tests {
    use ::evidence::{Checkpoint, KeyKind, SigningKey, Tiles, leaf_hash};

    use super::*;

    #[test]
    fn each_answer_of_the_protocol_is_given() {
        let temp = tempfile::tempdir().unwrap();
        let log = SigningKey::from_seed("daicho.x/casework", KeyKind::Log, &[1; 32]).unwrap();
        let forger = SigningKey::from_seed("daicho.x/casework", KeyKind::Log, &[2; 32]).unwrap();
        let other = SigningKey::from_seed("daicho.y/casework", KeyKind::Log, &[1; 32]).unwrap();
        Memory::create(&temp.path().join("w"), "kansa.example/daicho", &[log.verifier().clone()]).unwrap();
        let memory = Memory::open(&temp.path().join("w")).unwrap();
        let leaves: Vec<_> = (0..9u8).map(|n| leaf_hash(&[n])).collect();
        let tiles = Tiles::over(&leaves);
        let ask = |key: &SigningKey, old, size, root: Option<[u8; 32]>| {
            let root = root.or(tiles.root(size)).unwrap_or_default();
            let checkpoint = Checkpoint { origin: key.verifier().name().into(), size, root }.sign(key).to_string();
            let body = ConsistencyProof { old, hashes: tiles.consistency(old, size).unwrap(), checkpoint }.to_string();
            answer(&memory, &body, 1_770_000_000).unwrap().status().as_u16()
        };
        assert_eq!(answer(&memory, "old", 0).unwrap().status(), 400);
        assert_eq!(ask(&other, 0, 4, None), 404);
        assert_eq!(ask(&forger, 0, 4, None), 403);
        assert_eq!(ask(&log, 0, 4, None), 200);
        assert_eq!(ask(&log, 0, 9, None), 409, "the proof must begin at what was signed");
        assert_eq!(ask(&log, 9, 4, None), 400);
        assert_eq!(ask(&log, 4, 9, Some([7; 32])), 422);
        assert_eq!(ask(&log, 4, 4, Some([7; 32])), 409);
        assert_eq!(ask(&log, 4, 9, None), 200);
        assert_eq!(ask(&log, 9, 9, None), 200);
    }
}
