//! Evidence as an auditor meets it: exported, checked without a database, checked by programs that are not ours, cosigned by a witness who
//! remembers.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use acceptance::demo::program;
use acceptance::{Application, Demo, Parts, Visitor, browser};
use anyhow::{Context as _, ensure};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_mins(2);

#[test]
fn evidence_is_checked_by_others() -> anyhow::Result<()> {
    let mut demo = Demo::start(0)?;
    let temp = tempfile::tempdir()?;
    let mut parts = Parts::default();
    parts.part("the key that signs is not in the process with the screens", || alone_with_the_key(&demo));
    parts.part("export, proofs, and their check by others", || exported(&demo, temp.path()));
    parts.part("a witness signs what follows and nothing else", || witnessed(&demo, temp.path()));
    parts.part("the worker ends with a demo that is killed", || killed(&mut demo));
    parts.verdict(&demo.log())
}

/// Runs the program without any installation.
fn alone(arguments: &[&str]) -> anyhow::Result<(i32, String)> {
    let output = Command::new(program()?).args(arguments).env_remove("DATABASE_URL").env("HOME", "/nowhere").output()?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), said))
}

fn good(demo: &Demo, arguments: &[&str]) -> anyhow::Result<String> {
    let (code, output, errors) = demo.run(arguments)?;
    ensure!(code == 0, "{arguments:?} ended with {code}: {output}{errors}");
    Ok(output)
}

/// The sizes that were signed, as the installation's own directory shows them.
fn sizes(demo: &Demo) -> Vec<u64> {
    let files = fs::read_dir(demo.data.join("checkpoints/casework")).into_iter().flatten().flatten();
    let size = |name: &str| name.strip_suffix(".checkpoint")?.parse().ok();
    let mut sizes: Vec<u64> = files.filter_map(|file| size(file.file_name().to_str()?)).collect();
    sizes.sort_unstable();
    sizes
}

fn signed_beyond(demo: &Demo, size: u64) -> anyhow::Result<u64> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(newest) = sizes(demo).last().copied().filter(|newest| *newest > size) {
            return Ok(newest);
        }
        thread::sleep(Duration::from_millis(200));
    }
    anyhow::bail!("nothing beyond {size} was signed within {} s", PATIENCE.as_secs())
}

/// The worker of a demo: the child of one of its threads.
fn worker_of(demo: &Demo) -> anyhow::Result<u32> {
    let is_worker =
        |pid: &u32| fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.ends_with(b"work\0--with-parent\0"));
    for thread in fs::read_dir(format!("/proc/{}/task", demo.pid()))?.flatten() {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        if let Some(worker) = children.split_whitespace().filter_map(|pid| pid.parse().ok()).find(is_worker) {
            return Ok(worker);
        }
    }
    anyhow::bail!("the demo has no worker")
}

fn alone_with_the_key(demo: &Demo) -> anyhow::Result<()> {
    signed_beyond(demo, 0)?;
    let worker = worker_of(demo)?;
    let key = fs::read_to_string(demo.data.join("keys/checkpoints.key"))?;
    ensure!(key.trim().len() == 64, "there is no key");
    ensure!(worker != demo.pid(), "the worker is the process with the screens");
    Ok(())
}

fn exported(demo: &Demo, temp: &Path) -> anyhow::Result<()> {
    let from = signed_beyond(demo, 0)?;
    let path = |name: &str| temp.join(name).to_string_lossy().into_owned();
    let (out, proofs, grown) = (path("export"), path("proofs"), path("grown"));
    good(demo, &["evidence", "export", &out])?;
    let key = path("casework.vkey");
    fs::copy(demo.data.join("checkpoints/casework.vkey"), &key)?;
    fs::copy(temp.join("export/checkpoint"), temp.join("seen.checkpoint"))?;

    let counter = Visitor::signed_in(demo, "counter1")?;
    let case = Application::ordinary("証拠 見本", "ショウコ ミホン").receive(&counter)?;
    let to = signed_beyond(demo, u64::try_from(demo.head()?)?.saturating_sub(1))?;
    good(demo, &["evidence", "export", &out])?;
    good(demo, &["evidence", "proof", &proofs, "--case", case.id()])?;
    good(demo, &["evidence", "proof", &grown, "--from", &from.to_string(), "--to", &to.to_string()])?;

    for arguments in [
        vec!["evidence", "verify", &out, "--key", &key, "--since", &path("seen.checkpoint"), "--json"],
        vec!["evidence", "verify", &proofs, "--key", &key, "--json"],
        vec!["evidence", "verify", &grown, "--key", &key, "--since", &path("seen.checkpoint"), "--json"],
    ] {
        let (code, said) = alone(&arguments)?;
        ensure!(code == 0, "{arguments:?} ended with {code}: {said}");
        let report: Value = serde_json::from_str(&said)?;
        ensure!(report["whole"] == true && report["logs"][0]["events"].as_u64() > Some(0), "{said}");
    }
    browser::run("evidence.mjs", &[&out, &proofs, &grown])?;

    // Nothing of another case, and nothing readable of this one.
    for file in fs::read_dir(&proofs)?.flatten() {
        let text = fs::read_to_string(file.path())?;
        ensure!(!text.contains("ショウコ") && !text.contains("証拠 見本"), "{} is readable", file.path().display());
    }
    let line = temp.join("export/payloads/000.jsonl");
    fs::write(&line, fs::read_to_string(&line)?.replacen("\\\"simulated\\\":true", "\\\"simulated\\\":tru1", 1))?;
    let (code, said) = alone(&["evidence", "verify", &out, "--key", &key, "--json"])?;
    ensure!(code == 10 && said.contains("\"position\":1,"), "an altered event was told as {code}: {said}");
    Ok(())
}

fn witnessed(demo: &Demo, temp: &Path) -> anyhow::Result<()> {
    let path = |name: &str| temp.join(name).to_string_lossy().into_owned();
    let (witness, export) = (path("witness"), path("shown"));
    let key = path("casework.vkey");
    let (code, said) = alone(&["witness", "init", &witness, "--name", "kansa.example/daicho", "--log", &key])?;
    ensure!(code == 0, "{said}");
    good(demo, &["evidence", "export", &export])?;
    let (code, said) = alone(&["witness", "check", &witness, &export])?;
    ensure!(code == 0 && said.contains("— kansa.example/daicho "), "{code}: {said}");

    // Shown an older state, it does not sign.
    let older = sizes(demo)[0];
    let note = fs::read_to_string(demo.data.join(format!("checkpoints/casework/{older:020}.checkpoint")))?;
    let old = temp.join("old");
    fs::create_dir_all(&old)?;
    fs::write(old.join("checkpoint"), note)?;
    let (code, said) = alone(&["witness", "check", &witness, &path("old"), "--json"])?;
    ensure!(!said.contains("cosignature") && said.contains("\"code\":13"), "{code}: {said}");

    // Over the wire the log finds its way to it by itself.
    let mut server = Command::new(program()?)
        .args(["witness", "serve", &witness, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()?;
    let outcome = served(demo, temp, &mut server);
    server.kill()?;
    server.wait()?;
    outcome
}

fn served(demo: &Demo, temp: &Path, server: &mut std::process::Child) -> anyhow::Result<()> {
    use std::io::{BufRead as _, BufReader};
    let mut ready = String::new();
    BufReader::new(server.stdout.take().context("no output")?).read_line(&mut ready)?;
    let url = ready.trim().strip_prefix("ready ").context("the witness is not ready")?;
    let secret = fs::read_to_string(temp.join("witness/witness.key"))?;
    let key = public_half(&secret)?;
    fs::write(demo.data.join("checkpoint-places"), format!("directory {}\nwitness {url} {key}\n", temp.join("copy").display()))?;
    // The demo starts a worker that is gone once more, and the new one reads the places.
    let status = Command::new("kill").args(["-KILL", &worker_of(demo)?.to_string()]).status()?;
    ensure!(status.success(), "the worker could not be killed");
    let began = Instant::now();
    let id = key.split('+').nth(1).unwrap_or_default().to_owned();
    while began.elapsed() < PATIENCE {
        let files = fs::read_dir(temp.join("copy/casework")).into_iter().flatten().flatten();
        if files.map(|file| file.path()).any(|file| file.extension().is_some_and(|kind| *kind == *id)) {
            ensure!(temp.join("copy/casework.vkey").is_file(), "the key was not copied");
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
    anyhow::bail!("no signature of the witness arrived within {} s\n{}", PATIENCE.as_secs(), demo.log())
}

/// The line that `init` printed, which a witness can always tell again.
fn public_half(secret: &str) -> anyhow::Result<String> {
    let key: evidence::SigningKey = secret.trim().parse()?;
    Ok(key.verifier().to_string())
}

fn killed(demo: &mut Demo) -> anyhow::Result<()> {
    let worker = worker_of(demo)?;
    demo.kill()?;
    let began = Instant::now();
    while Path::new(&format!("/proc/{worker}/cmdline")).exists() && began.elapsed() < Duration::from_secs(15) {
        thread::sleep(Duration::from_millis(100));
    }
    let left = fs::read(format!("/proc/{worker}/cmdline")).is_ok_and(|line| !line.is_empty());
    ensure!(!left, "the worker {worker} is still there");
    Ok(())
}
