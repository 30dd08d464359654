//! A master table (マスタ): takes rows; a later row of the same key and validity takes the place of the earlier one.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::ids::StaffId;
use events::master::{MasterEvent, RowAdopted};
use serde::{Deserialize, Serialize};

use crate::{Fact, Refusal, procedures, rules};

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

impl MasterTable {
    /// Number of rows ever adopted.
    pub const fn rows(self) -> u32 {
        self.rows
    }
}

fn check(row: &RowAdopted) -> Result<(), Refusal> {
    rules::masters::check(row).map_err(|error| Refusal::MasterRow(error.to_string()))?;
    if row.source.trim().is_empty() {
        return Err(Refusal::MasterRow(format!("「{}」の行「{}」に出典がありません。", row.table, row.key)));
    }
    rules::approval_route::check(row)?;
    if row.table == "document_kinds" {
        procedures::check_document_kind(row)?;
    }
    Ok(())
}

impl Aggregate for MasterTable {
    const TYPE: &'static str = "master";
    type Command = AdoptRows;
    type Event = Fact<MasterEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: AdoptRows, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        command.rows.iter().try_for_each(check)?;
        for row in command.rows {
            sink.write(Fact::new(row, command.by), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: Fact<MasterEvent>) {
        let MasterEvent::RowAdopted(_) = fact.event;
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
            .when(AdoptRows { by: BY, rows: vec![row(), row()] })
            .then_expect_events(vec![Fact::new(row(), BY), Fact::new(row(), BY)]);
        let backwards = RowAdopted { valid_to: Some(date(2014, 12, 31)), ..row() };
        let refused =
            framework().given_no_previous_events().when(AdoptRows { by: BY, rows: vec![row(), backwards] }).inspect_result();
        assert!(matches!(refused, Err(Refusal::MasterRow(_))));
        let unsourced = RowAdopted { source: " ".to_owned(), ..row() };
        let refused = framework().given_no_previous_events().when(AdoptRows { by: BY, rows: vec![unsourced] }).inspect_result();
        assert!(matches!(refused, Err(Refusal::MasterRow(_))));
    }
}
