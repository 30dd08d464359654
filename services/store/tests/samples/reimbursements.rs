//! Claims for reimbursement, as they were meant.

use events::ids::{AwardId, EventId, PaymentBatchId, RecipientId, StaffId};
use events::notice::Filer;
use events::payment_batch::{PaymentOutcome, TransferFault};
use events::reimbursement::{
    AccountChangeDropped, AccountChangeProposed, AccountChanged, Corrected, CorrectionDropped, CorrectionProposed, Decided,
    Examined, PaymentPlanned, PaymentReleased, PaymentSettled, PaymentTakenBack, Received, ReimbursementEvent, Withdrawn,
};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{id, name, of, text};

pub fn samples() -> Vec<Event> {
    let events: [ReimbursementEvent; 7] = [
        Received {
            receipt_number: of(json!("8-01-0414")),
            recipient: RecipientId(id(3)),
            award: AwardId(id(2)),
            filed_on: date(2026, 12, 10),
            due_on: date(2027, 2, 8),
            receiving_office: of(json!("01")),
            responsible_office: of(json!("01")),
            filer: Filer::Guardian,
            months: vec![date(2026, 11, 1)],
            name: Personal::Open(name()),
            claim: Personal::Open(of(json!({
                "months": [{ "month": "2026-11-01", "institution": "見本病院", "certified": true, "total": 100_000, "paid": 30_000,
                             "meals_paid": 14_700, "on_the_sheet": 0, "other_public": 0, "high_cost": 0 }],
                "account": { "bank": "見本銀行", "branch": "例題支店", "kind": "ordinary", "number": "0012345",
                             "holder": "ミホン イチロウ" }
            }))),
        }
        .into(),
        Examined {
            amount: of(json!(32_350)),
            months: Personal::Open(of(json!([{ "month": "2026-11-01", "amount": 32_350 }]))),
            determination: Personal::Open(json!([{ "rule": "reimbursement.amount", "out": 32_350 }])),
        }
        .into(),
        Decided { decided_on: date(2026, 12, 20), amount: of(json!(0)), refusal: Some(text("対象外の診療のため。")) }.into(),
        CorrectionProposed { corrects: EventId(id(8)), amount: of(json!(12_350)), why: text("領収書を数え違えていたため。") }.into(),
        CorrectionDropped { why: text("領収書をもう一度確かめるため。") }.into(),
        Corrected {
            corrects: EventId(id(8)),
            proposed_by: StaffId(id(6)),
            decided_on: date(2027, 1, 12),
            before: of(json!(32_350)),
            amount: of(json!(12_350)),
        }
        .into(),
        Withdrawn { why: text("請求者の申出") }.into(),
    ];
    let mut all: Vec<Event> = events.into_iter().map(Event::from).collect();
    all.extend(paying().into_iter().map(Event::from));
    all
}

fn paying() -> [ReimbursementEvent; 7] {
    let batch = PaymentBatchId(id(10));
    let account = json!({ "bank": "見本銀行", "branch": "例題支店", "kind": "ordinary", "number": "0054321",
                          "holder": "ミホン イチロウ" });
    [
        PaymentPlanned { batch, decision: EventId(id(8)), amount: of(json!(12_350)) }.into(),
        PaymentReleased { batch }.into(),
        PaymentTakenBack { batch }.into(),
        PaymentSettled { batch, outcome: PaymentOutcome::Rejected { fault: TransferFault::NoAccount } }.into(),
        AccountChangeProposed { account: Personal::Open(of(account)), why: text("口座を移したため。") }.into(),
        AccountChangeDropped { why: text("通帳の写しを確かめるため。") }.into(),
        AccountChanged { proposed_by: StaffId(id(6)), changed_on: date(2027, 1, 15) }.into(),
    ]
}
