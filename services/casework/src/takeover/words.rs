//! The words and numbers that offices write into an old ledger.

use events::vocabulary::{
    InsuranceKind, ProcedureKind, Relation, Severity, Sex, Tier,
    wareki::{self, EraPolicy},
};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use unicode_normalization::UnicodeNormalization as _;

use super::columns::plain;

/// A day that was kept as a number: 20260401, or the days since the end of 1899 that a spreadsheet counts.
pub(super) fn day_of_number(number: f64) -> Option<Date> {
    if number.fract() != 0.0 || !(1.0..100_000_000.0).contains(&number) {
        return None;
    }
    let text = format!("{number:.0}");
    if text.len() >= 7 {
        return wareki::parse(&text, EraPolicy::Refuse).ok();
    }
    let days: i64 = text.parse().ok()?;
    (20_000..80_000).contains(&days).then(|| date(1899, 12, 30).saturating_add(days.days()))
}

/// 「平25.4.1」 as 「H25.4.1」.
pub(super) fn with_letter(text: &str) -> String {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    for (sign, name) in [('令', "令和"), ('平', "平成"), ('昭', "昭和")] {
        if let Some(rest) = text.strip_prefix(sign) {
            let rest = rest.strip_prefix(['和', '成']).unwrap_or(rest);
            return format!("{name}{rest}");
        }
    }
    text
}

pub(super) fn relation(text: &str) -> Relation {
    match plain(text).as_str() {
        "本人" => Relation::Oneself,
        "父" => Relation::Father,
        "母" => Relation::Mother,
        "後見人" | "未成年後見人" => Relation::Guardian,
        _ => Relation::Other,
    }
}

pub(super) fn sex(text: &str) -> Result<Sex, &'static str> {
    match plain(text).as_str() {
        "男" | "M" | "1" => Ok(Sex::Male),
        "女" | "F" | "2" => Ok(Sex::Female),
        _ => Err("性別として読めません。"),
    }
}

pub(super) fn insurance_kind(text: &str) -> Result<InsuranceKind, &'static str> {
    let text = plain(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["国保組合", "国組"]) {
        Ok(InsuranceKind::NationalUnion)
    } else if has(&["国保", "国民健康保険"]) {
        Ok(InsuranceKind::National)
    } else if has(&["社保", "協会", "組合", "共済", "被用者", "船員", "健保"]) {
        Ok(InsuranceKind::Employee)
    } else if has(&["生保", "生活保護", "なし"]) {
        Ok(InsuranceKind::None)
    } else {
        Err("保険種別として読めません。")
    }
}

pub(super) fn procedure_kind(text: &str) -> Result<ProcedureKind, &'static str> {
    match plain(text).as_str() {
        "新規" | "新" => Ok(ProcedureKind::New),
        "更新" | "継続" | "更" => Ok(ProcedureKind::Renewal),
        "変更" => Ok(ProcedureKind::Change),
        "転入" => Ok(ProcedureKind::TransferIn),
        _ => Err("申請区分として読めません。新規として扱います。"),
    }
}

pub(super) fn severity(text: &str) -> Result<Severity, &'static str> {
    let text = plain(text);
    if text.contains("呼吸") {
        Ok(Severity::Ventilator)
    } else if matches!(text.as_str(), "重症" | "重" | "○" | "〇" | "重症患者" | "該当") {
        Ok(Severity::Severe)
    } else if matches!(text.as_str(), "一般" | "×" | "非該当" | "-" | "ー" | "なし") {
        Ok(Severity::General)
    } else {
        Err("重症区分として読めません。一般、重症、呼吸器のいずれかにしてください。")
    }
}

pub(super) fn tier(text: &str) -> Result<Tier, &'static str> {
    // NFKC makes Ⅳ to IV.
    let wanted = plain(text).replace("階層", "");
    let found = Tier::ALL.iter().enumerate().find(|(at, tier)| {
        wanted == tier.code()
            || wanted == (at + 1).to_string()
            || wanted == plain(tier.label())
            || wanted == plain(&Tier::in_words(Some(**tier)))
    });
    found.map(|(_, tier)| *tier).ok_or("階層区分として読めません。Ⅰ から Ⅵ のいずれかにしてください。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_the_numbers_of_spreadsheets() {
        for (number, day) in
            [(45_383.0, Some(date(2024, 4, 1))), (20_240_401.0, Some(date(2024, 4, 1))), (5_060_401.0, Some(date(2024, 4, 1)))]
        {
            assert_eq!(day_of_number(number), day, "{number}");
        }
        for number in [0.0, 12.0, 45_383.5, 240_401.0, -3.0, 99_999_999.0] {
            assert_eq!(day_of_number(number), None, "{number}");
        }
    }

    #[test]
    fn eras_are_read_in_one_letter_and_in_two() {
        for (text, same) in [
            ("平25.4.1", "平成25.4.1"),
            ("令和 元年 5月1日", "令和元年5月1日"),
            ("Ｈ２５．４．１", "H25.4.1"),
            ("2013/4/1", "2013/4/1"),
        ] {
            assert_eq!(with_letter(text), same);
        }
    }

    #[test]
    fn words_of_offices_are_understood_or_told() {
        assert_eq!([tier("Ⅳ"), tier("4"), tier("一般所得Ⅰ")], [Ok(Tier::IV), Ok(Tier::IV), Ok(Tier::IV)]);
        assert!(tier("C3").is_err());
        assert_eq!(
            [severity("人工呼吸器"), severity("○"), severity("一般")],
            [Ok(Severity::Ventilator), Ok(Severity::Severe), Ok(Severity::General)]
        );
        assert!(severity("？").is_err());
        let kinds = ["協会けんぽ", "建設国保組合", "国民健康保険", "生保"].map(insurance_kind);
        assert_eq!(
            kinds,
            [Ok(InsuranceKind::Employee), Ok(InsuranceKind::NationalUnion), Ok(InsuranceKind::National), Ok(InsuranceKind::None)]
        );
        assert_eq!([relation("母"), relation("祖父")], [Relation::Mother, Relation::Other]);
        assert_eq!(procedure_kind("継続"), Ok(ProcedureKind::Renewal));
        assert_eq!(sex("女"), Ok(Sex::Female));
    }
}
