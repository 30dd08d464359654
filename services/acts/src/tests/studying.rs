//! A study: asked once, carried out whoever tries, nothing changed by it, stopped, gone on with, and corrections that follow from it.

use casework::Refusal;
use casework::impact::ImpactRefusal;
use casework::rules::impact::{Go, Group};
use events::award::CorrectionGround;
use events::ids::AwardId;
use events::impact::{Outcome, Way};
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{Tier, ValidityPeriod};
use events::{Actor, Log, StaffRole};
use jiff::ToSpan as _;
use jiff::civil::Date;
use sqlx::PgPool;
use uuid::Uuid;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, open, request, text};
use crate::{ActError, Carried, CorrectionInput, Hands, ImpactQuestion, ImpactRow};

fn row(general_yen: i64, from: Date) -> RowAdopted {
    RowAdopted {
        table: "caps".to_owned(),
        key: "IV".to_owned(),
        valid_from: from,
        valid_to: None,
        status: MasterStatus::Inferred,
        source: "見本".to_owned(),
        values: serde_json::json!({
            "general_yen": general_yen, "severe_yen": 2_500, "ventilator_yen": 500, "hospital_meal_share": "1/2"
        }),
    }
}

async fn awarded(test: &PgPool) -> (Stage, AwardId) {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let award = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap().award;
    caught_up(test, &stage).await;
    (stage, award)
}

async fn question(stage: &Stage, drafts: Vec<RowAdopted>) -> ImpactQuestion {
    let masters_position = stage.acts.masters_position().await.unwrap();
    let now = Way { masters_position, ..Way::default() };
    let period = ValidityPeriod::new(TODAY, TODAY + 1.year()).unwrap();
    ImpactQuestion {
        period, old: now.clone(), new: Way { drafts, ..now }, why: text("上限額の改正の準備（見本）。")
    }
}

async fn asked(stage: &Stage, who: &Actor, question: ImpactQuestion) -> Result<Uuid, ActError> {
    stage.acts.ask_impact(&request(who), question, Hands::Worker).await.map(|(id, _)| id)
}

async fn carried(stage: &Stage, id: Uuid) -> Carried {
    Box::pin(stage.acts.carry_out_impact(id, TODAY, |_| Go::On)).await.unwrap()
}

async fn rows(stage: &Stage, id: Uuid) -> Vec<ImpactRow> {
    stage.acts.impact_rows(id, None, 0, 50).await.unwrap()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result.unwrap_err() {
        ActError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn head(stage: &Stage) -> i64 {
    store::head(stage.acts.pool(), Log::Casework).await.unwrap().position
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_dearer_draft_shows_the_family_it_would_cost_and_changes_nothing(test: PgPool) {
    let (stage, award) = awarded(&test).await;
    let before = stage.acts.award_file(award).await.unwrap();
    let wish = request(&stage.checker);
    let asks = question(&stage, vec![row(6_000, TODAY)]).await;
    let begun = head(&stage).await;
    let (id, _) = stage.acts.ask_impact(&wish, asks.clone(), Hands::Worker).await.unwrap();
    let (again, done) = stage.acts.ask_impact(&wish, asks.clone(), Hands::Worker).await.unwrap();
    assert!(id == again && done.again, "asked twice, told once");
    let other = asked(&stage, &stage.approver, asks).await;
    assert_eq!(refusal(other), ImpactRefusal::AtWork.into());

    assert_eq!(stage.acts.next_impact().await.unwrap(), Some(id));
    assert_eq!(stage.acts.next_impact().await.unwrap(), None, "one worker has it");
    caught_up(&test, &stage).await;
    let Carried::Ended(ended) = carried(&stage, id).await else { panic!("left") };
    let totals = ended.totals;
    assert_eq!((ended.outcome, totals.cases, totals.worse, totals.yen_a_month), (Outcome::Finished, 1, 1, 1_000));
    assert_eq!(head(&stage).await, begun + 2, "the question and the sum, and nothing else");
    assert_eq!(stage.acts.award_file(award).await.unwrap(), before, "the ledger is as it was");

    let found = rows(&stage, id).await;
    assert_eq!(found.len(), 1);
    let one = &found[0];
    assert_eq!((one.award, one.group, one.ordinal), (award, Group::Worse, 1));
    assert_eq!((one.old.tier, one.new.tier), (Some(Tier::IV), Some(Tier::IV)));
    let caps = [one.old.monthly_cap.unwrap(), one.new.monthly_cap.unwrap(), one.cap_in_force];
    assert_eq!(caps.map(events::vocabulary::Yen::amount), [5_000, 6_000, 5_000]);
    assert!(stage.acts.impact_rows(id, Some(Group::Better), 0, 50).await.unwrap().is_empty());
    let file = stage.acts.impact(id).await.unwrap();
    assert_eq!((file.by, file.ended.map(|(ended, _)| ended.digest)), (stage.checker.id, Some(ended.digest.clone())));

    // The same study again gives the same rows.
    let second = asked(&stage, &stage.checker, question(&stage, vec![row(6_000, TODAY)]).await).await.unwrap();
    caught_up(&test, &stage).await;
    assert!(matches!(carried(&stage, second).await, Carried::Ended(again) if again.digest == ended.digest));

    let input = CorrectionInput { awards: vec![award], ground: CorrectionGround::Income, why: text("見本") };
    let corrected = stage.acts.propose_corrections(&request(&stage.checker), id, &input).await;
    assert_eq!(refusal(corrected), ImpactRefusal::NotInForce.into(), "a draft corrects nothing");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_row_that_came_late_is_studied_and_its_corrections_are_proposed_and_decided_by_another(test: PgPool) {
    let (stage, award) = awarded(&test).await;
    let then = stage.acts.masters_position().await.unwrap();
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![row(4_000, TODAY - 6.months())]).await.unwrap();
    let mut asks = question(&stage, Vec::new()).await;
    asks.old.masters_position = then;
    let id = asked(&stage, &stage.checker, asks).await.unwrap();
    caught_up(&test, &stage).await;
    let Carried::Ended(ended) = carried(&stage, id).await else { panic!("left") };
    assert_eq!((ended.totals.better, ended.totals.yen_a_month), (1, -1_000));

    let nobody = AwardId(Uuid::from_u128(7));
    let input = CorrectionInput {
        awards: vec![award, nobody],
        ground: CorrectionGround::Income,
        why: text("後から採用した上限額に合わせるため（見本）。"),
    };
    let wish = request(&stage.checker);
    let outcomes = stage.acts.propose_corrections(&wish, id, &input).await.unwrap();
    assert!(outcomes[0].1.is_ok(), "{:?}", outcomes[0]);
    assert!(matches!(&outcomes[1].1, Err(ActError::Refused(Refusal::Impact(ImpactRefusal::NotAmongTheResults)))));
    assert!(stage.acts.propose_corrections(&wish, id, &input).await.unwrap()[0].1.is_ok(), "sent twice, proposed once");
    let file = stage.acts.award_file(award).await.unwrap();
    assert!(file.waiting.is_some() && file.award.standing().unwrap().right.monthly_cap.amount() == 5_000);
    stage.acts.decide_redress(&request(&stage.approver), award).await.unwrap();
    let right = stage.acts.award_file(award).await.unwrap().award.standing().unwrap().right;
    assert_eq!(right.monthly_cap.amount(), 4_000);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn it_can_be_stopped_and_what_a_worker_left_is_gone_on_with(test: PgPool) {
    let (stage, _) = awarded(&test).await;
    let id = asked(&stage, &stage.checker, question(&stage, vec![row(6_000, TODAY)]).await).await.unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(stage.acts.next_impact().await.unwrap(), Some(id));
    let left = Box::pin(stage.acts.carry_out_impact(id, TODAY, |_| Go::Stop)).await.unwrap();
    assert_eq!(left, Carried::Left, "this worker ends, not the study");
    assert_eq!(stage.acts.next_impact().await.unwrap(), Some(id));
    stage.acts.stop_impact(id).await.unwrap();
    let Carried::Ended(ended) = carried(&stage, id).await else { panic!("left") };
    assert_eq!((ended.outcome, ended.totals.cases), (Outcome::Stopped, 1), "what was found until then is kept");
    assert!(matches!(carried(&stage, id).await, Carried::Ended(again) if again == ended), "it ends once");
    assert_eq!(rows(&stage, id).await.len(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_may_not_ask_and_what_cannot_be_asked_is_refused_and_leaves_nothing(test: PgPool) {
    let (stage, _) = awarded(&test).await;
    let begun = head(&stage).await;
    let draft = async || question(&stage, vec![row(6_000, TODAY)]).await;
    assert_eq!(refusal(asked(&stage, &stage.counter, draft().await).await), ImpactRefusal::WrongRole.into());
    assert_eq!(refusal(asked(&stage, &stage.board_clerk, draft().await).await), ImpactRefusal::WrongRole.into());
    let alike = question(&stage, Vec::new()).await;
    assert_eq!(refusal(asked(&stage, &stage.checker, alike).await), ImpactRefusal::Alike.into());
    let mut unknown = draft().await;
    unknown.new.rules = [("income.moon".to_owned(), 1)].into();
    assert!(matches!(refusal(asked(&stage, &stage.checker, unknown).await), Refusal::Impact(ImpactRefusal::Way(_))));
    let mut broken = draft().await;
    broken.new.drafts[0].values = serde_json::json!({ "general_yen": -1 });
    assert!(matches!(refusal(asked(&stage, &stage.checker, broken).await), Refusal::Impact(ImpactRefusal::Way(_))));
    assert!(stage.acts.impacts(10).await.unwrap().is_empty() && stage.acts.next_impact().await.unwrap().is_none());
    let auditor = open(&stage.acts, StaffRole::Auditor, "00").await;
    let opened = head(&stage).await;
    assert_eq!(opened, begun + 1, "only the account of the auditor");
    assert!(asked(&stage, &auditor, draft().await).await.is_ok());
    assert_eq!(stage.acts.impacts(10).await.unwrap().len(), 1);
}
