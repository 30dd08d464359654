//! A campaign freezes whose award ends on its day, guides those who get a guide, and is closed once.

use casework::Refusal;
use casework::campaign::CampaignRefusal;
use documents::Imprint;
use events::vocabulary::{RenewalGroup, ShortText};
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
    assert!(guide.pdf.starts_with(b"%PDF"));
    stage.acts.record_guides(&request(&stage.checker), id, vec![approved.recipient]).await.unwrap();
    let stranger = events::ids::RecipientId(uuid::Uuid::from_u128(9));
    let wrong = stage.acts.record_guides(&request(&stage.checker), id, vec![approved.recipient, stranger]).await;
    assert!(matches!(wrong, Err(ActError::Refused(Refusal::Campaign(CampaignRefusal::NotGuided)))), "{wrong:?}");
    stage.acts.close_campaign(&request(&stage.checker), id).await.unwrap();
    let over = stage.acts.close_campaign(&request(&stage.checker), id).await;
    assert!(matches!(over, Err(ActError::Refused(Refusal::Campaign(CampaignRefusal::Closed)))), "{over:?}");
}
