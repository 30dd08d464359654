//! The payments side of the fictional prefecture: what 支払基金 was told of some recipients and answered, and claims of three months, in the last of which
//! something is wrong. No read model follows the log while a prefecture is made, so the verdicts rest on the awards themselves.

use std::collections::BTreeMap;

use casework::claim_import::{Candidate, KnownClaims, judge};
use casework::recipient_file::layout_of;
use casework::register::Register;
use events::claim_import::{Care, ClaimRow, Matched};
use events::ids::RecipientFileId;
use events::recipient_file::{Entry, Item, ItemKind, Prepared, Rejected, ReviewBody};
use events::vocabulary::{InsuranceKind, Yen};
use events::{Actor, Log};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::accounts::Staff;
use super::awards::standing;
use super::play::request;
use super::{SeedPlan, Seeded, clock, designating};
use crate::ids::derived;
use crate::{ActError, Acts, ClaimFile, Request, Starting};

/// Awards that something is told of.
const AWARDS: i64 = 60;
/// Lines of the file.
const LINES: usize = 12;
/// Claims of a month.
const CLAIMS: usize = 30;

/// Plays it on the last evening before today, on a prefecture that was seeded.
///
/// # Errors
/// [`ActError`].
pub async fn pay(acts: &Acts, plan: SeedPlan, seeded: &Seeded) -> Result<(), ActError> {
    let staff = Staff::of(acts, &seeded.accounts).await?;
    let checker = staff.checkers.first().cloned().ok_or(ActError::NotFound)?;
    let approver = staff.approvers.first().cloned().ok_or(ActError::NotFound)?;
    let awards = standing(acts, Some(AWARDS)).await?;
    let evening = |minute: i64, who: &Actor| {
        let at = clock::at(clock::before(plan.today, 1), 23, 30 + minute);
        (acts.at(at), request(&plan, at, &format!("paying/{minute}"), who.clone()))
    };
    let month = clock::before(plan.today, 1).first_of_month();
    tell_the_fund(&evening, (&checker, &approver), &awards, month.saturating_sub(1.months())).await?;
    for (minute, back, body) in [(10, 3, ReviewBody::Fund), (11, 2, ReviewBody::Fund), (12, 1, ReviewBody::Federation)] {
        let care = month.saturating_sub(back.months());
        let mut rows = rows(&awards, care)?;
        if back == 1 {
            rows.extend(wrong(&rows));
        }
        let known = known(&awards, clock::first_day(plan.today))?;
        let claimed_in = care.saturating_add(1.months());
        let judged = judge(rows.clone(), claimed_in, &known);
        let (told, asked) = evening(minute, &checker);
        if !judged.is_empty() && told.done_before(asked.command_id).await?.is_none() {
            let file = ClaimFile { body, claimed_in, rows, text: format!("見本の請求明細 {} {care}", body.code()) };
            told.record_claims(&asked, &file, judged).await?;
        }
    }
    Ok(())
}

fn entry(one: &Starting) -> Entry {
    let right = one.standing.right;
    Entry {
        payer_number: one.granted.conclusion.payer_number,
        recipient_number: one.granted.recipient_number,
        validity: one.standing.validity,
        tier: right.tier,
        severity: right.severity,
        monthly_cap: right.monthly_cap,
        annulled: false,
    }
}

/// Frozen, released, handed over and answered; one line was not taken.
async fn tell_the_fund(
    evening: &impl Fn(i64, &Actor) -> (Acts, Request),
    (checker, approver): (&Actor, &Actor),
    awards: &[Starting],
    month: Date,
) -> Result<(), ActError> {
    let (acts, asked) = evening(0, checker);
    let mut insured = Vec::new();
    for one in awards {
        if insured.len() < LINES && acts.person(one.standing.recipient).await?.insurance.kind == InsuranceKind::Employee {
            insured.push(one);
        }
    }
    let id = RecipientFileId(derived(asked.command_id, "recipient_file"));
    if acts.done_before(asked.command_id).await?.is_none() {
        let known_up_to = store::head(acts.pool(), Log::Casework).await?.position;
        let sources = acts.sources(&insured.iter().map(|one| one.award.0).collect::<Vec<_>>(), known_up_to).await?;
        let item = |one: &&Starting| {
            let source = sources.get(&one.award.0).copied()?;
            let (award, recipient) = (one.award, one.standing.recipient);
            Some(Item { kind: ItemKind::New, award, recipient, source, again: false, entry: entry(one) })
        };
        let masters = acts.masters().await?;
        let mut layout = layout_of(&masters, ReviewBody::Fund, asked.today).map_err(casework::Refusal::from)?;
        // Names come from the ledger, which nobody has made from the log yet.
        layout.columns.retain(|column| !column.starts_with("kana:") && !column.starts_with("birth_date:"));
        let register = Register::of_recipient_files(ReviewBody::Fund);
        let allocation = acts.next_number(register, id.0, u32::MAX, asked.actor.id, asked.today).await?;
        let prepared = Prepared {
            body: ReviewBody::Fund,
            month,
            serial: allocation.serial,
            layout,
            known_up_to,
            items: insured.iter().filter_map(item).collect(),
            undecided: Vec::new(),
            digest: String::new(),
        };
        acts.freeze_recipient_file(&asked, (id, allocation), prepared).await?;
    }
    let (acts, asked) = evening(1, approver);
    acts.release_recipient_file(&asked, id).await?;
    let (acts, asked) = evening(2, checker);
    acts.deliver_recipient_file(&asked, id).await?;
    let (acts, asked) = evening(3, checker);
    let lines = u32::try_from(acts.recipient_file(id).await?.prepared.items.len()).map_err(|error| ActError::internal(&error))?;
    let rejected: Vec<Rejected> = (lines > 0).then(|| Rejected { line: lines, code: "E01".to_owned() }).into_iter().collect();
    acts.import_recipient_result(&asked, id, lines.saturating_sub(1), rejected).await?;
    Ok(())
}

/// One claim for each award that counts in a month.
fn rows(awards: &[Starting], month: Date) -> Result<Vec<ClaimRow>, ActError> {
    let valid = awards.iter().filter(|one| {
        let validity = one.standing.validity;
        validity.start() <= month.last_of_month() && validity.end() >= month
    });
    let yen = |amount: i64| Yen::new(amount).map_err(|error| ActError::internal(&error));
    (2_u32..)
        .zip(valid.take(CLAIMS))
        .map(|(line, one)| {
            let total = 30_000 + i64::from(line) * 7_910 % 90_000;
            let share = (total / 5).min(one.standing.right.monthly_cap.amount());
            Ok(ClaimRow {
                line,
                month,
                payer_number: one.granted.conclusion.payer_number.to_string(),
                recipient_number: one.granted.recipient_number.to_string(),
                institution: designating::HOSPITAL.to_owned(),
                care: if line.is_multiple_of(4) { Care::Inpatient } else { Care::Outpatient },
                total: yen(total)?,
                paid: yen(total * 3 / 10 - share)?,
                share: yen(share)?,
                matched: None,
                faults: Vec::new(),
            })
        })
        .collect()
}

/// The first claim once more, under a number with a wrong check digit, and at an institution that nobody designated.
fn wrong(rows: &[ClaimRow]) -> Vec<ClaimRow> {
    let (Some(first), Some(last)) = (rows.first(), rows.last().map(|row| row.line)) else { return Vec::new() };
    let twice = ClaimRow { line: last + 1, ..first.clone() };
    let number = ClaimRow { line: last + 2, recipient_number: "0000019".to_owned(), ..first.clone() };
    let elsewhere = ClaimRow { line: last + 3, institution: "0110113719".to_owned(), share: Yen::ZERO, ..first.clone() };
    vec![twice, number, elsewhere]
}

fn known(awards: &[Starting], founded: Date) -> Result<KnownClaims, ActError> {
    let mut by_number: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for one in awards {
        let conclusion = &one.granted.conclusion;
        let group = one.granted.diseases.first().map_or(0, |disease| disease.group());
        let (recipient, office) = (one.standing.recipient, conclusion.responsible_office);
        let candidate = Candidate {
            matched: Matched { award: one.award, recipient, office, group },
            payer_number: conclusion.payer_number,
            validity: one.standing.validity,
            monthly_cap: one.standing.right.monthly_cap,
        };
        by_number.entry(one.granted.recipient_number.to_string()).or_default().push(candidate);
    }
    let hospital = designating::hospital_term(founded)?;
    let institutions = [(designating::HOSPITAL.to_owned(), vec![hospital])].into();
    Ok(KnownClaims { awards: by_number, institutions, ..KnownClaims::default() })
}
