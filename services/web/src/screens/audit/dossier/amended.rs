//! The form as the family filed it beside the form on which was decided: what was amended in between stands in a column of its own.

use documents::dossier::{Part, Row};

use crate::screens::cases::form_rows::Section;

/// The form as received beside the form as decided.
pub(super) fn application(received: &[Section], decided: &[Section]) -> Vec<Part> {
    let rows = |sections: &[Section]| -> Vec<(String, String, String)> {
        let mut all = Vec::new();
        for section in sections {
            for group in &section.groups {
                let title = [section.title, group.heading.as_str()].join(" ").trim().to_owned();
                all.extend(group.rows.iter().map(|row| (title.clone(), row.label.to_owned(), row.text.clone())));
            }
        }
        all
    };
    let (before, after) = (rows(received), rows(decided));
    let open = |text: &str| if text.is_empty() { "（未記入）".to_owned() } else { text.to_owned() };
    let mut parts: Vec<Part> = Vec::new();
    let mut put = |title: &str, row: Row| match parts.iter_mut().find(|part| part.title == title) {
        Some(part) => part.rows.push(row),
        None => parts.push(Part { title: title.to_owned(), rows: vec![row] }),
    };
    for (title, label, text) in &before {
        let now = after.iter().find(|(other, name, _)| other == title && name == label);
        let changed = match now {
            Some((_, _, now)) if now == text => None,
            Some((_, _, now)) => Some(open(now)),
            None => Some("（削除）".to_owned()),
        };
        put(title, Row { label: label.clone(), received: open(text), changed });
    }
    for (title, label, text) in &after {
        if !before.iter().any(|(other, name, _)| other == title && name == label) {
            put(title, Row { label: label.clone(), received: "（なし）".to_owned(), changed: Some(open(text)) });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::form_rows;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::form;

    #[test]
    fn only_what_was_amended_stands_in_the_second_column() {
        let before = form_rows::sections(&form(), None, &names());
        let mut amended = form();
        amended.household.members[0].income_levy = None;
        let after = form_rows::sections(&amended, None, &names());
        assert!(application(&before, &before).iter().flat_map(|part| &part.rows).all(|row| row.changed.is_none()));
        let parts = application(&before, &after);
        let changed: Vec<&Row> = parts.iter().flat_map(|part| &part.rows).filter(|row| row.changed.is_some()).collect();
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].label.as_str(), changed[0].changed.as_deref()), ("所得割額", Some("（未記入）")));
    }
}
