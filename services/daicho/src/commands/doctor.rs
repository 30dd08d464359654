//! `daicho doctor`: what is wrong with an installation, finding by finding, with what to do about it.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::exit::Exit;
use crate::installation::Source;
use crate::installation::checkup::{self, Finding, Verdict};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let source = Source::resolve(data)?;
    let findings = checkup::examine(&source).await;
    let sound = findings.iter().all(|finding| finding.verdict != Verdict::Bad);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&serde_json::json!({ "sound": sound, "findings": findings }))?);
    } else {
        print!("{}", in_words(&findings));
        println!("{}", if sound { "問題は見つかりませんでした。" } else { "問題が見つかりました。" });
    }
    Ok(if sound { Exit::Good } else { Exit::ServiceMissing })
}

fn in_words(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let _ = writeln!(text, "{}  {}: {}", finding.verdict.word(), finding.title, finding.detail);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finding_is_one_line() {
        let findings = [
            Finding::good("postgresql", "PostgreSQL", "15"),
            Finding::bad("keys", "鍵", "権限が 0644 です"),
            Finding::warning("disk", "空き容量", "4 GB"),
        ];
        assert_eq!(in_words(&findings), "良好  PostgreSQL: 15\n不良  鍵: 権限が 0644 です\n注意  空き容量: 4 GB\n");
    }
}
