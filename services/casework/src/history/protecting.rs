//! Protections (支援措置): of an application that was received, ended by somebody else than who recorded it.

use events::protection::ProtectionEvent;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::protection::ProtectionCommand;

impl Histories {
    pub(super) fn protection(&mut self, event: &ProtectionEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let (application, command) = match event {
            ProtectionEvent::Recorded(event) => {
                let (application, recipient, ground, until) = (event.application, event.recipient, event.ground, event.until);
                (application, ProtectionCommand::Record { application, recipient, ground, until, reason: dash()?, today: at.on })
            }
            ProtectionEvent::Ended(event) => {
                (event.application, ProtectionCommand::End { application: event.application, reason: dash()? })
            }
        };
        let received = self.applications.contains_key(&application.0) || self.closed.contains(&application.0);
        let protection = self.protections.entry(at.stream).or_default();
        let lawful = alike(protection, (at.who.clone(), command), event, at.who.id);
        if received { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }
}

#[cfg(test)]
mod tests {
    use events::ids::ApplicationId;
    use events::protection::{Ended, Recorded, stream_of};
    use events::vocabulary::ProtectionGround;
    use events::{Actor, Event, Personal};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{checker, counter, story, text};
    use crate::protection::ProtectionRefusal;

    #[test]
    fn a_family_is_protected_by_a_received_case_and_released_by_another_hand() {
        let mut histories = Histories::default();
        let mut follow =
            |stream: Uuid, event: Event, who: &Actor| histories.follow(&event, Standing { stream, who, on: date(2026, 11, 20) });
        let recorded = |case: u128| {
            let application = ApplicationId(Uuid::from_u128(case));
            let (ground, until) = (ProtectionGround::Stalking, Some(date(2027, 3, 31)));
            let event = Recorded { application, recipient: None, ground, until, reason: Personal::Open(text("申出")) };
            (stream_of(application), Event::from(ProtectionEvent::from(event)))
        };
        let ended = |case: u128| {
            let application = ApplicationId(Uuid::from_u128(case));
            let event = Ended { application, reason: Personal::Open(text("申出")) };
            (stream_of(application), Event::from(ProtectionEvent::from(event)))
        };
        let (stream, event) = recorded(1);
        assert_eq!(follow(stream, event, &counter()), Err(Unlawful::Groundless), "no case");
        let received = story().into_iter().next().unwrap().event;
        assert_eq!(follow(Uuid::from_u128(2), Event::from(received), &counter()), Ok(()));
        let (stream, event) = recorded(2);
        assert_eq!(follow(stream, event, &checker()), Ok(()));
        let (stream, event) = ended(2);
        assert_eq!(follow(stream, event, &checker()), Err(Unlawful::Refused(ProtectionRefusal::OwnRecord.into())));
        let (stream, event) = ended(2);
        assert_eq!(
            follow(stream, event, &crate::application::samples::approver()),
            Err(Unlawful::Refused(ProtectionRefusal::NotProtected.into())),
            "ended twice"
        );
    }
}
