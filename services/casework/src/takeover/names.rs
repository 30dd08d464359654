//! The masters by the names that people write, looked up once for a whole sheet.

use std::collections::HashMap;

use events::vocabulary::DiseaseId;
use jiff::civil::Date;

use super::columns::plain;
use crate::rules::Masters;

/// The masters, and keys of diseases by what they are called.
pub struct Names<'m> {
    pub(super) masters: &'m Masters,
    diseases: HashMap<String, Vec<String>>,
}

impl<'m> Names<'m> {
    /// Of these masters.
    pub fn of(masters: &'m Masters) -> Self {
        let mut diseases: HashMap<String, Vec<String>> = HashMap::new();
        for row in masters.diseases.all() {
            for name in [plain(&row.key), plain(&row.value.name)] {
                let keys = diseases.entry(name).or_default();
                if !keys.contains(&row.key) {
                    keys.push(row.key.clone());
                }
            }
        }
        Self { masters, diseases }
    }

    /// Diseases that are called so on a day, by name or code, and whether each is 血友病等.
    pub(super) fn diseases(&self, called: &str, on: Date) -> Vec<(DiseaseId, bool)> {
        let wanted = plain(called);
        let keys = self.diseases.get(&wanted).map(Vec::as_slice).unwrap_or_default();
        let row = |key: &String| {
            let row = self.masters.diseases.at(key, on)?;
            let so_called = plain(&row.key) == wanted || plain(&row.value.name) == wanted;
            Some((DiseaseId::parse(&row.key).ok().filter(|_| so_called)?, row.value.haemophilia))
        };
        keys.iter().filter_map(row).collect()
    }
}
