//! How a subcommand finds its database: `--data DIR`, else `DATABASE_URL`, else the user's own data directory.

use std::fmt;
use std::path::PathBuf;

use sqlx::postgres::PgConnectOptions;

use super::DataDir;
use super::secrets::{Role, password};
use crate::exit::{Exit, stop};

/// A connection URL. It holds a password, so it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The URL with its password, for the driver only.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// As the driver reads it.
    pub fn options(&self) -> anyhow::Result<PgConnectOptions> {
        // The driver's error would repeat the URL, and with it the password.
        self.expose()
            .parse()
            .map_err(|_| stop(Exit::Usage, "データベースの URL を読み取れません。postgres://… の形で指定してください。"))
    }

    /// The same way into another database of the same server.
    pub fn on_database(&self, name: &str) -> anyhow::Result<PgConnectOptions> {
        Ok(self.options()?.database(name))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(***)")
    }
}

/// The two ways in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urls {
    /// As the owner: migrations, nothing else.
    pub owner: DatabaseUrl,
    /// As `daicho_app`: everything else; each pool takes its role with SET ROLE.
    pub app: DatabaseUrl,
}

impl Urls {
    /// Those of the cluster in `dir`, which listens on `port` of loopback.
    pub fn of_directory(dir: &DataDir, port: u16) -> anyhow::Result<Self> {
        let url = |role: Role| {
            let password = password(dir, role)?;
            let login = role.login();
            anyhow::Ok(DatabaseUrl(format!("postgres://{login}:{password}@127.0.0.1:{port}/daicho?sslmode=disable")))
        };
        Ok(Self { owner: url(Role::Owner)?, app: url(Role::App)? })
    }

    /// Those named by the environment; without one of its own the owner comes in by the same URL.
    pub fn of_environment(app: String, owner: Option<String>) -> Self {
        Self { owner: DatabaseUrl(owner.unwrap_or_else(|| app.clone())), app: DatabaseUrl(app) }
    }
}

/// Which installation is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A data directory with its own cluster.
    Directory(DataDir),
    /// A database of someone else's keeping: `DATABASE_URL`, `DAICHO_OWNER_DATABASE_URL`, `DAICHO_KEYS`,
    /// `DAICHO_CHECKPOINTS`, `DAICHO_CHECKPOINT_PLACES`.
    Database {
        /// The two ways in.
        urls: Urls,
        /// The directory of the keys (鍵), if named.
        keys: Option<PathBuf>,
        /// The directory of signed tree heads and erased subjects, if named.
        checkpoints: Option<PathBuf>,
        /// The file that names more places for checkpoints, if named.
        places: Option<PathBuf>,
    },
}

impl Source {
    /// Reads the environment where the command line says nothing.
    pub fn resolve(data: Option<PathBuf>) -> anyhow::Result<Self> {
        let word = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        if data.is_none()
            && let Some(app) = word("DATABASE_URL")
        {
            let urls = Urls::of_environment(app, word("DAICHO_OWNER_DATABASE_URL"));
            let place = |name| word(name).map(PathBuf::from);
            return Ok(Self::Database {
                urls,
                keys: place("DAICHO_KEYS"),
                checkpoints: place("DAICHO_CHECKPOINTS"),
                places: place("DAICHO_CHECKPOINT_PLACES"),
            });
        }
        let dir = DataDir::choose(data)?;
        if !dir.is_ours() {
            return Err(stop(
                Exit::Usage,
                format!(
                    "{} に daicho のデータがありません。場所を --data DIR か DATABASE_URL で指定してください(daicho demo で作れます)。",
                    dir.path().display()
                ),
            ));
        }
        Ok(Self::Directory(dir))
    }

    /// Where the keys (鍵) lie; none if the environment does not say.
    pub fn keys(&self) -> Option<PathBuf> {
        match self {
            Self::Directory(dir) => Some(dir.keys()),
            Self::Database { keys, .. } => keys.clone(),
        }
    }

    /// Where signed tree heads and the list of erased subjects lie; none if the environment does not say.
    pub fn checkpoints(&self) -> Option<PathBuf> {
        match self {
            Self::Directory(dir) => Some(dir.checkpoints()),
            Self::Database { checkpoints, .. } => checkpoints.clone(),
        }
    }

    /// The file that names more places for checkpoints; none if the environment does not say.
    pub fn checkpoint_places(&self) -> Option<PathBuf> {
        match self {
            Self::Directory(dir) => Some(dir.checkpoint_places()),
            Self::Database { places, .. } => places.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let urls = Urls::of_environment("postgres://a:himitsu@h/d".into(), None);
        assert!(!format!("{urls:?}").contains("himitsu"));
        assert_eq!(urls.owner, urls.app);
    }

    #[test]
    fn a_directory_that_is_asked_for_wins_and_must_be_ours() {
        let temp = tempfile::tempdir().unwrap();
        let error = Source::resolve(Some(temp.path().into())).unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Usage);
        let dir = DataDir::choose(Some(temp.path().into())).unwrap();
        dir.create().unwrap();
        assert_eq!(Source::resolve(Some(temp.path().into())).unwrap(), Source::Directory(dir));
    }

    #[test]
    fn owner_and_application_have_different_passwords() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::choose(Some(temp.path().into())).unwrap();
        dir.create().unwrap();
        let urls = Urls::of_directory(&dir, 25_432).unwrap();
        assert!(urls.owner.expose().starts_with("postgres://daicho_owner:"));
        assert!(urls.app.expose().contains("@127.0.0.1:25432/daicho"));
        assert_ne!(urls.owner, urls.app);
    }
}
