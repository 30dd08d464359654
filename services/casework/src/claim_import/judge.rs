//! The verdict on every row of a file: whose claim it is, and everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use events::claim_import::{Care, ClaimRow, Fault, Matched};
use events::ids::{AwardId, RecipientId};
use events::vocabulary::{InstitutionCode, PayerNumber, RecipientNumber, ValidityPeriod, Yen};
use jiff::civil::Date;

/// An award under a number of the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Whose it is, where it counts.
    pub matched: Matched,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
}

/// What is known when a file comes in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KnownClaims {
    /// Awards that count, by recipient number.
    pub awards: BTreeMap<String, Vec<Candidate>>,
    /// Terms of designated institutions, by code.
    pub institutions: BTreeMap<String, Vec<ValidityPeriod>>,
    /// Care that was claimed before.
    pub earlier: BTreeSet<(AwardId, Date, String, Care)>,
    /// Months of awards that were reimbursed to the family.
    pub reimbursed: BTreeSet<(AwardId, Date)>,
}

fn overlaps(term: ValidityPeriod, month: Date) -> bool {
    term.start() <= month.last_of_month() && term.end() >= month
}

/// The award a row belongs to, and what is wrong with its numbers and month.
fn found<'k>(row: &ClaimRow, known: &'k KnownClaims) -> Result<&'k Candidate, Vec<Fault>> {
    let mut faults = Vec::new();
    if RecipientNumber::parse(&row.recipient_number).is_err() {
        faults.push(Fault::NumberCheck);
    }
    let payer = PayerNumber::parse(&row.payer_number);
    if payer.is_err() {
        faults.push(Fault::PayerCheck);
    }
    let Ok(payer) = payer else { return Err(faults) };
    if !faults.is_empty() {
        return Err(faults);
    }
    let all = known.awards.get(&row.recipient_number).map(Vec::as_slice).unwrap_or_default();
    if all.is_empty() {
        return Err(vec![Fault::UnknownNumber]);
    }
    let of_payer: Vec<&Candidate> = all.iter().filter(|one| one.payer_number == payer).collect();
    if of_payer.is_empty() {
        return Err(vec![Fault::OtherPayer]);
    }
    // Of two awards in one month the later one counts.
    let valid = of_payer.into_iter().filter(|one| overlaps(one.validity, row.month)).max_by_key(|one| one.validity.start());
    valid.ok_or_else(|| vec![Fault::NotValid])
}

/// Judges the rows of a file. `claimed_in` is the first day of the month in which they are claimed.
pub fn judge(rows: Vec<ClaimRow>, claimed_in: Date, known: &KnownClaims) -> Vec<ClaimRow> {
    let mut seen = BTreeSet::new();
    let mut shares: BTreeMap<(RecipientId, Date), i64> = BTreeMap::new();
    let mut judged: Vec<(ClaimRow, Option<Yen>)> = Vec::with_capacity(rows.len());
    for row in rows {
        let (matched, cap, mut faults) = match found(&row, known) {
            Ok(one) => (Some(one.matched), Some(one.monthly_cap), Vec::new()),
            Err(faults) => (None, None, faults),
        };
        if row.month > claimed_in {
            faults.push(Fault::TooEarly);
        }
        if InstitutionCode::parse(&row.institution).is_err() {
            faults.push(Fault::InstitutionCheck);
        } else if !known
            .institutions
            .get(&row.institution)
            .is_some_and(|terms| terms.iter().any(|term| overlaps(*term, row.month)))
        {
            faults.push(Fault::NotDesignated);
        }
        if row.paid.amount() + row.share.amount() > row.total.amount() {
            faults.push(Fault::Sum);
        }
        let care = (row.recipient_number.clone(), row.payer_number.clone(), row.month, row.institution.clone(), row.care);
        let repeated = !seen.insert(care);
        if repeated {
            faults.push(Fault::Twice);
        }
        if let Some(matched) = matched {
            if known.earlier.contains(&(matched.award, row.month, row.institution.clone(), row.care)) {
                faults.push(Fault::Again);
            }
            if known.reimbursed.contains(&(matched.award, row.month)) {
                faults.push(Fault::Reimbursed);
            }
            if !repeated {
                *shares.entry((matched.recipient, row.month)).or_default() += row.share.amount();
            }
        }
        judged.push((ClaimRow { matched, faults, ..row }, cap));
    }
    let over = |row: &ClaimRow, cap: Option<Yen>| {
        let share = row.matched.and_then(|matched| shares.get(&(matched.recipient, row.month)));
        cap.zip(share).is_some_and(|(cap, share)| *share > cap.amount() && row.share > Yen::ZERO)
    };
    judged
        .into_iter()
        .map(|(mut row, cap)| {
            if over(&row, cap) {
                row.faults.push(Fault::OverCap);
            }
            row
        })
        .collect()
}
