//! Who may take an award back or correct it, from which day, and what follows for money.

use cqrs_es::Aggregate as _;
use events::award::{
    AwardEvent, Corrected, CorrectionGround, EndGround, Ended, Granted, Money, MonthTotal, Redress, RedressDropped,
    RedressProposed, Replaced, RevocationGround, Revoked, Right,
};
use events::ids::{ApplicationId, AwardId, EventId, RecipientId};
use events::vocabulary::{ProcedureKind, RecipientNumber, Tier, ValidityPeriod, Yen};
use events::{Actor, Personal, StaffRole};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Award, AwardAction, AwardCommand, Bounds, RedressRefusal, Standing, admit, money, offers, permit};
use crate::application::samples::{TODAY, approver, checker, concluded, counter, text};
use crate::rules::own_share::OwnShare;
use crate::{Fact, Refusal};

const RECIPIENT: RecipientId = RecipientId(Uuid::from_u128(9));
const APPLICATION: ApplicationId = ApplicationId(Uuid::from_u128(1));
const GRANTED: EventId = EventId(Uuid::from_u128(77));

/// Valid from 2026-04-01 through 2026-09-30.
fn granted() -> Granted {
    let concluded = concluded("a");
    Granted {
        recipient: RECIPIENT,
        application: APPLICATION,
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

fn after(told: &[(Actor, AwardEvent)]) -> Award {
    let mut award = Award::default();
    award.apply(Fact::new(granted(), approver().id));
    for (who, event) in told {
        award.apply(Fact { event: event.clone(), by: who.id });
    }
    award
}

fn standing() -> Standing {
    after(&[]).standing().unwrap()
}

const fn revoke(ground: RevocationGround, from: Date) -> Redress {
    Redress::Revoke { ground, from }
}

fn lower_tier() -> Right {
    Right { tier: Some(Tier::III), monthly_cap: Yen::new(2_500).unwrap(), ..standing().right }
}

fn correct(ground: CorrectionGround, right: Right) -> Redress {
    Redress::Correct { ground, from: right.validity.start(), right }
}

fn proposed(redress: Redress) -> RedressProposed {
    RedressProposed {
        recipient: RECIPIENT,
        application: APPLICATION,
        corrects: GRANTED,
        redress,
        months: Personal::Open(Vec::new()),
        why: Personal::Open(text("見本の理由")),
    }
}

fn propose(award: &Award, redress: Redress) -> Result<(), Refusal> {
    AwardCommand::Propose(checker(), Box::new(proposed(redress))).decide(award).map(drop)
}

fn revoked(from: Date) -> Revoked {
    Revoked {
        recipient: RECIPIENT,
        application: APPLICATION,
        corrects: GRANTED,
        proposed_by: checker().id,
        ground: RevocationGround::GrantedInError,
        from,
        decided_on: TODAY,
        money: Personal::Open(Money::default()),
        why: Personal::Open(text("見本の理由")),
    }
}

fn corrected(right: Right) -> Corrected {
    Corrected {
        recipient: RECIPIENT,
        application: APPLICATION,
        corrects: GRANTED,
        proposed_by: checker().id,
        ground: CorrectionGround::Income,
        from: right.validity.start(),
        decided_on: TODAY,
        right,
        money: Personal::Open(Money::default()),
        why: Personal::Open(text("見本の理由")),
    }
}

#[test]
fn one_proposes_another_decides_and_nothing_else_than_what_was_proposed() {
    let from = date(2026, 4, 1);
    let redress = revoke(RevocationGround::GrantedInError, from);
    assert_eq!(propose(&after(&[]), redress), Ok(()));
    let waiting = after(&[(checker(), proposed(redress).into())]);
    assert_eq!(propose(&waiting, redress), Err(RedressRefusal::AlreadyProposed.into()));
    let decide = |who: Actor, revoked| AwardCommand::Revoke(who, Box::new(revoked)).decide(&waiting).map(drop);
    assert_eq!(decide(approver(), revoked(from)), Ok(()));
    let own = Actor { id: checker().id, ..approver() };
    assert_eq!(decide(own, revoked(from)), Err(RedressRefusal::OwnProposal.into()));
    assert_eq!(decide(approver(), revoked(date(2026, 5, 1))), Err(RedressRefusal::AnotherThanProposed.into()));
    let another = Revoked { proposed_by: approver().id, ..revoked(from) };
    assert_eq!(decide(approver(), another), Err(RedressRefusal::AnotherThanProposed.into()));
    let needed = StaffRole::Approver.label();
    assert_eq!(decide(checker(), revoked(from)), Err(RedressRefusal::WrongRole { action: AwardAction::Decide, needed }.into()));
    let unasked = AwardCommand::Revoke(approver(), Box::new(revoked(from))).decide(&after(&[])).map(drop);
    assert_eq!(unasked, Err(RedressRefusal::NothingWaits.into()));
}

#[test]
fn a_proposal_can_be_dropped_by_either_and_made_anew() {
    let redress = revoke(RevocationGround::NotNeeded, date(2026, 5, 1));
    let waiting = after(&[(checker(), proposed(redress).into())]);
    let dropped = || RedressDropped { recipient: RECIPIENT, application: APPLICATION, why: Personal::Open(text("取りやめ")) };
    let drop_by = |who: Actor| AwardCommand::Drop(who, Box::new(dropped())).decide(&waiting).map(drop);
    assert_eq!((drop_by(checker()), drop_by(approver())), (Ok(()), Ok(())));
    assert!(drop_by(counter()).is_err());
    let again = after(&[(checker(), proposed(redress).into()), (checker(), dropped().into())]);
    assert_eq!(propose(&again, redress), Ok(()));
    let waits: Vec<_> = offers(&waiting, &approver()).into_iter().filter(|(_, closed)| closed.is_none()).collect();
    assert_eq!(waits, [(AwardAction::Decide, None), (AwardAction::SendBack, None)]);
    assert!(permit(AwardAction::Propose, &Award::default(), &checker()).is_err());
}

#[test]
fn only_what_should_never_have_been_granted_is_taken_back_from_its_first_day() {
    let award = after(&[]);
    let first = date(2026, 4, 1);
    for ground in RevocationGround::ALL {
        let expected = match ground {
            RevocationGround::Dishonest | RevocationGround::GrantedInError => Ok(()),
            _ => Err(RedressRefusal::NotFromTheFirstDay(first).into()),
        };
        assert_eq!(propose(&award, revoke(*ground, first)), expected, "{ground:?}");
        assert_eq!(propose(&award, revoke(*ground, date(2026, 4, 2))), Ok(()), "{ground:?}");
    }
    let outside = Err(Refusal::OutsideTheAward(standing().validity));
    assert_eq!(propose(&award, revoke(RevocationGround::GrantedInError, date(2026, 3, 31))), outside);
    assert_eq!(propose(&award, revoke(RevocationGround::GrantedInError, date(2026, 10, 1))), outside);
}

#[test]
fn what_is_revoked_replaced_or_ended_is_not_revoked() {
    let again = revoke(RevocationGround::GrantedInError, date(2026, 4, 1));
    let annulled = after(&[(checker(), proposed(again).into()), (approver(), revoked(date(2026, 4, 1)).into())]);
    let known = annulled.standing().unwrap();
    assert!(known.annulled && annulled.proposal().is_none());
    assert!(matches!(propose(&annulled, again), Err(Refusal::Notice(_))), "a second revocation");
    assert!(matches!(propose(&annulled, correct(CorrectionGround::Income, lower_tier())), Err(Refusal::Notice(_))));
    let cut = after(&[(approver(), revoked(date(2026, 6, 1)).into())]).standing().unwrap();
    assert_eq!((cut.validity.end(), cut.annulled), (date(2026, 5, 31), false));
    let by = AwardId(Uuid::from_u128(8));
    let replaced = Replaced { by, recipient: RECIPIENT, from: date(2026, 8, 1), application: APPLICATION };
    let replaced = after(&[(approver(), replaced.into())]);
    assert_eq!(propose(&replaced, again), Err(Refusal::AwardReplaced));
    assert_eq!(propose(&replaced, correct(CorrectionGround::Income, lower_tier())), Err(Refusal::AwardReplaced));
}

#[test]
fn a_correction_changes_what_the_award_gives_and_brings_back_what_was_ended_by_mistake() {
    let award = after(&[]);
    assert_eq!(propose(&award, correct(CorrectionGround::Income, standing().right)), Err(Refusal::NothingChanged));
    assert_eq!(propose(&award, correct(CorrectionGround::Income, lower_tier())), Ok(()));
    let known = after(&[(approver(), corrected(lower_tier()).into())]).standing().unwrap();
    assert_eq!((known.right, known.validity), (lower_tier(), standing().validity));

    let (last_day, ground) = (date(2026, 6, 1), EndGround::Cured);
    let ended: AwardEvent = Ended { recipient: RECIPIENT, application: APPLICATION, last_day, ground, notice: None }.into();
    let over = after(&[(checker(), ended.clone())]);
    assert_eq!(propose(&over, correct(CorrectionGround::EndedInError, standing().right)), Ok(()));
    let back = after(&[(checker(), ended.clone()), (approver(), corrected(standing().right).into())]).standing().unwrap();
    assert_eq!((back.ended, back.validity), (None, standing().validity));
    // A lower cap alone does not bring it back.
    let short = Right { validity: ValidityPeriod::new(date(2026, 4, 1), last_day).unwrap(), ..lower_tier() };
    let still = after(&[(checker(), ended), (approver(), corrected(short).into())]).standing().unwrap();
    assert_eq!((still.ended, still.validity.end()), (Some(ground), last_day));
}

fn bounds() -> Bounds {
    Bounds {
        today: date(2026, 8, 20),
        kind: ProcedureKind::New,
        applied: date(2026, 4, 20),
        back_years: 5,
        late_months: 3,
        longest_months: 15,
        eligible_until: date(2038, 5, 2),
        earlier_end: None,
        followed: false,
    }
}

fn period(start: Date, end: Date) -> Redress {
    correct(CorrectionGround::Period, Right { validity: ValidityPeriod::new(start, end).unwrap(), ..standing().right })
}

#[test]
fn the_law_and_the_neighbours_bound_a_correction_of_the_days() {
    let known = standing();
    let ask = |redress: &Redress, bounds: &Bounds| admit(redress, &known, bounds);
    let end = known.validity.end();
    assert_eq!(ask(&period(date(2026, 1, 20), end), &bounds()), Ok(()));
    let early = RedressRefusal::StartsTooEarly(date(2026, 1, 20)).into();
    assert_eq!(ask(&period(date(2026, 1, 19), end), &bounds()), Err(early));
    let after_earlier = Bounds { earlier_end: Some(date(2026, 3, 10)), ..bounds() };
    let overlapping = RedressRefusal::StartsTooEarly(date(2026, 3, 11)).into();
    assert_eq!(ask(&period(date(2026, 3, 10), end), &after_earlier), Err(overlapping));
    let renewal = Bounds { kind: ProcedureKind::Renewal, ..bounds() };
    let early = RedressRefusal::StartsTooEarly(known.validity.start()).into();
    assert_eq!(ask(&period(date(2026, 3, 31), end), &renewal), Err(early));

    assert_eq!(ask(&period(known.validity.start(), date(2027, 7, 20)), &bounds()), Ok(()));
    let late = |day| Err(RedressRefusal::EndsTooLate(day).into());
    assert_eq!(ask(&period(known.validity.start(), date(2027, 7, 21)), &bounds()), late(date(2027, 7, 20)));
    // Born on 29 February 2007: 20 on 1 March 2027, eligible through 28 February.
    let adult = Bounds { eligible_until: date(2027, 2, 28), ..bounds() };
    assert_eq!(ask(&period(known.validity.start(), date(2027, 2, 28)), &adult), Ok(()));
    assert_eq!(ask(&period(known.validity.start(), date(2027, 3, 1)), &adult), late(date(2027, 2, 28)));
    let followed = Bounds { followed: true, ..bounds() };
    assert_eq!(ask(&period(known.validity.start(), date(2026, 8, 31)), &followed), Err(RedressRefusal::Followed(end).into()));
    let not_ended = correct(CorrectionGround::EndedInError, lower_tier());
    assert_eq!(ask(&not_ended, &bounds()), Err(RedressRefusal::NotEnded.into()));
    let reckoned = Redress::Correct { ground: CorrectionGround::Income, from: date(2026, 10, 1), right: lower_tier() };
    let outside = RedressRefusal::ReckonedOutside(known.validity.start(), end);
    assert_eq!(ask(&reckoned, &bounds()), Err(outside.into()));
}

#[test]
fn nothing_is_reckoned_beyond_the_limit() {
    let later = Bounds { today: date(2031, 5, 2), ..bounds() };
    let ask = |day| admit(&revoke(RevocationGround::GrantedInError, day), &standing(), &later);
    assert_eq!(ask(date(2026, 5, 2)), Ok(()));
    assert_eq!(ask(date(2026, 5, 1)), Err(RedressRefusal::TooFarBack(date(2026, 5, 2)).into()));
}

#[test]
fn money_is_reckoned_where_the_month_is_known_and_said_to_be_unknown_where_it_is_not() {
    let known = Standing { right: Right { monthly_cap: Yen::new(5_000).unwrap(), ..standing().right }, ..standing() };
    let share = OwnShare { percent: 20, unit: 10 };
    let total = |month, amount| MonthTotal { month: date(2026, month, 1), total: Yen::new(amount).unwrap() };
    let reckon = |redress: &Redress, told: &[MonthTotal]| money(redress, &known, told, (date(2026, 7, 10), share));
    // Cap 5,000 → 2,500: of 100,000 yen 5,000 was paid and 2,500 was due; of 11,000 yen 2,200 both times.
    let found = reckon(&correct(CorrectionGround::Income, lower_tier()), &[total(4, 100_000), total(5, 11_000)]).unwrap();
    assert_eq!(found.balance(), -2_500);
    assert_eq!(found.known.len(), 2);
    assert_eq!(found.unknown, [date(2026, 6, 1), date(2026, 7, 1)]);
    // The other way round the family gives back.
    let higher = Right { monthly_cap: Yen::new(10_000).unwrap(), ..known.right };
    let found = reckon(&correct(CorrectionGround::Income, higher), &[total(6, 40_000)]).unwrap();
    assert_eq!(found.balance(), 3_000, "8,000 of 40,000 was due, 5,000 was paid");
    let from = date(2026, 6, 15);
    let found = reckon(&revoke(RevocationGround::NotNeeded, from), &[]).unwrap();
    assert_eq!((found.known.len(), found.unknown), (0, vec![date(2026, 6, 1), date(2026, 7, 1)]));
    for strange in [&[total(3, 1)][..], &[total(8, 1)], &[total(4, 1), total(4, 2)]] {
        let refused = reckon(&correct(CorrectionGround::Income, lower_tier()), strange);
        assert!(matches!(refused, Err(Refusal::Redress(RedressRefusal::StrangeMonth(_)))), "{strange:?}");
    }
}
