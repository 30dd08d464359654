//! The worklist against a database.

use events::application::{ApplicationEvent, Arrival, DocumentState};
use events::sitting::Verdict;
use events::vocabulary::{ProcedureKind, Sameness};
use events::{Event, Personal};
use jiff::civil::{Date, date};
use sqlx::PgPool;

use super::*;
use crate::testing::{CaseNo, World, mixed, office, staff};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_queue_of_the_past_is_what_each_case_was_then(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let last = world.tell(mixed(40)).await;
    world.feed(&Worklist, &[1000]).await;
    let everybody: Vec<_> = (0..40).map(|no| CaseNo(no).application()).collect();
    let mut found = 0;
    for known in [1, last / 3, last / 2, last] {
        let then = rows(&world.pool, &everybody, Some(known)).await.unwrap();
        for queue in Queue::ALL {
            let mut expected: Vec<_> = then.iter().filter(|row| row.queue == Some(queue)).cloned().collect();
            expected.sort_by_key(|row| (row.due_on, row.application.0));
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = page_at(&world.pool, known, queue, None, after, 2).await.unwrap();
                seen.extend(page.rows);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{queue:?} at {known}");
            found += seen.len();
        }
        let steps = around(&world.pool, Some(known)).await.unwrap();
        assert!(steps.shown.is_none_or(|shown| shown <= known) && steps.after.is_none_or(|after| after > known));
    }
    assert!(found > 10, "cases waited");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_case_wanders_from_desk_to_desk(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let mut seen = Vec::new();
    let story = [
        vec![case.received()],
        vec![
            case.document("tax_certificate", DocumentState::Waived),
            case.document("medical_opinion:01_01_001", DocumentState::Received),
        ],
        vec![case.forwarded()],
        vec![case.taken_up()],
        vec![case.returned()],
        vec![case.resubmitted()],
        vec![case.taken_up(), case.examined()],
        case.approved().into(),
        vec![case.issue_stopped()],
        vec![case.issued()],
    ];
    for step in story {
        let from = world.handled(&Worklist).await.len();
        let position = world.tell(step).await;
        let batch = world.handled(&Worklist).await.split_off(from);
        let mut conn = world.pool.acquire().await.unwrap();
        store::apply(&mut conn, &Worklist, &batch).await.unwrap();
        let row = row(&world.pool, case.application(), None).await.unwrap().unwrap();
        seen.push((row.queue, row.office.map(|office| office.to_string()), row.due_on, position));
    }
    let standard = Some(date(2027, 1, 5));
    let later = Some(date(2027, 1, 10)); // the clock stood still from 10 to 15 November
    let (counter, division) = (Some("01".to_owned()), Some("00".to_owned()));
    let expected = [
        (Some(Queue::Intake), counter.clone(), standard),
        (Some(Queue::ToForward), counter.clone(), standard),
        (Some(Queue::ToCheck), division.clone(), standard),
        (Some(Queue::Checking), division.clone(), standard),
        (Some(Queue::Correction), counter, Some(date(2026, 11, 20))),
        (Some(Queue::ToCheck), division.clone(), later),
        (Some(Queue::ToDecide), division.clone(), later),
        (Some(Queue::ToIssue), division.clone(), later),
        (Some(Queue::IssueStopped), division, later),
        (None, None, None),
    ];
    let found: Vec<_> = seen.iter().map(|(queue, office, due, _)| (*queue, office.clone(), *due)).collect();
    assert_eq!(found, expected);

    // What was known at each of those positions is still answered.
    for (queue, _, due, position) in seen {
        let then = row(&world.pool, case.application(), Some(position)).await.unwrap().unwrap();
        assert_eq!((then.queue, then.due_on), (queue, due), "{position}");
    }
    assert_eq!(row(&world.pool, case.application(), Some(0)).await.unwrap(), None);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_board_is_a_desk_and_what_it_says_is_a_flag(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world.tell([case.received(), case.forwarded(), case.taken_up(), case.put_before_board()]).await;
    world.feed(&Worklist, &[1000]).await;
    let flags = async |flag: Flag| {
        let filter = QueueFilter { flag: Some(flag), ..QueueFilter::default() };
        page(&world.pool, &filter, None, 10).await.unwrap().rows.len()
    };
    let now = async || row(&world.pool, case.application(), None).await.unwrap().unwrap();
    assert_eq!(now().await.queue, Some(Queue::ToBoard));
    assert_eq!(now().await.flags, [Flag::AwaitingBoard, Flag::MissingDocuments]);
    assert_eq!((flags(Flag::AwaitingBoard).await, flags(Flag::Deferred).await), (1, 0));
    world.tell([case.board_heard(Verdict::Defer)]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    let now = row(&world.pool, case.application(), None).await.unwrap().unwrap();
    assert_eq!((now.queue, now.flags), (Some(Queue::Checking), vec![Flag::Deferred, Flag::MissingDocuments]));
    world.tell([case.withdrawn()]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    let now = row(&world.pool, case.application(), None).await.unwrap().unwrap();
    assert_eq!((now.queue, now.stage, now.flags.contains(&Flag::MissingDocuments)), (None, Stage::Withdrawn, false));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn lists_are_filtered_and_paged(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(40)).await;
    world.feed(&Worklist, &[1000]).await;

    let all = page(&world.pool, &QueueFilter::default(), None, 500).await.unwrap();
    assert_eq!(all.next, None);
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let page = page(&world.pool, &QueueFilter::default(), after, 7).await.unwrap();
        pages.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(pages, all.rows);
    assert!(pages.iter().all(|row| row.queue.is_some() && row.due_on.is_some()));

    let counts = counts(&world.pool, None, date(2026, 11, 21)).await.unwrap();
    assert_eq!(counts.iter().map(|count| count.cases).sum::<i64>(), i64::try_from(all.rows.len()).unwrap());
    for count in &counts {
        let filter = QueueFilter { queues: vec![count.queue], ..QueueFilter::default() };
        let rows = page(&world.pool, &filter, None, 500).await.unwrap().rows;
        assert_eq!(i64::try_from(rows.len()).unwrap(), count.cases, "{:?}", count.queue);
        assert_eq!(rows.iter().map(|row| row.waiting_since).min(), Some(count.oldest_since));
        assert_eq!(rows.first().and_then(|row| row.due_on), Some(count.earliest_due));
    }

    let mine = QueueFilter { author: Some(staff(2)), ..QueueFilter::default() };
    let rows = page(&world.pool, &mine, None, 500).await.unwrap().rows;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.authors.contains(&staff(2))));
    let fresh = QueueFilter { without_author: Some(staff(2)), ..QueueFilter::default() };
    let rows = page(&world.pool, &fresh, None, 500).await.unwrap().rows;
    assert!(!rows.is_empty() && rows.iter().all(|row| !row.authors.contains(&staff(2))));
    let elsewhere = QueueFilter { office: Some(office("03")), ..QueueFilter::default() };
    assert!(page(&world.pool, &elsewhere, None, 500).await.unwrap().rows.is_empty());
}

/// Whether a row is what a filter asks for.
type Fits<'a> = Box<dyn Fn(&WorklistRow) -> bool + 'a>;

/// Whatever is asked together, the page is what is left of all open cases, and the tally counts the same.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn filters_combine_and_the_tally_counts_what_the_page_shows(pool: PgPool) {
    let mut world = World::new(&pool).await;
    world.tell(mixed(60)).await;
    world.feed(&Worklist, &[1000]).await;
    let all = page(&world.pool, &QueueFilter::default(), None, 500).await.unwrap().rows;
    let middle = all.get(all.len() / 2).cloned().unwrap();
    let day = middle.due_on.unwrap();
    let yesterday = day.yesterday().unwrap();
    let any = QueueFilter::default;
    let filters: [(QueueFilter, Fits<'_>); 9] = [
        (any(), Box::new(|_| true)),
        (QueueFilter { kind: Some(middle.kind), ..any() }, Box::new(|row| row.kind == middle.kind)),
        (QueueFilter { kind: Some(ProcedureKind::Reissue), ..any() }, Box::new(|_| false)),
        (
            QueueFilter { municipality: Some(middle.municipality), ..any() },
            Box::new(|row| row.municipality == middle.municipality),
        ),
        (
            QueueFilter { disease: middle.diseases.first().copied(), ..any() },
            Box::new(|row| row.diseases.contains(middle.diseases.first().unwrap())),
        ),
        (
            QueueFilter { responsible: Some(middle.responsible_office), ..any() },
            Box::new(|row| row.responsible_office == middle.responsible_office),
        ),
        (QueueFilter { due_until: Some(yesterday), ..any() }, Box::new(|row| row.due_on.unwrap() < day)),
        (
            QueueFilter { due_from: Some(day), due_until: Some(day), queues: middle.queue.into_iter().collect(), ..any() },
            Box::new(|row| row.due_on.unwrap() == day && row.queue == middle.queue),
        ),
        (
            QueueFilter { author: Some(staff(2)), flag: Some(Flag::MissingDocuments), due_from: Some(day), ..any() },
            Box::new(|row| {
                row.authors.contains(&staff(2)) && row.flags.contains(&Flag::MissingDocuments) && row.due_on.unwrap() >= day
            }),
        ),
    ];
    for (filter, fits) in filters {
        let expected: Vec<_> = all.iter().filter(|row| fits(row)).cloned().collect();
        assert_eq!(page(&world.pool, &filter, None, 500).await.unwrap().rows, expected, "{filter:?}");
        let tally = tally(&world.pool, &filter, (day, day)).await.unwrap();
        let count =
            |fits: &dyn Fn(Date) -> bool| i64::try_from(expected.iter().filter(|row| fits(row.due_on.unwrap())).count()).unwrap();
        assert_eq!((tally.cases, tally.overdue), (count(&|_| true), count(&|due| due < day)), "{filter:?}");
        assert_eq!((tally.due_today, tally.due_this_week), (count(&|due| due == day), 0), "{filter:?}");
        assert_eq!(tally.oldest_since, expected.iter().map(|row| row.waiting_since).min());
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rows_are_opened_only_with_the_keys(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world.tell([case.received()]).await;
    world.feed(&Worklist, &[1]).await;
    let id = by_receipt_number(&world.pool, case.receipt()).await.unwrap().unwrap();
    let mut rows = rows(&world.pool, &[id], None).await.unwrap();
    assert!(rows[0].child_name.open().is_none());
    assert_eq!(rows[0].last_change.by.display(), "（未開封）");
    crate::open(&world.pool, &world.ring, &mut rows).await.unwrap();
    assert_eq!(rows[0].child_name, Personal::Open(case.name()));
    assert_eq!(rows[0].last_change.by.display(), "見本一");
    assert_eq!((rows[0].documents_needed, rows[0].documents_open, rows[0].last_change.label()), (2, 2, "申請を受け付けた"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_processing_period_is_the_one_of_the_masters_on_the_day_of_application(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let adopted = |days: i64, from| {
        let row = events::master::RowAdopted {
            table: "program".to_owned(),
            key: "processing.days".to_owned(),
            valid_from: from,
            valid_to: None,
            status: events::master::MasterStatus::Inferred,
            source: "見本".to_owned(),
            values: serde_json::json!({ "value": days, "unit": "日", "label": "標準処理期間" }),
        };
        let event = events::Event::from(events::master::MasterEvent::from(row));
        crate::testing::Line { event, stream: uuid::Uuid::from_u128(77), ..case.received() }
    };
    let rows = [adopted(30, date(2026, 1, 1)), adopted(90, date(2026, 11, 7))];
    world.tell(rows.into_iter().chain([case.received()])).await;
    world.feed(&Worklist, &[1]).await;
    let found = row(&world.pool, case.application(), None).await.unwrap().unwrap();
    assert_eq!(found.due_on, Some(date(2026, 12, 6)), "30 days from 6 November; the later period begins a day later");
}

/// What is told by events one after the other, each time folded from the beginning.
async fn flags_after(world: &mut World, case: CaseNo, line: crate::testing::Line) -> Vec<Flag> {
    world.tell([line]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    let mut flags = row(&world.pool, case.application(), None).await.unwrap().unwrap().flags;
    flags.retain(|flag| *flag != Flag::MissingDocuments);
    flags
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_looks_alike_is_a_flag_until_it_is_answered_and_the_same_child_is_found_from_the_recipient(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (case, other) = (CaseNo(0), CaseNo(1));
    world.tell([case.received()]).await;
    assert_eq!(flags_after(&mut world, case, case.suspected(other)).await, [Flag::SuspectedDuplicate]);
    let of = async |world: &World| of_recipient(&world.pool, other.recipient(), None).await.unwrap();
    assert!(of(&world).await.is_empty());
    assert!(flags_after(&mut world, case, case.judged(other, Sameness::Same)).await.is_empty());
    assert_eq!(of(&world).await, [case.application()]);
    assert!(flags_after(&mut world, case, case.judged(other, Sameness::Different)).await.is_empty());
    assert!(of(&world).await.is_empty(), "another answer undoes the link");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_second_entry_is_a_flag_until_both_agree(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world.tell([case.received()]).await;
    assert_eq!(flags_after(&mut world, case, case.asked_again()).await, [Flag::SecondEntry]);
    assert_eq!(flags_after(&mut world, case, case.entered_again(&["member1_levy"])).await, [Flag::EntriesDiffer]);
    assert!(flags_after(&mut world, case, case.settled("member1_levy")).await.is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_processing_period_runs_from_the_day_it_came_and_never_from_the_postmark(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    let mut line = case.received();
    let Event::Application(ApplicationEvent::Received(event)) = &mut line.event else { panic!("received") };
    event.arrival = Some(Arrival { received_on: date(2026, 11, 9), postmarked_on: Some(date(2026, 11, 6)) });
    world.tell([line, case.document("tax_certificate", DocumentState::Waived)]).await;
    world.feed(&Worklist, &[1000]).await;
    let due = async || row(&world.pool, case.application(), None).await.unwrap().unwrap().due_on;
    assert_eq!(due().await, Some(date(2027, 1, 8)), "60 days from 9 November");
    // An amendment that says nothing of it leaves the day as it was.
    world.tell([case.amended()]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    let row = row(&world.pool, case.application(), None).await.unwrap().unwrap();
    assert_eq!((row.application_date, row.due_on), (date(2026, 11, 6), Some(date(2027, 1, 8))));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_set_by_hand_is_marked_item_by_item(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world.tell([case.received(), case.forwarded(), case.taken_up(), case.start_by_hand(), case.tier_by_hand()]).await;
    world.feed(&Worklist, &[1000]).await;
    let flags = async || row(&world.pool, case.application(), None).await.unwrap().unwrap().flags;
    assert!(flags().await.contains(&Flag::StartByHand) && flags().await.contains(&Flag::TierByHand));
    world.tell([case.tier_let_be()]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    let flags = row(&world.pool, case.application(), None).await.unwrap().unwrap().flags;
    assert!(flags.contains(&Flag::StartByHand) && !flags.contains(&Flag::TierByHand), "{flags:?}");
}

/// The clock stands for an answer only where the masters said so, and no day is taken off twice.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_clock_stands_for_an_answer_where_the_masters_said_so(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let (stopping, going) = (CaseNo(0), CaseNo(1));
    for (case, stops) in [(stopping, true), (going, false)] {
        world.tell([case.received(), case.forwarded(), case.taken_up(), case.inquired(stops)]).await;
    }
    world.feed(&Worklist, &[1000]).await;
    let now = async |case: CaseNo| row(&world.pool, case.application(), None).await.unwrap().unwrap();
    let standard = date(2027, 1, 5);
    assert_eq!(now(going).await.due_on, Some(standard));
    assert_eq!(now(stopping).await.due_on, Some(date(2027, 1, 19)), "if the answer comes when it is due, 14 days later");
    assert!(now(going).await.flags.contains(&Flag::Inquiring) && now(stopping).await.flags.contains(&Flag::Inquiring));
    world.tell([stopping.inquiry_answered(), going.inquiry_withdrawn()]).await;
    world.clear(&Worklist).await;
    world.feed(&Worklist, &[1000]).await;
    let now = async |case: CaseNo| row(&world.pool, case.application(), None).await.unwrap().unwrap();
    assert_eq!(now(stopping).await.due_on, Some(date(2027, 1, 11)), "6 days from 12 to 18 November");
    assert_eq!(now(going).await.due_on, Some(standard));
    assert!(!now(going).await.flags.contains(&Flag::Inquiring) && !now(stopping).await.flags.contains(&Flag::Inquiring));
}
