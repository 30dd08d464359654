//! 影響調査: who may ask for one, and that it ends once. What it comes to is found by [`crate::rules::impact`].

use events::impact::{Asked, Ended, ImpactEvent};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;
use crate::rules::impact::{Way, WayError};
use crate::rules::masters::MastersError;

/// Why a study may not be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ImpactRefusal {
    /// Another role does this.
    #[error("影響調査を頼めるのは、点検、決裁、監査の担当者です。担当者に頼んでください。")]
    WrongRole,
    /// One at a time.
    #[error("ほかの影響調査が進んでいます。終わるのを待つか、止めてから、もう一度頼んでください。")]
    AtWork,
    /// Both ways decide alike.
    #[error("2つの決め方が同じです。変わるものを選んでください。")]
    Alike,
    /// It ends once, after it was asked for.
    #[error("この影響調査は、頼まれていないか、もう終わっています。")]
    NotRunning,
    /// A way that nobody can go.
    #[error("{0}")]
    Way(String),
    /// What was studied is not the law as it stands, so nothing can be corrected by it.
    #[error(
        "この影響調査は、まだ採用していない行か、いまと違う版を使ったものです。マスタに採用した後の影響調査から訂正を起案してください。"
    )]
    NotInForce,
    /// Only what the study found is corrected by it.
    #[error("この支給認定は、階層が決まらないか、この影響調査の結果にありません。")]
    NotAmongTheResults,
    /// A cap that was shared, or has changed since.
    #[error("訂正で決まる上限額が、影響調査の額と違います（按分など）。支給認定の「取消・訂正」の画面で確かめてください。")]
    OtherCap,
}

impl From<WayError> for ImpactRefusal {
    fn from(error: WayError) -> Self {
        Self::Way(error.to_string())
    }
}

impl From<MastersError> for ImpactRefusal {
    fn from(error: MastersError) -> Self {
        Self::Way(error.to_string())
    }
}

/// A study, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Impact {
    asked: bool,
    ended: bool,
}

/// A command on a study.
#[derive(Clone, PartialEq, Debug)]
pub enum ImpactCommand {
    /// 頼む.
    Ask(Box<Asked>),
    /// Say how it ended.
    End(Ended),
}

impl Impact {
    /// Whether it was asked for and has not ended.
    pub const fn runs(&self) -> bool {
        self.asked && !self.ended
    }

    fn decide(&self, command: ImpactCommand, who: &Actor) -> Result<ImpactEvent, ImpactRefusal> {
        match command {
            ImpactCommand::Ask(_) if !may_ask(who.role) => Err(ImpactRefusal::WrongRole),
            ImpactCommand::Ask(asked) if asked.old == asked.new => Err(ImpactRefusal::Alike),
            ImpactCommand::Ask(_) if self.asked => Err(ImpactRefusal::AtWork),
            ImpactCommand::Ask(asked) => Ok((*asked).into()),
            ImpactCommand::End(ended) if self.runs() => Ok(ended.into()),
            ImpactCommand::End(_) => Err(ImpactRefusal::NotRunning),
        }
    }
}

/// Those who prepare a change of law and those who look after it; the program where it is asked on the command line.
const fn may_ask(role: StaffRole) -> bool {
    matches!(role, StaffRole::Checker | StaffRole::Approver | StaffRole::Auditor | StaffRole::Program)
}

aggregate!(Impact, "impact", ImpactCommand => ImpactEvent);

impl Impact {
    fn take(&mut self, Fact { event, .. }: Fact<ImpactEvent>) {
        match event {
            ImpactEvent::Asked(_) => self.asked = true,
            ImpactEvent::Ended(_) => self.ended = true,
        }
    }
}

/// Whether what a study calls the new way is the law as it stands: then its results may be corrected.
pub fn in_force(asked: &Asked, masters: &crate::rules::Masters) -> Result<(), ImpactRefusal> {
    let stands = asked.new.drafts.is_empty()
        && asked.new.rules.is_empty()
        && Way::of(&asked.new, masters)?.set().masters_position == masters.position();
    if stands { Ok(()) } else { Err(ImpactRefusal::NotInForce) }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::impact::{Outcome, Totals, Way as Asks};
    use events::vocabulary::ValidityPeriod;
    use jiff::civil::date;

    use super::*;
    use crate::application::samples::{approver, checker, counter, text};
    use crate::rules::samples;

    fn asked(new: Asks) -> Asked {
        let period = ValidityPeriod::new(date(2026, 7, 1), date(2027, 6, 30)).unwrap();
        Asked { period, old: Asks::default(), new, known_up_to: 9, why: Personal::Open(text("改正の準備")) }
    }

    fn draft() -> Asks {
        Asks { drafts: vec![samples::row("caps", "IV", samples::cap(4000, 2000, 500))], ..Asks::default() }
    }

    fn ended() -> Ended {
        Ended { outcome: Outcome::Finished, totals: Totals::default(), digest: String::new() }
    }

    #[test]
    fn it_is_asked_by_those_who_prepare_or_look_after_the_law() {
        let ask = |who: &Actor| Impact::default().decide(ImpactCommand::Ask(Box::new(asked(draft()))), who);
        let auditor = Actor { role: StaffRole::Auditor, ..checker() };
        for who in [checker(), approver(), auditor, Actor::program("command line")] {
            assert!(ask(&who).is_ok(), "{:?}", who.role);
        }
        assert_eq!(ask(&counter()), Err(ImpactRefusal::WrongRole));
    }

    #[test]
    fn two_ways_that_are_one_are_no_question() {
        let alike = Impact::default().decide(ImpactCommand::Ask(Box::new(asked(Asks::default()))), &checker());
        assert_eq!(alike, Err(ImpactRefusal::Alike));
    }

    #[test]
    fn it_ends_once() {
        let mut study = Impact::default();
        let end = || ImpactCommand::End(ended());
        assert_eq!(study.decide(end(), &checker()), Err(ImpactRefusal::NotRunning));
        let event = study.decide(ImpactCommand::Ask(Box::new(asked(draft()))), &checker()).unwrap();
        study.take(Fact { event, by: checker().id });
        assert!(study.runs());
        assert_eq!(study.decide(ImpactCommand::Ask(Box::new(asked(draft()))), &checker()), Err(ImpactRefusal::AtWork));
        let event = study.decide(end(), &checker()).unwrap();
        study.take(Fact { event, by: checker().id });
        assert_eq!(study.decide(end(), &checker()), Err(ImpactRefusal::NotRunning));
    }

    #[test]
    fn only_the_law_as_it_stands_corrects_anything() {
        let masters = samples::masters();
        let now = Asks { masters_position: masters.position(), ..Asks::default() };
        assert_eq!(in_force(&asked(now), &masters), Ok(()));
        assert_eq!(in_force(&asked(draft()), &masters), Err(ImpactRefusal::NotInForce));
        let mut later = masters.clone();
        later.adopt(masters.position() + 9, &samples::row("caps", "IV", samples::cap(4000, 2000, 500))).unwrap();
        let then = Asks { masters_position: masters.position(), ..Asks::default() };
        assert_eq!(in_force(&asked(then), &later), Err(ImpactRefusal::NotInForce));
        let rules = [("income.tier".to_owned(), 1)].into();
        let earlier = Asks { masters_position: masters.position(), rules, ..Asks::default() };
        assert_eq!(in_force(&asked(earlier), &masters), Err(ImpactRefusal::NotInForce));
    }
}
