//! The command line as a script sees it: the real program, its standard streams and its exit code.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod rules;

use std::io::{Read as _, Write as _};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const USAGE: i32 = 64;
const MISSING: i32 = 69;

fn daicho() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daicho"));
    // Nothing of the developer's own installation may be found by accident.
    for variable in ["DATABASE_URL", "DAICHO_OWNER_DATABASE_URL", "DAICHO_KEYS", "OTEL_EXPORTER_OTLP_ENDPOINT", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    daicho().args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = daicho().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that stopped reading has said why by its exit code.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

/// Evaluates one input that is accepted.
fn subcommands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| !line.starts_with("コマンド"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn every_subcommand_explains_itself() {
    let mut waiting = vec![Vec::<String>::new()];
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
        arguments.push("--help");
        let output = run(&arguments);
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(help.contains("使い方: daicho"), "{arguments:?}: {help}");
        for name in subcommands(&help) {
            let deeper: Vec<String> = path.iter().cloned().chain([name]).collect();
            seen.push(deeper.join(" "));
            waiting.push(deeper);
        }
    }
    for expected in [
        "demo",
        "migrate",
        "doctor",
        "replay",
        "verify",
        "rebuild",
        "serve",
        "work",
        "rules",
        "rules eval",
        "rules list",
        "rules schema",
        "bench",
        "bench append",
        "bench http",
    ] {
        assert!(seen.iter().any(|name| name == expected), "{expected} is not among {seen:?}");
    }
}

#[test]
fn a_wrong_command_line_is_refused_in_japanese_with_64() {
    for arguments in [
        &["no-such-command"][..],
        &[],
        &["replay", "--no-such-option"],
        &["replay", "--log", "papers"],
        &["replay", "--case", "8-01-0412", "--stream", "x"],
        &["rebuild"],
        &["rebuild", "ledger", "--all"],
        &["rules", "eval"],
        &["rules", "eval", "no-such-rule"],
        &["rules", "schema", "no-such-rule"],
        &["bench", "append", "--rounds", "0"],
    ] {
        let output = run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(USAGE), "{arguments:?}: {said}");
        assert!(said.starts_with("daicho: ") && !said.contains("error"), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_database_that_is_not_there_is_said_with_69() {
    // Each waits ten seconds for the database; they wait together.
    std::thread::scope(|scope| {
        for arguments in [&["replay"][..], &["verify", "--json"], &["rebuild", "--all"]] {
            scope.spawn(move || {
                let nowhere = "postgres://nobody:secret@127.0.0.1:9/none";
                let output = daicho().args(arguments).env("DATABASE_URL", nowhere).output().unwrap();
                let said = String::from_utf8(output.stderr).unwrap();
                assert_eq!(output.status.code(), Some(MISSING), "{arguments:?}: {said}");
                assert!(!said.contains("secret"), "the password is shown: {said}");
            });
        }
    });
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let mut child = daicho()
        .args(["rules", "eval", "tax-year"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let writer = std::thread::spawn(move || {
        for _ in 0..100_000 {
            if stdin.write_all(b"{\"date\":\"2026-06-30\"}\n").is_err() {
                break;
            }
        }
    });
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
    assert!(said.is_empty(), "{said}");
    writer.join().unwrap();
}
