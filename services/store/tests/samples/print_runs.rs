//! A print run, as it was meant.

use events::Event;
use events::ids::{ApplicationId, AwardId, CertificateId, RecipientId};
use events::print_run::{
    Closed, Explained, FoundSheet, Frozen, Halted, LeftOut, Matched, Mismatched, Posted, PrintItem, PrintQuery, PrintRunEvent,
    Printed, Released, Rendered, Resumed, Returned, Settled, Spoiled,
};
use events::vocabulary::{LeftOutReason, PostingWay, PrintKind, PrintOrder, ReturnGround, Sheet, SpoilReason};
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text};

pub fn samples() -> Vec<Event> {
    let query = PrintQuery {
        kind: PrintKind::All,
        office: Some(of(json!("01"))),
        decided_from: date(2026, 11, 1),
        decided_until: date(2026, 11, 30),
        order: PrintOrder::Postal,
    };
    let item = PrintItem {
        award: AwardId(id(5)),
        recipient: RecipientId(id(3)),
        application: ApplicationId(id(4)),
        certificate: CertificateId(id(6)),
        copy: 1,
        recipient_number: of(json!("0000018")),
    };
    let left_out = vec![LeftOut { award: AwardId(id(7)), reason: LeftOutReason::Protected }];
    let found = vec![
        FoundSheet { item: Some(1), sheet: Sheet::Certificate, counts: true },
        FoundSheet { item: None, sheet: Sheet::CapSheet, counts: false },
    ];
    let on = date(2026, 11, 30);
    let events: Vec<PrintRunEvent> = vec![
        Frozen { serial: 12, year: 8, query, items: vec![item], left_out }.into(),
        Rendered { first: 1, digests: vec!["ab".repeat(32)] }.into(),
        Halted { at: Some(1) }.into(),
        Resumed {}.into(),
        Released { digest: "cd".repeat(32) }.into(),
        Printed { from: 1, until: 1 }.into(),
        Spoiled { item: 1, reason: SpoilReason::Jammed }.into(),
        Matched { item: 1 }.into(),
        Mismatched { found }.into(),
        Posted { items: vec![1], on, way: PostingWay::SpecifiedRecord }.into(),
        Returned { item: 1, on, ground: ReturnGround::Moved }.into(),
        Explained { award: AwardId(id(7)), why: text("支援措置の対象。別に送る。"), due_on: on }.into(),
        Settled { award: AwardId(id(7)), how: text("窓口で渡した。") }.into(),
        Closed { left: vec![AwardId(id(5))] }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
