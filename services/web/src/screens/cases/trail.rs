//! The values of a case through time: for each field every value it had, with the event that gave it. Blame, comparison and the state
//! before and after an event are all read from this.

use acts::Case;
use casework::application::Stage;
use events::vocabulary::wareki;
use projections::case_history::Words as _;

use super::form_rows::sections;
use super::ident::ERASED;
use super::names::Names;

/// A field and every value it had, the oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Trail {
    /// 「世帯と所得 世帯員 1」.
    pub(crate) group: String,
    /// 「所得割額」.
    pub(crate) label: String,
    /// Position of the event and the value from there on; empty where there is none.
    pub(crate) values: Vec<(i64, String)>,
}

impl Trail {
    /// The value at a position; empty where there was none yet.
    pub(crate) fn at(&self, position: i64) -> &str {
        self.values.iter().rev().find(|(from, _)| *from <= position).map_or("", |(_, value)| value)
    }

    /// The events that changed it after one position, up to another.
    pub(crate) fn between(&self, after: i64, until: i64) -> Vec<i64> {
        self.values.iter().map(|(from, _)| *from).filter(|from| *from > after && *from <= until).collect()
    }
}

/// A field of a state: group, label, value.
pub(crate) type Field = (String, String, String);

/// The fields of one state of a case.
fn fields(case: &Case, names: &Names) -> Vec<Field> {
    let own = |label: &str, value: String| ("申請".to_owned(), label.to_owned(), value);
    let application = &case.application;
    let arrival = application.arrival();
    let mut all = vec![
        own("状態", application.stage().map_or("", Stage::label).to_owned()),
        own("申請日", application.application_date().map(wareki::long).unwrap_or_default()),
        own("受付日", arrival.map(|arrival| wareki::long(arrival.received_on)).unwrap_or_default()),
        own("消印日", arrival.and_then(|arrival| arrival.postmarked_on).map(wareki::long).unwrap_or_default()),
        own("管轄事務所", application.responsible_office().map(|office| names.office(office)).unwrap_or_default()),
        own("補正の期限", application.correction().map(|one| wareki::long(one.due_on)).unwrap_or_default()),
    ];
    if let Some(conclusion) = application.conclusion() {
        let of = |label: &str, value: String| ("算定の結果".to_owned(), label.to_owned(), value);
        let validity = &conclusion.validity;
        all.push(of("階層区分", events::vocabulary::Tier::in_words(conclusion.tier)));
        all.push(of("区分", conclusion.severity.label().to_owned()));
        all.push(of("月額上限", conclusion.monthly_cap.to_string()));
        all.push(of("有効期間", format!("{}から{}まで", wareki::long(validity.start()), wareki::long(validity.end()))));
        all.push(of("公費負担者番号", conclusion.payer_number.to_string()));
    }
    match case.form.open() {
        None => all.push(own("申請内容", ERASED.to_owned())),
        Some(form) => {
            for section in sections(form, None, names) {
                for group in section.groups {
                    let name = format!("{} {}", section.title, group.heading).trim().to_owned();
                    let rows = group.rows.into_iter().filter(|row| row.label != "申請日");
                    all.extend(rows.map(|row| (name.clone(), row.label.to_owned(), row.text)));
                }
            }
        }
    }
    for document in &case.documents {
        let state = document.state.map_or("未確認", |state| state.label());
        all.push(("書類".to_owned(), document.line.title.clone(), state.to_owned()));
    }
    all
}

/// The trails of a case from its states, one after each of its events, the oldest first.
pub(crate) fn trails(states: &[Case], names: &Names) -> Vec<Trail> {
    through(states.iter().map(|state| (state.position, fields(state, names))))
}

/// The trails of anything, from the fields that it had from each position on, the oldest first.
pub(crate) fn through(states: impl IntoIterator<Item = (i64, Vec<Field>)>) -> Vec<Trail> {
    let mut trails: Vec<Trail> = Vec::new();
    for (position, now) in states {
        for trail in &mut trails {
            let gone = !now.iter().any(|(group, label, _)| *group == trail.group && *label == trail.label);
            if gone && !trail.at(position).is_empty() {
                trail.values.push((position, String::new()));
            }
        }
        for (group, label, value) in now {
            match trails.iter_mut().find(|trail| trail.group == group && trail.label == label) {
                Some(trail) if trail.at(position) != value => trail.values.push((position, value)),
                Some(_) => {}
                None => trails.push(Trail { group, label, values: vec![(position, value)] }),
            }
        }
    }
    trails
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_knows_every_value_and_where_it_began() {
        let trail = Trail {
            group: "世帯と所得".to_owned(),
            label: "所得割額".to_owned(),
            values: vec![(3, "68,400円".to_owned()), (9, String::new()), (12, "71,000円".to_owned())],
        };
        assert_eq!((trail.at(2), trail.at(8), trail.at(9), trail.at(50)), ("", "68,400円", "", "71,000円"));
        assert_eq!(trail.between(3, 12), [9, 12]);
        assert!(trail.between(12, 50).is_empty());
    }

    #[test]
    fn a_field_that_goes_is_empty_from_there_and_may_come_back() {
        let field = |value: &str| ("支給認定".to_owned(), "月額上限".to_owned(), value.to_owned());
        let trails = through([(2, vec![field("5,000円")]), (5, Vec::new()), (7, Vec::new()), (9, vec![field("2,500円")])]);
        let values: Vec<(i64, &str)> = trails[0].values.iter().map(|(from, value)| (*from, value.as_str())).collect();
        assert_eq!((trails.len(), values), (1, vec![(2, "5,000円"), (5, ""), (9, "2,500円")]));
    }
}
