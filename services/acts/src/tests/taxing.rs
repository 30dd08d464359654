//! Tax data of a new year: every row has its verdict, a file comes in whole or not at all and once, tiers are judged anew and nothing is decided.

use casework::Refusal;
use casework::tax_data::TaxDataRefusal;
use events::ids::{AwardId, CampaignId, RecipientId};
use events::vocabulary::{CapChange, FiscalYear, PayerNumber, ProcedureKind, RecipientNumber, ShortText, TaxReview, Yen};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request};
use crate::{ActError, CampaignInput, TaxRow, TaxRowFault};

struct Taxed {
    stage: Stage,
    campaign: CampaignId,
    recipient: RecipientId,
    award: AwardId,
    payer: PayerNumber,
    number: RecipientNumber,
    year: FiscalYear,
}

async fn set(test: &PgPool) -> Taxed {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let approved = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let starting = stage.acts.starting(approved.award).await.unwrap();
    let last_day = starting.standing.validity.end();
    caught_up(test, &stage).await;
    let input = CampaignInput { name: ShortText::parse("一斉更新").unwrap(), last_day, apply_by: last_day };
    let (campaign, _) = stage.acts.open_campaign(&request(&stage.checker), input).await.unwrap();
    // The year turns on 1 July; the last day lies in September.
    let year = FiscalYear::new(last_day.year()).unwrap();
    let (recipient, award, number) = (approved.recipient, approved.award, starting.granted.recipient_number);
    let payer = starting.granted.conclusion.payer_number;
    Taxed { stage, campaign, recipient, award, payer, number, year }
}

impl Taxed {
    /// A row for every member of the household.
    async fn rows(&self, levy: i64) -> Vec<TaxRow> {
        let form = self.stage.acts.prefilled(self.award, ProcedureKind::Renewal, TODAY).await.unwrap();
        let row = |member: &events::application::HouseholdMember| TaxRow {
            payer: self.payer,
            number: self.number,
            name: member.name.clone(),
            year: self.year,
            taxed: levy > 0,
            income_levy: Yen::new(levy).unwrap(),
            income: None,
        };
        form.household.members.iter().map(row).collect()
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_file_is_taken_in_whole_and_once_and_decides_nothing(test: PgPool) {
    let it = set(&test).await;
    let acts = &it.stage.acts;
    let rows = it.rows(900_000).await;
    let mut wrong = rows.clone();
    wrong.push(TaxRow { number: RecipientNumber::parse("9999991").unwrap_or(it.number), ..rows[0].clone() });
    wrong.push(TaxRow { name: super::stage::text("例題 無関係"), ..rows[0].clone() });
    let (faults, _) = acts.plan_tax_data(it.campaign, &wrong).await.unwrap();
    assert_eq!(faults.last().unwrap(), &Some(TaxRowFault::NotOfTheHousehold));
    assert!(faults[rows.len()].is_some(), "an unknown number, or the same member twice");
    let refused = acts.take_in_tax_data(&request(&it.stage.checker), it.campaign, &wrong, b"wrong").await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::TaxData(TaxDataRefusal::Faulty)))), "{refused:?}");
    let other_year: Vec<TaxRow> =
        rows.iter().map(|row| TaxRow { year: FiscalYear::new(it.year.year() - 3).unwrap(), ..row.clone() }).collect();
    let (faults, _) = acts.plan_tax_data(it.campaign, &other_year).await.unwrap();
    assert_eq!(faults[0], Some(TaxRowFault::OtherYear(it.year)));

    let before = acts.starting(it.award).await.unwrap().standing;
    acts.take_in_tax_data(&request(&it.stage.checker), it.campaign, &rows, b"file").await.unwrap();
    let again = acts.take_in_tax_data(&request(&it.stage.checker), it.campaign, &rows, b"file").await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::TaxData(TaxDataRefusal::SameFile)))), "{again:?}");
    assert_eq!(acts.starting(it.award).await.unwrap().standing, before, "nothing is decided");
    let file = acts.tax_data(it.recipient).await.unwrap();
    assert_eq!(file.taken_in.change, CapChange::Raised, "{:?} {:?}", file.taken_in, file.missing);
    assert!(!file.why.is_empty() && file.reviewed.is_none());

    // The renewal begins with the data, in the year that counts.
    let on = jiff::civil::Date::new(it.year.year(), 8, 1).unwrap();
    let levy = async |on| {
        let form = acts.prefilled(it.award, ProcedureKind::Renewal, on).await.unwrap();
        form.household.members[0].income_levy
    };
    assert_eq!(levy(on).await, Some(Yen::new(900_000).unwrap()));
    assert_eq!(
        levy(TODAY).await,
        levy(on).await,
        "the year hangs on the day on which the renewal begins, whenever it is applied for"
    );
    let outcomes = acts.review_tax_data(&request(&it.stage.checker), &[it.recipient], TaxReview::Wrong).await.unwrap();
    assert!(outcomes.iter().all(|(_, outcome)| outcome.is_ok()), "{outcomes:?}");
    assert_eq!(levy(on).await, None, "what is wrong is not used");
    let twice = acts.review_tax_data(&request(&it.stage.checker), &[it.recipient], TaxReview::Nothing).await.unwrap();
    assert!(
        matches!(twice[0].1, Err(ActError::Refused(Refusal::TaxData(TaxDataRefusal::NothingToReview)))),
        "looked at once: {twice:?}"
    );
}
