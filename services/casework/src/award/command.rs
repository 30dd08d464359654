//! The commands on an award, and what must hold for each.

use events::Actor;
use events::award::{
    AwardEvent, Corrected, EndGround, Ended, Extended, Granted, Redress, RedressDropped, RedressProposed, Replaced, Revoked,
    TakenBack,
};
use events::ids::RecipientId;

use super::{Award, AwardAction, Proposal, RedressRefusal, Standing, permit};
use crate::Refusal;
use crate::notice::NoticeRefusal;

/// Of two applications that follow one award, one is approved; what the other is told.
pub const ALREADY_FOLLOWED: &str =
    "この支給認定には、すでに次の支給認定が続いています。何も決定していません。受給者の画面で確かめてください。";

/// A command on an award.
#[derive(Clone, PartialEq, Debug)]
pub enum AwardCommand {
    /// 支給認定する: with the approval of its application.
    Grant(Box<Granted>),
    /// 別の支給認定に替える: with the approval of the application that changes it.
    Replace(Replaced),
    /// 終わらせる: by a notice of the family, or where the program finds that its days are over.
    End(Ended),
    /// 有効期間を延長する: by a mass extension that was approved.
    Extend(Box<Extended>),
    /// 取消または訂正を起案する.
    Propose(Actor, Box<RedressProposed>),
    /// 起案をやめる: withdrawn by the checker, sent back by the approver.
    Drop(Actor, Box<RedressDropped>),
    /// 取り消す: as proposed.
    Revoke(Actor, Box<Revoked>),
    /// 訂正する: as proposed.
    Correct(Actor, Box<Corrected>),
    /// 引き継ぎを取り消す: while nobody has gone on with it.
    TakeBack(TakenBack),
}

impl From<Granted> for AwardCommand {
    fn from(award: Granted) -> Self {
        Self::Grant(Box::new(award))
    }
}

impl AwardCommand {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, award: &Award) -> Result<AwardEvent, Refusal> {
        let standing = award.standing();
        match self {
            Self::Grant(_) if standing.is_some() => Err(Refusal::AlreadyGranted),
            Self::Grant(granted) => Ok((*granted).into()),
            Self::Replace(replaced) => {
                let standing = standing.filter(|standing| standing.recipient == replaced.recipient);
                let standing = standing.ok_or(Refusal::NoSuchAward)?;
                still_open(&standing)?;
                // An award that never counted would be a wrong one, and is corrected instead.
                if replaced.from <= standing.validity.start() || replaced.from > standing.validity.end() {
                    return Err(Refusal::OutsideTheAward(standing.validity));
                }
                Ok(replaced.into())
            }
            Self::End(ended) => {
                let standing = standing.filter(|standing| standing.recipient == ended.recipient);
                let standing = standing.ok_or(Refusal::NoSuchAward)?;
                still_open(&standing)?;
                // What ran out ends on its last day, and once.
                let ran_out = ended.ground.ran_out();
                if ran_out && standing.ended.is_some() {
                    return Err(NoticeRefusal::AwardEnded(standing.validity.end()).into());
                }
                if !standing.validity.contains(ended.last_day) || (ran_out && ended.last_day != standing.validity.end()) {
                    return Err(Refusal::OutsideTheAward(standing.validity));
                }
                Ok(ended.into())
            }
            Self::Extend(extended) => {
                let standing = of_recipient(award, extended.recipient)?;
                still_open(&standing)?;
                if award.proposal().is_some() {
                    return Err(RedressRefusal::AlreadyProposed.into());
                }
                let end = standing.validity.end();
                if extended.before != end || extended.until <= end {
                    return Err(Refusal::OutsideTheAward(standing.validity));
                }
                Ok((*extended).into())
            }
            Self::TakeBack(taken_back) => {
                let standing = of_recipient(award, taken_back.recipient)?;
                still_open(&standing)?;
                if standing.application != taken_back.application || award.proposal().is_some() {
                    return Err(Refusal::NoSuchAward);
                }
                Ok(taken_back.into())
            }
            Self::Propose(who, proposed) => {
                permit(AwardAction::Propose, award, &who)?;
                may_be_done(&proposed.redress, &of_recipient(award, proposed.recipient)?)?;
                Ok((*proposed).into())
            }
            Self::Drop(who, dropped) => {
                let own = permit(AwardAction::Withdraw, award, &who);
                permit(AwardAction::SendBack, award, &who).or(own)?;
                of_recipient(award, dropped.recipient)?;
                Ok((*dropped).into())
            }
            Self::Revoke(who, revoked) => {
                let Revoked { recipient, ground, from, proposed_by, .. } = *revoked;
                as_proposed(award, &who, Proposal { by: proposed_by, redress: Redress::Revoke { ground, from } })?;
                may_be_done(&Redress::Revoke { ground, from }, &of_recipient(award, recipient)?)?;
                Ok((*revoked).into())
            }
            Self::Correct(who, corrected) => {
                let Corrected { recipient, ground, from, right, proposed_by, .. } = *corrected;
                let redress = Redress::Correct { ground, from, right };
                as_proposed(award, &who, Proposal { by: proposed_by, redress })?;
                may_be_done(&redress, &of_recipient(award, recipient)?)?;
                Ok((*corrected).into())
            }
        }
    }
}

fn of_recipient(award: &Award, recipient: RecipientId) -> Result<Standing, Refusal> {
    award.standing().filter(|standing| standing.recipient == recipient).ok_or(Refusal::NoSuchAward)
}

fn as_proposed(award: &Award, who: &Actor, told: Proposal) -> Result<(), Refusal> {
    permit(AwardAction::Decide, award, who)?;
    if award.proposal() == Some(told) { Ok(()) } else { Err(RedressRefusal::AnotherThanProposed.into()) }
}

/// What the award itself says about a redress; limits that hang on masters and on other awards are looked at before it is proposed.
fn may_be_done(redress: &Redress, standing: &Standing) -> Result<(), Refusal> {
    match redress {
        Redress::Revoke { ground, from } => {
            still_open(standing)?;
            if !standing.validity.contains(*from) {
                return Err(Refusal::OutsideTheAward(standing.validity));
            }
            if *from == standing.validity.start() && !ground.reaches_the_first_day() {
                return Err(RedressRefusal::NotFromTheFirstDay(*from).into());
            }
            if *from == standing.validity.start() && standing.replaces.is_some() {
                return Err(RedressRefusal::ChangeIsCorrected.into());
            }
            Ok(())
        }
        // What was replaced is corrected by correcting what took its place; what was revoked is granted anew.
        Redress::Correct { .. } if standing.replaced_by.is_some() => Err(Refusal::AwardReplaced),
        Redress::Correct { .. } if standing.ended == Some(EndGround::Revoked) => still_open(standing),
        Redress::Correct { right, .. } => {
            let now = events::award::Right { validity: standing.validity, ..standing.right };
            if *right == now { Err(Refusal::NothingChanged) } else { Ok(()) }
        }
    }
}

/// Nothing has taken its place or ended it before its days ran out.
fn still_open(standing: &Standing) -> Result<(), Refusal> {
    if standing.replaced_by.is_some() {
        return Err(Refusal::AwardReplaced);
    }
    if standing.ended.is_some_and(|ground| !ground.ran_out()) {
        return Err(NoticeRefusal::AwardEnded(standing.validity.end()).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use cqrs_es::Aggregate as _;
    use cqrs_es::test::TestFramework;
    use events::Personal;
    use events::award::EndGround;
    use events::ids::{ApplicationId, AwardId, ExtensionId, RecipientId, StaffId};
    use events::vocabulary::{ProcedureKind, RecipientNumber};
    use jiff::civil::{Date, date};
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::samples::{TODAY, concluded};

    const BY: StaffId = StaffId(Uuid::from_u128(4));

    /// Valid from 2026-04-01 through 2026-09-30.
    fn granted() -> Granted {
        let concluded = concluded("a");
        Granted {
            recipient: RecipientId(Uuid::from_u128(9)),
            application: ApplicationId(Uuid::from_u128(1)),
            replaces: None,
            kind: ProcedureKind::New,
            decided_on: TODAY,
            recipient_number: RecipientNumber::from_serial(1).unwrap(),
            diseases: vec!["02_01_001".parse().unwrap()],
            conclusion: concluded.conclusion,
            registrant_certificate: false,
            main_institution: None,
            determination: Personal::Open(concluded.determination),
        }
    }

    fn replaced(from: Date) -> Replaced {
        Replaced {
            by: AwardId(Uuid::from_u128(8)),
            recipient: granted().recipient,
            from,
            application: ApplicationId(Uuid::from_u128(2)),
        }
    }

    fn after(facts: &[Fact<AwardEvent>]) -> Award {
        let mut award = Award::default();
        for fact in facts {
            award.apply(fact.clone());
        }
        award
    }

    #[test]
    fn an_award_is_granted_once() {
        let fact: Fact<AwardEvent> = Fact::new(granted(), BY);
        let command = (BY, AwardCommand::from(granted()));
        let framework = || TestFramework::<Award>::with(());
        framework().given_no_previous_events().when(command.clone()).then_expect_events(vec![fact.clone()]);
        framework().given(vec![fact]).when(command).then_expect_error(Refusal::AlreadyGranted);
    }

    #[test]
    fn the_one_before_counts_until_the_day_before() {
        let told = [Fact::new(granted(), BY), Fact::new(replaced(date(2026, 8, 1)), BY)];
        let standing = after(&told).standing().unwrap();
        assert_eq!((standing.validity.start(), standing.validity.end()), (date(2026, 4, 1), date(2026, 7, 31)));
        assert_eq!(standing.replaced_by, Some(AwardId(Uuid::from_u128(8))));
        let again = AwardCommand::Replace(replaced(date(2026, 6, 1))).decide(&after(&told));
        assert_eq!(again, Err(Refusal::AwardReplaced));
    }

    fn ended(last_day: Date) -> Ended {
        let Granted { recipient, application, .. } = granted();
        Ended { recipient, application, last_day, ground: EndGround::Cured, notice: None }
    }

    #[test]
    fn it_ends_once_within_its_days() {
        let open = after(&[Fact::new(granted(), BY)]);
        let end = |award: &Award, day| AwardCommand::End(ended(day)).decide(award).map(drop);
        let outside = Err(Refusal::OutsideTheAward(granted().conclusion.validity));
        assert_eq!(end(&open, date(2026, 3, 31)), outside);
        assert_eq!(end(&open, date(2026, 10, 1)), outside);
        assert_eq!(end(&open, date(2026, 9, 30)), Ok(()));
        let over = after(&[Fact::new(granted(), BY), Fact::new(ended(date(2026, 6, 1)), BY)]);
        assert_eq!(over.standing().map(|standing| standing.validity.end()), Some(date(2026, 6, 1)));
        let refused = Err(NoticeRefusal::AwardEnded(date(2026, 6, 1)).into());
        assert_eq!(end(&over, date(2026, 5, 1)), refused);
        assert_eq!(AwardCommand::Replace(replaced(date(2026, 5, 1))).decide(&over).map(drop), refused);
        assert_eq!(end(&Award::default(), date(2026, 6, 1)), Err(Refusal::NoSuchAward));
    }

    #[test]
    fn what_ran_out_ends_on_its_last_day_once_and_its_days_stay_open_to_what_concerns_them() {
        let open = after(&[Fact::new(granted(), BY)]);
        let expired = |day| Ended { ground: EndGround::Expired, ..ended(day) };
        let end = |award: &Award, day| AwardCommand::End(expired(day)).decide(award).map(drop);
        let last = date(2026, 9, 30);
        assert_eq!(end(&open, date(2026, 9, 29)), Err(Refusal::OutsideTheAward(granted().conclusion.validity)));
        assert_eq!(end(&open, last), Ok(()));
        let over = after(&[Fact::new(granted(), BY), Fact::new(expired(last), BY)]);
        assert_eq!(over.standing().map(|one| (one.ended, one.validity.end())), Some((Some(EndGround::Expired), last)));
        assert_eq!(end(&over, last), Err(NoticeRefusal::AwardEnded(last).into()), "once");
        // An application or a notice about its days that is decided late still counts.
        assert_eq!(AwardCommand::Replace(replaced(date(2026, 8, 1))).decide(&over).map(drop), Ok(()));
        assert_eq!(AwardCommand::End(ended(date(2026, 8, 1))).decide(&over).map(drop), Ok(()));
        let cured = after(&[Fact::new(granted(), BY), Fact::new(ended(date(2026, 8, 1)), BY)]);
        assert_eq!(end(&cured, date(2026, 8, 1)), Err(NoticeRefusal::AwardEnded(date(2026, 8, 1)).into()));
    }

    #[test]
    fn an_extension_adds_days_and_revives_what_ran_out_but_nothing_else() {
        let last = date(2026, 9, 30);
        let extended = |until| Extended {
            recipient: granted().recipient,
            application: granted().application,
            extension: ExtensionId(Uuid::from_u128(70)),
            reference: Personal::Erased,
            before: last,
            until,
            decided_on: TODAY,
            proposed_by: BY,
        };
        let extend = |award: &Award, until| AwardCommand::Extend(Box::new(extended(until))).decide(award).map(drop);
        let open = after(&[Fact::new(granted(), BY)]);
        let outside = Err(Refusal::OutsideTheAward(granted().conclusion.validity));
        assert_eq!(extend(&open, last), outside);
        assert_eq!(extend(&open, date(2027, 3, 31)), Ok(()));
        let ran_out = Ended { ground: EndGround::Expired, ..ended(last) };
        let over = after(&[Fact::new(granted(), BY), Fact::new(ran_out, BY)]);
        assert_eq!(extend(&over, date(2027, 3, 31)), Ok(()));
        let longer = after(&[Fact::new(granted(), BY), Fact::new(extended(date(2027, 3, 31)), BY)]);
        let standing = longer.standing().unwrap();
        assert_eq!(
            (standing.validity.end(), standing.right.validity.end(), standing.ended),
            (date(2027, 3, 31), date(2027, 3, 31), None)
        );
        assert_eq!(extend(&longer, date(2027, 9, 30)).map_err(|_| ()), Err(()), "the last day before is another");
        let cured = after(&[Fact::new(granted(), BY), Fact::new(ended(last), BY)]);
        assert_eq!(extend(&cured, date(2027, 3, 31)), Err(NoticeRefusal::AwardEnded(last).into()));
        let changed = after(&[Fact::new(granted(), BY), Fact::new(replaced(date(2026, 8, 1)), BY)]);
        assert_eq!(extend(&changed, date(2027, 3, 31)), Err(Refusal::AwardReplaced));
    }

    #[test]
    fn only_within_its_days_and_for_the_same_child() {
        let standing = after(&[Fact::new(granted(), BY)]);
        let from = |day| AwardCommand::Replace(replaced(day)).decide(&standing).map(drop);
        let outside = Err(Refusal::OutsideTheAward(granted().conclusion.validity));
        assert_eq!(from(date(2026, 4, 1)), outside, "it would never have counted");
        assert_eq!(from(date(2026, 4, 2)), Ok(()));
        assert_eq!(from(date(2026, 9, 30)), Ok(()));
        assert_eq!(from(date(2026, 10, 1)), outside);
        let of_another = Replaced { recipient: RecipientId(Uuid::from_u128(7)), ..replaced(date(2026, 6, 1)) };
        assert_eq!(AwardCommand::Replace(of_another).decide(&standing), Err(Refusal::NoSuchAward));
        assert_eq!(AwardCommand::Replace(replaced(date(2026, 6, 1))).decide(&Award::default()), Err(Refusal::NoSuchAward));
    }
}
