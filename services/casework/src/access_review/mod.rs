//! The monthly review of who saw what (月次点検): opened once a month is over, judged row by row, signed off when every row is judged.
//!
//! The auditor and the approver both review: the auditor because looking is the office, the approver as the superior of those who were
//! looked at. Neither judges their own accesses, so that each looks at the other.

mod refusal;

use std::collections::BTreeMap;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::Personal;
use events::access_review::{AccessReviewEvent, Opened, ReviewRow, RowJudged, SignedOff, Verdict};
use events::ids::StaffId;
use events::vocabulary::FreeText;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::refusal::ReviewRefusal;
use crate::{Fact, Refusal};

/// A review, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AccessReview {
    rows: BTreeMap<u32, StaffId>,
    verdicts: BTreeMap<u32, bool>,
    known_up_to: Option<i64>,
    signed_off: bool,
}

/// A command on a review.
#[derive(Clone, PartialEq, Debug)]
pub enum AccessReviewCommand {
    /// Open it.
    Open {
        /// What is to be judged.
        opened: Opened,
        /// Today in Japan.
        today: Date,
    },
    /// Judge a row.
    Judge {
        /// The row.
        no: u32,
        /// What was found.
        verdict: Verdict,
        /// 所見.
        note: Option<FreeText>,
    },
    /// Sign it off.
    SignOff {
        /// 総括.
        note: Option<FreeText>,
    },
}

/// The day after a month; none at the end of the calendar.
pub fn month_after(month: Date) -> Option<Date> {
    month.first_of_month().checked_add(jiff::Span::new().months(1)).ok()
}

impl AccessReview {
    /// Whether everything is said.
    pub const fn is_signed_off(&self) -> bool {
        self.signed_off
    }

    fn open(&self, opened: Opened, today: Date) -> Result<AccessReviewEvent, Refusal> {
        let over = month_after(opened.month).is_some_and(|next| next <= today);
        if self.known_up_to.is_some() || !over {
            return Err(ReviewRefusal::NotOpenable.into());
        }
        Ok(opened.into())
    }

    fn judge(&self, by: StaffId, no: u32, verdict: Verdict, note: Option<FreeText>) -> Result<AccessReviewEvent, Refusal> {
        let staff = self.rows.get(&no).ok_or(ReviewRefusal::NoSuchRow)?;
        if self.signed_off {
            return Err(ReviewRefusal::SignedOff.into());
        }
        if *staff == by {
            return Err(ReviewRefusal::OwnAccess.into());
        }
        if verdict == Verdict::ToBeAsked && note.is_none() {
            return Err(ReviewRefusal::NoteMissing.into());
        }
        Ok(RowJudged { no, verdict, note: note.map(Personal::Open) }.into())
    }

    fn sign_off(&self, note: Option<FreeText>) -> Result<AccessReviewEvent, Refusal> {
        let known_up_to = self.known_up_to.ok_or(ReviewRefusal::NoSuchRow)?;
        if self.signed_off {
            return Err(ReviewRefusal::SignedOff.into());
        }
        let open = self.rows.len() - self.verdicts.len();
        if open > 0 {
            return Err(ReviewRefusal::RowsNotJudged(open).into());
        }
        let count = |fine: bool| u32::try_from(self.verdicts.values().filter(|one| **one == fine).count()).unwrap_or(u32::MAX);
        let (confirmed, to_be_asked) = (count(true), count(false));
        Ok(SignedOff { confirmed, to_be_asked, known_up_to, note: note.map(Personal::Open) }.into())
    }
}

impl Aggregate for AccessReview {
    const TYPE: &'static str = "access_review";
    type Command = (StaffId, AccessReviewCommand);
    type Event = Fact<AccessReviewEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (by, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let event = match command {
            AccessReviewCommand::Open { opened, today } => self.open(opened, today)?,
            AccessReviewCommand::Judge { no, verdict, note } => self.judge(by, no, verdict, note)?,
            AccessReviewCommand::SignOff { note } => self.sign_off(note)?,
        };
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<AccessReviewEvent>) {
        match fact.event {
            AccessReviewEvent::Opened(event) => {
                self.known_up_to = Some(event.known_up_to);
                self.rows = event.rows.iter().map(|ReviewRow { no, staff, .. }| (*no, *staff)).collect();
            }
            AccessReviewEvent::RowJudged(event) => {
                self.verdicts.insert(event.no, event.verdict == Verdict::Confirmed);
            }
            AccessReviewEvent::SignedOff(_) => self.signed_off = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::access_review::Why;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::text;

    const AUDITOR: StaffId = StaffId(Uuid::from_u128(1));
    const COUNTER: StaffId = StaffId(Uuid::from_u128(2));

    fn opened() -> Opened {
        let row = |no, staff| ReviewRow { no, why: Why::Sample, staff, positions: vec![5], accesses: 1, persons: 1 };
        Opened { month: date(2026, 10, 1), seed: 7, population: 9, known_up_to: 40, rows: vec![row(1, COUNTER), row(2, AUDITOR)] }
    }

    fn confirmed(no: u32) -> AccessReviewCommand {
        AccessReviewCommand::Judge { no, verdict: Verdict::Confirmed, note: None }
    }

    fn judged(no: u32) -> Fact<AccessReviewEvent> {
        Fact::new(RowJudged { no, verdict: Verdict::Confirmed, note: None }, AUDITOR)
    }

    fn given(more: Vec<Fact<AccessReviewEvent>>) -> cqrs_es::test::AggregateTestExecutor<AccessReview> {
        let mut facts = vec![Fact::new(opened(), AUDITOR)];
        facts.extend(more);
        TestFramework::<AccessReview>::with(()).given(facts)
    }

    #[test]
    fn a_month_is_reviewed_once_and_when_it_is_over() {
        let open = |today| (AUDITOR, AccessReviewCommand::Open { opened: opened(), today });
        let framework = || TestFramework::<AccessReview>::with(()).given_no_previous_events();
        framework().when(open(date(2026, 10, 31))).then_expect_error(ReviewRefusal::NotOpenable.into());
        framework().when(open(date(2026, 11, 1))).then_expect_events(vec![Fact::new(opened(), AUDITOR)]);
        given(vec![]).when(open(date(2026, 11, 1))).then_expect_error(ReviewRefusal::NotOpenable.into());
    }

    #[test]
    fn nobody_judges_their_own_access_and_asking_needs_words() {
        given(vec![]).when((AUDITOR, confirmed(1))).then_expect_events(vec![judged(1)]);
        given(vec![]).when((AUDITOR, confirmed(2))).then_expect_error(ReviewRefusal::OwnAccess.into());
        given(vec![]).when((AUDITOR, confirmed(3))).then_expect_error(ReviewRefusal::NoSuchRow.into());
        let ask = |note| (AUDITOR, AccessReviewCommand::Judge { no: 1, verdict: Verdict::ToBeAsked, note });
        given(vec![]).when(ask(None)).then_expect_error(ReviewRefusal::NoteMissing.into());
        let note = Some(text("本人に確かめる"));
        given(vec![]).when(ask(note.clone())).then_expect_events(vec![Fact::new(
            RowJudged { no: 1, verdict: Verdict::ToBeAsked, note: note.map(Personal::Open) },
            AUDITOR,
        )]);
    }

    #[test]
    fn signed_off_when_all_is_judged_and_frozen_then() {
        let sign = || (AUDITOR, AccessReviewCommand::SignOff { note: None });
        given(vec![judged(1)]).when(sign()).then_expect_error(ReviewRefusal::RowsNotJudged(1).into());
        let done = Fact::new(SignedOff { confirmed: 2, to_be_asked: 0, known_up_to: 40, note: None }, AUDITOR);
        given(vec![judged(1), judged(2)]).when(sign()).then_expect_events(vec![done.clone()]);
        given(vec![judged(1), judged(2), done.clone()])
            .when((AUDITOR, confirmed(1)))
            .then_expect_error(ReviewRefusal::SignedOff.into());
        given(vec![judged(1), judged(2), done]).when(sign()).then_expect_error(ReviewRefusal::SignedOff.into());
    }
}
