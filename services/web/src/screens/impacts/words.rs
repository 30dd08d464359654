//! What was asked, in words; and names for rules and for numbers of the masters.

use casework::rules::Masters;
use casework::rules::impact::Number;
use casework::rules::rule_set;
use events::impact::{Asked, Ended, Outcome, Way};
use events::master::RowAdopted;
use events::vocabulary::{Yen, wareki};
use serde_json::Value;

use crate::screens::masters::{column_title, table_title};

/// What a rule decides: 「所得をみる人」.
pub(super) fn rule(name: &str) -> String {
    let title = rule_set::all().iter().find(|version| version.meta.rule == name).map(|version| version.meta.title);
    title.map_or_else(|| name.to_owned(), ToOwned::to_owned)
}

/// Where a number stands: 「自己負担上限月額 Ⅳ 一般」, 「制度の定め 一斉終期の月」.
pub(super) fn place(masters: &Masters, table: &str, key: &str, field: &str) -> String {
    let title = table_title(table).unwrap_or(table);
    let label = masters.program.all().find(|row| table == "program" && row.key == key).map(|row| row.value.label.clone());
    match label {
        Some(label) => format!("{title} {label}"),
        None => format!("{title} {key} {}", column_title(field)),
    }
}

/// An amount with its unit where the column is one of yen.
pub(super) fn amount(field: &str, value: i64) -> String {
    match Yen::new(value) {
        Ok(yen) if field.ends_with("_yen") => yen.to_string(),
        _ => value.to_string(),
    }
}

/// A number to choose: 「自己負担上限月額 Ⅳ 一般（いま 5,000円）」.
pub(super) fn offered(masters: &Masters, number: &Number) -> String {
    let Number { table, key, field, value } = number;
    format!("{}（いま {}）", place(masters, table, key, field), amount(field, *value))
}

/// The numbers in which a draft differs from the row that counts.
fn draft(masters: &Masters, row: &RowAdopted) -> String {
    let now = casework::rules::impact::numbers(masters, row.valid_from);
    let Value::Object(fields) = &row.values else { return row.key.clone() };
    let changed = fields.iter().filter_map(|(field, value)| {
        let value = value.as_i64()?;
        let before = now.iter().find(|one| one.table == row.table && one.key == row.key && one.field == *field)?.value;
        let place = place(masters, &row.table, &row.key, field);
        (before != value).then(|| format!("{place} {} → {}", amount(field, before), amount(field, value)))
    });
    let changed: Vec<String> = changed.collect();
    let what = if changed.is_empty() {
        format!("{} {}", table_title(&row.table).unwrap_or(&row.table), row.key)
    } else {
        changed.join("、")
    };
    format!("{what}（{}から）", wareki::short(row.valid_from))
}

/// What differs between the two ways.
pub(super) fn difference(asked: &Asked, masters: &Masters) -> Vec<String> {
    let Asked { old, new, .. } = asked;
    let mut lines: Vec<String> = new.drafts.iter().map(|row| draft(masters, row)).collect();
    for name in old.rules.keys().chain(new.rules.keys().filter(|name| !old.rules.contains_key(*name))) {
        let version =
            |way: &Way| way.rules.get(name).map_or_else(|| "すべての版".to_owned(), |count| format!("{count}番目の版まで"));
        lines.push(format!("{}の規則：{} → {}", rule(name), version(old), version(new)));
    }
    if old.masters_position != new.masters_position {
        lines.push(format!("マスタ：業務の記録 {}番まで → {}番まで", old.masters_position, new.masters_position));
    }
    lines
}

/// State and tone.
pub(super) const fn state(ended: Option<&Ended>) -> (&'static str, &'static str) {
    match ended {
        None => ("調査中", "key"),
        Some(Ended { outcome: Outcome::Finished, .. }) => ("終了", "ok"),
        Some(Ended { outcome: Outcome::Stopped, .. }) => ("途中で停止", "warn"),
        Some(Ended { outcome: Outcome::Failed, .. }) => ("実行できず", "alert"),
    }
}

/// 「＋1,000円」, 「－1,000円」, 「差なし」.
pub(super) fn more_or_less(yen: i64) -> String {
    let amount = Yen::new(yen.abs()).map_or_else(|_| yen.abs().to_string(), |yen| yen.to_string());
    match yen {
        0 => "差なし".to_owned(),
        more if more > 0 => format!("＋{amount}"),
        _ => format!("－{amount}"),
    }
}

#[cfg(test)]
mod tests {
    use casework::rules::impact::{Change, numbers, rows_with};
    use events::Personal;
    use events::vocabulary::{FreeText, ValidityPeriod};
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn what_was_asked_reads_as_a_sentence() {
        let (names, day) = (names(), date(2026, 7, 1));
        let masters = names.masters();
        let change = Change { table: "caps".to_owned(), key: "IV".to_owned(), field: "general_yen".to_owned(), value: 6_000 };
        let drafts = rows_with(masters, &[change], day).expect("row");
        let old = Way { rules: [("income.unit".to_owned(), 1)].into(), ..Way::default() };
        let new = Way { masters_position: 9, drafts, ..Way::default() };
        let why = Personal::Open(FreeText::parse("改正の準備").expect("text"));
        let asked = Asked { period: ValidityPeriod::new(day, day).expect("period"), old, new, known_up_to: 9, why };
        assert_eq!(
            difference(&asked, masters),
            [
                "自己負担上限月額 IV 一般 5,000円 → 6,000円（R8.7.1から）",
                "所得をみる人の規則：1番目の版まで → すべての版",
                "マスタ：業務の記録 0番まで → 9番まで",
            ]
        );
    }

    #[test]
    fn every_number_that_may_be_changed_has_a_name() {
        let names = names();
        let all = numbers(names.masters(), date(2026, 7, 1));
        assert!(all.len() > 20, "{}", all.len());
        for number in &all {
            let label = offered(names.masters(), number);
            assert!(!label.contains("_yen") && !label.contains('.'), "{label}");
        }
    }

    #[test]
    fn a_sum_says_which_way_it_goes() {
        assert_eq!([more_or_less(0), more_or_less(1_000), more_or_less(-500)], ["差なし", "＋1,000円", "－500円"]);
    }
}
