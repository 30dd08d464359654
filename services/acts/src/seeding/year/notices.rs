//! What families tell after the award, and what the office finds wrong: deaths, moves, recoveries, lost cards, other insurance; corrections and
//! revocations by two hands.

use casework::story::{Act, Correcting, Noticing};
use events::award::{CorrectionGround, EndGround, RevocationGround};
use events::certificate::VoidGround;
use events::ids::{NoticeId, named_stream};
use events::letter::LetterKind;
use events::notice::{LossOfCertificate, NoticeKind};
use events::vocabulary::{InsuranceKind, Tier};

use super::{Due, Year, YearError};

/// What is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tell {
    /// 死亡.
    Died,
    /// 県外への転出.
    MovedOut,
    /// 県内の転居.
    Moved,
    /// 治癒.
    Recovered,
    /// 紛失.
    LostCard,
    /// 保険の変更.
    OtherInsurance,
}

impl Tell {
    const fn kind(self) -> NoticeKind {
        match self {
            Self::Died | Self::Recovered => NoticeKind::Return,
            Self::MovedOut => NoticeKind::TransferOut,
            Self::Moved | Self::OtherInsurance => NoticeKind::Particulars,
            Self::LostCard => NoticeKind::Reissue,
        }
    }

    /// The right ends with it.
    const fn ends(self) -> bool {
        matches!(self, Self::Died | Self::MovedOut | Self::Recovered)
    }
}

impl Year {
    /// The case of the award that counts today, and whether another follows it.
    fn counting(&self, at: usize) -> Option<(String, bool)> {
        let standing = |case: &&String| self.world.awarded(case).and_then(|(.., award)| award.standing());
        let open = |case: &&String| standing(case).is_some_and(|one| !one.annulled && one.ended.is_none());
        let counts = |case: &&String| standing(case).is_some_and(|one| one.validity.contains(self.today));
        let ahead = |case: &&String| standing(case).is_some_and(|one| one.validity.start() > self.today);
        let awarded = &self.families[at].awarded;
        let case = awarded.iter().rev().filter(open).find(counts)?;
        Some((case.clone(), awarded.iter().filter(open).any(|case| ahead(&case))))
    }

    /// A family tells something; where it has nothing to tell it of, it says nothing.
    pub(super) fn tell(&mut self, at: usize, tell: Tell) -> Result<(), YearError> {
        let Some((case, followed)) = self.counting(at).filter(|_| !self.families[at].leaves) else { return Ok(()) };
        if tell.ends() && followed {
            // The next award has begun by then.
            self.put(45, Due::Tell(at, tell));
            return Ok(());
        }
        let municipality = self.dice.pick(&self.municipalities).map(|(code, _)| *code).filter(|_| tell == Tell::Moved);
        let family = &mut self.families[at];
        family.said += 1;
        let notice = format!("{}の届{}", family.name, family.said);
        let returned = self.dice.one_in(2);
        let noticing = Noticing {
            notice: notice.clone(),
            child: family.name.clone(),
            kind: tell.kind(),
            case: Some(case.clone()),
            filed: None,
            happened_on: None,
            filer: None,
            name: None,
            municipality,
            guardian: None,
            insurance: (tell == Tell::OtherInsurance).then_some(InsuranceKind::NationalUnion),
            ground: match tell {
                Tell::Died => Some(EndGround::Died),
                Tell::Recovered => Some(EndGround::Cured),
                _ => None,
            },
            cause: (tell == Tell::LostCard).then_some(LossOfCertificate::Lost),
            card_returned: tell.ends() && returned,
        };
        family.leaves = tell.ends();
        if self.play(Act::Notice(noticing))? {
            let days = self.dice.between(1, 10);
            self.put(days, Due::Settle { case, notice, tell });
        }
        Ok(())
    }

    /// The check settles what was told; the card follows.
    pub(super) fn settle(&mut self, case: &str, notice: &str, tell: Tell) -> Result<(), YearError> {
        let Some((award, ..)) = self.world.awarded(case) else { return Ok(()) };
        let before = self.world.card(award);
        if !self.act(Act::Settle { notice: notice.to_owned() })? {
            return Ok(());
        }
        let id = NoticeId(named_stream(&format!("story/notice/{notice}")));
        let ground = match (before, self.world.card(award)) {
            (Some((copy, _)), Some((now, _))) if now > copy && tell == Tell::LostCard => Some((VoidGround::Lost, true)),
            (Some((copy, _)), Some((now, _))) if now > copy => Some((VoidGround::Corrected, true)),
            (Some((_, true)), Some((_, false))) => Some((VoidGround::EntitlementLost, false)),
            _ => None,
        };
        if let Some((ground, replaced)) = ground {
            self.void(award, ground, Some(id), replaced)?;
        }
        self.keep();
        if ground.is_some_and(|(_, replaced)| replaced) {
            self.issue(award)?;
        }
        if tell == Tell::MovedOut {
            self.letter(case, LetterKind::TransferNotice, "notice.settled")?;
        }
        Ok(())
    }

    /// The office finds an award wrong: a checker proposes what is to be done.
    pub(super) fn redress(&mut self, at: usize, revoke: bool) -> Result<(), YearError> {
        let Some((case, followed)) = self.counting(at) else { return Ok(()) };
        if self.families[at].leaves || followed {
            return Ok(());
        }
        let act = if revoke {
            Act::Revoke { case: case.clone(), ground: RevocationGround::NotNeeded, from: Some(self.today) }
        } else {
            let tier = self.world.awarded(&case).and_then(|(.., award)| award.standing()?.right.tier);
            let other = if tier == Some(Tier::IV) { Tier::V } else { Tier::IV };
            Act::Correct(Correcting {
                case: case.clone(),
                ground: CorrectionGround::Income,
                from: None,
                start: None,
                end: None,
                tier: Some(other),
                severity: None,
                months: std::collections::BTreeMap::new(),
            })
        };
        if self.play(act)? {
            self.families[at].leaves = revoke;
            let days = self.dice.between(2, 12);
            self.put(days, Due::DecideRedress(case, revoke));
        }
        Ok(())
    }

    /// An approver decides as proposed.
    pub(super) fn decide_redress(&mut self, case: &str, revoke: bool) -> Result<(), YearError> {
        let Some((award, ..)) = self.world.awarded(case) else { return Ok(()) };
        let before = self.world.card(award);
        if !self.act(Act::DecideRedress { case: case.to_owned() })? {
            return Ok(());
        }
        let open = self.world.card(award).is_some_and(|(_, counts)| counts);
        if before.is_some_and(|(_, counted)| counted) {
            let ground = if revoke { VoidGround::Revoked } else { VoidGround::DecisionCorrected };
            self.void(award, ground, None, open)?;
        }
        self.keep();
        let (kind, event) =
            if revoke { (LetterKind::RevocationNotice, "award.revoked") } else { (LetterKind::RedressNotice, "award.corrected") };
        self.letter(case, kind, event)?;
        if open {
            self.issue(award)?;
        }
        Ok(())
    }
}
