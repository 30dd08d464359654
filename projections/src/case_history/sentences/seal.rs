//! The sentences of the seal.

use events::seal::SealEvent;
use events::vocabulary::wareki;

use super::{Sentence, told};

pub(super) fn sentence(event: &SealEvent) -> Sentence {
    match event {
        SealEvent::Proposed(event) => Sentence::new(format!("印影の登録を起案した（第{}版）", event.version))
            .with("使用開始日", wareki::long(event.valid_from))
            .with("理由", told(&event.why)),
        SealEvent::Adopted(event) => Sentence::new(format!("印影の登録を承認した（第{}版）", event.version)),
        SealEvent::Dropped(event) => Sentence::new(format!("印影の登録をやめた（第{}版）", event.version)),
    }
}
