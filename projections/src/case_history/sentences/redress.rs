//! The sentences of a revocation and a correction.

use events::award::{Corrected, Money, Redress, RedressProposed, Revoked, Right};
use events::vocabulary::{Tier, Yen, wareki};

use super::{Sentence, shown, told};

pub(super) fn proposed(event: &RedressProposed) -> Sentence {
    let redress = &event.redress;
    let sentence = Sentence::new(format!("支給認定の{}を起案した（{}から）", redress.label(), wareki::long(redress.from())))
        .with("理由の区分", redress.ground());
    let sentence = match redress {
        Redress::Revoke { .. } => sentence,
        Redress::Correct { right, .. } => gives(sentence, right),
    };
    sentence.with("理由", told(&event.why)).with("もとの記録", event.corrects.to_string())
}

pub(super) fn revoked(event: &Revoked) -> Sentence {
    Sentence::new(format!("支給認定を{}から取り消した（決定日 {}）", wareki::long(event.from), wareki::long(event.decided_on)))
        .with("理由の区分", event.ground.label())
        .with("理由", told(&event.why))
        .with("返還・支給する額", shown(&event.money, money))
        .with("もとの記録", event.corrects.to_string())
}

pub(super) fn corrected(event: &Corrected) -> Sentence {
    let sentence = Sentence::new(format!("支給認定を訂正した（決定日 {}）", wareki::long(event.decided_on)))
        .with("理由の区分", event.ground.label());
    gives(sentence, &event.right)
        .with("理由", told(&event.why))
        .with("返還・支給する額", shown(&event.money, money))
        .with("もとの記録", event.corrects.to_string())
}

fn gives(sentence: Sentence, right: &Right) -> Sentence {
    sentence
        .with("訂正後の有効期間", right.validity.to_string())
        .with("訂正後の階層", Tier::in_words(right.tier))
        .with("訂正後の区分", right.severity.label())
        .with("訂正後の月額上限", right.monthly_cap.to_string())
}

/// What follows for money, in one line.
fn money(money: &Money) -> String {
    let amount = |yen: i64| Yen::new(yen.abs()).map_or_else(|_| "－".to_owned(), |yen| yen.to_string());
    let known = match money.balance() {
        0 if money.known.is_empty() => None,
        0 => Some("差額なし".to_owned()),
        balance if balance > 0 => Some(format!("返還 {}", amount(balance))),
        balance => Some(format!("支給 {}", amount(balance))),
    };
    let unknown = (!money.unknown.is_empty()).then(|| {
        let months: Vec<String> = money.unknown.iter().map(|month| wareki::year_month(*month)).collect();
        format!("額の分からない月 {}", months.join("、"))
    });
    let parts: Vec<String> = known.into_iter().chain(unknown).collect();
    if parts.is_empty() { "なし".to_owned() } else { parts.join("。") }
}

#[cfg(test)]
mod tests {
    use events::award::MonthMoney;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_not_known_is_said_to_be_so() {
        let yen = |amount| Yen::new(amount).unwrap();
        let month = |month, paid, due| MonthMoney { month: date(2026, month, 1), paid: yen(paid), due: yen(due) };
        let told = Money { known: vec![month(4, 5_000, 2_500), month(5, 2_200, 2_200)], unknown: vec![date(2026, 6, 1)] };
        assert_eq!(money(&told), "支給 2,500円。額の分からない月 令和8年6月");
        assert_eq!(money(&Money::default()), "なし");
        assert_eq!(money(&Money { known: vec![month(4, 0, 300)], unknown: Vec::new() }), "返還 300円");
    }
}
