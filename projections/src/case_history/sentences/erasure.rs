//! The sentences of an erasure: dates and counts, nothing about the person.

use events::erasure::ErasureEvent;
use events::vocabulary::wareki;

use super::{Sentence, told};

pub(super) fn sentence(event: &ErasureEvent) -> Sentence {
    match event {
        ErasureEvent::Proposed(event) => Sentence::new("保存期間が終わったので、個人情報の消去を起案した")
            .with("最後の有効期間の末日", wareki::long(event.last_ended_on))
            .with("保存期間の満了日", format!("{}（{}年保存）", wareki::long(event.kept_until), event.years)),
        ErasureEvent::Withdrawn(event) => Sentence::new("消去の起案を取り下げた").with("理由", told(&event.why)),
        ErasureEvent::Held(event) => Sentence::new("消去を差し止めた（法的保全）").with("理由", told(&event.why)),
        ErasureEvent::Released(event) => Sentence::new("消去の差し止めを解いた").with("理由", told(&event.why)),
        ErasureEvent::CarriedOut(event) => Sentence::new("鍵を破棄し、個人情報を読めなくした")
            .with("破棄した鍵", format!("{}個", event.keys.len()))
            .with("保存期間の満了日", wareki::long(event.kept_until))
            .with("鍵の控えの最終失効日", wareki::long(event.key_backups_until)),
        ErasureEvent::Certified(_) => Sentence::new("消去証明書を作成した"),
        ErasureEvent::Reapplied(event) => Sentence::new("古い控えから復元された鍵を、一覧に従いもう一度破棄した")
            .with("もとの消去の出来事", event.carried_out.to_string()),
    }
}
