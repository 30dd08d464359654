//! Each event as a Japanese sentence that a clerk or an auditor reads: what was done, and beneath it why, until when, what exactly.
//! Who and when stand beside it, from the envelope.
//!
//! The matches name every event: a new one does not compile before it can be told.

mod application;
mod auditing;
mod designation;
mod erasure;
mod extension;
mod household;
mod impact;
mod installation;
mod nightly;
mod notice;
mod office_work;
mod operation;
mod outcome;
mod paying;
mod payment_batch;
mod print_run;
mod redress;
mod reimbursement;
mod seal;
mod sitting;
mod takeover;
mod transmittal;
mod viewing;

use events::vocabulary::{DiseaseId, FreeText, MunicipalityCode, OfficeCode};
use events::{Event, Personal};

/// An event told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// What was done.
    pub text: String,
    /// Why, until when, what exactly.
    pub details: Vec<Detail>,
}

/// A line beneath the sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Detail {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// Names for the codes that stand in events; the masters know them.
pub trait Words {
    /// 事務所.
    fn office(&self, office: OfficeCode) -> String;
    /// 疾病.
    fn disease(&self, disease: DiseaseId) -> String;
    /// 市町.
    fn municipality(&self, municipality: MunicipalityCode) -> String;
    /// What says where a family lives, or what stands in for it where nobody may learn it (支援措置).
    fn whereabouts(&self, text: String) -> String {
        text
    }
    /// A phrase of the reason masters (理由句), by its key.
    fn phrase(&self, key: &str) -> String;
    /// A line of the checklist or a section of the form, by its name.
    fn line(&self, item: &str) -> String;
}

/// The codes themselves, where no master is at hand.
pub struct CodesOnly;

impl Words for CodesOnly {
    fn office(&self, office: OfficeCode) -> String {
        office.to_string()
    }

    fn disease(&self, disease: DiseaseId) -> String {
        disease.to_string()
    }

    fn municipality(&self, municipality: MunicipalityCode) -> String {
        municipality.to_string()
    }

    fn phrase(&self, key: &str) -> String {
        key.to_owned()
    }

    fn line(&self, item: &str) -> String {
        item.to_owned()
    }
}

impl Sentence {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), details: Vec::new() }
    }

    fn with(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.details.push(Detail { label, text: text.into() });
        self
    }

    fn with_some(self, label: &'static str, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.with(label, text),
            None => self,
        }
    }
}

/// Tells an event. Personal data in it must have been opened; what is erased or still sealed is said to be so.
pub fn sentence(event: &Event, words: &dyn Words) -> Sentence {
    match event {
        Event::Application(event) => application::sentence(event, words),
        Event::Notice(event) => notice::sentence(event, words),
        Event::Nightly(event) => nightly::sentence(event),
        Event::Reimbursement(event) => reimbursement::sentence(event),
        Event::Impact(event) => impact::sentence(event),
        Event::Extension(event) => extension::sentence(event),
        Event::Takeover(event) => takeover::sentence(event),
        Event::Recipient(event) => outcome::recipient(event, words),
        Event::Award(event) => outcome::award(event, words),
        Event::Certificate(event) => outcome::certificate(event),
        Event::Letter(event) => outcome::letter(event),
        Event::Sitting(event) => sitting::sentence(event),
        Event::Note(event) => office_work::note(event),
        Event::Protection(event) => office_work::protection(event),
        Event::Household(event) => household::sentence(event),
        Event::Membership(event) => household::membership(event),
        Event::PrintRun(event) => print_run::sentence(event, words),
        Event::Seal(event) => seal::sentence(event),
        Event::Transmittal(event) => transmittal::sentence(event, words),
        Event::Campaign(event) => office_work::campaign(event),
        Event::TaxData(event) => office_work::tax_data(event),
        Event::Attachment(event) => office_work::attachment(event),
        Event::Designation(event) => designation::sentence(event),
        Event::Post(event) => office_work::post(event),
        Event::SamePerson(event) => office_work::same_person(event),
        Event::Account(event) => office_work::account(event, words),
        Event::Master(event) => office_work::master(event),
        Event::MasterChange(event) => office_work::master_change(event),
        Event::LetterRelease(event) => office_work::letter_release(event),
        Event::RecipientFile(event) => paying::recipient_file(event),
        Event::PaymentBatch(event) => payment_batch::sentence(event),
        Event::ClaimImport(event) => paying::claim_import(event),
        Event::CapSheet(event) => paying::cap_sheet(event),
        Event::Register(event) => office_work::register(event),
        Event::Erasure(event) => erasure::sentence(event),
        Event::Installation(event) => installation::sentence(event),
        Event::Operation(event) => operation::sentence(event),
        Event::AccessReview(event) => auditing::review(event),
        Event::Audit(event) => auditing::audit(event),
        Event::Viewing(event) => viewing::sentence(event),
    }
}

/// Types of events, and what was done in a few words.
const TITLES: &[(&str, &str)] = &[
    ("note.written", "メモを書いた"),
    ("protection.recorded", "支援措置を記録した"),
    ("protection.ended", "支援措置を終えた"),
    ("application.received", "申請を受け付けた"),
    ("application.amended", "申請内容を訂正した"),
    ("application.document_recorded", "書類の状態を記録した"),
    ("application.forwarded", "進達した"),
    ("application.taken_up", "点検を始めた"),
    ("application.returned_for_correction", "補正を求めて返した"),
    ("application.resubmitted", "補正して再提出した"),
    ("application.examined", "点検を終え決裁に上げた"),
    ("application.proposed", "起案した"),
    ("application.endorsed", "起案に同意した"),
    ("application.looked_over", "代決を後閲した"),
    ("same_person.linked", "同じ人として結び付けた"),
    ("same_person.unlinked", "同じ人の結び付けを取り消した"),
    ("post.deputy_named", "不在と代わる人を定めた"),
    ("post.deputy_released", "不在を終えた"),
    ("application.sent_back", "点検に戻した"),
    ("application.approved", "支給認定を決裁した"),
    ("application.refused", "不認定とした"),
    ("application.put_before_board", "審査会に付議した"),
    ("application.board_heard", "審査会の意見を聴いた"),
    ("application.withdrawn", "申請の取下げを受け付けた"),
    ("application.reminded", "補正を催促した"),
    ("application.recalled", "補正を待たずに点検に戻した"),
    ("application.receipt_checked", "進達の到着を確かめた"),
    ("transmittal.drawn_up", "進達書を作成した"),
    ("transmittal.sent", "進達書を送った"),
    ("transmittal.case_checked", "進達書の到着を確かめた"),
    ("campaign.opened", "一斉更新を始めた"),
    ("campaign.frozen", "一斉更新の対象者を確定した"),
    ("campaign.guided", "更新の案内を送った"),
    ("campaign.reminded", "更新の督促を送った"),
    ("campaign.closed", "一斉更新を終えた"),
    ("tax_data.taken_in", "課税情報を取り込んだ"),
    ("tax_data.reviewed", "課税情報による再判定を確かめた"),
    ("attachment.added", "書類を添付した"),
    ("attachment.withdrawn", "添付を取り消した"),
    ("designation.granted", "指定した"),
    ("designation.renewed", "指定を更新した"),
    ("designation.changed", "指定の内容が変わった"),
    ("designation.ended", "指定が終わった"),
    ("seal.proposed", "印影の登録を起案した"),
    ("seal.adopted", "印影の登録を承認した"),
    ("seal.dropped", "印影の登録をやめた"),
    ("print_run.frozen", "発行の対象を確定した"),
    ("print_run.rendered", "印刷用のデータを作成した"),
    ("print_run.halted", "印刷用のデータの作成を止めた"),
    ("print_run.resumed", "印刷用のデータの作成を再開した"),
    ("print_run.released", "印刷を承認した"),
    ("print_run.printed", "印刷を確かめた"),
    ("print_run.spoiled", "書損を記録した"),
    ("print_run.matched", "封入を照合した"),
    ("print_run.mismatched", "封入の中身が違った"),
    ("print_run.posted", "発送した"),
    ("print_run.returned", "返戻を受けた"),
    ("print_run.explained", "差の理由を記録した"),
    ("print_run.settled", "差の課題を終えた"),
    ("print_run.closed", "発行を締めた"),
    ("application.held", "保留した"),
    ("application.hold_released", "保留を解いた"),
    ("application.inquired", "照会した"),
    ("application.inquiry_answered", "照会の回答を受けた"),
    ("application.inquiry_withdrawn", "照会を取り下げた"),
    ("application.office_moved", "事務所の再編により引き継いだ"),
    ("application.clerk_named", "担当者を定めた"),
    ("application.clerk_released", "担当者を外した"),
    ("application.likeness_found", "重複の疑いとした"),
    ("application.sameness_judged", "重複の疑いに答えた"),
    ("application.second_entry_asked", "二重入力を求めた"),
    ("application.entered_again", "金額をもう一度入力した"),
    ("application.entries_settled", "入力の違いを解消した"),
    ("application.taken_over", "旧台帳から引き継いだ"),
    ("award.taken_back", "引き継ぎを取り消した"),
    ("register.numbers_taken_over", "旧台帳が使った番号を引き継いだ"),
    ("takeover.received", "旧台帳のファイルを受け取った"),
    ("takeover.prepared", "旧台帳の列を決めた"),
    ("takeover.checked", "旧台帳の行を判定した"),
    ("takeover.approved", "引き継ぎを決裁した"),
    ("takeover.carried_out", "引き継ぎを終えた"),
    ("takeover.reversal_asked", "引き継ぎの取消しを求めた"),
    ("takeover.reversed", "引き継ぎを取り消した"),
    ("letter.issued", "通知文書を作成した"),
    ("letter.posted", "通知文書を発送した"),
    ("letter.returned", "通知文書が返戻された"),
    ("letter.address_checked", "返戻された通知文書の送り先を確かめた"),
    ("sitting.scheduled", "審査会の開催を決めた"),
    ("sitting.agenda_fixed", "審査会の議題を決めた"),
    ("sitting.case_heard", "審査会で申請を審査した"),
    ("sitting.closed", "審査会を閉じた"),
    ("sitting.moved", "審査会の開催を変えた"),
    ("sitting.cancelled", "審査会の開催を取りやめた"),
    ("sitting.papers_issued", "審査資料を発行した"),
    ("sitting.minutes_written", "議事録を作成した"),
    ("sitting.minutes_approved", "議事録を委員が確認した"),
    ("household.member_recorded", "世帯の人を記録した"),
    ("household.member_left", "世帯から外した"),
    ("membership.changed", "所属する世帯が変わった"),
    ("recipient.registered", "受給者として登録した"),
    ("recipient.particulars_changed", "記載事項が変わった"),
    ("recipient.proxy_appointed", "代理人を登録した"),
    ("recipient.proxy_ended", "代理人の権限が終わった"),
    ("recipient.registrant_listed", "登録者証の登録をした"),
    ("impact.asked", "影響調査を頼んだ"),
    ("impact.ended", "影響調査が終わった"),
    ("nightly.found", "夜間処理で見つけた"),
    ("nightly.settled", "夜間処理で解消を確かめた"),
    ("nightly.ran", "夜間処理を終えた"),
    ("nightly.closed", "夜間処理で見つけたことを処理した"),
    ("notice.received", "届を受け付けた"),
    ("notice.amended", "届の内容を直した"),
    ("notice.returned", "届を窓口に戻した"),
    ("notice.settled", "届を処理した"),
    ("notice.withdrawn", "届を取り下げた"),
    ("reimbursement.received", "療養費の請求を受け付けた"),
    ("reimbursement.examined", "療養費の額を算定した"),
    ("reimbursement.decided", "療養費を決定した"),
    ("reimbursement.correction_proposed", "支給の訂正を起案した"),
    ("reimbursement.correction_dropped", "支給の訂正の起案をやめた"),
    ("reimbursement.corrected", "療養費の支給を訂正した"),
    ("reimbursement.withdrawn", "療養費の請求を取り下げた"),
    ("reimbursement.payment_planned", "療養費を支払の一覧に載せた"),
    ("reimbursement.payment_released", "療養費の支払が承認された"),
    ("reimbursement.payment_taken_back", "療養費が未払いに戻った"),
    ("reimbursement.payment_settled", "療養費の振込の結果が出た"),
    ("reimbursement.account_change_proposed", "療養費の振込先の変更を起案した"),
    ("reimbursement.account_change_dropped", "療養費の振込先の変更の起案をやめた"),
    ("reimbursement.account_changed", "療養費の振込先を変更した"),
    ("payment_batch.drawn_up", "療養費の支払の一覧を作った"),
    ("payment_batch.released", "療養費の支払の一覧を承認した"),
    ("payment_batch.taken_back", "療養費の支払の一覧を取りやめた"),
    ("payment_batch.delivered", "療養費の支払の一覧を引き渡した"),
    ("payment_batch.results_taken", "療養費の振込の結果を取り込んだ"),
    ("award.ended", "支給認定が終わった"),
    ("award.redress_proposed", "取消・訂正を起案した"),
    ("award.redress_dropped", "取消・訂正の起案をやめた"),
    ("award.revoked", "支給認定を取り消した"),
    ("award.corrected", "支給認定を訂正した"),
    ("award.extended", "有効期間を延長した"),
    ("award.granted", "支給認定した"),
    ("extension.proposed", "一括延長を起案した"),
    ("extension.dropped", "一括延長の起案をやめた"),
    ("extension.approved", "一括延長を決裁した"),
    ("extension.carried_out", "一括延長を終えた"),
    ("award.replaced", "支給認定を替えた"),
    ("certificate.issued", "受給者証を作成した"),
    ("certificate.voided", "受給者証を無効にした"),
    ("certificate.issue_stopped", "受給者証の作成を止めた"),
    ("account.opened", "職員を登録した"),
    ("account.locked", "アカウントを止めた"),
    ("account.second_factor_enrolled", "認証アプリを登録した"),
    ("account.second_factor_removed", "認証アプリの登録を消した"),
    ("account.unlocked", "アカウントの停止を解いた"),
    ("account.grant_proposed", "職員の役割を申し出た"),
    ("account.grant_dropped", "職員の役割の申し出をやめた"),
    ("account.granted", "職員に役割を付与した"),
    ("account.suspended", "アカウントを停止した"),
    ("account.password_given", "初めの合言葉を出した"),
    ("account.password_chosen", "合言葉を自分で決めた"),
    ("account.ended", "アカウントを終了した"),
    ("master.row_adopted", "マスタの行を採用した"),
    ("master.row_decided", "マスタの行を2人で決定した"),
    ("master_change.proposed", "マスタの改定案を作った"),
    ("master_change.returned", "マスタの改定案を差し戻した"),
    ("master_change.withdrawn", "マスタの改定案を取り下げた"),
    ("master_change.approved", "マスタの改定案を承認した"),
    ("letter_release.prepared", "通知文書の一括送付の対象を決めた"),
    ("letter_release.released", "通知文書の一括送付を承認した"),
    ("letter_release.withdrawn", "通知文書の一括送付を取りやめた"),
    ("letter_release.ended", "通知文書の一括送付が終わった"),
    ("recipient_file.prepared", "連絡ファイルの内容を確定した"),
    ("recipient_file.released", "連絡ファイルを承認した"),
    ("recipient_file.withdrawn", "連絡ファイルを取りやめた"),
    ("recipient_file.delivered", "連絡ファイルを提出した"),
    ("recipient_file.result_imported", "連絡ファイルの結果を取り込んだ"),
    ("claim_import.recorded", "請求明細を取り込んだ"),
    ("claim_import.taken_back", "請求明細の取込を取り消した"),
    ("cap_sheet.month_entered", "管理票の月の医療費を記録した"),
    ("register.number_allocated", "番号を割り当てた"),
    ("erasure.proposed", "個人情報の消去を起案した"),
    ("erasure.withdrawn", "消去の起案を取り下げた"),
    ("erasure.held", "消去を差し止めた"),
    ("erasure.released", "消去の差し止めを解いた"),
    ("erasure.carried_out", "個人情報を消去した"),
    ("erasure.certified", "消去証明書を作成した"),
    ("erasure.reapplied", "復元の後に消去をやり直した"),
    ("operation.requested", "表示用の表の操作を頼んだ"),
    ("operation.carried_out", "表示用の表の操作が終わった"),
    ("read_model.begun", "表示用の表の操作をコマンドで始めた"),
    ("read_model.parked", "読めない出来事を脇に置いた"),
    ("read_model.retried", "脇に置いた出来事を適用した"),
    ("read_model.skip_proposed", "読めない出来事を飛ばすよう提案した"),
    ("read_model.skip_withdrawn", "読めない出来事を飛ばす提案を取り下げた"),
    ("read_model.skipped", "読めない出来事を飛ばすことを承認した"),
    ("installation.founded", "台帳を開設した"),
    ("installation.release_started", "新しい版を使い始めた"),
    ("installation.schema_migrated", "データベースの定義を更新した"),
    ("installation.configuration_changed", "設定を変えた"),
    ("installation.catalog_changed", "データベースの守りが変わった"),
    ("installation.restored", "古い状態からの復元を申告した"),
    ("access_review.opened", "月次点検を始めた"),
    ("access_review.row_judged", "点検の行を判定した"),
    ("access_review.signed_off", "月次点検を終えた"),
    ("audit.sample_drawn", "標本を抽出した"),
    ("audit.noted", "標本の申請に所見を付けた"),
    ("audit.exported", "監査調書を持ち出した"),
    ("viewing.address_revealed", "支援措置の対象者の住所を表示した"),
    ("viewing.signed_in", "サインインした"),
    ("viewing.sign_in_refused", "サインインを断った"),
    ("viewing.signed_out", "サインアウトした"),
    ("viewing.person_viewed", "個人の情報を表示した"),
    ("viewing.document_opened", "発行済み文書を開いた"),
    ("viewing.my_number_revealed", "個人番号を表示した"),
    ("viewing.table_exported", "一覧を書き出した"),
];

/// What was done in a few words, from the type of an event alone.
pub fn title(event_type: &str) -> &'static str {
    TITLES.iter().find(|(known, _)| *known == event_type).map_or("その他の出来事", |(_, title)| title)
}

/// Free text as it may be shown.
fn told(text: &Personal<FreeText>) -> String {
    match text {
        Personal::Open(text) => text.as_str().to_owned(),
        Personal::Erased => "（消去済み）".to_owned(),
        Personal::Sealed(_) => "（未開封）".to_owned(),
    }
}

/// Anything else personal as it may be shown.
fn shown<T>(value: &Personal<T>, show: impl FnOnce(&T) -> String) -> String {
    match value {
        Personal::Open(value) => show(value),
        Personal::Erased => "（消去済み）".to_owned(),
        Personal::Sealed(_) => "（未開封）".to_owned(),
    }
}

fn diseases(diseases: &[DiseaseId], words: &dyn Words) -> String {
    diseases.iter().map(|disease| words.disease(*disease)).collect::<Vec<_>>().join("、")
}

fn document_name(document: &str) -> &str {
    match document {
        "certificate" => "受給者証",
        "cap_sheet" => "自己負担上限額管理票",
        "calculation_sheet" => "算定根拠",
        "approval_notice" => "支給認定通知書",
        "refusal_notice" => "不認定通知書",
        "correction_request" => "補正依頼書",
        "correction_reminder" => "補正催促書",
        "attachment" => "添付書類",
        "transfer_notice" => "転出先への支給認定の通知",
        "coming_of_age" => "18歳到達のお知らせ",
        other => other,
    }
}
