//! The sentences of an impact study.

use events::impact::{Group, ImpactEvent, Way};

use super::{Sentence, told};

pub(super) fn sentence(event: &ImpactEvent) -> Sentence {
    match event {
        ImpactEvent::Asked(event) => Sentence::new("影響調査を頼んだ")
            .with("期間", event.period.to_string())
            .with("もと", way(&event.old))
            .with("案", way(&event.new))
            .with("記録", format!("業務の記録 {}番まで", event.known_up_to))
            .with("理由", told(&event.why)),
        ImpactEvent::Ended(event) => {
            let groups = Group::ALL.iter().map(|group| format!("{} {}件", group.label(), event.totals.of(*group)));
            Sentence::new(format!("影響調査（{}）", event.outcome.label()))
                .with("支給認定", format!("{}件", event.totals.cases))
                .with("内訳", groups.collect::<Vec<_>>().join("、"))
                .with("1か月の差", format!("{}円", event.totals.yen_a_month))
        }
    }
}

/// A way in codes: the log is read by those who know the names of rules and tables.
fn way(way: &Way) -> String {
    let rules = way.rules.iter().map(|(rule, versions)| format!("{rule} 第{versions}版まで"));
    let drafts = way.drafts.iter().map(|row| format!("案 {}/{} {}", row.table, row.key, row.values));
    let masters = std::iter::once(format!("マスタ {}番まで", way.masters_position));
    masters.chain(rules).chain(drafts).collect::<Vec<_>>().join("、")
}
