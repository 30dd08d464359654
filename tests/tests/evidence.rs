//! Evidence as an auditor meets it: exported, checked without a database, checked by programs that are not ours, cosigned by a witness who
//! remembers.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use acceptance::demo::program;
use acceptance::{Application, Demo, PASSWORD, PATIENCE, Parts, Visitor, browser};
use anyhow::{Context as _, ensure};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use serde_json::Value;

#[test]
fn evidence_is_checked_by_others() -> anyhow::Result<()> {
    let mut demo = Demo::start(0)?;
    let temp = tempfile::tempdir()?;
    let mut parts = Parts::default();
    parts.part("the key that signs is not in the process with the screens", || alone_with_the_key(&demo));
    parts.part("export, proofs, and their check by others", || exported(&demo, temp.path()));
    parts.part("in another zone and locale, on one thread, the same is found", || found_anywhere(&demo));
    parts.part("a witness signs what follows and nothing else", || witnessed(&demo, temp.path()));
    parts.part("the worker ends with a demo that is killed", || killed(&mut demo));
    parts.verdict(&demo.log())
}

/// Nothing that a decision comes to, and nothing of its stored form, depends on where and how it is run again.
fn found_anywhere(demo: &Demo) -> anyhow::Result<()> {
    let far = [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TOKIO_WORKER_THREADS", "1")];
    let found = |surroundings: &[(&str, &str)]| -> anyhow::Result<Value> {
        let (code, said, errors) = demo.run_among(surroundings, &["verify", "--json"])?;
        ensure!(code == 0, "{code}: {said}{errors}");
        let report: Value = serde_json::from_str(&said)?;
        Ok(["decisions", "papers", "faults"].map(|field| report[field].clone()).into_iter().collect())
    };
    let here = found(&[])?;
    ensure!(here[0]["same"].as_u64().is_some_and(|many| many > 0), "no decision was run again: {here}");
    ensure!(here == found(&far)?, "found otherwise far away");
    Ok(())
}

#[test]
fn a_restore_that_lost_events_goes_on_only_when_two_persons_declared_it() -> anyhow::Result<()> {
    let mut demo = Demo::start(0)?;
    let temp = tempfile::tempdir()?;
    signed_beyond(&demo, 0)?;
    let dump = demo.cluster()?.dump()?;
    let counter = Visitor::signed_in(&demo, "counter1")?;
    for _ in 0..3 {
        Application::ordinary("証拠 見本", "ショウコ ミホン").receive(&counter)?;
    }
    let signed = signed_beyond(&demo, u64::try_from(demo.head()?)?.saturating_sub(1))?;
    demo.kill()?;
    demo.cluster()?.restore(&dump)?;
    demo.start_again(0)?;

    let (code, said, _) = demo.run(&["verify", "--json"])?;
    ensure!(matches!(code, 11 | 13), "lost events were told as {code}: {said}");
    ensure!(declare(&demo, "operator1", PASSWORD)?.0 == 65, "one person declared it twice");
    ensure!(declare(&demo, "counter1", PASSWORD)?.0 == 65, "the counter declared it");
    ensure!(declare(&demo, "admin1", "chigau")?.0 == 65, "it was declared with a wrong password");
    ensure!(!demo.data.join("checkpoints/restored-1").exists(), "signing went on before anything was declared");
    let (code, said) = declare(&demo, "admin1", PASSWORD)?;
    ensure!(code == 0 && said.contains(&format!("{signed} 件まで署名")), "{code}: {said}");

    // The worker goes on by itself, in a place of its own; nothing is left to declare.
    until(|| Ok(fs::read_dir(demo.data.join("checkpoints/restored-1/casework")).is_ok_and(|files| files.count() > 0)))?;
    ensure!(sizes(&demo).last() == Some(&signed), "what was signed before is not there any more");
    ensure!(declare(&demo, "admin1", PASSWORD)?.0 == 75, "there is something to declare again");
    let (code, said, errors) = demo.run(&["verify", "--json"])?;
    let report: Value = serde_json::from_str(&said).with_context(|| format!("{said}{errors}"))?;
    ensure!(code == 0, "{code}: {said}");
    ensure!(
        report["restorations"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["log"] == "casework" && one["signed"] == signed)),
        "the report does not tell the restoration: {said}"
    );

    // Whoever saw the log before is not deceived.
    let out = temp.path().join("export").to_string_lossy().into_owned();
    good(&demo, &["evidence", "export", &out])?;
    let key = demo.data.join("checkpoints/casework.vkey").to_string_lossy().into_owned();
    let seen = demo.data.join(format!("checkpoints/casework/{signed:020}.checkpoint")).to_string_lossy().into_owned();
    let (code, said) = alone(&["evidence", "verify", &out, "--key", &key])?;
    ensure!(code == 0, "{code}: {said}");
    let (code, said) = alone(&["evidence", "verify", &out, "--key", &key, "--since", &seen])?;
    ensure!(matches!(code, 11 | 13), "another history passes with {code}: {said}");
    Ok(())
}

/// Declares the restoration as operator1 and somebody else.
fn declare(demo: &Demo, second: &str, password: &str) -> anyhow::Result<(i32, String)> {
    use std::io::Write as _;
    let mut child = Command::new(program()?)
        .args(["evidence", "declare-restored", "--login", "operator1", "--second", second, "--change", "C-2026-0008", "--data"])
        .arg(&demo.data)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let _not_asked_for = writeln!(child.stdin.take().context("no input")?, "{PASSWORD}\n{password}");
    let output = child.wait_with_output()?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), said))
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
    taken_from_the_screen(demo, temp, case.id(), &key)?;

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

/// The proof of an event that the screen gives away is what the verifier reads, and nothing else passes for it.
fn taken_from_the_screen(demo: &Demo, temp: &Path, case: &str, key: &str) -> anyhow::Result<()> {
    let events = demo.replay(&["--case", case])?;
    let position = events.first().and_then(|event| event["position"].as_u64()).context("the case has no event")?;
    let auditor = Visitor::signed_in(demo, "auditor1")?;
    let zip = auditor.get(&format!("/cases/{case}/events/{position}/proof"))?;
    ensure!(zip.status == 200 && zip.header("content-type") == Some("application/zip"), "{}", zip.start());
    let taken = temp.join("taken");
    zip::ZipArchive::new(std::io::Cursor::new(&zip.bytes))?.extract(&taken)?;
    ensure!(fs::read_to_string(taken.join("よみかた.txt"))?.contains("daicho evidence verify"), "nothing says how it is checked");
    let check = || alone(&["evidence", "verify", &taken.to_string_lossy(), "--key", key, "--json"]);
    let (code, said) = check()?;
    ensure!(code == 0 && serde_json::from_str::<Value>(&said)?["logs"][0]["events"] == 1, "{code}: {said}");
    let line = taken.join(format!("{position}.json"));
    fs::write(&line, fs::read_to_string(&line)?.replacen("payload\":\"{", "payload\":\"{ ", 1))?;
    let (code, said) = check()?;
    ensure!(code == 10, "an altered event passes with {code}: {said}");
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

    // Over HTTPS the log finds its way to it by itself.
    let authority = Authority::new("見本認証局")?;
    let (certificate, key) = authority.certifies("127.0.0.1")?;
    fs::write(temp.join("witness.pem"), certificate)?;
    fs::write(temp.join("witness-key.pem"), key)?;
    fs::write(temp.join("ca.pem"), authority.certificate.pem())?;
    fs::write(temp.join("other-ca.pem"), Authority::new("別の認証局")?.certificate.pem())?;
    let mut server = Command::new(program()?)
        .args(["witness", "serve", &witness, "--listen", "127.0.0.1:0"])
        .args(["--certificate", &path("witness.pem"), "--certificate-key", &path("witness-key.pem")])
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
    ensure!(url.starts_with("https://"), "{url} is plain");
    let key = public_half(&secret)?;
    let id = key.split('+').nth(1).unwrap_or_default().to_owned();
    let copy = temp.join("copy");
    let signed = || {
        let files = fs::read_dir(copy.join("casework")).into_iter().flatten().flatten();
        files.map(|file| file.path()).any(|file| file.extension().is_some_and(|kind| *kind == *id))
    };

    // Without its authority, and with another one, it is not believed; nothing is shown to it.
    for (nth, authority) in [(1, String::new()), (2, path_of(temp, "other-ca.pem"))] {
        shown_to(demo, &copy, &format!("{url} {key} {authority}"))?;
        until(|| Ok(demo.log().matches("is not believed to be the witness").count() >= nth))
            .with_context(|| format!("attempt {nth} was not refused\n{}", demo.log()))?;
        ensure!(!signed(), "a witness that was not believed signed");
    }

    shown_to(demo, &copy, &format!("{url} {key} {}", path_of(temp, "ca.pem")))?;
    until(|| Ok(signed())).with_context(|| format!("no signature of the witness arrived\n{}", demo.log()))?;
    ensure!(copy.join("casework.vkey").is_file(), "the key was not copied");
    Ok(())
}

fn path_of(temp: &Path, name: &str) -> String {
    temp.join(name).to_string_lossy().into_owned()
}

/// Names a witness. The demo starts a worker that is gone once more, and the new one reads the places.
fn shown_to(demo: &Demo, copy: &Path, witness: &str) -> anyhow::Result<()> {
    fs::write(demo.data.join("checkpoint-places"), format!("directory {}\nwitness {witness}\n", copy.display()))?;
    let worker = worker_of(demo)?;
    let status = Command::new("kill").args(["-KILL", &worker.to_string()]).status()?;
    ensure!(status.success(), "the worker could not be killed");
    until(|| Ok(worker_of(demo).is_ok_and(|other| other != worker)))
}

/// Waits for something that comes by itself.
fn until(mut come: impl FnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if come()? {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
    anyhow::bail!("it did not come within {} s", PATIENCE.as_secs())
}

/// An authority (認証局) of an office, as a prefecture's own is.
struct Authority {
    certificate: rcgen::Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> anyhow::Result<Self> {
        let mut parameters = CertificateParams::new(Vec::new())?;
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        let certificate = parameters.self_signed(&key)?;
        Ok(Self { certificate, issuer: Issuer::new(parameters, key) })
    }

    /// Certificate and key of a machine.
    fn certifies(&self, address: &str) -> anyhow::Result<(String, String)> {
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new(vec![address.to_owned()])?.signed_by(&key, &self.issuer)?;
        Ok((certificate.pem(), key.serialize_pem()))
    }
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
    while Path::new(&format!("/proc/{worker}/cmdline")).exists() && began.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(100));
    }
    let left = fs::read(format!("/proc/{worker}/cmdline")).is_ok_and(|line| !line.is_empty());
    ensure!(!left, "the worker {worker} is still there");
    Ok(())
}
