//! The operating-system account under which PostgreSQL runs. PostgreSQL refuses root, so root lends it `postgres`.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::exit::{Exit, stop};

/// Who runs the server programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// The user who runs daicho.
    Own,
    /// Another user, because daicho runs as root.
    Other {
        /// User id.
        uid: u32,
        /// Group id.
        gid: u32,
    },
}

impl Account {
    /// For a cluster that is there: its owner. For a new one: oneself, or as root `postgres`.
    pub fn for_cluster(existing: Option<&Path>) -> anyhow::Result<Self> {
        if !is_root() {
            return Ok(Self::Own);
        }
        if let Some(owner) = existing.and_then(|path| fs::metadata(path).ok()) {
            return Ok(Self::Other { uid: owner.uid(), gid: owner.gid() });
        }
        let users = fs::read_to_string("/etc/passwd")?;
        let (uid, gid) = ids_of("postgres", &users).ok_or_else(|| {
            stop(
                Exit::ServiceMissing,
                "postgres という利用者がありません。Debian の postgresql を入れるか、一般の利用者で実行してください。",
            )
        })?;
        Ok(Self::Other { uid, gid })
    }
}

/// Whether daicho runs as root.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn ids_of(name: &str, passwd: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_the_right_line() {
        let passwd =
            "root:x:0:0:root:/root:/bin/bash\npostgres2:x:9:9::/:/bin/sh\npostgres:x:101:104:x:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(ids_of("postgres", passwd), Some((101, 104)));
        assert_eq!(ids_of("nobody", passwd), None);
    }
}
