//! A running demo installation in a directory of its own, which ends with the value.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, bail};
use serde_json::Value;

use crate::cluster::Cluster;

/// `daicho demo` as a process.
pub struct Demo {
    child: Child,
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub url: String,
    /// Its data directory.
    pub data: PathBuf,
    log: Arc<Mutex<String>>,
    owns_data: bool,
}

/// The program under test, built by the same cargo run as this test.
///
/// # Errors
/// When it was not built.
pub fn program() -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe().context("own path")?;
    let path = here.parent().and_then(Path::parent).context("target directory")?.join("daicho");
    if !path.exists() {
        bail!("{} is not built: run `cargo test --workspace`", path.display());
    }
    Ok(path)
}

impl Demo {
    /// Starts on fresh data with this many people besides the cases of the story.
    ///
    /// # Errors
    /// When it ends before it is ready.
    pub fn start(people: u32) -> anyhow::Result<Self> {
        Self::start_with(people, &[])
    }

    /// Starts on this data directory, which stays when the value ends.
    ///
    /// # Errors
    /// When it ends before it is ready.
    pub fn start_on(data: &Path, people: u32, environment: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut child = Command::new(program()?)
            .args(["demo", "--listen", "127.0.0.1:0", "--people", &people.to_string(), "--data"])
            .arg(data)
            .env_remove("DATABASE_URL")
            .env_remove("OTEL_EXPORTER_OTLP_ENDPOINT")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let log = Arc::new(Mutex::new(String::new()));
        let errors = child.stderr.take().context("standard error")?;
        let kept = Arc::clone(&log);
        thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                if let Ok(mut text) = kept.lock() {
                    text.push_str(&line);
                    text.push('\n');
                }
            }
        });
        let mut output = BufReader::new(child.stdout.take().context("standard output")?);
        let mut line = String::new();
        let url = loop {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                let status = child.wait()?;
                let text = log.lock().map(|text| text.clone()).unwrap_or_default();
                bail!("demo ended before it was ready: {status}\n{text}");
            }
            if let Some(url) = line.trim().strip_prefix("ready ") {
                break url.to_owned();
            }
        };
        thread::spawn(move || {
            let mut rest = String::new();
            let _ = output.read_to_string(&mut rest);
        });
        Ok(Self { child, url, data: data.to_owned(), log, owns_data: false })
    }

    /// What it has written to standard error so far.
    pub fn log(&self) -> String {
        self.log.lock().map(|text| text.clone()).unwrap_or_default()
    }

    /// The same, with the first start's data in a directory that goes with the value.
    ///
    /// # Errors
    /// When it ends before it is ready.
    pub fn start_with(people: u32, environment: &[(&str, &str)]) -> anyhow::Result<Self> {
        let data = tempfile::Builder::new().prefix("daicho-test-").tempdir()?.keep();
        let mut demo = Self::start_on(&data, people, environment)?;
        demo.owns_data = true;
        Ok(demo)
    }

    /// Starts it once more on the same data after [`Demo::kill`] or [`Demo::stop`]; the address is a new one.
    ///
    /// # Errors
    /// When it ends before it is ready.
    pub fn start_again(&mut self, people: u32) -> anyhow::Result<()> {
        let mut next = Self::start_on(&self.data, people, &[])?;
        next.owns_data = self.owns_data;
        // The ended process has nothing left to tidy up; its data now belong to the next.
        self.owns_data = false;
        *self = next;
        Ok(())
    }

    /// The database cluster beneath it.
    ///
    /// # Errors
    /// When it cannot be found.
    pub fn cluster(&self) -> anyhow::Result<Cluster> {
        Cluster::of(&self.data)
    }

    /// The events of a log as `daicho replay --json` prints them, with further arguments of that command.
    ///
    /// # Errors
    /// When the command fails or prints something else.
    pub fn replay(&self, arguments: &[&str]) -> anyhow::Result<Vec<Value>> {
        let (code, output, errors) = self.run(&[&["replay", "--json"], arguments].concat())?;
        if code != 0 {
            bail!("replay {arguments:?} ended with {code}: {errors}");
        }
        output.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }

    /// Number of the newest event of casework.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn head(&self) -> anyhow::Result<i64> {
        self.cluster()?.number("select position from es.head where log = 1")
    }

    /// Runs another subcommand on the same installation and gives back (exit code, standard output, standard error).
    ///
    /// # Errors
    /// When the program cannot be run at all.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<(i32, String, String)> {
        self.run_among(&[], arguments)
    }

    /// The same in other surroundings: variables with their values.
    ///
    /// # Errors
    /// The program could not be started.
    pub fn run_among(&self, surroundings: &[(&str, &str)], arguments: &[&str]) -> anyhow::Result<(i32, String, String)> {
        let output = Command::new(program()?)
            .args(arguments)
            .arg("--data")
            .arg(&self.data)
            .env_remove("DATABASE_URL")
            .envs(surroundings.iter().copied())
            .stdin(Stdio::null())
            .output()?;
        Ok((
            output.status.code().unwrap_or(-1),
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ))
    }

    /// Process id of the demo.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, as a power cut would end the process.
    ///
    /// # Errors
    /// When the process cannot be reached.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        use std::os::unix::process::ExitStatusExt as _;
        self.child.kill()?;
        let status = self.child.wait()?;
        if status.signal() != Some(9) {
            bail!("the demo was to be killed, but it ended by itself with {status}\n{}", self.log());
        }
        Ok(())
    }

    /// Ends it as Ctrl-C does.
    ///
    /// # Errors
    /// When it does not end cleanly.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        signal(self.pid(), "INT")?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("demo ended with {status}\n{}", self.log());
        }
        Ok(())
    }
}

fn signal(pid: u32, name: &str) -> anyhow::Result<()> {
    let status = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status()?;
    if !status.success() {
        bail!("no process {pid} to send {name} to");
    }
    Ok(())
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = signal(self.child.id(), "INT");
            let _ = self.child.wait();
        }
        if self.owns_data {
            if let Ok(cluster) = self.cluster() {
                cluster.remove();
            }
            let _ = std::fs::remove_dir_all(&self.data);
        }
    }
}
