//! 担当者: who works on a case at each of its two desks. Whoever receives it and whoever takes it up is its clerk until somebody is named;
//! a wait changes nothing, so the case comes back to them when a hold or a correction ends.

use events::application::ApplicationEvent;
use events::ids::StaffId;
use events::vocabulary::{ClerkDesk, OfficeCode};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use super::{Application, Stage};
use crate::{Fact, Refusal};

/// The clerks of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Clerks {
    office: Option<StaffId>,
    division: Option<StaffId>,
}

/// Why nobody is named the clerk of a case, or released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClerkRefusal {
    /// The case is decided.
    #[error("この申請の手続は終わっています。担当者は変えられません。")]
    Over,
    /// Another desk has the case.
    #[error("この申請はいま{0}にあります。担当者を決めるのは、そこの担当者です。")]
    OtherDesk(&'static str),
    /// They are clerk already.
    #[error("選ばれた人は、すでにこの申請の担当者です。")]
    Already,
    /// There is no clerk.
    #[error("この申請には担当者がいません。画面を開き直してください。")]
    Nobodys,
    /// The account cannot work on it.
    #[error("担当者にできるのは、その申請がある事務所の窓口か、課の点検の担当者です。選び直してください。")]
    WrongDesk,
    /// The account is locked or over.
    #[error("この人のアカウントは停止中か、終了しています。ほかの人を選んでください。")]
    Gone,
    /// Handed over without a word.
    #[error("引き継ぐ理由を入力してください。次の担当者と履歴に残ります。")]
    ReasonNeeded,
}

impl Clerks {
    /// Who is the clerk at a desk.
    pub const fn at(self, desk: ClerkDesk) -> Option<StaffId> {
        match desk {
            ClerkDesk::Office => self.office,
            ClerkDesk::Division => self.division,
        }
    }

    pub(super) fn fold(&mut self, fact: &Fact<ApplicationEvent>) {
        match &fact.event {
            ApplicationEvent::Received(_) => self.office = Some(fact.by),
            ApplicationEvent::TakenUp(_) | ApplicationEvent::Recalled(_) => self.division = Some(fact.by),
            // The counter that took over has other people.
            ApplicationEvent::OfficeMoved(_) => self.office = None,
            ApplicationEvent::ClerkNamed(e) => *self.place(e.desk) = Some(e.clerk),
            ApplicationEvent::ClerkReleased(e) => *self.place(e.desk) = None,
            _ => {}
        }
    }

    const fn place(&mut self, desk: ClerkDesk) -> &mut Option<StaffId> {
        match desk {
            ClerkDesk::Office => &mut self.office,
            ClerkDesk::Division => &mut self.division,
        }
    }
}

/// The desk at which a case lies; none where it is decided or never was.
pub fn desk(stage: Option<Stage>) -> Option<ClerkDesk> {
    match stage? {
        Stage::Received | Stage::ReturnedForCorrection => Some(ClerkDesk::Office),
        Stage::Forwarded | Stage::UnderCheck | Stage::Examined => Some(ClerkDesk::Division),
        Stage::Approved | Stage::Refused | Stage::Withdrawn => None,
    }
}

/// Whether somebody with this role and office works at a desk of the case.
pub fn works_at(desk: ClerkDesk, case: &Application, (role, office): (StaffRole, Option<OfficeCode>)) -> bool {
    match desk {
        ClerkDesk::Office => role == StaffRole::Counter && case.is_of_office(office),
        ClerkDesk::Division => role == StaffRole::Checker && office.is_some_and(OfficeCode::is_division),
    }
}

/// Whether somebody may say who the clerk is; the desk at which they may.
///
/// # Errors
/// The reason why not.
pub fn permits(case: &Application, who: &Actor) -> Result<ClerkDesk, Refusal> {
    let stage = case.stage().ok_or(Refusal::NoSuchApplication)?;
    let desk = desk(Some(stage)).ok_or(ClerkRefusal::Over)?;
    if works_at(desk, case, (who.role, who.office)) { Ok(desk) } else { Err(ClerkRefusal::OtherDesk(desk.label()).into()) }
}

/// Whether an event says who the clerk is.
pub const fn is_about(event: &ApplicationEvent) -> bool {
    matches!(event, ApplicationEvent::ClerkNamed(_) | ApplicationEvent::ClerkReleased(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::samples::{approver, case_after, checker, counter, other_counter, story};

    #[test]
    fn each_desk_has_the_clerk_who_has_the_case() {
        let facts = story();
        let received = case_after(&facts[..1]);
        assert_eq!(
            (received.clerks().at(ClerkDesk::Office), received.clerks().at(ClerkDesk::Division)),
            (Some(counter().id), None)
        );
        assert_eq!(case_after(&facts[..4]).clerks().at(ClerkDesk::Division), None, "nobody has taken it up");
        let examined = case_after(&facts).clerks();
        assert_eq!((examined.at(ClerkDesk::Office), examined.at(ClerkDesk::Division)), (Some(counter().id), Some(checker().id)));
    }

    #[test]
    fn whoever_works_where_the_case_lies_says_who_the_clerk_is() {
        let facts = story();
        let (received, examined) = (case_after(&facts[..1]), case_after(&facts));
        assert_eq!(permits(&received, &counter()), Ok(ClerkDesk::Office));
        assert_eq!(permits(&examined, &checker()), Ok(ClerkDesk::Division));
        for (case, who) in [(&received, other_counter()), (&received, checker()), (&examined, counter()), (&examined, approver())]
        {
            assert!(matches!(permits(case, &who), Err(Refusal::Clerk(ClerkRefusal::OtherDesk(_)))), "{who:?}");
        }
        let over = case_after(&crate::application::samples::withdrawn());
        assert_eq!(permits(&over, &counter()), Err(ClerkRefusal::Over.into()));
        assert_eq!(permits(&Application::default(), &counter()), Err(Refusal::NoSuchApplication));
    }
}
