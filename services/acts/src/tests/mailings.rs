//! Where post goes: told once, sealed under the person's key, followed by the letters; and what a protected family said before is not used.

use std::time::Duration;

use casework::Refusal;
use casework::mailing::{Destination, Home, MailingRefusal, Terms, Why};
use events::ids::RecipientId;
use events::letter::LetterKind;
use events::mailing::MailTo;
use events::vocabulary::{Address, MailingGround, ProtectionGround, ShortText};
use jiff::civil::Date;
use sqlx::PgPool;
use store::Role;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::stage::{Stage, TODAY, request, text};
use crate::letters::Asking;
use crate::{ActError, Approval, ProtectionInput, Request, Whom};

const PLACE: &str = "佐賀県佐賀市見本町送付先9-9";

async fn awarded(test: &PgPool) -> (Stage, Approval) {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    (stage, approval)
}

fn terms(from: Date, until: Option<Date>) -> Terms {
    let address = Address { postal_code: None, text: ShortText::parse(PLACE).unwrap() };
    let to = MailTo { addressee: ShortText::parse("見本 祖母").unwrap(), address };
    Terms { from, until, ground: MailingGround::Away, to, why: text("電話で申出があった。") }
}

async fn goes(stage: &Stage, approval: &Approval, on: Date) -> Destination {
    let person = stage.acts.person(approval.recipient).await.unwrap();
    let home = Home { addressee: person.guardian.name.written().to_owned(), address: person.guardian.address };
    let application = person.application;
    let whom = Whom { recipient: approval.recipient, application, home };
    stage.acts.destinations(&[whom], on).await.unwrap().remove(0)
}

/// To whom and where a letter about the award is written.
async fn written(stage: &Stage, approval: &Approval) -> (String, String) {
    let guide = stage.acts.guide(approval.award, LetterKind::RenewalGuide, (Asking::default(), TODAY));
    let (content, _) = Box::pin(guide).await.unwrap();
    (content.addressee, content.address)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn letters_follow_what_the_family_said_and_return_home(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    let home = goes(&stage, &approval, TODAY).await;
    assert_eq!(home.why, Why::Residence);
    let wish = request(&stage.counter);
    let done = stage.acts.record_mailing(&wish, approval.recipient, terms(TODAY, None)).await.unwrap();
    let again = stage.acts.record_mailing(&wish, approval.recipient, terms(TODAY, None)).await.unwrap();
    assert!(again.again && again.position == done.position, "sent twice, recorded once");
    let to = goes(&stage, &approval, TODAY).await;
    assert_eq!((to.why, to.addressee.as_str()), (Why::Mailing, "見本 祖母"));
    assert_eq!(written(&stage, &approval).await, ("見本 祖母".to_owned(), PLACE.to_owned()));
    assert_eq!(goes(&stage, &approval, TODAY.yesterday().unwrap()).await, home);

    let same = stage.acts.record_mailing(&request(&stage.checker), approval.recipient, terms(TODAY, None)).await;
    assert!(matches!(same, Err(ActError::Refused(Refusal::NothingChanged))), "{same:?}");
    let stale = Request { seen_version: Some(0), ..request(&stage.checker) };
    let stale = stage.acts.end_mailing(&stale, approval.recipient, TODAY, text("戻った。")).await;
    assert!(matches!(stale, Err(ActError::Stale { seen: 0, now: 1 })), "{stale:?}");
    let other = stage.acts.end_mailing(&request(&stage.approver), approval.recipient, TODAY, text("戻った。")).await;
    assert!(matches!(other, Err(ActError::Refused(Refusal::Mailing(MailingRefusal::OtherRole)))), "{other:?}");
    stage.acts.end_mailing(&request(&stage.checker), approval.recipient, TODAY, text("戻った。")).await.unwrap();
    assert_eq!(goes(&stage, &approval, TODAY).await.why, Why::Mailing, "the last day counts");
    assert_eq!(goes(&stage, &approval, TODAY.tomorrow().unwrap()).await, home);
    let nobody = stage.acts.record_mailing(&request(&stage.counter), RecipientId(Uuid::nil()), terms(TODAY, None)).await;
    assert!(matches!(nobody, Err(ActError::NotFound)), "{nobody:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn it_is_sealed_and_goes_with_the_person(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    stage.acts.record_mailing(&request(&stage.counter), approval.recipient, terms(TODAY, None)).await.unwrap();
    stage.acts.end_mailing(&request(&stage.counter), approval.recipient, TODAY, text("戻った。")).await.unwrap();
    let payloads: Vec<String> =
        sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type LIKE 'mailing.%' ORDER BY position")
            .fetch_all(&test)
            .await
            .unwrap();
    let told = ["見本", "佐賀", "電話", "戻"];
    assert!(
        payloads.len() == 2 && payloads.iter().all(|payload| told.iter().all(|word| !payload.contains(word))),
        "{payloads:?}"
    );
    let owns: Uuid = sqlx::query_scalar("SELECT key_id FROM es.subject_keys WHERE subject_id = $1")
        .bind(approval.recipient.0)
        .fetch_one(&test)
        .await
        .unwrap();
    for payload in payloads {
        let event: serde_json::Value = serde_json::from_str(&payload).unwrap();
        for token in ["to", "why"].into_iter().filter_map(|field| event.get(field)?.as_str()) {
            let token = events::SealedToken::parse(token).unwrap();
            assert_eq!(token.parts().unwrap().key_id.0, owns, "under the key that is destroyed with the person");
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_protected_family_said_before_is_not_used(test: PgPool) {
    let (stage, approval) = awarded(&test).await;
    stage.acts.record_mailing(&request(&stage.counter), approval.recipient, terms(TODAY, None)).await.unwrap();
    let stop = CancellationToken::new();
    let pool = store::connect_with((*test.connect_options()).clone(), Role::Projector, 4).await.unwrap();
    let running = store::run_projections(pool, projections::all(), Uuid::from_u128(78), stop.clone());
    let following = tokio::spawn(async move {
        running.await;
    });
    let application = stage.acts.person(approval.recipient).await.unwrap().application;
    let input = ProtectionInput { ground: ProtectionGround::DomesticViolence, until: None, reason: text("市の通知書") };
    let done = stage.acts.record_protection(&request(&stage.checker), application, input).await.unwrap();
    assert!(store::wait_for(&test, "protections", done.position, Duration::from_mins(2)).await.unwrap());

    let to = goes(&stage, &approval, TODAY).await;
    assert_eq!((to.why, to.address), (Why::Unconfirmed, None), "it may be where it fled from");
    assert_eq!(written(&stage, &approval).await.1, "", "the letter is handed over");
    // The family is asked, and says the same: that is news.
    stage.acts.record_mailing(&request(&stage.counter), approval.recipient, terms(TODAY, None)).await.unwrap();
    assert_eq!(goes(&stage, &approval, TODAY).await.why, Why::Protected);
    assert_eq!(written(&stage, &approval).await.1, PLACE);
    let file = stage.acts.mailing(approval.recipient).await.unwrap();
    assert!(file.version == 2 && file.course.entries().last().unwrap().confidential);

    let ended = stage.acts.end_protection(&request(&stage.approver), application, text("終えた。")).await.unwrap();
    assert!(store::wait_for(&test, "protections", ended.position, Duration::from_mins(2)).await.unwrap());
    assert_eq!(goes(&stage, &approval, TODAY).await.why, Why::Mailing);
    stop.cancel();
    following.await.unwrap();
}
