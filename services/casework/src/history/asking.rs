//! Putting the command that would have led to an event to the state before it.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::EventSet;
use events::ids::StaffId;
use events::vocabulary::FreeText;

use super::Unlawful;
use crate::{Fact, Refusal};

/// Stands for personal content.
pub(super) fn dash() -> Result<FreeText, Unlawful> {
    FreeText::parse("－").map_err(|_| Unlawful::Another)
}

/// The command must lead to exactly this event.
pub(super) fn again<A, E>(state: &mut A, command: A::Command, event: &E, by: StaffId) -> Result<(), Unlawful>
where
    A: Aggregate<Event = Fact<E>, Error = Refusal, Services = ()> + Clone,
    E: EventSet + Clone + PartialEq,
{
    ask(state, command, event, by, |told| told == event)
}

/// The command must lead to an event of this type.
pub(super) fn alike<A, E>(state: &mut A, command: A::Command, event: &E, by: StaffId) -> Result<(), Unlawful>
where
    A: Aggregate<Event = Fact<E>, Error = Refusal, Services = ()> + Clone,
    E: EventSet + Clone + PartialEq,
{
    ask(state, command, event, by, |told| told.event_type() == event.event_type())
}

fn ask<A, E>(state: &mut A, command: A::Command, event: &E, by: StaffId, same: impl Fn(&E) -> bool) -> Result<(), Unlawful>
where
    A: Aggregate<Event = Fact<E>, Error = Refusal, Services = ()> + Clone,
    E: EventSet + Clone + PartialEq,
{
    let mut trial = state.clone();
    let sink = EventSink::default();
    let decided = at_once(trial.handle(command, &(), &sink));
    state.apply(Fact { event: event.clone(), by });
    decided.ok_or(Unlawful::Another)??;
    match at_once(sink.collect()).ok_or(Unlawful::Another)?.as_slice() {
        [told] if same(&told.event) => Ok(()),
        _ => Err(Unlawful::Another),
    }
}

/// Aggregates wait for nothing, so their decisions are there at the first look.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
