//! 規則集: which versions of the rules and which masters a decision was taken with. A decision names its rule set and can be run
//! again under it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::masters::Masters;
use super::version::{Dates, Listed, Version, listed, pick};
use super::{
    apportionment, by_hand, cap, certificate_print, deadline, designation, documents, eligibility, end_date, hardship,
    household_change, income_unit, jurisdiction, levy, low_income, payer_number, recipient_number, reimbursement, renewal_kind,
    severity, start_date, tax_year, tier,
};

/// Name of the edition shown to staff.
pub const EDITION: &str = "2026-11版";

/// How many versions of each rule, and which masters, were known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// Edition, hash over the rule versions, and masters position: `2026-11版/3f2a…/412`.
    pub id: String,
    /// Known versions by rule.
    pub known: BTreeMap<String, usize>,
    /// Position of the last master row in the casework log.
    pub masters_position: i64,
}

impl RuleSet {
    /// Everything this build knows, with the masters given.
    pub fn current(masters: &Masters) -> Self {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut hash = Sha256::new();
        for version in all() {
            *known.entry(version.meta.rule.to_owned()).or_default() += 1;
            hash.update(format!("{}@{}.{}\n", version.meta.rule, version.meta.law, version.meta.rev));
        }
        let masters_position = masters.position();
        let id = format!("{EDITION}/{}/{masters_position}", &hex::encode(hash.finalize())[..12]);
        Self { id, known, masters_position }
    }

    /// Whether it knows a rule at all; a decision taken before the rule existed is run again without it.
    pub fn knows(&self, rule: &str) -> bool {
        self.known.contains_key(rule)
    }

    /// The version of a rule that counts for the dates.
    pub fn pick<F>(&self, rule: &str, all: &'static [&'static Version<F>], dates: &Dates) -> Option<&'static Version<F>> {
        pick(all, self.known.get(rule).copied().unwrap_or(0), dates)
    }
}

/// Every version of every rule, in the order in which a determination uses them.
pub fn all() -> Vec<Listed> {
    let mut all = Vec::new();
    all.extend(listed(eligibility::AGE));
    all.extend(listed(eligibility::RESIDENCE));
    all.extend(listed(eligibility::DISEASE));
    all.extend(listed(eligibility::CONTINUITY));
    all.extend(listed(renewal_kind::VERSIONS));
    all.extend(listed(deadline::VERSIONS));
    all.extend(listed(documents::VERSIONS));
    all.extend(listed(jurisdiction::VERSIONS));
    all.extend(listed(start_date::VERSIONS));
    all.extend(listed(start_date::RENEWAL));
    all.extend(listed(start_date::CHANGE));
    all.extend(listed(start_date::TRANSFER));
    all.extend(listed(start_date::EARLIEST));
    all.extend(listed(start_date::AFTER));
    all.extend(listed(end_date::VERSIONS));
    all.extend(listed(tax_year::VERSIONS));
    all.extend(listed(income_unit::VERSIONS));
    all.extend(listed(levy::VERSIONS));
    all.extend(listed(low_income::VERSIONS));
    all.extend(listed(tier::VERSIONS));
    all.extend(listed(hardship::VERSIONS));
    all.extend(listed(severity::VENTILATOR));
    all.extend(listed(severity::HIGH_COST));
    all.extend(listed(severity::BURDEN));
    all.extend(listed(severity::VERSIONS));
    all.extend(listed(cap::HAEMOPHILIA));
    all.extend(listed(cap::VERSIONS));
    all.extend(listed(apportionment::VERSIONS));
    all.extend(listed(payer_number::VERSIONS));
    all.extend(listed(recipient_number::VERSIONS));
    all.extend(listed(certificate_print::VERSIONS));
    all.extend(listed(household_change::VERSIONS));
    all.extend(listed(reimbursement::VERSIONS));
    all.extend(listed(designation::VERSIONS));
    all.extend(listed(by_hand::START));
    all.extend(listed(by_hand::END));
    all.extend(listed(by_hand::TIER));
    all
}
