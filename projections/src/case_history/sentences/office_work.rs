//! The sentences of notes, protections, accounts, masters and registers of numbers.

use events::account::AccountEvent;
use events::attachment::AttachmentEvent;
use events::campaign::CampaignEvent;
use events::letter_release::LetterReleaseEvent;
use events::master::MasterEvent;
use events::master_change::MasterChangeEvent;
use events::note::NoteEvent;
use events::post::PostEvent;
use events::protection::ProtectionEvent;
use events::register::RegisterEvent;
use events::same_person::SamePersonEvent;
use events::tax_data::TaxDataEvent;
use events::vocabulary::{Yen, wareki};

use super::{Sentence, Words, told};

pub(super) fn note(event: &NoteEvent) -> Sentence {
    match event {
        NoteEvent::Written(event) => {
            let what = if event.corrects.is_some() { "前のメモを直すメモを書いた" } else { "メモを書いた" };
            Sentence::new(what).with("メモ", told(&event.text))
        }
    }
}

pub(super) fn protection(event: &ProtectionEvent) -> Sentence {
    match event {
        ProtectionEvent::Recorded(event) => Sentence::new(format!("支援措置を記録した（{}）", event.ground.label()))
            .with("期限", event.until.map_or_else(|| "未定".to_owned(), wareki::long))
            .with("申出の内容", told(&event.reason)),
        ProtectionEvent::Ended(event) => Sentence::new("支援措置を終えた").with("理由", told(&event.reason)),
    }
}

pub(super) fn post(event: &PostEvent) -> Sentence {
    match event {
        PostEvent::DeputyNamed(event) => Sentence::new(format!("{}の担当者の不在と代わる人を定めた", event.post.label()))
            .with("期間", format!("{}から{}まで", wareki::long(event.from), wareki::long(event.until)))
            .with("不在の事情", told(&event.reason)),
        PostEvent::DeputyReleased(event) => {
            Sentence::new(format!("不在を終えた。{}から代わって行えない", wareki::long(event.back_on)))
        }
    }
}

pub(super) fn same_person(event: &SamePersonEvent) -> Sentence {
    match event {
        SamePersonEvent::Linked(event) => {
            Sentence::new("別の受給者の記録と同じ人として結び付けた").with("何で確かめたか", told(&event.why))
        }
        SamePersonEvent::Unlinked(event) => Sentence::new("同じ人の結び付けを取り消した").with("理由", told(&event.why)),
    }
}

pub(super) fn account(event: &AccountEvent, words: &dyn Words) -> Sentence {
    match event {
        AccountEvent::Opened(event) => Sentence::new(format!("職員を{}として登録した", event.role.label()))
            .with("氏名", told(&event.name))
            .with("所属", words.office(event.office)),
        AccountEvent::Locked(event) => {
            Sentence::new(format!("サインインに続けて{}回失敗したため、アカウントを止めた", event.failures))
        }
        AccountEvent::Unlocked(_) => Sentence::new("アカウントの停止を解いた"),
        AccountEvent::SecondFactorEnrolled(_) => Sentence::new("認証アプリを登録した"),
        AccountEvent::SecondFactorRemoved(_) => Sentence::new("認証アプリの登録を消した"),
        AccountEvent::GrantProposed(event) => {
            let sentence = Sentence::new(format!("職員の役割を{}とするよう申し出た", event.role.label()));
            let sentence = match &event.name {
                Some(name) => sentence.with("氏名", told(name)),
                None => sentence,
            };
            sentence.with("所属", words.office(event.office)).with("理由", told(&event.why))
        }
        AccountEvent::GrantDropped(event) => Sentence::new("職員の役割の申し出をやめた").with("理由", told(&event.why)),
        AccountEvent::Granted(event) => {
            Sentence::new(format!("申し出を確かめ、役割を{}とした", event.role.label())).with("所属", words.office(event.office))
        }
        AccountEvent::Suspended(event) => Sentence::new("アカウントを停止した").with("理由", told(&event.why)),
        AccountEvent::PasswordGiven(_) => Sentence::new("初めの合言葉を出した"),
        AccountEvent::PasswordChosen(_) => Sentence::new("合言葉を自分で決めた"),
        AccountEvent::Ended(event) => Sentence::new("アカウントを終了した").with("理由", told(&event.why)),
    }
}

pub(super) fn master(event: &MasterEvent) -> Sentence {
    let row = event.row();
    let until = row.valid_to.map_or_else(|| "期限なし".to_owned(), |day| format!("{}まで", wareki::long(day)));
    let what = match event {
        MasterEvent::RowAdopted(_) => "採用した",
        MasterEvent::RowDecided(_) => "2人で決定した",
    };
    Sentence::new(format!("マスタ「{}」の行「{}」を{what}", row.table, row.key))
        .with("適用", format!("{}から{until}", wareki::long(row.valid_from)))
        .with("確からしさ", row.status.label())
        .with("出典", row.source.clone())
}

pub(super) fn master_change(event: &MasterChangeEvent) -> Sentence {
    match event {
        MasterChangeEvent::Proposed(event) => {
            Sentence::new(format!("マスタの改定案を作った（{}行）", event.rows.len())).with("理由", told(&event.why))
        }
        MasterChangeEvent::Returned(event) => Sentence::new("マスタの改定案を差し戻した").with("理由", told(&event.why)),
        MasterChangeEvent::Withdrawn(_) => Sentence::new("マスタの改定案を取り下げた"),
        MasterChangeEvent::Approved(_) => Sentence::new("マスタの改定案を承認した"),
    }
}

pub(super) fn letter_release(event: &LetterReleaseEvent) -> Sentence {
    match event {
        LetterReleaseEvent::Prepared(event) => Sentence::new(format!("{}の一括送付の対象を決めた", event.kind.label()))
            .with("対象の日", format!("{}から{}まで", wareki::long(event.from), wareki::long(event.until)))
            .with("送る", format!("{}通", event.letters()))
            .with("除く", format!("{}人", event.excluded.len())),
        LetterReleaseEvent::Released(_) => Sentence::new("通知文書の一括送付を承認した"),
        LetterReleaseEvent::Withdrawn(_) => Sentence::new("通知文書の一括送付を取りやめた"),
        LetterReleaseEvent::Ended(event) => Sentence::new(format!("通知文書の一括送付（{}）", event.outcome.label()))
            .with("作成した", format!("{}通", event.made))
            .with("作成できなかった", format!("{}通", event.left.len())),
    }
}

pub(super) fn register(event: &RegisterEvent) -> Sentence {
    match event {
        RegisterEvent::NumberAllocated(event) => {
            let what = match event.register.split_once('/') {
                Some(("recipient", payer)) => format!("受給者番号（公費負担者番号 {payer}）"),
                Some(("receipt", place)) => format!("受付番号（{place}）"),
                _ => event.register.clone(),
            };
            Sentence::new(format!("{what}の通し番号 {} を割り当てた", event.serial))
        }
        RegisterEvent::NumbersTakenOver(event) => {
            let what = event.register.strip_prefix("recipient/").unwrap_or(&event.register);
            Sentence::new(format!(
                "受給者番号（公費負担者番号 {what}）の通し番号 {} までを旧台帳が使ったものとした",
                event.serial
            ))
        }
    }
}

pub(super) fn attachment(event: &AttachmentEvent) -> Sentence {
    match event {
        AttachmentEvent::Added(event) => Sentence::new("書類を添付した")
            .with("形式", format!("{} {}ページ", event.scan.label(), event.pages))
            .with_some("補足", event.note.as_ref().map(told)),
        AttachmentEvent::Withdrawn(event) => Sentence::new("添付を取り消した").with("理由", told(&event.why)),
    }
}

pub(super) fn campaign(event: &CampaignEvent) -> Sentence {
    match event {
        CampaignEvent::Opened(event) => Sentence::new(format!("一斉更新「{}」を始めた", event.name))
            .with("満了日", wareki::long(event.last_day))
            .with("申請の期限", wareki::long(event.apply_by)),
        CampaignEvent::Frozen(event) => Sentence::new(format!("一斉更新の対象者{}人を確定した", event.items.len())),
        CampaignEvent::Guided(event) => Sentence::new(format!("更新の案内を{}人に送った", event.recipients.len())),
        CampaignEvent::Reminded(event) => Sentence::new(format!("更新の督促を{}人に送った", event.recipients.len())),
        CampaignEvent::Closed(_) => Sentence::new("一斉更新を終えた"),
    }
}

pub(super) fn tax_data(event: &TaxDataEvent) -> Sentence {
    match event {
        TaxDataEvent::TakenIn(event) => {
            let cap = |cap: Option<Yen>| cap.map_or_else(|| "判定できない".to_owned(), |cap| cap.to_string());
            Sentence::new(format!("{}度の課税情報を取り込み、階層を判定し直した", event.year))
                .with("自己負担上限月額", format!("{}から{}へ", cap(event.before.monthly_cap), cap(event.after.monthly_cap)))
                .with("結果", event.change.label())
        }
        TaxDataEvent::Reviewed(event) => Sentence::new("課税情報による再判定を確かめた").with("結果", event.outcome.label()),
    }
}
