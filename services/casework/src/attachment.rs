//! An attachment (添付書類): kept once with a case that is open or decided, withdrawn with a reason. Whether its bytes may be kept was found
//! before, from the bytes themselves.

use events::attachment::{Added, AttachmentEvent, Withdrawn};
use events::ids::ApplicationId;
use events::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// Why an act on an attachment is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentRefusal {
    /// Another role does this.
    #[error("書類を添付する・取り消すのは、窓口または点検の担当者です。担当者に引き継いでください。")]
    Role,
    /// It stands.
    #[error("この書類はすでに添付されています。画面を開き直してください。")]
    Stands,
    /// There is none.
    #[error("この添付はありません。申請の画面から開き直してください。")]
    Unknown,
    /// Withdrawn before.
    #[error("この添付はすでに取り消されています。画面を開き直してください。")]
    AlreadyWithdrawn,
    /// The master knows no such kind.
    #[error("書類の種類を選んでください。")]
    Kind,
}

/// A command on an attachment.
#[derive(Clone, PartialEq, Debug)]
pub enum AttachmentCommand {
    /// 添付する.
    Add(Box<Added>),
    /// 取り消す.
    Withdraw(Withdrawn),
}

/// An attachment, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Attachment {
    of: Option<ApplicationId>,
    withdrawn: bool,
}

impl Attachment {
    /// The application it stands on.
    pub const fn application(self) -> Option<ApplicationId> {
        self.of
    }

    /// Whether it is no longer one.
    pub const fn is_withdrawn(self) -> bool {
        self.withdrawn
    }

    fn decide(self, command: AttachmentCommand, who: &Actor) -> Result<AttachmentEvent, Refusal> {
        if !matches!(who.role, StaffRole::Counter | StaffRole::Checker) {
            return Err(AttachmentRefusal::Role.into());
        }
        match (command, self.of) {
            (AttachmentCommand::Add(_), Some(_)) => Err(AttachmentRefusal::Stands.into()),
            (AttachmentCommand::Add(added), None) => Ok((*added).into()),
            (AttachmentCommand::Withdraw(told), Some(of)) if told.application == of => {
                if self.withdrawn {
                    Err(AttachmentRefusal::AlreadyWithdrawn.into())
                } else {
                    Ok(told.into())
                }
            }
            (AttachmentCommand::Withdraw(_), _) => Err(AttachmentRefusal::Unknown.into()),
        }
    }
}

aggregate!(Attachment, "attachment", AttachmentCommand => AttachmentEvent);

impl Attachment {
    fn take(&mut self, fact: Fact<AttachmentEvent>) {
        match fact.event {
            AttachmentEvent::Added(event) => self.of = Some(event.application),
            AttachmentEvent::Withdrawn(_) => self.withdrawn = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::attachment::ScanKind;
    use events::ids::ArtifactId;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{approver, checker, counter, text};

    const CASE: ApplicationId = ApplicationId(Uuid::from_u128(4));

    fn add() -> AttachmentCommand {
        AttachmentCommand::Add(Box::new(Added {
            application: CASE,
            recipient: None,
            document_kind: "tax_certificate".to_owned(),
            artifact: ArtifactId(Uuid::from_u128(5)),
            digest: "ab".repeat(32),
            scan: ScanKind::Pdf,
            pages: 2,
            length: 1_000,
            note: None,
        }))
    }

    fn withdraw(application: ApplicationId) -> AttachmentCommand {
        AttachmentCommand::Withdraw(Withdrawn { application, why: Personal::Open(text("別の人の書類")) })
    }

    fn after(commands: Vec<(Actor, AttachmentCommand)>) -> Attachment {
        let mut attachment = Attachment::default();
        for (who, command) in commands {
            let event = attachment.decide(command, &who).unwrap();
            attachment.take(Fact { event, by: who.id });
        }
        attachment
    }

    #[test]
    fn it_is_added_once_and_withdrawn_once_where_it_stands() {
        let added = after(vec![(counter(), add())]);
        assert_eq!(added.decide(add(), &checker()), Err(AttachmentRefusal::Stands.into()));
        let elsewhere = ApplicationId(Uuid::from_u128(9));
        assert_eq!(added.decide(withdraw(elsewhere), &checker()), Err(AttachmentRefusal::Unknown.into()));
        assert_eq!(Attachment::default().decide(withdraw(CASE), &checker()), Err(AttachmentRefusal::Unknown.into()));
        let gone = after(vec![(counter(), add()), (checker(), withdraw(CASE))]);
        assert!(gone.is_withdrawn());
        assert_eq!(gone.decide(withdraw(CASE), &checker()), Err(AttachmentRefusal::AlreadyWithdrawn.into()));
        assert_eq!(Attachment::default().decide(add(), &approver()), Err(AttachmentRefusal::Role.into()));
    }
}
