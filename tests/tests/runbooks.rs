//! R-OPS-4, R-OPS-12, R-ES-5: every command that a runbook tells an operator to type is typed here, against an installation with a history
//! in it. What stands for something in the text (DIR, EXPORT, 4711, 8-01-0412 …) is found in the installation.
//!
//! A command may end with 0, or with 75 where it says that there is nothing to steer at this moment; never with "no such command".
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use acceptance::demo::{Demo, program};
use acceptance::{PASSWORD, PATIENCE};
use serde_json::Value;

/// A command in a runbook.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    runbook: String,
    words: Vec<String>,
}

/// The commands in the fenced blocks of a text.
fn commands(runbook: &str, text: &str) -> Vec<Line> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if let Some(rest) = line.strip_prefix("daicho ").filter(|_| fenced) {
            let words = rest.split_whitespace().map(ToOwned::to_owned).collect();
            found.push(Line { runbook: runbook.to_owned(), words });
        }
    }
    found
}

fn all() -> Vec<Line> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../runbooks");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "md"))
        .flat_map(|file| commands(file.file_name().unwrap().to_str().unwrap(), &std::fs::read_to_string(file).unwrap()))
        .collect()
}

/// What the words of a runbook stand for here.
struct Place {
    data: PathBuf,
    scratch: PathBuf,
    receipt: String,
    recipient: String,
    head: i64,
}

impl Place {
    fn of(demo: &Demo, scratch: &Path) -> Self {
        let first = |kind: &str| -> Value { demo.replay(&["--type", kind]).unwrap().into_iter().next().unwrap() };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            data: demo.data.clone(),
            scratch: scratch.to_owned(),
            receipt: text(&first("application.received")["payload"]["receipt_number"]),
            recipient: text(&first("award.granted")["payload"]["recipient"]),
            head: demo.head().unwrap(),
        }
    }

    fn resolve(&self, word: &str) -> String {
        let path = |path: PathBuf| path.to_str().unwrap().to_owned();
        match word {
            "DIR" => path(self.data.clone()),
            "casework.vkey" => path(self.data.join("checkpoints/casework.vkey")),
            "kansa.pem" | "kansa-key.pem" => path(self.scratch.join(word)),
            "8-01-0412" => self.receipt.clone(),
            "01900000-0000-7000-8000-000000000042" => self.recipient.clone(),
            "0.0.0.0:8472" => "127.0.0.1:0".to_owned(),
            "4700" => (self.head - 5).to_string(),
            "4711" | "4720" => self.head.to_string(),
            name if name.split('/').next().is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase()))
                && !name.is_empty() =>
            {
                path(self.scratch.join(name))
            }
            other => other.to_owned(),
        }
    }

    /// Exit code and what was said. A service is let run for two seconds, and counts as good while it runs.
    fn run(&self, words: &[String]) -> (i32, String) {
        let mut child = Command::new(program().unwrap())
            .args(words.iter().map(|word| self.resolve(word)))
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Where a command asks somebody to sign in, the password is its first line.
        let _not_asked_for = writeln!(child.stdin.take().unwrap(), "{PASSWORD}");
        let serves = words.iter().any(|word| word == "serve" || word == "work");
        let began = Instant::now();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap_or_default();
                return (status.code().unwrap_or(-1), said);
            }
            if serves && began.elapsed() > Duration::from_secs(2) {
                child.kill().unwrap();
                child.wait().unwrap();
                return (0, String::new());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn every_command_of_the_runbooks_runs() {
    let lines = all();
    assert!(lines.len() >= 15, "only {} commands were found in the runbooks", lines.len());
    let demo = Demo::start(3).unwrap();
    assert_eq!(unasked(&demo, &[]), [] as [Value; 0], "the fictional prefecture was changed without a change request");
    let scratch = tempfile::tempdir().unwrap();
    let place = Place::of(&demo, scratch.path());
    let certified = rcgen::generate_simple_self_signed(["kansa.example".to_owned()]).unwrap();
    std::fs::write(scratch.path().join("kansa.pem"), certified.cert.pem()).unwrap();
    std::fs::write(scratch.path().join("kansa-key.pem"), certified.signing_key.serialize_pem()).unwrap();
    // Exports that the text takes as brought along from an earlier day.
    for name in ["EXPORT", "SEEN"] {
        let words: Vec<String> = ["evidence", "export", name, "--data", "DIR"].map(ToOwned::to_owned).into();
        // The first checkpoint is signed within a minute.
        let began = Instant::now();
        let mut run = place.run(&words);
        while run.0 == 15 && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_secs(1));
            run = place.run(&words);
        }
        assert_eq!(run.0, 0, "{words:?}: {}", run.1);
    }
    let mut faults = Vec::new();
    for line in &lines {
        let (code, said) = place.run(&line.words);
        if !matches!(code, 0 | 75) {
            faults.push(format!("{}: daicho {} ended with {code}: {said}", line.runbook, line.words.join(" ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    // What a runbook tells an operator to do to read models names its change request; what does not is found.
    assert_eq!(
        unasked(&demo, &["--kind", "read_model"]),
        [] as [Value; 0],
        "a runbook changes something without a change request"
    );
    assert_eq!(demo.run(&["rebuild", "changes"]).unwrap().0, 0);
    let began = Instant::now();
    let mut found = Vec::new();
    while found.is_empty() && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(200));
        found = unasked(&demo, &["--kind", "read_model"]);
    }
    assert!(found.len() == 1 && found[0]["subject"] == "operation/changes" && found[0]["basis"] == "none", "{found:?}");

    // The check refuses what an operator could not type.
    for wrong in [["verfy", "--data", "DIR"], ["verify", "--jsno", "DIR"]] {
        let words: Vec<String> = wrong.map(ToOwned::to_owned).into();
        assert_eq!(place.run(&words).0, 64, "{wrong:?}");
    }
}

/// What nobody had asked for, as the report of changes tells it.
fn unasked(demo: &Demo, only: &[&str]) -> Vec<Value> {
    let arguments = [&["changes", "--unasked", "--from", "2000-01-01", "--json"], only].concat();
    let (code, output, errors) = demo.run(&arguments).unwrap();
    assert_eq!(code, 0, "{errors}");
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn commands_are_found_in_fenced_blocks_only() {
    let text = "daicho outside\n   ```\n   daicho verify --data DIR\n   ```\n`daicho inline`\n";
    let found = commands("x.md", text);
    assert_eq!(found, [Line { runbook: "x.md".to_owned(), words: ["verify", "--data", "DIR"].map(ToOwned::to_owned).into() }]);
}
