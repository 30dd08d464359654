//! The sum of all delivered files is what the ledger says; whatever changed stands in exactly one of them.

use std::collections::BTreeMap;

use events::ids::{AwardId, EventId, RecipientId};
use events::recipient_file::{Entry, FileEncoding, FileForm, FileLayout, Item, ItemKind, Prepared, Rejected, ReviewBody};
use events::vocabulary::{PayerNumber, RecipientNumber, Severity, Tier, ValidityPeriod, Yen};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::application::samples::{approver, checker, counter};
use crate::file_layout::UnusableColumn;

fn entry(cap: i64, months: i8, annulled: bool) -> Entry {
    Entry {
        payer_number: PayerNumber::parse("52416013").unwrap(),
        recipient_number: RecipientNumber::parse("1234566").unwrap(),
        validity: ValidityPeriod::new(date(2026, 1, 1), date(2026, months, 28)).unwrap(),
        tier: Some(Tier::IV),
        severity: Severity::General,
        monthly_cap: Yen::new(cap).unwrap(),
        annulled,
    }
}

fn item(change: &Change) -> Item {
    let Change { kind, award, recipient, again, entry } = *change;
    Item { kind, award, recipient, source: EventId(Uuid::from_u128(1)), again, entry }
}

const fn award(n: u128) -> AwardId {
    AwardId(Uuid::from_u128(n))
}

type Ledger = BTreeMap<AwardId, (Entry, bool)>;

fn rows(ledger: &Ledger) -> impl Iterator<Item = (AwardId, RecipientId, Entry, bool)> {
    ledger.iter().map(|(award, (entry, ended))| (*award, RecipientId(award.0), *entry, *ended))
}

/// Awards with cap, last month and annulment; whether the file was delivered; which of its lines were rejected.
type Month = (Vec<(u128, i64, i8, bool)>, bool, Vec<usize>);

/// What happens in a month: awards come about or change, the file is delivered or not, some of its lines are rejected.
fn months() -> impl Strategy<Value = Vec<Month>> {
    let changed = (0_u128..6, 0_i64..3, 1_i8..=12, prop::bool::weighted(0.1));
    let month = (prop::collection::vec(changed, 0..6), prop::bool::weighted(0.7), prop::collection::vec(0_usize..6, 0..2));
    prop::collection::vec(month, 1..12)
}

proptest! {
    #[test]
    fn what_was_delivered_adds_up_to_the_ledger_and_nothing_is_told_twice(story in months()) {
        let (mut ledger, mut known) = (Ledger::new(), BTreeMap::<AwardId, Known>::new());
        for (changes, delivered, rejected) in story {
            for (n, cap, last, annulled) in changes {
                ledger.insert(award(n), (entry(cap, last, annulled), annulled || last < 6));
            }
            let told = delta(&known, rows(&ledger));
            if !delivered {
                continue;
            }
            for (line, change) in told.iter().enumerate() {
                let entry = change.entry;
                known.insert(change.award, Known { entry, kind: change.kind, rejected: rejected.contains(&line) });
            }
            // Another file of the same moment tells what was rejected, and no more.
            let again = delta(&known, rows(&ledger));
            prop_assert!(again.iter().all(|change| change.again && known[&change.award].rejected));
            prop_assert_eq!(again.len(), told.iter().enumerate().filter(|(line, _)| rejected.contains(line)).count());
        }
        for change in delta(&known, rows(&ledger)) {
            known.insert(change.award, Known { entry: change.entry, kind: change.kind, rejected: false });
        }
        // What was never taken and is not told again is not known.
        let taken = known.iter().filter(|(_, known)| !known.rejected);
        let state: BTreeMap<AwardId, Entry> = taken.map(|(award, known)| (*award, known.entry)).collect();
        for (award, (entry, _)) in &ledger {
            prop_assert_eq!(state.get(award).copied(), Some(*entry).filter(|entry| !entry.annulled || state.contains_key(award)));
        }
        prop_assert!(delta(&known, rows(&ledger)).is_empty());
    }
}

#[test]
fn a_change_is_named_by_what_it_is_to_the_organisation() {
    let told = |known: Option<Known>, now: Entry, ended: bool| {
        let known = known.map(|known| (award(1), known)).into_iter().collect();
        delta(&known, [(award(1), RecipientId(award(1).0), now, ended)]).first().map(|change| (change.kind, change.again))
    };
    let known = |entry, rejected| Some(Known { entry, kind: ItemKind::New, rejected });
    let whole = entry(5_000, 9, false);
    assert_eq!(told(None, whole, false), Some((ItemKind::New, false)));
    assert_eq!(told(None, entry(5_000, 9, true), true), None, "it never counted and nobody was told");
    assert_eq!(told(known(whole, false), whole, false), None);
    assert_eq!(told(known(whole, true), whole, false), Some((ItemKind::New, true)));
    assert_eq!(told(known(whole, false), entry(10_000, 9, false), false), Some((ItemKind::Changed, false)));
    assert_eq!(told(known(whole, false), entry(5_000, 12, false), false), Some((ItemKind::Changed, false)), "extended");
    assert_eq!(told(known(whole, false), entry(5_000, 3, false), true), Some((ItemKind::Lost, false)));
    assert_eq!(told(known(whole, false), entry(5_000, 3, false), false), Some((ItemKind::Changed, false)), "another follows");
    assert_eq!(told(known(whole, false), entry(5_000, 9, true), true), Some((ItemKind::Lost, false)));
    assert_eq!(told(known(whole, true), entry(5_000, 9, true), true), None, "it was never taken");
}

fn layout(form: FileForm, columns: &[&str]) -> FileLayout {
    let columns = columns.iter().map(|word| (*word).to_owned()).collect();
    FileLayout { form, encoding: FileEncoding::Cp932, heading: true, columns }
}

fn lines(items: &[Item], kana: &str) -> Vec<Line<'static>> {
    let items: &'static [Item] = items.to_vec().leak();
    items.iter().map(|item| Line { item, kana: kana.to_owned(), birth_date: Some(date(2016, 4, 12)) }).collect()
}

#[test]
fn a_layout_says_columns_order_and_widths() {
    let change = Change {
        kind: ItemKind::Lost,
        award: award(1),
        recipient: RecipientId(award(1).0),
        again: false,
        entry: entry(5_000, 9, false),
    };
    let items = [item(&change)];
    let text = |layout: &FileLayout, kana: &str| Layout::read(layout).unwrap().write(date(2026, 11, 1), &lines(&items, kana));
    let columns = ["line:3", "kind:1", "recipient_number:7", "kana:10", "ends_on:8", "monthly_cap:6"];
    assert_eq!(
        text(&layout(FileForm::Csv, &columns), "ミホン").unwrap(),
        "行番号,異動区分,受給者番号,フリガナ,有効期間の終わり,自己負担上限月額\r\n1,3,1234566,ミホン,20260928,5000\r\n"
    );
    let fixed = FileLayout { heading: false, ..layout(FileForm::Fixed, &columns) };
    assert_eq!(text(&fixed, "ミホン").unwrap(), "00131234566ミホン    20260928005000\r\n");
    assert_eq!(text(&fixed, "ミホン ハナコ"), Err(LayoutError::TooWide { line: 1, column: "フリガナ", width: 10 }));
    for wrong in ["name:20", "kana", "kana:0", "kana:201"] {
        assert_eq!(Layout::read(&layout(FileForm::Csv, &[wrong])), Err(UnusableColumn::of::<Column>(wrong).into()));
    }
    assert_eq!(Layout::read(&layout(FileForm::Csv, &[])), Err(LayoutError::Empty));
}

fn prepared(lines: usize) -> Prepared {
    let change = Change {
        kind: ItemKind::New,
        award: award(1),
        recipient: RecipientId(award(1).0),
        again: false,
        entry: entry(1, 9, false),
    };
    Prepared {
        body: ReviewBody::Federation,
        month: date(2026, 11, 1),
        serial: 1,
        layout: layout(FileForm::Csv, &["line:5"]),
        known_up_to: 9,
        items: vec![item(&change); lines],
        undecided: Vec::new(),
        digest: "00".repeat(32),
    }
}

fn after(commands: Vec<(Actor, RecipientFileCommand)>) -> RecipientFile {
    let mut file = RecipientFile::default();
    for (who, command) in commands {
        let event = file.decide(command, &who).unwrap();
        file.take(Fact { event, by: who.id });
    }
    file
}

fn delivered() -> RecipientFile {
    after(vec![
        (checker(), RecipientFileCommand::Prepare(Box::new(prepared(3)))),
        (approver(), RecipientFileCommand::Release),
        (checker(), RecipientFileCommand::Deliver(date(2026, 11, 20))),
    ])
}

#[test]
fn nothing_leaves_before_a_second_person_released_it() {
    let prepare = || RecipientFileCommand::Prepare(Box::new(prepared(1)));
    assert_eq!(RecipientFile::default().decide(prepare(), &counter()), Err(RecipientFileRefusal::HandledByCheckers));
    let odd = Prepared { month: date(2026, 11, 2), ..prepared(1) };
    assert_eq!(
        RecipientFile::default().decide(RecipientFileCommand::Prepare(Box::new(odd)), &checker()),
        Err(RecipientFileRefusal::Month)
    );
    let waiting = after(vec![(checker(), prepare())]);
    assert_eq!(waiting.decide(prepare(), &checker()), Err(RecipientFileRefusal::NotWaiting));
    let deliver = || RecipientFileCommand::Deliver(date(2026, 11, 20));
    assert_eq!(waiting.decide(deliver(), &checker()), Err(RecipientFileRefusal::NotReleased));
    assert_eq!(waiting.decide(RecipientFileCommand::Release, &checker()), Err(RecipientFileRefusal::ReleasedByOthers));
    let own = Actor { role: StaffRole::Approver, ..checker() };
    assert_eq!(waiting.decide(RecipientFileCommand::Release, &own), Err(RecipientFileRefusal::OwnFile));
    assert_eq!(delivered().decide(RecipientFileCommand::Withdraw, &checker()), Err(RecipientFileRefusal::GoneAlready));
    assert_eq!(delivered().decide(deliver(), &checker()), Err(RecipientFileRefusal::NotReleased));
    assert!(after(vec![(checker(), prepare()), (checker(), RecipientFileCommand::Withdraw)]).stage().is_over());
}

#[test]
fn a_result_answers_every_line_once() {
    let rejected = |lines: &[u32]| lines.iter().map(|line| Rejected { line: *line, code: "E1".to_owned() }).collect();
    let answer = |accepted, lines: &[u32]| RecipientFileCommand::ImportResult { accepted, rejected: rejected(lines) };
    let file = delivered();
    for (accepted, lines) in [(3, [1].as_slice()), (1, &[1, 1]), (2, &[4]), (2, &[0]), (1, &[1])] {
        assert_eq!(
            file.decide(answer(accepted, lines), &checker()),
            Err(RecipientFileRefusal::OtherLines(3)),
            "{accepted} {lines:?}"
        );
    }
    assert_eq!(file.decide(answer(3, &[]), &approver()), Err(RecipientFileRefusal::HandledByCheckers));
    let mut answered = file.clone();
    let event = file.decide(answer(2, &[2]), &checker()).unwrap();
    answered.take(Fact { event, by: checker().id });
    assert_eq!(answered.decide(answer(3, &[]), &checker()), Err(RecipientFileRefusal::Answered));
    assert_eq!(RecipientFile::default().decide(answer(0, &[]), &checker()), Err(RecipientFileRefusal::NotDelivered));
}
