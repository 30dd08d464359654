//! The table of routes against what was asked: a route that nobody drove fails.

use std::collections::BTreeSet;

use acceptance::page::Hop;
use anyhow::ensure;
use web::route::Verb;

/// What fresh sample data has no occasion for: nobody's retention period is over, no month of accesses is over, nobody else is insured
/// with the planted child, amounts are not entered twice unless that is switched on, a proposal goes to its decider at once and nobody stands in, nobody has an authenticator app at
/// hand, no row of the
/// masters came late, a verification, a study or a print run ends before it can be stopped, and no mass extension is interrupted. These
/// routes must have been asked, with whatever answer.
const WITHOUT_OCCASION: [(&str, &str); 25] = [
    ("GET", "/erasures/{id}"),
    ("POST", "/erasures/{id}/propose"),
    ("POST", "/erasures/{id}/withdraw"),
    ("POST", "/erasures/{id}/hold"),
    ("POST", "/erasures/{id}/release"),
    ("POST", "/erasures/{id}/carry-out"),
    ("GET", "/erasures/{id}/certificate"),
    ("GET", "/audit/review"),
    ("POST", "/audit/review/open"),
    ("POST", "/audit/review/judge"),
    ("POST", "/audit/review/sign-off"),
    ("POST", "/verifications/{id}/stop"),
    ("POST", "/recipients/{id}/household/kin"),
    ("POST", "/cases/{id}/amounts"),
    ("POST", "/cases/{id}/amounts/settle"),
    ("POST", "/proposals/{id}/endorse"),
    ("POST", "/later-inspections"),
    ("POST", "/second-factor/confirm"),
    ("POST", "/accounts/{id}/second-factor/remove"),
    ("POST", "/extensions/{id}/stop"),
    ("POST", "/impacts/{id}/stop"),
    ("POST", "/print-runs/{id}/halt"),
    ("POST", "/print-runs/{id}/resume"),
    ("POST", "/impacts/{id}/corrections"),
    ("POST", "/extensions/{id}/carry-out"),
];

/// Each route was asked and answered without being refused, but for [`WITHOUT_OCCASION`].
pub fn all_driven(heard: &[Hop]) -> anyhow::Result<()> {
    let table: Vec<(&str, &str)> =
        web::routes().map(|route| (if route.verb == Verb::Get { "GET" } else { "POST" }, route.path)).collect();
    ensure!(table.len() > 20, "the table has only {} routes", table.len());
    let driven: BTreeSet<(&str, &str)> = heard
        .iter()
        .filter_map(|hop| Some((hop, route_of(&table, &hop.method, &hop.path)?)))
        .filter(|(hop, route)| hop.status < 400 || (hop.status < 500 && WITHOUT_OCCASION.contains(route)))
        .map(|(_, route)| route)
        .collect();
    let left: Vec<_> = table.iter().filter(|route| !driven.contains(*route)).collect();
    ensure!(left.is_empty(), "not driven, or always refused: {left:?}");
    Ok(())
}

/// The route that answers an address: where several fit, the one with the most fixed parts.
fn route_of<'a>(table: &[(&'a str, &'a str)], method: &str, address: &str) -> Option<(&'a str, &'a str)> {
    let path = address.split('?').next().unwrap_or_default();
    let fits = |template: &str| {
        let (known, asked): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
        let fit =
            known.len() == asked.len() && known.iter().zip(&asked).all(|(known, asked)| known.starts_with('{') || known == asked);
        fit.then(|| known.iter().filter(|part| !part.starts_with('{')).count())
    };
    table
        .iter()
        .filter(|(verb, _)| *verb == method)
        .filter_map(|route| Some((fits(route.1)?, *route)))
        .max_by_key(|(fixed, _)| *fixed)
        .map(|(_, route)| route)
}

#[test]
fn an_address_belongs_to_its_route_and_a_route_left_out_is_found() {
    let table = [("GET", "/drafts/{id}/check"), ("GET", "/drafts/{id}/{section}"), ("POST", "/drafts/{id}/{section}")];
    assert_eq!(route_of(&table, "GET", "/drafts/1/check?done=x"), Some(table[0]));
    assert_eq!(route_of(&table, "GET", "/drafts/1/child"), Some(table[1]));
    assert_eq!(route_of(&table, "GET", "/drafts/1"), None);
    assert!(all_driven(&[]).is_err());
}
