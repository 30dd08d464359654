//! Everything that followed from one request, each event under the one that caused it.

use projections::case_history;
use serde::Serialize;
use store::Recorded;
use uuid::Uuid;

use crate::screens::cases::moment;

/// Deepest step that is drawn.
const DEEPEST: usize = 6;

/// An event of the same request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Effect {
    /// How many causes lie before it.
    depth: usize,
    log: &'static str,
    position: i64,
    what: &'static str,
    when: String,
    current: bool,
    /// Its page, where it is an event of this case.
    href: Option<String>,
}

/// The tree, from its roots down; effects in the order of the log. `href` leads to the events of the case.
pub(super) fn tree(events: &[Recorded], current: Uuid, href: impl Fn(&Recorded) -> Option<String>) -> Vec<Effect> {
    let known = |id: Uuid| events.iter().any(|event| event.event_id.0 == id);
    let mut open: Vec<(usize, &Recorded)> = events
        .iter()
        .rev()
        .filter(|event| event.causation_id.is_none_or(|cause| !known(cause)))
        .map(|event| (0, event))
        .collect();
    let mut effects = Vec::new();
    // An event that names itself or a later one as its cause is drawn once, as what it is.
    while let Some((depth, event)) = open.pop().filter(|_| effects.len() < events.len()) {
        effects.push(Effect {
            depth: depth.min(DEEPEST),
            log: if event.log == events::Log::Casework { "業務" } else { "閲覧" },
            position: event.position,
            what: case_history::title(&event.event_type),
            when: moment::exact(event.recorded_at),
            current: event.event_id.0 == current,
            href: href(event),
        });
        let children = events.iter().rev().filter(|child| child.causation_id == Some(event.event_id.0));
        open.extend(children.map(|child| (depth + 1, child)));
    }
    effects
}

impl Effect {
    /// For the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let effect = |depth, what, current| Self {
            depth,
            log: "業務",
            position: 3,
            what,
            when: "令和8年11月9日 9:12:05".to_owned(),
            current,
            href: (!current).then(|| "/cases/1/events/3".to_owned()),
        };
        vec![effect(0, "認定した", true), effect(1, "支給認定した", false)]
    }
}
