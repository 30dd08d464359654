//! PostgreSQL's server programs: where they may lie, and which of several majors fits a cluster.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest major version that daicho runs on.
pub const OLDEST: u32 = 15;

/// One set of server programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// The directory that holds `postgres`, `initdb` and `pg_ctl`.
    pub dir: PathBuf,
    /// Major version.
    pub major: u32,
}

/// Every complete set of programs on this machine, any version, newest first.
pub fn all() -> Vec<Binaries> {
    let mut dirs = below("/usr/lib/postgresql", "", "bin");
    dirs.extend(below("/usr", "pgsql-", "bin"));
    dirs.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut found: Vec<Binaries> = Vec::new();
    for dir in dirs {
        let complete = ["postgres", "initdb", "pg_ctl"].iter().all(|program| dir.join(program).is_file());
        if complete && let Some(major) = major_of(&dir) {
            found.push(Binaries { dir, major });
        }
    }
    // Stable: of one major, the system's own place stands before PATH.
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    found
}

/// Which set to use: the cluster's own major if there is a cluster, else the newest that is new enough.
pub fn choose(found: &[Binaries], cluster_major: Option<u32>) -> Option<&Binaries> {
    match cluster_major {
        Some(major) => found.iter().find(|binaries| binaries.major == major),
        None => found.iter().find(|binaries| binaries.major >= OLDEST),
    }
}

fn below(parent: &str, prefix: &str, child: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(child))
        .filter(|path| path.is_dir())
        .collect()
}

fn major_of(dir: &Path) -> Option<u32> {
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15; `18beta1` counts as 18.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.strip_prefix("postgres (PostgreSQL) ")?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(major: u32) -> Binaries {
        Binaries { dir: format!("/usr/lib/postgresql/{major}/bin").into(), major }
    }

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_major("something else 15"), None);
    }

    #[test]
    fn a_new_cluster_gets_the_newest_and_an_old_one_its_own() {
        let found = [set(17), set(15), set(13)];
        assert_eq!(choose(&found, None), Some(&found[0]));
        assert_eq!(choose(&found, Some(15)), Some(&found[1]));
        assert_eq!(choose(&found, Some(16)), None);
        assert_eq!(choose(&found[2..], None), None);
    }
}
