//! Erasing a person for good: two members of staff do it on the screens, and a backup made before, once restored, brings nobody back. The
//! start is refused until the erasure has been applied again; then nothing of the person can be read, wherever one looks.

use acceptance::{Demo, Page, Parts, Visitor};
use anyhow::{Context as _, ensure};

/// What of the person could be read before.
struct Readable {
    person: String,
    name: String,
    case: String,
    document: String,
}

#[test]
fn who_was_erased_stays_erased_after_a_restore() -> anyhow::Result<()> {
    let mut demo = Demo::start(0)?;
    let mut parts = Parts::default();
    let mut kept = None;
    parts.part("before: the person can be read and found", || {
        let readable = before(&demo)?;
        ensure!(reach(&demo, &readable)?.len() == 5, "not everything is readable: {:?}", reach(&demo, &readable)?);
        kept = Some((readable, demo.cluster()?.dump()?));
        Ok(())
    });
    if let Some((readable, dump)) = kept {
        parts.part("two members of staff erase, on the screens", || erase(&demo, &readable));
        parts.part("the start on the restored backup is refused", || refused(&mut demo, &dump));
        parts.part("after daicho erase --apply nothing is readable any more", || applied(&mut demo, &readable));
    }
    parts.verdict(&demo.log())
}

fn over(demo: &Demo) -> anyhow::Result<Vec<String>> {
    let page = Visitor::signed_in(demo, "admin1")?.get_until("/erasures", |page| page.text().contains("保存期間満了"))?;
    Ok(page.links()?.iter().filter_map(|link| link.strip_prefix("/erasures/").map(str::to_owned)).collect())
}

fn before(demo: &Demo) -> anyhow::Result<Readable> {
    let approver = Visitor::signed_in(demo, "approver1")?;
    for person in over(demo)? {
        // The other one is an application that was refused: there is no such recipient.
        let page = approver.get(&format!("/recipients/{person}"))?;
        if page.status != 200 {
            continue;
        }
        let links = page.links()?;
        let case = links.iter().find(|link| link.starts_with("/cases/")).context("no case on the person's page")?;
        let case: String = case.split('/').take(3).collect::<Vec<_>>().join("/");
        let documents = approver.get(&case)?.links()?;
        let document = documents.into_iter().find(|link| link.starts_with("/certificates/")).context("no document")?;
        let name = page.texts(".ident .name")?.into_iter().next().context("no name")?;
        let name = name.split(['（', '\n']).next().unwrap_or_default().trim().to_owned();
        ensure!(name.contains(' ') || name.contains('　'), "this is no name: {name}");
        return Ok(Readable { person, name, case, document });
    }
    anyhow::bail!("nobody's retention is over")
}

/// Where the person can be read now.
fn reach(demo: &Demo, readable: &Readable) -> anyhow::Result<Vec<&'static str>> {
    let approver = Visitor::signed_in(demo, "approver1")?;
    let names = |page: &Page| page.status == 200 && page.text().contains(&readable.name);
    let mut found = Vec::new();
    if names(&approver.get(&format!("/recipients/{}", readable.person))?) {
        found.push("ledger");
    }
    if names(&approver.get(&format!("{}/form", readable.case))?) {
        found.push("case");
    }
    let document = approver.get(&readable.document)?;
    if document.status == 200 && document.bytes.starts_with(b"%PDF") {
        found.push("document");
    }
    // Names are drawn from a few, so somebody else may bear this one; the person must not be among them.
    let search = approver.get("/ledger")?.form("/search")?.with("q", &readable.name);
    let hits = approver.send(&search)?.links()?;
    if hits.iter().any(|link| link.contains(&readable.person) || link.contains(&readable.case)) {
        found.push("search");
    }
    let case = readable.case.trim_start_matches("/cases/");
    let events = demo.replay(&["--stream", case, "--open"])?;
    if events.iter().any(|event| event.to_string().contains(&readable.name)) {
        found.push("events");
    }
    Ok(found)
}

fn erase(demo: &Demo, readable: &Readable) -> anyhow::Result<()> {
    let path = format!("/erasures/{}", readable.person);
    let administrator = Visitor::signed_in(demo, "admin1")?;
    let proposed = administrator.send(&administrator.get(&path)?.form(&format!("{path}/propose"))?)?;
    ensure!(proposed.text().contains("決裁待ち"), "not proposed: {}", proposed.start());
    ensure!(!administrator.get(&path)?.has_form(&format!("{path}/carry-out")), "who proposes may also carry out");
    let approver = Visitor::signed_in(demo, "approver1")?;
    let form = approver.get(&path)?.form(&format!("{path}/carry-out"))?;
    let unsure = approver.send(&form)?;
    ensure!(unsure.status == 422, "erased without a tick: {}", unsure.start());
    let form = approver.get(&path)?.form(&format!("{path}/carry-out"))?.with("sure", "on");
    let erased = approver.send(&form)?;
    ensure!(erased.text().contains("消去済み"), "not erased: {}", erased.start());
    let left = reach(demo, readable)?;
    ensure!(left.is_empty(), "still readable: {left:?}");
    let (code, said, errors) = demo.run(&["verify", "--json"])?;
    ensure!(code == 0, "the log is not whole after an erasure: {said}{errors}");
    ensure!(said.contains("\"erased\":1"), "the decision counts as erased, not as different: {said}");
    Ok(())
}

fn refused(demo: &mut Demo, dump: &str) -> anyhow::Result<()> {
    demo.kill()?;
    demo.cluster()?.restore(dump)?;
    let Err(refused) = Demo::start_on(&demo.data, 0, &[]) else { anyhow::bail!("it started with a person who was erased") };
    let said = format!("{refused:#}");
    ensure!(said.contains("69") && said.contains("daicho erase --apply"), "refused for another reason: {said}");
    let (code, said, _) = demo.run(&["erase"])?;
    ensure!(code == 65 && said.contains("1 人分"), "{code}: {said}");
    for part in ["serve", "work"] {
        let (code, _, said) = demo.run(&[part])?;
        ensure!(code == 69, "{part} started: {code}: {said}");
    }
    Ok(())
}

fn applied(demo: &mut Demo, readable: &Readable) -> anyhow::Result<()> {
    let (code, said, errors) = demo.run(&["erase", "--apply"])?;
    ensure!(code == 0, "{code}: {said}{errors}");
    demo.start_again(0)?;
    let left = reach(demo, readable)?;
    ensure!(left.is_empty(), "readable again: {left:?}");
    let (code, said, _) = demo.run(&["erase"])?;
    ensure!(code == 0, "{code}: {said}");
    Ok(())
}
