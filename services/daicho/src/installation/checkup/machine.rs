//! Examinations of the machine: programs, fonts, room on the disk.

use std::path::Path;

use tokio::process::Command;

use super::Finding;
use crate::installation::binaries::{self, OLDEST};
use crate::installation::debian::{FONTS, has_font};

/// Below this much free space the installation is in danger, in mebibytes.
const DANGER_MIB: u64 = 1024;
/// Below this much it is time to act, in mebibytes.
const SHORT_MIB: u64 = 5 * 1024;

/// PostgreSQL's programs are there and new enough.
pub fn postgresql() -> Finding {
    match binaries::choose(&binaries::all(), None) {
        Some(found) => Finding::good("postgresql", "PostgreSQL", format!("{} ({})", found.major, found.dir.display())),
        None => Finding::bad("postgresql", "PostgreSQL", format!("{OLDEST} 以上が見つかりません。apt-get install postgresql")),
    }
}

/// The fonts of the documents are there.
pub fn fonts() -> Finding {
    let missing: Vec<&str> = FONTS.iter().filter(|(_, file)| !has_font(file)).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Finding::good("fonts", "帳票のフォント", "BIZ UDゴシック、IPAmj明朝");
    }
    Finding::bad("fonts", "帳票のフォント", format!("足りません。apt-get install {}", missing.join(" ")))
}

/// There is room on the disk that holds `dir`.
pub async fn disk(dir: &Path) -> Finding {
    let output = Command::new("df").env("LC_ALL", "C").args(["-P", "-m"]).arg(dir).output().await;
    let free = output.ok().and_then(|output| parse_free(&String::from_utf8_lossy(&output.stdout)));
    judge(free)
}

fn judge(free_mib: Option<u64>) -> Finding {
    const NAME: &str = "disk";
    const TITLE: &str = "空き容量";
    let Some(free) = free_mib else {
        return Finding::warning(NAME, TITLE, "調べられません");
    };
    let detail = format!("{free} MiB");
    if free < DANGER_MIB {
        Finding::bad(NAME, TITLE, format!("{detail}。記録が止まるおそれがあります。すぐに空けてください"))
    } else if free < SHORT_MIB {
        Finding::warning(NAME, TITLE, format!("{detail}。空けてください"))
    } else {
        Finding::good(NAME, TITLE, detail)
    }
}

fn parse_free(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn free_space_is_read_and_judged() {
        let df = "Filesystem 1048576-blocks Used Available Capacity Mounted on\n/dev/vda 257000 17000 75000 19% /\n";
        assert_eq!(parse_free(df), Some(75_000));
        assert_eq!(judge(Some(75_000)).verdict, Verdict::Good);
        assert_eq!(judge(Some(3_000)).verdict, Verdict::Warning);
        assert_eq!(judge(Some(500)).verdict, Verdict::Bad);
        assert_eq!(judge(None).verdict, Verdict::Warning);
    }
}
