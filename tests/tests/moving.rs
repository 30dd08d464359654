//! R-SEC-1: everything that was handed over is given back whole, and makes the same installation again: the same roots, the same read models,
//! `verify` without a fault. What was altered on the way, or would mix with something else, is refused.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use acceptance::PASSWORD;
use acceptance::demo::{Demo, program};
use serde_json::Value;

fn daicho(words: &[&str]) -> Output {
    let mut child = Command::new(program().unwrap())
        .args(words)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap_or_default();
    child.wait_with_output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_given_back_makes_the_same_installation_again() {
    let demo = Demo::start(12).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let place = |name: &str| scratch.path().join(name);
    let (out, key, new) = (place("out"), place("transfer.key"), place("new"));
    let export = |out: &Path, key: &Path| {
        daicho(&[
            "export",
            text(out),
            "--transfer-key",
            text(key),
            "--login",
            "admin1",
            "--why",
            "契約の終わり",
            "--json",
            "--data",
            text(&demo.data),
        ])
    };
    let import = |from: &Path, key: &Path, new: &Path| {
        daicho(&["import", text(from), "--transfer-key", text(key), "--json", "--data", text(new)])
    };
    let exported = export(&out, &key);
    assert_eq!(exported.status.code(), Some(0), "{}", said(&exported));
    let manifest: Value = serde_json::from_slice(&exported.stdout).unwrap();

    // The ledger can be read by anybody, and says what the log says.
    let mut table = csv_rows(&std::fs::read_to_string(out.join("tables/ledger.csv")).unwrap());
    let headings = table.remove(0);
    let granted = demo.replay(&["--type", "award.granted"]).unwrap().len();
    assert_eq!(table.len(), granted, "one row for each award");
    let named = headings.iter().position(|heading| heading == "name").unwrap();
    assert!(table.iter().all(|row| row.len() == headings.len()) && table.iter().any(|row| !row[named].is_empty()));
    let pdf = std::fs::read(out.join("ledger-001.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf.windows(13).any(|part| part == b"pdfaid:part>2"), "no PDF/A");
    let log = std::fs::read_to_string(out.join("log/casework.jsonl")).unwrap();
    assert!(table.iter().filter(|row| !row[named].is_empty()).all(|row| !log.contains(&row[named])), "a name stands in the log");

    // Refused, with the reason, and nothing is made of it.
    let flipped = place("flipped");
    let missing = place("missing");
    for copy in [&flipped, &missing] {
        copied(&out, copy);
    }
    let victim = flipped.join("log/casework.jsonl");
    let mut bytes = std::fs::read(&victim).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&victim, bytes).unwrap();
    std::fs::remove_file(missing.join("kept/claims.jsonl")).unwrap();
    let other = place("other.key");
    assert_eq!(export(&place("second"), &other).status.code(), Some(0));
    for (from, key, why) in [(&flipped, &key, "違います"), (&missing, &key, "読めません"), (&out, &other, "引渡し鍵")]
    {
        let refused = import(from, key, &place("never"));
        assert!(refused.status.code() == Some(65) && said(&refused).contains(why), "{from:?}: {}", said(&refused));
    }
    assert!(!place("never").exists(), "nothing is made where nothing is taken in");

    let imported = import(&out, &key, &new);
    assert_eq!(imported.status.code(), Some(0), "{}", said(&imported));
    let logs: Value = serde_json::from_slice(&imported.stdout).unwrap();
    assert_eq!(logs, manifest["logs"], "the same ends, chains and roots");
    let again = import(&out, &key, &new);
    assert!(again.status.code() == Some(65) && said(&again).contains("空ではありません"), "{}", said(&again));

    // Once a worker has signed there, everything is verified as it was at home.
    let mut work = Command::new(program().unwrap())
        .args(["work", "--data", text(&new)])
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    let verified = loop {
        let verified = daicho(&["verify", "--data", text(&new)]);
        let waits = matches!(verified.status.code(), Some(15 | 69 | 75));
        if !waits || began.elapsed() > Duration::from_secs(150) {
            break verified;
        }
        std::thread::sleep(Duration::from_secs(2));
    };
    let third = place("third");
    let from_new = daicho(&[
        "export",
        text(&third),
        "--transfer-key",
        text(&place("third.key")),
        "--login",
        "admin1",
        "--why",
        "比べるため",
        "--data",
        text(&new),
    ]);
    work.kill().unwrap();
    work.wait().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}{}", String::from_utf8_lossy(&verified.stdout), said(&verified));
    assert_eq!(from_new.status.code(), Some(0), "signed in with the same password: {}", said(&from_new));
    let ledger = |out: &Path| std::fs::read_to_string(out.join("tables/ledger.csv")).unwrap();
    assert_eq!(ledger(&third), ledger(&out), "the same ledger, read with the keys that came along");
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Rows of a CSV, read by hand: quotes, doubled quotes, CRLF.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, quoted) {
            ('"', true) if letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (other, _) => cell.push(other),
        }
    }
    rows
}
