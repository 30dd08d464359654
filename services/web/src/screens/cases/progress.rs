//! 進みぐあい: what of the case is complete and what is open, so that the eye finds the open part.

use casework::rules::Determination;
use serde::Serialize;

use super::papers::Counts;

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Step {
    /// Part of the case.
    pub title: &'static str,
    /// 「済」, 「未完」, 「不足 1」.
    pub state: String,
    /// Empty where it is done.
    pub tone: &'static str,
    /// Where it is put right.
    pub href: String,
}

/// Sections of the form with the names of the facts that come from them.
const SECTIONS: &[(&str, &str, &[&str])] = &[
    ("applicant", "申請者", &["application_date"]),
    ("child", "児童", &["birth_date", "municipality"]),
    ("insurance", "医療保険", &["insurance", "insured_is_child", "insured_person"]),
    ("household", "世帯と所得", &["members", "guardian_income", "guardian_income_yen", "income_parts", "public_assistance"]),
    ("opinions", "医療意見書", &["diseases", "severity"]),
];

/// `members[0].taxed` comes from `members`.
fn root(field: &str) -> &str {
    field.split(['[', '.']).next().unwrap_or(field)
}

/// The lines of a case.
pub fn progress(case_path: &str, found: Option<&Determination>, documents: Counts) -> Vec<Step> {
    let wrong = |names: &[&str]| {
        found.is_some_and(|found| {
            let pending = found.pending.iter().map(|fact| fact.field.as_str());
            pending
                .chain(found.conflicts.iter().map(|conflict| conflict.field.as_str()))
                .any(|field| names.contains(&root(field)))
        })
    };
    let mut steps: Vec<Step> = SECTIONS
        .iter()
        .map(|(code, title, names)| {
            let open = wrong(names);
            let (state, tone) = if open { ("未完", "warn") } else { ("済", "") };
            Step { title, state: state.to_owned(), tone, href: format!("{case_path}/form#{code}") }
        })
        .collect();
    steps.push(papers(case_path, documents));
    steps
}

fn papers(case_path: &str, documents: Counts) -> Step {
    let (state, tone) = match documents {
        Counts { missing: missing @ 1.., .. } => (format!("不足 {missing}"), "alert"),
        Counts { unrecorded: unrecorded @ 1.., .. } => (format!("未確認 {unrecorded}"), "warn"),
        Counts { .. } => ("済".to_owned(), ""),
    };
    Step { title: "書類", state, tone, href: format!("{case_path}/documents") }
}

#[cfg(test)]
mod tests {
    use casework::procedures::facts;
    use casework::rules::{RuleSet, determine};
    use events::vocabulary::ProcedureKind;
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    #[test]
    fn the_section_of_a_missing_fact_is_open() {
        let names = names();
        let mut form = form();
        form.household.members[0].taxed = None;
        form.household.members[0].income_levy = None;
        let found = determine(
            &facts(&form, ProcedureKind::New, date(2026, 11, 6), names.masters()),
            names.masters(),
            &RuleSet::current(names.masters()),
        );
        let steps = progress("/cases/1", Some(&found), Counts { all: 3, settled: 2, missing: 0, unrecorded: 1 });
        let open: Vec<(&str, &str)> =
            steps.iter().filter(|step| !step.tone.is_empty()).map(|step| (step.title, step.state.as_str())).collect();
        assert_eq!(open, [("世帯と所得", "未完"), ("書類", "未確認 1")]);
    }

    #[test]
    fn missing_papers_weigh_more_than_unseen_ones() {
        let steps = progress("/cases/1", None, Counts { all: 3, settled: 0, missing: 2, unrecorded: 1 });
        assert_eq!(steps.last().map(|step| (step.state.as_str(), step.tone)), Some(("不足 2", "alert")));
    }
}
