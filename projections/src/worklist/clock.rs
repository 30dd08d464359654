//! The clock of the standard processing period: when it stands for a case. It stands while the family corrects its papers, and for an inquiry
//! where the masters said so on the day of the inquiry; what follows for the day by which to decide is counted where the rule counts it.

use events::application::ApplicationEvent;
use events::vocabulary::Standstill;
use events::vocabulary::standstill::{clock, days_stood};
use jiff::civil::Date;
use uuid::Uuid;

use super::fold::Step;
use super::{Flag, Stage};
use crate::told::FoldError;

/// What a correction is called among the inquiries that stop the clock: there is one at a time.
const CORRECTION: Uuid = Uuid::nil();

/// Takes an inquiry of a day in, or what became of it. The clock goes on with the day of the answer, however late that is recorded.
pub(super) fn inquired(step: &mut Step, event: &ApplicationEvent, on: Date) {
    match event {
        ApplicationEvent::Inquired(event) => {
            step.inquiries.push(event.inquiry.0);
            if event.stops_clock && !step.stage.is_decided() {
                stand(step, event.inquiry.0, on, event.due_on);
            }
        }
        ApplicationEvent::InquiryAnswered(event) => over(step, event.inquiry.0, event.answered_on),
        ApplicationEvent::InquiryWithdrawn(event) => over(step, event.inquiry.0, on),
        _ => {}
    }
}

fn over(step: &mut Step, inquiry: Uuid, on: Date) {
    step.inquiries.retain(|one| *one != inquiry);
    go_on(step, inquiry, on);
}

fn stand(step: &mut Step, what: Uuid, on: Date, until: Date) {
    step.clock_stops.push(what);
    step.standing_since.push(on);
    step.standing_until.push(until);
}

fn go_on(step: &mut Step, what: Uuid, on: Date) {
    let Some(at) = step.clock_stops.iter().position(|one| *one == what) else { return };
    step.clock_stops.remove(at);
    step.standing_until.remove(at);
    step.stood_from.push(step.standing_since.remove(at));
    step.stood_until.push(on);
}

/// After an event of a day: stops the clock for a correction that is due on a day or lets it go on, and keeps the flag.
pub(super) fn keep(step: &mut Step, on: Date, correction_due: Option<Date>) {
    let (corrects, stands) = (step.stage == Stage::ReturnedForCorrection, step.clock_stops.contains(&CORRECTION));
    if corrects && !stands {
        stand(step, CORRECTION, on, correction_due.unwrap_or(on));
    } else if !corrects {
        go_on(step, CORRECTION, on);
    }
    while step.stage.is_decided()
        && let Some(what) = step.clock_stops.first().copied()
    {
        go_on(step, what, on);
    }
    step.corrected_since = step.standing_since.iter().min().copied();
    step.corrected_days = i32::try_from(days_stood(&stood(step))).unwrap_or(i32::MAX);
    step.flags.retain(|flag| *flag != Flag::Inquiring);
    step.flags.extend((!step.inquiries.is_empty() && !step.stage.is_decided()).then_some(Flag::Inquiring));
}

/// What is over.
fn stood(step: &Step) -> Vec<Standstill> {
    spans(&step.stood_from, &step.stood_until).collect()
}

fn spans(from: &[Date], until: &[Date]) -> impl Iterator<Item = Standstill> {
    from.iter().zip(until).map(|(from, until)| Standstill { from: *from, until: Some(*until) })
}

/// The day by which to decide, counted from the day on which it reached the counter, never from a postmark. While the clock stands for an
/// answer, it is the day that follows if the answer comes when it is due.
pub(super) fn due(step: &Step, received_on: Date, processing_days: i32) -> Result<Date, FoldError> {
    let all: Vec<_> = stood(step).into_iter().chain(spans(&step.standing_since, &step.standing_until)).collect();
    clock(received_on, processing_days.into(), &all).map(|clock| clock.due).ok_or(FoldError::Date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use sqlx::PgPool;

    use crate::testing::{CaseNo, World};
    use crate::worklist::{Worklist, row};

    /// What two were asked stops the clock once, until the last of them answers; an answer counts from its day, however late it is recorded.
    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn two_inquiries_stop_the_clock_once(pool: PgPool) {
        let mut world = World::new(&pool).await;
        let (both, late) = (CaseNo(0), CaseNo(1));
        world.tell([both.received(), both.forwarded(), both.taken_up(), both.inquired(true), both.also_inquired()]).await;
        world.tell([late.received(), late.forwarded(), late.taken_up(), late.also_inquired()]).await;
        world.tell([both.other_answered(date(2026, 11, 15)), late.other_answered(date(2026, 11, 30))]).await;
        world.feed(&Worklist, &[3]).await;
        let due = async |case: CaseNo| row(&world.pool, case.application(), None).await.unwrap().unwrap().due_on;
        assert_eq!(due(both).await, Some(date(2027, 1, 19)), "14 days for the one that is still waited for, due on 26 November");
        assert_eq!(due(late).await, Some(date(2027, 1, 8)), "3 days from 12 to 15 November");
        world.tell([both.inquiry_answered()]).await;
        world.clear(&Worklist).await;
        world.feed(&Worklist, &[1000]).await;
        assert_eq!(row(&world.pool, both.application(), None).await.unwrap().unwrap().due_on, Some(date(2027, 1, 11)));
    }
}
