//! Claims for tests.

use cqrs_es::Aggregate as _;
use events::ids::{AwardId, RecipientId, StaffId};
use events::notice::Filer;
use events::reimbursement::{Decided, Examined, Received};
use events::vocabulary::{OfficeCode, ReceiptNumber, Yen};
use events::{Actor, Personal};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::Reimbursement;
use crate::Fact;
use crate::application::samples::{approver, checker, counter};

/// The day on which everything is decided.
pub(crate) const DAY: Date = date(2026, 6, 20);

pub(crate) fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

/// An approver who had no part in what is paid.
pub(crate) fn second_approver() -> Actor {
    Actor { id: StaffId(Uuid::from_u128(99)), ..approver() }
}

/// A claim of which the approver decided an amount.
pub(crate) fn decided(n: u32, amount: i64) -> Reimbursement {
    let office = OfficeCode::parse("01").unwrap();
    let received = Received {
        receipt_number: ReceiptNumber::new(8, office, n).unwrap(),
        recipient: RecipientId(Uuid::from_u128(31)),
        award: AwardId(Uuid::from_u128(32)),
        filed_on: DAY,
        due_on: DAY,
        receiving_office: office,
        responsible_office: office,
        filer: Filer::Guardian,
        months: vec![date(2026, 5, 1)],
        name: Personal::Erased,
        claim: Personal::Erased,
    };
    let examined = Examined { amount: yen(amount), months: Personal::Erased, determination: Personal::Erased };
    let decided = Decided { decided_on: DAY, amount: yen(amount), refusal: None };
    let mut claim = Reimbursement::default();
    claim.apply(Fact::new(received, counter().id));
    claim.apply(Fact::new(examined, checker().id));
    claim.apply(Fact::new(decided, approver().id));
    claim
}
