//! An award is renewed, changed and taken over from elsewhere over the router as it is served.

use std::sync::Arc;

use acts::{DocumentInput, Founding};
use axum::http::StatusCode;
use events::application::DocumentState;
use events::ids::{ApplicationId, CommandId, CorrelationId};
use events::{Log, StaffRole};
use jiff::civil::date;
use projections::case_history::CaseHistory;
use projections::ledger::Ledger;
use projections::worklist::Worklist;
use sqlx::PgPool;

use super::following::{self, Following};
use super::stage::{Answer, Browser, Stage};

pub(super) const PAGES: &[(&str, &[(&str, &str)])] = &[
    (
        "applicant",
        &[
            ("application_date", "R8.11.9"),
            ("applicant_name", "試験 太郎"),
            ("applicant_kana", "シケン タロウ"),
            ("applicant_relation", "father"),
            ("applicant_address", "佐賀市城内1丁目1番59号"),
        ],
    ),
    (
        "child",
        &[
            ("child_name", "試験 花子"),
            ("child_kana", "シケン ハナコ"),
            ("child_birth_date", "H30.5.5"),
            ("child_address", "佐賀市城内1丁目1番59号"),
            ("child_municipality", "412015"),
        ],
    ),
    ("insurance", &[("insurance_kind", "employee"), ("insured_is_child", "no")]),
    ("household", &HOUSEHOLD),
    ("opinions", &[("opinion1_disease", "01_01_001"), ("opinion1_diagnosis_date", "R8.10.20"), ("opinion1_severity", "general")]),
    ("wishes", &[("research_consent", "yes")]),
];

const HOUSEHOLD: [(&str, &str); 7] = [
    ("public_assistance", "no"),
    ("member1_name", "試験 太郎"),
    ("member1_relation", "father"),
    ("member1_insured", "on"),
    ("member1_same_insurance", "on"),
    ("member1_taxed", "yes"),
    ("member1_levy", "68400"),
];

/// The value of a hidden field.
pub(super) fn hidden(answer: &Answer, name: &str) -> String {
    let marked = format!("name=\"{name}\" value=\"");
    let rest = answer.body.split(&marked).nth(1).unwrap_or_else(|| panic!("no {name} in {}", answer.body));
    rest.split('"').next().unwrap().to_owned()
}

pub(super) async fn send(browser: &mut Browser, stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = stage.state.new_uuid().to_string();
    let mut all = fields.to_vec();
    all.push(("_command", &command));
    browser.post(path, &all).await
}

/// Begins a draft; its address.
pub(super) async fn begin(counter: &mut Browser, stage: &Stage, fields: &[(&str, &str)]) -> String {
    let begun = send(counter, stage, "/applications/drafts", fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    begun.header("location").to_owned()
}

pub(super) async fn page(counter: &mut Browser, stage: &Stage, draft: &str, section: &str, fields: &[(&str, &str)]) {
    let address = format!("{draft}/{section}");
    let shown = counter.get(&address).await;
    assert_eq!(shown.status, StatusCode::OK);
    let seen = hidden(&shown, "_seen");
    let mut all = fields.to_vec();
    all.extend([("_seen", seen.as_str()), ("next", "save")]);
    let saved = send(counter, stage, &address, &all).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{section}: {}", saved.body);
}

/// Receives a draft; what its last page said, and the application.
pub(super) async fn receive(counter: &mut Browser, stage: &Stage, draft: &str) -> (String, ApplicationId) {
    let check = counter.get(&format!("{draft}/check")).await;
    let seen = hidden(&check, "_seen");
    let received = send(counter, stage, &format!("{draft}/receive"), &[("_seen", &seen)]).await;
    assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.body);
    let id = received.header("location").trim_start_matches("/cases/").split('?').next().unwrap().parse().unwrap();
    (check.body, id)
}

async fn request(stage: &Stage, role: StaffRole) -> acts::Request {
    acts::Request {
        command_id: CommandId(stage.state.new_uuid()),
        correlation_id: CorrelationId(stage.state.new_uuid()),
        actor: stage.state.parts().acts.account(stage.staff(role)).await.unwrap().actor().unwrap(),
        trace_context: None,
        today: date(2026, 11, 24),
        seen_version: None,
    }
}

/// From the counter to the decision; the page on which the approver decides.
async fn approve(stage: &Stage, case: ApplicationId) -> String {
    let acts = &stage.state.parts().acts;
    let lines = acts.case(case, None).await.unwrap().documents.into_iter();
    let lines = lines.map(|one| DocumentInput { item: one.line.item, state: DocumentState::Received, why: None }).collect();
    acts.record_documents(&request(stage, StaffRole::Counter).await, case, lines).await.unwrap();
    acts.forward(&request(stage, StaffRole::Counter).await, case).await.unwrap();
    acts.take_up(&request(stage, StaffRole::Checker).await, case).await.unwrap();
    acts.examine(&request(stage, StaffRole::Checker).await, case).await.unwrap();
    let mut approver = stage.as_role(StaffRole::Approver).await;
    let address = format!("/cases/{case}/approve");
    let shown = approver.get(&address).await;
    let (seen, digest) = (hidden(&shown, "_seen"), hidden(&shown, "shown_digest"));
    let decided = send(&mut approver, stage, &address, &[("_seen", &seen), ("shown_digest", &digest)]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    shown.body
}

/// A founded installation whose read models follow.
pub(super) struct Served {
    pub(super) stage: Stage,
    pub(super) following: Following,
}

impl Served {
    pub(super) async fn set(test: &PgPool) -> Self {
        let stage = Stage::set(test).await;
        let today = date(2026, 4, 1);
        let founding = Founding { simulated: false, prefecture: "41".to_owned(), program_version: "0.1.0".to_owned(), today };
        stage.state.parts().acts.found_installation(founding).await.unwrap();
        let models: Vec<Arc<dyn store::Projection>> = vec![Arc::new(Ledger), Arc::new(Worklist), Arc::new(CaseHistory)];
        let following = Following::of(test, &stage, models).await;
        Self { stage, following }
    }
}

/// Waits until the read models show everything.
pub(super) async fn caught_up(test: &PgPool) {
    following::caught_up(test, Log::Casework, &["ledger", "worklist", "case_history"]).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn renewal_change_and_transfer_go_through_the_screens(test: PgPool) {
    let Served { stage, following } = Served::set(&test).await;
    let mut counter = stage.as_role(StaffRole::Counter).await;
    let ledger = async || caught_up(&test).await;

    let draft = begin(&mut counter, &stage, &[]).await;
    for (section, fields) in PAGES {
        page(&mut counter, &stage, &draft, section, fields).await;
    }
    let (_, first) = receive(&mut counter, &stage, &draft).await;
    approve(&stage, first).await;
    ledger().await;
    let decided = stage.state.parts().acts.case(first, None).await.unwrap();
    let person = format!("/recipients/{}", decided.application.recipient().unwrap());
    let shown = counter.get(&person).await;
    assert!(shown.body.contains("更新の申請を受け付ける") && shown.body.contains("変更の申請を受け付ける"), "{}", shown.body);
    let award = hidden(&shown, "award");

    // 変更: without a ground it is not taken; with one the cap rises from the next month on.
    let draft = begin(&mut counter, &stage, &[("kind", "change"), ("award", &award)]).await;
    let unanswered = counter.get(&format!("{draft}/check")).await;
    assert!(unanswered.body.contains("変更の理由を1つ以上選んでください。"));
    page(&mut counter, &stage, &draft, "change", &[("ground_income", "on")]).await;
    let mut more = HOUSEHOLD;
    more[6] = ("member1_levy", "300000");
    page(&mut counter, &stage, &draft, "household", &more).await;
    let (_, changed) = receive(&mut counter, &stage, &draft).await;
    let decision = approve(&stage, changed).await;
    for told in ["前の支給認定との違い", "5,000円", "15,000円", "令和8年12月1日"] {
        assert!(decision.contains(told), "{told}: {decision}");
    }
    ledger().await;
    let case = counter.get(&format!("/cases/{changed}")).await;
    assert!(case.body.contains("世帯員 1：所得割額"), "{}", case.body);
    let shown = counter.get(&person).await;
    assert!(shown.body.contains("令和8年11月30日まで"), "{}", shown.body);

    // 更新: the tax is asked for again, and the new award begins the day after the old ends.
    let award = hidden(&shown, "award");
    let draft = begin(&mut counter, &stage, &[("kind", "renewal"), ("award", &award)]).await;
    let household = counter.get(&format!("{draft}/household")).await;
    assert!(!household.body.contains("300000") && household.body.contains("試験 太郎"), "last year's tax is not filled in");
    page(&mut counter, &stage, &draft, "household", &HOUSEHOLD).await;
    let (check, renewed) = receive(&mut counter, &stage, &draft).await;
    assert!(check.contains("令和9年10月1日"), "{check}");
    approve(&stage, renewed).await;
    ledger().await;
    assert!(counter.get(&person).await.body.contains("令和9年10月1日から"));

    // 転入.
    let draft = begin(&mut counter, &stage, &[("kind", "transfer_in")]).await;
    let other = [("transfer_authority", "例題市"), ("transfer_start", "R8.4.1"), ("transfer_end", "R9.3.31")];
    page(&mut counter, &stage, &draft, "transfer", &other).await;
    for (section, fields) in PAGES {
        page(&mut counter, &stage, &draft, section, fields).await;
    }
    let (_, moved) = receive(&mut counter, &stage, &draft).await;
    approve(&stage, moved).await;
    assert_eq!(stage.count("award.granted").await, 4);
    assert_eq!(stage.count("award.replaced").await, 1);
    assert_eq!(stage.count("recipient.registered").await, 2);
    following.over().await;
}
