//! What several people do with one case, and what one person does with several: over the router, on a prefecture with cases in it.

use axum::http::StatusCode;
use events::ids::{ApplicationId, CommandId, CorrelationId};
use events::{Actor, Log, StaffRole};
use jiff::civil::date;
use sqlx::PgPool;
use uuid::Uuid;

use super::following::{Following, caught_up};
use super::stage::{Answer, Browser, Stage};

pub(super) struct Desk {
    pub(super) stage: Stage,
    pool: PgPool,
    following: Following,
}

impl Desk {
    pub(super) async fn set(test: &PgPool) -> Self {
        let stage = Stage::furnished(test, 2).await;
        let following = Following::all(test, &stage).await;
        let desk = Self { stage, pool: test.clone(), following };
        desk.settled().await;
        desk
    }

    /// Waits until the lists show what was done.
    pub(super) async fn settled(&self) {
        let models = [
            "worklist",
            "case_history",
            "sittings",
            "proposals",
            "designations",
            "ledger",
            "campaigns",
            "letters",
            "tax_data",
            "protections",
            "recipient_files",
            "claims",
            "payments",
        ];
        caught_up(&self.pool, Log::Casework, &models).await;
    }

    pub(super) async fn waiting(&self, queue: &str) -> Vec<ApplicationId> {
        let ids = sqlx::query_scalar::<_, Uuid>(
            "SELECT application_id FROM read.worklist_steps WHERE upper_inf(known) AND queue = $1 ORDER BY due_on, application_id",
        );
        ids.bind(queue).fetch_all(&self.pool).await.unwrap().into_iter().map(ApplicationId).collect()
    }

    pub(super) async fn actor(&self, role: StaffRole) -> Actor {
        self.stage.state.parts().acts.account(self.stage.staff(role)).await.unwrap().actor().unwrap()
    }

    pub(super) fn request(&self, actor: Actor) -> acts::Request {
        acts::Request {
            command_id: CommandId(self.stage.state.new_uuid()),
            correlation_id: CorrelationId(self.stage.state.new_uuid()),
            actor,
            trace_context: None,
            today: date(2026, 11, 24),
            seen_version: None,
        }
    }

    pub(super) async fn send(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let command = self.stage.state.new_uuid().to_string();
        let mut all = fields.to_vec();
        all.push(("_command", &command));
        browser.post(path, &all).await
    }

    pub(super) async fn over(self) {
        self.following.over().await;
    }
}

/// The value of a hidden field.
pub(super) fn hidden(page: &str, name: &str) -> String {
    let marked = format!("name=\"{name}\" value=\"");
    let rest = page.split(&marked).nth(1).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// The case is made ready for the decision by somebody with another role then.
async fn examined_by(desk: &Desk, case: ApplicationId, actor: &Actor) {
    let acts = &desk.stage.state.parts().acts;
    let lines = acts.case(case, None).await.unwrap().documents.into_iter();
    let lines = lines
        .map(|one| acts::DocumentInput { item: one.line.item, state: events::application::DocumentState::Received, why: None })
        .collect();
    acts.take_up(&desk.request(actor.clone()), case).await.unwrap();
    acts.record_documents(&desk.request(actor.clone()), case, lines).await.unwrap();
    acts.examine(&desk.request(actor.clone()), case).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn several_are_decided_at_once_each_for_itself(test: PgPool) {
    let desk = Desk::set(&test).await;
    let own = desk.waiting("to_check").await[0];
    let promoted = Actor { role: StaffRole::Checker, ..desk.actor(StaffRole::Approver).await };
    examined_by(&desk, own, &promoted).await;
    desk.settled().await;
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let list = approver.get("/decisions").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.body.contains("入力または点検した人は決裁できません"), "four eyes are told beside the case");
    let boxes: Vec<String> =
        list.body.split("name=\"case\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    assert!(boxes.len() >= 3 && !boxes.contains(&own.to_string()), "{boxes:?}");

    let (first, moved) = (boxes[0].as_str(), boxes[1].as_str());
    let own = own.to_string();
    let preview = desk.send(&mut approver, "/decisions/preview", &[("case", first), ("case", moved), ("case", &own)]).await;
    assert_eq!(preview.status, StatusCode::OK);
    for told in ["2件を認定します", "この一覧では決裁できない申請"] {
        assert!(preview.body.contains(told), "{told}: {}", preview.body);
    }
    assert_eq!(desk.stage.count("application.approved").await, desk.stage.count("award.granted").await, "nothing yet");
    let before = desk.stage.count("application.approved").await;
    let acts = &desk.stage.state.parts().acts;
    let why = events::vocabulary::FreeText::parse("確かめる。").unwrap();
    acts.send_back(&desk.request(desk.actor(StaffRole::Approver).await), moved.parse().unwrap(), why).await.unwrap();

    let seen = [first, moved].map(|id| (format!("seen.{id}"), hidden(&preview.body, &format!("seen.{id}"))));
    let forged = acts.case(own.parse().unwrap(), None).await.unwrap();
    let digest = forged.application.conclusion().unwrap().digest.clone();
    let forged = (format!("seen.{own}"), format!("{}:{digest}", forged.version));
    let command = desk.stage.state.new_uuid().to_string();
    let mut fields: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([(forged.0.as_str(), forged.1.as_str()), ("_command", command.as_str())]);
    for round in 1..=2 {
        let outcome = approver.post("/decisions", &fields).await;
        assert_eq!(outcome.status, StatusCode::OK);
        for told in ["1件を認定しました。2件は決定していません", "入力または点検した人は決裁できません"]
        {
            assert!(outcome.body.contains(told), "round {round}: {told}: {}", outcome.body);
        }
    }
    assert_eq!(desk.stage.count("application.approved").await, before + 1, "sent twice, decided once");
    let decided = acts.case(first.parse().unwrap(), None).await.unwrap();
    assert_eq!(decided.application.stage(), Some(casework::application::Stage::Approved));
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sitting_is_driven_and_what_went_another_way_is_not_heard(test: PgPool) {
    let desk = Desk::set(&test).await;
    let waiting = desk.waiting("to_board").await;
    let mut clerk = desk.stage.as_role(StaffRole::BoardClerk).await;
    let fields = [("held_on", "R8.11.24"), ("cut_off_on", "R8.11.24"), ("venue", "県庁"), ("members", "見本 委員%0A例題 委員")];
    let scheduled = desk.send(&mut clerk, "/sittings", &fields).await;
    assert_eq!(scheduled.status, StatusCode::SEE_OTHER, "{}", scheduled.body);
    let path = scheduled.header("location").split('?').next().unwrap().to_owned();
    desk.settled().await;
    let seen = hidden(&clerk.get(&path).await.body, "_seen");
    let fixed = desk.send(&mut clerk, &format!("{path}/agenda"), &[("_seen", &seen)]).await;
    assert_eq!(fixed.status, StatusCode::SEE_OTHER, "{}", fixed.body);

    let acts = &desk.stage.state.parts().acts;
    let (heard, withdrawn) = (waiting[0], waiting[1]);
    let case = acts.case(withdrawn, None).await.unwrap();
    let counter = Actor { office: case.application.receiving_office(), ..desk.actor(StaffRole::Counter).await };
    acts.withdraw(&desk.request(counter.clone()), withdrawn, date(2026, 11, 24), None).await.unwrap();
    let page = clerk.get(&path).await.body;
    assert!(page.contains("判定は記録できません"), "{page}");
    let seen = hidden(&page, "_seen");
    let verdicts = |case: &acts::Case| -> Vec<(String, &str)> {
        case.application.diseases().iter().map(|disease| (format!("verdict-{}-{disease}", case.id), "approve")).collect()
    };
    let fields = |said: &'static str, case: &acts::Case| -> Vec<(String, &str)> {
        verdicts(case).into_iter().map(|(name, _)| (name, said)).collect()
    };
    let before = desk.stage.count("application.board_heard").await;
    let late = fields("approve", &case);
    let late: Vec<(&str, &str)> =
        late.iter().map(|(name, said)| (name.as_str(), *said)).chain([("_seen", seen.as_str())]).collect();
    let refused = desk.send(&mut clerk, &format!("{path}/hear?case={withdrawn}"), &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert_eq!(desk.stage.count("application.board_heard").await, before, "nothing is written");

    let case = acts.case(heard, None).await.unwrap();
    let said = fields("approve", &case);
    let said: Vec<(&str, &str)> =
        said.iter().map(|(name, said)| (name.as_str(), *said)).chain([("_seen", seen.as_str())]).collect();
    let left_out = desk.send(&mut clerk, &format!("{path}/hear?case={heard}"), &said[1..]).await;
    assert_eq!(left_out.status, StatusCode::UNPROCESSABLE_ENTITY, "a disease without a verdict");
    let done = desk.send(&mut clerk, &format!("{path}/hear?case={heard}"), &said).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let seen = hidden(&clerk.get(&path).await.body, "_seen");
    let closed = desk.send(&mut clerk, &format!("{path}/close"), &[("_seen", &seen), ("minutes", "1件を審査した。")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    assert_eq!(desk.stage.count("application.board_heard").await, before + 1);
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_clerks_on_one_case_the_second_is_told(test: PgPool) {
    let desk = Desk::set(&test).await;
    let case = desk.waiting("checking").await[0];
    let (mut one, mut other) = (desk.stage.as_role(StaffRole::Checker).await, desk.stage.as_role(StaffRole::Checker).await);
    let address = format!("/cases/{case}/hold");
    let (shown, same) = (one.get(&address).await.body, other.get(&address).await.body);
    let hold =
        |page: &str| [("_seen", hidden(page, "_seen")), ("until", "R8.12.1".to_owned()), ("why", "医師の回答を待つ".to_owned())];
    let (mine, theirs) = (hold(&shown), hold(&same));
    let as_fields = |fields: &[(&'static str, String); 3]| fields.clone().map(|(name, value)| (name, value));
    let mine = as_fields(&mine);
    let first: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(desk.send(&mut one, &address, &first).await.status, StatusCode::SEE_OTHER);
    let second: Vec<(&str, &str)> = theirs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let told = desk.send(&mut other, &address, &second).await;
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
    assert_eq!(desk.stage.count("application.held").await, 2, "the one of the sample data and this one");

    // Withdrawal after the decision: refused, nothing changed.
    let acts = &desk.stage.state.parts().acts;
    let decided = desk.waiting("to_decide").await[0];
    acts.approve(&desk.request(desk.actor(StaffRole::Approver).await), decided, None).await.unwrap();
    let office = acts.case(decided, None).await.unwrap().application.receiving_office();
    let counter = Actor { office, ..desk.actor(StaffRole::Counter).await };
    let refused = acts.withdraw(&desk.request(counter), decided, date(2026, 11, 24), None).await;
    assert!(matches!(refused, Err(acts::ActError::Refused(casework::Refusal::WrongStage { .. }))), "{refused:?}");
    desk.over().await;
}
