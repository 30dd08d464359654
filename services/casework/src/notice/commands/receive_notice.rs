//! 届を受け付ける: who files, when it happened, and whether it can follow from what the ledger knows.

use events::ids::{AwardId, RecipientId};
use events::notice::{Filer, NoticeContent, NoticeEvent, NoticeKind, Received};
use events::vocabulary::{OfficeCode, ReceiptNumber};
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::notice::{Notice, NoticeRefusal, Standing, permit_receiving};
use crate::procedures::notices;

/// Receive a notice.
#[derive(Clone, PartialEq, Debug)]
pub struct ReceiveNotice {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// 届の種類.
    pub kind: NoticeKind,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 届出日.
    pub filed_on: Date,
    /// 事由の生じた日.
    pub happened_on: Date,
    /// 処理期限.
    pub due_on: Date,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 届出人.
    pub filer: Filer,
    /// What it says.
    pub content: NoticeContent,
    /// What the ledger knows.
    pub standing: Standing,
}

impl ReceiveNotice {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, notice: &Notice) -> Result<NoticeEvent, Refusal> {
        if notice.stage().is_some() {
            return Err(NoticeRefusal::AlreadyReceived.into());
        }
        permit_receiving(&self.who, self.receiving_office)?;
        if self.content.kind() != self.kind {
            return Err(NoticeRefusal::OtherKind(self.kind).into());
        }
        if self.filed_on > self.today {
            return Err(NoticeRefusal::FiledInFuture.into());
        }
        notices::filing(&self.content, self.filer, self.filed_on, &self.standing)?;
        notices::effects(&self.content, (self.filed_on, self.happened_on), &self.standing)?;
        Ok(Received {
            kind: self.kind,
            receipt_number: self.receipt_number,
            recipient: self.recipient,
            award: self.award,
            filed_on: self.filed_on,
            happened_on: self.happened_on,
            due_on: self.due_on,
            receiving_office: self.receiving_office,
            responsible_office: self.responsible_office,
            filer: self.filer,
            name: Personal::Open(self.standing.name),
            content: Personal::Open(self.content),
        }
        .into())
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use jiff::ToSpan as _;

    use super::*;
    use crate::application::samples::{TODAY, checker};
    use crate::notice::samples::{receive, received};

    fn refused(change: impl FnOnce(&mut ReceiveNotice)) -> Refusal {
        let mut command = receive();
        change(&mut command);
        command.decide(&Notice::default()).unwrap_err()
    }

    #[test]
    fn what_the_counter_took_is_told() {
        let framework = TestFramework::<Notice>::with(());
        let by = receive().who.id;
        framework
            .given_no_previous_events()
            .when(receive().into())
            .then_expect_events(vec![crate::Fact { event: received(), by }]);
    }

    #[test]
    fn once_by_a_counter_and_not_of_the_future() {
        let by = receive().who.id;
        let framework = TestFramework::<Notice>::with(());
        let again = framework.given(vec![crate::Fact { event: received(), by }]);
        again.when(receive().into()).then_expect_error(NoticeRefusal::AlreadyReceived.into());
        assert_eq!(refused(|command| command.who = checker()), NoticeRefusal::NotACounter.into());
        let tomorrow = TODAY.checked_add(1.day()).unwrap();
        assert_eq!(refused(|command| command.filed_on = tomorrow), NoticeRefusal::FiledInFuture.into());
        assert_eq!(refused(|command| command.happened_on = tomorrow), NoticeRefusal::NotYetHappened(tomorrow).into());
        let (start, end) = (receive().standing.start, receive().standing.end);
        let before = start.checked_sub(1.day()).unwrap();
        assert_eq!(refused(|c| c.happened_on = before), NoticeRefusal::BeforeTheAward { day: before, start }.into());
        assert_eq!(
            refused(|c| {
                c.standing.end = TODAY.checked_sub(2.days()).unwrap();
                c.happened_on = TODAY;
            }),
            NoticeRefusal::AfterTheAward { day: TODAY, end: TODAY.checked_sub(2.days()).unwrap() }.into()
        );
        assert_eq!(refused(|c| c.standing.ended = true), NoticeRefusal::AwardEnded(end).into());
        assert_eq!(refused(|c| c.kind = NoticeKind::Reissue), NoticeRefusal::OtherKind(NoticeKind::Reissue).into());
    }
}
