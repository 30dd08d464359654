//! 前の支給認定との違い: what a renewal or a change would alter, so that nobody has to lay two papers side by side.

use acts::{ActError, Case};
use casework::rules::Determination;
use events::application::{ApplicationForm, EarlierAward};
use events::vocabulary::{ProcedureKind, Tier};
use serde::Serialize;

use super::calculation;
use super::form_rows::{Section, sections};
use super::names::Names;
use crate::cx::Cx;
use crate::problem::Problem;

/// One thing that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Difference {
    /// What it is.
    label: String,
    /// As it was.
    before: String,
    /// As it would be, or is.
    after: String,
    /// Whether it differs.
    changed: bool,
}

/// What an application alters of the award it starts from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Differences {
    /// Why an application to go on became a new one; empty otherwise.
    late: String,
    /// The right itself: always shown.
    right: Vec<Difference>,
    /// What was told differently.
    told: Vec<Difference>,
    /// The person's page.
    person: String,
}

/// One thing as it was and as it would be.
pub(crate) fn line(label: impl Into<String>, before: String, after: String) -> Difference {
    Difference { changed: before != after, label: label.into(), before, after }
}

const OPEN: &str = "まだ決まりません";

fn right(earlier: &EarlierAward, form: &ApplicationForm, found: Option<&Determination>, names: &Names) -> Vec<Difference> {
    let open = || OPEN.to_owned();
    let diseases = |all: Vec<String>| all.join("、");
    let validity = found.and_then(|found| found.start.zip(found.end));
    let before = earlier.validity;
    vec![
        line(
            "有効期間",
            calculation::period(before.start(), before.end()),
            validity.map_or_else(open, |(start, end)| calculation::period(start, end)),
        ),
        line(
            "疾病",
            diseases(earlier.diseases.iter().map(|disease| names.disease_with_code(*disease)).collect()),
            diseases(form.opinions.iter().map(|opinion| names.disease_with_code(opinion.disease)).collect()),
        ),
        line(
            "階層区分",
            Tier::in_words(earlier.tier),
            found.and_then(|found| found.tier).map_or_else(open, |tier| Tier::in_words(Some(tier))),
        ),
        line(
            "区分",
            earlier.severity.label().to_owned(),
            found.and_then(|found| found.severity).map_or_else(open, |severity| severity.label().to_owned()),
        ),
        line(
            "自己負担上限月額",
            earlier.monthly_cap.to_string(),
            found.and_then(|found| found.monthly_cap).map_or_else(open, |cap| cap.to_string()),
        ),
    ]
}

/// The answers that differ, each with its heading.
pub(crate) fn told(before: &[Section], after: &[Section]) -> Vec<Difference> {
    let rows = |all: &[Section]| -> Vec<(String, String)> {
        all.iter()
            .flat_map(|section| section.groups.iter().map(move |group| (section, group)))
            .flat_map(|(section, group)| {
                let heading = if group.heading.is_empty() { section.title } else { &group.heading };
                group.rows.iter().map(move |row| (format!("{heading}：{}", row.label), row.text.clone()))
            })
            .collect()
    };
    let (before, after) = (rows(before), rows(after));
    let find = |all: &[(String, String)], label: &str| {
        all.iter().find(|(other, _)| other == label).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let mut labels: Vec<&String> = after.iter().map(|(label, _)| label).collect();
    labels.extend(before.iter().map(|(label, _)| label).filter(|label| !after.iter().any(|(other, _)| other == *label)));
    labels
        .into_iter()
        .map(|label| line(label.clone(), find(&before, label), find(&after, label)))
        .filter(|line| line.changed && !line.label.starts_with("申請者：申請日"))
        .collect()
}

/// What a case alters of the award it starts from; none where it starts from none or was erased.
pub(crate) async fn of_case(
    cx: &Cx,
    case: &Case,
    found: Option<&Determination>,
    names: &Names,
) -> Result<Option<Differences>, Problem> {
    let (Some(award), Some(form)) = (case.application.starting_from(), case.form.open()) else { return Ok(None) };
    let Some(earlier) = &form.earlier else { return Ok(None) };
    let starting = cx.acts().starting(award).await?;
    let last = match cx.acts().case(starting.granted.application, None).await {
        Ok(last) => last,
        Err(ActError::NotFound | ActError::Erased) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let told = last.form.open().map(|before| {
        let applied = last.application.application_date();
        told(&sections(before, applied, names), &sections(form, case.application.application_date(), names))
    });
    let late = match (case.application.kind(), case.application.application_date()) {
        (Some(ProcedureKind::New), Some(applied)) => {
            let admitted = casework::procedures::admit(ProcedureKind::Renewal, form, applied, names.masters());
            admitted.map(|admission| admission.because).unwrap_or_default()
        }
        _ => String::new(),
    };
    Ok(Some(Differences {
        late,
        right: right(earlier, form, found, names),
        told: told.unwrap_or_default(),
        person: format!("/recipients/{}", starting.standing.recipient),
    }))
}

impl Difference {
    /// Whether it differs.
    pub(crate) const fn is_change(&self) -> bool {
        self.changed
    }
}

impl Differences {
    /// For templates.
    pub(crate) fn sample() -> Self {
        Self {
            late: "有効期間を過ぎた申請なので、新規として扱います。".to_owned(),
            right: vec![line("自己負担上限月額", "5,000円".to_owned(), "10,000円".to_owned())],
            told: vec![line("世帯員 1：所得割額", "68,400円".to_owned(), "71,000円".to_owned())],
            person: "/recipients/1".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use events::vocabulary::{Severity, ValidityPeriod, Yen};
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    #[test]
    fn only_what_differs_is_told_but_the_right_is_always_shown() {
        let mut next = form();
        next.household.members[0].income_levy = Yen::new(71_000).ok();
        let of = |form: &ApplicationForm| sections(form, Some(date(2026, 8, 1)), &names());
        let told = told(&of(&form()), &of(&next));
        assert_eq!(told, [line("世帯員 1：所得割額", "68,400円".to_owned(), "71,000円".to_owned())]);
        let earlier = EarlierAward {
            validity: ValidityPeriod::new(date(2025, 10, 1), date(2026, 9, 30)).expect("period"),
            tier: Some(Tier::IV),
            severity: Severity::General,
            monthly_cap: Yen::new(5_000).expect("yen"),
            diseases: next.opinions.iter().map(|opinion| opinion.disease).collect(),
        };
        let right = right(&earlier, &next, None, &names());
        let changed: Vec<(&str, bool)> = right.iter().map(|line| (line.label.as_str(), line.changed)).collect();
        assert_eq!(changed[1], ("疾病", false));
        assert_eq!(right[4].after, OPEN);
    }
}
