//! `daicho serve`: only the screens. The worker runs elsewhere (`daicho work`); without one, screens show what was last known.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use events::vocabulary::ChangeNumber;

use super::signals::stopping;
use super::visit::visit;
use crate::exit::{Exit, stop};
use crate::noting;
use crate::parts::{Parts, keys_of};
use crate::telemetry::watch_projections;

/// After a signal, requests in flight get this long.
const GRACE: Duration = Duration::from_secs(10);

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8471",
        help = "画面を公開する場所(はじめは 127.0.0.1:8471、PORT が 0 なら空いている番号)"
    )]
    listen: SocketAddr,
}

/// Runs the subcommand until it is stopped.
pub async fn run(
    arguments: &Arguments,
    data: Option<PathBuf>,
    change: Option<ChangeNumber>,
    registry: prometheus::Registry,
) -> anyhow::Result<Exit> {
    let stopping = stopping()?;
    let listener = tokio::net::TcpListener::bind(arguments.listen).await.map_err(|error| {
        stop(Exit::TryLater, format!("{} を使えません({error})。別の番号を --listen で指定してください。", arguments.listen))
    })?;
    visit(data, async |source, urls| {
        crate::erased::refuse_the_undone(urls, source).await?;
        let parts = Parts::assemble(urls, &keys_of(source)?).await?;
        let config = web::Config {
            // Beyond this machine the cookie is Secure, and so needs a TLS front.
            plain_http: arguments.listen.ip().is_loopback(),
            simulated: parts.acts.simulated().await?.unwrap_or(false),
            erased: crate::erased::list_of(source),
            ..web::Config::default()
        };
        let settings = noting::of_process([("listen", arguments.listen.to_string())]);
        noting::at_start(&parts.acts, &parts.writer, "serve", settings, change.clone()).await?;
        let screens = parts.screens(config, registry, &stopping)?;
        tokio::spawn(watch_projections(parts.writer.clone(), stopping.clone()));
        let mut out = std::io::stdout().lock();
        writeln!(out, "ready http://{}", listener.local_addr()?)?;
        out.flush()?;
        drop(out);
        let served = axum::serve(listener, screens.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(stopping.clone().cancelled_owned());
        tokio::select! {
            served = async { served.await } => served?,
            () = async { stopping.cancelled().await; tokio::time::sleep(GRACE).await } => {}
        }
        Ok(Exit::Good)
    })
    .await
}
