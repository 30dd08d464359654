//! The pages of a new application, in the order of the paper form.

use events::vocabulary::{ChangeGround, Era, ProcedureKind};

use super::field::{Field, FieldKind};

/// How many persons of a household the form takes.
pub const MEMBERS: usize = 6;
/// How many medical opinions the form takes.
pub const OPINIONS: usize = 3;
/// How many listed states the form takes.
pub const STATES: usize = 3;
/// The months of the cap sheet, that of the application first.
pub const COST_MONTHS: [&str; 12] = [
    "申請月",
    "1か月前",
    "2か月前",
    "3か月前",
    "4か月前",
    "5か月前",
    "6か月前",
    "7か月前",
    "8か月前",
    "9か月前",
    "10か月前",
    "11か月前",
];

/// One page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Section {
    /// Name in addresses.
    pub code: &'static str,
    /// Heading.
    pub title: &'static str,
    /// One sentence of help.
    pub lead: &'static str,
    /// The one kind of application that has it; none where all have.
    pub only: Option<ProcedureKind>,
}

/// The pages of a kind of application, in their order.
pub fn sections_of(kind: ProcedureKind) -> Vec<&'static Section> {
    SECTIONS.iter().filter(|section| section.only.is_none_or(|only| only == kind)).collect()
}

/// All pages.
pub const SECTIONS: &[Section] = &[
    Section {
        code: "change",
        title: "変更の理由",
        lead: "変わるのは申請の翌月1日（1日の申請はその日）からです。終わりの日は変わりません。変わったところだけを、このあとのページで直します。",
        only: Some(ProcedureKind::Change),
    },
    Section {
        code: "transfer",
        title: "転入前の支給認定",
        lead: "転入前の受給者証の写しのとおりに入力します。有効期間の間の申請なら、医療意見書などを省略できます。",
        only: Some(ProcedureKind::TransferIn),
    },
    Section {
        code: "applicant",
        title: "申請者",
        lead: "申請者は、原則として児童が入っている医療保険の被保険者である保護者です。18歳以上は本人です。",
        only: None,
    },
    Section { code: "child", title: "児童（受診者）", lead: "住民票のとおりに入力します。", only: None },
    Section {
        code: "insurance",
        title: "医療保険",
        lead: "資格情報のお知らせ、資格確認書などで確かめます。保険の種別で、所得をみる人が決まります。",
        only: None,
    },
    Section {
        code: "household",
        title: "世帯と所得",
        lead: "まだ分からないものは「まだ分からない」のまま先へ進めます。分かるまで階層は決まりません。",
        only: None,
    },
    Section {
        code: "opinions",
        title: "医療意見書",
        lead: "疾病ごとに1件です。疾病はコード、名前の一部、かなのどれでも探せます。",
        only: None,
    },
    Section {
        code: "severity",
        title: "重症・人工呼吸器の根拠",
        lead: "重症患者または人工呼吸器等装着者の申請のときだけ入力します。入力すると、区分は意見書の区分ではなく、ここの内容から判定します。空欄は「分からない」で、「なし」ではありません。",
        only: None,
    },
    Section {
        code: "wishes",
        title: "希望と連絡",
        lead: "申請日が診断から1か月を過ぎているときは、遅れた理由をここに入力します。",
        only: None,
    },
];

const THIS_ERA: FieldKind = FieldKind::Date(Some(Era::Reiwa));

/// The fields of a page.
pub fn fields_of(section: &str) -> Vec<Field> {
    match section {
        "change" => change(),
        "transfer" => transfer(),
        "applicant" => applicant(),
        "child" => child(),
        "insurance" => insurance(),
        "household" => household(),
        "opinions" => opinions(),
        "severity" => severity(),
        "wishes" => wishes(),
        _ => Vec::new(),
    }
}

/// Name of the tick of a ground.
pub fn ground_field(ground: ChangeGround) -> String {
    format!("ground_{}", ground.code())
}

fn change() -> Vec<Field> {
    ChangeGround::ALL.iter().map(|ground| Field::optional(&ground_field(*ground), ground.label(), FieldKind::Tick)).collect()
}

fn transfer() -> Vec<Field> {
    vec![
        Field::required("transfer_authority", "実施機関", FieldKind::Text).hint("例：例題県、例題市"),
        Field::required("transfer_start", "有効期間の始まり", THIS_ERA),
        Field::required("transfer_end", "有効期間の終わり", THIS_ERA),
        Field::optional("transfer_lost_on", "資格喪失日", THIS_ERA).hint("転入前の実施機関から知らされているときに入力します。"),
    ]
}

fn applicant() -> Vec<Field> {
    vec![
        Field::required("application_date", "申請日", THIS_ERA).hint("郵送のときは消印の日です。例：R8.4.1"),
        Field::optional("received_on", "受付日", THIS_ERA)
            .hint("事務所に届いた日です。標準処理期間はこの日から数えます。空のままなら、きょう受け付けたものとします。"),
        Field::optional("postmarked_on", "消印日", THIS_ERA).hint("郵送で届いたときだけ入力します。"),
        Field::required("applicant_name", "氏名", FieldKind::Name),
        Field::required("applicant_kana", "フリガナ", FieldKind::Kana).hint("ひらがな、半角カナでも入力できます。"),
        Field::required("applicant_relation", "受診者との続柄", FieldKind::Relation),
        Field::optional("applicant_postal_code", "郵便番号", FieldKind::PostalCode),
        Field::required("applicant_address", "住所", FieldKind::Text),
        Field::optional("applicant_phone", "電話番号", FieldKind::Phone),
        Field::optional("applicant_my_number", "個人番号", FieldKind::MyNumber)
            .hint("入力した番号は別の金庫に保管し、画面には出しません。入力すると住民票などを省略できます。"),
    ]
}

fn child() -> Vec<Field> {
    vec![
        Field::required("child_name", "氏名", FieldKind::Name),
        Field::required("child_kana", "フリガナ", FieldKind::Kana),
        Field::required("child_birth_date", "生年月日", FieldKind::Date(None)).hint("例：R2.3.15、H27.5.30"),
        Field::optional("child_sex", "性別", FieldKind::Sex),
        Field::optional("child_postal_code", "郵便番号", FieldKind::PostalCode),
        Field::required("child_address", "住所", FieldKind::Text),
        Field::required("child_municipality", "住所地の市町", FieldKind::Municipality).hint("管轄の保健福祉事務所が決まります。"),
        Field::optional("child_my_number", "個人番号", FieldKind::MyNumber),
    ]
}

fn insurance() -> Vec<Field> {
    vec![
        Field::required("insurance_kind", "保険の種別", FieldKind::Insurance),
        Field::required("insured_is_child", "児童本人が被保険者ですか", FieldKind::YesNoUnknown),
        Field::optional("insured_name", "被保険者の氏名", FieldKind::Text),
        Field::optional("insurer_name", "保険者名", FieldKind::Text),
        Field::optional("insurer_number", "保険者番号", FieldKind::Text),
        Field::optional("insurance_symbol", "記号", FieldKind::Text),
        Field::optional("insurance_number", "番号", FieldKind::Text),
        Field::optional("insurer_class", "高額療養費の適用区分", FieldKind::InsurerClass)
            .hint("保険者から知らされているときだけ選びます。受給者証への記載は終わっています。"),
    ]
}

fn household() -> Vec<Field> {
    let mut fields = vec![
        Field::required("public_assistance", "生活保護または支援給付を受けていますか", FieldKind::YesNoUnknown),
        Field::optional("guardian_income", "申請者の年収等（円）", FieldKind::Yen)
            .hint("世帯全員が市町村民税非課税のときだけ要ります。下の内訳に入力すると、合計は計算します。"),
        Field::optional("total_income", "合計所得金額（円）", FieldKind::Yen)
            .under("申請者の年収等の内訳（収入と所得は別の欄に入力します。ないものは0）"),
        Field::optional("salary_receipts", "給与収入（円）", FieldKind::Yen)
            .hint("源泉徴収票の「支払金額」です。年収等には足しません。"),
        Field::optional("salary_income", "給与所得（円）", FieldKind::Yen)
            .hint("給与所得控除後の金額です。支払金額ではありません。"),
        Field::optional("pension_receipts", "公的年金等の収入（円）", FieldKind::Yen),
        Field::optional("pension_income", "公的年金等の所得（円）", FieldKind::Yen),
        Field::optional("allowances", "手当（円）", FieldKind::Yen).hint("特別児童扶養手当、障害児福祉手当などの年額です。"),
        Field::optional("patient_income", "成年患者本人の年収等（円）", FieldKind::Yen)
            .under("成年患者・境界層")
            .hint("18歳以上で本人が市町村民税非課税のときだけ要ります。保護者の年収等は使いません。"),
        Field::optional("hardship_tier", "境界層の証明による階層", FieldKind::Tier)
            .hint("福祉事務所の証明があるときだけ選びます。"),
    ];
    for n in 1..=MEMBERS {
        let heading = format!("世帯員 {n}");
        let part = |name: &str| format!("member{n}_{name}");
        fields.extend([
            Field::optional(&part("name"), "氏名", FieldKind::Text).under(&heading),
            Field::optional(&part("relation"), "受診者との続柄", FieldKind::Relation),
            Field::optional(&part("insured"), "被保険者である", FieldKind::Tick),
            Field::optional(&part("same_insurance"), "児童と同じ医療保険に入っている", FieldKind::Tick),
            Field::optional(&part("taxed"), "市町村民税が課税されていますか", FieldKind::YesNoUnknown),
            Field::optional(&part("levy"), "市町村民税所得割額（円）", FieldKind::Yen)
                .hint("例：68,400　下の4つに入力すると、その内容で換算します。空欄なら、この額をそのまま使います。"),
            Field::optional(&part("designated_city"), "指定都市の課税ですか", FieldKind::YesNoUnknown),
            Field::optional(&part("housing_credit"), "住宅借入金等特別税額控除（円）", FieldKind::Yen),
            Field::optional(&part("donation_credit"), "寄附金税額控除（円）", FieldKind::Yen),
            Field::optional(&part("dividend_credit"), "配当控除（円）", FieldKind::Yen),
        ]);
    }
    fields
}

fn opinions() -> Vec<Field> {
    let mut fields = Vec::new();
    for n in 1..=OPINIONS {
        let heading = format!("医療意見書 {n}");
        let part = |name: &str| format!("opinion{n}_{name}");
        let needed = |field: Field| Field { required: n == 1, ..field };
        fields.extend([
            needed(Field::optional(&part("disease"), "疾病", FieldKind::Disease).under(&heading))
                .hint("例：01_01_001、白血病、はっけつびょう"),
            needed(Field::optional(&part("diagnosis_date"), "診断年月日", THIS_ERA)).hint("指定医が対象の状態と判断した日です。"),
            Field::optional(&part("written_on"), "記載年月日", THIS_ERA),
            Field::optional(&part("physician"), "指定医", FieldKind::Text),
            Field::optional(&part("physician_number"), "指定医番号", FieldKind::Text)
                .hint("入力すると、記載年月日に指定されていたかを名簿で確かめます。"),
            Field::optional(&part("institution"), "医療機関", FieldKind::Text),
            Field::optional(&part("institution_code"), "医療機関コード", FieldKind::Text)
                .hint("10桁。指定医療機関の名簿で確かめます。"),
            needed(Field::optional(&part("severity"), "区分", FieldKind::Severity)),
        ]);
    }
    fields
}

fn severity() -> Vec<Field> {
    let mut fields = vec![
        Field::optional("device", "装着している機器", FieldKind::LifeSupport).under("人工呼吸器等装着者証明書"),
        Field::optional("all_day", "一日中施行していますか", FieldKind::YesNoUnknown),
        Field::optional("no_weaning", "離脱の見込みがないと書かれていますか", FieldKind::YesNoUnknown),
        Field::optional("needs_help", "生活状況のすべての項目が部分介助または全介助ですか", FieldKind::YesNoUnknown),
        Field::optional("burden", "一覧にある重症の状態に当たりますか", FieldKind::YesNoUnknown)
            .under("療養負担過重（重症患者認定申請書）"),
    ];
    for n in 1..=STATES {
        fields.push(Field::optional(&format!("state{n}_key"), "重症の状態", FieldKind::SevereState));
    }
    fields.extend([
        Field::optional("lasting_months", "状態が続く月数", FieldKind::Months)
            .hint("おおむね6か月以上続くかどうかを確かめます。例：6"),
        Field::optional("high_cost", "高額治療継続を申請しますか", FieldKind::YesNoUnknown)
            .under("高額治療継続（自己負担上限額管理票）"),
        Field::optional("entitled_from", "最初の有効期間の開始日", THIS_ERA).hint("これより前の月は数えません。"),
    ]);
    for (n, month) in COST_MONTHS.into_iter().enumerate() {
        let field = Field::optional(&format!("cost{n}_total"), month, FieldKind::Yen);
        fields.push(if n == 0 {
            field.hint("月ごとの医療費総額（10割、円）です。分からない月は空欄にします。請求明細や管理票の記録がある月は入れてあります（受給者の「月ごとの医療費」が出どころ）。")
        } else {
            field
        });
    }
    fields
}

fn wishes() -> Vec<Field> {
    vec![
        Field::optional("late_reason", "申請が遅れたやむを得ない理由", FieldKind::LateReason),
        Field::optional("late_reason_note", "理由の説明", FieldKind::LongText),
        Field::optional("main_institution", "主となる指定医療機関", FieldKind::Text),
        Field::optional("registrant_certificate", "登録者証を希望する", FieldKind::Tick),
        Field::required("research_consent", "研究利用に同意しますか", FieldKind::YesNoUnknown),
        Field::optional("note", "連絡事項", FieldKind::LongText),
    ]
}
