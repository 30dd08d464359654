//! `daicho demo`: from nothing to a running service in one command, on a cluster of its own.
//!
//! Order: take the address, the packages, the data directory and its lock, the cluster, the tables; then
//! [`super::serve_all`]. Whatever ends it, the cluster is stopped last.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use events::vocabulary::ChangeNumber;
use tokio_util::sync::CancellationToken;

use super::furnish;
use super::serve_all::{Surroundings, run_services};
use super::signals::stopping;
use crate::exit::{Exit, stop};
use crate::installation::{DataDir, OnlyOne, Presence, Source, Urls, cluster::Cluster, database, debian};

/// After a signal, requests in flight get this long before the process goes on without them.
const GRACE: Duration = Duration::from_secs(10);

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(
        long,
        value_name = "127.0.0.1:PORT",
        default_value = "127.0.0.1:8471",
        help = "画面を公開する場所(はじめは 127.0.0.1:8471、PORT が 0 なら空いている番号)"
    )]
    listen: SocketAddr,
    #[arg(long, help = "これまでの見本データを消し、初めからやり直す")]
    fresh: bool,
    #[arg(long, value_name = "N", help = "見本の人数")]
    people: Option<u32>,
    #[arg(long, help = "各状態の申請の代わりに、終わったばかりの年度の 1 年を入れる(--people は家族の数、はじめは 850)")]
    year: bool,
}

/// Runs the subcommand.
pub async fn run(
    arguments: Arguments,
    data: Option<PathBuf>,
    change: Option<ChangeNumber>,
    registry: prometheus::Registry,
) -> anyhow::Result<Exit> {
    let shutdown = stopping()?;
    let dir = DataDir::choose(data)?;
    let listener = listen(arguments.listen)?;
    let mut cluster = None;
    let outcome = tokio::select! {
        outcome = everything(&arguments, &dir, (listener, registry, change), &mut cluster, &shutdown) => outcome,
        () = overdue(&shutdown) => Err(stop(Exit::TryLater, "処理の途中で止めました。次の起動で続きから始まります。")),
    };
    if let Some(cluster) = cluster {
        eprintln!("PostgreSQL を止めています…");
        cluster.stop().await?;
    }
    outcome?;
    eprintln!("止めました。データは {} に残っています。", dir.path().display());
    Ok(Exit::Good)
}

/// Prepares and serves. `started` is filled as soon as there is a cluster that must be stopped at the end.
async fn everything(
    arguments: &Arguments,
    dir: &DataDir,
    (listener, registry, change): (TcpListener, prometheus::Registry, Option<ChangeNumber>),
    started: &mut Option<Cluster>,
    shutdown: &CancellationToken,
) -> anyhow::Result<()> {
    debian::prepare().await?;
    dir.create()?;
    let only = OnlyOne::take(dir)?;
    only.announce(listener.local_addr()?)?;
    if arguments.fresh {
        eprintln!("これまでのデータを消しています…");
        Cluster::remove(dir).await?;
        dir.clear()?;
    }
    let _presence = Presence::join(dir)?;
    let cluster = started.insert(Cluster::locate(dir)?);
    if !cluster.exists() {
        eprintln!("専用のデータベースを {} に作っています…", cluster.place().display());
        cluster.create().await?;
    }
    let port = cluster.ensure_running().await?;
    let urls = Urls::of_directory(dir, port)?;
    database::create(&urls).await?;
    database::migrate(&urls.owner).await?;
    database::set_application_password(dir, &urls).await?;
    if shutdown.is_cancelled() {
        return Ok(());
    }
    crate::erased::refuse_the_undone(&urls, &Source::Directory(dir.clone())).await?;
    let surroundings = Surroundings {
        urls,
        keys: dir.keys(),
        checkpoints: dir.checkpoints(),
        places: dir.checkpoint_places(),
        sample: furnish::Sample { people: arguments.people, year: arguments.year },
        listener,
        registry,
        change,
    };
    tokio::select! {
        served = run_services(surroundings, shutdown.clone()) => served,
        never = cluster.keep_running() => match never {},
    }
}

/// The demo's passwords are printed on the screen, so it answers this machine only.
fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(stop(
            Exit::Usage,
            format!("demo はこの機械の中だけで使います。{address} ではなく 127.0.0.1 を指定してください。"),
        ));
    }
    TcpListener::bind(address).map_err(|error| {
        let port = address.port();
        stop(
            Exit::TryLater,
            format!("{address} を使えません({error})。別の番号を --listen 127.0.0.1:番号 で指定してください(今の番号: {port})。"),
        )
    })
}

async fn overdue(shutdown: &CancellationToken) {
    shutdown.cancelled().await;
    tokio::time::sleep(GRACE).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_served() {
        let error = listen("0.0.0.0:0".parse().unwrap()).unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Usage);
    }

    #[test]
    fn a_taken_port_is_said_and_can_be_tried_later() {
        let first = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let error = listen(first.local_addr().unwrap()).unwrap_err();
        assert_eq!(Exit::of(&error), Exit::TryLater);
        assert!(error.to_string().contains("--listen"));
    }
}
