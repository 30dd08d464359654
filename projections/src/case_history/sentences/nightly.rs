//! The sentences of a night.

use events::nightly::NightlyEvent;
use events::vocabulary::wareki;

use super::{Sentence, told};

pub(super) fn sentence(event: &NightlyEvent) -> Sentence {
    match event {
        NightlyEvent::Found(event) => {
            Sentence::new(format!("{}の夜間処理で{}件を見つけた", wareki::long(event.night), event.findings.len()))
        }
        NightlyEvent::Settled(event) => {
            Sentence::new(format!("{}の夜間処理で{}件の解消を確かめた", wareki::long(event.night), event.tasks.len()))
        }
        NightlyEvent::Ran(event) => Sentence::new(format!("{}の夜間処理を終えた", wareki::long(event.night)))
            .with("見た人", format!("{}人", event.persons))
            .with("見た申請", format!("{}件", event.cases))
            .with("新しく見つけたこと", format!("{}件", event.found))
            .with("解消していたこと", format!("{}件", event.settled))
            .with("有効期間が過ぎて終わらせた支給認定", format!("{}件", event.ended)),
        NightlyEvent::Closed(event) => {
            Sentence::new(format!("「{}」を処理した（{}）", event.finding.kind.label(), event.outcome.label()))
                .with("かかわる日", wareki::long(event.finding.day))
                .with("理由・したこと", told(&event.why))
        }
    }
}
