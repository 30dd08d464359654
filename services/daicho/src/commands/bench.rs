//! `daicho bench append|bulk|replay|verify|growth|rebuild|load|impact|print|search|as-of|nightly|http`: figures with their reference, measured in the same run.

use std::io::Write as _;
use std::path::PathBuf;

use store::Role;

use super::rules::shipped;
use super::signals::stopping;
use super::visit::{pool, visit};
use crate::bench::{
    append, as_of, bare_page, bulk, growth, history, impact, load, loading, nightly, pages, print, rebuild, search, whole,
};
use crate::exit::Exit;
use crate::output::{Output, reader_may_leave};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    #[command(about = "出来事の追記の速さを、素の INSERT と比べる")]
    Append(Measuring),
    #[command(about = "表の作り直しと追随の速さを、1 件ずつの UPSERT や読むだけの場合と比べる")]
    Rebuild {
        #[arg(long, value_name = "N", default_value_t = 1_000_000, help = "出来事の件数(はじめは 1000000)", value_parser = clap::value_parser!(u32).range(1_000..=100_000_000))]
        events: u32,
        #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "1,000 件をまとめて行う追記の速さを、COPY と比べる")]
    Bulk(Measuring),
    #[command(about = "記録の読み直しと全件検証の速さを、読むだけの COPY と比べる")]
    Replay {
        #[arg(long, value_name = "N", default_value_t = 1_000_000, help = "出来事の件数(はじめは 1000000)", value_parser = clap::value_parser!(u32).range(1_000..=100_000_000))]
        events: u32,
        #[command(flatten)]
        measuring: Measuring,
    },
    #[command(about = "daicho verify 全体の速さとメモリを、記録を読み直すだけの場合と比べる")]
    Verify {
        #[arg(long, value_name = "N", default_value_t = 1_000_000, help = "出来事のおよその件数(はじめは 1000000)", value_parser = clap::value_parser!(u32).range(1_000..=15_000_000))]
        events: u32,
        #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "記録が長くなると 1 件あたりの手間がどう変わるかを測る")]
    Growth {
        #[arg(
            long,
            value_name = "N,N,…",
            value_delimiter = ',',
            default_values_t = [1_000_000, 5_000_000, 20_000_000],
            help = "記録の長さ(短いものから)",
            value_parser = clap::value_parser!(u32).range(1_000..=100_000_000)
        )]
        events: Vec<u32>,
        #[command(flatten)]
        measuring: Measuring,
    },
    #[command(about = "案件を出来事から組み立てる速さを、途中の姿を取っておく場合と比べる")]
    Load(Measuring),
    #[command(about = "過去の時点の全県の答えと各画面の速さを、記録を初めから畳む場合と比べる")]
    AsOf {
        #[arg(long, value_name = "N", default_value_t = 1_500_000, help = "出来事のおよその件数(はじめは 1500000、受給者 100,000 人)", value_parser = clap::value_parser!(u32).range(1_000..=15_000_000))]
        events: u32,
        #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "影響調査の速さを、同じ判定を 1 本で行う場合と比べる")]
    Impact {
        #[arg(long, value_name = "N", default_value_t = 100_000, help = "支給認定の件数(はじめは 100000)", value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
        awards: u32,
        #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "受給者証と管理票をまとめて作る速さを、1 本で 1 件ずつ作る場合と比べる")]
    Print {
        #[arg(long, value_name = "N", default_value_t = 1_000, help = "受給者証の件数(はじめは 1000)", value_parser = clap::value_parser!(u16).range(1..=10_000))]
        certificates: u16,
        #[arg(long, value_name = "N", default_value_t = 3, help = "繰り返す回数(はじめは 3)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "夜間処理の速さを、支給認定を数えるだけの SQL と比べる")]
    Nightly {
        #[arg(long, value_name = "N", default_value_t = 100_000, help = "見本の受給者の人数(はじめは 100000)", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        people: u32,
        #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "氏名、番号、生年月日、疾病などでさがす速さを、一人ずつ見比べる場合と比べる")]
    Search {
        #[arg(long, value_name = "N", default_value_t = 100_000, help = "人数(はじめは 100000)", value_parser = clap::value_parser!(u32).range(1_000..=1_000_000))]
        people: u32,
        #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
        json: bool,
    },
    #[command(about = "受付一覧と受給者台帳の速さを、素のページと比べる")]
    Http {
        #[arg(
            long,
            value_name = "N",
            default_value_t = 100_000,
            help = "見本の受給者の人数(はじめは 100000)",
            value_parser = clap::value_parser!(u32).range(1..=1_000_000)
        )]
        people: u32,
        #[command(flatten)]
        measuring: Measuring,
    },
    /// The reference of `http`, in a process of its own.
    #[command(hide = true)]
    BarePage,
}

#[derive(clap::Args)]
struct Measuring {
    #[arg(long, value_name = "N", default_value_t = 5, help = "繰り返す回数(はじめは 5)", value_parser = clap::value_parser!(u16).range(1..=1000))]
    rounds: u16,
    #[arg(long, value_name = "S", default_value_t = 3, help = "1 回の測定の秒数(はじめは 3)", value_parser = clap::value_parser!(u16).range(1..=3600))]
    seconds: u16,
    #[arg(long, help = "結果を JSON で出力する(指定しなくても JSON)")]
    json: bool,
}

/// Runs the subcommand. `--data` names where the scratch installation is made.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let stop = stopping()?;
    let mut output = Output::standard();
    let written = match &arguments.what {
        What::Append(Measuring { rounds, seconds, json: _ }) => {
            let report = append::run(usize::from(*rounds), f64::from(*seconds), data, &stop).await?;
            output.json(&report)
        }
        What::Rebuild { events, rounds, json: _ } => {
            let report = rebuild::run(usize::from(*rounds), *events, data, &stop).await?;
            output.json(&report)
        }
        What::Load(Measuring { rounds, seconds, json: _ }) => {
            let report = loading::run(usize::from(*rounds), f64::from(*seconds), data, &stop).await?;
            output.json(&report)
        }
        What::AsOf { events, rounds, json: _ } => {
            let report = as_of::run(usize::from(*rounds), *events, data, &stop).await?;
            output.json(&report)
        }
        What::Bulk(Measuring { rounds, seconds, json: _ }) => {
            let report = bulk::run(usize::from(*rounds), f64::from(*seconds), data, &stop).await?;
            output.json(&report)
        }
        What::Replay { events, measuring: Measuring { rounds, .. } } => {
            let report = history::run(usize::from(*rounds), *events, data, &stop).await?;
            output.json(&report)
        }
        What::Verify { events, rounds, json: _ } => {
            let report = whole::run(usize::from(*rounds), *events, data, &stop).await?;
            output.json(&report)
        }
        What::Growth { events, measuring: Measuring { rounds, seconds, json: _ } } => {
            let report = growth::run(usize::from(*rounds), f64::from(*seconds), events, data, &stop).await?;
            output.json(&report)
        }
        What::Impact { awards, rounds, json: _ } => {
            let report = impact::run(usize::from(*rounds), *awards, shipped()?, &stop).await?;
            output.json(&report)
        }
        What::Print { certificates, rounds, json: _ } => {
            let report = print::run(usize::from(*rounds), usize::from(*certificates), &stop).await?;
            output.json(&report)
        }
        What::Nightly { people, rounds, json: _ } => {
            let report = nightly::run(usize::from(*rounds), *people, data, &stop).await?;
            output.json(&report)
        }
        What::Search { people, rounds, json: _ } => {
            let report = search::run(usize::from(*rounds), *people, &stop).await?;
            output.json(&report)
        }
        What::Http { people, measuring: Measuring { rounds, seconds, json: _ } } => {
            let report = pages::run(*people, usize::from(*rounds), f64::from(*seconds), data, &stop).await?;
            output.json(&report)
        }
        What::BarePage => return serve_bare_page(data).await,
    };
    reader_may_leave(written.and_then(|()| output.flush()).map(|()| Exit::Good))
}

async fn serve_bare_page(data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let stop = stopping()?;
    visit(data, async |_, urls| {
        let pool = pool(urls, Role::Auditor, u32::try_from(load::CONNECTIONS)?).await?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "ready http://{}", listener.local_addr()?)?;
        out.flush()?;
        drop(out);
        axum::serve(listener, bare_page::router(pool)).with_graceful_shutdown(stop.cancelled_owned()).await?;
        Ok(Exit::Good)
    })
    .await
}
