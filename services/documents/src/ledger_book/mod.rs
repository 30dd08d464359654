//! The ledger of recipients (受給者台帳) on paper, a volume at a time: what an installation hands over so that anybody can read it.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// Rights of a volume.
pub const VOLUME: usize = 1_000;
/// The most pages of a volume; a right takes no more than a fifth of one.
const MOST_PAGES: usize = 220;

/// A volume.
#[derive(Clone, Serialize)]
pub struct LedgerBook {
    /// Which volume of how many, and as of when.
    pub volume: String,
    /// The rights.
    pub rights: Vec<BookLine>,
}

/// One right.
#[derive(Clone, Serialize)]
pub struct BookLine {
    /// 公費負担者番号と受給者番号.
    pub numbers: String,
    /// 氏名・フリガナ.
    pub name: String,
    /// 生年月日.
    pub born: String,
    /// 住所と保護者.
    pub home: String,
    /// 疾病.
    pub diseases: String,
    /// 階層・区分・上限月額.
    pub right: String,
    /// 有効期間, and why it ended where it did.
    pub validity: String,
}

impl Document for LedgerBook {
    const NAME: &'static str = "ledger_book";
    const TITLE: &'static str = "小児慢性特定疾病医療受給者台帳";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("volume", "冊"),
        Field::mincho("rights[].numbers", "番号"),
        Field::mincho("rights[].name", "氏名"),
        Field::mincho("rights[].born", "生年月日"),
        Field::mincho("rights[].home", "住所・保護者"),
        Field::mincho("rights[].diseases", "疾病"),
        Field::mincho("rights[].right", "階層・上限月額"),
        Field::mincho("rights[].validity", "有効期間"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A fictional volume, for tests and pictures.
pub fn sample() -> LedgerBook {
    let line = |number: &str, name: &str, validity: &str| BookLine {
        numbers: format!("52416013 {number}"),
        name: name.to_owned(),
        born: "平成25年4月1日".to_owned(),
        home: "佐賀県佐賀市見本町1-1（見本　一郎）".to_owned(),
        diseases: "01_01_001 前駆B細胞急性リンパ性白血病".to_owned(),
        right: "Ⅳ 一般所得Ⅰ 一般 5,000円".to_owned(),
        validity: validity.to_owned(),
    };
    LedgerBook {
        volume: "第1冊（全1冊）　令和8年11月24日 9:12:05、業務の記録 1,204番まで".to_owned(),
        rights: vec![
            line("1000018", "見本　花子（ミホン ハナコ）", "令和7年10月1日から令和8年9月30日まで"),
            line("1000026", "例題　太郎（レイダイ タロウ）", "令和7年10月1日から令和8年5月31日まで（治癒）"),
        ],
    }
}
