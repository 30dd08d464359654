//! What families of the fictional prefecture paid before their certificate came: one claim waits to be computed, one for its decision, two
//! are decided.

use events::ids::ApplicationId;
use events::notice::Filer;
use events::reimbursement::{AccountKind, BankAccount, Claim, ClaimMonth};
use events::vocabulary::{Yen, age};
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

/// Plays the stories on the awards of the played cases, the last first.
pub(super) async fn play(acts: &Acts, plan: &SeedPlan, staff: &Staff, played: &[ApplicationId]) -> Result<(), ActError> {
    let today = clock::before(plan.today, 1);
    let month = today.first_of_month().yesterday().map_err(|error| ActError::internal(&error))?.first_of_month();
    let mut families = FAMILIES.iter();
    let mut minute = 0;
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
        let input = ReceiveClaimInput {
            recipient: starting.standing.recipient,
            award,
            filed_on: today,
            receiving_office: office,
            filer: filer(&known, today),
            claim: claim(&known, month)?,
        };
        let (told, asked) = by(staff.counter(office)?.clone());
        let id = told.receive_claim(&asked, input).await?.reimbursement;
        if matches!(until, Until::Examined | Until::Paid) {
            let (told, asked) = by(checker);
            told.examine_claim(&asked, id).await?;
        }
        let (told, asked) = by(approver);
        if *until == Until::Paid {
            told.pay_claim(&asked, id).await?;
        } else if *until == Until::Refused {
            told.refuse_claim(&asked, id, text("認定した疾病の治療ではないため（見本）。")?).await?;
        }
    }
    Ok(())
}

fn filer(known: &Known, today: Date) -> Filer {
    let adult = age::birthday(known.person.birth_date, 18).is_some_and(|day| day <= today);
    if adult { Filer::Patient } else { Filer::Guardian }
}

/// 120,000 yen of care of which three tenths were paid at the counter, and twenty meals.
fn claim(known: &Known, month: Date) -> Result<Claim, ActError> {
    let yen = |amount| Yen::new(amount).map_err(|error| ActError::internal(&error));
    let month = ClaimMonth {
        month,
        institution: text("見本こども病院（見本）")?,
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
