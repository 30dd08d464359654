//! The data directory: what lies where, and that we never touch a directory that is not ours.
//!
//! ```text
//! DIR/daicho-installation   the marker: only a directory that carries it is ever emptied
//! DIR/lock                  held by the running demo; its content says who
//! DIR/in-use, DIR/starting  shared by everyone who uses the cluster; held while it starts
//! DIR/port                  the cluster's port on loopback
//! DIR/cluster/              the cluster; for root instead DIR/cluster-place, naming a place that `postgres` may enter
//! DIR/keys/  DIR/secrets/  DIR/checkpoints/
//! DIR/checkpoint-places     more places for checkpoints, one a line, if there are any
//! ```

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::exit::{Exit, stop};

/// The file that makes a directory ours.
pub const MARKER: &str = "daicho-installation";

/// A data directory, perhaps not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// The directory that was asked for, else the user's own.
    pub fn choose(asked: Option<PathBuf>) -> anyhow::Result<Self> {
        let path = asked
            .or_else(|| usual_place(std::env::var_os("XDG_DATA_HOME"), std::env::var_os("HOME")))
            .ok_or_else(|| stop(Exit::Usage, "データの場所が決まりません。--data DIR を指定してください。"))?;
        Ok(Self(std::path::absolute(path)?))
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the keys (鍵) lie, outside the database.
    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// Where signed tree heads and the list of erased subjects lie, outside the database.
    pub fn checkpoints(&self) -> PathBuf {
        self.0.join("checkpoints")
    }

    /// The file that names more places for checkpoints.
    pub fn checkpoint_places(&self) -> PathBuf {
        self.0.join("checkpoint-places")
    }

    /// Where passwords lie.
    pub fn secrets(&self) -> PathBuf {
        self.0.join("secrets")
    }

    /// Whether this is an installation of ours.
    pub fn is_ours(&self) -> bool {
        self.0.join(MARKER).is_file()
    }

    /// Makes the directory ours: an empty one, a new one, or one that is ours already.
    pub fn create(&self) -> anyhow::Result<()> {
        let shown = self.0.display();
        match fs::read_dir(&self.0) {
            Ok(mut entries) => {
                if !self.is_ours() && entries.next().is_some() {
                    return Err(stop(
                        Exit::Usage,
                        format!("{shown} には daicho のものではないファイルがあります。空の場所を --data で指定してください。"),
                    ));
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => private_dir(&self.0)?,
            Err(error) => return Err(stop(Exit::Usage, format!("{shown} を開けません({error})。"))),
        }
        fs::set_permissions(&self.0, fs::Permissions::from_mode(0o700))
            .with_context(|| format!("{shown} の権限を変えられません"))?;
        write_marker(&self.0)?;
        for part in [self.keys(), self.checkpoints(), self.secrets()] {
            private_dir(&part)?;
        }
        Ok(())
    }

    /// Empties the directory, but for the marker and the locks, and makes it anew.
    pub fn clear(&self) -> anyhow::Result<()> {
        if !self.is_ours() {
            return Err(stop(Exit::Usage, format!("{} は daicho の場所ではないので消しません。", self.0.display())));
        }
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            if ["lock", "in-use", "starting", MARKER].iter().any(|kept| entry.file_name() == *kept) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        self.create()
    }
}

fn usual_place(xdg_data_home: Option<OsString>, home: Option<OsString>) -> Option<PathBuf> {
    let absolute = |value: OsString| Some(PathBuf::from(value)).filter(|path| path.is_absolute());
    let base = xdg_data_home.and_then(absolute).or_else(|| Some(home.and_then(absolute)?.join(".local/share")))?;
    Some(base.join("daicho"))
}

/// A directory that only its owner may enter.
pub fn private_dir(path: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).with_context(|| format!("{} を作れません", path.display()))
}

/// Marks `dir` as ours.
pub fn write_marker(dir: &Path) -> anyhow::Result<()> {
    let created = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(dir.join(MARKER));
    match created {
        Ok(mut file) => Ok(file.write_all(b"daicho installation, layout 1\n")?),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error).with_context(|| format!("{} に書けません", dir.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_place_follows_the_user_and_ignores_relative_values() {
        let place = |xdg: &str, home: &str| {
            let some = |s: &str| (!s.is_empty()).then(|| OsString::from(s));
            usual_place(some(xdg), some(home))
        };
        assert_eq!(place("/x", "/home/a"), Some("/x/daicho".into()));
        assert_eq!(place("", "/home/a"), Some("/home/a/.local/share/daicho".into()));
        assert_eq!(place("rel", "/home/a"), Some("/home/a/.local/share/daicho".into()));
        assert_eq!(place("", ""), None);
    }

    #[test]
    fn a_strange_directory_is_neither_taken_nor_emptied() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("letter.txt"), "x").unwrap();
        let dir = DataDir::choose(Some(temp.path().into())).unwrap();
        assert_eq!(Exit::of(&dir.create().unwrap_err()), Exit::Usage);
        assert_eq!(Exit::of(&dir.clear().unwrap_err()), Exit::Usage);
        assert!(temp.path().join("letter.txt").exists());
    }

    #[test]
    fn ours_is_private_and_clearing_keeps_the_lock() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::choose(Some(temp.path().join("a/b"))).unwrap();
        dir.create().unwrap();
        assert_eq!(fs::metadata(dir.path()).unwrap().permissions().mode() & 0o777, 0o700);
        fs::write(dir.path().join("lock"), "1").unwrap();
        fs::write(dir.keys().join("old"), "1").unwrap();
        dir.clear().unwrap();
        assert!(dir.is_ours() && dir.keys().is_dir() && dir.path().join("lock").exists());
        assert!(!dir.keys().join("old").exists());
    }
}
