//! Whether a decision rests on months that claims said something of.

use std::collections::BTreeSet;

use events::application::SeverityBasis;
use jiff::civil::Date;

/// The form applies for the class of costly care (高額治療継続) and names one of these months.
pub fn rests_on(basis: &SeverityBasis, months: &BTreeSet<Date>) -> bool {
    basis.high_cost != Some(false) && basis.months.iter().any(|cost| months.contains(&cost.month))
}

#[cfg(test)]
mod tests {
    use events::application::MonthCost;
    use events::vocabulary::Yen;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_a_month_that_was_named_for_costly_care_is_rested_on() {
        let named = |high_cost, months: &[Date]| SeverityBasis {
            device: None,
            all_day: None,
            no_weaning: None,
            needs_help: None,
            high_cost,
            entitled_from: None,
            months: months.iter().map(|month| MonthCost { month: *month, total_cost: Yen::ZERO }).collect(),
            burden: None,
            states: Vec::new(),
            lasting_months: None,
        };
        let (october, november) = (date(2026, 10, 1), date(2026, 11, 1));
        let claimed: BTreeSet<Date> = [october].into();
        assert!(rests_on(&named(Some(true), &[october, november]), &claimed));
        assert!(rests_on(&named(None, &[october]), &claimed), "what is not known is not read as no");
        assert!(!rests_on(&named(Some(false), &[october]), &claimed));
        assert!(!rests_on(&named(Some(true), &[november]), &claimed));
    }
}
