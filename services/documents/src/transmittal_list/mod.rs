//! The transmittal list (進達書): what an office hands to the division, a row a case, to be ticked when the envelope is opened.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The most pages of one list.
const MOST_PAGES: usize = 20;

/// A list on paper.
#[derive(Clone, Serialize)]
pub struct TransmittalList {
    /// 進達番号, in words.
    pub number: String,
    /// 進達日, 和暦; before it is sent the day it was drawn up.
    pub day: String,
    /// Whom it goes to.
    pub addressee: String,
    /// The office it comes from.
    pub sender: String,
    /// A sentence.
    pub lead: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Serialize)]
pub struct Case {
    /// 番号 on the list.
    pub no: String,
    /// 受付番号.
    pub receipt_number: String,
    /// 申請日, 和暦.
    pub applied_on: String,
    /// 児童の氏名.
    pub child: String,
    /// 申請の種類.
    pub kind: String,
    /// Papers that go with it, and what is still missing.
    pub papers: String,
}

impl Document for TransmittalList {
    const NAME: &'static str = "transmittal_list";
    const TITLE: &'static str = "小児慢性特定疾病医療費支給認定申請書の進達について";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("number", "進達番号"),
        Field::mincho("day", "日付"),
        Field::mincho("addressee", "宛先"),
        Field::mincho("sender", "発信者"),
        Field::mincho("lead", "本文"),
        Field::mincho("cases[].no", "番号"),
        Field::mincho("cases[].receipt_number", "受付番号"),
        Field::mincho("cases[].applied_on", "申請日"),
        Field::mincho("cases[].child", "児童の氏名"),
        Field::mincho("cases[].kind", "申請の種類"),
        Field::mincho("cases[].papers", "書類"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A fictional list, for tests and pictures.
pub fn sample() -> TransmittalList {
    let case = |no: &str, child: &str, papers: &str| Case {
        no: no.to_owned(),
        receipt_number: format!("8-01-041{no}"),
        applied_on: "令和8年11月6日".to_owned(),
        child: child.to_owned(),
        kind: "新規".to_owned(),
        papers: papers.to_owned(),
    };
    TransmittalList {
        number: "令和8年度　佐賀中部　第12号".to_owned(),
        day: "令和8年11月24日".to_owned(),
        addressee: "こども家庭課長　様".to_owned(),
        sender: "佐賀中部保健福祉事務所長".to_owned(),
        lead: "次の申請書（2件）を進達します。".to_owned(),
        cases: vec![case("1", "見本　花子", "8点"), case("2", "例題　太郎", "7点（不足1点）")],
    }
}
