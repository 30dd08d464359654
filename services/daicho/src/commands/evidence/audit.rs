//! `daicho evidence verify`: the offline verifier. It reads files, and nothing else.

use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use ::evidence::{Audit, AuditReport, Checkpoint, FaultKind, SignedCheckpoint, VerifierKey, audit_proofs};

use super::{exit_of, read, vkey};
use crate::exit::{Exit, stop};
use crate::output::{Output, reader_may_leave};

/// What the command line says.
#[derive(clap::Args)]
pub struct Verifying {
    #[arg(value_name = "PATH", help = "書き出した場所")]
    path: PathBuf,
    #[arg(long, value_name = "FILE", help = "記録の鍵(vkey)。手元に保管しているもの")]
    key: PathBuf,
    #[arg(long, value_name = "FILE", help = "前回の監査で受け取った検証点")]
    since: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "連署しているはずの立会いの鍵(vkey)。何度でも指定できる")]
    witness: Vec<PathBuf>,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// Runs the subcommand.
pub fn run(arguments: &Verifying) -> anyhow::Result<Exit> {
    let key = vkey(&arguments.key)?;
    let since = arguments.since.as_deref().map(|file| earlier(file, &key)).transpose()?;
    let witnesses: Vec<VerifierKey> = arguments.witness.iter().map(|file| vkey(file)).collect::<Result<_, _>>()?;
    let watched = std::io::stderr().is_terminal() && !arguments.json;
    let report = examine(&arguments.path, &key, since.as_ref(), &witnesses, |done, all| {
        if watched {
            eprint!("\r{done} / {all}");
        }
    });
    if watched {
        eprintln!();
    }
    let mut output = Output::standard();
    let written =
        if arguments.json { output.json(&report) } else { in_words(&report).iter().try_for_each(|line| output.line(line)) };
    reader_may_leave(written.and_then(|()| output.flush()).map(|()| exit_of(report.exit)))
}

/// An export, or a directory of proofs.
fn examine(
    path: &Path,
    key: &VerifierKey,
    since: Option<&Checkpoint>,
    witnesses: &[VerifierKey],
    progress: impl FnMut(u64, u64),
) -> AuditReport {
    let holds_proofs = fs::read_dir(path).is_ok_and(|files| {
        files.flatten().any(|file| file.path().extension().is_some_and(|kind| kind == "tlog-proof" || kind == "tlog-consistency"))
    });
    if holds_proofs {
        audit_proofs(path, key, since, witnesses)
    } else {
        Audit { directory: path, key, since, witnesses, threads: None }.run(progress)
    }
}

/// What the auditor saw last time; it must be signed too, or it proves nothing.
fn earlier(file: &Path, key: &VerifierKey) -> anyhow::Result<Checkpoint> {
    let opened = SignedCheckpoint::open(&read(file)?, key);
    Ok(opened
        .map_err(|error| stop(Exit::Signature, format!("{} は、この記録の検証点ではありません({error})。", file.display())))?
        .checkpoint)
}

/// For reading.
pub fn in_words(report: &AuditReport) -> Vec<String> {
    let mut lines = vec![format!("記録: {}", report.log)];
    if let (Some(size), Some(root)) = (report.size, &report.root) {
        lines.push(format!("検証点: {size} 件、根 {root}"));
    }
    lines.extend(report.faults.iter().take(20).map(|fault| {
        let place = fault.position.map_or_else(String::new, |position| format!("{position} 番: "));
        format!("不良  {place}{}({})", wrong(fault.kind), fault.place)
    }));
    if report.faults.len() > 20 {
        lines.push(format!("不良  ほかに {} 件", report.faults.len() - 20));
    }
    lines.push(if report.whole {
        format!("良好  {} 件をすべて計算し直しました。問題は見つかりませんでした。", report.checked)
    } else {
        "問題が見つかりました。ファイルに手を触れず、写しを取って記録の管理者と監査責任者に知らせてください。".to_owned()
    });
    lines
}

fn wrong(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Content => "内容が、記録したときのものと違います",
        FaultKind::Chain => "前の出来事につながりません",
        FaultKind::Gap => "出来事が抜けています",
        FaultKind::Tile => "木の節が、出来事から計算したものと違います",
        FaultKind::Root => "出来事から計算した根が、署名された検証点と違います",
        FaultKind::Forked => "前に見た記録で始まっていません",
        FaultKind::Signature => "署名が合いません",
        FaultKind::Shorter => "記録が、知られている検証点より短くなっています",
        FaultKind::Missing => "検証点がありません",
    }
}
