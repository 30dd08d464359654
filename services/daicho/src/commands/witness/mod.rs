//! `daicho witness`: on the auditor's machine. It has a key of its own, remembers what it signed, and signs only what follows on that.

mod check;
mod memory;
mod serve;

use std::path::PathBuf;

use ::evidence::VerifierKey;

use self::memory::Memory;
use super::evidence::vkey;
use crate::exit::Exit;

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
            eprintln!("この行を、記録の側の checkpoint-places に「witness http://この機械:8472 上の行」の形で書いてもらいます。");
            Ok(Exit::Good)
        }
        Command::Check(arguments) => check::run(arguments),
        Command::Serve(arguments) => serve::run(arguments).await,
    }
}
