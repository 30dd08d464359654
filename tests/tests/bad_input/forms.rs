//! The same form twice, in two tabs, after the back button; and an application that cannot be granted.

use acceptance::application::{new_draft, receive_form};
use acceptance::{Application, Case, Demo, Page, Visitor};
use anyhow::{Context, ensure};

use crate::{Staff, unchanged};

fn sample(name: &str, kana: &str) -> Application {
    Application::ordinary(name, kana)
}

/// Saved in one tab, the other tab is told, and keeps what was typed in it.
pub fn two_tabs_on_a_draft(counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    let address = format!("{draft}/wishes");
    let (first, second) = (counter.get(&address)?.form(&address)?, counter.get(&address)?.form(&address)?);
    let saved = counter.send(&first.with("note", "一つ目のタブ").with("research_consent", "no").with("next", "list"))?;
    ensure!(saved.status == 200, "{}", saved.status);
    let answer = counter.send(&second.with("note", "二つ目のタブ").with("next", "list"))?;
    ensure!(answer.status == 409, "the second tab was answered {}", answer.status);
    ensure!(answer.form(&address)?.value("note") == Some("二つ目のタブ"), "what was typed in the second tab is gone");
    ensure!(counter.get(&address)?.form(&address)?.value("note") == Some("一つ目のタブ"), "the second tab wrote over the first");
    // Having been told, the person may insist.
    let insisted = counter.send(&answer.form(&address)?.with("next", "list"))?;
    ensure!(insisted.status == 200, "insisting was answered {}", insisted.status);
    ensure!(counter.get(&address)?.form(&address)?.value("note") == Some("二つ目のタブ"), "insisting did not save");
    Ok(())
}

fn received(demo: &Demo, command: &str) -> anyhow::Result<usize> {
    let events = demo.replay(&["--type", "application.received"])?;
    Ok(events.iter().filter(|event| event["command_id"] == command).count())
}

fn location(answer: &Page) -> anyhow::Result<String> {
    let location = answer.header("location").with_context(|| format!("answered {} {}", answer.status, answer.start()))?;
    Ok(location.split('?').next().unwrap_or_default().to_owned())
}

/// Double click, or a connection that broke: one application, the same answer.
pub fn sent_twice(demo: &Demo, counter: &Visitor) -> anyhow::Result<()> {
    let draft = sample("試験 ふたご", "シケン フタゴ").type_in(counter)?;
    let form = receive_form(counter, &draft)?;
    let answers = std::thread::scope(|scope| {
        let sending: Vec<_> = (0..4).map(|_| scope.spawn(|| counter.send_once(&form))).collect();
        sending
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a thread panicked"))?)
            .collect::<anyhow::Result<Vec<_>>>()
    })?;
    let mut cases: Vec<String> = answers.iter().map(location).collect::<anyhow::Result<_>>()?;
    cases.push(location(&counter.send_once(&form)?)?);
    cases.dedup();
    ensure!(cases.len() == 1, "one form led to {cases:?}");
    let count = received(demo, form.value("_command").context("command")?)?;
    ensure!(count == 1, "one form was received {count} times");
    // An act on the case, too.
    let case = Case { path: cases.remove(0) };
    let page = counter.get(&case.to("documents"))?;
    let mut form = page.form(&case.to("documents"))?;
    for name in page.field_names(&form.action)?.iter().filter(|name| name.starts_with("state.")) {
        form = form.with(name, "received");
    }
    let first = location(&counter.send_once(&form)?)?;
    unchanged(demo, || {
        ensure!(location(&counter.send_once(&form)?)? == first, "the second sending led elsewhere");
        Ok(())
    })
}

/// The draft is gone; the page says so, and the old page sent again leads to the case.
pub fn back_after_receiving(demo: &Demo, counter: &Visitor) -> anyhow::Result<()> {
    let draft = sample("試験 もどる", "シケン モドル").type_in(counter)?;
    let form = receive_form(counter, &draft)?;
    let case = location(&counter.send_once(&form)?)?;
    unchanged(demo, || {
        for page in ["", "/check", "/child"] {
            let page = counter.get(&format!("{draft}{page}"))?;
            ensure!(
                page.status == 404 || page.path.starts_with(&case),
                "{} answered {} {}",
                page.path,
                page.status,
                page.start()
            );
            ensure!(page.text().contains('。'), "no sentence: {}", page.start());
        }
        ensure!(location(&counter.send_once(&form)?)? == case, "the old page leads elsewhere");
        // With another command id it is another wish, about a draft that is no more.
        let other = counter.get("/applications/new")?.form("/applications/drafts")?;
        let answer = counter.send(&form.clone().with("_command", other.value("_command").context("command")?))?;
        ensure!(
            [404, 409].contains(&answer.status),
            "a new wish about a draft that is gone: {} {}",
            answer.status,
            answer.start()
        );
        Ok(())
    })
}

/// Both tabs show the case; the second act is told what was seen and what is.
pub fn two_tabs_on_a_case(demo: &Demo, counter: &Visitor) -> anyhow::Result<()> {
    let case = sample("試験 ふたまど", "シケン フタマド").receive(counter)?;
    let other_tab = case.form(counter, "forward")?;
    let documents_tab = case.form(counter, "documents")?;
    case.hand_in_everything(counter)?;
    unchanged(demo, || {
        for (form, what) in [(&other_tab, "進達"), (&documents_tab, "書類")] {
            let mut form = form.clone();
            for name in counter.get(&case.to("documents"))?.field_names(&case.to("documents"))? {
                if what == "書類" && name.starts_with("state.") {
                    form = form.with(&name, "missing");
                }
            }
            let answer = counter.send(&form)?;
            ensure!(answer.status == 409, "{what} from a tab that is behind: {} {}", answer.status, answer.start());
            let text = answer.text();
            ensure!(text.contains("ほかの人") || text.contains("更新"), "{what}: not told what happened: {text}");
            ensure!(text.contains("記録"), "{what}: not told what was done meanwhile: {text}");
            ensure!(
                form.value("_seen").is_some_and(|seen| text.contains(seen)),
                "{what}: the version that was seen is not told: {text}"
            );
        }
        Ok(())
    })
}

/// Concluded not eligible with the reason; it is received, for every application is, but it cannot be granted, only refused.
pub fn nineteen_years_old(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let Staff { counter, checker, approver, clerk, .. } = staff;
    let grown = sample("試験 おとな", "シケン オトナ").with("child", "child_birth_date", "H19.6.1").with(
        "applicant",
        "applicant_relation",
        "self",
    );
    let draft = grown.type_in(counter)?;
    let check = counter.get(&format!("{draft}/check"))?;
    let text = check.text();
    ensure!(text.contains("18歳"), "the reason is not told: {text}");
    ensure!(
        text.contains("対象になりません")
            || text.contains("対象外")
            || text.contains("対象とならない")
            || text.contains("該当しない"),
        "not told that it is not eligible: {text}"
    );
    let case = Case::of(&counter.send(&receive_form(counter, &draft)?)?)?;
    case.tell_apart(counter)?;
    case.hand_in_everything(counter)?;
    case.act(counter, "forward", &[])?;
    case.act(checker, "take-up", &[])?;

    acceptance::board::hear(&case, checker, clerk, "approve", "病状は基準に当たる。")?;
    let examine = case.form(checker, "examine")?;
    unchanged(demo, || {
        let answer = checker.send(&examine)?;
        ensure!(
            answer.status == 422 && answer.text().contains("対象になりません"),
            "the examination was answered {} {}",
            answer.status,
            answer.start()
        );
        let page = approver.get(&case.to("approve"))?;
        ensure!(!page.has_form(&case.to("approve")), "the approval is offered: {}", page.start());
        let forced = acceptance::Form { action: case.to("approve"), ..case.form(approver, "refuse")? };
        let answer = approver.send(&forced)?;
        ensure!([403, 409, 422].contains(&answer.status), "a forced approval was answered {}", answer.status);
        Ok(())
    })?;
    case.act(approver, "refuse", &[("ground", "refusal.age"), ("why", "申請日において19歳のため")])?;
    let page = approver.get_until(&case.path, |page| page.text().contains("不認定"))?;
    ensure!(page.text().contains("不認定"), "{}", page.start());
    Ok(())
}
