//! Everything that can be done on the screens, done with planted values: by the book, by mistake and by intrusion.

use std::time::Duration;

use acceptance::application::{SECTIONS, new_draft};
use acceptance::{Application, Case, Demo, Form, Page, Visitor, command_id};
use anyhow::{Context, ensure};

use crate::planted::{self, AMENDMENT, CHILD, CHILD_KANA, CORRECTION, LOGIN, MADE_UP, PURPOSE, REFUSED, SENT_BACK, WAIVER};

/// Drives everything; gives back everybody who visited.
pub fn everything(demo: &Demo) -> anyhow::Result<Vec<Visitor>> {
    let sign_in = |login: &str| Visitor::signed_in(demo, login);
    let (counter, checker, approver) = (sign_in("counter1")?, sign_in("checker1")?, sign_in("approver1")?);
    let (auditor, administrator, operator) = (sign_in("auditor1")?, sign_in("admin1")?, sign_in("operator1")?);
    let stranger = Visitor::new(&demo.url)?;

    // Takes half a minute of waiting; the rest goes on meanwhile.
    let guesser = Visitor::new(&demo.url)?;
    let guessing = std::thread::spawn({
        let guesser = guesser.clone();
        move || guess(&guesser)
    });
    outside(&stranger)?;
    mistakes(&counter)?;
    let case = entering(&counter)?;
    checking(&counter, &checker, &approver, &case)?;
    looking(&approver, &case)?;
    deciding(&approver)?;
    crate::noticing::tell(&counter, &checker, &case)?;
    crate::claiming::claim(&counter, &checker, &approver, &case)?;
    crate::redressing::redress(&checker, &approver, &case)?;
    // Asked before an order moves the day on which they end.
    crate::campaigning::renew(&checker, &approver)?;
    crate::extending::extend(&checker, &approver)?;
    crate::households::share(&counter, &case)?;
    crate::linking::link(&checker, &approver)?;
    crate::mailing::mail(&counter, &checker, &case)?;
    crate::protecting::protect(&counter, &checker, &approver, &case)?;
    revealing(&[&counter, &checker, &approver, &administrator, &auditor], &case)?;
    waiting(&checker)?;
    transmitting(&counter, &checker)?;
    let clerk = sign_in("board1")?;
    refusing(&counter, &checker, &approver, &clerk)?;
    crate::handing::hand_over(&counter)?;
    crate::proposing::propose(&counter, &checker, &approver, &clerk)?;
    crate::sealing::seal(&administrator, &approver)?;
    crate::printing::print(&checker, &approver)?;
    for (who, paths) in [
        (&administrator, &["/masters", "/masters/caps", "/help", "/help/counter"][..]),
        (&operator, &["/operations"]),
        (&auditor, &["/", "/queues/to_check", "/ledger"]),
        (&checker, &["/", "/queues/checking"]),
    ] {
        for path in paths {
            ok(&who.get(path)?)?;
        }
    }
    listing(&checker)?;
    crate::nights::look_into(demo, &checker)?;
    crate::studying::study(&checker)?;
    crate::registers::keep(&checker, &auditor)?;
    crate::paying::pay(&counter, &checker, &approver, &auditor)?;
    crate::attaching::attach(&counter, &auditor, &case)?;
    crate::studying::count(&checker)?;
    crate::moving::move_in(&administrator, &approver)?;
    crate::mastering::change(&checker, &approver)?;
    crate::mastering::release(&checker, &approver)?;
    crate::oversight::watch(&auditor, &operator, &approver, &administrator, &case)?;
    intrusion(&operator, &case)?;
    again(&checker, &case)?;
    guessing.join().map_err(|_| anyhow::anyhow!("the guesser panicked"))??;
    enrolling(&clerk, &administrator)?;
    let new = crate::staffing::staff(demo, &administrator, &approver)?;
    let locked = administrator.get("/accounts")?;
    let unlock = locked.form_where(|to| to.starts_with("/accounts/")).context("ten wrong passwords lock nobody")?;
    let nobody_asked = administrator.send(&unlock)?;
    ensure!(nobody_asked.status == 422 && nobody_asked.text().contains("変更番号"), "{}", nobody_asked.start());
    ok(&administrator.send(&unlock.with("change", "C-2026-0009"))?)?;
    let second = Visitor::signed_in(demo, GUESSED).context("unlocked, but not let in")?;
    // Whoever decided a claim releases no payment of it.
    crate::paying_back::pay_back(&checker, &approver, &second, &auditor)?;
    let leaving = counter.get("/")?.form("/sign-out")?;
    counter.send(&leaving)?;
    Ok(vec![counter, checker, approver, clerk, auditor, administrator, operator, stranger, guesser, new, second])
}

/// An authenticator app is begun and not confirmed; one that nobody has is taken away.
fn enrolling(clerk: &Visitor, administrator: &Visitor) -> anyhow::Result<()> {
    let beginning = clerk.get("/second-factor")?.form("/second-factor/begin")?;
    ok(&clerk.send(&beginning)?)?;
    let wrong = clerk.send(&clerk.get("/second-factor")?.form("/second-factor/confirm")?.with("code", CHILD))?;
    ensure!(wrong.status == 422, "{}", wrong.status);
    let nobody = "/accounts/01990000-0000-7000-8000-000000000001/second-factor/remove";
    crate::oversight::send_own(administrator, nobody, &[("change", CHILD)])
}

/// Whose password is guessed.
const GUESSED: &str = "approver2";

/// Ten wrong passwords, with the waits between them that the program asks for.
fn guess(guesser: &Visitor) -> anyhow::Result<()> {
    for failures in 1..=10_u32 {
        let form = guesser.get("/sign-in")?.form("/sign-in")?.with("login", GUESSED).with("password", CHILD);
        let answer = guesser.send(&form)?;
        ensure!(answer.status == 401, "guess {failures} was answered {}", answer.status);
        let wait = if (5..10).contains(&failures) { 1 << (failures - 5) } else { 0 };
        std::thread::sleep(Duration::from_millis(wait * 1000 + 300));
    }
    Ok(())
}

/// A certificate that was made is not made again; asking for it is no fault.
fn again(checker: &Visitor, case: &Case) -> anyhow::Result<()> {
    let own = checker.get(&case.path)?.form("/sign-out")?;
    ok(&checker.send(&Form { action: case.to("issue"), fields: own.with("_command", &command_id()).fields })?)
}

/// Whether a link opens one letter; the side bar leads to their words and releases.
pub fn is_letter(link: &str) -> bool {
    link.strip_prefix("/letters/").is_some_and(|id| id.parse::<uuid::Uuid>().is_ok())
}

pub fn ok(page: &Page) -> anyhow::Result<()> {
    ensure!(page.status == 200, "{} answered {}: {}", page.path, page.status, page.start());
    Ok(())
}

/// Nobody in particular: files, health, a sign-in that fails, addresses that do not exist.
fn outside(stranger: &Visitor) -> anyhow::Result<()> {
    for path in ["/livez", "/readyz", "/metrics"] {
        ok(&stranger.get(path)?)?;
    }
    let page = stranger.get("/sign-in")?;
    let html = page.html();
    let link = scraper::Selector::parse("link[rel=stylesheet][href]").map_err(|error| anyhow::anyhow!("{error}"))?;
    let sheet = html.select(&link).find_map(|link| link.attr("href")).context("a style sheet")?;
    ok(&stranger.get(sheet)?)?;
    let refused = stranger.send(&page.form("/sign-in")?.with("login", LOGIN).with("password", CHILD))?;
    ensure!(refused.path == "/sign-in", "the sign-in of a stranger led to {}", refused.path);
    let made_up = stranger.get(&format!("{MADE_UP}{CHILD}?q={CHILD_KANA}"))?;
    ensure!(made_up.status == 404, "{}", made_up.status);
    let page = stranger.once(&reqwest::Method::GET, "/ledger", &[("user-agent", "x"), ("x-name", "鸚鵡 栞奈")], None)?;
    ensure!(page.status == 303, "{}", page.status);
    Ok(())
}

/// Values in the wrong fields, and a draft thrown away.
fn mistakes(counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    let typed = planted::application();
    for section in SECTIONS {
        let address = format!("{draft}/{section}");
        let page = counter.get(&address)?;
        let names = page.field_names(&address)?;
        let wrong = names.iter().fold(page.form(&address)?, |form, name| form.with(name, CHILD)).with("next", "save");
        let answer = counter.send(&wrong)?;
        ensure!(answer.status < 500, "{address}: {}", answer.status);
        let long =
            names.iter().fold(answer.form(&address).or(page.form(&address))?, |form, name| form.with(name, &CHILD.repeat(401)));
        counter.send(&long.with("next", "list"))?;
        typed.type_page(counter, &draft, section)?;
    }
    ok(&counter.get(&draft)?)?;
    let form = counter.get(&draft)?.form(&format!("{draft}/discard"))?;
    ok(&counter.send(&form)?)
}

fn entering(counter: &Visitor) -> anyhow::Result<Case> {
    let typed = planted::application();
    let draft = typed.type_in(counter)?;
    for page in ["", "/check", "/paper"] {
        ok(&counter.get(&format!("{draft}{page}"))?)?;
    }
    ok(&counter.get("/applications/new")?)?;
    let case = Case::of(&counter.send(&acceptance::application::receive_form(counter, &draft)?)?)?;
    ok(&counter.get(&case.to("amounts"))?)?;
    for act in ["amounts", "amounts/settle"] {
        crate::oversight::send_own(counter, &case.to(act), &[("guardian_income", "1"), ("why", CORRECTION)])?;
    }
    case.tell_apart(counter)?;
    let documents = case.form(counter, "documents")?;
    // A reason is asked for the waiver and given in the second attempt.
    let waived = documents.clone().with("state.insurance_evidence", "waived");
    counter.send(&waived)?;
    case.hand_in_everything(counter)?;
    case.act(counter, "documents", &[("state.insurance_evidence", "waived"), ("why.insurance_evidence", WAIVER)])?;
    case.act(counter, "forward", &[])?;
    Ok(case)
}

fn checking(counter: &Visitor, checker: &Visitor, approver: &Visitor, case: &Case) -> anyhow::Result<()> {
    case.act(checker, "take-up", &[])?;
    let page = checker.get(&case.to("return"))?;
    let item =
        page.field_names(&case.to("return"))?.into_iter().find(|name| name.starts_with("item.")).context("a correction item")?;
    case.act(checker, "return", &[(&item, "correction.household"), ("due_on", "R30.1.29"), ("note", CORRECTION)])?;
    ok(&counter.get(&case.path)?)?;

    let amendment = counter.send(&case.form(counter, "amend")?)?;
    ok(&amendment)?;
    let wishes = format!("{}/wishes", amendment.path);
    let corrected =
        counter.get(&wishes)?.form(&wishes)?.with("note", &format!("{}{AMENDMENT}", planted::NOTE)).with("next", "list");
    ok(&counter.send(&corrected)?)?;
    let form = counter.get(&format!("{}/check", amendment.path))?.form(&format!("{}/receive", amendment.path))?;
    let silent = counter.send(&form.clone().with_all([("ground", "ex_officio"), ("why", AMENDMENT)]))?;
    ensure!(silent.status == 422, "no paper: {}", silent.status);
    let form = form.with_all([("ground", "ex_officio"), ("stands_on", CORRECTION), ("why", AMENDMENT)]);
    ok(&counter.send(&form)?)?;
    case.act(counter, "resubmit", &[])?;
    case.act(checker, "take-up", &[])?;
    case.act(checker, "notes", &[("note", CORRECTION)])?;
    crate::inquiring::inquire(checker, case)?;
    crate::overriding::override_by_hand(checker, case)?;
    case.act(checker, "examine", &[])?;
    case.act(approver, "send-back", &[("why", SENT_BACK)])?;
    case.act(checker, "examine", &[])?;
    let unconfirmed = approver.send(&case.form(approver, "approve")?)?;
    ensure!(unconfirmed.status == 422, "what was set by hand is not confirmed: {}", unconfirmed.status);
    case.act(approver, "approve", &[("confirmed", "tier")])?;
    Ok(())
}

/// The ledger, the search, the certificate, the history.
/// Several cases of the sample data at once.
fn deciding(approver: &Visitor) -> anyhow::Result<()> {
    let list = approver.get("/decisions")?;
    let choice = list.attributes("input[name=case]")?.context("no case can be decided")?;
    let chosen = choice.get("value").context("a case")?;
    let preview = approver.send(&list.form("/decisions/preview")?.with("case", chosen))?;
    ok(&preview)?;
    ok(&approver.send(&preview.form("/decisions")?)?)
}

fn looking(approver: &Visitor, case: &Case) -> anyhow::Result<()> {
    let page = approver.get_until(&case.path, |page| {
        page.links().is_ok_and(|links| links.iter().any(|link| link.starts_with("/certificates/")))
    })?;
    for link in page.links()?.iter().filter(|link| link.starts_with("/certificates/")) {
        let document = approver.get(link)?;
        ok(&document)?;
        ensure!(document.bytes.starts_with(b"%PDF"), "{link} is no PDF");
    }
    for part in ["form", "history"] {
        ok(&approver.get(&case.to(part))?)?;
    }
    for text in [CHILD, CHILD_KANA, planted::CHILD_BIRTH, "鵺鵺鵺"] {
        let found = approver.send(&approver.get("/ledger")?.form("/search")?.with("q", text))?;
        ok(&found)?;
        if text == CHILD {
            ensure!(found.text().contains(CHILD), "the search does not find the planted child: {}", found.start());
            let links = found.links()?;
            let person = links.iter().find(|link| link.starts_with("/recipients/")).context("a link to the person")?;
            let shown = approver.get(person)?;
            ok(&approver.send(&shown.form(&format!("{person}/notes"))?.with("note", PURPOSE))?)?;
        }
    }
    for [address, phone] in [[planted::ADDRESS, ""], ["", planted::PHONE], [planted::ADDRESS, planted::PHONE]] {
        let asked = approver.get("/ledger")?.form("/search")?.with("address", address).with("phone", phone);
        let found = approver.send(&asked)?;
        ok(&found)?;
        ensure!(found.text().contains(CHILD), "where the planted child lives does not find it: {}", found.start());
    }
    Ok(())
}

/// Whoever may see an individual number asks for it, without a purpose first.
fn revealing(people: &[&Visitor], case: &Case) -> anyhow::Result<()> {
    let address = case.to("my-number");
    let mut shown = 0;
    for who in people {
        let page = who.get(&case.to("form"))?;
        let Ok(form) = page.form(&address) else { continue };
        let which = form.value("which").unwrap_or("child").to_owned();
        who.send(&form.clone())?;
        let page = who.get(&case.to("form"))?;
        let answer = who.send(&page.form(&address)?.with("which", &which).with(&format!("purpose_{which}"), PURPOSE))?;
        ok(&answer)?;
        shown += 1;
    }
    ensure!(shown > 0, "nobody is offered the individual number");
    Ok(())
}

/// Corrections that nobody answered in time: one family is reminded, another case goes back to the check, where it is put aside.
fn waiting(checker: &Visitor) -> anyhow::Result<()> {
    let list = checker.get("/queues/correction")?;
    let mut late = Vec::new();
    for link in list.links()?.into_iter().filter(|link| link.starts_with("/cases/")) {
        let page = checker.get(&link)?;
        if page.has_form(&format!("{link}/recall")) {
            late.push(Case { path: link });
        }
    }
    let [reminded, recalled, ..] = late.as_slice() else { anyhow::bail!("the sample data has no two corrections overdue") };
    ok(&checker.get(&reminded.to("remind"))?)?;
    reminded.act(checker, "remind", &[("due_on", "R30.1.29")])?;
    recalled.act(checker, "recall", &[])?;
    ok(&checker.get(&recalled.to("hold"))?)?;
    recalled.act(checker, "hold", &[("why", CORRECTION)])?;
    recalled.act(checker, "release-hold", &[])?;
    Ok(())
}

/// An office sends what it has on a list, and the division says of one case that it is not there.
fn transmitting(counter: &Visitor, checker: &Visitor) -> anyhow::Result<()> {
    let case = Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
    case.hand_in_everything(counter)?;
    let offered = |page: &Page| page.links().is_ok_and(|links| links.contains(&case.path)) && page.has_form("/transmittals");
    let list = counter.send(&counter.get_until("/transmittals", offered)?.form("/transmittals")?)?;
    ok(&list)?;
    let path = list.path.clone();
    ok(&counter.get(&format!("{path}/paper"))?)?;
    ok(&counter.send(&list.form(&format!("{path}/send"))?)?)?;
    let check = format!("{path}/check?case={}", case.id());
    let form = checker.get_until(&path, |page| page.has_form(&check))?.form(&check)?;
    let fields = [(format!("outcome-{}", case.id()), "missing"), (format!("why-{}", case.id()), CORRECTION)];
    ok(&checker.send(&form.with_all(fields.iter().map(|(name, value)| (name.as_str(), *value))))?)?;
    ok(&checker.get("/transmittals")?)
}

/// One case is heard by the review board and refused, another is withdrawn.
fn refusing(counter: &Visitor, checker: &Visitor, approver: &Visitor, clerk: &Visitor) -> anyhow::Result<()> {
    let case = Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
    case.hand_in_everything(counter)?;
    case.act(counter, "forward", &[])?;
    case.act(checker, "take-up", &[])?;
    let sitting = acceptance::board::hear(&case, checker, clerk, "refuse", REFUSED)?;
    ok(&clerk.get(&format!("{sitting}/papers"))?)?;
    crate::sitting::issue(clerk, &sitting)?;
    case.act(approver, "refuse", &[("ground", "refusal.criteria_not_met"), ("why", REFUSED)])?;
    let page = approver.get_until(&case.path, |page| page.links().is_ok_and(|links| links.iter().any(|link| is_letter(link))))?;
    let letter = page.links()?.into_iter().find(|link| is_letter(link)).context("the notice of the refusal")?;
    ok(&approver.get(&letter)?)?;
    crate::oversight::send_own(approver, &case.to("letter"), &[])?;
    let close = format!("{sitting}/close");
    ok(&clerk.send(&clerk.get(&sitting)?.form(&close)?.with("minutes", REFUSED))?)?;
    crate::sitting::minute(clerk, approver, &sitting)?;
    crate::sitting::call_off(clerk)?;
    crate::sitting::together(counter, checker)?;
    // Two applications of one family look alike.
    Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
    let withdrawn = Application::ordinary(CHILD, CHILD_KANA).receive(counter)?;
    withdrawn.act(counter, "likeness", &[("verdict", "twins"), ("why", CORRECTION)])?;
    let day = acceptance::board::today(counter)?;
    withdrawn.act(counter, "withdraw", &[("withdrawn_on", &day), ("why", CORRECTION)])?;
    Ok(())
}

/// A list is narrowed, kept under a name, taken out, and no longer kept.
fn listing(checker: &Visitor) -> anyhow::Result<()> {
    let list = "/queues/all?kind=new&own=1";
    let narrowed = checker.get(list)?;
    ok(&narrowed)?;
    ok(&checker.send(&narrowed.form("/queues/filters")?.with("name", CHILD))?)?;
    let shown = checker.get(list)?;
    for format in ["xlsx", "csv"] {
        let wish = [("format", format), ("reason", PURPOSE), ("order", "期限、受付番号"), ("pattern_name", PURPOSE)];
        let export = shown.form("/queues/all/export")?.with_all(wish).with("_command", &command_id());
        ok(&checker.send(&export)?)?;
        let twice = checker.send(&export)?;
        ensure!(twice.status == 422 && twice.text().contains("すでに記録しています"), "a list left twice: {}", twice.start());
    }
    let again = checker.get(list)?;
    let pattern = again.form_where(|to| to.starts_with("/column-patterns/")).context("a kept pattern cannot be discarded")?;
    ok(&checker.send(&pattern)?)?;
    let discard = shown.form_where(|to| to.starts_with("/queues/filters/")).context("a kept filter cannot be discarded")?;
    ok(&checker.send(&discard)?)
}

/// Doors that are closed: another role, a form without token, a body that is none.
fn intrusion(operator: &Visitor, case: &Case) -> anyhow::Result<()> {
    let page = operator.get(&case.path)?;
    ensure!(page.status == 403, "an operator is shown a case: {}", page.status);
    for (kind, body) in [
        ("application/x-www-form-urlencoded", format!("q={CHILD}").into_bytes()),
        ("text/plain", CHILD.as_bytes().to_vec()),
        ("application/x-www-form-urlencoded", [b"q=", &CHILD.as_bytes()[..4]].concat()),
    ] {
        let answer = operator.send_body("/search", kind, body)?;
        ensure!((400..500).contains(&answer.status), "{kind}: {}", answer.status);
    }
    Ok(())
}
