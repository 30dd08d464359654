//! The other forms: papers, return, send back, refusal, amendment, individual number, search, sign-in.

use acceptance::{Application, Case, Demo, Form, Page, Visitor};
use anyhow::{Context, ensure};

use crate::fields::beside_and_in_summary;
use crate::values::{CONTROL, NO_DATES, SCRIPT, SQL};
use crate::{Staff, unchanged};

/// What a wrong text must come back as.
pub struct Wrong<'a> {
    /// The field.
    pub field: &'a str,
    /// What is typed in it.
    pub text: &'a str,
    /// What stands in the others.
    pub rest: &'a [(&'a str, &'a str)],
}

/// Tries each wrong text; reports all that were not refused as they should.
pub fn try_all(
    who: &Visitor,
    address: &str,
    form: impl Fn() -> anyhow::Result<Form>,
    wrongs: &[Wrong<'_>],
) -> anyhow::Result<()> {
    let mut told = Vec::new();
    for Wrong { field, text, rest } in wrongs {
        let form = form()?.with_all(rest.iter().copied()).with(field, text);
        let answer = who.send(&form)?;
        if let Err(error) = came_back(&answer, address, field, text) {
            told.push(format!("{address} {field} = {:?}: {error:#}", text.chars().take(30).collect::<String>()));
        }
    }
    ensure!(told.is_empty(), "{} of {}:\n{}", told.len(), wrongs.len(), told.join("\n"));
    Ok(())
}

fn came_back(answer: &Page, address: &str, field: &str, text: &str) -> anyhow::Result<()> {
    ensure!(answer.status == 422, "answered {} at {}: {}", answer.status, answer.path, answer.start());
    ensure!(!answer.body.contains("<script>alert"), "the script stands in the page");
    // A choice that does not exist cannot be shown again.
    let summary = answer.texts("[role=alert]")?.join(" ");
    ensure!(summary.chars().any(|c| ('ぁ'..='ん').contains(&c)), "no summary: {}", answer.start());
    if answer.attributes(&format!("input[type=text][name=\"{field}\"], textarea[name=\"{field}\"]"))?.is_some() {
        beside_and_in_summary(answer, field)?;
        if !text.contains('\u{0}') {
            let kept = answer.form(address)?;
            ensure!(kept.value(field).map(str::trim) == Some(text.trim()), "what was typed is gone: {:?}", kept.value(field));
        }
    }
    Ok(())
}

/// Each form of a case on its way.
pub fn forms_of_a_case(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let Staff { counter, checker, approver, clerk, .. } = staff;
    let long = "長".repeat(10_000);
    let case = Application::ordinary("試験 しるし", "シケン シルシ").receive(counter)?;
    let state = |case: &Case, field: &str| -> anyhow::Result<String> {
        let page = counter.get(&case.to("documents"))?;
        let names = page.field_names(&case.to("documents"))?;
        names.into_iter().find(|name| name.starts_with(field)).with_context(|| format!("no {field}"))
    };
    let (item, why) = (state(&case, "state.")?, state(&case, "why.")?);
    let item = item.as_str();
    let why = why.as_str();
    unchanged(demo, || {
        let about = why.trim_start_matches("why.");
        let waived = format!("state.{about}");
        let wrongs = [
            Wrong { field: why, text: "", rest: &[(&waived, "waived")] },
            Wrong { field: why, text: "", rest: &[(&waived, "not_needed")] },
            Wrong { field: why, text: CONTROL, rest: &[(&waived, "waived")] },
            Wrong { field: why, text: &long, rest: &[(&waived, "waived")] },
            Wrong { field: item, text: "eaten", rest: &[] },
            Wrong { field: item, text: SCRIPT, rest: &[] },
        ];
        try_all(counter, &case.to("documents"), || case.form(counter, "documents"), &wrongs)
    })?;
    // Another family of the same insurance and birthday looks alike.
    Application::ordinary("試験 ふたご", "シケン フタゴ").receive(counter)?;
    unchanged(demo, || wrong_answers(counter, &case, &long))?;
    case.tell_apart(counter)?;
    case.hand_in_everything(counter)?;
    case.act(counter, "forward", &[])?;
    case.act(checker, "take-up", &[])?;
    unchanged(demo, || wrong_returns(checker, &case, &long))?;
    unchanged(demo, || crate::inquiries::wrong_inquiries(checker, &case, &long))?;
    unchanged(demo, || crate::overriding::wrong_overrides(checker, &case, &long))?;
    unchanged(demo, || {
        let wrongs = ["", CONTROL, &long].map(|text| Wrong { field: "why", text, rest: &[] });
        try_all(checker, &case.to("board"), || case.form(checker, "board"), &wrongs)?;
        wrong_withdrawals(counter, &case, &long)
    })?;
    acceptance::board::hear(&case, checker, clerk, "approve", "基準に当たる。")?;
    case.act(checker, "examine", &[])?;
    unchanged(demo, || {
        let form = || case.form(approver, "send-back");
        let wrongs = ["", CONTROL, &long].map(|text| Wrong { field: "why", text, rest: &[] });
        try_all(approver, &case.to("send-back"), form, &wrongs)
    })?;
    unchanged(demo, || wrong_refusals(approver, &case, &long))?;
    unchanged(demo, || {
        let answer = approver.send(&case.form(approver, "approve")?.with("shown_digest", "0000"))?;
        ensure!([409, 422].contains(&answer.status), "an approval of another calculation: {} {}", answer.status, answer.start());
        Ok(())
    })
}

/// Whether it is the child of another record.
fn wrong_answers(counter: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let wrongs = [
        Wrong { field: "verdict", text: "", rest: &[("why", "見比べた。")] },
        Wrong { field: "verdict", text: SCRIPT, rest: &[("why", "見比べた。")] },
        Wrong {
            field: "other",
            text: "recipient-01990000-0000-7000-8000-000000000000",
            rest: &[("verdict", "same"), ("why", "見比べた。")],
        },
        Wrong { field: "other", text: SCRIPT, rest: &[("verdict", "different"), ("why", "見比べた。")] },
        Wrong { field: "why", text: "", rest: &[("verdict", "different")] },
        Wrong { field: "why", text: CONTROL, rest: &[("verdict", "different")] },
        Wrong { field: "why", text: long, rest: &[("verdict", "different")] },
    ];
    try_all(counter, &case.to("likeness"), || case.form(counter, "likeness"), &wrongs)
}

fn wrong_returns(checker: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let address = case.to("return");
    let page = checker.get(&address)?;
    let item = page.field_names(&address)?.into_iter().find(|name| name.starts_with("item.")).context("item")?;
    let ticked: (&str, &str) = (&item, "correction.household");
    let good = [ticked, ("due_on", "R30.1.29"), ("note", "直してください。")];
    let dates = [NO_DATES[0], NO_DATES[1], NO_DATES[2], "", "あした", SCRIPT, SQL, "R8.1.1", CONTROL, long];
    let mut wrongs: Vec<Wrong<'_>> = dates.into_iter().map(|text| Wrong { field: "due_on", text, rest: &good }).collect();
    wrongs.extend(["", CONTROL, long].into_iter().map(|text| Wrong { field: "note", text, rest: &good }));
    wrongs.push(Wrong { field: &item, text: "correction.no_such_phrase", rest: &good });
    wrongs.push(Wrong { field: &item, text: "", rest: &good });
    try_all(checker, &address, || case.form(checker, "return"), &wrongs)
}

fn wrong_refusals(approver: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let good = [("ground", "refusal.criteria_not_met"), ("why", "状態に該当しないため")];
    let mut wrongs: Vec<Wrong<'_>> = Vec::new();
    wrongs.extend(["", CONTROL, long].into_iter().map(|text| Wrong { field: "why", text, rest: &good }));
    wrongs.extend(["", "refusal.because", SCRIPT].into_iter().map(|text| Wrong { field: "ground", text, rest: &good }));
    try_all(approver, &case.to("refuse"), || case.form(approver, "refuse"), &wrongs)
}

fn wrong_withdrawals(counter: &Visitor, case: &Case, long: &str) -> anyhow::Result<()> {
    let dates = [NO_DATES[0], NO_DATES[1], NO_DATES[2], "", "きのう", SCRIPT, SQL, CONTROL, long, "R20.1.1", "R1.5.1"];
    let mut wrongs: Vec<Wrong<'_>> = dates.into_iter().map(|text| Wrong { field: "withdrawn_on", text, rest: &[] }).collect();
    wrongs.extend([CONTROL, long].into_iter().map(|text| Wrong { field: "why", text, rest: &[("withdrawn_on", "R8.11.20")] }));
    try_all(counter, &case.to("withdraw"), || case.form(counter, "withdraw"), &wrongs)
}

/// Whatever is typed there: an answer in words, never a fault.
pub fn sign_in_and_search(demo: &Demo, approver: &Visitor) -> anyhow::Result<()> {
    let long = "長".repeat(10_000);
    let stranger = Visitor::new(&demo.url)?;
    let mut seen = Vec::new();
    for text in ["", SCRIPT, SQL, CONTROL, &long, "ｃｏｕｎｔｅｒ１"] {
        let form = stranger.get("/sign-in")?.form("/sign-in")?.with("login", text).with("password", text);
        let answer = stranger.send(&form)?;
        ensure!(
            (200..500).contains(&answer.status) && answer.path == "/sign-in",
            "{:?}: {} at {}",
            text.chars().take(20).collect::<String>(),
            answer.status,
            answer.path
        );
        ensure!(!answer.body.contains("<script>alert"), "the script stands in the page");
        seen.extend(answer.texts("[role=alert]")?);
        let found = approver.send(&approver.get("/ledger")?.form("/search")?.with("q", text))?;
        ensure!((200..500).contains(&found.status), "search: {} {}", found.status, found.start());
        ensure!(!found.body.contains("<script>alert"), "the script stands in the results");
        ensure!(found.path == "/search", "what was searched leads to {}", found.path);
        for field in ["address", "phone"] {
            let found = approver.send(&approver.get("/ledger")?.form("/search")?.with(field, text))?;
            ensure!(matches!(found.status, 200 | 422), "search by {field}: {} {}", found.status, found.start());
            ensure!(!found.body.contains("<script>alert"), "the script stands in the results");
            ensure!(found.path == "/search", "what was searched leads to {}", found.path);
        }
    }
    ensure!(!seen.is_empty(), "no refusal is told");
    Ok(())
}
