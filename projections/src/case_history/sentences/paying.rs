//! The sentences of the payments side: files for review and payment organisations, claims, cap sheets.

use events::cap_sheet::CapSheetEvent;
use events::claim_import::ClaimImportEvent;
use events::recipient_file::RecipientFileEvent;
use events::vocabulary::wareki;

use super::{Sentence, told};

pub(super) fn recipient_file(event: &RecipientFileEvent) -> Sentence {
    match event {
        RecipientFileEvent::Prepared(event) => {
            Sentence::new(format!("{}への連絡ファイル（{}件）の内容を確定した", event.body.label(), event.items.len()))
                .with("対象の月", wareki::long(event.month))
        }
        RecipientFileEvent::Released(_) => Sentence::new("連絡ファイルを承認した"),
        RecipientFileEvent::Withdrawn(_) => Sentence::new("連絡ファイルを取りやめた"),
        RecipientFileEvent::Delivered(event) => Sentence::new("連絡ファイルを提出した").with("提出日", wareki::long(event.on)),
        RecipientFileEvent::ResultImported(event) => Sentence::new("連絡ファイルの結果を取り込んだ")
            .with("受理", format!("{}件", event.accepted))
            .with("エラー", format!("{}件", event.rejected.len())),
    }
}

pub(super) fn claim_import(event: &ClaimImportEvent) -> Sentence {
    match event {
        ClaimImportEvent::Recorded(event) => {
            let faulty = event.rows.iter().filter(|row| !row.faults.is_empty()).count();
            Sentence::new(format!("{}の請求明細{}件を取り込んだ", event.body.label(), event.rows.len()))
                .with("請求月", wareki::long(event.claimed_in))
                .with("過誤", format!("{faulty}件"))
        }
        ClaimImportEvent::TakenBack(event) => Sentence::new("請求明細の取込を取り消した")
            .with("この請求明細の月を使った決定", format!("{}件", event.used.len()))
            .with("理由", told(&event.why)),
    }
}

pub(super) fn cap_sheet(event: &CapSheetEvent) -> Sentence {
    let CapSheetEvent::MonthEntered(event) = event;
    let what = if event.total.is_some() {
        "管理票の月の医療費を記録した"
    } else {
        "管理票の月の医療費の記録を消した"
    };
    Sentence::new(what).with("診療月", wareki::long(event.month)).with_some("医療費総額", event.total.map(|yen| yen.to_string()))
}
