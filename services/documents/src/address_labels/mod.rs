//! Address labels (宛名ラベル): twelve an A4 sheet, two across and six down, 86.4 mm by 42.3 mm each.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// Labels a sheet.
const A_SHEET: usize = 12;

/// What stands on one label.
#[derive(Clone, Serialize)]
pub struct Label {
    /// 郵便番号, e.g. `〒840-0000`; empty where it is not known.
    pub postal_code: String,
    /// 住所.
    pub address: String,
    /// 宛名, without the honorific.
    pub addressee: String,
    /// Where it belongs, e.g. `8-12 3番`; nothing personal.
    pub mark: String,
}

/// The labels of a run, in its order.
#[derive(Clone, Serialize)]
pub struct AddressLabels {
    /// The labels; at least one.
    pub labels: Vec<Label>,
}

impl Document for AddressLabels {
    const NAME: &'static str = "address_labels";
    const TITLE: &'static str = "宛名ラベル";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::gothic("labels[].postal_code", "郵便番号"),
        Field::mincho("labels[].address", "住所"),
        Field::mincho("labels[].addressee", "宛名"),
        Field::gothic("labels[].mark", "発行番号"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        let pages = self.labels.len().div_ceil(A_SHEET).max(1);
        pages..=pages
    }
}

/// Labels of fictional families, for tests and pictures.
pub fn sample() -> AddressLabels {
    let label = |n: u32| Label {
        postal_code: "〒840-0000".to_owned(),
        address: format!("佐賀県佐賀市例示町一丁目{n}番3号　見本住宅405号"),
        addressee: "見本　太郎".to_owned(),
        mark: format!("8-12 {n}番"),
    };
    AddressLabels { labels: (1..=14).map(label).collect() }
}
