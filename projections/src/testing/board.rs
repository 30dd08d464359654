//! The review board's part in the story of a case: a sitting of its own that hears its disease.

use events::application::{BoardHeard, BoardRemark, PutBeforeBoard, Withdrawn};
use events::certificate::IssuedDocument;
use events::ids::{ArtifactId, SittingId};
use events::sitting::{
    AgendaFixed, AgendaItem, BoardSheet, Cancelled, CaseHeard, Closed, DiseaseVerdict, MinutesApproved, MinutesText,
    MinutesWritten, Moved, PapersIssued, Scheduled, SittingEvent, Verdict,
};
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
            seats: 2,
            members: Personal::Open(vec![line("例題 委員"), line("見本 委員")]),
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

    /// To another place, on the same day.
    pub(crate) fn sitting_moved(self) -> Line {
        let venue = ShortText::parse("別館").expect("text");
        let (cut_off_on, why) = (date(2026, 11, 12), text("会場の都合のため。"));
        self.clerk(Moved { held_on: DAY, cut_off_on, venue, why })
    }

    /// The sitting is called off; whatever was on its agenda waits.
    pub(crate) fn called_off(self) -> Line {
        self.clerk(Cancelled { why: text("定足数に届かないため。"), waiting: Vec::new() })
    }

    fn kept(self, document: &str) -> IssuedDocument {
        let artifact = ArtifactId(id(9, self.0));
        IssuedDocument { document: document.to_owned(), artifact, sha256: "cd".repeat(32) }
    }

    /// Minutes of the closed sitting; `corrects` names the edition before.
    pub(crate) fn minutes(self, edition: u16, corrects: Option<u16>) -> Line {
        let content = MinutesText { text: FreeText::parse("1件を審査した。").expect("text"), questions: Vec::new() };
        self.clerk(MinutesWritten {
            edition,
            corrects,
            why: corrects.map(|_| text("判定の転記を直した。")),
            chair: 1,
            content: Personal::Open(content),
            document: self.kept("board_minutes"),
        })
    }

    /// A member stands by them; an approver records it, each member another.
    pub(crate) fn minutes_approved(self, edition: u16, seat: u8) -> Line {
        let event = SittingEvent::from(MinutesApproved { edition, seat, on: DAY });
        self.line(if seat == 1 { 3 } else { 6 }, StaffRole::Approver, DAY, Event::Sitting(event))
    }

    /// Put before the board, heard, and the sitting closed.
    pub(crate) fn through_the_board(self) -> Vec<Line> {
        let (application, verdict) = (self.application(), Verdict::Approve);
        let verdicts = vec![DiseaseVerdict { disease: disease(), verdict }];
        vec![
            self.put_before_board(),
            self.sitting_moved(),
            self.clerk(AgendaFixed { items: vec![AgendaItem { application, diseases: vec![disease()] }] }),
            self.clerk(PapersIssued {
                edition: 1,
                sheets: vec![BoardSheet { application, document: self.kept("board_papers") }],
            }),
            self.clerk(CaseHeard { application, verdicts, recused: Vec::new() }),
            self.board_heard(verdict),
            self.clerk(Closed { minutes: text("1件を審査した。"), absent: Vec::new(), carried_over: Vec::new() }),
            self.minutes(1, None),
            self.minutes_approved(1, 1),
            self.minutes_approved(1, 2),
        ]
    }
}
