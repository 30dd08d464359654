//! What a redress would do, as lines of a page: before and after, money month by month, the certificate.

use acts::RedressPreview;
use events::award::{Money, Redress, Right};
use events::vocabulary::{Tier, ValidityPeriod, Yen, wareki};
use jiff::civil::Date;
use serde::Serialize;

/// A line of what changes.
#[derive(Clone, Serialize)]
pub(super) struct Change {
    label: &'static str,
    before: String,
    after: String,
}

/// A month of the cap management sheet.
#[derive(Clone, Serialize)]
pub(super) struct Month {
    /// Name of its field.
    name: String,
    label: String,
    paid: String,
    due: String,
    difference: String,
}

/// Everything that follows.
#[derive(Clone, Serialize)]
pub(super) struct Effects {
    changes: Vec<Change>,
    months: Vec<Month>,
    /// Amounts can be reckoned from the months.
    reckoned: bool,
    balance: String,
    certificate: &'static str,
}

/// Name of the field with a month's cost.
pub(super) fn field(month: Date) -> String {
    format!("total-{month}")
}

fn right(before: &Right, after: &Right) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut put = |label, before: String, after: String| {
        if before != after {
            changes.push(Change { label, before, after });
        }
    };
    put("有効期間", before.validity.to_string(), after.validity.to_string());
    put("階層区分", Tier::in_words(before.tier), Tier::in_words(after.tier));
    put("重症・人工呼吸器の区分", before.severity.label().to_owned(), after.severity.label().to_owned());
    let haemophilia = |right: &Right| if right.haemophilia { "該当" } else { "非該当" }.to_owned();
    put("血友病等", haemophilia(before), haemophilia(after));
    put("自己負担上限月額", before.monthly_cap.to_string(), after.monthly_cap.to_string());
    changes
}

fn revoked(validity: ValidityPeriod, from: Date) -> Change {
    let after = match from.yesterday().ok().and_then(|last| ValidityPeriod::new(validity.start(), last).ok()) {
        Some(kept) => kept.to_string(),
        None => "初日から効力なし".to_owned(),
    };
    Change { label: "有効期間", before: validity.to_string(), after }
}

/// 「返還 3,000円」.
fn signed(yen: i64) -> String {
    let amount = Yen::new(yen.abs()).map_or_else(|_| "－".to_owned(), |yen| yen.to_string());
    match yen {
        0 => "差額なし".to_owned(),
        more if more > 0 => format!("返還 {amount}"),
        _ => format!("支給 {amount}"),
    }
}

fn months(money: &Money) -> Vec<Month> {
    let unknown = |month: &Date| Month {
        name: field(*month),
        label: wareki::year_month(*month),
        paid: String::new(),
        due: String::new(),
        difference: String::new(),
    };
    let mut all: Vec<(Date, Month)> = money.unknown.iter().map(|month| (*month, unknown(month))).collect();
    all.extend(money.known.iter().map(|one| {
        let difference = signed(one.due.amount() - one.paid.amount());
        let month = Month { paid: one.paid.to_string(), due: one.due.to_string(), difference, ..unknown(&one.month) };
        (one.month, month)
    }));
    all.sort_unstable_by_key(|(month, _)| *month);
    all.into_iter().map(|(_, month)| month).collect()
}

impl Effects {
    /// Of a preview.
    pub(super) fn of(preview: &RedressPreview) -> Self {
        let standing = &preview.standing;
        let now = Right { validity: standing.validity, ..standing.right };
        let (changes, revoking) = match &preview.redress {
            Redress::Correct { right: after, .. } => (right(&now, after), false),
            Redress::Revoke { from, .. } => (vec![revoked(standing.validity, *from)], true),
        };
        Self {
            changes,
            months: months(&preview.money),
            reckoned: !revoking,
            balance: if preview.money.known.is_empty() { String::new() } else { signed(preview.money.balance()) },
            certificate: match (preview.voids_certificate, revoking) {
                (true, true) => "いまの受給者証は無効になります。返してもらってください。",
                (true, false) => "いまの受給者証は無効になり、訂正した受給者証を作ります。",
                (false, true) => "受給者証は出ていません。作りません。",
                (false, false) => "訂正した内容で受給者証を作ります。",
            },
        }
    }

    pub(super) fn sample(reckoned: bool) -> Self {
        let month = |name: &str, paid: &str, difference: &str| Month {
            name: name.to_owned(),
            label: "令和8年10月".to_owned(),
            paid: paid.to_owned(),
            due: paid.to_owned(),
            difference: difference.to_owned(),
        };
        Self {
            changes: vec![Change {
                label: "自己負担上限月額", before: "5,000円".to_owned(), after: "2,500円".to_owned()
            }],
            months: vec![month("total-2026-10-01", "5,000円", "支給 2,500円"), month("total-2026-11-01", "", "")],
            reckoned,
            balance: if reckoned { "支給 2,500円".to_owned() } else { String::new() },
            certificate: "いまの受給者証は無効になります。",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_owes_whom_is_said_in_words() {
        assert_eq!(signed(0), "差額なし");
        assert_eq!(signed(3_000), "返還 3,000円");
        assert_eq!(signed(-2_500), "支給 2,500円");
    }

    #[test]
    fn what_never_counted_has_no_days() {
        let day = |day| Date::constant(2026, 4, day);
        let validity = ValidityPeriod::new(day(1), day(30)).unwrap();
        assert_eq!(revoked(validity, day(1)).after, "初日から効力なし");
        assert!(revoked(validity, day(11)).after.ends_with("令和8年4月10日まで"));
    }
}
