//! 送付先: where post for a recipient goes instead of the home. One stands at a time; another takes its place, or it ends. What is told while the
//! family is protected (支援措置) is confidential by that alone: nobody has to remember to say so.

mod course;
mod destination;
mod refusal;

pub use course::{Course, Entry};
pub use destination::{Destination, Home, Why, destination};
pub use refusal::MailingRefusal;

use events::ids::{ApplicationId, RecipientId};
use events::mailing::{Changed, Ended, MailTo, MailingEvent, Registered};
use events::vocabulary::{FreeText, MailingGround};
use events::{Actor, Personal, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// The mailing addresses of one recipient, folded from their events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Mailing {
    course: Course<()>,
}

/// Of whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Of {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application by which the child came into the ledger.
    pub application: ApplicationId,
}

/// What is told of a mailing address.
#[derive(Clone, PartialEq, Debug)]
pub struct Terms {
    /// The first day.
    pub from: Date,
    /// The last day; none where it is open.
    pub until: Option<Date>,
    /// 理由.
    pub ground: MailingGround,
    /// 宛名と住所.
    pub to: MailTo,
    /// 申出の内容.
    pub why: FreeText,
}

/// A command on the mailing addresses of a recipient.
#[derive(Clone, PartialEq, Debug)]
pub enum MailingCommand {
    /// 送付先を記録する, or another in the place of the one that stands.
    Record {
        /// Of whom.
        of: Of,
        /// What is told.
        terms: Box<Terms>,
        /// The family is protected now.
        is_protected: bool,
        /// It says the same as the one that stands, to the letter; whoever can open it knows.
        is_same: bool,
        /// Today in Japan.
        today: Date,
    },
    /// 送付先を終える.
    End {
        /// Of whom.
        of: Of,
        /// The last day on which post went there.
        last_day: Date,
        /// 理由.
        why: FreeText,
        /// Today in Japan.
        today: Date,
    },
}

impl Mailing {
    /// What was told, as far as nobody needs to open it.
    pub const fn course(&self) -> &Course<()> {
        &self.course
    }

    fn decide(&self, command: MailingCommand, who: &Actor) -> Result<MailingEvent, Refusal> {
        if !matches!(who.role, StaffRole::Counter | StaffRole::Checker) {
            return Err(MailingRefusal::OtherRole.into());
        }
        match command {
            MailingCommand::Record { of, terms, is_protected, is_same, today } => {
                let Terms { from, until, ground, to, why } = *terms;
                if until.is_some_and(|until| until < from) {
                    return Err(MailingRefusal::EndsBeforeItBegins.into());
                }
                if until.is_some_and(|until| until < today) {
                    return Err(MailingRefusal::Over.into());
                }
                let standing = self.course.standing(today);
                let same_days = standing.is_some_and(|now| (now.from, now.until, now.ground) == (from, until, ground));
                if is_same && same_days && standing.is_some_and(|now| now.confidential == is_protected) {
                    return Err(Refusal::NothingChanged);
                }
                let Of { recipient, application } = of;
                let (confidential, to, why) = (is_protected, Personal::Open(to), Personal::Open(why));
                Ok(match standing {
                    None => Registered { recipient, application, from, until, ground, confidential, to, why }.into(),
                    Some(_) => Changed { recipient, application, from, until, ground, confidential, to, why }.into(),
                })
            }
            MailingCommand::End { of, last_day, why, today } => {
                let standing = self.course.standing(today).ok_or(MailingRefusal::NoneStands)?;
                if standing.until.is_some_and(|until| until <= last_day) {
                    return Err(MailingRefusal::EndsAlready.into());
                }
                let Of { recipient, application } = of;
                Ok(Ended { recipient, application, last_day, why: Personal::Open(why) }.into())
            }
        }
    }
}

aggregate!(Mailing, "mailing", MailingCommand => MailingEvent);

impl Mailing {
    fn take(&mut self, Fact { event, .. }: Fact<MailingEvent>) {
        self.course.take(&event, |_| ());
    }
}

#[cfg(test)]
mod tests;
