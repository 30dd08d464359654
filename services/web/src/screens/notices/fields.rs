//! The fields of each kind of notice, as data: one template draws them all.

use events::award::EndGround;
use events::notice::{Authority, Filer, LossOfCertificate, NoticeKind};
use events::vocabulary::{InsuranceKind, Relation};

use crate::screens::applications::entry::Catalogue;
use crate::screens::applications::view::{FieldView, Offered};

fn field(name: &str, label: &'static str, control: &'static str, required: bool) -> FieldView {
    FieldView {
        name: name.to_owned(),
        label,
        hint: "",
        control,
        required,
        heading: String::new(),
        suggestion: String::new(),
        options: Vec::new(),
    }
}

/// A field or an answer of a form that is described as data.
pub(crate) fn must(name: &str, label: &'static str, control: &'static str) -> FieldView {
    field(name, label, control, true)
}

pub(crate) fn may(name: &str, label: &'static str, control: &'static str) -> FieldView {
    field(name, label, control, false)
}

pub(crate) fn offered(value: &str, label: &str) -> Offered {
    Offered { value: value.to_owned(), label: label.to_owned() }
}

/// What a field has beside its label.
pub(crate) trait Dressed {
    fn hint(self, hint: &'static str) -> Self;
    fn under(self, heading: &str) -> Self;
    fn of(self, options: Vec<Offered>) -> Self;
}

impl Dressed for FieldView {
    fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    fn under(self, heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..self }
    }

    fn of(self, options: Vec<Offered>) -> Self {
        Self { options, ..self }
    }
}

fn relations() -> Vec<Offered> {
    Relation::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn municipalities(catalogue: &Catalogue) -> Vec<Offered> {
    catalogue.municipalities.iter().map(|one| offered(&one.code.to_string(), &one.name)).collect()
}

/// The fields of a form; the first three are the same on all, and stand on the reception only.
pub(super) fn of(kind: NoticeKind, day: &'static str, receiving: bool, catalogue: &Catalogue) -> Vec<FieldView> {
    let mut fields = Vec::new();
    if receiving {
        fields.push(must("filed_on", "届出日", "date").hint("郵送のときは消印の日です。例：R8.4.1"));
        let filers = Filer::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
        fields.push(
            must("filer", "届出人", "radio")
                .hint("18歳未満は保護者、18歳からは本人です。代理人は登録済みの人だけです。")
                .of(filers),
        );
    }
    fields.push(must("happened_on", day, "date").hint("例：R8.4.1"));
    fields.extend(match kind {
        NoticeKind::Particulars => particulars(catalogue),
        NoticeKind::Return => vec![
            must("ground", "喪失の理由", "radio")
                .of(EndGround::TOLD.iter().map(|one| offered(one.code(), one.label())).collect()),
            may("certificate_returned", "受給者証を返してもらった", "tick"),
            may("note", "連絡事項", "long_text"),
        ],
        NoticeKind::TransferOut => vec![
            must("authority_name", "転出先の実施機関", "text").hint("例：福岡市、熊本県"),
            may("new_postal_code", "転出先の郵便番号", "text"),
            must("new_address", "転出先の住所", "text"),
            may("certificate_returned", "受給者証を返してもらった", "tick"),
        ],
        NoticeKind::Reissue => vec![
            must("cause", "再交付の理由", "radio")
                .of(LossOfCertificate::ALL.iter().map(|one| offered(one.code(), one.label())).collect()),
            may("certificate_returned", "いまの受給者証を返してもらった（破損・汚損のときは必須）", "tick"),
        ],
        NoticeKind::RegistrantCertificate => Vec::new(),
        NoticeKind::Proxy => vec![
            must("proxy_name", "代理人の氏名", "text"),
            must("proxy_kana", "フリガナ", "kana"),
            must("proxy_relation", "受診者との続柄", "radio").of(relations()),
            may("proxy_postal_code", "郵便番号", "text"),
            must("proxy_address", "住所", "text"),
            may("proxy_phone", "電話番号", "text"),
            must("authority", "代理権の根拠", "radio")
                .of(Authority::ALL.iter().map(|one| offered(one.code(), one.label())).collect()),
            may("until", "代理権の末日", "date").hint("書面に期限がないときは空けておきます。"),
        ],
        NoticeKind::ProxyEnd => vec![may("note", "連絡事項", "long_text")],
    });
    if !receiving {
        fields.push(must("why", "直す理由", "long_text"));
    }
    fields
}

fn particulars(catalogue: &Catalogue) -> Vec<FieldView> {
    let yes_no = vec![offered("yes", "はい"), offered("no", "いいえ")];
    let kinds = InsuranceKind::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
    vec![
        must("name", "氏名", "text").under("受給者"),
        must("kana", "フリガナ", "kana"),
        may("postal_code", "郵便番号", "text").under("住所"),
        must("address", "住所", "text"),
        must("municipality", "住所地の市町", "municipality").of(municipalities(catalogue)),
        must("guardian_name", "氏名", "text").under("保護者（18歳からは本人）"),
        must("guardian_kana", "フリガナ", "kana"),
        must("guardian_relation", "受診者との続柄", "radio").of(relations()),
        may("guardian_postal_code", "郵便番号", "text"),
        must("guardian_address", "住所", "text"),
        must("insurance_kind", "保険の種別", "radio").under("医療保険").of(kinds),
        must("insured_is_child", "児童本人が被保険者ですか", "radio").of(yes_no),
        may("insured_name", "被保険者の氏名", "text"),
        may("insurer_name", "保険者名", "text"),
        may("insurer_number", "保険者番号", "text"),
        may("insurance_symbol", "記号", "text"),
        may("insurance_number", "番号", "text"),
    ]
}
