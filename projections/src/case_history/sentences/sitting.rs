//! The sentences of the review board's sittings.

use events::sitting::SittingEvent;
use events::vocabulary::wareki;

use super::{Sentence, shown, told};

pub(super) fn sentence(event: &SittingEvent) -> Sentence {
    match event {
        SittingEvent::Scheduled(event) => Sentence::new(format!("{}の審査会の開催を決めた", wareki::long(event.held_on)))
            .with("締切日", wareki::long(event.cut_off_on))
            .with("会場", event.venue.to_string())
            .with("委員", shown(&event.members, |names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))),
        SittingEvent::AgendaFixed(event) => Sentence::new(format!("審査会の議題を{}件に決めた", event.items.len())),
        SittingEvent::CaseHeard(event) => {
            let verdicts: Vec<String> =
                event.verdicts.iter().map(|one| format!("{} {}", one.disease, one.verdict.label())).collect();
            Sentence::new("審査会で申請を審査した")
                .with("判定", verdicts.join("、"))
                .with_some("除斥", (!event.recused.is_empty()).then(|| seats(&event.recused)))
        }
        SittingEvent::Closed(event) => Sentence::new("審査会を閉じた")
            .with("議事録", told(&event.minutes))
            .with_some("欠席", (!event.absent.is_empty()).then(|| seats(&event.absent)))
            .with_some("次回に持ち越し", (!event.carried_over.is_empty()).then(|| format!("{}件", event.carried_over.len()))),
        SittingEvent::Moved(event) => Sentence::new(format!("審査会の開催を{}に変えた", wareki::long(event.held_on)))
            .with("締切日", wareki::long(event.cut_off_on))
            .with("会場", event.venue.to_string())
            .with("理由", told(&event.why)),
        SittingEvent::Cancelled(event) => Sentence::new("審査会の開催を取りやめた")
            .with("理由", told(&event.why))
            .with_some("次の審査会を待つ", (!event.waiting.is_empty()).then(|| format!("{}件", event.waiting.len()))),
        SittingEvent::PapersIssued(event) => {
            Sentence::new(format!("審査資料の第{}版を発行した", event.edition)).with("議題", format!("{}件", event.sheets.len()))
        }
        SittingEvent::MinutesWritten(event) => Sentence::new(format!("議事録の第{}版を作成した", event.edition))
            .with("委員長", seats(&[event.chair]))
            .with("全体の記録", shown(&event.content, |content| content.text.to_string()))
            .with_some("訂正した版", event.corrects.map(|edition| format!("第{edition}版")))
            .with_some("理由", event.why.as_ref().map(told)),
        SittingEvent::MinutesApproved(event) => Sentence::new(format!("議事録の第{}版を委員が確認した", event.edition))
            .with("委員", seats(&[event.seat]))
            .with("確認した日", wareki::long(event.on)),
    }
}

fn seats(seats: &[u8]) -> String {
    seats.iter().map(|seat| format!("委員{seat}")).collect::<Vec<_>>().join("、")
}
