//! The values of each master table.

use events::recipient_file::{FileEncoding, FileForm, ReviewBody};
use events::vocabulary::{DiseaseId, OfficeCode, PayerNumber, Phone, Severity, Yen};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::file_layout::LayoutColumn;
use crate::payment_batch::PaymentColumn;
use crate::recipient_file::Column;

/// 自己負担上限月額 of one tier, yen a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// 一般.
    pub general_yen: Yen,
    /// 重症.
    pub severe_yen: Yen,
    /// 人工呼吸器等装着.
    pub ventilator_yen: Yen,
    /// Share of the standard amount for hospital meals that the patient pays, as printed: `1/2` or `0`.
    pub hospital_meal_share: String,
}

impl Cap {
    /// The cap of a severity.
    pub const fn of(&self, severity: Severity) -> Yen {
        match severity {
            Severity::General => self.general_yen,
            Severity::Severe => self.severe_yen,
            Severity::Ventilator => self.ventilator_yen,
        }
    }
}

/// 低所得Ⅰの基準額, yen a year; an income up to and including it is low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowIncomeThreshold {
    /// The amount.
    pub threshold_yen: Yen,
}

/// 所得割 from which a tier begins, yen a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevyBound {
    /// The amount.
    pub from_yen: Yen,
}

/// 市町.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// 名称.
    pub name: String,
    /// かな.
    pub kana: String,
    /// 郡; cities have none.
    pub county: Option<String>,
    /// 管轄事務所.
    pub office: OfficeCode,
}

/// 事務所.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// 名称.
    pub name: String,
    /// Short form for tables: 中部.
    pub short_name: String,
    /// 電話.
    pub phone: Phone,
    /// Whether it takes applications at a counter.
    pub counter: bool,
}

/// A window envelope (窓付き封筒): where the window lies on the folded sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// 名称.
    pub name: String,
    /// Left edge of the window from the left edge of the sheet, millimetres.
    pub left_mm: u32,
    /// Upper edge of the window from the upper edge of the sheet, millimetres.
    pub top_mm: u32,
    /// Width of the window, millimetres.
    pub width_mm: u32,
    /// Height of the window, millimetres.
    pub height_mm: u32,
    /// First fold from the upper edge, millimetres.
    pub fold_mm: u32,
    /// How far the sheet may slip on each side, millimetres.
    pub tolerance_mm: u32,
}

/// How a review and payment organisation wants its monthly file (連絡ファイルの様式).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientFileLayout {
    /// 名称.
    pub name: String,
    /// CSV or fixed widths.
    pub form: FileForm,
    /// 文字コード.
    pub encoding: FileEncoding,
    /// A first line with the names of the columns.
    pub heading: bool,
    /// Columns in order, with their widths.
    pub columns: Vec<LayoutColumn<Column>>,
}

/// Who reviews claims of a kind of insurance (審査支払機関).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewedBy {
    /// 医療保険の種類.
    pub label: String,
    /// 国保連 or 支払基金.
    pub body: ReviewBody,
}

/// How a kind of records of a payment file is written (支払のファイルの様式).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentFileLayout {
    /// 名称.
    pub name: String,
    /// CSV or fixed widths.
    pub form: FileForm,
    /// 文字コード.
    pub encoding: FileEncoding,
    /// A first line with the names of the columns.
    pub heading: bool,
    /// Columns in order, with their widths.
    pub columns: Vec<LayoutColumn<PaymentColumn>>,
}

/// What a payer number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerCategory {
    /// 一般.
    General,
    /// 継続・経過; not chosen by any rule.
    Continuing,
    /// 血友病等・生活保護等.
    Special,
}

/// 公費負担者番号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// The number.
    pub number: PayerNumber,
    /// What it is for.
    pub category: PayerCategory,
    /// Name shown to staff.
    pub label: String,
}

/// 制度の定め: one number and its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramParameter {
    /// The number.
    pub value: i64,
    /// Its unit: 歳, 月, 日, か月.
    pub unit: String,
    /// Name shown to staff.
    pub label: String,
}

/// 疾病.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disease {
    /// 疾病名.
    pub name: String,
    /// かな, if known.
    pub kana: Option<String>,
    /// 疾患群, 1 to 16.
    pub group: u8,
    /// 疾患群名.
    pub group_name: String,
    /// 区分.
    pub subgroup: Option<String>,
    /// 告示番号 by edition of the notice; renumbered with every edition.
    pub notifications: Vec<Notification>,
    /// Id in the NANDO ontology, if known.
    pub nando: Option<String>,
    /// 血友病等 (先天性血液凝固因子障害等).
    pub haemophilia: bool,
}

/// 告示番号 in one edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notification {
    /// Edition: the first day from which the numbering was seen.
    pub edition: Date,
    /// The number within the group's table.
    pub number: u16,
    /// Whether the number is read from a source and not inferred from a gap.
    pub confirmed: bool,
}

/// 祝日.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Its name.
    pub name: String,
}

/// Whether a paper may be dispensed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    /// No.
    Never,
    /// With a reason: another linkage or paper shows the same.
    WithReason,
}

/// 書類の種類: one line of the checklist and when it is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    /// 書類の名称.
    pub title: String,
    /// Condition under which it is needed, one of the codes of the checklist: `always`, `insurance=employee` ….
    pub when: Vec<String>,
    /// One for the application, one a disease, or one a person whose income counts: `application`, `disease`, `income_person`.
    pub per: String,
    /// 要る理由.
    pub because: String,
    /// Whether it may be dispensed with.
    pub waiver: Waiver,
    /// Place in the list.
    pub order: u16,
}

/// 理由の定型文.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Where it is offered: `correction`, `refusal`, `waiver`, `send_back`.
    pub purpose: String,
    /// The text.
    pub text: String,
    /// Place in the list.
    pub order: u16,
}

/// 通知文書の文: one block of one letter; its key names letter and block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterText {
    /// The words, with places in braces; each line is a paragraph.
    pub text: String,
}

/// 告示の改正で変わった疾病: what became of a disease with an edition of the notification. The key is `old>new`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiseaseSuccession {
    /// The disease until the day before.
    pub old: DiseaseId,
    /// The disease from the day on; the same where it was renamed.
    pub new: DiseaseId,
    /// What happened.
    pub change: SuccessionKind,
}

/// What an edition of the notification does to a disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// 名称の変更; it keeps its code.
    Renamed,
    /// 疾患群・番号の変更: another code for the same disease.
    Moved,
    /// 細分: several take its place, and somebody must say which.
    Split,
}

/// 重症の状態: a state that makes the care of a child especially heavy (平成26年厚生労働省告示第462号第2号).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SevereState {
    /// 部位等 or 疾患群.
    pub part: String,
    /// 状態.
    pub state: String,
    /// Disease groups it counts for, two digits each, or `any`.
    pub groups: Vec<String>,
    /// Months it must last; 0 where nothing is said.
    pub lasting_months: i64,
}
