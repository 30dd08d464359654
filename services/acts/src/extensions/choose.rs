//! Whom an order reaches: by the ledger, with everybody who is left out and why.

use casework::extension::{ExtensionRefusal, Facing, Limits, MOST, reach};
use casework::rules::Masters;
use events::extension::{LeftGround, Plan};
use events::vocabulary::{RecipientNumber, ShortText, age};
use jiff::Span;
use jiff::civil::Date;
use projections::ledger::{EndingRow, ending};

use crate::{ActError, Acts};

/// Somebody who is left out by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExcludedNumber {
    /// 受給者番号.
    pub number: RecipientNumber,
    /// Why.
    pub why: ShortText,
}

/// A mass extension as it is wished.
#[derive(Clone, PartialEq, Debug)]
pub struct ExtensionInput {
    /// Which awards, and until when.
    pub plan: Plan,
    /// 命令・通知の名称と番号.
    pub reference: ShortText,
    /// Who is left out.
    pub excluded: Vec<ExcludedNumber>,
}

/// An award that would be extended.
#[derive(Clone, PartialEq, Debug)]
pub struct Reached {
    /// The award.
    pub row: EndingRow,
    /// Its new last day.
    pub until: Date,
}

/// An award that would not be.
#[derive(Clone, PartialEq, Debug)]
pub enum Unreached {
    /// It cannot be.
    Left(EndingRow, LeftGround),
    /// It is left out by name.
    Excluded(EndingRow, ShortText),
}

/// What a mass extension would do.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Selection {
    /// These are extended.
    pub chosen: Vec<Reached>,
    /// These are not.
    pub unchosen: Vec<Unreached>,
}

/// The eve of the birthday with which eligibility ends.
pub(super) fn eve(masters: &Masters, birth_date: Date, on: Date) -> Date {
    let years = masters.program.at("age_limit.end", on).and_then(|row| u16::try_from(row.value.value).ok()).unwrap_or(20);
    age::eve_of_birthday(birth_date, years).unwrap_or(Date::MAX)
}

/// What limits a plan today.
pub(super) fn limits(masters: &Masters, plan: &Plan, today: Date) -> Limits {
    let months = |key: &str| {
        let months = masters.program.at(key, plan.issued_on).map_or(12, |row| row.value.value);
        Span::new().try_months(months).unwrap_or_default()
    };
    Limits {
        today,
        ended_by: plan.issued_on.checked_sub(months("extension.back_months")).unwrap_or(Date::MIN),
        until: plan.ends_until.checked_add(months("extension.longest_months")).unwrap_or(Date::MAX),
    }
}

impl Acts {
    /// What a mass extension would do. Nothing is stored.
    ///
    /// # Errors
    /// [`ActError::Refused`] where the plan may not be, or somebody is left out who is not among them.
    pub async fn preview_extension(&self, input: &ExtensionInput, today: Date) -> Result<Selection, ActError> {
        let masters = self.masters().await?;
        let plan = input.plan;
        limits(&masters, &plan, today).admit(&plan).map_err(casework::Refusal::from)?;
        // One more than one proposal takes shows that there are too many.
        let most = u16::try_from(MOST + input.excluded.len() + 1).unwrap_or(u16::MAX);
        let mut rows =
            ending(self.pool(), plan.ends_from, plan.ends_until, most).await.map_err(|error| ActError::internal(&error))?;
        projections::open(self.pool(), &self.parts().ring, &mut rows).await.map_err(|error| ActError::internal(&error))?;
        if let Some(stranger) = input.excluded.iter().find(|one| rows.iter().all(|row| row.recipient_number != one.number)) {
            return Err(casework::Refusal::from(ExtensionRefusal::NotAmong(stranger.number.to_string())).into());
        }
        let mut selection = Selection::default();
        for row in rows {
            if let Some(excluded) = input.excluded.iter().find(|one| one.number == row.recipient_number) {
                selection.unchosen.push(Unreached::Excluded(row, excluded.why.clone()));
                continue;
            }
            // Of somebody who was erased nothing is told any more.
            let Some(birth_date) = row.birth_date.open().copied() else { continue };
            let facing = Facing {
                end: row.validity.end(),
                eve: eve(&masters, birth_date, plan.issued_on),
                next: row.next,
                redress_waits: row.redress_waits,
            };
            match reach(plan.until, &facing) {
                Ok(until) => selection.chosen.push(Reached { row, until }),
                Err(ground) => selection.unchosen.push(Unreached::Left(row, ground)),
            }
        }
        if selection.chosen.len() > MOST {
            return Err(casework::Refusal::from(ExtensionRefusal::TooMany).into());
        }
        Ok(selection)
    }
}
