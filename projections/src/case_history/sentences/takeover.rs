//! The sentences of a takeover from the old ledger.

use events::application::TakenOver;
use events::takeover::{TakeoverEvent, Verdicts};
use events::vocabulary::wareki;

use super::application::concluded;
use super::{Sentence, Words, diseases, shown, told};

pub(super) fn sentence(event: &TakeoverEvent) -> Sentence {
    match event {
        TakeoverEvent::Received(event) => Sentence::new("旧台帳のファイルを受け取った")
            .with("大きさ", format!("{}バイト", event.bytes))
            .with("理由", told(&event.why)),
        TakeoverEvent::Prepared(event) => Sentence::new("旧台帳のどの列を何として読むかを決めた")
            .with_some("シート", event.sheet.as_ref().map(told))
            .with("見出し", format!("{}行目", event.header_line))
            .with("列", event.columns.iter().map(|(name, at)| format!("{name} {at}列目")).collect::<Vec<_>>().join("、"))
            .with("公費負担者番号", event.payer_number.to_string()),
        TakeoverEvent::Checked(event) => Sentence::new("旧台帳のすべての行を判定した").with("件数", counted(event.verdicts)),
        TakeoverEvent::Approved(event) => Sentence::new("旧台帳からの引き継ぎを決裁した").with("件数", counted(event.verdicts)),
        TakeoverEvent::CarriedOut(event) => Sentence::new(format!("旧台帳から{}件を引き継いだ", event.taken))
            .with("引き継げなかったもの", format!("{}件", event.refused)),
        TakeoverEvent::ReversalAsked(event) => Sentence::new("引き継ぎの取消しを求めた").with("理由", told(&event.why)),
        TakeoverEvent::Reversed(event) => {
            Sentence::new(format!("引き継いだ{}件を取り消した", event.taken_back)).with("残したもの", format!("{}件", event.kept))
        }
    }
}

pub(super) fn record(event: &TakenOver, words: &dyn Words) -> Sentence {
    let sentence = Sentence::new(format!(
        "旧台帳の{}行目から引き継いだ（{}、決定日 {}）",
        event.line,
        event.kind.label(),
        wareki::long(event.decided_on)
    ))
    .with("児童", shown(&event.child_name, |name| format!("{}（{}）", name.written(), name.kana())))
    .with("疾病", diseases(&event.diseases, words))
    .with("住所地", words.whereabouts(words.municipality(event.municipality)));
    concluded(sentence, &event.conclusion, words)
}

fn counted(verdicts: Verdicts) -> String {
    let Verdicts { right, warned, refused, skipped } = verdicts;
    format!("引き継げる {right}件、注意して引き継げる {warned}件、引き継げない {refused}件、記録ではない行 {skipped}行")
}
