//! The minutes of the review board (議事録): who sat, and what was said of each case by its number. They name nobody of the families.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The most pages of the minutes of one sitting.
const MOST_PAGES: usize = 100;

/// An edition of the minutes.
#[derive(Clone, Serialize)]
pub struct BoardMinutes {
    /// 「第1版」; of a correction also which edition it corrects and why.
    pub edition: String,
    /// 開催日, 和暦.
    pub held_on: String,
    /// 会場.
    pub venue: String,
    /// How many cases were heard and how many wait for the next sitting.
    pub count: String,
    /// 委員, by seat.
    pub members: Vec<Member>,
    /// 議題, by number.
    pub cases: Vec<Case>,
    /// Of the sitting as a whole.
    pub text: String,
    /// When it was made, 和暦.
    pub made_at: String,
    /// Authority and office.
    pub authority: String,
}

/// One member.
#[derive(Clone, Serialize)]
pub struct Member {
    /// 席.
    pub seat: String,
    /// 氏名.
    pub name: String,
    /// 委員長, 出席 or 欠席.
    pub attendance: String,
}

/// One case.
#[derive(Clone, Serialize)]
pub struct Case {
    /// 番号 on the agenda.
    pub no: String,
    /// A row a disease; empty where it was not heard.
    pub diseases: Vec<Disease>,
    /// Who kept out, or that it was not heard.
    pub about: String,
    /// What was asked; empty where nothing was.
    pub questions: String,
}

/// One disease.
#[derive(Clone, Serialize)]
pub struct Disease {
    /// Name and code.
    pub name: String,
    /// 判定.
    pub verdict: String,
    /// 意見.
    pub opinion: String,
}

impl Document for BoardMinutes {
    const NAME: &'static str = "board_minutes";
    const TITLE: &'static str = "審査会議事録";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("edition", "版"),
        Field::mincho("held_on", "開催日"),
        Field::mincho("venue", "会場"),
        Field::mincho("count", "件数"),
        Field::mincho("members[].seat", "席"),
        Field::mincho("members[].name", "委員の氏名"),
        Field::mincho("members[].attendance", "出欠"),
        Field::mincho("cases[].no", "番号"),
        Field::mincho("cases[].diseases[].name", "疾病"),
        Field::mincho("cases[].diseases[].verdict", "判定"),
        Field::mincho("cases[].diseases[].opinion", "意見"),
        Field::mincho("cases[].about", "除斥・持ち越し"),
        Field::mincho("cases[].questions", "質疑"),
        Field::mincho("text", "全体の記録"),
        Field::mincho("made_at", "作成日時"),
        Field::mincho("authority", "作成"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// Fictional minutes, for tests and pictures.
pub fn sample() -> BoardMinutes {
    let member = |seat: &str, name: &str, attendance: &str| Member {
        seat: seat.to_owned(),
        name: name.to_owned(),
        attendance: attendance.to_owned(),
    };
    let disease = |name: &str, verdict: &str, opinion: &str| Disease {
        name: name.to_owned(),
        verdict: verdict.to_owned(),
        opinion: opinion.to_owned(),
    };
    BoardMinutes {
        edition: "第2版（第1版を訂正。理由：判定の転記を直した。）".to_owned(),
        held_on: "令和8年11月26日".to_owned(),
        venue: "県庁　会議室".to_owned(),
        count: "議題2件　審査1件　次回に持ち越し1件".to_owned(),
        members: vec![
            member("1", "見本 医師一", "委員長"),
            member("2", "例題 医師二", "出席"),
            member("3", "見本 医師三", "欠席"),
        ],
        cases: vec![
            Case {
                no: "1".to_owned(),
                diseases: vec![
                    disease("見本の腎疾患（02_01_001）", "承認", "－"),
                    disease("例題の心疾患（04_02_003）", "保留", "検査の値を医師に確かめる。"),
                ],
                about: "除斥：委員2".to_owned(),
                questions: "検査の時期を確かめた。".to_owned(),
            },
            Case {
                no: "2".to_owned(),
                diseases: Vec::new(),
                about: "審査せず、次回に持ち越した。".to_owned(),
                questions: String::new(),
            },
        ],
        text: "2件の議題のうち1件を審査した。".to_owned(),
        made_at: "令和8年11月27日　10時05分".to_owned(),
        authority: "佐賀県　こども家庭課".to_owned(),
    }
}
