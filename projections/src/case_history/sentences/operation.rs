//! The sentences of the operation of a read model.

use events::operation::OperationEvent;

use super::{Sentence, told};

pub(super) fn sentence(event: &OperationEvent) -> Sentence {
    match event {
        OperationEvent::Requested(event) => {
            Sentence::new(format!("表示用の表「{}」について「{}」を頼んだ", event.read_model, event.task.label()))
                .with("理由", told(&event.why))
        }
        OperationEvent::CarriedOut(event) => {
            let text = format!("表示用の表「{}」について頼まれた「{}」が終わった", event.read_model, event.task.label());
            let sentence = Sentence::new(text).with("結果", event.outcome.label());
            if event.detail.is_empty() { sentence } else { sentence.with("内訳", event.detail.clone()) }
        }
    }
}
