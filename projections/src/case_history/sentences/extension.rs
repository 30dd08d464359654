//! The sentences of a mass extension.

use events::extension::ExtensionEvent;
use events::vocabulary::wareki;

use super::{Sentence, shown, told};

pub(super) fn sentence(event: &ExtensionEvent) -> Sentence {
    match event {
        ExtensionEvent::Proposed(event) => {
            let plan = event.plan;
            Sentence::new(format!("有効期間の一括延長を起案した（{}件）", event.awards.len()))
                .with("命令・通知", shown(&event.reference, ToString::to_string))
                .with("命令・通知の日付", wareki::long(plan.issued_on))
                .with(
                    "対象の期間",
                    format!("{}から{}までに終わるもの", wareki::long(plan.ends_from), wareki::long(plan.ends_until)),
                )
                .with("延長後の末日", wareki::long(plan.until))
                .with("除いた人", shown(&event.excluded, |excluded| format!("{}人", excluded.len())))
        }
        ExtensionEvent::Dropped(event) => Sentence::new("一括延長の起案をやめた").with("理由", told(&event.why)),
        ExtensionEvent::Approved(event) => Sentence::new(format!("一括延長を決裁した（{}）", wareki::long(event.decided_on))),
        ExtensionEvent::CarriedOut(event) => Sentence::new(format!("一括延長を終えた（{}件）", event.extended))
            .with("延長しなかった支給認定", format!("{}件", event.left.len())),
    }
}
