//! The governor's seal (公印) as an aggregate: a picture at a time is proposed, and adopted or dropped by somebody else. Each version counts from
//! its day on, until a later one does.

use events::ids::StaffId;
use events::seal::{Adopted, Dropped, Proposed, SealEvent};
use events::vocabulary::{FreeText, SealImage};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

/// Why the seal cannot be changed so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealRefusal {
    /// Another role does this.
    #[error("印影の登録は管理の担当者が起案し、決裁の担当者が承認します。")]
    WrongRole,
    /// One at a time.
    #[error("承認を待っている印影があります。承認するか、やめてから起案してください。")]
    Waiting,
    /// Nothing is proposed.
    #[error("承認を待っている印影はありません。画面を開き直してください。")]
    NothingWaits,
    /// 四つの目.
    #[error("起案した人は承認できません。ほかの人に頼んでください。")]
    Own,
    /// A damaged file.
    #[error("この画像は印刷できません。別の形で保存し直したPNGを選んでください。何も起案していません。")]
    Unprintable,
    /// What was issued keeps its seal.
    #[error("使用開始日は、今日から後にしてください。発行済みの文書の印影は変わりません。")]
    Past,
}

/// The seal, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Seal {
    last: u32,
    waiting: Option<(u32, Date, StaffId)>,
    adopted: Vec<(u32, Date)>,
}

/// A command on the seal.
#[derive(Clone, PartialEq, Debug)]
pub enum SealCommand {
    /// 起案する.
    Propose {
        /// 印影.
        image: Personal<SealImage>,
        /// 使用開始日.
        valid_from: Date,
        /// Why.
        why: Personal<FreeText>,
        /// Today.
        today: Date,
    },
    /// 承認する.
    Adopt,
    /// やめる.
    Drop,
}

impl Seal {
    /// The version that waits to be adopted, with its day and who proposed it.
    pub const fn waiting(&self) -> Option<(u32, Date, StaffId)> {
        self.waiting
    }

    /// Adopted versions with their days, in the order of adoption.
    pub fn adopted(&self) -> &[(u32, Date)] {
        &self.adopted
    }

    /// The version that is used on a day; none before the first.
    pub fn on(&self, day: Date) -> Option<u32> {
        self.adopted.iter().rev().find(|(_, from)| *from <= day).map(|(version, _)| *version)
    }

    fn decide(&self, command: SealCommand, who: &Actor) -> Result<SealEvent, SealRefusal> {
        let waiting = || self.waiting.ok_or(SealRefusal::NothingWaits);
        match command {
            SealCommand::Propose { .. } if who.role != StaffRole::Administrator => Err(SealRefusal::WrongRole),
            SealCommand::Propose { .. } if self.waiting.is_some() => Err(SealRefusal::Waiting),
            SealCommand::Propose { valid_from, today, .. } if valid_from < today => Err(SealRefusal::Past),
            SealCommand::Propose { image, valid_from, why, today: _ } => {
                Ok(Proposed { version: self.last + 1, image, valid_from, why }.into())
            }
            SealCommand::Adopt if who.role != StaffRole::Approver => Err(SealRefusal::WrongRole),
            SealCommand::Adopt => match waiting()? {
                (_, _, by) if by == who.id => Err(SealRefusal::Own),
                (version, ..) => Ok(Adopted { version }.into()),
            },
            SealCommand::Drop if !matches!(who.role, StaffRole::Approver | StaffRole::Administrator) => {
                Err(SealRefusal::WrongRole)
            }
            SealCommand::Drop => waiting().map(|(version, ..)| Dropped { version }.into()),
        }
    }
}

aggregate!(Seal, "seal", SealCommand => SealEvent);

impl Seal {
    fn take(&mut self, fact: Fact<SealEvent>) {
        match fact.event {
            SealEvent::Proposed(event) => {
                (self.last, self.waiting) = (event.version, Some((event.version, event.valid_from, fact.by)));
            }
            SealEvent::Adopted(_) => self.adopted.extend(self.waiting.take().map(|(version, from, _)| (version, from))),
            SealEvent::Dropped(_) => self.waiting = None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{TODAY, approver, checker, text};

    fn administrator() -> Actor {
        Actor { role: StaffRole::Administrator, id: StaffId(Uuid::from_u128(88)), ..approver() }
    }

    fn propose(valid_from: Date) -> SealCommand {
        SealCommand::Propose {
            image: Personal::Erased, valid_from, why: Personal::Open(text("改印のため。")), today: TODAY
        }
    }

    fn tell(seal: &mut Seal, who: &Actor, command: SealCommand) {
        let event = seal.decide(command, who).unwrap();
        seal.take(Fact { event, by: who.id });
    }

    #[test]
    fn two_persons_replace_it_and_each_version_has_its_days() {
        let mut seal = Seal::default();
        assert_eq!(seal.decide(propose(TODAY), &approver()), Err(SealRefusal::WrongRole));
        assert_eq!(seal.decide(propose(TODAY - 1.day()), &administrator()), Err(SealRefusal::Past));
        assert_eq!(seal.decide(SealCommand::Adopt, &approver()), Err(SealRefusal::NothingWaits));
        tell(&mut seal, &administrator(), propose(TODAY));
        assert_eq!(seal.on(TODAY), None, "proposed is not adopted");
        assert_eq!(seal.decide(propose(TODAY), &administrator()), Err(SealRefusal::Waiting));
        for who in [administrator(), checker()] {
            assert_eq!(seal.decide(SealCommand::Adopt, &who), Err(SealRefusal::WrongRole));
        }
        let same_person = Actor { role: StaffRole::Approver, ..administrator() };
        assert_eq!(seal.decide(SealCommand::Adopt, &same_person), Err(SealRefusal::Own));
        tell(&mut seal, &approver(), SealCommand::Adopt);
        tell(&mut seal, &administrator(), propose(TODAY + 1.day()));
        tell(&mut seal, &approver(), SealCommand::Drop);
        tell(&mut seal, &administrator(), propose(TODAY + 2.days()));
        tell(&mut seal, &approver(), SealCommand::Adopt);
        let on = |days: i64| seal.on(TODAY + days.days());
        assert_eq!([on(-1), on(0), on(1), on(2)], [None, Some(1), Some(1), Some(3)]);
    }
}
