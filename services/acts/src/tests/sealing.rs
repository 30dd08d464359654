//! The seal: replaced by two persons, printed from its day on, each use on record; what cannot be printed never comes so far.

use casework::Refusal;
use casework::seal::SealRefusal;
use events::certificate::CertificateEvent;
use events::ids::AwardId;
use events::vocabulary::SealImage;
use events::{Log, StaffRole};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, open, request, text};
use crate::{ActError, SealInput};

fn input(bytes: Vec<u8>) -> SealInput {
    SealInput {
        image: SealImage::of(bytes).unwrap(), valid_from: TODAY, why: text("公印総括者の承認 第1号（見本）。")
    }
}

async fn seal_of(stage: &Stage, award: AwardId) -> Option<u32> {
    let newest = stage.acts.newest_certificate(award).await.unwrap();
    let told = stage.acts.told::<CertificateEvent>(Log::Casework, newest.id.0, 0).await.unwrap();
    told.into_iter().find_map(|told| if let CertificateEvent::Issued(issued) = told.event { issued.seal } else { None })
}

async fn awarded(stage: &Stage, child: u32) -> AwardId {
    let case = stage.examined_child(child).await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap().award
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seal_is_printed_once_two_persons_want_it(test: PgPool) {
    let stage = Stage::set(&test).await;
    let administrator = open(&stage.acts, StaffRole::Administrator, "00").await;
    let before = awarded(&stage, 901).await;
    assert_eq!(seal_of(&stage, before).await, None);

    let mut damaged = documents::certificate::SEAL_SAMPLE.to_vec();
    damaged.truncate(120);
    let refused = stage.acts.propose_seal(&request(&administrator), input(damaged)).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Seal(SealRefusal::Unprintable)))), "{refused:?}");
    let whole = || input(documents::certificate::SEAL_SAMPLE.to_vec());
    let proposing = request(&administrator);
    stage.acts.propose_seal(&proposing, whole()).await.unwrap();
    stage.acts.propose_seal(&proposing, whole()).await.unwrap();
    let alone = stage.acts.settle_seal(&request(&administrator), true).await;
    assert!(matches!(alone, Err(ActError::Refused(Refusal::Seal(SealRefusal::WrongRole)))), "{alone:?}");
    let waiting = awarded(&stage, 902).await;
    assert_eq!(seal_of(&stage, waiting).await, None, "proposed is not adopted");
    stage.acts.settle_seal(&request(&stage.approver), true).await.unwrap();
    let sealed = awarded(&stage, 903).await;
    assert_eq!(seal_of(&stage, sealed).await, Some(1));
    assert_eq!(seal_of(&stage, before).await, None, "what was issued stays as it went out");
    assert_eq!(stage.acts.seal_image(1).await.unwrap().bytes(), documents::certificate::SEAL_SAMPLE);

    // The picture rests sealed.
    let payload: String = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type = 'seal.proposed'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert!(!payload.contains("iVBOR"), "{}", &payload[..80]);
}
