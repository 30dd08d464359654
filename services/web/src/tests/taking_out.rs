//! What an auditor looks at in the past and takes out, over the router, on a prefecture with cases in it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::process::Command;

use axum::http::StatusCode;
use events::{Log, StaffRole};
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;

use super::following::{Following, caught_up};
use super::stage::{Answer, Browser, Stage};

async fn send(browser: &mut Browser, stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = stage.state.new_uuid().to_string();
    let mut all = fields.to_vec();
    all.push(("_command", &command));
    browser.post(path, &all).await
}

/// The first address on a page that begins and goes on like this.
fn link(page: &str, begin: &str, part: &str) -> String {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(begin) && link.contains(part)).map(str::to_owned).next().unwrap_or_default()
}

async fn good(browser: &mut Browser, path: &str, sentences: &[&str]) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    for sentence in sentences {
        assert!(page.body.contains(sentence), "{path} does not say {sentence}: {}", page.body);
    }
    page.body
}

/// The words of a PDF without white space.
fn words(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let read = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8_lossy(&read.stdout).split_whitespace().collect()
}

/// Every file of a bundle is the one that its list names, and each case's dossier names the letters that lie beside it, by their number
/// and the digest that the log has of them.
fn dossiers_hold_their_letters(bundle: Vec<u8>) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    let digest = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
    let listed = String::from_utf8(files.remove("SHA256SUMS").unwrap()).unwrap();
    for (name, bytes) in &files {
        assert!(listed.contains(&format!("{}  {name}\n", digest(bytes))), "{name}");
    }
    let letters: Vec<&String> = files.keys().filter(|name| name.contains("_notice")).collect();
    assert!(!letters.is_empty(), "no letter among {:?}", files.keys());
    for name in letters {
        let (folder, file) = name.rsplit_once('/').unwrap();
        let (document, copy) = file.trim_end_matches(".pdf").split_once('-').unwrap_or((file.trim_end_matches(".pdf"), "1"));
        let dossier = words(&files[&format!("{folder}/dossier.pdf")]);
        let told = String::from_utf8(files[&format!("{folder}/events.jsonl")].clone()).unwrap();
        let events = told.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let issued = events.filter(|event| event["event_type"] == "letter.issued");
        let letters = issued.map(|event| serde_json::from_str(event["payload"].as_str().unwrap()).unwrap());
        let mut of_this_kind = letters.filter(|letter: &serde_json::Value| letter["document"]["document"] == document);
        let notice = of_this_kind.nth(copy.parse::<usize>().unwrap() - 1).unwrap();
        let (number, digest) = (notice["number"].as_str().unwrap(), notice["document"]["sha256"].as_str().unwrap());
        assert!(words(&files[name]).contains(number), "{name} is not {number}");
        assert!(dossier.contains(number) && dossier.contains(digest), "{name}: {dossier}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_past_is_read_compared_and_taken_out_with_a_reason(test: PgPool) {
    let stage = Stage::furnished(&test, 6).await;
    let following = Following::all(&test, &stage).await;
    caught_up(&test, Log::Casework, &["ledger", "worklist", "case_history"]).await;
    let head = store::head(&test, Log::Casework).await.unwrap().position;
    let mut auditor = stage.as_role(StaffRole::Auditor).await;

    let ledger = good(&mut auditor, "/ledger?office=all", &["最後の変更", "表計算（xlsx）・CSVに書き出す"]).await;
    let (person, event) = (link(&ledger, "/recipients/", ""), link(&ledger, "/cases/", "/events/"));
    good(&mut auditor, &format!("{person}/trail"), &["月額上限", "支給認定した"]).await;
    good(&mut auditor, &format!("{person}/compare"), &["変わった項目"]).await;
    good(&mut auditor, &event, &["場所の証明", "原因と結果"]).await;
    let compared = good(&mut auditor, "/ledger/compare?office=all&known=%231", &["加わった", "支給認定した"]).await;
    assert!(compared.contains("業務日 すべての日"), "{compared}");
    let backwards = auditor.get("/ledger/compare?known=%233&to_known=%232").await;
    assert_eq!(backwards.status, StatusCode::UNPROCESSABLE_ENTITY);
    let then = format!("/queues/to_check?known=%23{}", head / 2);
    good(&mut auditor, &then, &["過去を見ています", "この時点で待っていた申請"]).await;
    let step = format!("%23{}", head / 2);
    let found = send(&mut auditor, &stage, "/search", &[("q", "1000012"), ("step", &step)]).await;
    assert!(found.body.contains("過去を見ています") && found.body.contains("アドレスはありません"), "{}", found.body);

    let asked = [("office", "all"), ("valid", ""), ("known", "")];
    let wordless = send(&mut auditor, &stage, "/ledger/export", &asked).await;
    assert_eq!((wordless.status, stage.count("viewing.table_exported").await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    assert!(wordless.body.contains("書き出す理由"), "{}", wordless.body);
    for path in ["/ledger/export", "/ledger/compare/export"] {
        let columns = [("column", "%E6%B0%8F%E5%90%8D"), ("format", "xlsx")];
        let fields = [[("office", "all"), ("valid", ""), ("known", "%231"), ("reason", "audit")].as_slice(), &columns].concat();
        let taken = send(&mut auditor, &stage, path, &fields).await;
        assert_eq!(taken.status, StatusCode::OK, "{path}: {}", taken.body);
        assert!(taken.body.starts_with("PK") && taken.header("content-disposition").contains(".xlsx"));
    }
    assert_eq!(stage.count("viewing.table_exported").await, 2);
    let mut counter = stage.as_role(StaffRole::Counter).await;
    assert_eq!(send(&mut counter, &stage, "/ledger/export", &asked).await.status, StatusCode::FORBIDDEN);

    let case = event.split("/events/").next().unwrap_or_default().to_owned();
    let dossier = auditor.get(&format!("{case}/dossier")).await;
    assert_eq!((dossier.status, dossier.header("content-type")), (StatusCode::OK, "application/pdf"), "{}", dossier.body);
    assert!(dossier.body.starts_with("%PDF"));
    let drawn = [("from", "R8.4.1"), ("until", "R8.12.31"), ("by", "random"), ("size", "6"), ("purpose", "audit")];
    let (path, command, bundle) = loop {
        let sample = send(&mut auditor, &stage, "/audit/samples", &drawn).await;
        assert_eq!(sample.status, StatusCode::SEE_OTHER, "{}", sample.body);
        let sample = sample.header("location").split('?').next().unwrap_or_default().to_owned();
        let (path, command) = (format!("{sample}/export"), stage.state.new_uuid().to_string());
        let bundle = auditor.post(&path, &[("reason", "audit"), ("_command", &command)]).await;
        if bundle.status == StatusCode::OK {
            break (path, command, bundle);
        }
        // Chance drew a protected family: without its purpose nothing is taken out, and the reason stays where it was typed.
        assert_eq!(bundle.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bundle.body);
        assert!(bundle.body.contains("支援措置") && bundle.body.contains(">audit</textarea>"), "{}", bundle.body);
        assert_eq!(stage.count("audit.exported").await, 0);
    };
    dossiers_hold_their_letters(bundle.bytes);
    let twice = auditor.post(&path, &[("reason", "audit"), ("_command", &command)]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", twice.body);
    assert!(twice.body.contains("すでに記録しています") && twice.body.contains(">audit</textarea>"), "{}", twice.body);
    assert_eq!(stage.count("audit.exported").await, 1);
    following.over().await;
}
