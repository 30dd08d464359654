//! The certificate of erasure (消去証明書): says by whom and when a person was erased, and what can and cannot be shown afterwards. Names
//! nobody: staff by role and account, the person by ids that lead nowhere any more.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The most pages that the keys of one person fill.
const MOST_PAGES: usize = 10;

/// How many of something became unreadable.
#[derive(Clone, Serialize)]
pub struct Erased {
    /// Of what.
    pub what: &'static str,
    /// How many, with their unit.
    pub count: String,
}

/// Something that stays readable, and why.
#[derive(Clone, Serialize)]
pub struct Remaining {
    /// What.
    pub what: &'static str,
    /// How many, with their unit; a dash where nobody can tell.
    pub count: String,
    /// Why it stays, and what of the person could stand in it.
    pub why: &'static str,
}

/// One erasure.
#[derive(Clone, Serialize)]
pub struct ErasureCertificate {
    /// Id of the event that carried it out.
    pub event: String,
    /// Its position in the casework log, e.g. `12,345番`.
    pub position: String,
    /// When it was recorded, e.g. `令和15年4月5日 10時00分`.
    pub erased_at: String,
    /// Who proposed it: role and account.
    pub proposed_by: String,
    /// When, as `erased_at`.
    pub proposed_at: String,
    /// Who carried it out: role and account.
    pub carried_out_by: String,
    /// 保存期間の満了日, 和暦.
    pub kept_until: String,
    /// Ids of the subjects whose data became unreadable.
    pub subjects: Vec<String>,
    /// Ids of the destroyed keys.
    pub keys: Vec<String>,
    /// What became unreadable, counted: what it is, and how many.
    pub counts: Vec<Erased>,
    /// What staff wrote elsewhere and stays readable.
    pub remains: Vec<Remaining>,
    /// The chain of the log right before the erasure, in hexadecimal.
    pub chain_before: String,
    /// The chain of the log at the event that carried it out, in hexadecimal.
    pub chain_after: String,
    /// The cipher.
    pub algorithm: String,
    /// The day on which the last backup of the keys is past, 和暦.
    pub key_backups_until: String,
    /// Issuing authority and office.
    pub authority: String,
}

impl Document for ErasureCertificate {
    const NAME: &'static str = "erasure_certificate";
    const TITLE: &'static str = "消去証明書";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("event", "証明番号"),
        Field::mincho("position", "記録の位置"),
        Field::mincho("erased_at", "消去した日時"),
        Field::mincho("proposed_by", "起案者"),
        Field::mincho("proposed_at", "起案した日時"),
        Field::mincho("carried_out_by", "実行者"),
        Field::mincho("kept_until", "保存期間の満了日"),
        Field::mincho("subjects[]", "対象の識別子"),
        Field::mincho("keys[]", "破棄した鍵"),
        Field::gothic("counts[].what", "消去したもの"),
        Field::mincho("counts[].count", "数"),
        Field::gothic("remains[].what", "残る文"),
        Field::mincho("remains[].count", "残る文の数"),
        Field::mincho("remains[].why", "残る理由"),
        Field::mincho("chain_before", "消去の直前の記録の連鎖"),
        Field::mincho("chain_after", "消去の記録の連鎖"),
        Field::mincho("algorithm", "暗号の方式"),
        Field::mincho("key_backups_until", "鍵の控えの最終失効日"),
        Field::mincho("authority", "作成"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A fictional erasure, for tests and pictures.
pub fn sample() -> ErasureCertificate {
    let id = |n: u32| format!("01900000-0000-7000-8000-{n:012}");
    ErasureCertificate {
        event: id(1),
        position: "12,345番".to_owned(),
        erased_at: "令和15年4月5日　10時00分".to_owned(),
        proposed_by: format!("管理（職員 {}）", id(2)),
        proposed_at: "令和15年4月4日　9時30分".to_owned(),
        carried_out_by: format!("決裁（職員 {}）", id(3)),
        kept_until: "令和15年3月31日".to_owned(),
        subjects: vec![id(4), id(5)],
        keys: vec![id(6), id(7)],
        counts: vec![
            Erased { what: "申請と受給者", count: "2件".to_owned() },
            Erased { what: "その出来事", count: "14件".to_owned() },
            Erased { what: "提出・発行した書類", count: "5点".to_owned() },
        ],
        remains: vec![
            Remaining { what: "審査会の閉会の記録と議事録", count: "2件".to_owned(), why: "見本の理由。" },
            Remaining { what: "見本の文", count: "－".to_owned(), why: "例題の理由。" },
        ],
        chain_before: "4f".repeat(32),
        chain_after: "a7".repeat(32),
        algorithm: "XChaCha20-Poly1305".to_owned(),
        key_backups_until: "令和15年5月10日".to_owned(),
        authority: "佐賀県　こども家庭課".to_owned(),
    }
}
