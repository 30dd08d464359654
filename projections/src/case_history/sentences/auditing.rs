//! The sentences of reviews and samples.

use events::access_review::{AccessReviewEvent, Verdict};
use events::audit::AuditEvent;
use events::vocabulary::wareki;

use super::{Sentence, told};

pub(super) fn review(event: &AccessReviewEvent) -> Sentence {
    match event {
        AccessReviewEvent::Opened(event) => {
            let month = event.month;
            Sentence::new(format!("{}年{}月分の閲覧の月次点検を始めた", month.year(), month.month()))
                .with("対象", format!("{}行（母数 {}件、種 {}）", event.rows.len(), event.population, event.seed))
                .with("記録", format!("閲覧記録 {}番まで", event.known_up_to))
        }
        AccessReviewEvent::RowJudged(event) => {
            let verdict = match event.verdict {
                Verdict::Confirmed => "業務上の目的を確かめた",
                Verdict::ToBeAsked => "本人に確認することとした",
            };
            Sentence::new(format!("点検の{}行目について、{verdict}", event.no)).with_some("所見", event.note.as_ref().map(told))
        }
        AccessReviewEvent::SignedOff(event) => {
            Sentence::new(format!("月次点検を終えた（確認済 {}、要確認 {}）", event.confirmed, event.to_be_asked))
                .with_some("総括", event.note.as_ref().map(told))
        }
    }
}

pub(super) fn audit(event: &AuditEvent) -> Sentence {
    match event {
        AuditEvent::SampleDrawn(event) => {
            Sentence::new(format!("決定{}件から{}件を抽出した", event.population, event.cases.len()))
                .with("期間", format!("{}から{}まで", wareki::long(event.from), wareki::long(event.until)))
                .with("種", event.seed.to_string())
                .with("目的", told(&event.purpose))
        }
        AuditEvent::Noted(event) => Sentence::new("標本の申請に所見を付けた").with("所見", told(&event.note)),
        AuditEvent::Exported(event) => {
            Sentence::new(format!("監査調書を持ち出した（申請 {}件、出来事 {}件）", event.cases, event.events))
                .with("理由", told(&event.reason))
        }
    }
}
