use events::Actor;
use events::Personal;
use events::ids::{ApplicationId, AwardId, CertificateId, RecipientId};
use events::print_run::{FoundSheet, Frozen, PrintItem, PrintQuery, PrintRunEvent};
use events::vocabulary::{PostingWay, PrintKind, PrintOrder, RecipientNumber, ReturnGround, Sheet, SpoilReason};
use jiff::civil::Date;
use uuid::Uuid;

use super::PrintRunCommand as Command;
use super::*;
use crate::application::samples::{TODAY, approver, checker, counter, text};

fn award(n: u128) -> AwardId {
    AwardId(Uuid::from_u128(n))
}

fn item(n: u128) -> PrintItem {
    PrintItem {
        award: award(n),
        recipient: RecipientId(Uuid::from_u128(100 + n)),
        application: ApplicationId(Uuid::from_u128(200 + n)),
        certificate: CertificateId(Uuid::from_u128(300 + n)),
        copy: 1,
        recipient_number: RecipientNumber::parse("0000018").unwrap(),
    }
}

fn freeze(items: u128) -> Command {
    let query =
        PrintQuery { kind: PrintKind::All, office: None, decided_from: TODAY, decided_until: TODAY, order: PrintOrder::Number };
    let items = (1..=items).map(item).collect();
    Command::Freeze(Box::new(Frozen { serial: 1, year: 8, query, items, left_out: Vec::new() }))
}

fn program() -> Actor {
    Actor::program("worker")
}

fn render(first: u32, count: u32) -> Command {
    Command::Render { first, digests: (first..first + count).map(|n| format!("{n:064}")).collect() }
}

fn second_checker() -> Actor {
    Actor { id: events::ids::StaffId(Uuid::from_u128(77)), ..checker() }
}

fn sheets(items: [u32; 2]) -> Command {
    let found =
        Sheet::ENCLOSED.iter().zip(items).map(|(sheet, item)| FoundSheet { item: Some(item), sheet: *sheet, counts: true });
    Command::Match { found: found.collect() }
}

fn post(items: Vec<u32>, void: Vec<u32>) -> Command {
    Command::Post { items, on: TODAY, way: PostingWay::SpecifiedRecord, void, today: TODAY }
}

fn explain(n: u128, missing: Vec<AwardId>) -> Command {
    Command::Explain { award: award(n), why: Personal::Open(text("後日送る。")), due_on: TODAY, missing }
}

fn tell(run: &mut PrintRun, who: &Actor, command: Command) -> PrintRunEvent {
    let event = run.decide(command, who).unwrap();
    run.take(Fact { event: event.clone(), by: who.id });
    event
}

fn refused(run: &PrintRun, who: &Actor, command: Command) -> PrintRunRefusal {
    run.decide(command, who).unwrap_err()
}

/// Three certificates, on paper.
fn printed() -> PrintRun {
    let mut run = PrintRun::default();
    tell(&mut run, &checker(), freeze(3));
    tell(&mut run, &program(), render(1, 3));
    let digest = run.digest().unwrap();
    tell(&mut run, &approver(), Command::Release { digest });
    tell(&mut run, &checker(), Command::ConfirmPrinted { from: 1, until: 3 });
    run
}

#[test]
fn it_is_rendered_in_order_halted_and_resumed() {
    let mut run = PrintRun::default();
    assert_eq!(refused(&run, &checker(), Command::Resume), PrintRunRefusal::NoSuchRun);
    assert_eq!(refused(&run, &counter(), freeze(3)), PrintRunRefusal::WrongRole);
    assert_eq!(refused(&run, &checker(), freeze(0)), PrintRunRefusal::Size(MOST_ITEMS));
    tell(&mut run, &checker(), freeze(3));
    tell(&mut run, &program(), render(1, 1));
    assert_eq!(refused(&run, &program(), render(1, 1)), PrintRunRefusal::NotRendering, "no double");
    assert_eq!(refused(&run, &program(), render(3, 1)), PrintRunRefusal::NotRendering, "no gap");
    tell(&mut run, &checker(), Command::Halt { at: None });
    assert_eq!(refused(&run, &program(), render(2, 2)), PrintRunRefusal::NotRendering);
    assert_eq!(refused(&run, &approver(), Command::Release { digest: String::new() }), PrintRunRefusal::NotRendered);
    tell(&mut run, &checker(), Command::Resume);
    tell(&mut run, &program(), render(2, 2));
    assert_eq!((run.reached(Step::Rendered), run.lacking(Step::Printed)), (3, vec![1, 2, 3]));
}

#[test]
fn a_second_person_releases_what_was_rendered() {
    let mut run = PrintRun::default();
    tell(&mut run, &checker(), freeze(2));
    tell(&mut run, &program(), render(1, 2));
    let digest = run.digest().unwrap();
    assert_eq!(refused(&run, &checker(), Command::Release { digest: digest.clone() }), PrintRunRefusal::OwnRun);
    assert_eq!(refused(&run, &approver(), Command::Release { digest: "00".repeat(32) }), PrintRunRefusal::OtherContent);
    assert_eq!(refused(&run, &checker(), Command::ConfirmPrinted { from: 1, until: 2 }), PrintRunRefusal::NotReleased);
    assert_eq!(refused(&run, &checker(), sheets([1, 1])), PrintRunRefusal::NotReleased);
    tell(&mut run, &second_checker(), Command::Release { digest: digest.clone() });
    assert_eq!(refused(&run, &approver(), Command::Release { digest }), PrintRunRefusal::AlreadyReleased);
    assert_eq!(refused(&run, &checker(), Command::ConfirmPrinted { from: 1, until: 3 }), PrintRunRefusal::NoSuchItem(2));
    assert_eq!(refused(&run, &checker(), Command::ConfirmPrinted { from: 2, until: 1 }), PrintRunRefusal::Range);
}

#[test]
fn only_what_belongs_together_is_matched() {
    let mut run = printed();
    assert!(matches!(tell(&mut run, &checker(), sheets([1, 2])), PrintRunEvent::Mismatched(_)));
    let one = |item, counts| FoundSheet { item, sheet: Sheet::Certificate, counts };
    for found in [
        vec![one(Some(1), true)],
        vec![one(Some(1), true), one(Some(1), true)],
        vec![one(None, false), FoundSheet { sheet: Sheet::CapSheet, ..one(Some(1), true) }],
        vec![one(Some(1), false), FoundSheet { sheet: Sheet::CapSheet, ..one(Some(1), true) }],
    ] {
        assert!(matches!(tell(&mut run, &checker(), Command::Match { found }), PrintRunEvent::Mismatched(_)));
    }
    assert_eq!(run.reached(Step::Matched), 0);
    assert_eq!(refused(&run, &checker(), Command::Match { found: Vec::new() }), PrintRunRefusal::NothingScanned);
    assert!(matches!(tell(&mut run, &checker(), sheets([1, 1])), PrintRunEvent::Matched(_)));
    assert_eq!(refused(&run, &checker(), sheets([1, 1])), PrintRunRefusal::AlreadyMatched(1));
    tell(&mut run, &checker(), Command::Spoil { item: 1, reason: SpoilReason::Damaged });
    assert_eq!(refused(&run, &checker(), sheets([1, 1])), PrintRunRefusal::NotPrinted(1), "it is printed again first");
    tell(&mut run, &checker(), Command::ConfirmPrinted { from: 1, until: 1 });
    tell(&mut run, &checker(), sheets([1, 1]));
    assert_eq!(run.item(1).unwrap().spoiled(), 1);
    let with_address = |item| {
        let PrintRunCommand::Match { mut found } = sheets([2, 2]) else { panic!("sheets") };
        found.push(FoundSheet { item: Some(item), sheet: Sheet::Address, counts: true });
        Command::Match { found }
    };
    assert!(matches!(tell(&mut run, &checker(), with_address(3)), PrintRunEvent::Mismatched(_)), "another family's address");
    assert!(matches!(tell(&mut run, &checker(), with_address(2)), PrintRunEvent::Matched(_)));
}

#[test]
fn it_closes_on_no_difference_without_reason() {
    let mut run = printed();
    for n in [1, 2] {
        tell(&mut run, &checker(), sheets([n, n]));
    }
    assert_eq!(refused(&run, &checker(), post(vec![1, 3], vec![])), PrintRunRefusal::NotMatched(3));
    assert_eq!(refused(&run, &checker(), post(vec![1, 2], vec![2])), PrintRunRefusal::Void(2));
    tell(&mut run, &checker(), post(vec![1, 2], vec![]));
    assert_eq!(refused(&run, &checker(), post(vec![1], vec![])), PrintRunRefusal::AlreadyPosted(1));
    let close = |missing| Command::Close { missing };
    assert_eq!(refused(&run, &checker(), close(vec![])), PrintRunRefusal::Differs(1));
    assert_eq!(refused(&run, &checker(), close(vec![award(9)])), PrintRunRefusal::Differs(2));
    assert_eq!(refused(&run, &checker(), explain(1, vec![])), PrintRunRefusal::NoDifference);
    tell(&mut run, &checker(), explain(3, vec![]));
    tell(&mut run, &checker(), explain(9, vec![award(9)]));
    assert_eq!(refused(&run, &checker(), explain(9, vec![award(9)])), PrintRunRefusal::AlreadyExplained);
    let closed = tell(&mut run, &checker(), close(vec![award(9)]));
    assert_eq!(closed, events::print_run::Closed { left: vec![award(3)] }.into());
    assert_eq!(run.open_tasks(), 2);
    let settle = || Command::Settle { award: award(3), how: Personal::Open(text("次の発行で送った。")) };
    tell(&mut run, &checker(), settle());
    assert_eq!(refused(&run, &checker(), settle()), PrintRunRefusal::NoTask);
    assert_eq!(refused(&run, &checker(), sheets([3, 3])), PrintRunRefusal::Closed);
}

#[test]
fn what_comes_back_goes_out_again_even_after_the_end() {
    let mut run = printed();
    for n in 1..=3 {
        tell(&mut run, &checker(), sheets([n, n]));
    }
    tell(&mut run, &checker(), post(vec![1, 2, 3], vec![]));
    tell(&mut run, &checker(), Command::Close { missing: vec![] });
    let back = |on: Date| Command::Return { item: 2, on, ground: ReturnGround::Moved, today: TODAY };
    assert_eq!(refused(&run, &checker(), back(TODAY.tomorrow().unwrap())), PrintRunRefusal::FutureDay);
    tell(&mut run, &checker(), back(TODAY));
    assert_eq!(refused(&run, &checker(), back(TODAY)), PrintRunRefusal::NotPosted(2));
    assert_eq!(run.lacking(Step::Posted), [2]);
    tell(&mut run, &checker(), post(vec![2], vec![]));
    assert_eq!((run.reached(Step::Posted), run.item(2).unwrap().is_returned()), (3, false));
}

#[test]
fn pages_are_taken_after_the_release_until_they_go_out_and_again_only_for_a_reason() {
    let mut run = PrintRun::default();
    assert_eq!(run.may_take_pages(&[1], true), Err(PrintRunRefusal::NoSuchRun));
    tell(&mut run, &checker(), freeze(3));
    tell(&mut run, &program(), render(1, 3));
    assert_eq!(run.may_take_pages(&[1], true), Err(PrintRunRefusal::NotReleased));
    let digest = run.digest().unwrap();
    tell(&mut run, &approver(), Command::Release { digest });
    assert_eq!(run.may_take_pages(&[1, 2, 3], false), Ok(()), "the first time nobody asks why");
    tell(&mut run, &checker(), Command::ConfirmPrinted { from: 2, until: 3 });
    assert_eq!(run.may_take_pages(&[1, 2], false), Err(PrintRunRefusal::ReprintReason(2)));
    assert_eq!(run.may_take_pages(&[1, 2], true), Ok(()));
    assert_eq!(run.may_take_pages(&[4], true), Err(PrintRunRefusal::NoSuchItem(3)));
    tell(&mut run, &checker(), sheets([2, 2]));
    tell(&mut run, &checker(), post(vec![2], Vec::new()));
    assert_eq!(run.may_take_pages(&[2], true), Err(PrintRunRefusal::AlreadyPosted(2)), "what the family has is reissued");
    assert_eq!(run.may_take_pages(&[3], true), Ok(()));
}
