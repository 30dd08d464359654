//! `daicho witness`: on the auditor's machine. It has a key of its own, remembers what it signed, and signs only what follows on that.

mod check;
mod memory;
mod serve;
mod tls;

use std::path::PathBuf;

use ::evidence::{Handover, VerifierKey};

use self::memory::Memory;
use super::evidence::{read, vkey};
use crate::exit::{Exit, stop};

/// The subcommands.
#[derive(clap::Subcommand)]
pub enum Command {
    #[command(about = "立会いの鍵を作り、見張る記録の鍵を覚える")]
    Init {
        #[arg(value_name = "DIR", help = "立会いの場所(新しい場所。監査する側の機械に置く)")]
        directory: PathBuf,
        #[arg(long, value_name = "NAME", help = "立会いの名前(kansa.example/daicho など)")]
        name: String,
        #[arg(long, value_name = "FILE", required = true, help = "見張る記録の鍵(vkey)。何度でも指定できる")]
        log: Vec<PathBuf>,
    },
    #[command(about = "見張る記録の鍵が替わったことを、前の鍵の署名で確かめて覚える")]
    Follow {
        #[arg(value_name = "DIR", help = "立会いの場所")]
        directory: PathBuf,
        #[arg(value_name = "FILE", help = "鍵の引き継ぎ(検証点の置き場所の .handover)")]
        handover: PathBuf,
    },
    #[command(about = "書き出された記録をすべて確かめ、前に見たものの続きなら連署する")]
    Check(check::Arguments),
    #[command(about = "記録の側からの求めに応じて連署する(C2SP tlog-witness)")]
    Serve(serve::Arguments),
}

/// Runs the subcommand.
pub async fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Init { directory, name, log } => {
            let logs: Vec<VerifierKey> = log.iter().map(|file| vkey(file)).collect::<Result<_, _>>()?;
            let key = Memory::create(directory, name, &logs)?;
            println!("{key}");
            eprintln!(
                "この行を、記録の側の checkpoint-places に「witness https://この機械:8472 上の行」の形で書いてもらいます。"
            );
            Ok(Exit::Good)
        }
        Command::Follow { directory, handover } => {
            let read: Handover = read(handover)?
                .parse()
                .map_err(|error| stop(Exit::Usage, format!("{} は鍵の引き継ぎではありません({error})。", handover.display())))?;
            Memory::follow(directory, &read)?;
            eprintln!("新しい鍵を覚えました: {}", read.key);
            Ok(Exit::Good)
        }
        Command::Check(arguments) => check::run(arguments),
        Command::Serve(arguments) => serve::run(arguments).await,
    }
}
