//! Rows against each other and against the ledger: a number belongs to one child, and its rights do not overlap.

use std::collections::{HashMap, HashSet};

use events::vocabulary::{PayerNumber, RecipientNumber, ValidityPeriod};
use jiff::civil::Date;

use super::{Column, Judged};

struct Known {
    line: u32,
    birth_date: Date,
    kana: String,
    periods: Vec<ValidityPeriod>,
}

/// What was judged before, in the order of the sheet.
#[derive(Default)]
pub struct Several {
    /// Numbers that stand in the ledger.
    taken: HashSet<(PayerNumber, RecipientNumber)>,
    known: HashMap<(PayerNumber, RecipientNumber), Known>,
}

impl Several {
    /// Begins with the numbers that stand in the ledger already.
    pub fn beside(taken: impl IntoIterator<Item = (PayerNumber, RecipientNumber)>) -> Self {
        Self { taken: taken.into_iter().collect(), known: HashMap::new() }
    }

    /// Takes the next one in; refuses it where it contradicts what came before.
    pub fn take(&mut self, judged: &mut Judged) {
        let Some(record) = &judged.record else { return };
        let key = (record.payer_number, record.recipient_number);
        if self.taken.contains(&key) {
            judged.refuse(Column::RecipientNumber, "この受給者番号は、すでにこの台帳にあります。");
            return;
        }
        let kana = record.name.kana().fold();
        let Some(known) = self.known.get_mut(&key) else {
            let known = Known { line: judged.line, birth_date: record.birth_date, kana, periods: vec![record.validity] };
            self.known.insert(key, known);
            return;
        };
        if (known.birth_date, &known.kana) != (record.birth_date, &kana) {
            let text = format!("{}行目の別の児童と受給者番号が同じです。どちらかの番号を直してください。", known.line);
            judged.refuse(Column::RecipientNumber, text);
        } else if known
            .periods
            .iter()
            .any(|before| before.start() <= record.validity.end() && record.validity.start() <= before.end())
        {
            let text = format!("{}行目の同じ児童と有効期間が重なります。正しいほうの行だけを残してください。", known.line);
            judged.refuse(Column::Validity, text);
        } else {
            known.periods.push(record.validity);
        }
    }
}
