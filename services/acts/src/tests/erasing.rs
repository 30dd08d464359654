//! A person is erased: events, documents and claims become unreadable, the log stays whole, and an older copy does not bring anybody back.

use casework::Refusal;
use casework::erasure::{ErasureRefusal, Obstacle, Records};
use events::ids::SubjectId;
use events::vocabulary::MyNumber;
use events::{Log, Personal, StaffRole};
use jiff::civil::{Date, date};
use sqlx::PgPool;
use store::{ErasedList, Role};

use super::inquiring;
use super::nights::caught_up;
use super::stage::{Stage, parts, request, text};
use crate::{ActError, Acts, Approval, InquiryInput, Issue, Request};

/// The first day on which the sample's records need not be kept.
const OVER: Date = date(2033, 4, 1);

struct Erasing {
    stage: Stage,
    approval: Approval,
    records: Records,
    administrator: events::Actor,
    directory: tempfile::TempDir,
    test: PgPool,
}

fn on(day: Date, request: Request) -> Request {
    Request { today: day, ..request }
}

impl Erasing {
    async fn begin(test: &PgPool) -> Self {
        Self::begin_after(test, None).await
    }

    /// Begins with an application about which somebody outside was asked.
    async fn begin_after(test: &PgPool, asks: Option<InquiryInput>) -> Self {
        let stage = Stage::set(test).await;
        let administrator = super::stage::open(&stage.acts, StaffRole::Administrator, "00").await;
        let mut input = stage.input().await;
        input.child_my_number = Some(MyNumber::parse("123456789018").unwrap());
        let application = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
        stage.take_up(application).await;
        if let Some(asks) = asks {
            stage.acts.inquire(&request(&stage.checker), application, asks).await.unwrap();
        }
        stage.acts.examine(&request(&stage.checker), application).await.unwrap();
        let approval = stage.acts.approve(&request(&stage.approver), application, None).await.unwrap();
        let person = SubjectId(approval.recipient.0);
        let last_ended_on = Some(date(2027, 9, 30));
        let subjects = vec![person, SubjectId(application.0)];
        let records = Records { person, subjects, last_ended_on, in_the_way: Vec::new() };
        Self { stage, approval, records, administrator, directory: tempfile::tempdir().unwrap(), test: test.clone() }
    }

    fn list(&self) -> ErasedList {
        ErasedList::in_directory(self.directory.path())
    }

    async fn propose(&self) -> Result<crate::Done, ActError> {
        caught_up(&self.test, &self.stage).await;
        let request = on(OVER, request(&self.administrator));
        self.stage.acts.propose_erasure(&request, self.records.clone()).await
    }

    async fn carry_out(&self) -> Result<crate::Erased, ActError> {
        caught_up(&self.test, &self.stage).await;
        let request = on(OVER, request(&self.stage.second_approver));
        self.stage.acts.carry_out_erasure(&request, self.records.clone(), &self.list()).await
    }

    fn application(&self) -> events::ids::ApplicationId {
        self.records.subjects[1].0.into()
    }
}

async fn claims_on_children(test: &PgPool) -> i64 {
    let count = "SELECT count(*) FROM es.claims WHERE kind = 'recipient_my_number'";
    sqlx::query_scalar(count).fetch_one(test).await.unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_sealed_for_the_person_is_unreadable_and_the_log_stays_whole(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    let acts = &erasing.stage.acts;
    let Some(Issue::Issued { certificate, .. }) = erasing.approval.certificate else { panic!("no certificate") };
    let issued = acts.told::<events::certificate::CertificateEvent>(Log::Casework, certificate.0, 0).await.unwrap();
    let events::certificate::CertificateEvent::Issued(issued) = &issued[0].event else { panic!("not issued") };
    let artifact = issued.documents[0].artifact;
    assert!(acts.artifact(artifact).await.is_ok());

    assert_eq!(claims_on_children(&test).await, 1);
    erasing.propose().await.unwrap();
    let erased = erasing.carry_out().await.unwrap();
    assert_eq!((erased.destroyed.keys, erased.destroyed.numbers, erased.done.again), (2, 1, false));

    // In the process that erased, at once; in another, too.
    for acts in [acts.clone(), Acts::new(parts(&test, false).await)] {
        let case = acts.case(erasing.application(), None).await.unwrap();
        assert_eq!((case.form, case.child_name), (Personal::Erased, Personal::Erased));
        assert!(matches!(acts.artifact(artifact).await, Err(ActError::Erased)));
    }
    assert!(store::verify_log(&test, Log::Casework, |_| ()).await.unwrap().whole);
    assert_eq!(claims_on_children(&test).await, 0);
    assert_eq!(erasing.list().lines().unwrap()[0].subjects, erasing.records.subjects);

    // Again: nothing more is destroyed, nothing more is told.
    let head = store::head(&test, Log::Casework).await.unwrap().position;
    assert_eq!(erasing.carry_out().await.unwrap().destroyed.keys, 0);
    assert_eq!(store::head(&test, Log::Casework).await.unwrap().position, head);
    assert_eq!(erasing.list().lines().unwrap().len(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_certificate_is_kept_and_names_nobody(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    let (acts, person) = (&erasing.stage.acts, erasing.records.person);
    let correlation = request(&erasing.administrator).correlation_id;
    assert!(matches!(acts.erasure_certificate(person, correlation).await, Err(ActError::NotFound)));
    erasing.propose().await.unwrap();
    erasing.carry_out().await.unwrap();
    let artifact = acts.erasure_certificate(person, correlation).await.unwrap();
    assert_eq!(acts.erasure_certificate(person, correlation).await.unwrap(), artifact);
    let pdf = acts.artifact(artifact).await.unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    assert!(acts.erasure(person).await.unwrap().erasure.is_certified());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_not_the_persons_or_not_over_is_refused(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    let acts = &erasing.stage.acts;
    caught_up(&test, &erasing.stage).await;
    let early = on(date(2033, 3, 31), request(&erasing.administrator));
    let refused = acts.propose_erasure(&early, erasing.records.clone()).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Erasure(ErasureRefusal::RetentionNotOver(_))))));
    // Somebody else's application among the subjects.
    let other = erasing.stage.examined().await;
    let mut more = erasing.records.clone();
    more.subjects.push(SubjectId(other.0));
    let request_of_administrator = on(OVER, request(&erasing.administrator));
    assert!(matches!(acts.propose_erasure(&request_of_administrator, more).await, Err(ActError::NotFound)));
    // One's own application that is not decided.
    let subject = SubjectId(other.0);
    let open = Records { person: subject, subjects: vec![subject], ..erasing.records.clone() };
    let refused = acts.propose_erasure(&on(OVER, request(&erasing.administrator)), open).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Erasure(ErasureRefusal::RecordsStillInUse)))));
    // Not proposed.
    assert!(matches!(erasing.carry_out().await, Err(ActError::Refused(Refusal::Erasure(ErasureRefusal::NotProposed)))));
    // Held, with a reason that is sealed.
    erasing.propose().await.unwrap();
    let hold = on(OVER, request(&erasing.stage.approver));
    acts.hold_erasure(&hold, erasing.records.person, text("審査請求が続いている")).await.unwrap();
    assert!(matches!(erasing.carry_out().await, Err(ActError::Refused(Refusal::Erasure(ErasureRefusal::Held)))));
    let payload: String = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type = 'erasure.held'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert!(!payload.contains("審査請求"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn where_the_list_cannot_be_kept_nothing_is_decided(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    erasing.propose().await.unwrap();
    std::fs::write(erasing.directory.path().join("erased.jsonl"), "damaged\n").unwrap();
    assert!(matches!(erasing.carry_out().await, Err(ActError::Internal)));
    assert!(!erasing.stage.acts.erasure(erasing.records.person).await.unwrap().erasure.is_erased());
    assert!(erasing.stage.acts.case(erasing.application(), None).await.unwrap().form.open().is_some());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_crash_between_event_and_keys_is_finished_by_doing_it_again(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    erasing.propose().await.unwrap();
    let keys: Vec<(uuid::Uuid, Option<Vec<u8>>)> =
        sqlx::query_as("SELECT key_id, wrapped_key FROM es.subject_keys WHERE destroyed_at IS NULL")
            .fetch_all(&test)
            .await
            .unwrap();
    erasing.carry_out().await.unwrap();
    // As if the program had died before the list and the keys.
    std::fs::remove_file(erasing.directory.path().join("erased.jsonl")).unwrap();
    for (key, wrapped) in keys {
        sqlx::query("UPDATE es.subject_keys SET wrapped_key = $2, destroyed_at = NULL WHERE key_id = $1")
            .bind(key)
            .bind(wrapped)
            .execute(&test)
            .await
            .unwrap();
    }
    let again = erasing.carry_out().await.unwrap();
    assert_eq!(again.destroyed.keys, 2);
    assert_eq!(erasing.list().lines().unwrap().len(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_log_that_no_longer_knows_an_erasure_is_told_again(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    let acts = &erasing.stage.acts;
    let line = store::ErasedLine {
        person: erasing.records.person,
        subjects: erasing.records.subjects.clone(),
        event: events::ids::EventId(uuid::Uuid::from_u128(7)),
        recorded_at: "2033-04-05T01:00:00Z".parse().unwrap(),
    };
    assert_eq!(store::still_readable(&test, &line.subjects).await.unwrap().len(), 2);
    let operator = store::connect_with((*test.connect_options()).clone(), Role::Operator, 2).await.unwrap();
    assert_eq!(store::destroy(&operator, &line.subjects).await.unwrap().keys, 2);
    assert_eq!(store::still_readable(&test, &line.subjects).await.unwrap(), []);
    acts.reapply_erasure(&line, OVER).await.unwrap();
    acts.reapply_erasure(&line, OVER).await.unwrap();
    assert!(acts.erasure(line.person).await.unwrap().erasure.is_erased());
    assert!(matches!(erasing.propose().await, Err(ActError::Refused(Refusal::Erasure(ErasureRefusal::AlreadyErased)))));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_still_to_be_decided_stands_in_the_way_and_is_told_beforehand(test: PgPool) {
    let erasing = Erasing::begin(&test).await;
    let (acts, stage, person) = (&erasing.stage.acts, &erasing.stage, erasing.records.person);
    let from = acts.starting(erasing.approval.award).await.unwrap().standing.validity.start();
    let wish = crate::RedressWish::Revoke { ground: events::award::RevocationGround::GrantedInError, from };
    let input = crate::RedressInput { wish, months: Vec::new(), why: text("見本") };
    let award = erasing.approval.award;
    acts.propose_redress(&request(&stage.checker), award, input).await.unwrap();
    let refused = erasing.propose().await;
    let expected = ErasureRefusal::InTheWay(Obstacle::Redress);
    assert!(matches!(&refused, Err(ActError::Refused(Refusal::Erasure(found))) if *found == expected), "{refused:?}");
    assert_eq!(acts.erasure_obstacles(person, false, OVER).await.unwrap(), [Obstacle::Redress]);
    assert!(!acts.erasure(person).await.unwrap().erasure.is_proposed());
    acts.drop_redress(&request(&stage.approver), award, text("起案の誤り")).await.unwrap();
    erasing.propose().await.unwrap();
    assert_eq!(acts.erasure_obstacles(person, true, OVER).await.unwrap(), []);
    assert_eq!(erasing.carry_out().await.unwrap().destroyed.keys, 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_answer_that_is_waited_for_stands_in_the_way(test: PgPool) {
    let erasing = Erasing::begin_after(&test, Some(inquiring::input("検査の値。"))).await;
    let (acts, stage, case) = (&erasing.stage.acts, &erasing.stage, erasing.application());
    let refused = erasing.propose().await;
    let expected = ErasureRefusal::InTheWay(Obstacle::Inquiry);
    assert!(matches!(&refused, Err(ActError::Refused(Refusal::Erasure(found))) if *found == expected), "{refused:?}");
    let inquiry = acts.inquiries(case).await.unwrap()[0].asked.inquiry;
    acts.withdraw_inquiry(&request(&stage.checker), (case, inquiry), text("要らない。")).await.unwrap();
    erasing.propose().await.unwrap();
}
