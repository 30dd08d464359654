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
