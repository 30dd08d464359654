//! The same questions, answered by the read models and by the statistics of the screens.

use std::collections::HashMap;

use events::ids::CampaignId;
use events::vocabulary::{Sex, wareki};
use jiff::civil::{Date, date};
use projections::campaigns::{self, PeopleFilter};
use projections::ledger::{self, AsOf};
use projections::statistics::{Dimension, Handled, by, columns, national, rights, times};
use projections::{prints, sittings};
use sqlx::{PgPool, Row as _};

use super::count::{Counted, Figures};
use crate::Acts;
use crate::seeding::year::YearPlan;

/// The read models that are asked.
pub const READ: [&str; 6] = ["ledger", "worklist", "notices", "sittings", "prints", "campaigns"];

/// The moments at which is counted: name, day, and whether only what was known on that day.
fn moments(plan: YearPlan) -> Vec<(String, Date, bool)> {
    let eve = plan.reform().yesterday().unwrap();
    let year_end = date(plan.fiscal_year, 12, 31);
    let days = [plan.opens(), eve, plan.reform(), plan.common_end(), plan.merger(), year_end, plan.last_day()];
    let mut moments: Vec<(String, Date, bool)> = days.iter().map(|day| (day.to_string(), *day, false)).collect();
    moments.push((format!("{eve} as known then"), eve, true));
    moments
}

/// What the program answers.
pub struct Answers(Figures);

impl Answers {
    pub async fn read(acts: &Acts, pool: &PgPool, plan: YearPlan, counted: &Counted) -> Self {
        let mut figures = Figures::new();
        let mut sexes = HashMap::new();
        for (name, on, then) in moments(plan) {
            let known = if then { counted.position_on(on) } else { i64::MAX };
            statistics(acts, pool, (name.as_str(), on, known), &mut sexes, &mut figures).await;
        }
        lists(pool, plan, &mut figures).await;
        figures.retain(|_, count| *count != 0);
        Self(figures)
    }

    /// How many figures.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// What is told otherwise by the count over the events.
    pub fn differences(&self, plan: YearPlan, counted: &Counted, known: i64) -> Vec<String> {
        let mut expected = counted.lists(plan);
        for (name, on, then) in moments(plan) {
            expected.extend(counted.statistics(&name, on, if then { known } else { i64::MAX }));
        }
        let mut differences: Vec<String> = expected
            .iter()
            .filter(|(what, count)| self.0.get(*what) != Some(count))
            .map(|(what, count)| format!("{what}: the events say {count}, the program {:?}", self.0.get(what)))
            .collect();
        let more = self.0.iter().filter(|(what, _)| !expected.contains_key(*what));
        differences.extend(more.map(|(what, count)| format!("{what}: the events say nothing, the program {count}")));
        differences
    }
}

async fn statistics(
    acts: &Acts,
    pool: &PgPool,
    (name, on, known): (&str, Date, i64),
    sexes: &mut HashMap<events::ids::ApplicationId, Option<Sex>>,
    figures: &mut Figures,
) {
    let as_of = AsOf { known: Some(known), valid_on: Some(on) };
    let mut all = rights(pool, as_of, None).await.unwrap();
    projections::open(pool, &acts.parts().ring, &mut all).await.unwrap();
    let unknown: Vec<_> = all.iter().map(|right| right.row.application).filter(|id| !sexes.contains_key(id)).collect();
    let found = acts.sexes(&unknown).await.unwrap();
    sexes.extend(unknown.into_iter().map(|id| (id, found.get(&id).copied())));
    for right in &mut all {
        right.sex = sexes[&right.row.application];
    }
    for dimension in Dimension::ALL {
        for (value, count) in by(&all, *dimension, on) {
            figures.insert(format!("{name} {} {value}", dimension.code()), i64::try_from(count).unwrap());
        }
    }
    for (group, row) in national(&all, on) {
        for ((age, sex), count) in columns().into_iter().zip(row) {
            figures.insert(format!("{name} national {group} {age} {sex}"), i64::try_from(count).unwrap());
        }
    }
    for total in ledger::totals(pool, as_of, None).await.unwrap() {
        let tier = total.tier.map_or("", |tier| tier.code());
        figures.insert(format!("{name} caps of office {} tier {tier}", total.office), total.monthly_caps.amount());
    }
}

async fn lists(pool: &PgPool, plan: YearPlan, figures: &mut Figures) {
    let mut add = |what: String, count: i64| *figures.entry(what).or_default() += count;
    let period = (plan.first_day(), plan.last_day());
    for one in times(pool, i64::MAX, period, None).await.unwrap() {
        let Handled { kind, office, decided_on, approved, .. } = one;
        let group = format!("{} {office} {}", kind.code(), decided_on.strftime("%Y-%m"));
        add(format!("decided {group}"), 1);
        add(format!("approved {group}"), i64::from(approved));
        add(format!("late {group}"), i64::from(one.is_late()));
        add(format!("days {group}"), one.days());
    }
    for run in prints::newest(pool, 0, 10_000).await.unwrap() {
        let name = format!("print run {}-{}", run.year, run.serial);
        let counts = [
            ("items", run.items),
            ("rendered", run.rendered),
            ("posted", run.posted),
            ("mismatches", run.mismatches),
            ("tasks", run.tasks),
            ("closed", i32::from(run.closed)),
        ];
        for (what, count) in counts {
            add(format!("{name} {what}"), i64::from(count));
        }
    }
    for sitting in sittings::calendar(pool, 1_000).await.unwrap() {
        add(format!("sitting {} cases", sitting.held_on), i64::from(sitting.cases));
        add(format!("sitting {} heard", sitting.held_on), i64::from(sitting.heard));
    }
    let campaign = campaigns::all(pool, 10).await.unwrap().remove(0);
    assert_eq!(campaign.name, format!("{}の更新", wareki::year_label(plan.fiscal_year)));
    for cell in campaigns::funnel(pool, &everybody(campaign.campaign, plan.last_day())).await.unwrap() {
        add(format!("campaign {} {}", cell.group.code(), cell.state.code()), cell.people);
    }
    // What no question of the screens tells in these words is asked of the tables themselves.
    for (question, sql) in TABLES {
        for row in sqlx::query(sql).fetch_all(pool).await.unwrap() {
            add(format!("{question} {}", row.get::<String, _>(0)).trim_end().to_owned(), row.get(1));
        }
    }
}

/// Figures by words: the question, and the query of a word and its count.
const TABLES: [(&str, &str); 6] = [
    ("ended", "SELECT coalesce(ended, ''), count(*) FROM ledger_awards WHERE upper_inf(known) GROUP BY 1"),
    ("certificate", "SELECT certificate, count(*) FROM ledger_awards WHERE upper_inf(known) GROUP BY 1"),
    ("notice", "SELECT kind || ' ' || stage, count(*) FROM notices WHERE upper_inf(known) GROUP BY 1"),
    ("letters called for", "SELECT payload ->> 'kind', count(*) FROM es.events WHERE event_type = 'letter.issued' GROUP BY 1"),
    (
        "letters made",
        "SELECT (payload ->> 'kind') || ' ' || left(payload ->> 'issued_on', 7), count(*) FROM es.events WHERE event_type = 'letter.issued' GROUP BY 1",
    ),
    ("campaign", "SELECT 'guided', count(*) FROM campaign_items WHERE guided_on IS NOT NULL"),
];

fn everybody(campaign: CampaignId, today: Date) -> PeopleFilter {
    PeopleFilter { campaign, today, state: None, group: None, office: None }
}
