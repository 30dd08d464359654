//! 照会する, and what becomes of it: the answer is recorded, or the inquiry withdrawn. The answer may come after the decision too.

use events::application::{ApplicationEvent, Inquired, InquiryAnswered, InquiryWithdrawn};
use events::ids::{AttachmentId, InquiryId};
use events::vocabulary::{FreeText, InquiredParty, InquiryGround};
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::inquiry::{InquiryRefusal, holds_twelve_digits};
use crate::application::{Action, Application, permit};

/// The longest that an answer is waited for, in days.
const LONGEST: i32 = 366;

/// Ask somebody outside.
#[derive(Clone, PartialEq, Debug)]
pub struct InquireOutside {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 照会先の種類.
    pub party: InquiredParty,
    /// 照会の理由.
    pub ground: InquiryGround,
    /// 回答の期限: after today, within a year.
    pub due_on: Date,
    /// Whether the clock stands still, as the masters say today.
    pub stops_clock: bool,
    /// 照会先.
    pub addressee: FreeText,
    /// 照会先の所在地.
    pub address: FreeText,
    /// 照会する事項.
    pub questions: FreeText,
}

impl InquireOutside {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Inquire, case, &self.who)?;
        if !(1..=LONGEST).contains(&(self.due_on - self.today).get_days()) {
            return Err(InquiryRefusal::DueDate.into());
        }
        if [&self.addressee, &self.address, &self.questions].into_iter().any(|text| holds_twelve_digits(text.as_str())) {
            return Err(InquiryRefusal::MyNumber.into());
        }
        let Self { inquiry, party, ground, due_on, stops_clock, addressee, address, questions, .. } = self;
        let [addressee, address, questions] = [addressee, address, questions].map(Personal::Open);
        Ok(vec![Inquired { inquiry, party, ground, due_on, stops_clock, addressee, address, questions }.into()])
    }
}

/// The answer came.
#[derive(Clone, PartialEq, Debug)]
pub struct AnswerInquiry {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 照会した日.
    pub asked_on: Date,
    /// 回答を受けた日.
    pub answered_on: Date,
    /// 回答の内容.
    pub answer: FreeText,
    /// The paper, where it is attached.
    pub attachment: Option<AttachmentId>,
}

impl AnswerInquiry {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::AnswerInquiry, case, &self.who)?;
        case.inquiries().find(self.inquiry).ok_or(InquiryRefusal::NotOpen)?;
        if self.answered_on < self.asked_on || self.answered_on > self.today {
            return Err(InquiryRefusal::AnswerDay.into());
        }
        let Self { inquiry, answered_on, answer, attachment, .. } = self;
        Ok(vec![InquiryAnswered { inquiry, answered_on, answer: Personal::Open(answer), attachment }.into()])
    }
}

/// No answer is waited for any more.
#[derive(Clone, PartialEq, Debug)]
pub struct WithdrawInquiry {
    /// Who acts.
    pub who: Actor,
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 取り下げる理由.
    pub why: FreeText,
}

impl WithdrawInquiry {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::WithdrawInquiry, case, &self.who)?;
        case.inquiries().find(self.inquiry).ok_or(InquiryRefusal::NotOpen)?;
        Ok(vec![InquiryWithdrawn { inquiry: self.inquiry, why: Personal::Open(self.why) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::offers;
    use crate::application::samples::{TODAY, approver, case_after, checker, counter, story, text};

    fn inquire(who: Actor, no: u128) -> InquireOutside {
        InquireOutside {
            who,
            today: TODAY,
            inquiry: InquiryId(Uuid::from_u128(no)),
            party: InquiredParty::Doctor,
            ground: InquiryGround::OpinionUnclear,
            due_on: TODAY.tomorrow().unwrap(),
            stops_clock: false,
            addressee: text("見本病院 見本医師"),
            address: text("佐賀市見本町1-1"),
            questions: text("検査の値をお知らせください。"),
        }
    }

    fn facts(events: Vec<ApplicationEvent>) -> Vec<Fact<ApplicationEvent>> {
        events.into_iter().map(|event| Fact { event, by: checker().id }).collect()
    }

    /// Under check, with an inquiry.
    fn asked() -> Vec<Fact<ApplicationEvent>> {
        let before = story()[..5].to_vec();
        let events = inquire(checker(), 1).decide(&case_after(&before)).unwrap();
        [before, facts(events)].concat()
    }

    fn answer(no: u128) -> AnswerInquiry {
        AnswerInquiry {
            who: checker(),
            today: TODAY,
            inquiry: InquiryId(Uuid::from_u128(no)),
            asked_on: TODAY,
            answered_on: TODAY,
            answer: text("基準を満たすとの回答。"),
            attachment: None,
        }
    }

    #[test]
    fn an_inquiry_is_open_until_it_is_answered_or_withdrawn() {
        let case = case_after(&asked());
        assert_eq!(case.inquiries().all().len(), 1);
        assert_eq!(answer(2).decide(&case), Err(InquiryRefusal::NotOpen.into()), "another one");
        let answered = [asked(), facts(answer(1).decide(&case).unwrap())].concat();
        assert_eq!(case_after(&answered).inquiries().all(), []);
        assert_eq!(answer(1).decide(&case_after(&answered)), Err(InquiryRefusal::None.into()), "once");
        let withdraw =
            WithdrawInquiry { who: checker(), inquiry: InquiryId(Uuid::from_u128(1)), why: text("要らなくなった。") };
        let withdrawn = [asked(), facts(withdraw.decide(&case).unwrap())].concat();
        assert_eq!(case_after(&withdrawn).inquiries().all(), []);
    }

    #[test]
    fn an_open_inquiry_does_not_stop_the_case_and_is_answered_after_the_decision_too() {
        let mut all = asked();
        all.push(story()[5].clone());
        let case = case_after(&all);
        assert_eq!(case.stage(), Some(crate::application::Stage::Examined));
        let offered = offers(&case, &checker());
        assert!(offered.iter().any(|offer| offer.action == Action::AnswerInquiry && offer.closed.is_none()));
        assert!(answer(1).decide(&case).is_ok());
    }

    #[test]
    fn not_by_others_not_for_yesterday_and_never_with_a_my_number() {
        let case = case_after(&story()[..5]);
        for who in [counter(), approver()] {
            assert!(matches!(inquire(who, 1).decide(&case), Err(Refusal::WrongRole { .. })));
        }
        let late = InquireOutside { due_on: TODAY, ..inquire(checker(), 1) };
        assert_eq!(late.decide(&case), Err(InquiryRefusal::DueDate.into()));
        let telling = InquireOutside { questions: text("番号は1234 5678 9012です。"), ..inquire(checker(), 1) };
        assert_eq!(telling.decide(&case), Err(InquiryRefusal::MyNumber.into()));
        let ahead = AnswerInquiry { answered_on: TODAY.tomorrow().unwrap(), ..answer(1) };
        assert_eq!(ahead.decide(&case_after(&asked())), Err(InquiryRefusal::AnswerDay.into()));
    }
}
