//! What the rules found, as far as a decision about the application depends on it.

use events::application::Conclusion;

use crate::Refusal;
use crate::rules::Determination;

/// Outcome of a determination (算定) for the guards of examination and approval.
#[derive(Clone, PartialEq, Debug)]
pub enum Finding {
    /// Facts are missing or contradict each other; named for staff.
    Pending(Vec<String>),
    /// Not eligible (対象外).
    NotEligible,
    /// Everything is concluded.
    Concluded(Box<Concluded>),
}

/// A complete determination.
#[derive(Clone, PartialEq, Debug)]
pub struct Concluded {
    /// Outcome in the clear.
    pub conclusion: Conclusion,
    /// 算定根拠, as JSON of [`Determination`].
    pub determination: serde_json::Value,
}

impl Finding {
    /// What a determination means for the case. `known_up_to` is the position up to which its facts were known.
    ///
    /// # Errors
    /// Where the determination cannot be written as JSON; that is a fault of the program.
    pub fn of(determination: &Determination, known_up_to: i64) -> Result<Self, serde_json::Error> {
        if determination.eligible == Some(false) {
            return Ok(Self::NotEligible);
        }
        Ok(match conclusion(determination, known_up_to) {
            Some(conclusion) if determination.can_be_approved() => {
                Self::Concluded(Box::new(Concluded { conclusion, determination: serde_json::to_value(determination)? }))
            }
            _ => Self::Pending(missing(determination)),
        })
    }

    /// The conclusion, where there is one.
    ///
    /// # Errors
    /// The refusal that says what is missing, or that the case is not eligible.
    pub fn concluded(self) -> Result<Concluded, Refusal> {
        match self {
            Self::Pending(missing) => Err(Refusal::DeterminationPending(missing)),
            Self::NotEligible => Err(Refusal::NotEligible),
            Self::Concluded(concluded) => Ok(*concluded),
        }
    }
}

fn conclusion(found: &Determination, known_up_to: i64) -> Option<Conclusion> {
    Some(Conclusion {
        rule_set: found.rule_set.id.clone(),
        known_up_to: known_up_to.max(found.rule_set.masters_position),
        digest: found.digest.clone(),
        validity: found.validity()?,
        tier: found.tier,
        severity: found.severity?,
        haemophilia: found.haemophilia?,
        monthly_cap: found.monthly_cap?,
        apportioned: found.apportioned.clone(),
        payer_number: found.payer_number?,
        responsible_office: found.jurisdiction?,
    })
}

fn missing(found: &Determination) -> Vec<String> {
    let mut names: Vec<String> = found.pending.iter().map(|fact| fact.label.clone()).collect();
    names.extend(found.conflicts.iter().map(|conflict| conflict.message.trim_end_matches('。').to_owned()));
    if names.is_empty() {
        let open = [("重症・人工呼吸器の区分", found.severity.is_none()), ("有効期間", found.validity().is_none())];
        names.extend(open.into_iter().filter(|(_, open)| *open).map(|(name, _)| name.to_owned()));
    }
    names
}

/// Whether two conclusions give the same right: the same but for the masters, rules and household that were known. A row of a master or a
/// member of the household that does not touch the cap must not stop its decision.
pub(super) fn same_right(one: &Conclusion, other: &Conclusion) -> bool {
    let right = |c: &Conclusion| Conclusion {
        rule_set: String::new(),
        known_up_to: 0,
        digest: String::new(),
        apportioned: None,
        ..c.clone()
    };
    right(one) == right(other)
}
