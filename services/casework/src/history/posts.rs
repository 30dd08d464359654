//! Posts and their deputies: arranged by day, and nobody stood in without it.

use std::collections::HashMap;

use events::StaffRole;
use events::application::Endorsed;
use events::ids::StaffId;
use events::post::{PostEvent, stream_of};
use uuid::Uuid;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::application::{Application, Proposal};
use crate::post::{DeputyCommand, Person, Post};

impl Histories {
    fn person(&self, staff: StaffId) -> Option<Person> {
        self.accounts.get(&staff.0).and_then(|account| account.held()).map(|(role, _)| Person { id: staff, role })
    }

    pub(super) fn post(&mut self, event: &PostEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event {
            PostEvent::DeputyNamed(event) => {
                let (holder, deputy) = (self.person(event.holder), self.person(event.deputy));
                let (Some(holder), Some(deputy)) = (holder, deputy) else { return Err(Unlawful::Groundless) };
                let (from, until, today) = (event.from, event.until, at.on);
                DeputyCommand::Name { holder, deputy, from, until, reason: dash()?, today }
            }
            PostEvent::DeputyReleased(event) => DeputyCommand::Release { holder: event.holder, from: event.from, today: at.on },
        };
        let right_stream = match event {
            PostEvent::DeputyNamed(event) => stream_of(event.post) == at.stream,
            PostEvent::DeputyReleased(_) => true,
        };
        let lawful = alike(self.posts.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id);
        if right_stream { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }
}

/// Whether the one who stood in was to do so on that day. Before absences were recorded, the holder was not told.
pub(super) fn arranged(posts: &HashMap<Uuid, Post>, event: &Endorsed, case: &Application, at: Standing<'_>) -> bool {
    let Some(holder) = event.holder else { return true };
    let post: Option<StaffRole> = case.proposal().and_then(Proposal::step).map(|step| step.role);
    let post = post.and_then(|post| posts.get(&stream_of(post)));
    post.and_then(|post| post.stood_in_for(at.who.id, at.on)) == Some(holder)
}

#[cfg(test)]
mod tests {
    use events::account::{AccountEvent, Opened};
    use events::post::{DeputyNamed, DeputyReleased};
    use events::{Actor, Event, Personal};
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::{approver, checker, counter, text};
    use crate::post::PostRefusal;

    fn opened(who: &Actor) -> Event {
        let office = who.office.unwrap();
        AccountEvent::from(Opened { name: Personal::Open(text("見本")), role: who.role, office }).into()
    }

    fn named(deputy: &Actor) -> Event {
        PostEvent::from(DeputyNamed {
            post: StaffRole::Approver,
            holder: approver().id,
            deputy: deputy.id,
            from: date(2026, 11, 20),
            until: date(2026, 11, 27),
            reason: Personal::Open(text("休暇")),
        })
        .into()
    }

    #[test]
    fn an_absence_is_arranged_among_those_who_have_accounts_and_in_the_stream_of_the_post() {
        let mut histories = Histories::default();
        let mut follow =
            |stream: Uuid, event: Event, who: &Actor| histories.follow(&event, Standing { stream, who, on: date(2026, 11, 20) });
        let post = stream_of(StaffRole::Approver);
        assert_eq!(follow(post, named(&checker()), &approver()), Err(Unlawful::Groundless), "nobody has an account");
        for who in [approver(), checker(), counter()] {
            assert_eq!(follow(who.id.0, opened(&who), &approver()), Ok(()));
        }
        assert_eq!(
            follow(post, named(&checker()), &checker()),
            Err(Unlawful::Refused(PostRefusal::Oneself.into())),
            "who stands in arranges it"
        );
        assert_eq!(
            follow(post, named(&counter()), &approver()),
            Err(Unlawful::Refused(PostRefusal::NoDeputy.into())),
            "a counter decides nothing"
        );
        assert_eq!(
            follow(stream_of(StaffRole::BoardClerk), named(&checker()), &approver()),
            Err(Unlawful::Groundless),
            "another post"
        );
        let back = DeputyReleased { holder: counter().id, from: date(2026, 11, 20), back_on: date(2026, 11, 20) };
        assert_eq!(follow(post, PostEvent::from(back).into(), &approver()), Err(Unlawful::Refused(PostRefusal::NotAway.into())));
    }
}
