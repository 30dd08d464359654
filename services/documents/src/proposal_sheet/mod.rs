//! The sheet of a proposal (起案書): what is to be decided of which case, a row a case, with a box for each step of the way.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The most pages of one sheet.
const MOST_PAGES: usize = 20;

/// A proposal on paper.
#[derive(Clone, Serialize)]
pub struct ProposalSheet {
    /// 起案番号, in words.
    pub number: String,
    /// 起案日, 和暦.
    pub day: String,
    /// The authority and office.
    pub office: String,
    /// A sentence: how many are to be approved, how many refused.
    pub lead: String,
    /// The steps of the way.
    pub steps: Vec<Step>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One step of the way.
#[derive(Clone, Serialize)]
pub struct Step {
    /// Whose step.
    pub role: String,
    /// Who may stand in; empty where nobody may.
    pub deputy: String,
    /// How far it has come.
    pub state: String,
}

/// One case.
#[derive(Clone, Serialize)]
pub struct Case {
    /// 番号 on the sheet.
    pub no: String,
    /// 受付番号.
    pub receipt_number: String,
    /// 児童の氏名.
    pub child: String,
    /// 認定 or 不認定, and the kind of application.
    pub proposed: String,
    /// What is granted, or why it is refused.
    pub content: String,
}

impl Document for ProposalSheet {
    const NAME: &'static str = "proposal_sheet";
    const TITLE: &'static str = "小児慢性特定疾病医療費の支給認定について（伺い）";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("number", "起案番号"),
        Field::mincho("day", "起案日"),
        Field::mincho("office", "所属"),
        Field::mincho("lead", "本文"),
        Field::mincho("steps[].role", "決裁経路"),
        Field::mincho("steps[].deputy", "代決者"),
        Field::mincho("steps[].state", "経路の状態"),
        Field::mincho("cases[].no", "番号"),
        Field::mincho("cases[].receipt_number", "受付番号"),
        Field::mincho("cases[].child", "児童の氏名"),
        Field::mincho("cases[].proposed", "案"),
        Field::mincho("cases[].content", "内容"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A fictional proposal, for tests and pictures.
pub fn sample() -> ProposalSheet {
    let case = |no: &str, child: &str, proposed: &str, content: &str| Case {
        no: no.to_owned(),
        receipt_number: format!("8-01-041{no}"),
        child: child.to_owned(),
        proposed: proposed.to_owned(),
        content: content.to_owned(),
    };
    let step = |role: &str, deputy: &str, state: &str| Step {
        role: role.to_owned(),
        deputy: deputy.to_owned(),
        state: state.to_owned(),
    };
    ProposalSheet {
        number: "令和8年度起案第3号".to_owned(),
        day: "令和8年11月24日".to_owned(),
        office: "佐賀県　こども家庭課".to_owned(),
        lead: "次の2件（認定1件、不認定1件）について、案のとおり決定してよろしいか伺います。".to_owned(),
        steps: vec![step("審査会事務", "代決：点検", "2件 済"), step("決裁", "", "0件 済")],
        cases: vec![
            case("1", "見本　花子", "認定（新規）", "令和8年11月6日から令和9年9月30日まで　Ⅳ（一般所得Ⅰ）　月額 10,000円"),
            case(
                "2",
                "例題　太郎",
                "不認定（新規）",
                "疾病の状態の程度に該当すると認められないため。　検査の値が基準に届かないため。",
            ),
        ],
    }
}
