//! The report of changes (変更報告書): what changed in a period, by whom, on whose authority, and what nobody had asked for.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// About a thousand lines a hundred pages; more is a spreadsheet's work.
const MOST_PAGES: usize = 400;

/// The changes of a period.
#[derive(Clone, Serialize)]
pub struct ChangeReport {
    /// Office that made it.
    pub office: String,
    /// The period, 和暦.
    pub period: String,
    /// What was selected, where not everything.
    pub selection: Option<String>,
    /// When it was made, 和暦.
    pub made_at: String,
    /// End of the log then: position and chain.
    pub log_end: String,
    /// Acts without authority; must be none.
    pub unasked: u32,
    /// Counts by kind.
    pub tallies: Vec<Tally>,
    /// The acts, oldest first.
    pub lines: Vec<Line>,
    /// Where not all acts are printed, what is left out.
    pub rest: Option<String>,
}

/// Counts of one kind.
#[derive(Clone, Serialize)]
pub struct Tally {
    /// 種類.
    pub kind: String,
    /// Acts.
    pub acts: String,
    /// Things changed.
    pub things: String,
    /// Acts without authority.
    pub unasked: String,
}

/// One act.
#[derive(Clone, Serialize)]
pub struct Line {
    /// When.
    pub at: String,
    /// 種類.
    pub kind: String,
    /// What was done.
    pub what: String,
    /// Who.
    pub by: String,
    /// Who approved, or why nobody had to.
    pub approval: String,
    /// 変更番号, or the other authority.
    pub basis: String,
    /// Nobody asked for it.
    pub unasked: bool,
    /// Positions in the log.
    pub positions: String,
}

impl Document for ChangeReport {
    const NAME: &'static str = "change_report";
    const TITLE: &'static str = "変更報告書";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("office", "作成"),
        Field::mincho("period", "期間"),
        Field::mincho("selection", "対象"),
        Field::mincho("made_at", "作成日時"),
        Field::gothic("log_end", "記録の末尾"),
        Field::mincho("tallies[].kind", "種類"),
        Field::gothic("tallies[].acts", "操作"),
        Field::gothic("tallies[].things", "変更"),
        Field::gothic("tallies[].unasked", "番号なし"),
        Field::gothic("lines[].at", "日時"),
        Field::gothic("lines[].kind", "種類"),
        Field::mincho("lines[].what", "内容"),
        Field::mincho("lines[].by", "行った人"),
        Field::mincho("lines[].approval", "承認"),
        Field::gothic("lines[].basis", "根拠"),
        Field::gothic("lines[].positions", "位置"),
        Field::mincho("rest", "ほか"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A month of a fictional prefecture, for tests and pictures.
pub fn sample() -> ChangeReport {
    let tally = |kind: &str, acts: &str, things: &str, unasked: &str| Tally {
        kind: kind.to_owned(),
        acts: acts.to_owned(),
        things: things.to_owned(),
        unasked: unasked.to_owned(),
    };
    let line = |at: &str, kind: &str, what: &str, by: (&str, &str), basis: &str, unasked, positions: &str| Line {
        at: at.to_owned(),
        kind: kind.to_owned(),
        what: what.to_owned(),
        by: by.0.to_owned(),
        approval: by.1.to_owned(),
        basis: basis.to_owned(),
        unasked,
        positions: positions.to_owned(),
    };
    ChangeReport {
        office: "佐賀県　こども家庭課".to_owned(),
        period: "令和8年11月1日から令和8年11月30日まで".to_owned(),
        selection: None,
        made_at: "令和8年12月1日 9:12".to_owned(),
        log_end: "3,412 3f2a9c1d0b7e4455".to_owned(),
        unasked: 1,
        tallies: vec![tally("受給権", "38", "114", "0"), tally("マスタ", "1", "2", "0"), tally("DBの守り", "1", "1", "1")],
        lines: vec![
            line("11月2日 9:12", "受給権", "支給認定した", ("見本　四（点検）", "見本　八"), "申請", false, "3,101–3,103"),
            line(
                "11月9日 13:00",
                "マスタ",
                "マスタの行を採用した",
                ("模擬　三（管理）", "変更番号で承認"),
                "C-2026-0014",
                false,
                "3,250–3,251",
            ),
            line(
                "11月20日 2:31",
                "DBの守り",
                "データベースの守りが変わった",
                ("システム", "承認の記録なし"),
                "番号なし",
                true,
                "3,398",
            ),
        ],
        rest: None,
    }
}
