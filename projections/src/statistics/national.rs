//! 衛生行政報告例の形: 疾患群 × 年齢 × 性別, each child once.

use std::collections::BTreeMap;

use events::vocabulary::Sex;
use jiff::civil::Date;

use super::{AGES, Dimension, Right, UNKNOWN};

/// Columns: class of age and sex. What is neither is told with what is not known.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    let sexes = [Sex::Male.code(), Sex::Female.code(), UNKNOWN];
    AGES.iter().flat_map(|(age, ..)| sexes.map(|sex| (*age, sex))).collect()
}

/// The figures of each group in the order of [`columns`]; last those whose age is not known.
pub fn national(rights: &[Right], on: Date) -> BTreeMap<String, Vec<usize>> {
    let columns = columns();
    let mut table: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let first = |dimension: Dimension, right: &Right| dimension.values(right, on).into_iter().next().unwrap_or_default();
    for right in rights {
        let (age, sex) = (first(Dimension::Age, right), first(Dimension::Sex, right));
        let sex = if sex == Sex::Unstated.code() { UNKNOWN.to_owned() } else { sex };
        let at = columns.iter().position(|(one, other)| *one == age && *other == sex);
        let row = table.entry(first(Dimension::Group, right)).or_insert_with(|| vec![0; columns.len() + 1]);
        row[at.unwrap_or(columns.len())] += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_and_sex_has_one_column() {
        let columns = columns();
        assert_eq!(columns.len(), AGES.len() * 3);
        assert!(columns.iter().all(|one| columns.iter().filter(|other| *other == one).count() == 1));
    }
}
