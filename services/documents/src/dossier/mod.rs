//! The decision dossier (決定調書): one case from the application to the certificate, with who saw it and the events it is made from.

mod sample;

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::document::{Document, Field};

pub use sample::sample;

/// The most pages that one case fills.
const MOST_PAGES: usize = 400;

/// What stands in the place of a character that no typeface here can print (ゲタ).
const UNPRINTABLE: &str = "〓";

/// One case, told whole.
#[derive(Clone, Serialize, Deserialize)]
pub struct Dossier {
    /// Who took this copy and when; stands on every page.
    pub taken_by: String,
    /// 受付番号.
    pub receipt_number: String,
    /// 受診者 氏名.
    pub child_name: String,
    /// 申請区分.
    pub kind: String,
    /// 状態, e.g. 認定.
    pub stage: String,
    /// What was decided, in the order of reading.
    pub summary: Vec<Pair>,
    /// 申請内容: as received and as decided.
    pub application: Vec<Part>,
    /// 書類点検表.
    pub papers: Vec<Paper>,
    /// Version of the rule set, or why there is no calculation.
    pub rule_set: String,
    /// The calculation.
    pub steps: Vec<Step>,
    /// Checks, returns and decisions.
    pub verdicts: Vec<Verdict>,
    /// What the certificate says.
    pub certificate: Vec<Pair>,
    /// The papers that were issued.
    pub issued: Vec<Issued>,
    /// Their pages.
    pub pages: Vec<IssuedPage>,
    /// The pictures of these pages, in their order.
    #[serde(skip)]
    pub pictures: Vec<Vec<u8>>,
    /// 閲覧の記録.
    pub accesses: Vec<Access>,
    /// How many accesses there are in all.
    pub accesses_note: String,
    /// 出来事の記録.
    pub events: Vec<EventLine>,
    /// From what this copy was made.
    pub closing: Vec<String>,
    /// 作成.
    pub office: String,
}

/// A label and its value.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pair {
    /// 項目.
    pub label: String,
    /// 内容.
    pub value: String,
}

/// A section of the form.
#[derive(Clone, Serialize, Deserialize)]
pub struct Part {
    /// 区分.
    pub title: String,
    /// Its lines.
    pub rows: Vec<Row>,
}

/// A line of the form.
#[derive(Clone, Serialize, Deserialize)]
pub struct Row {
    /// 項目.
    pub label: String,
    /// 受付時.
    pub received: String,
    /// What it was changed to; none where it stayed.
    pub changed: Option<String>,
}

/// A line of the checklist.
#[derive(Clone, Serialize, Deserialize)]
pub struct Paper {
    /// 書類.
    pub title: String,
    /// 要る理由.
    pub because: String,
    /// 状態.
    pub state: String,
}

/// One step of the calculation.
#[derive(Clone, Serialize, Deserialize)]
pub struct Step {
    /// 項目.
    pub title: String,
    /// The reasoning in sentences.
    pub text: String,
    /// 根拠.
    pub citation: String,
    /// 結果.
    pub result: String,
    /// 規則の版.
    pub rule: String,
}

/// A check, return or decision.
#[derive(Clone, Serialize, Deserialize)]
pub struct Verdict {
    /// いつ.
    pub at: String,
    /// だれが.
    pub who: String,
    /// 何を.
    pub text: String,
    /// なぜ.
    pub details: Vec<String>,
}

/// An issued paper.
#[derive(Clone, Serialize, Deserialize)]
pub struct Issued {
    /// 文書.
    pub title: String,
    /// 保管番号.
    pub artifact: String,
    /// Keyed digest, 64 hex digits.
    pub digest: String,
}

/// A page of an issued paper.
#[derive(Clone, Serialize, Deserialize)]
pub struct IssuedPage {
    /// 文書と枚数.
    pub title: String,
}

/// Somebody saw the case.
#[derive(Clone, Serialize, Deserialize)]
pub struct Access {
    /// いつ.
    pub at: String,
    /// だれが.
    pub who: String,
    /// 何を.
    pub what: String,
    /// 担当内・担当外.
    pub own: String,
    /// Position in the access log.
    pub position: String,
}

/// An event of the case.
#[derive(Clone, Serialize, Deserialize)]
pub struct EventLine {
    /// Position in the casework log.
    pub position: String,
    /// 記録日時.
    pub at: String,
    /// だれが.
    pub who: String,
    /// 何を.
    pub text: String,
    /// SHA-256 of its entry, 64 hex digits.
    pub leaf: String,
}

impl Dossier {
    /// The same with these characters replaced by ゲタ (〓): a dossier must come out, and says what it could not print.
    #[must_use]
    pub fn without(mut self, characters: &[String]) -> Option<Self> {
        let pictures = std::mem::take(&mut self.pictures);
        let text = serde_json::to_string(&self).ok()?;
        let text =
            characters.iter().filter(|one| !one.is_ascii()).fold(text, |text, one| text.replace(one.as_str(), UNPRINTABLE));
        let mut replaced: Self = serde_json::from_str(&text).ok()?;
        replaced.pictures = pictures;
        replaced.closing.push(format!(
            "印字できない文字を「{UNPRINTABLE}」に置き換えています。元の文字は画面と出来事の記録で確かめられます。"
        ));
        Some(replaced)
    }
}

impl Document for Dossier {
    const NAME: &'static str = "dossier";
    const TITLE: &'static str = "決定調書";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("taken_by", "取出者"),
        Field::mincho("receipt_number", "受付番号"),
        Field::mincho("child_name", "受診者 氏名"),
        Field::mincho("kind", "申請区分"),
        Field::mincho("stage", "状態"),
        Field::mincho("summary[].label", "決定の項目"),
        Field::mincho("summary[].value", "決定の内容"),
        Field::mincho("application[].title", "申請内容の区分"),
        Field::mincho("application[].rows[].label", "申請内容の項目"),
        Field::mincho("application[].rows[].received", "受付時の内容"),
        Field::mincho("application[].rows[].changed", "訂正後の内容"),
        Field::mincho("papers[].title", "書類"),
        Field::mincho("papers[].because", "書類の要る理由"),
        Field::mincho("papers[].state", "書類の状態"),
        Field::mincho("rule_set", "規則の版"),
        Field::mincho("steps[].title", "算定の項目"),
        Field::mincho("steps[].text", "算定の説明"),
        Field::mincho("steps[].citation", "根拠"),
        Field::mincho("steps[].result", "算定の結果"),
        Field::mincho("steps[].rule", "規則"),
        Field::mincho("verdicts[].at", "判断の日時"),
        Field::mincho("verdicts[].who", "判断した人"),
        Field::mincho("verdicts[].text", "判断"),
        Field::mincho("verdicts[].details[]", "判断の理由"),
        Field::mincho("certificate[].label", "受給者証の項目"),
        Field::mincho("certificate[].value", "受給者証の内容"),
        Field::mincho("issued[].title", "文書"),
        Field::mincho("issued[].artifact", "保管番号"),
        Field::mincho("issued[].digest", "文書の要約値"),
        Field::mincho("pages[].title", "文書の頁"),
        Field::mincho("accesses[].at", "閲覧の日時"),
        Field::mincho("accesses[].who", "閲覧した人"),
        Field::mincho("accesses[].what", "閲覧したもの"),
        Field::mincho("accesses[].own", "担当の別"),
        Field::mincho("accesses[].position", "閲覧の位置"),
        Field::mincho("accesses_note", "閲覧の注記"),
        Field::mincho("events[].position", "出来事の位置"),
        Field::mincho("events[].at", "出来事の日時"),
        Field::mincho("events[].who", "出来事の行為者"),
        Field::mincho("events[].text", "出来事"),
        Field::mincho("events[].leaf", "出来事の要約値"),
        Field::mincho("closing[]", "奥書"),
        Field::mincho("office", "作成"),
    ];

    fn pictures(&self) -> &[Vec<u8>] {
        &self.pictures
    }

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}
