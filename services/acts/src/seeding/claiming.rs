//! What families of the fictional prefecture paid before their certificate came: one claim waits to be computed, one for its decision, one
//! is refused; of three that are to be paid one is paid, one stands in a batch that waits, one is open.

use events::ids::{ApplicationId, ReimbursementId};
use events::notice::Filer;
use events::payment_batch::{LineResult, PaymentOutcome};
use events::reimbursement::{AccountKind, BankAccount, Claim, ClaimMonth};
use events::vocabulary::{Yen, age};
use jiff::Span;
use jiff::civil::Date;

use super::accounts::Staff;
use super::play::{request, text};
use super::{SeedPlan, clock};
use crate::{ActError, Acts, Known, ReceiveClaimInput, Request};

/// How far a claim has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Received,
    Examined,
    Paid,
    Refused,
}

/// By family, in their order.
const FAMILIES: [Until; 4] = [Until::Examined, Until::Paid, Until::Received, Until::Refused];
/// Where the family paid that claims three times; the others were at the first alone.
const INSTITUTIONS: [&str; 3] = ["見本こども病院（見本）", "例題医院（見本）", "架空薬局（見本）"];

/// Plays the stories on the awards of the played cases, the last first.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff, played: &[ApplicationId]) -> Result<(), ActError> {
    let today = clock::before(plan.today, 1);
    let month = today.first_of_month().yesterday().map_err(|error| ActError::internal(&error))?.first_of_month();
    let mut families = FAMILIES.iter();
    let mut minute = 0;
    let mut decided = Vec::new();
    for case in played.iter().rev() {
        let Some(award) = acts.case(*case, None).await?.application.award() else { continue };
        // As granted, so that playing again takes the same awards.
        let starting = acts.starting(award).await?;
        let granted = starting.granted.conclusion.validity;
        if starting.standing.replaced_by.is_some() || granted.start() > month.last_of_month() || granted.end() < month {
            continue;
        }
        let Some(until) = families.next() else { break };
        let known = acts.known(starting.standing.recipient, award, today).await?;
        let office = acts.responsible_office(known.person.residence.municipality, today).await?;
        let checker = staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
        let approver = staff.approvers.first().cloned().ok_or(ActError::NotFound)?;
        let mut by = |who: events::Actor| {
            minute += 1;
            let at = clock::at(today, 21, minute);
            (acts.at(at), Request { today, ..request(plan, at, &format!("claiming/{minute}"), who) })
        };
        let places = if *until == Until::Paid { INSTITUTIONS.len() } else { 1 };
        for institution in INSTITUTIONS.iter().take(places) {
            let input = ReceiveClaimInput {
                recipient: starting.standing.recipient,
                award,
                filed_on: today,
                receiving_office: office,
                filer: filer(&known, today),
                claim: claim(&known, month, institution)?,
            };
            let (told, asked) = by(staff.counter(office)?.clone());
            let id = told.receive_claim(&asked, input).await?.reimbursement;
            if matches!(until, Until::Examined | Until::Paid) {
                let (told, asked) = by(checker.clone());
                told.examine_claim(&asked, id).await?;
            }
            let (told, asked) = by(approver.clone());
            if *until == Until::Paid {
                told.pay_claim(&asked, id).await?;
                decided.push(id);
            } else if *until == Until::Refused {
                told.refuse_claim(&asked, id, text("認定した疾病の治療ではないため（見本）。")?).await?;
            }
        }
    }
    pay(acts, plan, staff, &decided).await
}

/// Of what was decided the second is paid, the third stands in a batch that waits, the first is open.
async fn pay(acts: &Acts, plan: &SeedPlan, staff: &Staff, decided: &[ReimbursementId]) -> Result<(), ActError> {
    let today = clock::before(plan.today, 1);
    let pay_on = today.checked_add(Span::new().days(7)).map_err(|error| ActError::internal(&error))?;
    let checker = staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
    // Whoever decided a claim releases no payment of it.
    let second = staff.approvers.last().cloned().ok_or(ActError::NotFound)?;
    let mut minute = 0;
    let mut by = |who: &events::Actor| {
        minute += 1;
        let at = clock::at(today, 21, 40 + minute);
        (acts.at(at), Request { today, ..request(plan, at, &format!("payments/{minute}"), who.clone()) })
    };
    if let Some(claim) = decided.get(1) {
        let (told, asked) = by(&checker);
        let (batch, _) = told.draw_up_payments(&asked, pay_on, &[*claim]).await?;
        let (told, asked) = by(&second);
        told.release_payments(&asked, batch).await?;
        let (told, asked) = by(&checker);
        told.deliver_payments(&asked, batch).await?;
        let amount = told.payment_batch(batch).await?.drawn.lines.first().ok_or(ActError::NotFound)?.amount;
        let (told, asked) = by(&checker);
        let arrived = LineResult { line: 1, amount, outcome: PaymentOutcome::Paid { on: today } };
        told.take_payment_results(&asked, batch, vec![arrived]).await?;
    }
    if let Some(claim) = decided.get(2) {
        let (told, asked) = by(&checker);
        told.draw_up_payments(&asked, pay_on, &[*claim]).await?;
    }
    Ok(())
}

fn filer(known: &Known, today: Date) -> Filer {
    let adult = age::birthday(known.person.birth_date, 18).is_some_and(|day| day <= today);
    if adult { Filer::Patient } else { Filer::Guardian }
}

/// 120,000 yen of care of which three tenths were paid at the counter, and twenty meals.
fn claim(known: &Known, month: Date, institution: &str) -> Result<Claim, ActError> {
    let yen = |amount| Yen::new(amount).map_err(|error| ActError::internal(&error));
    let month = ClaimMonth {
        month,
        institution: text(institution)?,
        certified: true,
        total: Some(yen(120_000)?),
        paid: yen(36_000)?,
        meals_paid: yen(10_200)?,
        on_the_sheet: Some(Yen::ZERO),
        other_public: Yen::ZERO,
        high_cost: Yen::ZERO,
    };
    let account = BankAccount {
        bank: text("見本銀行")?,
        branch: text("例題支店")?,
        kind: AccountKind::Ordinary,
        number: "0012345".to_owned(),
        holder: known.person.guardian.name.kana().clone(),
    };
    Ok(Claim { months: vec![month], account })
}
