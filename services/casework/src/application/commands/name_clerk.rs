//! 担当者を定める and 担当者を外す: somebody of the desk takes a case, hands it to a colleague, or leaves it to whoever takes it next. Who
//! takes a case that is nobody's says nothing; who changes what another works on says why.

use events::application::{ApplicationEvent, ClerkNamed, ClerkReleased};
use events::ids::StaffId;
use events::vocabulary::{FreeText, OfficeCode};
use events::{Actor, Personal, StaffRole};

use crate::Refusal;
use crate::application::{Application, ClerkRefusal, clerk};

/// An account that is to be the clerk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The account.
    pub id: StaffId,
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Whether it can work: not locked, not ended.
    pub is_there: bool,
}

/// Name the clerk of an application at the desk where it lies.
#[derive(Clone, PartialEq, Debug)]
pub struct NameClerk {
    /// Who acts.
    pub who: Actor,
    /// Who is to be the clerk.
    pub clerk: Candidate,
    /// The clerk before is gone: the case is nobody's.
    pub left_behind: bool,
    /// 引き継ぐ理由.
    pub why: Option<FreeText>,
}

impl NameClerk {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        let desk = clerk::permits(case, &self.who)?;
        let before = case.clerks().at(desk);
        if before == Some(self.clerk.id) {
            return Err(ClerkRefusal::Already.into());
        }
        if !clerk::works_at(desk, case, (self.clerk.role, Some(self.clerk.office))) {
            return Err(ClerkRefusal::WrongDesk.into());
        }
        if !self.clerk.is_there {
            return Err(ClerkRefusal::Gone.into());
        }
        let nobodys = before.is_none() || self.left_behind;
        if self.why.is_none() && !(nobodys && self.clerk.id == self.who.id) {
            return Err(ClerkRefusal::ReasonNeeded.into());
        }
        Ok(vec![ClerkNamed { desk, clerk: self.clerk.id, why: self.why.map(Personal::Open) }.into()])
    }
}

/// Leave an application to whoever takes it next.
#[derive(Clone, PartialEq, Debug)]
pub struct ReleaseClerk {
    /// Who acts.
    pub who: Actor,
    /// 理由.
    pub why: FreeText,
}

impl ReleaseClerk {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        let desk = clerk::permits(case, &self.who)?;
        case.clerks().at(desk).ok_or(ClerkRefusal::Nobodys)?;
        Ok(vec![ClerkReleased { desk, why: Personal::Open(self.why) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::application::{Held, Resubmitted, ReturnedForCorrection};
    use events::vocabulary::ClerkDesk;
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::samples::{TODAY, approver, case_after, checker, counter, other_counter, story, text};

    fn candidate(who: &Actor) -> Candidate {
        Candidate { id: who.id, role: who.role, office: who.office.unwrap(), is_there: true }
    }

    fn colleague() -> Actor {
        Actor { id: StaffId(Uuid::from_u128(31)), ..checker() }
    }

    fn name(who: &Actor, clerk: &Actor, why: Option<&str>) -> NameClerk {
        NameClerk { who: who.clone(), clerk: candidate(clerk), left_behind: false, why: why.map(text) }
    }

    #[test]
    fn a_case_of_nobody_is_taken_without_a_word_and_one_of_somebody_is_handed_over_with_a_reason() {
        let facts = story();
        let waiting = case_after(&facts[..4]);
        let taken = name(&checker(), &checker(), None).decide(&waiting);
        assert_eq!(taken, Ok(vec![ClerkNamed { desk: ClerkDesk::Division, clerk: checker().id, why: None }.into()]));
        let case = case_after(&facts[..5]);
        assert_eq!(name(&checker(), &checker(), None).decide(&case), Err(ClerkRefusal::Already.into()));
        assert_eq!(name(&checker(), &colleague(), None).decide(&case), Err(ClerkRefusal::ReasonNeeded.into()));
        assert_eq!(name(&colleague(), &colleague(), None).decide(&case), Err(ClerkRefusal::ReasonNeeded.into()));
        assert!(name(&checker(), &colleague(), Some("休暇のため。")).decide(&case).is_ok());
        let left_behind = NameClerk { left_behind: true, ..name(&colleague(), &colleague(), None) };
        assert!(left_behind.decide(&case).is_ok(), "the clerk before is gone");
        let given = name(&checker(), &colleague(), None).decide(&waiting);
        assert_eq!(given, Err(ClerkRefusal::ReasonNeeded.into()), "whoever is given a case is told why");
    }

    #[test]
    fn only_somebody_of_the_desk_who_is_there() {
        let (received, case) = (case_after(&story()[..1]), case_after(&story()[..5]));
        let why = Some("休暇のため。");
        assert_eq!(name(&checker(), &approver(), why).decide(&case), Err(ClerkRefusal::WrongDesk.into()));
        assert_eq!(name(&checker(), &counter(), why).decide(&case), Err(ClerkRefusal::WrongDesk.into()));
        assert_eq!(name(&counter(), &other_counter(), why).decide(&received), Err(ClerkRefusal::WrongDesk.into()));
        assert!(matches!(name(&counter(), &counter(), why).decide(&case), Err(Refusal::Clerk(ClerkRefusal::OtherDesk(_)))));
        let gone = Candidate { is_there: false, ..candidate(&colleague()) };
        let refused = NameClerk { clerk: gone, ..name(&checker(), &colleague(), why) }.decide(&case);
        assert_eq!(refused, Err(ClerkRefusal::Gone.into()));
    }

    #[test]
    fn a_released_case_is_nobodys_and_no_clerk_becomes_an_author() {
        let mut facts = story()[..5].to_vec();
        let release = |who: Actor| ReleaseClerk { who, why: text("担当替えのため。") };
        let named = name(&checker(), &colleague(), Some("休暇のため。")).decide(&case_after(&facts)).unwrap();
        facts.extend(named.into_iter().map(|event| Fact { event, by: checker().id }));
        assert_eq!(case_after(&facts).clerks().at(ClerkDesk::Division), Some(colleague().id));
        assert!(!case_after(&facts).authors().contains(&colleague().id));
        let released = release(checker()).decide(&case_after(&facts)).unwrap();
        facts.extend(released.into_iter().map(|event| Fact { event, by: checker().id }));
        assert_eq!(case_after(&facts).clerks().at(ClerkDesk::Division), None);
        assert_eq!(release(checker()).decide(&case_after(&facts)), Err(ClerkRefusal::Nobodys.into()));
    }

    #[test]
    fn the_case_comes_back_to_its_clerk_after_a_hold_and_after_a_correction() {
        let mut facts = story()[..5].to_vec();
        facts.push(Fact::new(Held { until: TODAY, why: Personal::Open(text("待つ。")) }, checker().id));
        assert_eq!(case_after(&facts).clerks().at(ClerkDesk::Division), Some(checker().id));
        let returned =
            ReturnedForCorrection { items: Vec::new(), due_on: TODAY, note: Personal::Open(text("直してください。")) };
        facts.push(Fact::new(returned, checker().id));
        assert_eq!(clerk::desk(case_after(&facts).stage()), Some(ClerkDesk::Office));
        facts.push(Fact::new(Resubmitted {}, counter().id));
        let back = case_after(&facts);
        assert_eq!(clerk::desk(back.stage()).and_then(|desk| back.clerks().at(desk)), Some(checker().id));
    }
}
