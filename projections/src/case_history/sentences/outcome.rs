//! The sentences of what comes of an application: recipient, award, certificate.

use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::letter::LetterEvent;
use events::recipient::RecipientEvent;
use events::vocabulary::wareki;

use super::application::concluded;
use super::{Sentence, Words, diseases, document_name, redress, shown, told};

pub(super) fn recipient(event: &RecipientEvent, words: &dyn Words) -> Sentence {
    match event {
        RecipientEvent::Registered(event) => Sentence::new("受給者として台帳に登録した")
            .with("氏名", shown(&event.name, |name| format!("{}（{}）", name.written(), name.kana())))
            .with("住所地", words.whereabouts(words.municipality(event.municipality)))
            .with_some("個人番号", event.my_number.map(|_| "保管庫の番号を引き継いだ")),
        RecipientEvent::ParticularsChanged(event) => Sentence::new("台帳の記載事項が変わった")
            .with_some("氏名", event.name.as_ref().map(|name| shown(name, |name| name.written().to_owned())))
            .with_some(
                "住所",
                event.address.as_ref().map(|address| shown(address, |address| words.whereabouts(address.text.to_string()))),
            )
            .with_some("住所地", event.municipality.map(|code| words.whereabouts(words.municipality(code))))
            .with_some("管轄", event.responsible_office.map(|office| words.office(office)))
            .with_some("保護者", event.guardian.as_ref().map(|one| shown(one, |one| one.name.written().to_owned())))
            .with_some("医療保険", event.insurance.as_ref().map(|one| shown(one, |one| one.kind.label().to_owned()))),
        RecipientEvent::ProxyAppointed(event) => Sentence::new(format!("代理人を登録した（{}から）", wareki::long(event.from)))
            .with("代理人", shown(&event.proxy, |proxy| proxy.name.written().to_owned()))
            .with("根拠", event.authority.label())
            .with("末日", event.until.map_or_else(|| "定めなし".to_owned(), wareki::long)),
        RecipientEvent::ProxyEnded(event) => {
            Sentence::new(format!("代理人の権限が終わった（{}まで）", wareki::long(event.last_day)))
        }
        RecipientEvent::RegistrantListed(event) => Sentence::new(format!("登録者証の登録をした（{}）", wareki::long(event.on))),
    }
}

pub(super) fn award(event: &AwardEvent, words: &dyn Words) -> Sentence {
    match event {
        AwardEvent::Granted(event) => {
            let sentence = Sentence::new(format!(
                "支給認定した（{}、受給者番号 {}、決定日 {}）",
                event.kind.label(),
                event.recipient_number,
                wareki::long(event.decided_on)
            ))
            .with("疾病", diseases(&event.diseases, words))
            .with_some("主な医療機関", event.main_institution.as_ref().map(told))
            .with_some("登録者証", event.registrant_certificate.then_some("兼ねる"));
            concluded(sentence, &event.conclusion, words)
        }
        AwardEvent::Ended(event) => Sentence::new(format!("支給認定が{}で終わった", wareki::long(event.last_day)))
            .with("理由", event.ground.label())
            .with_some("もとになったもの", event.notice.is_none().then_some("夜間の処理")),
        AwardEvent::Extended(event) => Sentence::new(format!("有効期間を{}まで延長した", wareki::long(event.until)))
            .with("それまでの末日", wareki::long(event.before))
            .with("命令・通知", shown(&event.reference, ToString::to_string))
            .with("決定日", wareki::long(event.decided_on)),
        AwardEvent::Replaced(event) => Sentence::new(format!("{}から別の支給認定に替わった", wareki::long(event.from))).with(
            "終わり",
            format!("前の支給認定は{}まで", event.from.yesterday().map_or_else(|_| "前日".to_owned(), wareki::long)),
        ),
        AwardEvent::RedressProposed(event) => redress::proposed(event),
        AwardEvent::RedressDropped(event) => Sentence::new("取消・訂正の起案をやめた").with("理由", told(&event.why)),
        AwardEvent::Revoked(event) => redress::revoked(event),
        AwardEvent::Corrected(event) => redress::corrected(event),
        AwardEvent::TakenBack(_) => Sentence::new("旧台帳からの引き継ぎを取り消した。支給認定の日は1日も数えない"),
    }
}

pub(super) fn letter(event: &LetterEvent) -> Sentence {
    let event = match event {
        LetterEvent::Issued(event) => event,
        LetterEvent::Posted(event) => {
            return Sentence::new("通知文書を発送した")
                .with("発送日", wareki::long(event.on))
                .with("発送方法", event.way.label())
                .with_some("引受番号", event.number.as_ref().map(ToString::to_string));
        }
        LetterEvent::Returned(event) => {
            return Sentence::new("通知文書が返戻された")
                .with("返戻日", wareki::long(event.on))
                .with("理由", event.ground.label());
        }
        LetterEvent::AddressChecked(event) => {
            return Sentence::new("返戻された通知文書の送り先を確かめた").with("結果", event.outcome.label());
        }
    };
    let version = |used: &events::letter::TextUsed| {
        format!("{}（{}から、記録{}番）", used.key, wareki::short(used.valid_from), used.position)
    };
    let texts = (!event.texts.is_empty()).then(|| event.texts.iter().map(version).collect::<Vec<_>>().join("、"));
    Sentence::new(format!("{}を作成した（{}、{}）", event.kind.label(), event.number, wareki::long(event.issued_on)))
        .with_some("文の版", texts)
}

pub(super) fn certificate(event: &CertificateEvent) -> Sentence {
    match event {
        CertificateEvent::Issued(event) => {
            let papers: Vec<&str> = event.documents.iter().map(|issued| document_name(&issued.document)).collect();
            let text = if event.copy == 1 {
                format!("受給者証を作成した（交付日 {}）", wareki::long(event.issued_on))
            } else {
                format!("受給者証を再び作成した（{}枚目、交付日 {}）", event.copy, wareki::long(event.issued_on))
            };
            Sentence::new(text).with("文書", papers.join("、"))
        }
        CertificateEvent::Voided(event) => {
            Sentence::new(format!("受給者証（{}枚目）を無効にした（{}）", event.copy, wareki::long(event.on)))
                .with("理由", event.ground.label())
                .with("次の受給者証", if event.replaced { "作り直す" } else { "作らない" })
        }
        CertificateEvent::IssueStopped(event) => {
            Sentence::new("印字できない文字があり、受給者証の作成を止めた").with("箇所", told(&event.why))
        }
    }
}
