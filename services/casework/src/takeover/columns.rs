//! What the columns of an old ledger say, and under which headings offices write it.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal, [$($also:literal),*];)+) => {
        /// What a column says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $name,)+ }

        impl Column {
            /// All, in the order in which they are asked for.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As kept.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// As staff read it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            const fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$label, $($also),*]),+ }
            }
        }
    };
}

columns! {
    /// 受給者番号.
    RecipientNumber = "recipient_number", "受給者番号", ["番号", "受給者No", "受給者証番号"];
    /// 公費負担者番号.
    PayerNumber = "payer_number", "公費負担者番号", ["負担者番号"];
    /// 児童の氏名.
    Name = "name", "氏名", ["受診者氏名", "患者氏名", "児童氏名", "受給者氏名", "児童名"];
    /// フリガナ.
    Kana = "kana", "フリガナ", ["ふりがな", "カナ", "カナ氏名", "氏名カナ", "氏名フリガナ"];
    /// 生年月日.
    BirthDate = "birth_date", "生年月日", ["生年月"];
    /// 性別.
    Sex = "sex", "性別", ["男女"];
    /// 郵便番号.
    PostalCode = "postal_code", "郵便番号", ["〒"];
    /// 住所.
    Address = "address", "住所", ["現住所", "居住地"];
    /// 市町.
    Municipality = "municipality", "市町", ["市町村", "市町名", "市町村名", "市町コード"];
    /// 保護者の氏名.
    GuardianName = "guardian_name", "保護者氏名", ["保護者", "申請者", "申請者氏名", "保護者名"];
    /// 保護者のフリガナ.
    GuardianKana = "guardian_kana", "保護者フリガナ", ["保護者カナ", "申請者フリガナ"];
    /// 続柄.
    Relation = "relation", "続柄", ["保護者続柄"];
    /// 電話番号.
    Phone = "phone", "電話番号", ["電話", "TEL", "連絡先"];
    /// 保険種別.
    InsuranceKind = "insurance_kind", "保険種別", ["保険", "医療保険", "保険の種類"];
    /// 保険者番号.
    InsurerNumber = "insurer_number", "保険者番号", [];
    /// 保険者名.
    InsurerName = "insurer_name", "保険者名", ["保険者"];
    /// 記号.
    InsuranceSymbol = "insurance_symbol", "保険記号", ["記号"];
    /// 番号.
    InsuranceNumber = "insurance_number", "保険番号", ["被保険者番号"];
    /// 疾病.
    Disease = "disease", "疾病名", ["病名", "疾病", "疾病コード", "疾患名", "対象疾病", "疾病番号"];
    /// 申請区分.
    Kind = "kind", "申請区分", ["新規更新", "新規・更新", "申請種別"];
    /// 重症・人工呼吸器.
    Severity = "severity", "重症区分", ["重症", "重症・呼吸器", "重症等"];
    /// 階層区分.
    Tier = "tier", "階層区分", ["階層", "所得区分", "所得階層"];
    /// 自己負担上限月額.
    Cap = "monthly_cap", "自己負担上限月額", ["上限月額", "上限額", "自己負担上限額", "自己負担額", "限度額"];
    /// 有効期間, both days in one cell.
    Validity = "validity", "有効期間", ["認定期間", "有効期限"];
    /// 有効期間の始まり.
    ValidFrom = "valid_from", "有効期間開始", ["開始日", "始期", "有効期間(自)", "有効期間の始まり", "有効開始日"];
    /// 有効期間の終わり.
    ValidTo = "valid_to", "有効期間終了", ["終了日", "終期", "有効期間(至)", "有効期間の終わり", "有効終了日"];
    /// 決定日.
    DecidedOn = "decided_on", "決定日", ["認定日", "決定年月日", "認定年月日"];
    /// 交付日.
    IssuedOn = "issued_on", "交付日", ["発行日", "受給者証交付日", "交付年月日"];
    /// 医療機関.
    Institution = "institution", "医療機関", ["指定医療機関", "主たる医療機関", "医療機関名"];
    /// 備考.
    Note = "note", "備考", ["摘要", "メモ"];
}

impl Column {
    /// What a record cannot be without; of the days of the validity either both in one column or each in its own.
    pub const NEEDED: &'static [Self] = &[
        Self::RecipientNumber,
        Self::Name,
        Self::Kana,
        Self::BirthDate,
        Self::Address,
        Self::GuardianName,
        Self::Disease,
        Self::Cap,
    ];

    /// By its code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.code() == code)
    }
}

/// Which column says what, counted from 0.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns(pub BTreeMap<Column, usize>);

impl Columns {
    /// Recognises headings; the first of two that say the same counts.
    pub fn recognised(headings: &[String]) -> Self {
        let headings: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
        let mut found = BTreeMap::new();
        // What is written exactly as a heading counts before what another column also may be called.
        for rank in 0..8 {
            for column in Column::ALL {
                let Some(wanted) = column.headings().get(rank).map(|heading| plain(heading)) else { continue };
                let at = headings.iter().position(|heading| *heading == wanted);
                if let Some(at) = at.filter(|at| !found.values().any(|taken| taken == at)) {
                    found.entry(*column).or_insert(at);
                }
            }
        }
        Self(found)
    }

    /// What is needed and not there, as staff call it.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing: Vec<&'static str> =
            Column::NEEDED.iter().filter(|column| !self.0.contains_key(column)).map(|column| column.label()).collect();
        let has = |column| self.0.contains_key(&column);
        let in_one_or_two = has(Column::Validity) || (has(Column::ValidFrom) && has(Column::ValidTo));
        if !in_one_or_two {
            missing.push("有効期間（1列、または開始と終了の2列）");
        }
        missing
    }

    /// Where a column is.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.0.get(&column).copied()
    }
}

/// A heading as it is compared: any width, without spaces, line breaks and marks such as ※.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '※' | '*' | '・' | '_' | '/')).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(all: &[&str]) -> Vec<String> {
        all.iter().map(|one| (*one).to_owned()).collect()
    }

    #[test]
    fn headings_are_recognised_however_they_are_written() {
        let found =
            Columns::recognised(&headings(&["No", "受給者\n番号", "ﾌﾘｶﾞﾅ", "氏　名", "番号", "有効期間（自）", "有効期間（至）"]));
        assert_eq!(found.place(Column::RecipientNumber), Some(1));
        assert_eq!(found.place(Column::Kana), Some(2));
        assert_eq!(found.place(Column::Name), Some(3));
        assert_eq!((found.place(Column::ValidFrom), found.place(Column::ValidTo)), (Some(5), Some(6)));
        assert_eq!(found.missing(), ["生年月日", "住所", "保護者氏名", "疾病名", "自己負担上限月額"]);
    }

    #[test]
    fn codes_name_their_columns_and_nothing_else() {
        for column in Column::ALL {
            assert_eq!(Column::of(column.code()), Some(*column));
        }
        assert_eq!(Column::of("nothing"), None);
    }
}
