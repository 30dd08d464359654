//! The review board's part in the story of a case: a sitting of its own that hears its disease.

use events::application::{BoardHeard, BoardRemark, PutBeforeBoard, Withdrawn};
use events::ids::SittingId;
use events::sitting::{AgendaFixed, AgendaItem, CaseHeard, Closed, DiseaseVerdict, Scheduled, SittingEvent, Verdict};
use events::vocabulary::{FreeText, ShortText};
use events::{Event, Personal, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, disease, id, text};

const DAY: Date = date(2026, 11, 19);

impl CaseNo {
    pub(crate) fn sitting(self) -> SittingId {
        SittingId(id(7, self.0))
    }

    fn clerk(self, event: impl Into<SittingEvent>) -> Line {
        self.line(4, StaffRole::BoardClerk, DAY, Event::Sitting(event.into()))
    }

    pub(crate) fn scheduled(self) -> Line {
        let line = |text: &str| ShortText::parse(text).expect("text");
        self.clerk(Scheduled {
            held_on: DAY,
            cut_off_on: date(2026, 11, 12),
            venue: line("県庁"),
            seats: 1,
            members: Personal::Open(vec![line("例題 委員")]),
        })
    }

    pub(crate) fn put_before_board(self) -> Line {
        self.checker(date(2026, 11, 11), PutBeforeBoard { diseases: vec![disease()], why: text("判断に迷うため。") })
    }

    /// What the board says, on the case.
    pub(crate) fn board_heard(self, verdict: Verdict) -> Line {
        let text = FreeText::parse("医師に確かめる。").expect("text");
        let event = BoardHeard {
            sitting: self.sitting(),
            heard_on: DAY,
            verdicts: vec![DiseaseVerdict { disease: disease(), verdict }],
            remarks: Personal::Open(vec![BoardRemark { disease: disease(), text }]),
        };
        self.line(4, StaffRole::BoardClerk, DAY, Event::Application(event.into()))
    }

    pub(crate) fn withdrawn(self) -> Line {
        self.counter(date(2026, 11, 12), Withdrawn { withdrawn_on: date(2026, 11, 12), why: Some(text("転居のため。")) })
    }

    /// Put before the board, heard, and the sitting closed.
    pub(crate) fn through_the_board(self) -> Vec<Line> {
        let (application, verdict) = (self.application(), Verdict::Approve);
        let verdicts = vec![DiseaseVerdict { disease: disease(), verdict }];
        vec![
            self.put_before_board(),
            self.clerk(AgendaFixed { items: vec![AgendaItem { application, diseases: vec![disease()] }] }),
            self.clerk(CaseHeard { application, verdicts, recused: Vec::new() }),
            self.board_heard(verdict),
            self.clerk(Closed { minutes: text("1件を審査した。"), absent: Vec::new(), carried_over: Vec::new() }),
        ]
    }
}
