//! 決裁経路: over whom a decision goes before it is made, and who may stand in for them (専決・代決). The law only asks that the prefecture
//! decides; who decides for it is the prefecture's own rule, so it is a dated master row, written as the rule itself is: the roles in order,
//! the deputy of a role behind it in brackets, as in 「審査会事務（代決：点検）、決裁」.

use events::StaffRole;
use events::application::RouteStep;
use events::master::RowAdopted;
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{ProposalRefusal, decider_alone};
use crate::rules::Masters;

/// Key of the row for approvals.
const GRANT: &str = "route.grant";
/// Key of the row for refusals.
const REFUSE: &str = "route.refuse";
/// What stands before the deputy.
const DEPUTY: &str = "（代決：";

/// The way of a decision as the masters say for the day; where they say nothing, the decider alone.
///
/// # Errors
/// [`ProposalRefusal::RouteUnreadable`] where the row names no role, or does not end with the one who decides.
pub fn route(refuses: bool, on: Date, masters: &Masters) -> Result<Vec<RouteStep>, Refusal> {
    let key = if refuses { REFUSE } else { GRANT };
    let Some(row) = masters.phrases.at(key, on) else { return Ok(decider_alone()) };
    read(&row.value.text).ok_or_else(|| ProposalRefusal::RouteUnreadable(key).into())
}

/// Whether a row may be adopted: where it is one of the ways, it must be readable.
///
/// # Errors
/// [`ProposalRefusal::RouteUnreadable`].
pub fn check(row: &RowAdopted) -> Result<(), ProposalRefusal> {
    let Some(key) = [GRANT, REFUSE].into_iter().find(|key| row.table == "phrases" && row.key == *key) else { return Ok(()) };
    let text = row.values.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
    read(text).map(drop).ok_or(ProposalRefusal::RouteUnreadable(key))
}

fn read(text: &str) -> Option<Vec<RouteStep>> {
    let steps: Vec<RouteStep> = text.split('、').map(|step| read_step(step.trim())).collect::<Option<_>>()?;
    let ends_with_the_decider = steps.last().is_some_and(|last| last.role == StaffRole::Approver);
    ends_with_the_decider.then_some(steps)
}

fn read_step(text: &str) -> Option<RouteStep> {
    let (role, deputy) = match text.split_once(DEPUTY) {
        Some((role, deputy)) => (role, Some(named(deputy.strip_suffix('）')?)?)),
        None => (text, None),
    };
    Some(RouteStep { role: named(role)?, deputy })
}

/// Those of the division who may take part in a decision.
fn named(label: &str) -> Option<StaffRole> {
    [StaffRole::Checker, StaffRole::BoardClerk, StaffRole::Approver].into_iter().find(|role| role.label() == label.trim())
}

#[cfg(test)]
mod tests {
    use events::master::MasterStatus;
    use jiff::civil::date;

    use super::*;

    fn row(text: &str) -> RowAdopted {
        RowAdopted {
            table: "phrases".to_owned(),
            key: REFUSE.to_owned(),
            valid_from: date(2026, 4, 1),
            valid_to: None,
            status: MasterStatus::Unknown,
            source: "見本".to_owned(),
            values: serde_json::json!({ "purpose": "route", "text": text, "order": 1 }),
        }
    }

    fn masters(text: &str) -> Masters {
        let mut masters = Masters::default();
        masters.adopt(1, &row(text)).unwrap();
        masters
    }

    #[test]
    fn the_row_of_the_day_says_the_way() {
        let way = masters("審査会事務（代決：点検）、決裁");
        let clerk = RouteStep { role: StaffRole::BoardClerk, deputy: Some(StaffRole::Checker) };
        assert_eq!(route(true, date(2026, 4, 1), &way), Ok([vec![clerk], decider_alone()].concat()));
        assert_eq!(route(true, date(2026, 3, 31), &way), Ok(decider_alone()), "before the row counts");
        assert_eq!(route(false, date(2026, 4, 1), &way), Ok(decider_alone()), "approvals have a row of their own");
    }

    #[test]
    fn a_way_that_does_not_lead_to_the_decider_is_none() {
        for text in ["", "審査会事務", "決裁、点検", "窓口、決裁", "決裁（代決：部長）", "決裁（代決：点検"]
        {
            assert_eq!(check(&row(text)), Err(ProposalRefusal::RouteUnreadable(REFUSE)), "{text}");
            assert_eq!(
                route(true, date(2026, 4, 1), &masters(text)),
                Err(ProposalRefusal::RouteUnreadable(REFUSE).into()),
                "{text}"
            );
        }
    }
}
