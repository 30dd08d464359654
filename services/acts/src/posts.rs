//! Posts and their deputies: an absence is arranged by whoever answers for the holder; what a deputy did is looked over by the post.

use casework::application::commands::LookOver;
use casework::post::{Absence, DeputyCommand, POSTS, Person, Post};
use events::ids::{ApplicationId, StaffId};
use events::post::{PostEvent, stream_of};
use events::vocabulary::FreeText;
use events::{Log, Personal, StaffRole};
use jiff::civil::Date;
use store::Expected;

use crate::load::{Loaded, Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Chosen, Done, Request};

/// An absence as it is recorded.
#[derive(Clone, PartialEq, Debug)]
pub struct DeputyInput {
    /// Who is away.
    pub holder: StaffId,
    /// Who stands in.
    pub deputy: StaffId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// 不在の事情.
    pub reason: FreeText,
}

/// An absence with its post and its reason, open or erased.
#[derive(Clone, PartialEq, Debug)]
pub struct Away {
    /// 職.
    pub post: StaffRole,
    /// Who, by whom, from when to when.
    pub absence: Absence,
    /// 不在の事情.
    pub reason: Personal<FreeText>,
}

impl Acts {
    /// 不在と代わる人を定める.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where one of the two has no account.
    pub async fn name_deputy(&self, request: &Request, input: DeputyInput) -> Result<Done, ActError> {
        let (holder, deputy) = (self.account(input.holder).await?, self.account(input.deputy).await?);
        let [holder, deputy] = [holder, deputy].map(|account| Person { id: account.staff, role: account.role });
        let DeputyInput { from, until, reason, .. } = input;
        let command = DeputyCommand::Name { holder, deputy, from, until, reason, today: request.today };
        self.on_post(request, holder.role, command).await
    }

    /// 不在を終える: the holder is back.
    ///
    /// # Errors
    /// As [`Acts::name_deputy`].
    pub async fn release_deputy(&self, request: &Request, holder: StaffId, from: Date) -> Result<Done, ActError> {
        let post = self.account(holder).await?.role;
        self.on_post(request, post, DeputyCommand::Release { holder, from, today: request.today }).await
    }

    async fn on_post(&self, request: &Request, post: StaffRole, command: DeputyCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream_of(post);
        let Loaded { mut aggregate, version } = self.load::<Post, PostEvent>(stream).await?;
        let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = if version == 0 { submission.new_key(stream)? } else { self.key_of(stream).await? };
        let (expected, effective_on) = (Expected::Exactly(version), request.today);
        submission.add(Addition { stream, expected, key: Some(key), effective_on, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }

    /// The absences that are not over on a day, the earliest first.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn absences(&self, on: Date) -> Result<Vec<Away>, ActError> {
        let mut all = Vec::new();
        for post in POSTS {
            let mut told = self.told::<PostEvent>(Log::Casework, stream_of(post), 0).await?;
            self.open_all(&mut told).await?;
            let mut folded = Post::default();
            let mut reasons = Vec::new();
            for Told { event, envelope } in told {
                if let PostEvent::DeputyNamed(event) = &event {
                    reasons.push((event.holder, event.from, event.reason.clone()));
                }
                cqrs_es::Aggregate::apply(&mut folded, casework::Fact { event, by: envelope.actor_id });
            }
            let standing = folded.absences().iter().filter(|absence| absence.until >= on);
            all.extend(standing.map(|absence| {
                let reason = reasons.iter().rev().find(|(holder, from, _)| (*holder, *from) == (absence.holder, absence.from));
                let reason = reason.map_or(Personal::Erased, |(_, _, reason)| reason.clone());
                Away { post, absence: *absence, reason }
            }));
        }
        all.sort_by_key(|away| (away.absence.from, away.absence.until));
        Ok(all)
    }

    /// The posts in whose place somebody acts on a day, and for whom.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stands_for(&self, deputy: StaffId, on: Date) -> Result<Vec<(StaffRole, StaffId)>, ActError> {
        let mut posts = Vec::new();
        for post in POSTS {
            let loaded = self.load::<Post, PostEvent>(stream_of(post)).await?;
            posts.extend(loaded.aggregate.stood_in_for(deputy, on).map(|holder| (post, holder)));
        }
        Ok(posts)
    }

    /// 後閲する: case by case, with the same remark where there is one.
    pub async fn look_over_each(
        &self,
        request: &Request,
        chosen: &[Chosen],
        remark: Option<&FreeText>,
    ) -> Vec<(ApplicationId, Result<Done, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            let command = LookOver { who: request.actor.clone(), remark: remark.cloned() };
            outcomes.push((one.application, self.on_application(&one.own(request, "look_over"), one.application, command).await));
        }
        outcomes
    }
}
