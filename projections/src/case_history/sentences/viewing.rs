//! The sentences of the access log.

use events::viewing::{SignInRefusal, ViewingEvent};

use super::{Sentence, document_name, told};

pub(super) fn sentence(event: &ViewingEvent) -> Sentence {
    match event {
        ViewingEvent::SignedIn(_) => Sentence::new("サインインした"),
        ViewingEvent::SignInRefused(event) => Sentence::new(match event.reason {
            SignInRefusal::WrongPassword => "合言葉が違うため、サインインを断った",
            SignInRefusal::Locked => "停止中のアカウントのため、サインインを断った",
        }),
        ViewingEvent::SignedOut(_) => Sentence::new("サインアウトした"),
        ViewingEvent::PersonViewed(event) => {
            Sentence::new(format!("画面「{}」で{}人分の情報を表示した", event.screen, event.subjects.len()))
        }
        ViewingEvent::DocumentOpened(event) => Sentence::new(format!("発行済みの{}を開いた", document_name(&event.document))),
        ViewingEvent::MyNumberRevealed(event) => Sentence::new("個人番号を表示した").with("目的", told(&event.purpose)),
        ViewingEvent::AddressRevealed(event) => {
            Sentence::new("支援措置の対象者の住所を表示した").with("目的", told(&event.purpose))
        }
        ViewingEvent::TableExported(event) => {
            Sentence::new(format!("一覧を表計算に書き出した（{}行）", event.rows)).with("理由", told(&event.reason))
        }
    }
}
