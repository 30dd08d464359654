//! Somebody outside is asked about a case, and answers or is asked no more.

use events::application::{Inquired, InquiryAnswered, InquiryWithdrawn};
use events::ids::InquiryId;
use events::vocabulary::{InquiredParty, InquiryGround};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, text};

/// The day on which somebody is asked.
const ASKED: Date = date(2026, 11, 12);

impl CaseNo {
    fn inquiry(self) -> InquiryId {
        InquiryId(id(41, self.0))
    }

    /// The doctor is asked.
    pub(crate) fn inquired(self, stops_clock: bool) -> Line {
        let asked = Inquired {
            inquiry: self.inquiry(),
            party: InquiredParty::Doctor,
            ground: InquiryGround::OpinionUnclear,
            due_on: date(2026, 11, 26),
            stops_clock,
            addressee: text("見本病院"),
            address: text("佐賀市見本町1-1"),
            questions: text("検査の値。"),
        };
        self.checker(ASKED, asked)
    }

    /// The doctor answers.
    pub(crate) fn inquiry_answered(self) -> Line {
        let answered_on = date(2026, 11, 18);
        let answer = text("基準を満たす。");
        self.checker(answered_on, InquiryAnswered { inquiry: self.inquiry(), answered_on, answer, attachment: None })
    }

    /// No answer is waited for.
    pub(crate) fn inquiry_withdrawn(self) -> Line {
        self.checker(date(2026, 11, 18), InquiryWithdrawn { inquiry: self.inquiry(), why: text("要らなくなった。") })
    }

    /// Another is asked on the same day, with until 10 December to answer; the clock stands for it too.
    pub(crate) fn also_inquired(self) -> Line {
        let asked = Inquired {
            inquiry: self.other_inquiry(),
            party: InquiredParty::Institution,
            ground: InquiryGround::OpinionUnclear,
            due_on: date(2026, 12, 10),
            stops_clock: true,
            addressee: text("例題病院"),
            address: text("佐賀市見本町1-2"),
            questions: text("検査の日。"),
        };
        self.checker(ASKED, asked)
    }

    /// The other answers on 15 November, which is recorded on a day.
    pub(crate) fn other_answered(self, recorded_on: Date) -> Line {
        let (inquiry, answered_on, answer) = (self.other_inquiry(), date(2026, 11, 15), text("11月1日。"));
        self.checker(recorded_on, InquiryAnswered { inquiry, answered_on, answer, attachment: None })
    }

    fn other_inquiry(self) -> InquiryId {
        InquiryId(id(42, self.0))
    }
}
