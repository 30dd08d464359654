//! The papers of the review board (審査会資料): the agenda with a row a disease, so that no disease of a child can be passed over.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The most pages of one agenda.
const MOST_PAGES: usize = 200;

/// The papers of one sitting.
#[derive(Clone, Serialize)]
pub struct BoardPapers {
    /// 開催日, 和暦.
    pub held_on: String,
    /// 会場.
    pub venue: String,
    /// 締切日, 和暦.
    pub cut_off_on: String,
    /// Which edition it is and what it replaces, or that nobody has it yet.
    pub edition: String,
    /// When it was made, 和暦.
    pub made_at: String,
    /// 議題.
    pub cases: Vec<Case>,
    /// Authority and office.
    pub authority: String,
}

/// One case.
#[derive(Clone, Serialize)]
pub struct Case {
    /// 番号 on the agenda.
    pub no: String,
    /// 受付番号.
    pub receipt_number: String,
    /// 児童の氏名.
    pub child: String,
    /// Kana, age and kind of application.
    pub about: String,
    /// 付議の理由.
    pub why: String,
    /// これまでの支給認定 of the child, newest first; empty where there is none.
    pub awards: Vec<String>,
    /// A row a disease.
    pub diseases: Vec<Disease>,
}

/// One disease.
#[derive(Clone, Serialize)]
pub struct Disease {
    /// Name and code.
    pub name: String,
    /// What the medical opinion says: severity, days, doctor, institution.
    pub opinion: String,
    /// Earlier results, where there are some.
    pub earlier: String,
}

impl Document for BoardPapers {
    const NAME: &'static str = "board_papers";
    const TITLE: &'static str = "審査会資料";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("held_on", "開催日"),
        Field::mincho("venue", "会場"),
        Field::mincho("cut_off_on", "締切日"),
        Field::mincho("edition", "版"),
        Field::mincho("made_at", "作成日時"),
        Field::mincho("cases[].no", "番号"),
        Field::mincho("cases[].receipt_number", "受付番号"),
        Field::mincho("cases[].child", "児童の氏名"),
        Field::mincho("cases[].about", "カナ・年齢・申請の種類"),
        Field::mincho("cases[].why", "付議の理由"),
        Field::mincho("cases[].awards[]", "これまでの支給認定"),
        Field::mincho("cases[].diseases[].name", "疾病"),
        Field::mincho("cases[].diseases[].opinion", "医療意見書の内容"),
        Field::mincho("cases[].diseases[].earlier", "前回の結果"),
        Field::mincho("authority", "作成"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A fictional agenda, for tests and pictures.
pub fn sample() -> BoardPapers {
    let disease = |name: &str, earlier: &str| Disease {
        name: name.to_owned(),
        opinion: "区分：重症　診断 令和8年10月1日　記載 令和8年10月20日\n見本病院　見本 医師".to_owned(),
        earlier: earlier.to_owned(),
    };
    let case = |no: &str, child: &str, diseases| Case {
        no: no.to_owned(),
        receipt_number: format!("8-01-000{no}"),
        child: child.to_owned(),
        about: "ミホン ハナコ　6歳　新規".to_owned(),
        why: "疾病の状態の程度の判断に迷うため。".to_owned(),
        awards: if no == "1" {
            vec!["令和7年10月1日から令和8年9月30日まで　一般　Ⅳ（一般所得Ⅰ）　架空の内分泌疾患（05_01_002）".to_owned()]
        } else {
            Vec::new()
        },
        diseases,
    };
    BoardPapers {
        held_on: "令和8年11月26日".to_owned(),
        venue: "県庁　会議室".to_owned(),
        cut_off_on: "令和8年11月19日".to_owned(),
        edition: "第2版（前の版と差し替え）".to_owned(),
        made_at: "令和8年11月24日　10時05分".to_owned(),
        cases: vec![
            case("1", "見本 花子", vec![disease("見本の腎疾患（02_01_001）", "－"), disease("例題の心疾患（04_02_003）", "－")]),
            case(
                "2",
                "例題 次郎",
                vec![disease("架空の内分泌疾患（05_01_002）", "令和8年10月22日　保留：検査の値を医師に確かめる。")],
            ),
        ],
        authority: "佐賀県　こども家庭課".to_owned(),
    }
}
