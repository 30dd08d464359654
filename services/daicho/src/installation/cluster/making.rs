//! Making the cluster.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};

use super::{Cluster, POINTER, ROOTS_PLACE};
use crate::installation::data_dir::{private_dir, write_marker};
use crate::installation::secrets::{Role, password};
use crate::installation::settings;

impl Cluster {
    /// Makes it: scram passwords, C.UTF-8 (its order never changes with the system's), data checksums.
    ///
    /// Built beside its place and moved there when whole, so a cut-off attempt leaves nothing that looks finished.
    pub async fn create(&self) -> anyhow::Result<()> {
        self.prepare_home()?;
        let unfinished = self.home.join("cluster.new");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        let secret = self.home.join("initdb-password");
        let _ = fs::remove_file(&secret);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&secret)?;
        file.write_all(password(&self.dir, Role::Owner)?.as_bytes())?;
        self.hand_over(&secret)?;
        let output = self
            .program("initdb")
            .args(["--username=daicho_owner", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"])
            .args(["--data-checksums", "--no-instructions"])
            .arg(format!("--pwfile={}", secret.display()))
            .arg(format!("--pgdata={}", unfinished.display()))
            .output()
            .await;
        fs::remove_file(&secret)?;
        let output = output?;
        if !output.status.success() {
            anyhow::bail!("データベースを作れません: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let conf = unfinished.join("postgresql.conf");
        writeln!(fs::OpenOptions::new().append(true).open(conf)?, "include = '{}'", settings::FILE)?;
        fs::rename(&unfinished, self.place())?;
        Ok(())
    }

    fn prepare_home(&self) -> anyhow::Result<()> {
        if self.home == self.dir.path() {
            return Ok(());
        }
        // Anyone may pass through to the clusters below; nobody but root may list or write here.
        fs::create_dir_all(ROOTS_PLACE)?;
        fs::set_permissions(ROOTS_PLACE, fs::Permissions::from_mode(0o711))?;
        private_dir(&self.home)?;
        write_marker(&self.home)?;
        self.hand_over(&self.home)?;
        fs::write(self.dir.path().join(POINTER), format!("{}\n", self.home.display()))?;
        Ok(())
    }
}
