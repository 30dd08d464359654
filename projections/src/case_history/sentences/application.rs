//! The sentences of an application.

use events::application::{
    Amended, ApplicationEvent, Approved, BoardHeard, Conclusion, DocumentRecorded, DocumentState, EnteredAgain, EntriesSettled,
    Examined, OtherRecord, Overridden, OverridesConfirmed, Proposed, Received, Refused, ReturnedForCorrection, RouteStep,
};
use events::transmittal::ReceiptOutcome;
use events::vocabulary::{AmendmentGround, EntryKept, Tier, wareki};

use super::{Sentence, Words, diseases, shown, takeover, told};

pub(super) fn sentence(event: &ApplicationEvent, words: &dyn Words) -> Sentence {
    match event {
        ApplicationEvent::Received(event) => received(event, words),
        ApplicationEvent::Amended(event) => amended(event, words),
        ApplicationEvent::DocumentRecorded(event) => document(event, words),
        ApplicationEvent::Forwarded(event) => Sentence::new(if event.transmittal.is_some() {
            "進達書で担当課へ進達した"
        } else {
            "担当課へ進達した"
        }),
        ApplicationEvent::ReceiptChecked(event) => Sentence::new(match event.outcome {
            ReceiptOutcome::Arrived => "進達の到着を確かめた",
            ReceiptOutcome::Missing => "進達書にあるが届いていない",
            ReceiptOutcome::SentBack => "進達を差し戻した",
        })
        .with_some("理由", event.why.as_ref().map(told)),
        ApplicationEvent::TakenUp(_) => Sentence::new("点検を始めた"),
        ApplicationEvent::ReturnedForCorrection(event) => returned(event, words),
        ApplicationEvent::Resubmitted(_) => Sentence::new("補正を終えて再び提出した"),
        ApplicationEvent::Examined(event) => examined(event, words),
        ApplicationEvent::Proposed(event) => proposed(event, words),
        ApplicationEvent::Endorsed(event) => {
            let text =
                if event.absence.is_some() { "起案に代わって同意した（代決）" } else { "起案に同意した" };
            Sentence::new(text)
                .with("段階", event.step.to_string())
                .with_some("代わって行う理由", event.absence.as_ref().map(told))
        }
        ApplicationEvent::LookedOver(event) => {
            Sentence::new(format!("代わって行われたことを{}の担当者が後閲した", event.post.label()))
                .with_some("意見", event.remark.as_ref().map(told))
        }
        ApplicationEvent::SentBack(event) => Sentence::new("決裁せず点検に戻した").with("理由", told(&event.why)),
        ApplicationEvent::Approved(event) => approved(event, words),
        ApplicationEvent::Refused(event) => refused(event, words),
        ApplicationEvent::PutBeforeBoard(event) => {
            Sentence::new("審査会に付議した").with("疾病", diseases(&event.diseases, words)).with("付議の理由", told(&event.why))
        }
        ApplicationEvent::BoardHeard(event) => heard(event, words),
        ApplicationEvent::Withdrawn(event) => {
            Sentence::new(format!("申請者の取下げを受け付けた（取下書の日付 {}）", wareki::long(event.withdrawn_on)))
                .with_some("理由", event.why.as_ref().map(told))
        }
        ApplicationEvent::Reminded(event) => Sentence::new(format!("補正を催促した。新しい期限 {}", wareki::long(event.due_on))),
        ApplicationEvent::Recalled(_) => Sentence::new("期限までに補正がなく、点検に戻した"),
        ApplicationEvent::Held(event) => {
            Sentence::new(format!("{}まで保留した", wareki::long(event.until))).with("理由", told(&event.why))
        }
        ApplicationEvent::Inquired(event) => {
            let clock = if event.stops_clock { "止まる" } else { "止まらない" };
            Sentence::new(format!("{}に照会した（{}）", event.party.label(), event.ground.label()))
                .with("照会先", told(&event.addressee))
                .with("照会する事項", told(&event.questions))
                .with("回答の期限", wareki::long(event.due_on))
                .with("標準処理期間", clock)
        }
        ApplicationEvent::InquiryAnswered(event) => {
            Sentence::new(format!("照会の回答を受けた（{}）", wareki::long(event.answered_on)))
                .with("回答の内容", told(&event.answer))
                .with_some("書類", event.attachment.map(|_| "添付した"))
        }
        ApplicationEvent::InquiryWithdrawn(event) => Sentence::new("照会を取り下げた").with("理由", told(&event.why)),
        ApplicationEvent::HoldReleased(_) => Sentence::new("保留を解いた"),
        ApplicationEvent::OfficeMoved(event) => Sentence::new("事務所の再編により引き継いだ")
            .with("受付事務所", words.office(event.receiving_office))
            .with("管轄事務所", words.office(event.responsible_office)),
        ApplicationEvent::LikenessFound(event) => {
            event.alike.iter().fold(Sentence::new("似た記録が見つかり、重複の疑いとした"), |sentence, one| {
                let by: Vec<&str> = one.by.iter().map(|by| by.label()).collect();
                sentence.with(other(one.other), format!("{}が同じ", by.join("、")))
            })
        }
        ApplicationEvent::SamenessJudged(event) => {
            Sentence::new(format!("{}と見比べ、「{}」とした", other(event.other), event.verdict.label()))
                .with_some("結び付け", event.linked.as_ref().map(|_| "この受給者の前の支給認定から続ける"))
                .with("理由", told(&event.why))
        }
        ApplicationEvent::SecondEntryAsked(_) => Sentence::new("金額の二重入力を求めた"),
        ApplicationEvent::EnteredAgain(event) => entered_again(event),
        ApplicationEvent::EntriesSettled(event) => settled(event),
        ApplicationEvent::ClerkNamed(event) => {
            // Whoever takes a case of nobody says nothing, and stands beside the sentence.
            let Some(why) = &event.why else {
                return Sentence::new("自分の担当にした").with("担当の場所", event.desk.label());
            };
            Sentence::new("担当者を替えた")
                .with("担当の場所", event.desk.label())
                .with_some("次の担当者", words.staff(event.clerk))
                .with("理由", told(why))
        }
        ApplicationEvent::ClerkReleased(event) => {
            Sentence::new("担当者を外した").with("担当の場所", event.desk.label()).with("理由", told(&event.why))
        }
        ApplicationEvent::Overridden(event) => overridden(event),
        ApplicationEvent::OverrideWithdrawn(event) => {
            Sentence::new(format!("手で改めた{}を取り下げ、規則の案に戻した", event.item.label())).with("理由", told(&event.why))
        }
        ApplicationEvent::OverridesConfirmed(event) => confirmed(event),
        ApplicationEvent::TakenOver(event) => takeover::record(event, words),
    }
}

const fn other(record: OtherRecord) -> &'static str {
    match record {
        OtherRecord::Recipient(_) => "受給者の記録",
        OtherRecord::Application(_) => "ほかの申請",
    }
}

fn confirmed(event: &OverridesConfirmed) -> Sentence {
    let told = Sentence::new("手で改めた値を確かめた");
    event.values.iter().fold(told, |sentence, value| sentence.with(value.item().label(), value.in_words()))
}

/// A value that was set by hand, beside what the rules proposed.
fn overridden(event: &Overridden) -> Sentence {
    Sentence::new(format!("{}を手で改めた", event.chosen.item().label()))
        .with("規則の案", event.proposed.in_words())
        .with("改めた値", event.chosen.in_words())
        .with("理由の区分", event.ground.label())
        .with("理由", told(&event.why))
        .with("根拠とした書類", told(&event.stands_on))
        .with("案を出した規則", format!("{} 第{}版（規則集 {}）", event.rule, event.law, event.rule_set))
}

/// The second entry of the amounts; the amounts themselves stand in the form.
fn entered_again(event: &EnteredAgain) -> Sentence {
    if event.differing.is_empty() {
        Sentence::new("金額をもう一度入力した。最初の入力と同じ")
    } else {
        Sentence::new(format!("金額をもう一度入力した。最初の入力と{}か所違う", event.differing.len()))
    }
}

fn settled(event: &EntriesSettled) -> Sentence {
    let second = event.settled.iter().filter(|one| one.kept == EntryKept::Second).count();
    Sentence::new("入力の違いを解消した")
        .with("最初の入力が正しい", format!("{}か所", event.settled.len() - second))
        .with("2回目の入力が正しい", format!("{second}か所"))
        .with("理由", told(&event.why))
}

fn received(event: &Received, words: &dyn Words) -> Sentence {
    let other_office = (event.receiving_office != event.responsible_office).then_some(event.responsible_office);
    Sentence::new(format!("{}申請を受け付けた（受付番号 {}）", event.kind.label(), event.receipt_number))
        .with("児童", shown(&event.child_name, |name| name.written().to_owned()))
        .with("申請日", wareki::long(event.application_date))
        .with_some("受付日", event.arrival.map(|arrival| wareki::long(arrival.received_on)))
        .with_some("消印日", event.arrival.and_then(|arrival| arrival.postmarked_on).map(wareki::long))
        .with("受付", words.office(event.receiving_office))
        .with_some("管轄", other_office.map(|office| words.office(office)))
        .with("住所地", words.whereabouts(words.municipality(event.municipality)))
        .with("疾病", diseases(&event.diseases, words))
        .with("要る書類", format!("{}点", event.checklist.len()))
        .with_some("個人番号", my_number(event.child_my_number.is_some(), event.applicant_my_number.is_some()))
}

fn my_number(child: bool, applicant: bool) -> Option<&'static str> {
    match (child, applicant) {
        (true, true) => Some("児童と申請者の番号を保管庫に収めた"),
        (true, false) => Some("児童の番号を保管庫に収めた"),
        (false, true) => Some("申請者の番号を保管庫に収めた"),
        (false, false) => None,
    }
}

fn amended(event: &Amended, words: &dyn Words) -> Sentence {
    let sections: Vec<String> = event.changed_sections.iter().map(|section| format!("「{}」", words.line(section))).collect();
    let text = if sections.is_empty() {
        "申請内容を訂正した".to_owned()
    } else {
        format!("申請内容の{}を訂正した", sections.join(""))
    };
    Sentence::new(text)
        .with_some("区分", event.ground.map(AmendmentGround::label))
        .with("理由", told(&event.why))
        .with_some("根拠とした書類", event.stands_on.as_ref().map(told))
        .with("申請日", wareki::long(event.application_date))
        .with_some("受付日", event.arrival.map(|arrival| wareki::long(arrival.received_on)))
        .with_some("消印日", event.arrival.and_then(|arrival| arrival.postmarked_on).map(wareki::long))
        .with("疾病", diseases(&event.diseases, words))
}

fn document(event: &DocumentRecorded, words: &dyn Words) -> Sentence {
    let paper = words.line(&event.item.0);
    let text = match event.state {
        DocumentState::Received => format!("書類「{paper}」を提出とした"),
        DocumentState::Seen => format!("書類「{paper}」の原本を確認した"),
        DocumentState::Waived => format!("書類「{paper}」を省略とした"),
        DocumentState::NotNeeded => format!("書類「{paper}」を不要とした"),
        DocumentState::Missing => format!("書類「{paper}」を未提出とした"),
    };
    Sentence::new(text).with_some("理由", event.why.as_ref().map(told))
}

fn returned(event: &ReturnedForCorrection, words: &dyn Words) -> Sentence {
    let mut sentence = Sentence::new(format!("補正を求めて返した。期限 {}", wareki::long(event.due_on)));
    for item in &event.items {
        sentence = sentence.with("補正事項", format!("{}：{}", words.line(&item.about), words.phrase(&item.phrase)));
    }
    sentence.with("依頼", told(&event.note))
}

fn examined(event: &Examined, words: &dyn Words) -> Sentence {
    concluded(Sentence::new("点検を終え、決裁に上げた"), &event.conclusion, words)
}

fn proposed(event: &Proposed, words: &dyn Words) -> Sentence {
    let what = if event.ground.is_some() { "不認定" } else { "認定" };
    let step = |step: &RouteStep| match step.deputy {
        Some(deputy) => format!("{}（代決：{}）", step.role.label(), deputy.label()),
        None => step.role.label().to_owned(),
    };
    Sentence::new(format!("{what}を起案した（令和{}年度起案第{}号）", event.year, event.serial))
        .with_some("不認定理由", event.ground.as_ref().map(|ground| words.phrase(ground)))
        .with_some("理由", event.why.as_ref().map(told))
        .with("決裁経路", event.route.iter().map(step).collect::<Vec<_>>().join("、"))
}

fn approved(event: &Approved, words: &dyn Words) -> Sentence {
    let text = format!("支給認定を決裁した（決定日 {}）", wareki::long(event.decided_on));
    let sentence = Sentence::new(text).with_some("決定番号", event.number.map(|number| number.to_string()));
    concluded(sentence, &event.conclusion, words)
}

fn refused(event: &Refused, words: &dyn Words) -> Sentence {
    Sentence::new(format!("不認定とした（決定日 {}）", wareki::long(event.decided_on)))
        .with_some("決定番号", event.number.map(|number| number.to_string()))
        .with("不認定理由", words.phrase(&event.ground))
        .with("理由", told(&event.why))
        .with("審査会の意見", wareki::long(event.board_heard_on))
}

fn heard(event: &BoardHeard, words: &dyn Words) -> Sentence {
    let mut sentence = Sentence::new(format!("審査会の意見を聴いた（{}）", wareki::long(event.heard_on)));
    for one in &event.verdicts {
        sentence = sentence.with("判定", format!("{}：{}", words.disease(one.disease), one.verdict.label()));
    }
    let remarks = shown(&event.remarks, |remarks| {
        remarks.iter().map(|one| format!("{}：{}", words.disease(one.disease), one.text)).collect::<Vec<_>>().join("　")
    });
    sentence.with_some("審査会の意見", (!remarks.is_empty()).then_some(remarks))
}

/// What the rules concluded, line by line.
pub(super) fn concluded(sentence: Sentence, conclusion: &Conclusion, words: &dyn Words) -> Sentence {
    sentence
        .with("有効期間", conclusion.validity.to_string())
        .with("階層", Tier::in_words(conclusion.tier))
        .with("区分", conclusion.severity.label())
        .with_some("血友病等", conclusion.haemophilia.then_some("該当"))
        .with("月額上限", conclusion.monthly_cap.to_string())
        .with("公費負担者番号", conclusion.payer_number.to_string())
        .with("管轄", words.office(conclusion.responsible_office))
        .with("規則集", conclusion.rule_set.clone())
}
