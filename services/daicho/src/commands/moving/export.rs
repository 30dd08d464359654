//! `daicho export`: everything of one moment, in formats that anybody can read, with the keys sealed under a transfer key that goes another
//! way. Who takes it out, and why, stands in the access log before the first file is written.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use events::Log;
use events::vocabulary::{ChangeNumber, FreeText};
use serde_json::json;
use sqlx::PgConnection;
use store::transfer::{Followed, Part, TransferError, TransferKey, of_one_moment, read_out};
use store::{KeyFiles, SystemEntropy};
use web::Clock as _;
use zeroize::Zeroizing;

use super::manifest::{FORMAT, FileLine, LogEnd, Manifest};
use super::readable;
use crate::commands::sign_in::{request, sign_in};
use crate::commands::visit::{unreadable, visit};
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls, database};
use crate::parts::{Parts, keys_of};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "OUT", help = "書き出す先(新しい場所)")]
    out: PathBuf,
    #[arg(long, value_name = "FILE", help = "引渡し鍵を作るファイル(OUT の外。書き出したものとは別に渡す)")]
    transfer_key: PathBuf,
    #[arg(long, value_name = "NAME", help = "書き出す人のサインイン名。パスワードは標準入力の 1 行目から読む")]
    login: String,
    #[arg(long, value_name = "TEXT", value_parser = text, help = "書き出す理由(閲覧の記録に残る)")]
    why: FreeText,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

fn text(text: &str) -> Result<FreeText, String> {
    FreeText::parse(text).map_err(|error| error.to_string())
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    if std::fs::read_dir(&arguments.out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(stop(Exit::Usage, format!("{} は空ではありません。新しい場所を指定してください。", arguments.out.display())));
    }
    if arguments.transfer_key.starts_with(&arguments.out) {
        return Err(stop(Exit::Usage, "引渡し鍵は、書き出す先の外に作ってください(別に渡します)。"));
    }
    visit(data, async |source, urls| {
        let manifest = Box::pin(write(arguments, source, urls, change.clone())).await?;
        if arguments.json {
            println!("{}", serde_json::to_string(&manifest)?);
        } else {
            for log in &manifest.logs {
                println!("{}: {} 番まで、根 {}", log.log, log.position, log.root);
            }
        }
        eprintln!(
            "{} に {} 個のファイルを書き出しました。引渡し鍵 {} は、これとは別に渡してください。",
            arguments.out.display(),
            manifest.files.len() + 1,
            arguments.transfer_key.display()
        );
        Ok(Exit::Good)
    })
    .await
}

async fn write(arguments: &Arguments, source: &Source, urls: &Urls, change: Option<ChangeNumber>) -> anyhow::Result<Manifest> {
    let keys = keys_of(source)?;
    let parts = Parts::assemble(urls, &keys).await?;
    let acts = parts.acts.under(change);
    let who = sign_in(urls, &acts, &arguments.login).await?;
    if !identity::allows(who.role, identity::Permission::ExportEverything) {
        return Err(stop(Exit::InputRefused, "全データを書き出せるのは管理の担当者です。何も書き出していません。"));
    }
    let out = &arguments.out;
    std::fs::create_dir_all(out.join("log"))?;
    std::fs::create_dir_all(out.join("kept"))?;
    let transfer = TransferKey::create(&arguments.transfer_key, &SystemEntropy)
        .map_err(|error| stop(Exit::Usage, format!("引渡し鍵を作れません({error})。")))?;
    acts.table_exported(&request(who), "whole_export", 0, Vec::new(), arguments.why.clone()).await.map_err(unreadable)?;
    let made_at = web::SystemClock.now();
    let mut connection = database::connect(&urls.owner).await?;
    let (mut files, logs, credentials) = whole(&mut connection, out).await?;
    connection_closed(connection).await;
    let bundle = json!({ "keys": *KeyFiles::in_one(&keys)?, "credentials": credentials });
    let bundle = Zeroizing::new(bundle.to_string());
    std::fs::write(out.join("keys.sealed"), transfer.seal(&SystemEntropy, bundle.as_bytes())?)?;
    files.push(FileLine::of(out, "keys.sealed", None)?);
    let known = logs.iter().find(|log| log.log == "casework").map_or(0, |log| log.position);
    let fonts = documents::Fonts::shared().map_err(|error| stop(Exit::ServiceMissing, format!("字体がありません({error})。")))?;
    let printer = documents::Printer::new(fonts);
    files.extend(readable::ledger(&parts.writer, &parts.ring, &printer, out, (known, made_at)).await?);
    std::fs::write(out.join("schema.json"), serde_json::to_string_pretty(&readable::schema())?)?;
    files.push(FileLine::of(out, "schema.json", None)?);
    let program_version = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { format: FORMAT.to_owned(), program_version, made_at, logs, files };
    manifest.write(out)?;
    Ok(manifest)
}

async fn connection_closed(connection: PgConnection) {
    if let Err(error) = sqlx::Connection::close(connection).await {
        tracing::warn!(%error, "the owner's connection was not closed");
    }
}

/// Every part of one moment: the files, where the logs end, and what is only written sealed.
async fn whole(connection: &mut PgConnection, out: &Path) -> anyhow::Result<(Vec<FileLine>, Vec<LogEnd>, Vec<String>)> {
    let (mut files, mut logs, mut credentials) = (Vec::new(), Vec::new(), Vec::new());
    let mut transaction = of_one_moment(connection).await?;
    for part in Part::ALL {
        if part == Part::Credentials {
            read_out(&mut transaction, part, |line| {
                credentials.push(line.to_owned());
                Ok(())
            })
            .await?;
            continue;
        }
        let path = path_of(part);
        let mut file = BufWriter::new(File::create(out.join(&path))?);
        let mut follow = of_log(part).map(Followed::begin);
        let rows = read_out(&mut transaction, part, |line| {
            if let Some(follow) = &mut follow {
                follow.take(line)?;
            }
            writeln!(file, "{line}").map_err(TransferError::from)
        })
        .await?;
        file.flush()?;
        file.get_ref().sync_all()?;
        if let Some(follow) = follow {
            logs.push(LogEnd::of(part.file(), follow.end()));
        }
        files.push(FileLine::of(out, &path, Some(rows))?);
        eprintln!("{path}: {rows} 行");
    }
    transaction.rollback().await?;
    Ok((files, logs, credentials))
}

/// Where a part lies in an export.
pub(super) fn path_of(part: Part) -> String {
    let folder = if of_log(part).is_some() { "log" } else { "kept" };
    format!("{folder}/{}.jsonl", part.file())
}

/// The log of which a part is.
pub(super) const fn of_log(part: Part) -> Option<Log> {
    match part {
        Part::Events(log) => Some(log),
        _ => None,
    }
}
