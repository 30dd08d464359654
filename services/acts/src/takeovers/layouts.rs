//! Columns kept by name: which heading says what, so that next year's ledger is read like this one.

use std::collections::BTreeMap;

use casework::takeover::{Column, Columns};
use sqlx::Row as _;

use super::file::Sheet;
use crate::{ActError, Acts};

/// Headings by what they say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TakeoverLayout {
    /// What offices call it.
    pub name: String,
    /// Column codes with the headings under which they stand.
    pub headings: BTreeMap<String, String>,
}

impl TakeoverLayout {
    /// The columns of a sheet as they stand, by their headings.
    pub fn of(name: &str, sheet: &Sheet, line: u32, columns: &Columns) -> Self {
        let texts = sheet.texts_of(line);
        let heading = |(column, at): (&Column, &usize)| Some((column.code().to_owned(), texts.get(*at)?.clone()));
        Self { name: name.to_owned(), headings: columns.0.iter().filter_map(heading).collect() }
    }

    /// Where its columns stand in a sheet; a heading that is not there has no column.
    pub fn columns(&self, sheet: &Sheet, line: u32) -> Columns {
        let texts = sheet.texts_of(line);
        let place = |(code, heading): (&String, &String)| {
            Some((Column::of(code)?, texts.iter().position(|text| text.trim() == heading.trim())?))
        };
        Columns(self.headings.iter().filter_map(place).collect())
    }
}

impl Acts {
    /// Keeps columns under a name; the earlier ones of that name are forgotten.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn keep_takeover_layout(&self, layout: &TakeoverLayout) -> Result<(), ActError> {
        let headings = serde_json::to_string(&layout.headings).map_err(|error| ActError::internal(&error))?;
        sqlx::query(
            "INSERT INTO desk.takeover_layouts (name, headings) VALUES ($1, $2::jsonb)
             ON CONFLICT (name) DO UPDATE SET headings = EXCLUDED.headings, changed_at = clock_timestamp()",
        )
        .bind(&layout.name)
        .bind(headings)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// What is kept, by name.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn takeover_layouts(&self) -> Result<Vec<TakeoverLayout>, ActError> {
        let rows = sqlx::query("SELECT name, headings::text FROM desk.takeover_layouts ORDER BY name LIMIT 100")
            .fetch_all(self.pool())
            .await?;
        rows.iter()
            .map(|row| {
                let headings: String = row.try_get(1)?;
                let headings = serde_json::from_str(&headings).map_err(|error| ActError::internal(&error))?;
                Ok(TakeoverLayout { name: row.try_get(0)?, headings })
            })
            .collect()
    }
}
