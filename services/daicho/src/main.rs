//! `daicho`: the only binary. This file reads the command line and turns the outcome into an exit code; each subcommand
//! is one file under [`commands`]. To add one: a file there with `Arguments` and `run`, one variant here, one match arm.

mod bench;
mod commands;
mod erased;
mod exit;
mod help;
mod ids;
mod installation;
mod noting;
mod output;
mod parts;
mod telemetry;
mod verifying;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use events::vocabulary::ChangeNumber;

use crate::exit::Exit;

/// Events are read by one thread and let go by another all the time, for which the system's allocator takes locks.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The command line.
#[derive(Parser)]
#[command(name = "daicho", about = "小児慢性特定疾病医療費助成の台帳", version)]
struct Cli {
    /// Where the installation lies.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help = "データの場所(なければ DATABASE_URL、それもなければ ~/.local/share/daicho)"
    )]
    data: Option<PathBuf>,
    /// The change request under which this is done.
    #[arg(
        long,
        global = true,
        value_name = "NUMBER",
        env = "DAICHO_CHANGE",
        help = "変更番号(例 C-2026-0001)。変更の記録に残る"
    )]
    change: Option<ChangeNumber>,
    #[command(subcommand)]
    command: Command,
}

/// The subcommands.
#[derive(Subcommand)]
enum Command {
    #[command(about = "ためしに動かす。PostgreSQL の用意から画面の公開までを一度に行う")]
    Demo(commands::demo::Arguments),
    #[command(about = "本番の台帳を開設し、最初の管理者を登録する(一度だけ。見本の台帳にはならない)")]
    Found(commands::found::Arguments),
    #[command(about = "データベースの定義を最新にする")]
    Migrate,
    #[command(about = "この場所の不具合を調べる")]
    Doctor(commands::doctor::Arguments),
    #[command(about = "出来事を順に見る。申請ごと、ストリームごと、またはすべて")]
    Replay(commands::replay::Arguments),
    #[command(about = "記録が欠けも変わりもしていないことを確かめる")]
    Verify(commands::verify::Arguments),
    #[command(about = "復元の後に、消去した人が読める状態に戻っていないかを調べ、もう一度消去する")]
    Erase(commands::erase::Arguments),
    #[command(about = "表示用の表を記録から作り直す。使いながらでよい")]
    Rebuild(commands::rebuild::Arguments),
    #[command(about = "表が読めなかった出来事を見る、試し直す、二人で決めて飛ばす")]
    Parked(commands::parked::Arguments),
    #[command(about = "画面だけを動かす")]
    Serve(commands::serve::Arguments),
    #[command(about = "裏方の処理だけを動かす(表の更新、証の作成、検証点の署名)")]
    Work(commands::work::Arguments),
    #[command(about = "改ざんがないことの証拠を書き出す、確かめる", subcommand)]
    Evidence(commands::evidence::Command),
    #[command(about = "記録の閉じた区間を圧縮して書庫に入れ、確かめる(続きから足せる)")]
    Archive(commands::archive::Arguments),
    #[command(about = "立会い: 監査する側の機械で検証点を確かめ、連署する", subcommand)]
    Witness(commands::witness::Command),
    #[command(about = "何を、だれが、何を根拠に変えたかを見る")]
    Changes(commands::changes::Arguments),
    #[command(about = "規則に問う、規則を見る")]
    Rules(commands::rules::Arguments),
    #[command(about = "例題を試す。家族の経過をデータベースなしで、実際と同じ判断で進める", subcommand)]
    Casework(commands::casework::Command),
    #[command(about = "夜間処理を行う、または行った結果を見る(裏方が毎晩一度、自分で行う)")]
    Nightly(commands::nightly::Arguments),
    #[command(about = "すべてのデータを汎用の形式(CSV、JSON Lines、PDF/A)で書き出す")]
    Export(commands::moving::export::Arguments),
    #[command(about = "書き出したデータを、空の場所に同じ記録として取り込む")]
    Import(commands::moving::import::Arguments),
    #[command(about = "旧台帳(エクセルなど)から決定済みの支給認定を引き継ぐ")]
    Takeover(commands::takeover::Arguments),
    #[command(about = "速さを測る。比べる相手も同時に測る")]
    Bench(commands::bench::Arguments),
}

fn main() -> ExitCode {
    let mut command = help::in_japanese(Cli::command());
    let parsed = command.try_get_matches_from_mut(std::env::args_os()).and_then(|m| Cli::from_arg_matches(&m));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return help::refuse(&error),
    };
    let telemetry = match telemetry::start(&telemetry::Settings::from_environment()) {
        Ok(telemetry) => telemetry,
        Err(error) => {
            eprintln!("daicho: {error:#}");
            return Exit::Usage.into();
        }
    };
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(run(cli, telemetry.registry())));
    telemetry.finish();
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("daicho: {error:#}");
            Exit::of(&error).into()
        }
    }
}

async fn run(cli: Cli, registry: prometheus::Registry) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Demo(arguments) => Box::pin(commands::demo::run(arguments, cli.data, cli.change, registry)).await,
        Command::Found(arguments) => commands::found::run(&arguments, cli.data, cli.change).await,
        Command::Migrate => commands::migrate::run(cli.data, cli.change).await,
        Command::Doctor(arguments) => commands::doctor::run(&arguments, cli.data).await,
        Command::Replay(arguments) => commands::replay::run(&arguments, cli.data).await,
        Command::Verify(arguments) => commands::verify::run(&arguments, cli.data).await,
        Command::Erase(arguments) => commands::erase::run(&arguments, cli.data).await,
        Command::Rebuild(arguments) => commands::rebuild::run(&arguments, cli.data, cli.change).await,
        Command::Parked(arguments) => commands::parked::run(&arguments, cli.data, cli.change).await,
        Command::Serve(arguments) => commands::serve::run(&arguments, cli.data, cli.change, registry).await,
        Command::Work(arguments) => Box::pin(commands::work::run(&arguments, cli.data, cli.change)).await,
        Command::Evidence(command) => commands::evidence::run(&command, cli.data, cli.change).await,
        Command::Archive(arguments) => commands::archive::run(&arguments, cli.data).await,
        Command::Witness(command) => commands::witness::run(&command).await,
        Command::Changes(arguments) => commands::changes::run(&arguments, cli.data).await,
        Command::Rules(arguments) => commands::rules::run(&arguments, cli.data, cli.change).await,
        Command::Nightly(arguments) => commands::nightly::run(&arguments, cli.data, cli.change).await,
        Command::Export(arguments) => commands::moving::export::run(&arguments, cli.data, cli.change).await,
        Command::Import(arguments) => Box::pin(commands::moving::import::run(&arguments, cli.data)).await,
        Command::Takeover(arguments) => commands::takeover::run(&arguments, cli.data, cli.change).await,
        Command::Casework(command) => commands::casework::run(&command, cli.data).await,
        Command::Bench(arguments) => commands::bench::run(&arguments, cli.data).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_cli() {
        help::in_japanese(Cli::command()).debug_assert();
    }

    #[test]
    fn every_help_text_is_japanese() {
        fn walk(command: &mut clap::Command) {
            let text = command.render_long_help().to_string();
            for english in ["Usage", "Options", "Commands", "Arguments", "Print ", "default:", "possible values"] {
                assert!(!text.contains(english), "{english} in:\n{text}");
            }
            for sub in command.get_subcommands_mut() {
                walk(sub);
            }
        }
        let mut command = help::in_japanese(Cli::command());
        command.build();
        walk(&mut command);
    }

    #[test]
    fn the_data_directory_may_stand_after_the_subcommand() {
        let cli = Cli::try_parse_from(["daicho", "migrate", "--data", "/x"]).unwrap();
        assert_eq!(cli.data, Some(PathBuf::from("/x")));
    }
}
