//! The worker is killed while it renders a print run: once while it opens what was issued, once while it tells what it rendered. The next
//! one goes on, and in the end each sheet is there once and is the one that was issued.

use std::collections::HashMap;
use std::process::Command;

use acceptance::{Demo, Page, Visitor};
use anyhow::{Context as _, ensure};
use casework::print_run::digest_of_item;
use events::ids::CertificateId;
use events::vocabulary::{Sheet, SheetCode};
use serde_json::Value;

use super::phases::wait_until;
use super::rounds::{kill, worker_of};

const OPENS: &str = "from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'artifacts'";
const TELLS: &str = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'append'";

/// Killed twice, rendered once.
pub fn rendered_once(demo: &Demo) -> anyhow::Result<()> {
    let (checker, approver) = (Visitor::signed_in(demo, "checker1")?, Visitor::signed_in(demo, "approver1")?);
    let cluster = demo.cluster()?;
    let question = checker.get("/print-runs")?.form("/print-runs")?.with("decided_from", "R1.5.1");

    let closed = cluster.hold("LOCK TABLE es.artifacts IN ACCESS EXCLUSIVE MODE")?;
    let frozen = checker.send(&question)?;
    ensure!(frozen.status == 200 && frozen.path.starts_with("/print-runs/"), "{} {}", frozen.status, frozen.start());
    let path = frozen.path.split('?').next().unwrap_or_default().to_owned();
    wait_until(&cluster, "what was issued is opened", &format!("select count(*) {OPENS}"))?;
    kill(worker_of(demo)?)?;
    ensure!(rendered(demo)?.is_empty(), "something was rendered before the worker was killed");

    // Another worker opens it beside those that the killed one left waiting; nobody can write into the log from then on.
    let left = cluster.number(&format!("select count(*) {OPENS}"))?;
    wait_until(&cluster, "it is opened again", &format!("select greatest(count(*) - {left}, 0) {OPENS}"))?;
    let head = cluster.hold("SELECT FROM es.head WHERE log = 1 FOR UPDATE")?;
    drop(closed);
    wait_until(&cluster, "what was rendered is told", TELLS)?;
    kill(worker_of(demo)?)?;
    drop(head);

    let release = format!("{path}/release");
    let waiting = approver.get_until(&path, |page: &Page| page.has_form(&release))?;
    let certificates = each_as_issued(demo)?;
    let paper = format!("{path}/paper");
    let printed = approver.get(&paper)?.bytes;
    ensure!(printed == approver.get(&paper)?.bytes, "the file to print is another one each time");
    sheets_once(&printed, &certificates)?;
    let released = approver.send(&waiting.form(&release)?)?;
    ensure!(released.status == 200, "{} {}", released.status, released.start());
    Ok(())
}

fn rendered(demo: &Demo) -> anyhow::Result<Vec<Value>> {
    demo.replay(&["--type", "print_run.rendered"])
}

fn word<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    value[name].as_str().with_context(|| format!("no {name} in {value}"))
}

/// Every item that was frozen was rendered once, in its place and from the documents that were issued; the certificates in their order.
fn each_as_issued(demo: &Demo) -> anyhow::Result<Vec<CertificateId>> {
    let frozen = demo.replay(&["--type", "print_run.frozen"])?;
    let [frozen] = frozen.as_slice() else { anyhow::bail!("{} runs", frozen.len()) };
    let items = frozen["payload"]["items"].as_array().context("no items")?;
    ensure!(!items.is_empty(), "nothing was decided");
    let mut digests = Vec::new();
    for batch in rendered(demo)? {
        let batch = &batch["payload"];
        ensure!(batch["first"].as_u64() == Some(digests.len() as u64 + 1), "{batch} after {} items", digests.len());
        let told = batch["digests"].as_array().context("no digests")?;
        digests.extend(told.iter().filter_map(Value::as_str).map(ToOwned::to_owned));
    }
    let mut issued = HashMap::new();
    for event in demo.replay(&["--type", "certificate.issued"])? {
        issued.insert(word(&event, "stream_id")?.to_owned(), event["payload"]["documents"].clone());
    }
    let mut certificates = Vec::new();
    let mut wanted = Vec::new();
    for item in items {
        let certificate = word(item, "certificate")?;
        let documents = issued.get(certificate).and_then(Value::as_array).context("a certificate that was not issued")?;
        let of = |name: &str| documents.iter().find(|one| one["document"] == name).context("no such document");
        let sheets = [of("certificate")?, of("cap_sheet")?];
        let sheets = [
            (word(sheets[0], "document")?, word(sheets[0], "sha256")?),
            (word(sheets[1], "document")?, word(sheets[1], "sha256")?),
        ];
        wanted.push(digest_of_item(sheets));
        certificates.push(certificate.parse()?);
    }
    ensure!(digests == wanted, "{} items rendered, {} frozen, or from other documents", digests.len(), wanted.len());
    Ok(certificates)
}

/// The code of each sheet stands in the file once, and the sheets in the order of the run.
fn sheets_once(printed: &[u8], certificates: &[CertificateId]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("run.pdf");
    std::fs::write(&file, printed)?;
    let output = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().context("pdftotext")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text: String = String::from_utf8(output.stdout)?.chars().filter(|sign| !sign.is_whitespace()).collect();
    let mut before = 0;
    for certificate in certificates {
        for sheet in Sheet::ENCLOSED {
            let code = SheetCode::of(*certificate, sheet).to_string();
            let places: Vec<usize> = text.match_indices(&code).map(|(place, _)| place).collect();
            let [place] = places.as_slice() else { anyhow::bail!("the {sheet:?} {code} is printed {} times", places.len()) };
            ensure!(*place >= before, "the {sheet:?} {code} is out of order");
            before = *place;
        }
    }
    Ok(())
}
