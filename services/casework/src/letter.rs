//! A letter to an applicant (通知文書): made once for the event it tells of; posted, perhaps returned, its address made sure of, posted again.

use events::ids::ApplicationId;
use events::letter::{AddressChecked, Issued, LetterEvent, Posted, Returned};
use events::vocabulary::{AddressOutcome, PostingWay, ReturnGround, ShortText};
use events::{Actor, StaffRole};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::aggregate;
use crate::{Fact, Refusal};

/// Why an act on a letter is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterRefusal {
    /// Another role does this.
    #[error("通知文書の発送と返戻を記録するのは、窓口か点検の担当者です。担当者に引き継いでください。")]
    Role,
    /// It went out already, or was never made.
    #[error("この通知文書は、発送を待っていません。画面を開き直して、いまの状態を確かめてください。")]
    NotToBePosted,
    /// Once is enough, until it came back or is lost.
    #[error(
        "この通知文書は発送済みです。二重に送らないよう、もう一度送るときは、先に返戻または不着を記録して送り先を確かめてください。"
    )]
    AlreadyPosted,
    /// It came back: where to send it is not known.
    #[error("この通知文書は返戻されています。先に送り先を確かめた結果を記録してください。")]
    AddressUnknown,
    /// A day ahead, before it was made, or before what was told of it last.
    #[error("日付は、文書の日付から今日までにしてください。発送や返戻を記録した後は、その日より前にはできません。")]
    Day,
    /// Registered post has a number.
    #[error("特定記録と簡易書留では、引受番号を入力してください。")]
    NumberMissing,
    /// What did not go out cannot come back.
    #[error("発送していない通知文書です。発送を先に記録してください。")]
    NotPosted,
    /// It did not come back.
    #[error("この通知文書は、送り先の確認を待っていません。画面を開き直してください。")]
    NotReturned,
}

/// Where a letter is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Whereabouts {
    /// There is none.
    #[default]
    None,
    /// 発送前, the first time or again.
    ToPost,
    /// 発送済.
    Posted,
    /// 返戻: the address must be made sure of.
    Returned,
    /// 保管: it goes out no more.
    Kept,
}

/// A letter, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Letter {
    application: Option<ApplicationId>,
    issued_on: Option<Date>,
    /// The day on which it last went out or came back.
    #[serde(default)]
    moved_on: Option<Date>,
    whereabouts: Whereabouts,
    /// How often it went out.
    #[serde(default)]
    dispatches: u16,
}

/// A command on a letter. `today` bounds the days that are told.
#[derive(Clone, PartialEq, Debug)]
pub enum LetterCommand {
    /// Say that it was made.
    Issue(Box<Issued>),
    /// 発送した.
    Post {
        /// 発送日.
        on: Date,
        /// 発送方法.
        way: PostingWay,
        /// 引受番号.
        number: Option<ShortText>,
        /// Today in Japan.
        today: Date,
    },
    /// 返戻された.
    Return {
        /// 返戻日.
        on: Date,
        /// Why.
        ground: ReturnGround,
        /// Today in Japan.
        today: Date,
    },
    /// 送り先を確かめた.
    CheckAddress(AddressOutcome),
}

impl Letter {
    /// Whether it was made.
    pub const fn is_issued(self) -> bool {
        self.application.is_some()
    }

    /// Where it is.
    pub const fn whereabouts(self) -> Whereabouts {
        self.whereabouts
    }

    /// How often it went out: the second time it is the same letter again (再発送).
    pub const fn dispatches(self) -> u16 {
        self.dispatches
    }

    fn decide(self, command: LetterCommand, who: &Actor) -> Result<LetterEvent, Refusal> {
        if let LetterCommand::Issue(issued) = command {
            return if self.is_issued() { Err(Refusal::AlreadyIssued) } else { Ok((*issued).into()) };
        }
        if !matches!(who.role, StaffRole::Counter | StaffRole::Checker) {
            return Err(LetterRefusal::Role.into());
        }
        let application = self.application.ok_or(LetterRefusal::NotToBePosted)?;
        let told = |on: Date, today: Date| {
            let after = self.issued_on.max(self.moved_on).is_none_or(|before| before <= on);
            if after && on <= today { Ok(()) } else { Err(LetterRefusal::Day) }
        };
        match command {
            LetterCommand::Issue(_) => Err(Refusal::AlreadyIssued),
            LetterCommand::Post { on, way, number, today } => {
                match self.whereabouts {
                    Whereabouts::ToPost => {}
                    Whereabouts::Posted => return Err(LetterRefusal::AlreadyPosted.into()),
                    Whereabouts::Returned => return Err(LetterRefusal::AddressUnknown.into()),
                    Whereabouts::None | Whereabouts::Kept => return Err(LetterRefusal::NotToBePosted.into()),
                }
                told(on, today)?;
                let registered = matches!(way, PostingWay::SpecifiedRecord | PostingWay::SimplifiedRegistered);
                if registered && number.is_none() {
                    return Err(LetterRefusal::NumberMissing.into());
                }
                Ok(Posted { application, on, way, number: number.filter(|_| registered) }.into())
            }
            LetterCommand::Return { on, ground, today } => {
                if self.whereabouts != Whereabouts::Posted {
                    return Err(LetterRefusal::NotPosted.into());
                }
                told(on, today)?;
                Ok(Returned { application, on, ground }.into())
            }
            LetterCommand::CheckAddress(outcome) => match self.whereabouts {
                // The family tells where it lives now, or it was kept by mistake.
                Whereabouts::Kept if outcome != AddressOutcome::Unreachable => Ok(AddressChecked { application, outcome }.into()),
                Whereabouts::Returned => Ok(AddressChecked { application, outcome }.into()),
                _ => Err(LetterRefusal::NotReturned.into()),
            },
        }
    }

    fn take(&mut self, Fact { event, .. }: Fact<LetterEvent>) {
        self.whereabouts = match event {
            LetterEvent::Issued(event) => {
                (self.application, self.issued_on) = (Some(event.application), Some(event.issued_on));
                Whereabouts::ToPost
            }
            LetterEvent::Posted(event) => {
                (self.dispatches, self.moved_on) = (self.dispatches.saturating_add(1), Some(event.on));
                Whereabouts::Posted
            }
            LetterEvent::Returned(event) => {
                self.moved_on = Some(event.on);
                Whereabouts::Returned
            }
            LetterEvent::AddressChecked(event) => match event.outcome {
                AddressOutcome::Right | AddressOutcome::Corrected => Whereabouts::ToPost,
                AddressOutcome::Unreachable => Whereabouts::Kept,
            },
        };
    }
}

aggregate!(Letter, "letter", LetterCommand => LetterEvent);

#[cfg(test)]
mod tests {
    use events::certificate::IssuedDocument;
    use events::ids::{ArtifactId, EventId};
    use events::letter::LetterKind;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{TODAY, approver, checker, counter};

    fn issue() -> LetterCommand {
        let id = Uuid::from_u128(1);
        let document =
            IssuedDocument { document: "refusal_notice".to_owned(), artifact: ArtifactId(id), sha256: "ab".repeat(32) };
        LetterCommand::Issue(Box::new(Issued {
            application: ApplicationId(id),
            kind: LetterKind::RefusalNotice,
            of: EventId(id),
            number: "見本第1号".to_owned(),
            issued_on: TODAY,
            document,
            fonts: Vec::new(),
            texts: Vec::new(),
        }))
    }

    fn post(way: PostingWay, number: Option<&str>) -> LetterCommand {
        let number = number.map(|number| ShortText::parse(number).unwrap());
        LetterCommand::Post { on: TODAY, way, number, today: TODAY }
    }

    fn back() -> LetterCommand {
        LetterCommand::Return { on: TODAY, ground: ReturnGround::Moved, today: TODAY }
    }

    fn after(commands: Vec<LetterCommand>) -> Letter {
        let mut letter = Letter::default();
        for command in commands {
            let event = letter.decide(command, &checker()).unwrap();
            letter.take(Fact { event, by: checker().id });
        }
        letter
    }

    #[test]
    fn made_once() {
        assert!(Letter::default().decide(issue(), &checker()).is_ok());
        assert_eq!(after(vec![issue()]).decide(issue(), &checker()), Err(Refusal::AlreadyIssued));
    }

    #[test]
    fn what_came_back_goes_out_again_after_the_address_was_made_sure_of() {
        let ordinary = || post(PostingWay::Ordinary, None);
        let made = after(vec![issue()]);
        assert_eq!(made.decide(back(), &counter()), Err(LetterRefusal::NotPosted.into()));
        assert_eq!(made.decide(ordinary(), &approver()), Err(LetterRefusal::Role.into()));
        let returned = after(vec![issue(), ordinary(), back()]);
        assert_eq!(returned.whereabouts(), Whereabouts::Returned);
        assert_eq!(returned.decide(ordinary(), &checker()), Err(LetterRefusal::AddressUnknown.into()));
        let posted = after(vec![issue(), ordinary()]);
        assert_eq!(posted.decide(ordinary(), &checker()), Err(LetterRefusal::AlreadyPosted.into()), "not twice");
        let lost = LetterCommand::Return { on: TODAY, ground: ReturnGround::Lost, today: TODAY };
        assert!(posted.decide(lost, &checker()).is_ok(), "what did not arrive is sent again like what came back");
        let again = after(vec![issue(), ordinary(), back(), LetterCommand::CheckAddress(AddressOutcome::Corrected), ordinary()]);
        assert_eq!((again.whereabouts(), again.dispatches()), (Whereabouts::Posted, 2), "the same letter, a second time");
        let kept = after(vec![issue(), ordinary(), back(), LetterCommand::CheckAddress(AddressOutcome::Unreachable)]);
        assert_eq!(kept.decide(ordinary(), &checker()), Err(LetterRefusal::NotToBePosted.into()));
        let check = |outcome| kept.decide(LetterCommand::CheckAddress(outcome), &checker());
        assert_eq!(check(AddressOutcome::Unreachable), Err(LetterRefusal::NotReturned.into()));
        assert!(check(AddressOutcome::Corrected).is_ok(), "the family told where it lives now");
        assert_eq!(
            made.decide(LetterCommand::CheckAddress(AddressOutcome::Right), &checker()),
            Err(LetterRefusal::NotReturned.into())
        );
    }

    #[test]
    fn nothing_comes_back_before_it_went_out() {
        let later = TODAY.tomorrow().unwrap();
        let went = LetterCommand::Post { on: later, way: PostingWay::Ordinary, number: None, today: later };
        let posted = after(vec![issue(), went]);
        let back = |on| posted.decide(LetterCommand::Return { on, ground: ReturnGround::Moved, today: later }, &checker());
        assert_eq!(back(TODAY), Err(LetterRefusal::Day.into()));
        assert!(back(later).is_ok());
    }

    #[test]
    fn registered_post_has_a_number_and_days_lie_between_the_letter_and_today() {
        let made = after(vec![issue()]);
        for way in [PostingWay::SpecifiedRecord, PostingWay::SimplifiedRegistered] {
            assert_eq!(made.decide(post(way, None), &checker()), Err(LetterRefusal::NumberMissing.into()));
            assert!(made.decide(post(way, Some("123-45-67890-1")), &checker()).is_ok());
        }
        for on in [TODAY.yesterday().unwrap(), TODAY.tomorrow().unwrap()] {
            let command = LetterCommand::Post { on, way: PostingWay::Ordinary, number: None, today: TODAY };
            assert_eq!(made.decide(command, &checker()), Err(LetterRefusal::Day.into()), "{on}");
        }
    }
}
