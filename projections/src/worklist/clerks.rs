//! 担当者: who works on a case at each of its desks, as its events say it.

use events::application::ApplicationEvent;
use events::vocabulary::ClerkDesk;
use events::{Event, StaffRole};
use store::Told;
use uuid::Uuid;

use super::Stage;
use super::fold::Step;

/// Whoever received the case at a counter.
pub(super) fn of_the_counter(told: &Told) -> Option<Uuid> {
    (told.recorded.actor_role == StaffRole::Counter.code()).then_some(told.recorded.actor_id.0)
}

/// Takes an event in.
pub(super) fn fold(step: &mut Step, told: &Told, event: &Event) {
    let Event::Application(event) = event else { return };
    let doer = Some(told.recorded.actor_id.0);
    let place = |step: &mut Step, desk: ClerkDesk, clerk: Option<Uuid>| match desk {
        ClerkDesk::Office => step.office_clerk = clerk,
        ClerkDesk::Division => step.division_clerk = clerk,
    };
    match event {
        ApplicationEvent::TakenUp(_) | ApplicationEvent::Recalled(_) => place(step, ClerkDesk::Division, doer),
        // The counter that took over has other people.
        ApplicationEvent::OfficeMoved(_) => place(step, ClerkDesk::Office, None),
        ApplicationEvent::ClerkNamed(event) => place(step, event.desk, Some(event.clerk.0)),
        ApplicationEvent::ClerkReleased(event) => place(step, event.desk, None),
        _ => {}
    }
}

/// The clerk where the case lies; none once it is decided.
pub(super) const fn at_the_desk(step: &Step) -> Option<Uuid> {
    match step.stage {
        Stage::Received | Stage::ReturnedForCorrection => step.office_clerk,
        Stage::Forwarded | Stage::UnderCheck | Stage::Examined => step.division_clerk,
        Stage::Approved | Stage::Refused | Stage::Withdrawn => None,
    }
}

#[cfg(test)]
mod tests {
    use events::StaffRole;
    use events::vocabulary::ClerkDesk;
    use jiff::civil::date;
    use sqlx::PgPool;

    use crate::testing::{CaseNo, World, staff};
    use crate::worklist::{ClerkFilter, QueueFilter, Worklist, page, row, tally};

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn a_case_has_the_clerk_of_the_desk_where_it_lies_and_comes_back_to_them(pool: PgPool) {
        let mut world = World::new(&pool).await;
        let case = CaseNo(0);
        let mut clerk = async |line: crate::testing::Line| {
            world.tell([line]).await;
            world.clear(&Worklist).await;
            world.feed(&Worklist, &[1000]).await;
            row(&world.pool, case.application(), None).await.unwrap().unwrap().clerk
        };
        assert_eq!(clerk(case.received()).await, Some(staff(1)), "whoever received it");
        assert_eq!(clerk(case.handed_to(11)).await, Some(staff(11)));
        assert_eq!(clerk(case.forwarded()).await, None, "nobody of the division has it yet");
        assert_eq!(clerk(case.taken_up()).await, Some(staff(2)));
        assert_eq!(clerk(case.returned()).await, Some(staff(11)), "the family corrects at the counter");
        assert_eq!(clerk(case.resubmitted()).await, Some(staff(2)), "back with whoever asked for it");
        assert_eq!(clerk(case.released(ClerkDesk::Division)).await, None);
    }

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn what_somebody_worked_on_who_is_gone_is_nobodys_until_they_are_back(pool: PgPool) {
        let mut world = World::new(&pool).await;
        let (mine, other, locked) = (CaseNo(0), CaseNo(1), CaseNo(2));
        world.tell([mine.received(), mine.handed_to(11), other.received(), locked.received(), locked.handed_to(12)]).await;
        world.feed(&Worklist, &[1000]).await;
        let found = async |clerk: ClerkFilter| {
            let filter = QueueFilter { clerk: Some(clerk), ..QueueFilter::default() };
            let rows = page(&world.pool, &filter, None, 10).await.unwrap().rows;
            let tally = tally(&world.pool, &filter, (date(2026, 11, 21), date(2026, 11, 22))).await.unwrap();
            assert_eq!(usize::try_from(tally.cases).unwrap(), rows.len());
            rows.into_iter().map(|row| row.application).collect::<Vec<_>>()
        };
        assert_eq!(found(ClerkFilter::Of(staff(11))).await, [mine.application()]);
        assert_eq!(found(ClerkFilter::Of(staff(1))).await, [other.application()]);
        assert!(found(ClerkFilter::Nobodys).await.is_empty());

        let before = world.tell([locked.account(12, true)]).await;
        world.clear(&Worklist).await;
        world.feed(&Worklist, &[1000]).await;
        let clerk_of = async |known| row(&world.pool, locked.application(), known).await.unwrap().unwrap().clerk;
        assert_eq!((clerk_of(None).await, clerk_of(Some(before - 1)).await), (None, Some(staff(12))), "as it was known then");
        let nobodys = QueueFilter { clerk: Some(ClerkFilter::Nobodys), ..QueueFilter::default() };
        let rows = page(&world.pool, &nobodys, None, 10).await.unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.application).collect::<Vec<_>>(), [locked.application()]);

        world.tell([locked.account(12, false)]).await;
        world.clear(&Worklist).await;
        world.feed(&Worklist, &[1000]).await;
        let back = row(&world.pool, locked.application(), None).await.unwrap().unwrap();
        assert_eq!(back.clerk, Some(staff(12)), "back with them");
    }

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn what_somebody_worked_on_who_went_to_another_desk_is_nobodys(pool: PgPool) {
        let mut world = World::new(&pool).await;
        let (case, checked) = (CaseNo(0), CaseNo(1));
        world.tell([case.received(), checked.received(), checked.forwarded(), checked.taken_up()]).await;
        for (who, role, at, counter, division) in [
            (1, StaffRole::Counter, "01", true, true),
            (1, StaffRole::Counter, "05", false, true),
            (1, StaffRole::Counter, "02", true, true),
            (1, StaffRole::Approver, "00", false, true),
            (2, StaffRole::Checker, "00", false, true),
            (2, StaffRole::Counter, "01", false, false),
        ] {
            world.tell([case.granted(who, role, at)]).await;
            world.clear(&Worklist).await;
            world.feed(&Worklist, &[1000]).await;
            let clerk = async |case: CaseNo| row(&world.pool, case.application(), None).await.unwrap().unwrap().clerk;
            let found = (clerk(case).await, clerk(checked).await);
            assert_eq!(found, (counter.then(|| staff(1)), division.then(|| staff(2))), "{who} as {role:?} at {at}");
            let nobodys = QueueFilter { clerk: Some(ClerkFilter::Nobodys), ..QueueFilter::default() };
            let rows = page(&world.pool, &nobodys, None, 10).await.unwrap().rows;
            assert_eq!(rows.len(), usize::from(!counter) + usize::from(!division), "{who} as {role:?} at {at}");
        }
    }
}
