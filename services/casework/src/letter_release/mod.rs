//! A release of letters in bulk (通知文書の一括送付): whom a question finds is frozen with whom it leaves out; another person releases it, and
//! only then is anything made.

mod choosing;

use events::ids::StaffId;
use events::letter_release::{Ended, LetterReleaseEvent, Prepared, Released, Withdrawn};
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

pub use choosing::{Choice, Question, choose, of_a_campaign, of_the_register, released_in_bulk};

/// The most letters of a release.
pub const MOST: usize = 2_000;

/// Why an act on a release is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterReleaseRefusal {
    /// Another role prepares.
    #[error("通知文書の一括送付を用意するのは、点検の担当者です。担当者に頼んでください。")]
    PreparedByOthers,
    /// Another role releases.
    #[error("通知文書の一括送付を承認するのは、決裁の担当者です。担当者に回してください。")]
    ReleasedByOthers,
    /// Four eyes.
    #[error("一括送付を用意した人は承認できません。ほかの決裁の担当者に承認を頼んでください。")]
    OwnRelease,
    /// Nobody gets a letter.
    #[error("この条件で送る相手がいません。条件を変えてください。除いた人と理由は一覧で確かめられます。")]
    Nobody,
    /// More than one release may hold.
    #[error("一度に送れるのは{MOST}通までです。事務所や期間で分けてください。")]
    TooMany,
    /// This letter is not sent in bulk.
    #[error("この種類の通知文書は、一括では送れません。")]
    NotInBulk,
    /// It is over, or was never prepared.
    #[error("この一括送付は、承認を待っていません。画面を開き直して、いまの状態を確かめてください。")]
    NotWaiting,
    /// It ends once, after it was released.
    #[error("この一括送付は、承認されていないか、もう終わっています。")]
    NotRunning,
}

/// How it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Stage {
    /// There is none.
    #[default]
    None,
    /// 承認待ち.
    Waiting,
    /// 作成中.
    Running,
    /// 取りやめ.
    Withdrawn,
    /// 終了.
    Ended,
}

impl Stage {
    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Waiting => "承認待ち",
            Self::Running => "作成中",
            Self::Withdrawn => "取りやめ",
            Self::Ended => "終了",
        }
    }
}

/// A release, folded from its events. Whom it addresses stays in the event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LetterRelease {
    stage: Stage,
    prepared_by: Option<StaffId>,
}

/// A command on a release.
#[derive(Clone, PartialEq, Debug)]
pub enum LetterReleaseCommand {
    /// 用意する.
    Prepare(Box<Prepared>),
    /// 承認する.
    Release,
    /// 取りやめる.
    Withdraw,
    /// Say how it ended.
    End(Ended),
}

impl LetterRelease {
    /// How it stands.
    pub const fn stage(self) -> Stage {
        self.stage
    }

    /// Who prepared it.
    pub const fn prepared_by(self) -> Option<StaffId> {
        self.prepared_by
    }

    fn decide(self, command: LetterReleaseCommand, who: &Actor) -> Result<LetterReleaseEvent, LetterReleaseRefusal> {
        match command {
            LetterReleaseCommand::Prepare(_) if who.role != StaffRole::Checker => Err(LetterReleaseRefusal::PreparedByOthers),
            LetterReleaseCommand::Prepare(_) if self.stage != Stage::None => Err(LetterReleaseRefusal::NotWaiting),
            LetterReleaseCommand::Prepare(prepared) => {
                let alone = of_a_campaign(prepared.kind) && prepared.campaign.is_none();
                if !released_in_bulk(prepared.kind) || alone {
                    return Err(LetterReleaseRefusal::NotInBulk);
                }
                match prepared.letters() {
                    0 => Err(LetterReleaseRefusal::Nobody),
                    1..=MOST => Ok((*prepared).into()),
                    _ => Err(LetterReleaseRefusal::TooMany),
                }
            }
            LetterReleaseCommand::Release => {
                if who.role != StaffRole::Approver {
                    return Err(LetterReleaseRefusal::ReleasedByOthers);
                }
                let prepared_by =
                    self.prepared_by.filter(|_| self.stage == Stage::Waiting).ok_or(LetterReleaseRefusal::NotWaiting)?;
                if prepared_by == who.id { Err(LetterReleaseRefusal::OwnRelease) } else { Ok(Released { prepared_by }.into()) }
            }
            LetterReleaseCommand::Withdraw => match (self.stage, who.role) {
                (Stage::Waiting, StaffRole::Checker | StaffRole::Approver) => Ok(Withdrawn {}.into()),
                (Stage::Waiting, _) => Err(LetterReleaseRefusal::PreparedByOthers),
                _ => Err(LetterReleaseRefusal::NotWaiting),
            },
            LetterReleaseCommand::End(ended) if self.stage == Stage::Running => Ok(ended.into()),
            LetterReleaseCommand::End(_) => Err(LetterReleaseRefusal::NotRunning),
        }
    }
}

aggregate!(LetterRelease, "letter_release", LetterReleaseCommand => LetterReleaseEvent);

impl LetterRelease {
    fn take(&mut self, Fact { event, by }: Fact<LetterReleaseEvent>) {
        self.stage = match event {
            LetterReleaseEvent::Prepared(_) => {
                self.prepared_by = Some(by);
                Stage::Waiting
            }
            LetterReleaseEvent::Released(_) => Stage::Running,
            LetterReleaseEvent::Withdrawn(_) => Stage::Withdrawn,
            LetterReleaseEvent::Ended(_) => Stage::Ended,
        };
    }
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, AwardId, RecipientId};
    use events::letter::LetterKind;
    use events::letter_release::{Addressed, Outcome};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter};

    fn prepared(kind: LetterKind, letters: usize) -> LetterReleaseCommand {
        let id = Uuid::from_u128(1);
        let one = Addressed { recipient: RecipientId(id), award: AwardId(id), application: ApplicationId(id) };
        LetterReleaseCommand::Prepare(Box::new(Prepared {
            kind,
            from: date(2027, 9, 30),
            until: date(2027, 9, 30),
            office: None,
            campaign: None,
            known_up_to: 9,
            addressed: vec![one; letters],
            designations: Vec::new(),
            excluded: Vec::new(),
        }))
    }

    fn after(commands: Vec<(Actor, LetterReleaseCommand)>) -> LetterRelease {
        let mut release = LetterRelease::default();
        for (who, command) in commands {
            let event = release.decide(command, &who).unwrap();
            release.take(Fact { event, by: who.id });
        }
        release
    }

    #[test]
    fn nothing_is_made_before_a_second_person_releases_it() {
        let ended = || LetterReleaseCommand::End(Ended { outcome: Outcome::Finished, made: 1, left: Vec::new() });
        let waiting = after(vec![(checker(), prepared(LetterKind::RenewalGuide, 1))]);
        assert_eq!(waiting.decide(ended(), &checker()), Err(LetterReleaseRefusal::NotRunning));
        assert_eq!(waiting.decide(LetterReleaseCommand::Release, &checker()), Err(LetterReleaseRefusal::ReleasedByOthers));
        let own = Actor { role: StaffRole::Approver, ..checker() };
        assert_eq!(waiting.decide(LetterReleaseCommand::Release, &own), Err(LetterReleaseRefusal::OwnRelease));
        let running =
            after(vec![(checker(), prepared(LetterKind::RenewalGuide, 1)), (approver(), LetterReleaseCommand::Release)]);
        assert!(running.decide(ended(), &checker()).is_ok());
        assert_eq!(running.decide(LetterReleaseCommand::Withdraw, &checker()), Err(LetterReleaseRefusal::NotWaiting));
    }

    #[test]
    fn what_cannot_be_sent_is_not_prepared() {
        let prepare = |who: &Actor, command| LetterRelease::default().decide(command, who).map(drop);
        assert_eq!(prepare(&checker(), prepared(LetterKind::RenewalGuide, 0)), Err(LetterReleaseRefusal::Nobody));
        assert_eq!(prepare(&checker(), prepared(LetterKind::RenewalGuide, MOST)), Ok(()));
        assert_eq!(prepare(&checker(), prepared(LetterKind::RenewalGuide, MOST + 1)), Err(LetterReleaseRefusal::TooMany));
        assert_eq!(prepare(&checker(), prepared(LetterKind::RefusalNotice, 1)), Err(LetterReleaseRefusal::NotInBulk));
        let alone = prepare(&checker(), prepared(LetterKind::RenewalReminder, 1));
        assert_eq!(alone, Err(LetterReleaseRefusal::NotInBulk), "only a campaign reminds");
        assert_eq!(prepare(&counter(), prepared(LetterKind::RenewalGuide, 1)), Err(LetterReleaseRefusal::PreparedByOthers));
    }
}
