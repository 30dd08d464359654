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
        OperationEvent::Begun(event) => {
            Sentence::new(format!("表示用の表「{}」の操作「{}」をコマンドで始めた", event.read_model, event.task.label()))
                .with("計算機の利用者", told(&event.account))
        }
        OperationEvent::Parked(event) => {
            let (read_model, position) = (&event.read_model, event.position);
            Sentence::new(format!("表示用の表「{read_model}」が読めない出来事（{position} 番）を脇に置いた"))
                .with("種類", event.event_type.clone())
                .with("誤り", event.error.clone())
        }
        OperationEvent::Retried(event) => {
            let (read_model, position) = (&event.read_model, event.position);
            Sentence::new(format!("表示用の表「{read_model}」が脇に置いていた出来事（{position} 番）を適用した"))
                .with("種類", event.event_type.clone())
        }
        OperationEvent::SkipProposed(event) => {
            let (read_model, position) = (&event.read_model, event.position);
            Sentence::new(format!("表示用の表「{read_model}」で {position} 番の出来事を飛ばすよう提案した"))
                .with("理由", told(&event.why))
        }
        OperationEvent::SkipWithdrawn(event) => {
            let (read_model, position) = (&event.read_model, event.position);
            Sentence::new(format!("表示用の表「{read_model}」で {position} 番の出来事を飛ばす提案を取り下げた"))
                .with("理由", told(&event.why))
        }
        OperationEvent::Skipped(event) => {
            let (read_model, position) = (&event.read_model, event.position);
            Sentence::new(format!("表示用の表「{read_model}」で {position} 番の出来事を飛ばすことを承認した"))
                .with("理由", told(&event.why))
        }
    }
}
