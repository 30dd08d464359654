//! The address sheet (宛名票): folded in three, its address stands in the window of the envelope; and the sheet by which an envelope is tried
//! (位置合わせ), with the window drawn and a grid in millimetres.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};
use crate::sheet_mark::SheetMark;

/// Where the window of an envelope lies on the folded sheet, in millimetres from its upper left corner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Window {
    /// From the left edge.
    pub left_mm: u32,
    /// From the upper edge.
    pub top_mm: u32,
    /// Width.
    pub width_mm: u32,
    /// Height.
    pub height_mm: u32,
    /// How far the sheet may slip within the envelope, on each side.
    pub tolerance_mm: u32,
    /// First fold, from the upper edge.
    pub fold_mm: u32,
}

/// One sheet.
#[derive(Clone, Serialize)]
pub struct Sheet {
    /// 照合コード.
    pub code: Option<SheetMark>,
    /// 郵便番号, e.g. `〒840-0000`; empty where it is not known.
    pub postal_code: String,
    /// 住所.
    pub address: String,
    /// 宛名, without the honorific.
    pub addressee: String,
    /// Where it belongs, e.g. `8-12 3番`; nothing personal.
    pub mark: String,
}

/// The sheets of a run, in its order.
#[derive(Clone, Serialize)]
pub struct AddressSheet {
    /// The window.
    pub window: Window,
    /// The sheets; none for the sheet by which an envelope is tried.
    pub sheets: Vec<Sheet>,
    /// 封筒の名称.
    pub envelope: String,
    /// 発信者, one entry a line.
    pub sender: Vec<String>,
}

impl Document for AddressSheet {
    const NAME: &'static str = "address_sheet";
    const TITLE: &'static str = "宛名票";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::gothic("sheets[].code.text", "照合コード"),
        Field::gothic("sheets[].postal_code", "郵便番号"),
        Field::mincho("sheets[].address", "住所"),
        Field::mincho("sheets[].addressee", "宛名"),
        Field::gothic("sheets[].mark", "発行番号"),
        Field::gothic("envelope", "封筒"),
        Field::mincho("sender[]", "発信者"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        let pages = self.sheets.len().max(1);
        pages..=pages
    }
}

/// A fictional family's, for tests and pictures.
pub fn sample() -> AddressSheet {
    let sheet = Sheet {
        code: SheetMark::of("4F7KQ2M9XABTA0").ok(),
        postal_code: "〒840-0000".to_owned(),
        address: "佐賀県佐賀市例示町一丁目2番3号　見本住宅405号".to_owned(),
        addressee: "見本　太郎".to_owned(),
        mark: "8-12 3番".to_owned(),
    };
    AddressSheet {
        window: Window { left_mm: 20, top_mm: 15, width_mm: 90, height_mm: 45, tolerance_mm: 3, fold_mm: 99 },
        sheets: vec![sheet],
        envelope: "長形3号 窓付き（見本）".to_owned(),
        sender: vec!["佐賀県 こども家庭課".to_owned(), "電話 0000-00-0000".to_owned()],
    }
}
