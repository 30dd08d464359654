//! The calculation sheet (算定根拠): every step from the inputs to the decision, printed with it.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The longest sheet that is still a calculation and no accident.
const MOST_PAGES: usize = 30;

/// How a decision came about.
#[derive(Clone, Serialize)]
pub struct CalculationSheet {
    /// Before the decision: marked 案.
    pub draft: bool,
    /// 受付番号, e.g. `8-01-0412`.
    pub receipt_number: String,
    /// 受給者番号, once assigned.
    pub recipient_number: Option<String>,
    /// 受診者 氏名.
    pub child_name: String,
    /// Kind of application (申請区分), e.g. 新規.
    pub kind: String,
    /// Day of decision, 和暦; `None` before it.
    pub decided_on: Option<String>,
    /// Version of the rule set (規則の版).
    pub rule_set: String,
    /// The results, in the order of reading.
    pub results: Vec<ResultLine>,
    /// The steps, in the order of computation.
    pub steps: Vec<Step>,
    /// Issuing authority and office.
    pub office: String,
}

/// One result (算定結果).
#[derive(Clone, Serialize)]
pub struct ResultLine {
    /// What, e.g. 自己負担上限月額.
    pub label: String,
    /// How much, e.g. 5,000円.
    pub value: String,
}

/// One step of the calculation.
#[derive(Clone, Serialize)]
pub struct Step {
    /// What is settled, e.g. 階層区分.
    pub title: String,
    /// The reasoning in sentences.
    pub text: String,
    /// Source in law (根拠).
    pub citation: String,
    /// What came out.
    pub result: String,
    /// Standing of the rule's value: `確定`, or another word, e.g. `要確認`, which is then set off.
    pub status: String,
}

impl Document for CalculationSheet {
    const NAME: &'static str = "calculation_sheet";
    const TITLE: &'static str = "算定根拠";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("receipt_number", "受付番号"),
        Field::mincho("recipient_number", "受給者番号"),
        Field::mincho("child_name", "受診者 氏名"),
        Field::mincho("kind", "申請区分"),
        Field::mincho("decided_on", "決定日"),
        Field::mincho("rule_set", "規則の版"),
        Field::mincho("results[].label", "算定結果の項目"),
        Field::mincho("results[].value", "算定結果"),
        Field::mincho("steps[].title", "算定の項目"),
        Field::mincho("steps[].text", "算定の説明"),
        Field::mincho("steps[].citation", "根拠"),
        Field::mincho("steps[].result", "算定の結果"),
        Field::mincho("steps[].status", "確度"),
        Field::mincho("office", "作成"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// The calculation for a fictional child, for tests and pictures.
pub fn sample() -> CalculationSheet {
    let line = |label: &str, value: &str| ResultLine { label: label.to_owned(), value: value.to_owned() };
    let step = |title: &str, text: &str, citation: &str, result: &str, status: &str| Step {
        title: title.to_owned(),
        text: text.to_owned(),
        citation: citation.to_owned(),
        result: result.to_owned(),
        status: status.to_owned(),
    };
    CalculationSheet {
        draft: false,
        receipt_number: "8-01-0412".to_owned(),
        recipient_number: Some("0000018".to_owned()),
        child_name: "見本　花子".to_owned(),
        kind: "新規".to_owned(),
        decided_on: Some("令和8年4月20日".to_owned()),
        rule_set: "令和8年4月版".to_owned(),
        results: vec![
            line("対象年齢", "対象"),
            line("有効期間", "令和8年4月1日から令和8年9月30日まで"),
            line("階層区分", "Ⅳ（一般所得Ⅰ）"),
            line("自己負担上限月額", "5,000円"),
        ],
        steps: vec![
            step("対象年齢", "申請日（令和8年4月10日）に満7歳で、18歳未満です。", "児童福祉法第6条の2", "対象", "確定"),
            step(
                "有効期間の始まり",
                "診断年月日（令和8年4月1日）が申請日の1か月前（令和8年3月10日）より後なので、診断年月日から始まります。",
                "児童福祉法第19条の3",
                "令和8年4月1日",
                "確定",
            ),
            step(
                "有効期間の終わり",
                "4月の新規申請なので、次の9月30日に終わります。20歳の誕生日の前日より前です。",
                "佐賀県の取扱い",
                "令和8年9月30日",
                "要確認",
            ),
            step(
                "課税年度",
                "4月は切替え（7月）の前なので、前年度の市町村民税を使います。",
                "佐賀県の取扱い",
                "令和7年度",
                "要確認",
            ),
            step(
                "所得割の合計",
                "同じ医療保険の世帯員2人の市町村民税所得割を合計しました（48,000円、12,300円）。",
                "児童福祉法施行令第22条",
                "60,300円",
                "確定",
            ),
            step("階層区分", "課税世帯で、所得割の合計が71,000円未満です。", "児童福祉法施行令第22条", "Ⅳ（一般所得Ⅰ）", "確定"),
            step(
                "自己負担上限月額",
                "階層区分Ⅳの一般の額です。重症患者認定、人工呼吸器等装着には当たりません。",
                "児童福祉法施行令第22条",
                "5,000円",
                "確定",
            ),
        ],
        office: "佐賀県　こども家庭課".to_owned(),
    }
}
