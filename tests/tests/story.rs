//! One child, from the counter to the printed certificate: four people at browsers, with scripts and without, the printed documents, an
//! office at work without scripts, every kind of screen as every role, and the operator who looks at the same story in the log while staff
//! go on working.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use acceptance::{Application, Demo, Parts, Visitor, browser};
use anyhow::{Context, ensure};
use serde_json::Value;

/// With the scripts of the pages, and without any.
const MODES: [&str; 2] = ["scripts", "plain"];

#[test]
fn one_child_from_the_counter_to_the_certificate() -> anyhow::Result<()> {
    let demo = &Demo::start(40)?;
    let mut parts = Parts::default();
    parts.part("the examination of screens finds what is wrong", || {
        let out = browser::output("controls");
        browser::run("controls.mjs", &[text(&out)?])
    });
    // Both at once: most of the time goes to the browsers.
    let told =
        thread::scope(|scope| MODES.map(|mode| scope.spawn(move || tell(demo, mode))).map(std::thread::ScopedJoinHandle::join));
    for (mode, told) in MODES.into_iter().zip(told) {
        parts.part(&format!("story in the browser: {mode}"), || told.map_err(|_| anyhow::anyhow!("panicked"))?);
        parts.part(&format!("printed documents: {mode}"), || printed(mode));
        parts.part(&format!("the log has the story: {mode}"), || logged(demo, mode));
    }
    parts.part("an office at work without scripts", || browse(demo, "office"));
    // What the story and the office left behind is there to be looked at.
    parts.part("every kind of screen as every role", || browse(demo, "walk"));
    parts.part("a rebuild while staff go on working", || rebuild_under_work(demo));
    parts.part("the log is whole and the installation sound", || {
        for command in ["verify", "doctor"] {
            let (code, output, errors) = demo.run(&[command, "--json"])?;
            ensure!(code == 0, "{command} ended with {code}: {output}{errors}");
            for line in output.lines().filter(|line| !line.trim().is_empty()) {
                serde_json::from_str::<Value>(line).or_else(|_| serde_json::from_str(&output)).context("no JSON")?;
            }
        }
        Ok(())
    });
    parts.verdict(&demo.log())
}

fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("path")
}

fn tell(demo: &Demo, mode: &str) -> anyhow::Result<()> {
    browser::run("story.mjs", &[&demo.url, text(&emptied(mode)?)?, mode])
}

fn browse(demo: &Demo, name: &str) -> anyhow::Result<()> {
    browser::run(&format!("{name}.mjs"), &[&demo.url, text(&emptied(name)?)?])
}

/// The place of what a script leaves behind, without what an earlier run left.
fn emptied(name: &str) -> anyhow::Result<PathBuf> {
    let out = browser::output(name);
    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    Ok(out)
}

fn summary(mode: &str) -> anyhow::Result<Value> {
    let text =
        std::fs::read_to_string(browser::output(mode).join("summary.json")).context("the story did not come to its end")?;
    Ok(serde_json::from_str(&text)?)
}

fn word<'a>(summary: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    summary[name].as_str().with_context(|| format!("the story has no {name}"))
}

/// The documents say what was decided, and their first pages are kept as pictures.
fn printed(mode: &str) -> anyhow::Result<()> {
    let story = summary(mode)?;
    let (child, recipient) = (word(&story, "child")?, word(&story, "recipient")?);
    let expected: [(&str, &[&str]); 3] = [
        (
            "certificate",
            &[
                child,
                recipient,
                "52416013",
                "5,000",
                "令和8年10月20日",
                "令和9年9月30日",
                "仮名 一郎",
                "前駆B細胞急性リンパ性白血病",
            ],
        ),
        ("cap_sheet", &[child, recipient, "5,000"]),
        ("calculation_sheet", &["5,000", "令和8年10月20日", "令和9年9月30日", "68,400"]),
    ];
    for (document, parts) in expected {
        let file = browser::output(mode).join(format!("{document}.pdf"));
        let output = Command::new("pdftotext").args(["-layout", text(&file)?, "-"]).output().context("pdftotext")?;
        ensure!(output.status.success(), "{document}: {}", String::from_utf8_lossy(&output.stderr));
        let plain = narrow(&String::from_utf8(output.stdout)?);
        for part in parts {
            // Numbers stand in boxes, a digit each.
            ensure!(plain.contains(&narrow(part)), "{document} does not say {part}: {plain}");
        }
        let picture = browser::output(mode).join(document);
        let status =
            Command::new("pdftoppm").args(["-png", "-r", "80", "-singlefile", text(&file)?, text(&picture)?]).status()?;
        ensure!(status.success() && picture.with_extension("png").exists(), "{document} cannot be drawn");
    }
    ensure!(!narrow("仮名 次郎").contains(&narrow(child)), "the search for names is blind");
    Ok(())
}

fn narrow(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// `daicho replay` tells the same story.
fn logged(demo: &Demo, mode: &str) -> anyhow::Result<()> {
    let story = summary(mode)?;
    let events = demo.replay(&["--case", word(&story, "receipt")?])?;
    let types: Vec<&str> = events.iter().filter_map(|event| event["event_type"].as_str()).collect();
    let mut rest = types.iter();
    for expected in [
        "application.received",
        "application.document_recorded",
        "application.forwarded",
        "application.taken_up",
        "application.returned_for_correction",
        "application.amended",
        "application.resubmitted",
        "application.taken_up",
        "application.examined",
        "application.approved",
        "certificate.issued",
    ] {
        ensure!(rest.any(|event_type| *event_type == expected), "no {expected} in its place among {types:?}");
    }
    let of = |event_type: &str| events.iter().find(|event| event["event_type"] == event_type).context("event");
    for expected in ["recipient.registered", "award.granted"] {
        of(expected).with_context(|| format!("{expected} among {types:?}"))?;
    }
    let who = |event_type: &str| anyhow::Ok(of(event_type)?["actor"]["id"].as_str().unwrap_or_default().to_owned());
    let hands: BTreeSet<String> = ["application.received", "application.examined", "application.approved"]
        .into_iter()
        .map(who)
        .collect::<Result<_, _>>()?;
    ensure!(hands.len() == 3, "received, examined and approved by {hands:?}");
    ensure!(!serde_json::to_string(&events)?.contains(word(&story, "child")?), "the log shows a name");
    Ok(())
}

/// Staff read the ledger and act all the while; no answer is missing or short.
fn rebuild_under_work(demo: &Demo) -> anyhow::Result<()> {
    let (reader, counter) = (Visitor::signed_in(demo, "checker2")?, Visitor::signed_in(demo, "counter1")?);
    let story = summary("plain")?;
    let case = word(&story, "case")?;
    let rows = |page: &acceptance::Page| page.texts("tbody tr").map(|rows| rows.len());
    let before = rows(&reader.get("/ledger")?)?;
    ensure!(before > 0, "the ledger is empty");
    let working = AtomicBool::new(true);
    thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut read = 0_u32;
            while working.load(Ordering::Relaxed) {
                let page = reader.get("/ledger")?;
                ensure!(
                    page.status == 200 && rows(&page)? >= before,
                    "a reading of {} rows: {} {}",
                    before,
                    page.status,
                    page.start()
                );
                let page = reader.get(case)?;
                ensure!(page.status == 200, "{case}: {}", page.status);
                read += 1;
            }
            anyhow::Ok(read)
        });
        let acting = scope.spawn(|| {
            let mut received = 0_u32;
            while working.load(Ordering::Relaxed) {
                Application::ordinary("試験 ひかる", "シケン ヒカル").receive(&counter)?;
                received += 1;
            }
            anyhow::Ok(received)
        });
        let outcome = (|| {
            for projection in ["ledger", "worklist", "ledger"] {
                let (code, output, errors) = demo.run(&["rebuild", projection])?;
                ensure!(code == 0, "rebuild {projection} ended with {code}: {output}{errors}");
            }
            anyhow::Ok(())
        })();
        working.store(false, Ordering::Relaxed);
        let read = reading.join().map_err(|_| anyhow::anyhow!("the reader panicked"))??;
        let received = acting.join().map_err(|_| anyhow::anyhow!("the counter panicked"))??;
        outcome?;
        ensure!(read > 2 && received > 0, "only {read} readings and {received} applications went on meanwhile");
        Ok(())
    })
}
