//! Sittings of the review board with their papers and minutes, as they were meant.

use events::certificate::IssuedDocument;
use events::ids::{ApplicationId, ArtifactId};
use events::sitting::{self, SittingEvent};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{id, of, text, verdicts};

pub fn samples() -> Vec<Event> {
    let application = ApplicationId(id(4));
    let events: Vec<SittingEvent> = vec![
        sitting::Scheduled {
            held_on: date(2026, 11, 19),
            cut_off_on: date(2026, 11, 5),
            venue: of(json!("県庁　会議室")),
            seats: 2,
            members: Personal::Open(of(json!(["見本 医師一", "例題 医師二"]))),
        }
        .into(),
        sitting::AgendaFixed { items: vec![sitting::AgendaItem { application, diseases: of(json!(["01_01_001"])) }] }.into(),
        sitting::CaseHeard { application, verdicts: verdicts(), recused: vec![2] }.into(),
        sitting::Closed { minutes: text("1件を審査した。"), absent: Vec::new(), carried_over: vec![ApplicationId(id(7))] }.into(),
        sitting::Cancelled { why: text("定足数に届かないため。"), waiting: vec![application] }.into(),
    ];
    events.into_iter().chain(sitting_papers(application)).map(Event::from).collect()
}

fn sitting_papers(application: ApplicationId) -> [SittingEvent; 4] {
    let kept = |document: &str, n| IssuedDocument {
        document: document.to_owned(),
        artifact: ArtifactId(id(n)),
        sha256: "cd".repeat(32),
    };
    let sheet = sitting::BoardSheet { application, document: kept("board_papers", 5) };
    [
        sitting::Moved {
            held_on: date(2026, 11, 26),
            cut_off_on: date(2026, 11, 5),
            venue: of(json!("県庁　会議室")),
            why: text("委員の都合のため。"),
        }
        .into(),
        sitting::PapersIssued { edition: 2, sheets: vec![sheet] }.into(),
        sitting::MinutesWritten {
            edition: 2,
            corrects: Some(1),
            why: Some(text("判定の転記を直した。")),
            chair: 1,
            content: Personal::Open(sitting::MinutesText {
                text: of(json!("1件を審査した。")),
                questions: vec![sitting::CaseQuestion { application, text: of(json!("検査の時期を確かめた。")) }],
            }),
            document: kept("board_minutes", 8),
        }
        .into(),
        sitting::MinutesApproved { edition: 2, seat: 2, on: date(2026, 11, 27) }.into(),
    ]
}
