//! 同じ人: a row of the ledger goes on under another, because both are one child. Each row keeps its history and its awards; nothing new
//! begins from the row that was linked, and undoing leaves both as they were.

use events::ids::{ApplicationId, RecipientId};
use events::same_person::{Linked, SamePersonEvent, Unlinked};
use events::vocabulary::FreeText;
use events::{Actor, Personal, StaffRole};
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// Whether a recipient goes on under another, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SamePerson {
    linked: Option<Pair>,
}

/// Two rows and the applications by which they came into the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pair {
    /// The row that nothing new begins from.
    pub recipient: RecipientId,
    /// The row that goes on.
    pub with: RecipientId,
    /// Of both, in this order.
    pub applications: [ApplicationId; 2],
}

/// Why an act about two rows of one person is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SamePersonRefusal {
    /// Another role does this.
    #[error("同じ人の受給者を結び付けるのも取り消すのも、点検または決裁の担当者です。担当者に引き継いでください。")]
    OtherRole,
    /// One row.
    #[error("同じ受給者が選ばれています。もう一方の受給者を選んでください。")]
    OneRow,
    /// Linked before.
    #[error("この受給者は、すでに別の受給者に結び付いています。先に前の結び付けを取り消してください。")]
    LinkedAlready,
    /// The row that is to go on does not go on itself.
    #[error("続ける側の受給者は、別の受給者に結び付いています。その先の受給者を選んでください。")]
    OtherIsLinked,
    /// Nothing to undo.
    #[error("この受給者は、どの受給者にも結び付いていません。画面を開き直して、いまの状態を確かめてください。")]
    NotLinked,
    /// A new application begins from the row that goes on.
    #[error(
        "この受給者は、別の受給者と同じ人として記録されています。何も受け付けていません。受給者の画面の「同じ人」から、続ける側の受給者を開いて受け付けてください。"
    )]
    GoesOnElsewhere,
}

/// A command about two rows of one person.
#[derive(Clone, PartialEq, Debug)]
pub enum SamePersonCommand {
    /// 結び付ける.
    Link {
        /// The two.
        pair: Pair,
        /// Whether the row that is to go on is linked to a third.
        with_is_linked: bool,
        /// 何で確かめたか.
        why: FreeText,
    },
    /// 取り消す.
    Unlink {
        /// 理由.
        why: FreeText,
    },
}

impl SamePerson {
    /// The row that goes on in its place.
    pub fn goes_on_under(self) -> Option<RecipientId> {
        self.linked.map(|pair| pair.with)
    }

    fn decide(self, command: SamePersonCommand, who: &Actor) -> Result<SamePersonEvent, Refusal> {
        if !matches!(who.role, StaffRole::Checker | StaffRole::Approver) {
            return Err(SamePersonRefusal::OtherRole.into());
        }
        match command {
            SamePersonCommand::Link { pair, with_is_linked, why } => {
                let Pair { recipient, with, applications } = pair;
                if recipient == with {
                    return Err(SamePersonRefusal::OneRow.into());
                }
                if self.linked.is_some() {
                    return Err(SamePersonRefusal::LinkedAlready.into());
                }
                if with_is_linked {
                    return Err(SamePersonRefusal::OtherIsLinked.into());
                }
                Ok(Linked { recipient, with, applications, why: Personal::Open(why) }.into())
            }
            SamePersonCommand::Unlink { why } => {
                let Pair { recipient, with, applications } = self.linked.ok_or(SamePersonRefusal::NotLinked)?;
                Ok(Unlinked { recipient, with, applications, why: Personal::Open(why) }.into())
            }
        }
    }
}

aggregate!(SamePerson, "same_person", SamePersonCommand => SamePersonEvent);

impl SamePerson {
    fn take(&mut self, fact: Fact<SamePersonEvent>) {
        self.linked = match fact.event {
            SamePersonEvent::Linked(event) => {
                let Linked { recipient, with, applications, why: _ } = event;
                Some(Pair { recipient, with, applications })
            }
            SamePersonEvent::Unlinked(_) => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter, text};

    fn pair(recipient: u128, with: u128) -> Pair {
        let row = |n| RecipientId(Uuid::from_u128(n));
        let applications = [recipient, with].map(|n| ApplicationId(Uuid::from_u128(100 + n)));
        Pair { recipient: row(recipient), with: row(with), applications }
    }

    fn link(pair: Pair, with_is_linked: bool) -> SamePersonCommand {
        SamePersonCommand::Link { pair, with_is_linked, why: text("住民票で確かめた。") }
    }

    fn linked() -> Vec<Fact<SamePersonEvent>> {
        let Pair { recipient, with, applications } = pair(1, 2);
        let why = Personal::Open(text("住民票で確かめた。"));
        vec![Fact::new(Linked { recipient, with, applications, why }, checker().id)]
    }

    #[test]
    fn two_rows_are_linked_once_and_undone_by_whoever_may_link() {
        let framework = || TestFramework::<SamePerson>::with(());
        framework().given_no_previous_events().when((checker(), link(pair(1, 2), false))).then_expect_events(linked());
        let unlink = || SamePersonCommand::Unlink { why: text("双子だった。") };
        let told = framework().given(linked()).when((approver(), unlink())).inspect_result().unwrap();
        let mut state = SamePerson::default();
        for fact in linked().into_iter().chain(told) {
            state.take(fact);
        }
        assert_eq!(state.goes_on_under(), None, "undone, both stand by themselves");
        framework().given_no_previous_events().when((checker(), unlink())).then_expect_error(SamePersonRefusal::NotLinked.into());
    }

    #[test]
    fn what_cannot_be_linked_says_why() {
        let wrong = [
            (Vec::new(), counter(), link(pair(1, 2), false), SamePersonRefusal::OtherRole),
            (Vec::new(), checker(), link(pair(1, 1), false), SamePersonRefusal::OneRow),
            (linked(), checker(), link(pair(1, 3), false), SamePersonRefusal::LinkedAlready),
            (Vec::new(), checker(), link(pair(1, 2), true), SamePersonRefusal::OtherIsLinked),
        ];
        for (given, who, command, refusal) in wrong {
            TestFramework::<SamePerson>::with(()).given(given).when((who, command)).then_expect_error(refusal.into());
        }
    }
}
