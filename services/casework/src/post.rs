//! A post (職) on the way of a decision: who of its holders is away from when to when, and who stands in for them (代決). Only who was named
//! for the day stands in; nobody names themselves.

use events::ids::StaffId;
use events::post::{DeputyNamed, DeputyReleased, PostEvent};
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// Somebody with their role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Person {
    /// The account.
    pub id: StaffId,
    /// 役割.
    pub role: StaffRole,
}

/// An absence of a holder, and who stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Absence {
    /// Who is away.
    pub holder: StaffId,
    /// Who stands in.
    pub deputy: StaffId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Absence {
    fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// A post, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Post {
    absences: Vec<Absence>,
}

/// Why an act on a post is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostRefusal {
    /// The role takes no step of a decision.
    #[error("不在を記録できるのは、点検、審査会事務、決裁の担当者についてだけです。")]
    NoPost,
    /// The role can stand in for nobody.
    #[error("代わる人には、点検、審査会事務、決裁の担当者を選んでください。")]
    NoDeputy,
    /// Who has the same role acts in their own name.
    #[error("代わる人には、ほかの役割の担当者を選んでください。同じ役割の担当者は、代決によらず自分の名で行えます。")]
    SameRole,
    /// Nobody makes themselves a deputy.
    #[error("代わる人が自分で定めることはできません。不在になる本人か、ほかの決裁・管理の担当者に記録してもらってください。")]
    Oneself,
    /// Neither the holder nor somebody who answers for them.
    #[error("不在を記録するのは、不在になる本人か、決裁または管理の担当者です。")]
    ForOthers,
    /// The last day is before the first.
    #[error("終わりの日が初めの日より前です。日付を確かめてください。")]
    Backwards,
    /// Nothing is arranged for days that are over.
    #[error("きょうより前の日からの不在は記録できません。代わって行えるのは、記録した日からです。")]
    Past,
    /// Already away on some of these days.
    #[error("この人の不在は、その期間の一部についてもう記録されています。先に前の不在を終えてください。")]
    Overlap,
    /// There is no such absence, or it is over.
    #[error("その不在は記録されていないか、すでに終わっています。画面を開き直してください。")]
    NotAway,
}

/// A command on a post.
#[derive(Clone, PartialEq, Debug)]
pub enum DeputyCommand {
    /// 不在と代わる人を定める.
    Name {
        /// Who is away.
        holder: Person,
        /// Who stands in.
        deputy: Person,
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
        /// 不在の事情.
        reason: FreeText,
        /// Today in Japan.
        today: Date,
    },
    /// 不在を終える.
    Release {
        /// Who was away.
        holder: StaffId,
        /// First day of the absence.
        from: Date,
        /// Today in Japan.
        today: Date,
    },
}

/// The roles that take a step of a decision.
pub const POSTS: [StaffRole; 3] = [StaffRole::Checker, StaffRole::BoardClerk, StaffRole::Approver];

impl Post {
    /// All absences, in the order in which they were recorded.
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    /// For whom somebody stands in on a day.
    pub fn stood_in_for(&self, deputy: StaffId, on: Date) -> Option<StaffId> {
        self.absences.iter().find(|absence| absence.deputy == deputy && absence.covers(on)).map(|absence| absence.holder)
    }

    fn decide(&self, command: DeputyCommand, who: &Actor) -> Result<PostEvent, Refusal> {
        match command {
            DeputyCommand::Name { holder, deputy, from, until, reason, today } => {
                self.may_be_named((holder, deputy), (from, until), today)?;
                answers_for(holder.id, deputy.id, who)?;
                let (post, holder, deputy) = (holder.role, holder.id, deputy.id);
                Ok(DeputyNamed { post, holder, deputy, from, until, reason: Personal::Open(reason) }.into())
            }
            DeputyCommand::Release { holder, from, today } => {
                let now = |absence: &&Absence| absence.holder == holder && absence.from == from && absence.until >= today;
                let absence = self.absences.iter().find(now).ok_or(PostRefusal::NotAway)?;
                answers_for(holder, absence.deputy, who)?;
                Ok(DeputyReleased { holder, from, back_on: today }.into())
            }
        }
    }

    fn may_be_named(
        &self,
        (holder, deputy): (Person, Person),
        (from, until): (Date, Date),
        today: Date,
    ) -> Result<(), PostRefusal> {
        if !POSTS.contains(&holder.role) {
            return Err(PostRefusal::NoPost);
        }
        if !POSTS.contains(&deputy.role) {
            return Err(PostRefusal::NoDeputy);
        }
        if holder.role == deputy.role {
            return Err(PostRefusal::SameRole);
        }
        if until < from {
            return Err(PostRefusal::Backwards);
        }
        if from < today {
            return Err(PostRefusal::Past);
        }
        let meets = |absence: &Absence| absence.holder == holder.id && absence.from <= until && from <= absence.until;
        if self.absences.iter().any(meets) { Err(PostRefusal::Overlap) } else { Ok(()) }
    }
}

/// The one who is away, an approver or an administrator, and never who stands in.
fn answers_for(holder: StaffId, deputy: StaffId, who: &Actor) -> Result<(), PostRefusal> {
    if who.id == deputy {
        return Err(PostRefusal::Oneself);
    }
    let answers = who.id == holder || matches!(who.role, StaffRole::Approver | StaffRole::Administrator);
    if answers { Ok(()) } else { Err(PostRefusal::ForOthers) }
}

aggregate!(Post, "post", DeputyCommand => PostEvent);

impl Post {
    fn take(&mut self, fact: Fact<PostEvent>) {
        match fact.event {
            PostEvent::DeputyNamed(event) => {
                let DeputyNamed { holder, deputy, from, until, .. } = event;
                self.absences.push(Absence { holder, deputy, from, until });
            }
            PostEvent::DeputyReleased(event) => {
                self.absences.retain(|one| one.holder != event.holder || one.from != event.from || one.from < event.back_on);
                for absence in &mut self.absences {
                    if absence.holder == event.holder && absence.from == event.from {
                        absence.until = event.back_on.yesterday().unwrap_or(event.back_on);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use jiff::ToSpan as _;

    use super::*;
    use crate::application::samples::{TODAY, approver, board_clerk, checker, counter, text};

    fn person(who: &Actor) -> Person {
        Person { id: who.id, role: who.role }
    }

    fn name(holder: &Actor, deputy: &Actor, first: i64, last: i64) -> DeputyCommand {
        let day = |days: i64| TODAY.checked_add(days.days()).unwrap();
        let (from, until) = (day(first), day(last));
        let reason = text("休暇のため。");
        DeputyCommand::Name { holder: person(holder), deputy: person(deputy), from, until, reason, today: TODAY }
    }

    fn post(given: &[(Actor, DeputyCommand)]) -> (Vec<Fact<PostEvent>>, Post) {
        let (mut facts, mut post) = (Vec::new(), Post::default());
        for (who, command) in given {
            let fact = Fact { event: post.decide(command.clone(), who).unwrap(), by: who.id };
            post.take(fact.clone());
            facts.push(fact);
        }
        (facts, post)
    }

    #[test]
    fn a_deputy_counts_on_the_days_that_were_arranged_and_on_no_other() {
        let (_, arranged) = post(&[(approver(), name(&approver(), &checker(), 1, 3))]);
        let stands_in = |days: i64| arranged.stood_in_for(checker().id, TODAY.checked_add(days.days()).unwrap());
        assert_eq!([0, 1, 3, 4].map(stands_in), [None, Some(approver().id), Some(approver().id), None]);
        assert_eq!(arranged.stood_in_for(board_clerk().id, TODAY.checked_add(1.days()).unwrap()), None, "another person");
    }

    #[test]
    fn who_comes_back_early_is_stood_in_for_no_more() {
        let release = |from: Date, today: Date| DeputyCommand::Release { holder: approver().id, from, today };
        let named = (approver(), name(&approver(), &checker(), 0, 5));
        let back = TODAY.checked_add(2.days()).unwrap();
        let (_, early) = post(&[named.clone(), (approver(), release(TODAY, back))]);
        assert_eq!(early.stood_in_for(checker().id, back), None);
        assert_eq!(early.stood_in_for(checker().id, back.yesterday().unwrap()), Some(approver().id), "what was, was right");
        let (facts, never) = post(&[named.clone(), (approver(), release(TODAY, TODAY))]);
        assert_eq!(never.absences(), []);
        TestFramework::<Post>::with(())
            .given(facts)
            .when((approver(), release(TODAY, TODAY)))
            .then_expect_error(PostRefusal::NotAway.into());
        let (facts, _) = post(&[named]);
        TestFramework::<Post>::with(())
            .given(facts)
            .when((checker(), release(TODAY, TODAY)))
            .then_expect_error(PostRefusal::Oneself.into());
    }

    #[test]
    fn what_cannot_be_arranged_says_why() {
        let other = Actor { id: StaffId(uuid::Uuid::from_u128(77)), ..approver() };
        let admin = Actor { role: StaffRole::Administrator, ..other.clone() };
        let wrong = [
            (approver(), name(&counter(), &checker(), 0, 1), PostRefusal::NoPost),
            (approver(), name(&approver(), &counter(), 0, 1), PostRefusal::NoDeputy),
            (approver(), name(&approver(), &other, 0, 1), PostRefusal::SameRole),
            (approver(), name(&approver(), &checker(), 1, 0), PostRefusal::Backwards),
            (approver(), name(&approver(), &checker(), -1, 1), PostRefusal::Past),
            (checker(), name(&approver(), &checker(), 0, 1), PostRefusal::Oneself),
            (board_clerk(), name(&approver(), &checker(), 0, 1), PostRefusal::ForOthers),
        ];
        for (who, command, refusal) in wrong {
            TestFramework::<Post>::with(()).given(Vec::new()).when((who, command)).then_expect_error(refusal.into());
        }
        let (given, _) = post(&[(admin.clone(), name(&approver(), &checker(), 2, 4))]);
        for (first, last, refused) in [(0, 1, false), (4, 6, true), (0, 9, true), (5, 5, false)] {
            let told = TestFramework::<Post>::with(())
                .given(given.clone())
                .when((admin.clone(), name(&approver(), &checker(), first, last)));
            let outcome = told.inspect_result();
            assert_eq!(outcome.is_err(), refused, "{first} to {last}: {outcome:?}");
        }
    }
}
