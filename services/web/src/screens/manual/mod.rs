//! 使い方: a chapter for each piece of the office's work, the reader's own work first. Adding one is a row of [`CHAPTERS`] and its text under
//! `templates/manual/`; a test asks that every entry of the menu is spoken of somewhere.

mod chapter;
mod contents;

use axum::routing::get;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/help", "help", Permission::UseProgram, || get(contents::show)).nav(Group::Office, "使い方"),
        Route::get("/help/{chapter}", "help_chapter", Permission::UseProgram, || get(chapter::show)),
    ],
    samples: &[Sample::of::<contents::ContentsPage>(), Sample::of::<chapter::ChapterPage>()],
    told: &[],
};

/// A chapter of the manual.
struct Chapter {
    /// Its name in the address, and of its text.
    name: &'static str,
    title: &'static str,
    /// What it is about, in a sentence.
    about: &'static str,
    /// Whoever may do this works with it daily.
    work: Permission,
}

const fn chapter(name: &'static str, title: &'static str, about: &'static str, work: Permission) -> Chapter {
    Chapter { name, title, about, work }
}

/// In the order of a case and of a year.
static CHAPTERS: &[Chapter] = &[
    chapter("first-day", "はじめの日", "サインイン、画面の見かた、さがしかた、入力のしかた", Permission::UseProgram),
    chapter("counter", "窓口で受け付ける", "申請の入力、下書き、書類、受付、補正、進達", Permission::EnterApplications),
    chapter("checking", "点検する", "受領、書類と計算の点検、補正の依頼、重複、金額の二重入力", Permission::CheckApplications),
    chapter("board", "審査会にかける", "審査会の日程、付議、資料、判定の記録", Permission::RunSittings),
    chapter("deciding", "決裁する", "起案、回付、認定と不認定、代決と後閲", Permission::WalkProposals),
    chapter("issuing", "受給者証を発行する", "対象の確定、承認、印刷、封入の照合、発送、公印", Permission::RunPrinting),
    chapter("letters", "通知文書を送る", "文の改定、一括送付、発送と返戻", Permission::PrepareLetters),
    chapter("ledger", "台帳を引く", "受給者をさがす、過去の時点を見る、世帯、支援措置、同じ人", Permission::ViewLedger),
    chapter("changes", "届・訂正・取消", "変更の届、再交付、喪失、支給認定の訂正と取消", Permission::ReceiveNotices),
    chapter("campaign", "一斉更新", "対象の確定、案内、督促、課税情報による再判定、一括延長", Permission::RunCampaigns),
    chapter("payments", "支払の仕事", "療養費、連絡ファイル、請求明細、管理票の月", Permission::ViewPayments),
    chapter("registers", "指定医・指定医療機関", "登録、更新、変更、辞退、名簿の公表", Permission::KeepRegisters),
    chapter("statistics", "集計と抽出", "統計、処理日数、条件による抽出、書き出し", Permission::ExportLists),
    chapter("masters", "マスタを改める", "基準額・書類・事務所・告示の改正、影響調査、要確認の値", Permission::EditMasters),
    chapter("moving-in", "旧台帳から移す", "ファイルの取込、列の対応、行ごとの判定、決裁、取消", Permission::ViewTakeovers),
    chapter("auditing", "監査する", "閲覧の点検、標本、変更の記録、検証", Permission::ReviewAccess),
    chapter("operating", "運用と管理", "職員、読み取り表の再構築、検証、消去", Permission::ViewOperations),
    chapter("trouble", "困ったとき", "画面に出る言葉と、次にすること", Permission::UseProgram),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::route::Verb;
    use crate::router::routes;

    fn text_of(chapter: &Chapter) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/manual/{}.html", chapter.name));
        std::fs::read_to_string(path).unwrap()
    }

    #[test]
    fn every_entry_of_the_menu_is_spoken_of_and_nothing_else_is_led_to() {
        let menu: Vec<&str> =
            routes().filter(|route| route.verb == Verb::Get && route.nav.is_some()).map(|route| route.path).collect();
        let told: Vec<String> = CHAPTERS.iter().map(text_of).collect();
        let led_to: Vec<&str> =
            told.iter().flat_map(|text| text.split("go(chrome, \"").skip(1).filter_map(|rest| rest.split('"').next())).collect();
        let silent: Vec<&&str> =
            menu.iter().filter(|path| **path != "/" && **path != "/help" && !led_to.contains(path)).collect();
        assert!(silent.is_empty(), "no chapter leads to {silent:?}");
        let nowhere: Vec<&&str> = led_to.iter().filter(|path| !menu.contains(path)).collect();
        assert!(nowhere.is_empty(), "not in the menu: {nowhere:?}");
    }
}
