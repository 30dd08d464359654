//! A campaign freezes whose award ends on its day, guides those who get a guide by hand or in bulk, reminds them, and is closed once.

use casework::Refusal;
use casework::campaign::CampaignRefusal;
use casework::letter::{LetterCommand, LetterRefusal, Whereabouts};
use casework::letter_release::{LetterReleaseRefusal, Question};
use casework::rules::impact::Go;
use documents::Imprint;
use events::letter::LetterKind;
use events::letter_release::Exclusion;
use events::vocabulary::{AddressOutcome, PostingWay, RenewalGroup, ReturnGround, ShortText};
use jiff::civil::date;
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request};
use crate::{ActError, CampaignInput};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whose_award_ends_is_asked_and_guided(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let approved = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let last_day = stage.acts.starting(approved.award).await.unwrap().standing.validity.end();
    caught_up(&test, &stage).await;
    let input = |last_day| CampaignInput { name: ShortText::parse("一斉更新").unwrap(), last_day, apply_by: last_day };
    let nobody = stage.acts.open_campaign(&request(&stage.checker), input(date(2031, 1, 1))).await;
    assert!(matches!(nobody, Err(ActError::Refused(Refusal::Campaign(CampaignRefusal::Nobody)))), "{nobody:?}");
    let wish = request(&stage.checker);
    let (id, done) = stage.acts.open_campaign(&wish, input(last_day)).await.unwrap();
    assert_eq!(stage.acts.open_campaign(&wish, input(last_day)).await.unwrap().1.position, done.position, "opened once");
    let (campaign, version) = stage.acts.campaign(id).await.unwrap();
    assert_eq!((campaign.group(approved.recipient), version), (Some(RenewalGroup::Ordinary), 2));
    let imprint = Imprint { ident: id.to_string(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
    let guide = stage.acts.renewal_guide(id, approved.recipient, TODAY, imprint).await.unwrap();
    assert!(guide.starts_with(b"%PDF"));
    stage.acts.record_guides(&request(&stage.checker), id, vec![approved.recipient]).await.unwrap();
    let stranger = events::ids::RecipientId(uuid::Uuid::from_u128(9));
    let wrong = stage.acts.record_guides(&request(&stage.checker), id, vec![approved.recipient, stranger]).await;
    assert!(matches!(wrong, Err(ActError::Refused(Refusal::Campaign(CampaignRefusal::NotGuided)))), "{wrong:?}");
    stage.acts.close_campaign(&request(&stage.checker), id).await.unwrap();
    let over = stage.acts.close_campaign(&request(&stage.checker), id).await;
    assert!(matches!(over, Err(ActError::Refused(Refusal::Campaign(CampaignRefusal::Closed)))), "{over:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn letters_of_a_campaign_go_out_by_two_persons_and_a_reminder_follows(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (one, other) = (stage.examined_child(1).await, stage.examined_child(2).await);
    let approved = stage.acts.approve(&request(&stage.approver), one, None).await.unwrap();
    let second = stage.acts.approve(&request(&stage.approver), other, None).await.unwrap();
    let last_day = stage.acts.starting(approved.award).await.unwrap().standing.validity.end();
    caught_up(&test, &stage).await;
    let input = CampaignInput { name: ShortText::parse("一斉更新").unwrap(), last_day, apply_by: last_day };
    let (id, _) = stage.acts.open_campaign(&request(&stage.checker), input).await.unwrap();
    let question = |kind| Question { kind, from: last_day, until: last_day, office: None, campaign: Some(id) };
    let early = stage.acts.prepare_letter_release(&request(&stage.checker), question(LetterKind::RenewalReminder)).await;
    assert!(
        matches!(early, Err(ActError::Refused(Refusal::LetterRelease(LetterReleaseRefusal::Nobody)))),
        "nobody is reminded who was not guided: {early:?}"
    );
    // One was guided by hand; the letter goes to the other.
    stage.acts.record_guides(&request(&stage.checker), id, vec![second.recipient]).await.unwrap();
    let guide = question(LetterKind::RenewalGuide);
    let (release, _) = stage.acts.prepare_letter_release(&request(&stage.checker), guide).await.unwrap();
    let prepared = stage.acts.letter_release(release).await.unwrap().prepared;
    assert_eq!(prepared.addressed.iter().map(|one| one.recipient).collect::<Vec<_>>(), [approved.recipient]);
    assert_eq!(prepared.excluded.iter().map(|one| one.why).collect::<Vec<_>>(), [Exclusion::AlreadySent]);
    stage.acts.release_letters(&request(&stage.approver), release).await.unwrap();
    stage.acts.make_released_letters(release, TODAY, |_| Go::On).await.unwrap().unwrap();
    let (campaign, _) = stage.acts.campaign(id).await.unwrap();
    assert!(campaign.is_guided(approved.recipient) && campaign.may_remind(approved.recipient));
    let file = stage.acts.letter_release(release).await.unwrap();
    let letters = stage.acts.released_letters(&file).await.unwrap();
    assert_eq!(letters.iter().map(|one| one.ordinal).collect::<Vec<_>>(), [1]);
    assert!(stage.acts.letters_paper(&letters, 1..=9).await.unwrap().starts_with(b"%PDF"));
    let kept = stage.acts.letter_file(letters[0].letter).await.unwrap();
    assert!(kept.issued.texts.iter().any(|text| text.key == "renewal_guide.form"), "the words are those of the masters");
    let imprint = Imprint { ident: id.to_string(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
    let shown = stage.acts.renewal_guide(id, approved.recipient, TODAY, imprint).await.unwrap();
    assert_eq!(shown, stage.acts.artifact(kept.issued.document.artifact).await.unwrap(), "as it went out");
    // Whoever does not answer is reminded, once.
    caught_up(&test, &stage).await;
    let remind = question(LetterKind::RenewalReminder);
    let (release, _) = stage.acts.prepare_letter_release(&request(&stage.checker), remind).await.unwrap();
    stage.acts.release_letters(&request(&stage.approver), release).await.unwrap();
    let ended = stage.acts.make_released_letters(release, TODAY, |_| Go::On).await.unwrap().unwrap();
    assert_eq!(ended.made, 2);
    assert!(!stage.acts.campaign(id).await.unwrap().0.may_remind(approved.recipient), "once");
    stage.acts.close_campaign(&request(&stage.checker), id).await.unwrap();
    let over = stage.acts.prepare_letter_release(&request(&stage.checker), guide).await;
    assert!(matches!(over, Err(ActError::Refused(Refusal::Campaign(CampaignRefusal::Closed)))), "{over:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_letter_that_comes_back_is_posted_again_after_its_address_was_made_sure_of(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let id = "SELECT stream_id FROM es.events WHERE event_type = 'letter.issued'";
    let letter = events::ids::LetterId(sqlx::query_scalar(id).fetch_one(&test).await.unwrap());
    let act = async |command| stage.acts.on_letter(&request(&stage.counter), letter, command).await;
    let post = |way, number: Option<&str>| {
        let number = number.map(|number| ShortText::parse(number).unwrap());
        LetterCommand::Post { on: TODAY, way, number, today: TODAY }
    };
    let bare = act(post(PostingWay::SimplifiedRegistered, None)).await;
    assert!(matches!(bare, Err(ActError::Refused(Refusal::Letter(LetterRefusal::NumberMissing)))), "{bare:?}");
    act(post(PostingWay::SimplifiedRegistered, Some("123-45-67890-1"))).await.unwrap();
    act(LetterCommand::Return { on: TODAY, ground: ReturnGround::Moved, today: TODAY }).await.unwrap();
    assert_eq!(stage.acts.letter_file(letter).await.unwrap().letter.whereabouts(), Whereabouts::Returned);
    let together = (TODAY, PostingWay::Ordinary);
    let none = stage.acts.post_letters(&request(&stage.counter), &[letter], together).await.unwrap();
    assert_eq!(none, None, "what came back is not posted before its address was made sure of");
    act(LetterCommand::CheckAddress(AddressOutcome::Corrected)).await.unwrap();
    let wish = request(&stage.counter);
    let done = stage.acts.post_letters(&wish, &[letter], together).await.unwrap().unwrap();
    let again = stage.acts.post_letters(&wish, &[letter], together).await.unwrap().unwrap();
    assert_eq!(again.position, done.position, "the same command, the same answer");
    let file = stage.acts.letter_file(letter).await.unwrap();
    assert_eq!((file.letter.whereabouts(), file.since.len()), (Whereabouts::Posted, 4));
}
