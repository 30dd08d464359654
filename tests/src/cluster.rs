//! The database cluster of a demo, looked at from outside: its server process, its log, its content as `psql` and `pg_dump` tell it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, bail};

/// Locks in the database, until the value ends.
#[derive(Debug)]
pub struct Held {
    child: Child,
    _input: ChildStdin,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A cluster on disk.
#[derive(Clone, Debug)]
pub struct Cluster {
    data: PathBuf,
    place: PathBuf,
}

impl Cluster {
    /// The one of a demo's data directory. Started by root it lies elsewhere, and a file of the directory names the place.
    ///
    /// # Errors
    /// When there is none.
    pub fn of(data: &Path) -> anyhow::Result<Self> {
        let home =
            fs::read_to_string(data.join("cluster-place")).map_or_else(|_| data.to_owned(), |text| PathBuf::from(text.trim()));
        let place = home.join("cluster");
        if !place.join("PG_VERSION").exists() {
            bail!("no cluster at {}", place.display());
        }
        Ok(Self { data: data.to_owned(), place })
    }

    /// Process id of the server and its port on loopback, as the server wrote them down.
    ///
    /// # Errors
    /// When it does not run.
    pub fn server(&self) -> anyhow::Result<(u32, u16)> {
        let text = fs::read_to_string(self.place.join("postmaster.pid")).context("the server does not run")?;
        let line = |number: usize| text.lines().nth(number).unwrap_or_default().trim();
        Ok((line(0).parse().context("process id")?, line(3).parse().context("port")?))
    }

    /// Kills the server process as a crash would. Returns its id.
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill_server(&self) -> anyhow::Result<u32> {
        let (pid, _) = self.server()?;
        let status = Command::new("kill").args(["-KILL", &pid.to_string()]).status()?;
        if !status.success() {
            bail!("no server process {pid} to kill");
        }
        Ok(pid)
    }

    /// One of the programs of the cluster's own version, connected as its owner.
    fn program(&self, name: &str) -> anyhow::Result<Command> {
        let version = fs::read_to_string(self.place.join("PG_VERSION"))?;
        let version = version.trim();
        let places = [format!("/usr/lib/postgresql/{version}/bin"), format!("/usr/pgsql-{version}/bin")];
        let path = places
            .iter()
            .map(|place| Path::new(place).join(name))
            .find(|path| path.exists())
            .with_context(|| format!("{name} of PostgreSQL {version} is not installed"))?;
        let password = fs::read_to_string(self.data.join("secrets/daicho_owner")).context("password of the owner")?;
        let mut command = Command::new(path);
        command
            .env("PGPASSWORD", password.trim())
            .env("PGSSLMODE", "disable")
            .args(["--host=127.0.0.1", "--username=daicho_owner", "--no-password"])
            .arg(format!("--port={}", self.server()?.1));
        Ok(command)
    }

    /// A single number out of the database.
    ///
    /// # Errors
    /// When the query fails or answers otherwise.
    pub fn number(&self, query: &str) -> anyhow::Result<i64> {
        let output = self.program("psql")?.args(["--dbname=daicho", "--no-psqlrc", "-qtA", "-c", query]).output()?;
        if !output.status.success() {
            bail!("psql: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    }

    /// Something to be done in the database, by its owner.
    ///
    /// # Errors
    /// When it fails.
    pub fn execute(&self, statement: &str) -> anyhow::Result<()> {
        let output = self.program("psql")?.args(["--dbname=daicho", "--no-psqlrc", "-qtA", "-c", statement]).output()?;
        if !output.status.success() {
            bail!("psql: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Holds the locks that some statements take until the value ends.
    ///
    /// # Errors
    /// When they cannot be had within ten seconds.
    pub fn hold(&self, statements: &str) -> anyhow::Result<Held> {
        let mut child = self
            .program("psql")?
            .args(["--dbname=daicho", "--no-psqlrc", "-qtA", "-v", "ON_ERROR_STOP=1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().context("standard input of psql")?;
        writeln!(input, "BEGIN; SET LOCAL lock_timeout = '10s'; {statements}; \\echo held")?;
        let mut output = BufReader::new(child.stdout.take().context("standard output of psql")?);
        let mut held = Held { child, _input: input };
        let mut line = String::new();
        while line.trim() != "held" {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                let mut said = String::new();
                held.child.stderr.take().context("standard error of psql")?.read_to_string(&mut said)?;
                bail!("not held: {said}");
            }
        }
        Ok(held)
    }

    /// The whole database as SQL text.
    ///
    /// # Errors
    /// When `pg_dump` fails.
    pub fn dump(&self) -> anyhow::Result<String> {
        let output = self.program("pg_dump")?.arg("--dbname=daicho").output()?;
        if !output.status.success() {
            bail!("pg_dump: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Puts an earlier dump in the place of the database, as an operator does after a loss.
    ///
    /// # Errors
    /// When the database cannot be replaced or a statement of the dump fails.
    pub fn restore(&self, dump: &str) -> anyhow::Result<()> {
        use std::io::Write as _;
        let psql = |database: &str| -> anyhow::Result<Command> {
            let mut psql = self.program("psql")?;
            psql.args([&format!("--dbname={database}"), "--no-psqlrc", "-qtA", "-v", "ON_ERROR_STOP=1"]);
            Ok(psql)
        };
        let settings = "SELECT string_agg('ALTER DATABASE daicho SET ' || c, '; ') FROM pg_db_role_setting AS s, unnest(s.setconfig) AS c \
                        WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = 'daicho') AND s.setrole = 0";
        let settings = String::from_utf8(psql("daicho")?.args(["-c", settings]).output()?.stdout)?;
        for statement in ["DROP DATABASE daicho WITH (FORCE)", "CREATE DATABASE daicho", settings.trim()] {
            if !psql("postgres")?.args(["-c", statement]).status()?.success() {
                bail!("psql: {statement}");
            }
        }
        let mut child = psql("daicho")?.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null()).spawn()?;
        child.stdin.take().context("standard input")?.write_all(dump.as_bytes())?;
        if !child.wait()?.success() {
            bail!("the dump could not be restored");
        }
        Ok(())
    }

    /// Everything the server wrote into its log.
    pub fn log(&self) -> String {
        let files = fs::read_dir(self.place.join("log")).into_iter().flatten().flatten();
        files.filter_map(|file| fs::read(file.path()).ok()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
    }

    /// Removes the files of a cluster that lies outside its data directory, of which the caller disposes. Only what carries the mark of
    /// an installation is touched.
    pub fn remove(&self) {
        let Some(home) = self.place.parent().filter(|home| *home != self.data) else { return };
        if home.join("daicho-installation").is_file() {
            let _ = fs::remove_dir_all(home);
        }
    }
}
