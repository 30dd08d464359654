//! The menu at the side: what somebody may open, in groups, and where they are. Whoever looks at one print run is in 発行 although the list
//! itself is not open, so the entry that leads furthest towards the open page is marked.

use events::StaffRole;
use identity::allows;
use serde::Serialize;

use crate::route::{Access, Group, Route, Verb};
use crate::router::routes;

/// Entries under a heading.
#[derive(Serialize)]
pub(crate) struct MenuGroup {
    label: &'static str,
    items: Vec<MenuItem>,
}

#[derive(Serialize)]
struct MenuItem {
    href: &'static str,
    label: &'static str,
    /// Value of `aria-current`: `page` on the page itself, `true` below it.
    current: Option<&'static str>,
}

/// Whether a role may use a route.
pub(crate) fn may(role: StaffRole, route: &Route) -> bool {
    match route.access {
        Access::Needs(permission) | Access::LocalOr(permission) => allows(role, permission),
        Access::Public | Access::Visitor => true,
    }
}

/// The menu of a role on the page of a route.
pub(crate) fn menu(role: StaffRole, open: &Route) -> Vec<MenuGroup> {
    let entries: Vec<(&Route, Group, &'static str)> = routes()
        .filter(|route| route.verb == Verb::Get && may(role, route))
        .filter_map(|route| route.nav.map(|(group, label)| (route, group, label)))
        .collect();
    let here = furthest(entries.iter().map(|(route, ..)| route.path), open.path);
    let items = |of: Group| {
        entries
            .iter()
            .filter(|(_, group, _)| *group == of)
            .map(|&(route, _, label)| MenuItem { href: route.path, label, current: mark(route.path, here, open.path) })
            .collect::<Vec<_>>()
    };
    Group::ALL
        .into_iter()
        .map(|group| MenuGroup { label: group.label(), items: items(group) })
        .filter(|group| !group.items.is_empty())
        .collect()
}

fn mark(entry: &str, here: Option<&str>, open: &str) -> Option<&'static str> {
    (Some(entry) == here).then_some(if entry == open { "page" } else { "true" })
}

/// The longest of the entries that is the open path or stands above it.
fn furthest<'a>(entries: impl Iterator<Item = &'a str>, open: &str) -> Option<&'a str> {
    entries.filter(|entry| is_above(entry, open)).max_by_key(|entry| entry.len())
}

/// Whole segments: `/audit/review` is not below `/audit/reviews`, and nothing is below the home page.
fn is_above(entry: &str, open: &str) -> bool {
    open.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || (entry != "/" && rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(role: StaffRole, name: &str) -> Vec<(&'static str, &'static str)> {
        let open = routes().find(|route| route.name == name).unwrap();
        let groups = menu(role, open);
        groups.iter().flat_map(|group| &group.items).filter_map(|item| Some((item.href, item.current?))).collect()
    }

    #[test]
    fn the_entry_that_leads_furthest_is_marked_and_no_other() {
        for (name, expected) in [
            ("home", Some(("/", "page"))),
            ("print_runs", Some(("/print-runs", "page"))),
            ("print_run", Some(("/print-runs", "true"))),
            ("claims", Some(("/claims", "page"))),
            ("claim_totals", Some(("/claims/totals", "page"))),
            ("help", Some(("/help", "page"))),
            ("case", None),
        ] {
            assert_eq!(marked(StaffRole::Checker, name), Vec::from_iter(expected), "{name}");
        }
    }

    #[test]
    fn a_part_of_a_word_is_no_way() {
        let entries = ["/", "/letters/post", "/letters/posted"];
        assert_eq!(furthest(entries.into_iter(), "/letters/posted/{id}"), Some("/letters/posted"));
        assert_eq!(furthest(entries.into_iter(), "/letters/{id}/post"), None);
        assert_eq!(furthest(entries.into_iter(), "/"), Some("/"));
    }

    #[test]
    fn every_entry_stands_in_one_group() {
        for role in StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Program) {
            let home = routes().find(|route| route.name == "home").unwrap();
            let groups = menu(role, home);
            let mut hrefs: Vec<_> = groups.iter().flat_map(|group| &group.items).map(|item| item.href).collect();
            let all = hrefs.len();
            hrefs.sort_unstable();
            hrefs.dedup();
            assert_eq!(hrefs.len(), all, "{role:?}");
        }
    }
}
