//! The application on paper (支給認定申請書), filled in with what was entered at the window, for the family to check and sign. What was left
//! open is an empty line to write on. Individual numbers are never printed.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The most pages of one application.
const MOST_PAGES: usize = 12;

/// An application to be signed.
#[derive(Clone, Serialize)]
pub struct ApplicationSheet {
    /// 申請の種類, in words.
    pub kind: String,
    /// The authority it is addressed to.
    pub addressee: String,
    /// 印刷日, 和暦.
    pub day: String,
    /// What was entered, page by page of the entry.
    pub sections: Vec<Section>,
    /// Papers to hand in.
    pub papers: Vec<Paper>,
}

/// A section of the application.
#[derive(Clone, Serialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Its lines.
    pub rows: Vec<Row>,
}

/// A line.
#[derive(Clone, Serialize)]
pub struct Row {
    /// What is asked; with the person or the opinion it is about.
    pub label: String,
    /// What was entered; empty where the family writes it.
    pub text: String,
}

/// A paper to hand in.
#[derive(Clone, Serialize)]
pub struct Paper {
    /// 書類.
    pub title: String,
    /// Why it is needed.
    pub because: String,
}

impl Document for ApplicationSheet {
    const NAME: &'static str = "application_sheet";
    const TITLE: &'static str = "小児慢性特定疾病医療費支給認定申請書";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("kind", "申請の種類"),
        Field::mincho("addressee", "宛先"),
        Field::mincho("day", "印刷日"),
        Field::mincho("sections[].title", "区分"),
        Field::mincho("sections[].rows[].label", "項目"),
        Field::mincho("sections[].rows[].text", "内容"),
        Field::mincho("papers[].title", "添付書類"),
        Field::mincho("papers[].because", "添付書類が要る理由"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A fictional application, for tests and pictures.
pub fn sample() -> ApplicationSheet {
    let row = |label: &str, text: &str| Row { label: label.to_owned(), text: text.to_owned() };
    let section = |title: &str, rows: Vec<Row>| Section { title: title.to_owned(), rows };
    let paper = |title: &str, because: &str| Paper { title: title.to_owned(), because: because.to_owned() };
    ApplicationSheet {
        kind: "更新の申請".to_owned(),
        addressee: "佐賀県知事　様".to_owned(),
        day: "令和8年11月24日".to_owned(),
        sections: vec![
            section(
                "申請者",
                vec![
                    row("氏名", "見本　太郎"),
                    row("フリガナ", "ミホン　タロウ"),
                    row("住所", "佐賀市城内一丁目1番59号"),
                    row("電話番号", ""),
                ],
            ),
            section("児童", vec![row("氏名", "見本　花子"), row("生年月日", "平成30年5月5日")]),
            section("世帯", vec![row("世帯員 1　氏名", "見本　太郎"), row("世帯員 1　市町村民税所得割額", "")]),
        ],
        papers: vec![
            paper("医療意見書（02_01_001）", "申請する疾病ごと"),
            paper("課税証明書", "マイナンバー連携に同意しないとき"),
        ],
    }
}
