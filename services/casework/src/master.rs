//! A master table (マスタ): takes rows; a later row of the same key and validity takes the place of the earlier one.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::{MasterChangeId, StaffId};
use events::master::{MasterEvent, RowAdopted, RowDecided};
use serde::{Deserialize, Serialize};

use crate::master_change::MasterChangeRefusal;
use crate::{Fact, Refusal, letter_text, procedures, rules};

/// A master table, as far as adopting rows depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MasterTable {
    rows: u32,
}

/// Adopt rows, all of one table.
#[derive(Clone, PartialEq, Debug)]
pub struct AdoptRows {
    /// Who acts.
    pub by: StaffId,
    /// The rows.
    pub rows: Vec<RowAdopted>,
}

/// Decide rows, all of one table: another person than the one who proposed them.
#[derive(Clone, PartialEq, Debug)]
pub struct DecideRows {
    /// Who acts.
    pub by: StaffId,
    /// The proposal.
    pub change: MasterChangeId,
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// The rows.
    pub rows: Vec<RowAdopted>,
}

/// A command on a table.
#[derive(Clone, PartialEq, Debug)]
pub enum MasterCommand {
    /// Shipped with the program, or adopted by it.
    Adopt(AdoptRows),
    /// By two persons.
    Decide(DecideRows),
}

impl From<AdoptRows> for MasterCommand {
    fn from(command: AdoptRows) -> Self {
        Self::Adopt(command)
    }
}

impl From<DecideRows> for MasterCommand {
    fn from(command: DecideRows) -> Self {
        Self::Decide(command)
    }
}

impl MasterTable {
    /// Number of rows ever adopted.
    pub const fn rows(self) -> u32 {
        self.rows
    }
}

/// Whether a row may be adopted: the rules can read it, and it says where it comes from.
///
/// # Errors
/// [`Refusal::MasterRow`] and what the rules of its table say.
pub fn check(row: &RowAdopted) -> Result<(), Refusal> {
    rules::masters::check(row).map_err(|error| Refusal::MasterRow(error.to_string()))?;
    if row.source.trim().is_empty() {
        return Err(Refusal::MasterRow(format!("「{}」の行「{}」に出典がありません。", row.table, row.key)));
    }
    rules::approval_route::check(row)?;
    if row.table == "document_kinds" {
        procedures::check_document_kind(row)?;
    }
    if row.table == letter_text::TABLE {
        letter_text::check(row)?;
    }
    Ok(())
}

impl Aggregate for MasterTable {
    const TYPE: &'static str = "master";
    type Command = MasterCommand;
    type Event = Fact<MasterEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: MasterCommand, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        match command {
            MasterCommand::Adopt(AdoptRows { by, rows }) => {
                rows.iter().try_for_each(check)?;
                for row in rows {
                    sink.write(Fact::new(row, by), self).await;
                }
            }
            MasterCommand::Decide(DecideRows { by, change, proposed_by, rows }) => {
                if by == proposed_by {
                    return Err(MasterChangeRefusal::OwnProposal.into());
                }
                rows.iter().try_for_each(check)?;
                for row in rows {
                    sink.write(Fact::new(RowDecided { change, proposed_by, row }, by), self).await;
                }
            }
        }
        Ok(())
    }

    fn apply(&mut self, _: Fact<MasterEvent>) {
        self.rows += 1;
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::master::MasterStatus;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const BY: StaffId = StaffId(Uuid::from_u128(1));

    fn row() -> RowAdopted {
        RowAdopted {
            table: "low_income_thresholds".to_owned(),
            key: "low_income".to_owned(),
            valid_from: date(2015, 1, 1),
            valid_to: None,
            status: MasterStatus::Confirmed,
            source: "施行令第22条".to_owned(),
            values: serde_json::json!({ "threshold_yen": 800_000 }),
        }
    }

    #[test]
    fn rows_are_adopted_together_or_not_at_all() {
        let framework = || TestFramework::<MasterTable>::with(());
        framework()
            .given_no_previous_events()
            .when(AdoptRows { by: BY, rows: vec![row(), row()] }.into())
            .then_expect_events(vec![Fact::new(row(), BY), Fact::new(row(), BY)]);
        let backwards = RowAdopted { valid_to: Some(date(2014, 12, 31)), ..row() };
        let refused = framework()
            .given_no_previous_events()
            .when(AdoptRows { by: BY, rows: vec![row(), backwards] }.into())
            .inspect_result();
        assert!(matches!(refused, Err(Refusal::MasterRow(_))));
        let unsourced = RowAdopted { source: " ".to_owned(), ..row() };
        let refused =
            framework().given_no_previous_events().when(AdoptRows { by: BY, rows: vec![unsourced] }.into()).inspect_result();
        assert!(matches!(refused, Err(Refusal::MasterRow(_))));
    }
    #[test]
    fn what_one_proposed_another_decides() {
        let framework = || TestFramework::<MasterTable>::with(());
        let (change, other) = (MasterChangeId(Uuid::from_u128(7)), StaffId(Uuid::from_u128(2)));
        let decide = |by| DecideRows { by, change, proposed_by: BY, rows: vec![row()] };
        let decided = RowDecided { change, proposed_by: BY, row: row() };
        framework().given_no_previous_events().when(decide(other).into()).then_expect_events(vec![Fact::new(decided, other)]);
        framework().given_no_previous_events().when(decide(BY).into()).then_expect_error(MasterChangeRefusal::OwnProposal.into());
    }
}
