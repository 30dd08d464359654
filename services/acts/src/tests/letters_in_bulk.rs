//! Letters in bulk: whom a question finds, whom it leaves out and why; nothing is made before a second person released it, and each letter once.

use casework::Refusal;
use casework::letter_release::{LetterReleaseRefusal, Question, Stage as State};
use casework::rules::impact::Go;
use events::letter::LetterKind;
use events::letter_release::{Exclusion, Outcome};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request};
use crate::{ActError, ProtectionInput};

async fn kinds(test: &PgPool) -> Vec<String> {
    let letters = "SELECT payload ->> 'kind' FROM es.events WHERE event_type = 'letter.issued' ORDER BY position";
    sqlx::query_scalar(letters).fetch_all(test).await.unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_guide_goes_to_those_whose_validity_ends(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut ends = Vec::new();
    for child in 1..=3 {
        let mut input = stage.input().await;
        input.form.child.birth_date = jiff::civil::date(2015, 4, child);
        let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
        stage.examine(case).await;
        stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
        let concluded = stage.acts.case(case, None).await.unwrap().concluded.unwrap();
        ends.push((case, concluded.validity.end()));
    }
    let reason = super::stage::text("市の通知書を見た。");
    let hidden = ProtectionInput { ground: events::vocabulary::ProtectionGround::DomesticViolence, until: None, reason };
    stage.acts.record_protection(&request(&stage.counter), ends[2].0, hidden).await.unwrap();
    caught_up(&test, &stage).await;
    let end = ends[0].1;
    let question = Question { kind: LetterKind::RenewalGuide, from: end, until: end, office: None, campaign: None };
    let nobody = Question { from: end.tomorrow().unwrap(), until: end.tomorrow().unwrap(), ..question };
    let refused = stage.acts.prepare_letter_release(&request(&stage.checker), nobody).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::LetterRelease(LetterReleaseRefusal::Nobody)))), "{refused:?}");

    let (release, _) = stage.acts.prepare_letter_release(&request(&stage.checker), question).await.unwrap();
    let prepared = stage.acts.letter_release(release).await.unwrap().prepared;
    assert_eq!(prepared.addressed.len(), 2);
    assert_eq!(prepared.excluded.iter().map(|one| one.why).collect::<Vec<_>>(), [Exclusion::Protected]);
    let before = kinds(&test).await.len();
    assert_eq!(stage.acts.make_released_letters(release, TODAY, |_| Go::On).await.unwrap(), None, "nobody released it");
    assert_eq!(kinds(&test).await.len(), before);

    stage.acts.release_letters(&request(&stage.approver), release).await.unwrap();
    assert_eq!(stage.acts.next_letters().await.unwrap(), Some(release));
    // A worker that goes away leaves the rest to the next.
    assert_eq!(stage.acts.make_released_letters(release, TODAY, |_| Go::Stop).await.unwrap(), None);
    assert_eq!(kinds(&test).await.len(), before + 1);
    assert_eq!(stage.acts.next_letters().await.unwrap(), Some(release));
    let ended = stage.acts.make_released_letters(release, TODAY, |_| Go::On).await.unwrap().unwrap();
    assert_eq!((ended.outcome, ended.made, ended.left.len()), (Outcome::Finished, 2, 0));
    assert_eq!(kinds(&test).await.len(), before + 2);
    assert_eq!(stage.acts.letter_release(release).await.unwrap().release.stage(), State::Ended);
    assert_eq!(stage.acts.next_letters().await.unwrap(), None);

    let again = stage.acts.survey_letters(question, TODAY).await.unwrap();
    assert!(again.addressed.is_empty());
    assert_eq!(again.excluded.iter().filter(|one| one.why == Exclusion::AlreadySent).count(), 2);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_release_that_was_approved_before_a_power_cut_is_taken_up(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    caught_up(&test, &stage).await;
    let end = stage.acts.case(case, None).await.unwrap().concluded.unwrap().validity.end();
    let question = Question { kind: LetterKind::RenewalGuide, from: end, until: end, office: None, campaign: None };
    let (release, _) = stage.acts.prepare_letter_release(&request(&stage.checker), question).await.unwrap();
    stage.acts.release_letters(&request(&stage.approver), release).await.unwrap();
    sqlx::query("DELETE FROM desk.letter_releases").execute(&test).await.unwrap();
    assert_eq!(stage.acts.next_letters().await.unwrap(), None);
    caught_up(&test, &stage).await;
    stage.acts.leave_running_letters().await.unwrap();
    assert_eq!(stage.acts.next_letters().await.unwrap(), Some(release));
    stage.acts.stop_letters(release).await.unwrap();
    let ended = stage.acts.make_released_letters(release, TODAY, |_| Go::On).await.unwrap().unwrap();
    assert_eq!((ended.outcome, ended.made), (Outcome::Stopped, 1));
}
