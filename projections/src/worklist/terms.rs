//! 標準処理期間 (行政手続法第6条): how many days a decision may take, as the masters said when the application was made.

use events::Event;
use events::master::MasterEvent;
use jiff::civil::Date;
use sqlx::PgConnection;

use crate::told::Told;

/// Table and key of the master row.
const ROW: (&str, &str) = ("program", "processing.days");

/// Until the masters name a period: the two months that other prefectures take.
const UNTIL_ADOPTED: i32 = 60;

/// One adopted row.
#[derive(Clone, Copy)]
struct Term {
    position: i64,
    valid_from: Date,
    valid_to: Option<Date>,
    days: i32,
}

/// The periods adopted so far, and those that a batch adds.
pub(super) struct Terms {
    all: Vec<Term>,
    stored: usize,
}

/// The period that an event adopts.
fn adopted(told: &Told<'_>) -> Option<Term> {
    let Event::Master(MasterEvent::RowAdopted(row)) = &told.event else { return None };
    if (row.table.as_str(), row.key.as_str()) != ROW {
        return None;
    }
    let days = row.values.get("value").and_then(serde_json::Value::as_i64).and_then(|days| i32::try_from(days).ok())?;
    Some(Term { position: told.recorded.position, valid_from: row.valid_from, valid_to: row.valid_to, days })
}

impl Terms {
    /// What is stored.
    pub(super) async fn load(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT position, valid_from AS "valid_from!: jiff_sqlx::Date", valid_to AS "valid_to: jiff_sqlx::Date", days
               FROM worklist_terms ORDER BY position"#
        )
        .fetch_all(conn)
        .await?;
        let all: Vec<Term> = rows
            .into_iter()
            .map(|row| Term {
                position: row.position,
                valid_from: row.valid_from.into(),
                valid_to: row.valid_to.map(Into::into),
                days: row.days,
            })
            .collect();
        let stored = all.len();
        Ok(Self { all, stored })
    }

    /// Takes one event in.
    pub(super) fn tell(&mut self, told: &Told<'_>) {
        self.all.extend(adopted(told));
    }

    /// Days for an application of this day. The row adopted last counts.
    pub(super) fn on(&self, day: Date) -> i32 {
        let valid = |term: &&Term| term.valid_from <= day && term.valid_to.is_none_or(|end| day <= end);
        self.all.iter().rev().find(valid).map_or(UNTIL_ADOPTED, |term| term.days)
    }

    /// Writes what the batch added.
    pub(super) async fn write(&self, conn: &mut PgConnection) -> Result<(), sqlx::Error> {
        for term in &self.all[self.stored..] {
            sqlx::query!(
                "INSERT INTO worklist_terms (position, valid_from, valid_to, days) VALUES ($1, $2, $3, $4)",
                term.position,
                jiff_sqlx::Date::from(term.valid_from) as _,
                term.valid_to.map(jiff_sqlx::Date::from) as _,
                term.days
            )
            .execute(&mut *conn)
            .await?;
        }
        Ok(())
    }
}
