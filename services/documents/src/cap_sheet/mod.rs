//! The cap management sheet (自己負担上限額管理票): one page a month, filled in by hand at the counters.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};
use crate::sheet_mark::SheetMark;

/// What is printed before the sheet is handed out.
#[derive(Clone, Serialize)]
pub struct CapSheet {
    /// 照合コード.
    pub code: Option<SheetMark>,
    /// 公費負担者番号, 8 digits.
    pub payer_number: String,
    /// 受給者番号, 7 digits.
    pub recipient_number: String,
    /// 受診者 氏名.
    pub child_name: String,
    /// 自己負担上限月額, yen.
    pub monthly_cap_yen: u32,
    /// First day of validity, 和暦.
    pub valid_from: String,
    /// Last day of validity, 和暦.
    pub valid_until: String,
    /// Months, one page each, e.g. `令和8年4月`; `None` leaves the month to be written by hand.
    pub months: Vec<Option<String>>,
    /// Lines a page for entries, 10 to 22; other values are brought into this range.
    pub lines: u8,
    /// Issuing authority, e.g. 〇〇県.
    pub authority: String,
}

impl Document for CapSheet {
    const NAME: &'static str = "cap_sheet";
    const TITLE: &'static str = "自己負担上限額管理票";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::gothic("code.text", "照合コード"),
        Field::gothic("payer_number", "公費負担者番号"),
        Field::gothic("recipient_number", "受給者番号"),
        Field::mincho("child_name", "受診者 氏名"),
        Field::mincho("valid_from", "有効期間 始期"),
        Field::mincho("valid_until", "有効期間 終期"),
        Field::mincho("months[]", "年月"),
        Field::mincho("authority", "交付者"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        let pages = self.months.len().max(1);
        pages..=pages
    }
}

/// Two months of a fictional child, for tests and pictures.
pub fn sample() -> CapSheet {
    CapSheet {
        code: SheetMark::of("4F7KQ2M9XABTMK").ok(),
        payer_number: "52416013".to_owned(),
        recipient_number: "0000018".to_owned(),
        child_name: "見本　花子".to_owned(),
        monthly_cap_yen: 5_000,
        valid_from: "令和8年4月1日".to_owned(),
        valid_until: "令和8年9月30日".to_owned(),
        months: vec![Some("令和8年4月".to_owned()), None],
        lines: 18,
        authority: "佐賀県".to_owned(),
    }
}
