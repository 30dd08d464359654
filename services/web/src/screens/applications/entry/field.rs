//! One field of a page, as data: the same list draws the page, reads what was typed and shows the answers.

use events::vocabulary::{Era, InsuranceKind, InsurerClass, LateReason, LifeSupport, Relation, Severity, Sex, Tier};
use serde::Serialize;

/// An offered answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What is read.
    pub label: &'static str,
}

/// How a field is typed and read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A name in kanji.
    Name,
    /// フリガナ in any width.
    Kana,
    /// A date; without an era it is taken as 令和 where the field says so.
    Date(Option<Era>),
    /// 郵便番号.
    PostalCode,
    /// 電話番号.
    Phone,
    /// Yen a year.
    Yen,
    /// 疾病: code, part of the name, or kana.
    Disease,
    /// 市町.
    Municipality,
    /// 個人番号: never shown again.
    MyNumber,
    /// Yes, no, or not yet known.
    YesNoUnknown,
    /// Ticked or not.
    Tick,
    /// Several lines of text.
    LongText,
    /// 続柄.
    Relation,
    /// 性別.
    Sex,
    /// 保険種別.
    Insurance,
    /// 重症・人工呼吸器.
    Severity,
    /// 申請が遅れた理由.
    LateReason,
    /// 階層区分.
    Tier,
    /// 装着している機器.
    LifeSupport,
    /// 高額療養費の適用区分.
    InsurerClass,
    /// 重症の状態, from the masters.
    SevereState,
    /// A number of months.
    Months,
}

macro_rules! choices {
    ($type:ty) => {
        <$type>::ALL.iter().map(|value| Choice { value: value.code(), label: value.label() }).collect()
    };
}

impl FieldKind {
    /// The offered answers, where the answer is one of a list that the program knows.
    pub fn choices(self) -> Vec<Choice> {
        match self {
            Self::Relation => choices!(Relation),
            Self::Sex => choices!(Sex),
            Self::Insurance => choices!(InsuranceKind),
            Self::Severity => choices!(Severity),
            Self::LateReason => choices!(LateReason),
            Self::Tier => choices!(Tier),
            Self::LifeSupport => choices!(LifeSupport),
            Self::InsurerClass => choices!(InsurerClass),
            Self::YesNoUnknown => vec![
                Choice { value: "yes", label: "はい" },
                Choice { value: "no", label: "いいえ" },
                Choice { value: "unknown", label: "まだ分からない" },
            ],
            _ => Vec::new(),
        }
    }

    /// Whether an answer must never be sent back to the browser.
    pub fn is_secret(self) -> bool {
        self == Self::MyNumber
    }

    /// The name by which templates choose how to draw the field.
    pub fn control(self) -> &'static str {
        match self {
            Self::Text | Self::Name | Self::PostalCode | Self::Phone | Self::Yen | Self::Months => "text",
            Self::Kana => "kana",
            Self::Date(_) => "date",
            Self::Disease => "disease",
            Self::Municipality => "municipality",
            Self::MyNumber => "my_number",
            Self::Tick => "tick",
            Self::LongText => "long_text",
            Self::YesNoUnknown | Self::Relation | Self::Sex | Self::Insurance | Self::Severity | Self::LifeSupport => "radio",
            Self::LateReason | Self::Tier | Self::InsurerClass | Self::SevereState => "select",
        }
    }
}

/// One field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Name in the form and in the draft.
    pub name: String,
    /// What it asks for.
    pub label: &'static str,
    /// Help beside it.
    pub hint: &'static str,
    /// How it is typed.
    pub kind: FieldKind,
    /// Whether it must be answered before the application can be received.
    pub required: bool,
    /// Heading of the group it opens, empty within a group.
    pub heading: String,
}

impl Field {
    /// A field that must be answered.
    pub fn required(name: &str, label: &'static str, kind: FieldKind) -> Self {
        Self { name: name.to_owned(), label, hint: "", kind, required: true, heading: String::new() }
    }

    /// A field that may stay open.
    pub fn optional(name: &str, label: &'static str, kind: FieldKind) -> Self {
        Self { required: false, ..Self::required(name, label, kind) }
    }

    /// With help beside it.
    #[must_use]
    pub fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// Opening a group.
    #[must_use]
    pub fn under(self, heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..self }
    }
}
