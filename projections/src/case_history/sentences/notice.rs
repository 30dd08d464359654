//! The sentences of a notice.

use events::Personal;
use events::notice::{NoticeContent, NoticeEvent, ParticularsChange, Received};
use events::vocabulary::wareki;

use super::{Sentence, Words, shown, told};

pub(super) fn sentence(event: &NoticeEvent, words: &dyn Words) -> Sentence {
    match event {
        NoticeEvent::Received(event) => received(event, words),
        NoticeEvent::Amended(event) => content(
            Sentence::new("届の内容を直した").with("理由", told(&event.why)).with("生じた日", wareki::long(event.happened_on)),
            &event.content,
            words,
        ),
        NoticeEvent::Returned(event) => {
            Sentence::new(format!("届を窓口に戻した。期限 {}", wareki::long(event.due_on))).with("理由", told(&event.why))
        }
        NoticeEvent::Settled(event) => Sentence::new(format!("届を処理した（{}）", wareki::long(event.settled_on)))
            .with_some("世帯への影響", event.change_of_award.map(|needed| if needed { "変更申請が必要" } else { "なし" })),
        NoticeEvent::Withdrawn(event) => Sentence::new("届を取り下げた").with("理由", told(&event.why)),
    }
}

fn received(event: &Received, words: &dyn Words) -> Sentence {
    let sentence = Sentence::new(format!("{}を受け付けた（受付番号 {}）", event.kind.label(), event.receipt_number))
        .with("受給者", shown(&event.name, |name| name.written().to_owned()))
        .with("届出人", event.filer.label())
        .with("届出日", wareki::long(event.filed_on))
        .with("生じた日", wareki::long(event.happened_on));
    content(sentence, &event.content, words)
}

fn content(sentence: Sentence, content: &Personal<NoticeContent>, words: &dyn Words) -> Sentence {
    match content.open() {
        None => sentence.with("内容", shown(content, |_| String::new())),
        Some(NoticeContent::Particulars(change)) => particulars(sentence, change, words),
        Some(NoticeContent::Return(told)) => sentence.with("喪失の理由", told.ground.label()),
        Some(NoticeContent::TransferOut(told)) => sentence.with("転出先", words.whereabouts(told.authority.to_string())),
        Some(NoticeContent::Reissue(told)) => sentence.with("再交付の理由", told.cause.label()),
        Some(NoticeContent::RegistrantCertificate) => sentence.with("内容", "登録者証を希望"),
        Some(NoticeContent::Proxy(proxy)) => sentence.with("代理人", proxy.name.written()).with("根拠", proxy.authority.label()),
        Some(NoticeContent::ProxyEnd(_)) => sentence.with("内容", "代理人の解任"),
    }
}

fn particulars(sentence: Sentence, change: &ParticularsChange, words: &dyn Words) -> Sentence {
    sentence
        .with_some("新しい氏名", change.name.as_ref().map(|name| name.written().to_owned()))
        .with_some("新しい住所", change.residence.as_ref().map(|residence| words.whereabouts(residence.address.text.to_string())))
        .with_some("新しい保護者", change.guardian.as_ref().map(|guardian| guardian.name.written().to_owned()))
        .with_some("新しい医療保険", change.insurance.as_ref().map(|insurance| insurance.kind.label()))
}
