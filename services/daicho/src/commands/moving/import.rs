//! `daicho import`: an export into an empty installation, which then holds the same history under the same roots. Everything is looked at
//! before anything is written, and all of it is written in one transaction.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};
use store::transfer::{End, Followed, Part, TransferError, TransferKey, close, is_empty, take_in};
use store::{KeyFiles, Role};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::export::{of_log, path_of};
use super::manifest::{LogEnd, Manifest};
use crate::commands::visit::{pool, unreadable};
use crate::exit::{Exit, stop};
use crate::installation::{DataDir, Presence, Source, Urls, cluster::Cluster, database, debian};

/// Longest that read models may take to follow.
const FOLLOWING: Duration = Duration::from_hours(1);

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "DIR", help = "daicho export が書き出した場所")]
    from: PathBuf,
    #[arg(long, value_name = "FILE", help = "引渡し鍵のファイル")]
    transfer_key: PathBuf,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// An export that was looked at.
struct Looked {
    manifest: Manifest,
    ends: Vec<(events::Log, End)>,
    keys: Zeroizing<String>,
    credentials: Vec<String>,
}

fn refused(why: impl std::fmt::Display) -> anyhow::Error {
    stop(Exit::InputRefused, format!("{why}何も取り込んでいません。"))
}

fn untaken(error: &TransferError) -> anyhow::Error {
    match error {
        TransferError::NotEmpty => refused("取り込む先は空ではありません。新しい場所か、新しいデータベースを指定してください。"),
        TransferError::Altered { log, position } => refused(format!("{log} の {position} 番が、記録したときのものと違います。")),
        TransferError::Line { part, line } => refused(format!("{part} の {line} 行目あたりを読めません。")),
        TransferError::File(error) => refused(format!("ファイルを読めません({error})。")),
        TransferError::Database(error) => {
            stop(Exit::ServiceMissing, format!("データベースに書けません({error})。何も取り込んでいません。"))
        }
    }
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let looked = look(arguments)?;
    if data.is_none()
        && let Ok(source @ Source::Database { .. }) = Source::resolve(None)
        && let Source::Database { urls, keys, .. } = &source
    {
        let keys = keys.clone().ok_or_else(|| stop(Exit::Usage, "鍵を置く場所を DAICHO_KEYS で指定してください。"))?;
        database::migrate(&urls.owner).await?;
        return into(arguments, looked, urls, &keys).await;
    }
    let dir = DataDir::choose(data)?;
    debian::prepare().await?;
    dir.create()?;
    let _presence = Presence::join(&dir)?;
    let cluster = Cluster::locate(&dir)?;
    if !cluster.exists() {
        cluster.create().await?;
    }
    let port = cluster.ensure_running().await?;
    let urls = Urls::of_directory(&dir, port)?;
    let taken = async {
        database::create(&urls).await?;
        database::migrate(&urls.owner).await?;
        database::set_application_password(&dir, &urls).await?;
        into(arguments, looked, &urls, &dir.keys()).await
    }
    .await;
    cluster.stop().await?;
    taken
}

/// Every file, every event and the keys, before anything is touched.
fn look(arguments: &Arguments) -> anyhow::Result<Looked> {
    let from = &arguments.from;
    let manifest = Manifest::checked(from)?;
    let named = |path: &str| manifest.files.iter().any(|line| line.path == path);
    let mut ends = Vec::new();
    for part in Part::ALL.into_iter().filter(|part| *part != Part::Credentials) {
        let path = path_of(part);
        if !named(&path) {
            return Err(refused(format!("{path} が目録にありません。")));
        }
        let Some(log) = of_log(part) else { continue };
        let mut follow = Followed::begin(log);
        for line in lines(from, &path).map_err(|error| refused(format!("{path} を読めません({error})。")))? {
            let line = line.map_err(|error| refused(format!("{path} を読めません({error})。")))?;
            follow.take(&line).map_err(|error| untaken(&error))?;
        }
        let end = follow.end();
        if !manifest.logs.contains(&LogEnd::of(part.file(), end)) {
            return Err(refused(format!("{path} の根が目録のものと違います。")));
        }
        ends.push((log, end));
    }
    let key = TransferKey::open(&arguments.transfer_key).map_err(|error| refused(format!("引渡し鍵を読めません({error})。")))?;
    let sealed =
        std::fs::read(from.join("keys.sealed")).map_err(|error| refused(format!("keys.sealed を読めません({error})。")))?;
    let opened = key.unseal(&sealed).ok_or_else(|| refused("引渡し鍵が、この書き出しのものではありません。"))?;
    let bundle: serde_json::Value = serde_json::from_slice(&opened).map_err(|_| refused("keys.sealed の中身を読めません。"))?;
    let keys = bundle["keys"].as_str().ok_or_else(|| refused("keys.sealed に鍵がありません。"))?;
    let credentials =
        bundle["credentials"].as_array().map(|all| all.iter().filter_map(|one| one.as_str().map(ToOwned::to_owned)).collect());
    Ok(Looked { keys: Zeroizing::new(keys.to_owned()), credentials: credentials.unwrap_or_default(), ends, manifest })
}

fn lines(from: &Path, path: &str) -> std::io::Result<std::io::Lines<BufReader<File>>> {
    Ok(BufReader::new(File::open(from.join(path))?).lines())
}

async fn into(arguments: &Arguments, looked: Looked, urls: &Urls, keys: &Path) -> anyhow::Result<Exit> {
    let mut connection = database::connect(&urls.owner).await?;
    let taken = take(arguments, &looked, &mut connection, keys).await;
    connection.close().await?;
    taken?;
    Box::pin(follow(urls)).await?;
    if arguments.json {
        println!("{}", serde_json::to_string(&looked.manifest.logs)?);
    } else {
        for log in &looked.manifest.logs {
            println!("{}: {} 番まで、根 {}", log.log, log.position, log.root);
        }
    }
    eprintln!("取り込みました。記録の根は書き出したときと同じです。daicho verify で確かめられます。");
    Ok(Exit::Good)
}

async fn take(arguments: &Arguments, looked: &Looked, connection: &mut PgConnection, keys: &Path) -> anyhow::Result<()> {
    let database = |error: sqlx::Error| untaken(&error.into());
    let mut transaction = connection.begin().await.map_err(database)?;
    sqlx::raw_sql("SET LOCAL TimeZone = 'UTC'; SET LOCAL statement_timeout = 0; LOCK TABLE es.head IN EXCLUSIVE MODE")
        .execute(&mut *transaction)
        .await
        .map_err(database)?;
    is_empty(&mut transaction).await.map_err(|error| untaken(&error))?;
    let last = looked.ends.iter().map(|(_, end)| end.position).max().unwrap_or(0);
    sqlx::query("SELECT es.ensure_partitions(), (SELECT count(es.add_events_partition(n)) FROM generate_series(0, $1::bigint / 10000000 + 1) AS n)")
        .bind(last)
        .execute(&mut *transaction)
        .await
        .map_err(database)?;
    for part in Part::ALL {
        let rows = if part == Part::Credentials {
            take_in(&mut transaction, part, looked.credentials.iter().cloned().map(Ok)).await
        } else {
            let lines = lines(&arguments.from, &path_of(part)).map_err(|error| untaken(&error.into()))?;
            take_in(&mut transaction, part, lines).await
        };
        eprintln!("{}: {} 行", part.file(), rows.map_err(|error| untaken(&error))?);
    }
    for (log, end) in &looked.ends {
        close(&mut transaction, *log, *end).await.map_err(|error| untaken(&error))?;
    }
    KeyFiles::put(keys, &looked.keys).map_err(|error| refused(format!("鍵を {} に置けません({error})。", keys.display())))?;
    transaction.commit().await.map_err(database)
}

/// Lets the read models follow the log.
async fn follow(urls: &Urls) -> anyhow::Result<()> {
    let projector = pool(urls, Role::Projector, u32::try_from(projections::all().len())?.saturating_add(4)).await?;
    let stop_following = CancellationToken::new();
    let running =
        tokio::spawn(store::run_projections(projector.clone(), projections::all(), crate::ids::new_id(), stop_following.clone()));
    let mut outcome = Ok(());
    for read_model in projections::all() {
        let head = store::head(&projector, read_model.log()).await.map_err(unreadable)?.position;
        if !store::wait_for(&projector, read_model.name(), head, FOLLOWING).await.map_err(unreadable)? {
            outcome =
                Err(stop(Exit::TryLater, "記録は取り込みましたが、表がまだ追いついていません。daicho work を動かすと続きます。"));
        }
    }
    stop_following.cancel();
    running.await?;
    projector.close().await;
    outcome
}
