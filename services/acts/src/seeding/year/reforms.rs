//! What the prefecture changes in the year, and what the nights do: another standard period from 1 July, two offices merged on 1 October, awards
//! ended whose days ran out.

use casework::story::Act;
use events::master::RowAdopted;
use jiff::civil::Date;
use serde_json::Value;

use super::{Year, YearError, earlier, later};

/// 標準処理期間 after the reform, days.
const PERIOD_DAYS: u32 = 45;
/// The office that closes.
const CLOSES: &str = "04";
/// The office that takes over.
const TAKES_OVER: &str = "03";
/// Days before, on which the rows are adopted.
const NOTICE_DAYS: i64 = 20;

impl Year {
    /// The next reform, where its day has come.
    pub(super) fn reform(&mut self) -> Result<(), YearError> {
        let (reform, merger) = (self.plan.reform(), self.plan.merger());
        match self.reformed {
            0 if self.today >= earlier(reform, NOTICE_DAYS) => self.change_period(reform)?,
            1 if self.today >= earlier(merger, NOTICE_DAYS) => self.merge(merger)?,
            2 if self.today >= merger => {
                self.world.move_cases(self.today);
                self.keep();
            }
            _ => return Ok(()),
        }
        self.reformed += 1;
        Ok(())
    }

    /// A row as it stands on a day.
    fn row(&self, table: &str, key: &str, day: Date) -> Result<RowAdopted, YearError> {
        self.world.masters().row(table, key, day).ok_or_else(|| self.stuck(format!("no row {key} in {table}")))
    }

    fn adopt(&mut self, row: RowAdopted) -> Result<(), YearError> {
        if self.play(Act::Adopt { row })? { Ok(()) } else { Err(self.stuck("a row of the masters is refused")) }
    }

    /// The row counts up to the eve; from the day on another value does.
    fn replace(&mut self, table: &str, key: &str, from: Date, field: &str, value: Value) -> Result<(), YearError> {
        let before = self.row(table, key, from)?;
        self.adopt(RowAdopted { valid_to: Some(earlier(from, 1)), ..before.clone() })?;
        let mut values = before.values.clone();
        values[field] = value;
        self.adopt(RowAdopted { valid_from: from, valid_to: None, source: "見本の改正".to_owned(), values, ..before })
    }

    fn change_period(&mut self, reform: Date) -> Result<(), YearError> {
        self.replace("program", "processing.days", reform, "value", PERIOD_DAYS.into())
    }

    fn merge(&mut self, merger: Date) -> Result<(), YearError> {
        let office = self.row("offices", CLOSES, merger)?;
        self.adopt(RowAdopted { valid_to: Some(earlier(merger, 1)), ..office })?;
        let towns = self.world.masters().municipalities.on(merger).filter(|row| row.value.office.to_string() == CLOSES);
        let towns: Vec<String> = towns.map(|row| row.key.clone()).collect();
        for town in towns {
            self.replace("municipalities", &town, merger, "office", TAKES_OVER.into())?;
        }
        Ok(())
    }

    /// 満了・20歳到達: what ran out on the days before.
    pub(super) fn night(&mut self) -> Result<(), YearError> {
        let over: Vec<Date> = self.ends.range(..self.today).map(|(day, _)| *day).collect();
        for day in over {
            for family in self.ends.remove(&day).unwrap_or_default() {
                let name = self.families[family].name.clone();
                self.world.end_ran_out(later(day, 1), &name).map_err(|refused| self.stuck(refused))?;
                self.keep();
            }
        }
        Ok(())
    }
}
