//! A line of the ledger and a line of an open application, as tables show them.

use events::vocabulary::{Age, Tier, wareki};
use jiff::civil::Date;
use projections::case_history::Words as _;
use projections::ledger::{CertificateState, Ended, LedgerRow};
use projections::worklist::WorklistRow;
use serde::Serialize;

use crate::as_of::View;
use crate::screens::cases::ident::{ERASED, name_and_kana};
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::shield::Shield;

/// The newest event of a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct LastChange {
    what: &'static str,
    when: String,
    who: String,
    position: i64,
    /// The event in the case it belongs to.
    href: String,
}

/// A line of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Line {
    /// The person's page.
    pub(crate) href: String,
    /// 受給者番号.
    pub(crate) recipient_number: String,
    /// 公費負担者番号.
    pub(crate) payer_number: String,
    /// 氏名.
    pub(crate) name: String,
    /// フリガナ.
    pub(crate) kana: String,
    /// 「R2.3.15」.
    pub(crate) birth: String,
    /// 「6歳」.
    pub(crate) age: String,
    /// 疾病.
    pub(crate) diseases: Vec<String>,
    /// 「Ⅳ」.
    pub(crate) tier: String,
    /// 「重症」; empty for 一般.
    pub(crate) severity: String,
    /// 「5,000円」.
    pub(crate) cap: String,
    /// 「R8.10.20」.
    pub(crate) start: String,
    /// 「R9.9.30」.
    pub(crate) end: String,
    /// 「満了」, 「有効」, 「開始前」 with its tone.
    pub(crate) standing: &'static str,
    /// Tone of the standing.
    pub(crate) tone: &'static str,
    /// 事務所.
    pub(crate) office: String,
    /// 受給者証.
    pub(crate) certificate: &'static str,
    /// Its tone.
    pub(crate) certificate_tone: &'static str,
    /// 最後の変更.
    pub(crate) change: LastChange,
    /// 支援措置.
    pub(crate) protected: bool,
}

/// Whether an award counts on a day.
pub(crate) fn standing(start: Date, end: Date, today: Date) -> (&'static str, &'static str) {
    if today < start {
        ("開始前", "key")
    } else if today > end {
        ("満了", "")
    } else {
        ("有効", "ok")
    }
}

/// Tone of a certificate's state.
pub(crate) const fn certificate_tone(state: CertificateState) -> &'static str {
    match state {
        CertificateState::Waiting => "warn",
        CertificateState::Stopped => "alert",
        CertificateState::Voided => "",
        CertificateState::Issued { .. } => "ok",
    }
}

/// 「R2.3.15」 and 「6歳」.
fn birth(birth: &events::Personal<Date>, today: Date) -> (String, String) {
    birth.open().map_or_else(
        || (ERASED.to_owned(), String::new()),
        |day| (wareki::short(*day), Age::on(*day, today).map(|age| format!("{}歳", age.years())).unwrap_or_default()),
    )
}

/// Severity and 血友病等 where they are out of the ordinary.
pub(crate) fn special(row: &LedgerRow) -> String {
    let mut parts = Vec::new();
    if row.severity != events::vocabulary::Severity::General {
        parts.push(row.severity.label());
    }
    if row.haemophilia {
        parts.push("血友病等");
    }
    parts.join("・")
}

impl Line {
    /// Leading to the person as seen from the same moment.
    #[must_use]
    pub(crate) fn from(mut self, view: &View) -> Self {
        self.href.push_str(&view.query());
        self
    }

    /// A line.
    pub(crate) fn of(row: &LedgerRow, names: &Names, today: Date) -> Self {
        let (name, kana) = name_and_kana(&row.name);
        let (birth, age) = birth(&row.birth_date, today);
        let (standing, tone) = match row.ended {
            Some(ended @ Ended::Annulled) => (ended.label(), "warn"),
            _ => standing(row.validity.start(), row.validity.end(), today),
        };
        Self {
            href: format!("/recipients/{}", row.recipient),
            recipient_number: row.recipient_number.to_string(),
            payer_number: row.payer_number.to_string(),
            name,
            kana,
            birth,
            age,
            diseases: row.diseases.iter().map(|disease| names.disease(*disease)).collect(),
            tier: row.tier.map_or("－", Tier::symbol).to_owned(),
            severity: special(row),
            cap: row.monthly_cap.to_string(),
            start: wareki::short(row.validity.start()),
            end: wareki::short(row.validity.end()),
            standing,
            tone,
            office: names.office_short(row.office),
            certificate: row.certificate.label(),
            certificate_tone: certificate_tone(row.certificate),
            change: LastChange {
                what: row.last_change.label(),
                when: wareki::short(moment::in_japan(row.last_change.at).date()),
                who: format!("{} {}", row.last_change.by.role.label(), row.last_change.by.display()),
                position: row.last_change.position,
                href: format!("/cases/{}/events/{}", row.application, row.last_change.position),
            },
            protected: false,
        }
    }

    /// Saying that the family is protected.
    #[must_use]
    pub(crate) fn shielded(mut self, shield: &Shield, row: &LedgerRow) -> Self {
        self.protected = shield.covers(row.recipient.0);
        self
    }

    /// For the tests of templates.
    pub(crate) fn sample(standing: &'static str, tone: &'static str) -> Self {
        Self {
            href: "/recipients/00000000-0000-0000-0000-000000000000".to_owned(),
            recipient_number: "1000012".to_owned(),
            payer_number: "52416013".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            birth: "R2.3.15".to_owned(),
            age: "6歳".to_owned(),
            diseases: vec!["見本症候群".to_owned(), "例題病".to_owned()],
            tier: "Ⅳ".to_owned(),
            severity: if tone.is_empty() { String::new() } else { "重症".to_owned() },
            cap: "5,000円".to_owned(),
            start: "R8.10.20".to_owned(),
            end: "R9.9.30".to_owned(),
            standing,
            tone,
            office: "佐賀中部".to_owned(),
            certificate: "作成済",
            certificate_tone: "ok",
            change: LastChange {
                what: "受給者証を作成した",
                when: "R8.11.20".to_owned(),
                who: "決裁 見本 五".to_owned(),
                position: 48_211,
                href: "/cases/1/events/48211".to_owned(),
            },
            protected: tone.is_empty(),
        }
    }
}

/// A line of an application.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct CaseLine {
    /// The case.
    pub(crate) href: String,
    /// 受付番号.
    pub(crate) receipt_number: String,
    /// 氏名.
    pub(crate) name: String,
    /// フリガナ.
    pub(crate) kana: String,
    /// 生年月日.
    pub(crate) birth: String,
    /// Age.
    pub(crate) age: String,
    /// 申請の種類.
    pub(crate) kind: &'static str,
    /// 申請日.
    pub(crate) applied: String,
    /// 状態.
    pub(crate) stage: &'static str,
    /// 事務所.
    pub(crate) office: String,
    /// 支援措置.
    pub(crate) protected: bool,
}

impl CaseLine {
    /// Leading to the case as seen from the same moment.
    #[must_use]
    pub(crate) fn from(mut self, view: &View) -> Self {
        self.href.push_str(&view.query());
        self
    }

    /// A line.
    pub(crate) fn of(row: &WorklistRow, names: &Names, today: Date) -> Self {
        let (name, kana) = name_and_kana(&row.child_name);
        let (birth, age) = birth(&row.child_birth_date, today);
        Self {
            href: format!("/cases/{}", row.application),
            receipt_number: row.receipt_number.to_string(),
            name,
            kana,
            birth,
            age,
            kind: row.kind.label(),
            applied: wareki::short(row.application_date),
            stage: row.stage.label(),
            office: names.office_short(row.responsible_office),
            protected: false,
        }
    }

    /// Saying that the family is protected.
    #[must_use]
    pub(crate) fn shielded(mut self, shield: &Shield, row: &WorklistRow) -> Self {
        let recipient = row.recipient.is_some_and(|recipient| shield.covers(recipient.0));
        self.protected = recipient || shield.covers(row.application.0);
        self
    }

    /// For the tests of templates.
    pub(crate) fn sample() -> Self {
        Self {
            href: "/cases/00000000-0000-0000-0000-000000000000".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "例題 太郎".to_owned(),
            kana: "レイダイ タロウ".to_owned(),
            birth: "H21.5.4".to_owned(),
            age: "17歳".to_owned(),
            kind: "新規",
            applied: "R8.11.6".to_owned(),
            stage: "点検中",
            office: "佐賀中部".to_owned(),
            protected: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_award_is_ahead_valid_or_over() {
        let (start, end) = (date(2026, 10, 20), date(2027, 9, 30));
        assert_eq!(standing(start, end, date(2026, 10, 19)).0, "開始前");
        assert_eq!(standing(start, end, start).0, "有効");
        assert_eq!(standing(start, end, end).0, "有効");
        assert_eq!(standing(start, end, date(2027, 10, 1)).0, "満了");
    }

    #[test]
    fn an_erased_birth_date_says_so() {
        assert_eq!(birth(&Personal::Erased, date(2026, 11, 24)), (ERASED.to_owned(), String::new()));
        assert_eq!(birth(&Personal::Open(date(2020, 3, 15)), date(2026, 11, 24)), ("R2.3.15".to_owned(), "6歳".to_owned()));
    }
}
