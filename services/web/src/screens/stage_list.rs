//! What lists by state have in common: a tab a state with its count. And what those of notices and claims have besides: a tab for what is open,
//! lines with a due date, pages after one another.

use events::Personal;
use events::ids::RecipientId;
use events::vocabulary::{PersonName, ReceiptNumber, wareki};
use jiff::civil::Date;
use projections::due_list::After;
use serde::Serialize;

use super::cases::ident::name_and_kana;
use crate::shield::Shield;

/// What is filed for a recipient.
pub(crate) struct Filed<'a> {
    pub(crate) href: String,
    pub(crate) recipient: RecipientId,
    pub(crate) receipt_number: &'a ReceiptNumber,
    pub(crate) name: &'a Personal<PersonName>,
    pub(crate) on: Date,
    /// None where nothing is left to do.
    pub(crate) due_on: Option<Date>,
}

/// Where it stands: in words, and the tone of their chip.
pub(crate) type Standing = (&'static str, &'static str);

/// The line of something that was filed.
#[derive(Clone, Serialize)]
pub(crate) struct DueLine {
    href: String,
    due: String,
    late: bool,
    receipt_number: String,
    name: String,
    protected: bool,
    filed_on: String,
    stage: &'static str,
    tone: &'static str,
}

impl DueLine {
    /// A line of the list on a day.
    pub(crate) fn new(filed: Filed<'_>, (stage, tone): Standing, shield: &Shield, today: Date) -> Self {
        Self {
            href: filed.href,
            due: filed.due_on.map_or_else(|| "－".to_owned(), wareki::short),
            late: filed.due_on.is_some_and(|due| due < today),
            receipt_number: filed.receipt_number.to_string(),
            name: name_and_kana(filed.name).0,
            protected: shield.covers(filed.recipient.0),
            filed_on: wareki::short(filed.on),
            stage,
            tone,
        }
    }

    /// One that waits, late or not.
    pub(crate) fn sample(href: &str, late: bool) -> Self {
        Self {
            href: href.to_owned(),
            due: "R8.12.15".to_owned(),
            late,
            receipt_number: "8-01-0413".to_owned(),
            name: "見本 花子".to_owned(),
            protected: late,
            filed_on: "R8.12.1".to_owned(),
            stage: "処理待ち",
            tone: "key",
        }
    }
}

/// A tab.
#[derive(Serialize)]
pub(crate) struct Tab {
    href: String,
    label: &'static str,
    count: Option<i64>,
    current: bool,
}

impl Tab {
    /// A tab a state: its word in addresses, its label and how many are in it, none where nobody counts.
    pub(crate) fn each(
        states: impl Iterator<Item = (&'static str, &'static str, Option<i64>)>,
        current: Option<&'static str>,
        here: impl Fn(&str) -> String,
    ) -> Vec<Self> {
        let tab = |(code, label, count)| Self { href: here(code), label, count, current: current == Some(code) };
        states.map(tab).collect()
    }
}

/// Tabs and pages of a list.
#[derive(Serialize)]
pub(crate) struct StageList {
    tabs: Vec<Tab>,
    next_href: Option<String>,
    first_href: Option<String>,
}

impl StageList {
    /// The list at `path`. A stage comes with its word in addresses, its label and how many wait there, none where nobody counts.
    pub(crate) fn new(
        path: &str,
        stages: impl Iterator<Item = (&'static str, &'static str, Option<i64>)>,
        current: Option<&'static str>,
        (after, next): (Option<After>, Option<After>),
    ) -> Self {
        let mut tabs = Tab::each(stages, current, |code| format!("{path}?stage={code}"));
        let open = tabs.iter().filter_map(|tab| tab.count).sum();
        tabs.insert(0, Tab { href: path.to_owned(), label: "未処理", count: Some(open), current: current.is_none() });
        let own = current.map_or_else(String::new, |code| format!("stage={code}&"));
        let back = current.map_or_else(|| path.to_owned(), |code| format!("{path}?stage={code}"));
        Self { tabs, next_href: next.map(|next| format!("{path}?{own}after={next}")), first_href: after.map(|_| back) }
    }

    /// One with a stage and a next page.
    pub(crate) fn sample(path: &str) -> Self {
        let next = After { due_on: jiff::civil::date(2026, 12, 15), id: uuid::Uuid::nil() };
        Self::new(path, [("received", "処理待ち", Some(2))].into_iter(), None, (None, Some(next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_stays_chosen_from_page_to_page() {
        let after = After { due_on: jiff::civil::date(2026, 12, 15), id: uuid::Uuid::nil() };
        let stages = [("received", "処理待ち", Some(2)), ("settled", "処理済", None)];
        let list = StageList::new("/notices", stages.into_iter(), Some("settled"), (Some(after), Some(after)));
        assert_eq!(
            list.tabs.iter().map(|tab| (tab.count, tab.current)).collect::<Vec<_>>(),
            [(Some(2), false), (Some(2), false), (None, true)]
        );
        assert_eq!(list.next_href, Some(format!("/notices?stage=settled&after={after}")));
        assert_eq!(list.first_href.as_deref(), Some("/notices?stage=settled"));
        assert_eq!(StageList::sample("/notices").first_href, None);
    }
}
