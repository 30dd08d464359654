//! Passwords of the cluster: random, made once, readable by the owner of the data directory only.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;

use anyhow::Context as _;

use super::DataDir;

/// Whose password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `daicho_owner`: superuser of the cluster, used for migrations only.
    Owner,
    /// `daicho_app`: everything else.
    App,
}

impl Role {
    /// Name of the login role.
    pub fn login(self) -> &'static str {
        match self {
            Self::Owner => "daicho_owner",
            Self::App => "daicho_app",
        }
    }
}

/// The password of `role`: 64 hexadecimal digits, made at the first call.
pub fn password(dir: &DataDir, role: Role) -> anyhow::Result<String> {
    let path = dir.secrets().join(role.login());
    match fs::read_to_string(&path) {
        Ok(text) => return Ok(text.trim_end().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("{} を読めません", path.display())),
    }
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).context("乱数を得られません")?;
    let fresh = hex::encode(bytes);
    // Written beside and moved into place: a cut-off run leaves no half password.
    let unfinished = path.with_extension("new");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(fresh.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, &path)?;
    Ok(fresh)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_password_is_made_once_and_is_private() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::choose(Some(temp.path().into())).unwrap();
        dir.create().unwrap();
        let first = password(&dir, Role::App).unwrap();
        assert_eq!(first.len(), 64);
        assert_eq!(password(&dir, Role::App).unwrap(), first);
        assert_ne!(password(&dir, Role::Owner).unwrap(), first);
        let mode = fs::metadata(dir.secrets().join("daicho_app")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
