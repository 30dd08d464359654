//! 支援措置: a family whose home nobody may learn from us (DV等). Recorded by whoever hears of it, at once; ended by somebody else. A term
//! that is over ends nothing by itself: what is hidden stays hidden until somebody has looked.

use events::ids::{ApplicationId, RecipientId, StaffId};
use events::protection::{Ended, ProtectionEvent, Recorded};
use events::vocabulary::{FreeText, ProtectionGround};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// A protection as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Protected {
    /// 区分.
    pub ground: ProtectionGround,
    /// 期限.
    pub until: Option<Date>,
    /// Who recorded it last.
    pub by: StaffId,
}

/// The protection of one application's family, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Protection {
    standing: Option<Protected>,
}

/// Why an act on a protection is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtectionRefusal {
    /// Another role does this.
    #[error("支援措置を記録するのは、窓口、点検、決裁の担当者です。申出を聞いたときは、すぐに担当者へ伝えてください。")]
    RecordedByOthers,
    /// Another role does this.
    #[error("支援措置を終えるのは、点検または決裁の担当者です。担当者に引き継いでください。")]
    EndedByOthers,
    /// Four eyes.
    #[error("支援措置を記録した人は、終えることができません。ほかの点検または決裁の担当者に確かめてもらってください。")]
    OwnRecord,
    /// It stands no longer.
    #[error("支援措置は記録されていません。画面を開き直して、いまの状態を確かめてください。")]
    NotProtected,
    /// The term is over already.
    #[error("期限がきょうより前です。通知書の期限を確かめてください。期限が決まっていないときは空のままにします。")]
    TermOver,
}

/// A command on a protection.
#[derive(Clone, PartialEq, Debug)]
pub enum ProtectionCommand {
    /// 支援措置を記録する, or record it anew with another ground or term.
    Record {
        /// The application by which the family is known.
        application: ApplicationId,
        /// 受給者, where the child is one already.
        recipient: Option<RecipientId>,
        /// 区分.
        ground: ProtectionGround,
        /// 期限.
        until: Option<Date>,
        /// 申出の内容.
        reason: FreeText,
        /// Today in Japan.
        today: Date,
    },
    /// 支援措置を終える.
    End {
        /// The application under which it was recorded.
        application: ApplicationId,
        /// 理由.
        reason: FreeText,
    },
}

impl Protection {
    /// As it stands; none where the family is not protected.
    pub const fn standing(self) -> Option<Protected> {
        self.standing
    }

    fn decide(self, command: ProtectionCommand, who: &Actor) -> Result<ProtectionEvent, Refusal> {
        match command {
            ProtectionCommand::Record { application, recipient, ground, until, reason, today } => {
                if !matches!(who.role, StaffRole::Counter | StaffRole::Checker | StaffRole::Approver) {
                    return Err(ProtectionRefusal::RecordedByOthers.into());
                }
                if until.is_some_and(|until| until < today) {
                    return Err(ProtectionRefusal::TermOver.into());
                }
                if self.standing.is_some_and(|now| (now.ground, now.until) == (ground, until)) {
                    return Err(Refusal::NothingChanged);
                }
                Ok(Recorded { application, recipient, ground, until, reason: Personal::Open(reason) }.into())
            }
            ProtectionCommand::End { application, reason } => {
                let standing = self.standing.ok_or(ProtectionRefusal::NotProtected)?;
                if !matches!(who.role, StaffRole::Checker | StaffRole::Approver) {
                    return Err(ProtectionRefusal::EndedByOthers.into());
                }
                if standing.by == who.id {
                    return Err(ProtectionRefusal::OwnRecord.into());
                }
                Ok(Ended { application, reason: Personal::Open(reason) }.into())
            }
        }
    }
}

aggregate!(Protection, "protection", ProtectionCommand => ProtectionEvent);

impl Protection {
    fn take(&mut self, fact: Fact<ProtectionEvent>) {
        self.standing = match fact.event {
            ProtectionEvent::Recorded(event) => Some(Protected { ground: event.ground, until: event.until, by: fact.by }),
            ProtectionEvent::Ended(_) => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{TODAY, approver, checker, counter, text};

    const CASE: ApplicationId = ApplicationId(Uuid::from_u128(1));

    fn record(until: Option<Date>) -> ProtectionCommand {
        let reason = text("市の通知書を見た。");
        let ground = ProtectionGround::DomesticViolence;
        ProtectionCommand::Record { application: CASE, recipient: None, ground, until, reason, today: TODAY }
    }

    fn end() -> ProtectionCommand {
        ProtectionCommand::End { application: CASE, reason: text("延長しないと申出があった。") }
    }

    fn after(given: &[(Actor, ProtectionCommand)], who: Actor, command: ProtectionCommand) -> Result<(), Refusal> {
        let mut facts = Vec::new();
        for (who, command) in given {
            let told = TestFramework::<Protection>::with(()).given(facts.clone()).when((who.clone(), command.clone()));
            facts.extend(told.inspect_result().expect("given"));
        }
        TestFramework::<Protection>::with(()).given(facts).when((who, command)).inspect_result().map(drop)
    }

    #[test]
    fn whoever_hears_of_it_records_it_and_somebody_else_ends_it() {
        let recorded = [(counter(), record(None))];
        assert_eq!(after(&[], counter(), record(None)), Ok(()));
        assert_eq!(after(&recorded, checker(), end()), Ok(()));
        assert_eq!(after(&recorded, counter(), end()), Err(ProtectionRefusal::EndedByOthers.into()));
        assert_eq!(after(&[(checker(), record(None))], checker(), end()), Err(ProtectionRefusal::OwnRecord.into()));
        assert_eq!(
            after(&[(counter(), record(None)), (checker(), end())], approver(), end()),
            Err(ProtectionRefusal::NotProtected.into())
        );
        assert_eq!(
            after(&[], Actor { role: StaffRole::Auditor, ..counter() }, record(None)),
            Err(ProtectionRefusal::RecordedByOthers.into())
        );
    }

    #[test]
    fn a_new_term_is_news_and_the_same_again_is_not() {
        let (year, over) = (TODAY.saturating_add(jiff::Span::new().years(1)), TODAY.yesterday().expect("a day before"));
        let recorded = [(counter(), record(None))];
        assert_eq!(after(&recorded, checker(), record(None)), Err(Refusal::NothingChanged));
        assert_eq!(after(&recorded, checker(), record(Some(year))), Ok(()));
        assert_eq!(after(&recorded, checker(), record(Some(over))), Err(ProtectionRefusal::TermOver.into()));
        assert_eq!(after(&[], counter(), record(Some(TODAY))), Ok(()), "the last day counts");
    }
}
