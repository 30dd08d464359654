//! The awards that count at a moment, one by one, and how many stand under each value.

use std::collections::BTreeMap;

use events::vocabulary::{OfficeCode, Sex};
use events::{HoldsPersonal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgPool;

use super::Dimension;
use crate::ReadError;
use crate::ledger::{self, AsOf, LedgerRow};

/// Rows read at once.
const PAGE: u16 = 1_000;

/// An award that counts, with what the ledger does not hold.
#[derive(Clone, PartialEq, Debug)]
pub struct Right {
    /// The award and its recipient.
    pub row: LedgerRow,
    /// 性別, where it was asked for and is known.
    pub sex: Option<Sex>,
}

impl HoldsPersonal for Right {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.row.visit_personal(visitor)
    }
}

/// All of them at a moment, sealed as they lie in the ledger.
///
/// # Errors
/// [`ReadError`].
pub async fn rights(db: &PgPool, as_of: AsOf, office: Option<OfficeCode>) -> Result<Vec<Right>, ReadError> {
    let (mut rights, mut after) = (Vec::new(), None);
    loop {
        let page = ledger::page(db, as_of, office, after, PAGE).await?;
        rights.extend(page.rows.into_iter().map(|row| Right { row, sex: None }));
        after = page.next;
        if after.is_none() {
            return Ok(rights);
        }
    }
}

/// How many stand under each value.
pub fn by(rights: &[Right], dimension: Dimension, on: Date) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for right in rights {
        for value in dimension.values(right, on) {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}
