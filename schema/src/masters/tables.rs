//! The shipped tables and the type of each column.

/// How a column's text becomes JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Text, never empty.
    Text(&'static str),
    /// Text; empty is null.
    Maybe(&'static str),
    /// Whole number.
    Int(&'static str),
    /// `true` or `false`.
    Bool(&'static str),
    /// Words separated by spaces, at least one.
    Words(&'static str),
    /// Three columns (number, edition, status) that become the list of notification numbers; empty is none.
    Notifications,
}

/// One table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) text: &'static str,
}

use Column::{Bool, Int, Maybe, Notifications, Text, Words};

macro_rules! table {
    ($name:literal, $columns:expr) => {
        Table { name: $name, columns: &$columns, text: include_str!(concat!("../../masters/", $name, ".csv")) }
    };
}

pub(super) static TABLES: &[Table] = &[
    table!("caps", [Int("general_yen"), Int("severe_yen"), Int("ventilator_yen"), Text("hospital_meal_share")]),
    table!("levy_bounds", [Int("from_yen")]),
    table!("low_income_thresholds", [Int("threshold_yen")]),
    table!("program", [Int("value"), Text("unit"), Text("label")]),
    table!("offices", [Text("name"), Text("short_name"), Text("phone"), Bool("counter")]),
    table!("authorities", [Text("name"), Text("signatory"), Text("division"), Int("prefecture_number")]),
    table!("municipalities", [Text("name"), Text("kana"), Maybe("county"), Text("office")]),
    table!("payer_numbers", [Text("number"), Text("category"), Text("label")]),
    table!("holidays", [Text("day"), Text("name")]),
    table!("document_kinds", [Text("title"), Words("when"), Text("per"), Text("because"), Text("waiver"), Int("order")]),
    table!("severe_states", [Text("part"), Text("state"), Words("groups"), Int("lasting_months")]),
    table!(
        "envelopes",
        [Text("name"), Int("left_mm"), Int("top_mm"), Int("width_mm"), Int("height_mm"), Int("fold_mm"), Int("tolerance_mm")]
    ),
    table!("recipient_file_layouts", [Text("name"), Text("form"), Text("encoding"), Bool("heading"), Words("columns")]),
    table!("review_bodies", [Text("label"), Text("body")]),
    table!("payment_file_layouts", [Text("name"), Text("form"), Text("encoding"), Bool("heading"), Words("columns")]),
    table!("phrases", [Text("purpose"), Text("text"), Int("order")]),
    table!("letter_texts", [Text("text")]),
    table!("disease_successions", [Text("old"), Text("new"), Text("change")]),
    table!(
        "diseases",
        [
            Text("name"),
            Maybe("kana"),
            Int("group"),
            Text("group_name"),
            Maybe("subgroup"),
            Notifications,
            Maybe("nando"),
            Bool("haemophilia"),
        ]
    ),
];
