//! By what awards are counted.

use std::collections::BTreeSet;

use events::vocabulary::{Age, Sex, Tier};
use jiff::civil::Date;

use super::Right;

/// Classes of age: code, name, first year of age.
pub const AGES: [(&str, &str, u16); 6] = [
    ("0-4", "0～4歳", 0),
    ("5-9", "5～9歳", 5),
    ("10-14", "10～14歳", 10),
    ("15-17", "15～17歳", 15),
    ("18-19", "18・19歳", 18),
    ("20-", "20歳以上", 20),
];
/// What is not known.
pub const UNKNOWN: &str = "unknown";

macro_rules! dimensions {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)+) => {
        /// By what is counted.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Dimension { $($(#[$doc])* $name,)+ }

        impl Dimension {
            /// All, in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Japanese name.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

dimensions! {
    /// 疾患群.
    Group = "group", "疾患群";
    /// 管轄事務所.
    Office = "office", "管轄事務所";
    /// 市町.
    Municipality = "municipality", "市町";
    /// 疾病.
    Disease = "disease", "疾病";
    /// 階層区分.
    Tier = "tier", "階層区分";
    /// 重症・人工呼吸器等.
    Severity = "severity", "重症・人工呼吸器等";
    /// 申請の種類.
    Kind = "kind", "申請の種類";
    /// 決定した月.
    Month = "month", "決定した月";
    /// 年齢.
    Age = "age", "年齢";
    /// 性別.
    Sex = "sex", "性別";
}

impl Dimension {
    /// The one of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.code() == code)
    }

    /// Whether it asks for what only the sealed form says.
    pub const fn asks_for_sex(self) -> bool {
        matches!(self, Self::Sex)
    }

    /// Under which values a right is counted; a child with two diseases stands under both, so that a sum over diseases may exceed the rights.
    pub fn values(self, right: &Right, on: Date) -> BTreeSet<String> {
        let row = &right.row;
        let one = |value: String| BTreeSet::from([value]);
        match self {
            // The first disease is the main one; the yearly report counts a child once.
            Self::Group => one(row.diseases.first().map_or_else(|| UNKNOWN.to_owned(), |id| format!("{:02}", id.group()))),
            Self::Office => one(row.office.to_string()),
            Self::Municipality => one(row.municipality.to_string()),
            Self::Disease => row.diseases.iter().map(ToString::to_string).collect(),
            Self::Tier => one(row.tier.map_or(UNKNOWN, Tier::code).to_owned()),
            Self::Severity => one(row.severity.code().to_owned()),
            Self::Kind => one(row.kind.code().to_owned()),
            Self::Month => one(row.decided_on.strftime("%Y-%m").to_string()),
            Self::Age => one(age(right, on).to_owned()),
            Self::Sex => one(right.sex.map_or(UNKNOWN, Sex::code).to_owned()),
        }
    }
}

fn age(right: &Right, on: Date) -> &'static str {
    let years = right.row.birth_date.open().and_then(|born| Age::on(*born, on)).map(Age::years);
    let class = |years: u16| AGES.iter().rev().find(|(.., from)| years >= *from).map_or(UNKNOWN, |(code, ..)| *code);
    years.map_or(UNKNOWN, class)
}
