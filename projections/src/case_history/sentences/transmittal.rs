//! The sentences of a transmittal list.

use events::transmittal::TransmittalEvent;

use super::{Sentence, Words};

pub(super) fn sentence(event: &TransmittalEvent, words: &dyn Words) -> Sentence {
    match event {
        TransmittalEvent::DrawnUp(event) => Sentence::new(format!("進達書を作成した（{}件）", event.cases.len()))
            .with("進達番号", format!("令和{}年度 {} 第{}号", event.year, words.office(event.office), event.serial)),
        TransmittalEvent::Sent(event) => Sentence::new(format!("進達書を送った（{}件）", event.cases.len())),
        TransmittalEvent::CaseChecked(event) => {
            Sentence::new(format!("進達書の申請の到着を確かめた（{}）", event.outcome.label()))
        }
    }
}
