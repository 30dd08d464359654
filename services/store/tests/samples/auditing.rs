//! Reviews, samples and what was seen, as they were meant.

use events::Event;
use events::access_review::{self, AccessReviewEvent, ReviewRow, Verdict, Why};
use events::audit::{self, AuditEvent, Stratum, StratumShare};
use events::ids::{ApplicationId, ArtifactId, MyNumberRef, StaffId};
use events::viewing::{
    AddressRevealed, DocumentOpened, MyNumberRevealed, PersonViewed, SignInRefusal, SignInRefused, SignedIn, SignedOut,
    TableExported, ViewingEvent,
};
use jiff::civil::date;

use super::{id, text};

pub fn samples() -> Vec<Event> {
    let mut all = viewing_samples();
    all.extend(auditing_samples());
    all
}

fn auditing_samples() -> Vec<Event> {
    let staff = StaffId(id(8));
    let row = |no, why, positions: &[i64]| ReviewRow {
        no,
        why,
        staff,
        positions: positions.to_vec(),
        accesses: u32::try_from(positions.len()).expect("few"),
        persons: 1,
    };
    let reviews: [AccessReviewEvent; 3] = [
        access_review::Opened {
            month: date(2026, 10, 1),
            seed: 20_261_001,
            population: 412,
            known_up_to: 900,
            rows: vec![row(1, Why::Sample, &[17]), row(2, Why::OutOfHours, &[40, 41])],
        }
        .into(),
        access_review::RowJudged {
            no: 2, verdict: Verdict::ToBeAsked, note: Some(text("残業の申請があるか確かめる。"))
        }
        .into(),
        access_review::SignedOff { confirmed: 1, to_be_asked: 1, known_up_to: 900, note: Some(text("来月も続ける。")) }.into(),
    ];
    let audits: [AuditEvent; 3] = [
        audit::SampleDrawn {
            from: date(2026, 4, 1),
            until: date(2026, 9, 30),
            by: Some(Stratum::Outcome),
            seed: 7,
            known_up_to: 1200,
            population: 60,
            strata: vec![StratumShare { code: "approved".to_owned(), population: 60, drawn: 1 }],
            cases: vec![ApplicationId(id(4))],
            purpose: text("令和8年度上半期の定期監査"),
        }
        .into(),
        audit::Noted { case: ApplicationId(id(4)), note: text("診断年月日の根拠を確かめた。") }.into(),
        audit::Exported { subjects: vec![id(4), id(3)], cases: 1, events: 12, reason: text("監査委員への説明") }.into(),
    ];
    reviews.into_iter().map(Event::from).chain(audits.into_iter().map(Event::from)).collect()
}

fn viewing_samples() -> Vec<Event> {
    let events: Vec<ViewingEvent> = vec![
        SignedIn {}.into(),
        SignInRefused { reason: SignInRefusal::WrongPassword }.into(),
        SignedOut {}.into(),
        PersonViewed { screen: "case".to_owned(), subjects: vec![id(4)] }.into(),
        DocumentOpened { document: "certificate".to_owned(), artifact: ArtifactId(id(5)), subject: id(3) }.into(),
        MyNumberRevealed { number: MyNumberRef(id(1)), subject: id(4), purpose: text("情報照会の準備") }.into(),
        AddressRevealed { subject: id(4), purpose: text("通知の送り先を確かめる") }.into(),
        TableExported { table: "ledger_export".to_owned(), rows: 2, subjects: vec![id(4), id(5)], reason: text("定期監査") }
            .into(),
    ];
    events.into_iter().map(Event::from).collect()
}
