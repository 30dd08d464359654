//! The life of a takeover.

use events::ids::StaffId;
use events::takeover::{Approved, CarriedOut, Checked, Prepared, Received, ReversalAsked, Reversed, TakeoverEvent, Verdicts};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use super::TakeoverRefusal;
use crate::Fact;
use crate::fact::aggregate;

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
enum Stage {
    #[default]
    None,
    Received,
    Prepared,
    Checked,
    Approved,
    CarriedOut,
    ReversalAsked,
    Reversed,
}

/// A takeover, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Takeover {
    authors: Vec<StaffId>,
    stage: Stage,
    checked: Option<Verdicts>,
}

/// A command on a takeover.
#[derive(Clone, PartialEq, Debug)]
pub enum TakeoverCommand {
    /// 受け取る.
    Receive(Received),
    /// 列を決める.
    Prepare(Prepared),
    /// Say how the rows came out.
    Check(Verdicts),
    /// 決裁する, as checked.
    Approve(Verdicts),
    /// Say that it is done.
    CarryOut(CarriedOut),
    /// 取消しを求める.
    AskReversal(ReversalAsked),
    /// Say that it is taken back.
    Reverse(Reversed),
}

impl Takeover {
    /// How the rows came out, as they were judged last.
    pub const fn checked(&self) -> Option<Verdicts> {
        self.checked
    }

    /// It waits for its rows to be judged.
    pub fn is_to_check(&self) -> bool {
        self.stage == Stage::Prepared
    }

    /// It waits to be carried out, or is being.
    pub fn is_to_carry_out(&self) -> bool {
        self.stage == Stage::Approved
    }

    /// It waits to be taken back, or is being.
    pub fn is_to_reverse(&self) -> bool {
        self.stage == Stage::ReversalAsked
    }

    /// Whether records of this takeover may come into the ledger now.
    pub fn admits(&self) -> bool {
        self.is_to_carry_out()
    }

    /// Whether records of this takeover may be taken back now.
    pub fn gives_back(&self) -> bool {
        self.is_to_reverse()
    }

    /// Whether a person may approve it.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_approve(&self, who: &Actor) -> Result<(), TakeoverRefusal> {
        if who.role != StaffRole::Approver {
            return Err(TakeoverRefusal::WrongDecider);
        }
        if self.authors.contains(&who.id) {
            return Err(TakeoverRefusal::OwnWork);
        }
        if self.stage >= Stage::Approved { Err(TakeoverRefusal::AlreadyApproved) } else { Ok(()) }
    }

    fn may_prepare(&self, who: &Actor) -> Result<(), TakeoverRefusal> {
        if who.role != StaffRole::Administrator {
            return Err(TakeoverRefusal::WrongPreparer);
        }
        if self.stage >= Stage::Approved { Err(TakeoverRefusal::AlreadyApproved) } else { Ok(()) }
    }

    fn decide(&self, command: TakeoverCommand, who: &Actor) -> Result<TakeoverEvent, TakeoverRefusal> {
        let begun = self.stage > Stage::None;
        match command {
            TakeoverCommand::Receive(_) if begun => Err(TakeoverRefusal::NotWaiting),
            TakeoverCommand::Receive(received) => self.may_prepare(who).map(|()| received.into()),
            _ if !begun => Err(TakeoverRefusal::NoSuchTakeover),
            TakeoverCommand::Prepare(prepared) => self.may_prepare(who).map(|()| prepared.into()),
            TakeoverCommand::Check(verdicts) if self.is_to_check() => Ok(Checked { verdicts }.into()),
            TakeoverCommand::Approve(verdicts) => {
                self.may_approve(who)?;
                if self.checked != Some(verdicts) {
                    return Err(TakeoverRefusal::NotAsChecked);
                }
                if verdicts.takeable() == 0 { Err(TakeoverRefusal::NothingToTake) } else { Ok(Approved { verdicts }.into()) }
            }
            TakeoverCommand::CarryOut(done) if self.is_to_carry_out() => Ok(done.into()),
            TakeoverCommand::AskReversal(_) if who.role != StaffRole::Approver => Err(TakeoverRefusal::WrongDecider),
            TakeoverCommand::AskReversal(asked) if self.stage == Stage::CarriedOut => Ok(asked.into()),
            TakeoverCommand::AskReversal(_) => Err(TakeoverRefusal::NotToBeReversed),
            TakeoverCommand::Reverse(reversed) if self.is_to_reverse() => Ok(reversed.into()),
            TakeoverCommand::Check(_) | TakeoverCommand::CarryOut(_) | TakeoverCommand::Reverse(_) => {
                Err(TakeoverRefusal::NotWaiting)
            }
        }
    }
}

aggregate!(Takeover, "takeover", TakeoverCommand => TakeoverEvent);

impl Takeover {
    fn take(&mut self, fact: Fact<TakeoverEvent>) {
        self.stage = match fact.event {
            TakeoverEvent::Received(_) => Stage::Received,
            TakeoverEvent::Prepared(_) => Stage::Prepared,
            TakeoverEvent::Checked(event) => {
                self.checked = Some(event.verdicts);
                Stage::Checked
            }
            TakeoverEvent::Approved(_) => Stage::Approved,
            TakeoverEvent::CarriedOut(_) => Stage::CarriedOut,
            TakeoverEvent::ReversalAsked(_) => Stage::ReversalAsked,
            TakeoverEvent::Reversed(_) => Stage::Reversed,
        };
        if self.stage <= Stage::Prepared {
            self.checked = None;
            self.authors.push(fact.by);
        }
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::ids::ArtifactId;
    use events::vocabulary::PayerNumber;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, text};

    fn administrator() -> Actor {
        Actor { role: StaffRole::Administrator, id: StaffId(Uuid::from_u128(77)), ..checker() }
    }

    fn received() -> TakeoverCommand {
        let artifact = ArtifactId(Uuid::from_u128(5));
        TakeoverCommand::Receive(Received { artifact, digest: "ab".repeat(32), bytes: 9, why: Personal::Open(text("見本")) })
    }

    fn prepared() -> TakeoverCommand {
        let payer_number = PayerNumber::parse("52416013").unwrap();
        TakeoverCommand::Prepare(Prepared { sheet: None, header_line: 3, columns: [].into(), payer_number })
    }

    fn verdicts(right: u32) -> Verdicts {
        Verdicts { right, warned: 1, refused: 2, skipped: 3 }
    }

    fn step(takeover: &mut Takeover, command: TakeoverCommand, who: &Actor) -> Result<(), TakeoverRefusal> {
        let event = takeover.decide(command, who)?;
        takeover.take(Fact { event, by: who.id });
        Ok(())
    }

    fn checked() -> Takeover {
        let mut takeover = Takeover::default();
        let program = Actor::program("worker");
        step(&mut takeover, received(), &administrator()).unwrap();
        step(&mut takeover, prepared(), &administrator()).unwrap();
        step(&mut takeover, TakeoverCommand::Check(verdicts(4)), &program).unwrap();
        takeover
    }

    #[test]
    fn one_prepares_and_another_approves_what_was_checked() {
        let mut takeover = checked();
        let approve = |verdicts| TakeoverCommand::Approve(verdicts);
        assert_eq!(step(&mut takeover, approve(verdicts(4)), &administrator()), Err(TakeoverRefusal::WrongDecider));
        let both = Actor { role: StaffRole::Approver, ..administrator() };
        assert_eq!(step(&mut takeover, approve(verdicts(4)), &both), Err(TakeoverRefusal::OwnWork));
        assert_eq!(step(&mut takeover, approve(verdicts(5)), &approver()), Err(TakeoverRefusal::NotAsChecked));
        assert_eq!(step(&mut takeover, approve(verdicts(4)), &approver()), Ok(()));
        assert!(takeover.admits() && takeover.is_to_carry_out());
        assert_eq!(step(&mut takeover, prepared(), &administrator()), Err(TakeoverRefusal::AlreadyApproved));
    }

    #[test]
    fn other_columns_ask_for_another_check() {
        let mut takeover = checked();
        step(&mut takeover, prepared(), &administrator()).unwrap();
        assert!(takeover.is_to_check());
        assert_eq!(step(&mut takeover, TakeoverCommand::Approve(verdicts(4)), &approver()), Err(TakeoverRefusal::NotAsChecked));
    }

    #[test]
    fn it_is_taken_back_once_after_it_was_carried_out() {
        let mut takeover = checked();
        let program = Actor::program("worker");
        let ask = || TakeoverCommand::AskReversal(ReversalAsked { why: Personal::Open(text("見本")) });
        step(&mut takeover, TakeoverCommand::Approve(verdicts(4)), &approver()).unwrap();
        assert_eq!(step(&mut takeover, ask(), &approver()), Err(TakeoverRefusal::NotToBeReversed));
        step(&mut takeover, TakeoverCommand::CarryOut(CarriedOut { taken: 5, refused: 0 }), &program).unwrap();
        assert_eq!(step(&mut takeover, ask(), &administrator()), Err(TakeoverRefusal::WrongDecider));
        step(&mut takeover, ask(), &approver()).unwrap();
        assert!(takeover.gives_back() && !takeover.admits());
        let reversed = || TakeoverCommand::Reverse(Reversed { taken_back: 4, kept: 1 });
        step(&mut takeover, reversed(), &program).unwrap();
        assert_eq!(step(&mut takeover, reversed(), &program), Err(TakeoverRefusal::NotWaiting));
    }
}
