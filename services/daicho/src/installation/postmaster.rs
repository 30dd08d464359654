//! Is the server of a cluster running? Asked of the kernel, because `postmaster.pid` outlives a killed server and its
//! number may since belong to another program.

use std::fs;
use std::path::Path;

/// A running server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postmaster {
    /// Process id.
    pub pid: u32,
    /// Its port on loopback.
    pub port: u16,
    /// Whether it takes connections yet.
    pub ready: bool,
}

/// The server of the cluster in `data`, if it runs.
pub fn running(data: &Path) -> Option<Postmaster> {
    let found = parse(&fs::read_to_string(data.join("postmaster.pid")).ok()?)?;
    works_in(found.pid, data).then_some(found)
}

/// Whether any process still works inside `data`: after its server was killed, children need a moment to notice.
pub fn has_leftovers(data: &Path) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        return false;
    };
    processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).any(|pid| works_in(pid, data))
}

/// PostgreSQL's processes all make the cluster their working directory.
fn works_in(pid: u32, data: &Path) -> bool {
    let place = fs::read_link(format!("/proc/{pid}/cwd"));
    place.is_ok_and(|place| fs::canonicalize(data).is_ok_and(|data| data == place))
}

fn parse(text: &str) -> Option<Postmaster> {
    let lines: Vec<&str> = text.lines().collect();
    Some(Postmaster {
        pid: lines.first()?.trim().parse().ok()?,
        port: lines.get(3)?.trim().parse().ok()?,
        ready: lines.get(7).is_some_and(|status| status.trim() == "ready"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "4711\n/d/cluster\n1795000000\n25432\n\n127.0.0.1\n 123 4\nready   \n";

    #[test]
    fn the_file_of_a_ready_server_is_read() {
        assert_eq!(parse(FILE), Some(Postmaster { pid: 4711, port: 25_432, ready: true }));
        assert_eq!(parse(&FILE.replace("ready", "starting")).map(|p| p.ready), Some(false));
        assert_eq!(parse("4711\n"), None);
    }

    #[test]
    fn a_number_that_now_belongs_to_another_program_is_not_our_server() {
        let temp = tempfile::tempdir().unwrap();
        let file = FILE.replace("4711", &std::process::id().to_string());
        fs::write(temp.path().join("postmaster.pid"), file).unwrap();
        assert_eq!(running(temp.path()), None);
        assert!(!has_leftovers(temp.path()));
    }
}
