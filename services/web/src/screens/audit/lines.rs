//! Accesses as lines of a table.

use std::collections::BTreeSet;

use casework::rules::{Masters, office_days};
use jiff::civil::Date;
use projections::access::Access;
use projections::access::signals::{is_close_look, local, out_of_hours};
use serde::Serialize;
use uuid::Uuid;

use super::belonging::Belonging;
use super::terms::Terms;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::certificate;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::who;

/// A person on a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Seen {
    pub(super) label: String,
    pub(super) href: String,
}

/// One access.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Line {
    pub(super) position: i64,
    pub(super) at: String,
    pub(super) out_of_hours: bool,
    pub(super) who: String,
    pub(super) staff: String,
    pub(super) what: String,
    pub(super) persons: usize,
    pub(super) seen: Vec<Seen>,
    pub(super) mark: &'static str,
    pub(super) tone: &'static str,
    pub(super) purpose: String,
}

/// Name of a screen, by the name of its route.
fn screen(route: &str) -> &str {
    match route {
        "home" => "ホーム",
        "queue" | "queue_filter_save" => "待ち行列",
        "queue_export" => "待ち行列（書き出し）",
        "drafts" => "申請の下書き",
        "draft" | "draft_section" | "draft_check" | "draft_receive" => "申請の入力",
        "case" | "case_forward" | "case_take_up" | "case_resubmit" | "case_examine" | "case_recall" | "case_release_hold"
        | "case_amend" | "case_issue" | "case_letter" | "case_note" => "申請の概要",
        "case_form" | "case_my_number" => "申請内容",
        "case_history" => "履歴",
        "case_documents" | "case_documents_record" => "書類",
        "case_return" | "case_return_send" => "補正を求める",
        "case_send_back" | "case_send_back_send" => "点検に戻す",
        "case_approve" | "case_approve_send" => "認定する",
        "case_refuse" | "case_refuse_send" => "不認定とする",
        "case_board" | "case_board_put" => "審査会に付議する",
        "case_withdraw" | "case_withdraw_send" => "取下げを受け付ける",
        "case_remind" | "case_remind_send" => "補正を催促する",
        "case_hold" | "case_hold_send" => "保留する",
        "case_dossier" => "決定調書",
        "case_trail" => "申請の来歴",
        "case_compare" => "申請の比較",
        "case_event" => "出来事",
        "case_event_proof" => "出来事の証明",
        "protection" | "protection_record" | "protection_end" | "protection_reveal" => "支援措置",
        "decisions" | "decisions_preview" | "decisions_send" => "決裁",
        "ledger" => "受給者台帳",
        "ledger_search" => "検索の結果",
        "ledger_export" => "受給者台帳（書き出し）",
        "ledger_compare" => "台帳の比較",
        "ledger_compare_export" => "台帳の比較（書き出し）",
        "recipient" | "recipient_note" => "受給者",
        "recipient_trail" => "受給者の来歴",
        "recipient_compare" => "受給者の比較",
        "case_likeness" | "case_likeness_judge" => "重複の確認",
        "case_amounts" | "case_amounts_enter" | "case_amounts_settle" => "金額の二重入力",
        "proposals" | "proposals_send" => "起案の一覧",
        "proposal" | "proposal_endorse" | "proposal_decide" | "proposal_send_back" => "起案",
        "proposal_paper" => "起案書",
        "transmittals" | "transmittals_draw_up" => "進達書の一覧",
        "transmittal" | "transmittal_send" | "transmittal_check" => "進達書",
        "attachments" | "attachment_add" => "添付書類の一覧",
        "attachment" | "attachment_picture" | "attachment_file" | "attachment_withdraw" => "添付書類",
        "campaign_people" | "campaign_guides" => "一斉更新の対象者",
        "campaign_guide" => "更新の案内",
        "designations_export" => "指定医・指定医療機関の名簿（書き出し）",
        "transmittal_paper" => "進達書（印刷）",
        "print_runs" | "print_run_freeze" => "発行の一覧",
        "print_run" | "print_run_halt" | "print_run_resume" | "print_run_release" | "print_run_printed" | "print_run_spoil"
        | "print_run_match" | "print_run_post" | "print_run_return" | "print_run_explain" | "print_run_settle"
        | "print_run_close" => "発行",
        "seal" | "seal_propose" | "seal_adopt" | "seal_drop" => "公印",
        "print_run_paper" => "発行（印刷用のPDF）",
        "envelope" => "封筒の位置合わせ",
        "address_sheets" => "発行（宛名票）",
        "address_labels" => "発行（宛名ラベル）",
        "address_list" => "発行（宛名の書き出し）",
        "posting_book" => "発送簿（書き出し）",
        "certificate_copy" => "受給者証などの写し",
        "reimbursements" => "療養費の一覧",
        "reimbursement_form" | "reimbursement_receive" => "療養費の請求を受け付ける",
        "reimbursement" | "reimbursement_examine" | "reimbursement_pay" | "reimbursement_refuse" | "reimbursement_withdraw" => {
            "療養費の請求"
        }
        "impacts" | "impact" | "impact_ask" | "impact_stop" | "impact_corrections" => "影響調査",
        "takeovers" | "takeover" | "takeover_receive" | "takeover_prepare" | "takeover_approve" | "takeover_hold"
        | "takeover_reverse" => "旧台帳からの移行",
        "takeover_export" => "旧台帳からの移行（書き出し）",
        "statistics" | "statistics_rights" => "統計の内訳",
        "statistics_export" => "統計（書き出し）",
        "whole_export" => "全データの書き出し（コマンド）",
        "impact_export" => "影響調査（書き出し）",
        "outside_import"
        | "outside_import_upload"
        | "outside_import_plan"
        | "outside_import_record"
        | "outside_import_discard" => "指定難病の取込",
        "household" | "household_find" | "household_kin" | "household_outside" | "household_leave" | "household_change" => {
            "世帯と按分"
        }
        "notices" => "届の一覧",
        "notice_begin" | "notice_form" | "notice_receive" => "届を受け付ける",
        "notice" | "notice_settle" | "notice_return" | "notice_withdraw" => "届",
        "notice_amend_form" | "notice_amend" => "届の内容を直す",
        "redresses" => "取消・訂正の一覧",
        "redress" | "redress_decide" | "redress_withdraw" | "redress_send_back" => "取消・訂正",
        "redress_revoke_form" | "redress_revoke" => "取消の起案",
        "redress_correct_form" | "redress_correct" => "訂正の起案",
        "sitting" | "sitting_hear" | "sitting_close" | "sitting_agenda" => "審査会",
        "sitting_papers" => "審査資料",
        "tasks" | "task" | "task_close" => "夜間処理",
        "change" => "変更の記録",
        "erasure" => "個人情報の消去",
        "certificate_document" => "受給者証の文書",
        "letter" => "通知文書",
        "letter_release" | "letter_release_release" | "letter_release_withdraw" | "letter_release_stop" => "通知文書の一括送付",
        "master_change_letter" => "通知文書の文の下見",
        "master_change_affected" => "マスタの改定の影響",
        "audit_staff" => "職員別の閲覧",
        "audit_person" => "人別の閲覧",
        "audit_review" => "月次点検",
        "audit_sample" => "監査標本",
        "audit_export" => "監査調書",
        other => other,
    }
}

/// What was done.
pub(super) fn what(access: &Access) -> String {
    match access.event_type.as_str() {
        "viewing.person_viewed" => format!("画面「{}」", screen(&access.screen)),
        "viewing.document_opened" => {
            let scan = (access.screen == "attachment").then_some("添付書類");
            format!("文書「{}」を開いた", scan.or_else(|| certificate::title(&access.screen)).unwrap_or(access.screen.as_str()))
        }
        "viewing.table_exported" => format!("「{}」を書き出した", screen(&access.screen)),
        other => projections::case_history::title(other).to_owned(),
    }
}

/// Everybody who was looked at on purpose in these accesses.
pub(super) fn close(accesses: &[Access]) -> BTreeSet<Uuid> {
    accesses.iter().filter(|access| is_close_look(access)).flat_map(|access| access.subjects.iter().copied()).collect()
}

/// Words for lines.
pub(super) struct Words<'a> {
    pub(super) masters: &'a Masters,
    pub(super) names: &'a Names,
    pub(super) terms: Terms,
    pub(super) belonging: &'a Belonging,
}

impl Words<'_> {
    pub(super) fn is_late(&self, access: &Access) -> bool {
        let open_on = |day: Date| office_days::is_open(self.masters, day);
        !access.subjects.is_empty() && out_of_hours(local(access), self.terms.thresholds, &open_on)
    }

    pub(super) fn line(&self, access: &Access) -> Line {
        let (mark, tone) = self.belonging.mark(access);
        let seen =
            |subject: &Uuid| Seen { label: self.belonging.label(*subject), href: format!("/audit/access/persons/{subject}") };
        let purpose = access.purpose.as_ref();
        Line {
            position: access.position,
            at: moment::exact(access.at),
            out_of_hours: self.is_late(access),
            who: who(&access.by, self.names),
            staff: format!("/audit/access/staff/{}", access.by.id),
            what: what(access),
            persons: access.subjects.len(),
            seen: if is_close_look(access) { access.subjects.iter().map(seen).collect() } else { Vec::new() },
            mark,
            tone,
            purpose: crate::screens::cases::papers::reason(purpose),
        }
    }
}

/// The lines with the names they show; tells the access log who was shown.
pub(super) async fn shown(cx: &Cx, accesses: &[Access], also: &[Uuid]) -> Result<Vec<Line>, Problem> {
    let masters = cx.masters().await?;
    let names = Names::new(std::sync::Arc::clone(&masters), cx.today);
    let mut subjects = close(accesses);
    subjects.extend(also);
    let belonging = Belonging::of(cx, &subjects).await?;
    let told: Vec<Uuid> = subjects.into_iter().collect();
    cx.viewed(&told).await?;
    let words = Words { masters: &masters, names: &names, terms: Terms::on(&masters, cx.today), belonging: &belonging };
    Ok(accesses.iter().map(|access| words.line(access)).collect())
}

impl Line {
    /// Lines for the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let line = |position, out_of_hours, persons: usize, mark, tone, purpose: &str| Self {
            position,
            at: "令和8年11月24日 19:12:05".to_owned(),
            out_of_hours,
            who: "佐賀中部 窓口 見本 一".to_owned(),
            staff: format!("/audit/access/staff/{}", Uuid::nil()),
            what: "画面「申請の概要」".to_owned(),
            persons,
            seen: if persons == 1 {
                vec![Seen { label: "8-01-0412 見本 花子".to_owned(), href: "/audit/access/persons/1".to_owned() }]
            } else {
                Vec::new()
            },
            mark,
            tone,
            purpose: purpose.to_owned(),
        };
        vec![
            line(9, true, 1, "担当外", "warn", ""),
            line(8, false, 20, "担当内", "ok", "情報照会の準備"),
            line(7, false, 0, "", "", ""),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::screen;

    #[test]
    fn every_screen_that_shows_persons_has_a_name() {
        let nameless: Vec<&str> =
            crate::routes().filter(|route| route.personal && screen(route.name) == route.name).map(|route| route.name).collect();
        assert!(nameless.iter().all(|name| name.starts_with("test_")), "auditors would read codes: {nameless:?}");
    }
}
