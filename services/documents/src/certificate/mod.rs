//! The certificate (小児慢性特定疾病医療受給者証): front and back, A4 portrait.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};
use crate::sheet_mark::SheetMark;

/// All that stands on a certificate. Dates are 和暦 texts (令和8年4月1日), money is yen.
#[derive(Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of its own on the form")]
pub struct Certificate {
    /// Before the decision: marked 案, the seal omitted (印影省略).
    pub draft: bool,
    /// 印影 as PNG, where it is printed: one or none.
    #[serde(serialize_with = "is_there")]
    pub seal: Vec<Vec<u8>>,
    /// 照合コード; none on a draft.
    pub code: Option<SheetMark>,
    /// Number of this certificate (交付番号).
    pub serial: Option<String>,
    /// Printed beside the title when issued again (再交付).
    pub reissue: bool,
    /// 公費負担者番号, 8 digits.
    pub payer_number: String,
    /// 受給者番号, 7 digits.
    pub recipient_number: String,
    /// 受診者.
    pub child: Child,
    /// 保護者 (申請者).
    pub guardian: Guardian,
    /// 医療保険; `None` from the day on which it is no longer printed.
    pub insurance: Option<Insurance>,
    /// 疾病名, one or more.
    pub diseases: Vec<Disease>,
    /// 重症患者認定.
    pub severe: bool,
    /// 人工呼吸器等装着.
    pub ventilator: bool,
    /// 階層区分 with its name, e.g. `Ⅳ（一般所得Ⅰ）`.
    pub tier: String,
    /// 自己負担上限月額 after division within the household, yen.
    pub monthly_cap_yen: u32,
    /// Said beside the cap, e.g. `世帯内按分後の額`.
    pub cap_note: Option<String>,
    /// 食事療養 share, e.g. `食事療養標準負担額の2分の1を自己負担`.
    pub meals: String,
    /// First day of validity (有効期間 自).
    pub valid_from: String,
    /// Last day of validity (有効期間 至).
    pub valid_until: String,
    /// 主となる指定医療機関, in order; empty prints a dash.
    pub facilities: Vec<String>,
    /// 登録者証: whether the child holds one; `None` while it is unknown.
    pub registered: Option<bool>,
    /// 備考, one entry a line.
    pub remarks: Vec<String>,
    /// 決定番号; decisions had none at first.
    pub decision_number: Option<String>,
    /// 交付日.
    pub issued_on: String,
    /// Who issues.
    pub issuer: Issuer,
}

/// 受診者.
#[derive(Clone, Serialize)]
pub struct Child {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 生年月日.
    pub birth_date: String,
    /// 住所.
    pub address: String,
}

/// 保護者 (申請者).
#[derive(Clone, Serialize)]
pub struct Guardian {
    /// 氏名.
    pub name: String,
    /// 続柄 as seen from the child, e.g. 母.
    pub relation: String,
    /// 住所; may be `同上`.
    pub address: String,
}

/// 医療保険.
#[derive(Clone, Serialize)]
pub struct Insurance {
    /// 保険者名称.
    pub insurer: String,
    /// 記号・番号 as written on the insurance document.
    pub symbol_number: String,
    /// 適用区分 (高額療養費).
    pub bracket: Option<String>,
}

/// 疾病.
#[derive(Clone, Serialize)]
pub struct Disease {
    /// 疾病名.
    pub name: String,
    /// National code `GG_SS_NNN`.
    pub code: Option<String>,
}

/// The issuing authority.
#[derive(Clone, Serialize)]
pub struct Issuer {
    /// Authority as it appears in running text, e.g. 〇〇県.
    pub authority: String,
    /// Title that signs, e.g. 〇〇県知事.
    pub signatory: String,
    /// Name of the person who signs, where it is printed.
    pub signatory_name: Option<String>,
    /// Office for questions with its telephone number, one entry a line.
    pub contact: Vec<String>,
}

impl Document for Certificate {
    const NAME: &'static str = "certificate";
    const TITLE: &'static str = "小児慢性特定疾病医療受給者証";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::gothic("code.text", "照合コード"),
        Field::gothic("serial", "交付番号"),
        Field::gothic("payer_number", "公費負担者番号"),
        Field::gothic("recipient_number", "受給者番号"),
        Field::mincho("child.name", "受診者 氏名"),
        Field::mincho("child.kana", "受診者 フリガナ"),
        Field::mincho("child.birth_date", "受診者 生年月日"),
        Field::mincho("child.address", "受診者 住所"),
        Field::mincho("guardian.name", "保護者 氏名"),
        Field::mincho("guardian.relation", "保護者 続柄"),
        Field::mincho("guardian.address", "保護者 住所"),
        Field::mincho("insurance.insurer", "保険者名称"),
        Field::mincho("insurance.symbol_number", "保険 記号・番号"),
        Field::mincho("insurance.bracket", "適用区分"),
        Field::mincho("diseases[].name", "疾病名"),
        Field::gothic("diseases[].code", "疾病コード"),
        Field::mincho("tier", "階層区分"),
        Field::mincho("cap_note", "自己負担上限月額の注記"),
        Field::mincho("meals", "食事療養"),
        Field::mincho("valid_from", "有効期間 始期"),
        Field::mincho("valid_until", "有効期間 終期"),
        Field::mincho("facilities[]", "指定医療機関"),
        Field::mincho("remarks[]", "備考"),
        Field::mincho("decision_number", "決定番号"),
        Field::mincho("issued_on", "交付日"),
        Field::mincho("issuer.authority", "交付者"),
        Field::mincho("issuer.signatory", "交付者 職名"),
        Field::mincho("issuer.signatory_name", "交付者 氏名"),
        Field::mincho("issuer.contact[]", "問合せ先"),
    ];

    fn pictures(&self) -> &[Vec<u8>] {
        &self.seal
    }

    /// Front and back.
    fn pages(&self) -> RangeInclusive<usize> {
        2..=2
    }
}

/// The template asks whether there is one; the picture itself is handed over as a file.
fn is_there<S: serde::Serializer>(pictures: &[Vec<u8>], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bool(!pictures.is_empty())
}

/// A seal of nobody, for tests and pictures.
pub const SEAL_SAMPLE: &[u8] = include_bytes!("seal_sample.png");

/// A certificate of a fictional child, for tests and pictures.
pub fn sample() -> Certificate {
    Certificate {
        draft: false,
        seal: Vec::new(),
        code: SheetMark::of("4F7KQ2M9XABTC7").ok(),
        serial: Some("R8-01-000123".to_owned()),
        reissue: false,
        payer_number: "52416013".to_owned(),
        recipient_number: "0000018".to_owned(),
        child: Child {
            name: "見本　花子".to_owned(),
            kana: "ミホン　ハナコ".to_owned(),
            birth_date: "平成30年5月14日".to_owned(),
            address: "佐賀県佐賀市例示町一丁目2番3号　見本住宅405号".to_owned(),
        },
        guardian: Guardian { name: "見本　太郎".to_owned(), relation: "父".to_owned(), address: "同上".to_owned() },
        insurance: Some(Insurance {
            insurer: "見本健康保険組合".to_owned(),
            symbol_number: "例示 123・4567（枝番 02）".to_owned(),
            bracket: Some("ウ".to_owned()),
        }),
        diseases: vec![Disease { name: "急性リンパ性白血病".to_owned(), code: Some("01_01_001".to_owned()) }],
        severe: false,
        ventilator: false,
        tier: "Ⅳ（一般所得Ⅰ）".to_owned(),
        monthly_cap_yen: 5_000,
        cap_note: None,
        meals: "入院時食事療養標準負担額の2分の1を自己負担".to_owned(),
        valid_from: "令和8年4月1日".to_owned(),
        valid_until: "令和8年9月30日".to_owned(),
        facilities: vec!["見本こども病院".to_owned(), "例題薬局　例示町店".to_owned()],
        registered: Some(true),
        remarks: vec![],
        decision_number: Some("令和8年度第32号".to_owned()),
        issued_on: "令和8年4月20日".to_owned(),
        issuer: Issuer {
            authority: "佐賀県".to_owned(),
            signatory: "佐賀県知事".to_owned(),
            signatory_name: Some("架空　一郎".to_owned()),
            contact: vec!["佐賀県　見本保健福祉事務所　健康支援係".to_owned(), "電話 0000-00-0000".to_owned()],
        },
    }
}
