//! Every template with every sample.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use events::StaffRole;
use sqlx::PgPool;

use super::stage::Stage;
use crate::frame;
use crate::middleware::Visit;
use crate::route::Verb;
use crate::routes;
use crate::screens::AREAS;
use crate::templates;

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_template_fits_its_samples(test: PgPool) {
    let stage = Stage::set(&test).await;
    let visit = Visit {
        request_id: events::ids::CorrelationId(stage.state.new_uuid()),
        nonce: "nonce".into(),
        now: jiff::Timestamp::UNIX_EPOCH,
    };
    let frames = [frame::bare(&stage.state, &visit), frame::signed_in(&stage.state, &visit, StaffRole::Counter)];
    let (mut rendered, mut nowhere) = (BTreeSet::new(), BTreeSet::new());
    for sample in AREAS.iter().flat_map(|area| area.samples) {
        let values = (sample.values)();
        assert!(!values.is_empty(), "{} has no sample", sample.template);
        for (n, value) in values.into_iter().enumerate() {
            for chrome in &frames {
                let html = stage.state.shared().templates.render_value(sample.template, chrome, value.clone());
                let html =
                    html.unwrap_or_else(|error| panic!("{} sample {n}: {error:#}", sample.template)).replace("&#x2f;", "/");
                is_clean(&html, sample.template);
                nowhere.extend(leads_somewhere(&html, sample.template));
            }
        }
        rendered.insert(sample.template);
    }
    assert!(nowhere.is_empty(), "no route: {nowhere:#?}");
    for (name, text) in templates::FILES {
        assert!(!text.contains("{% extends") || rendered.contains(name), "{name} has no page");
    }
}

/// What the content security policy and the screen reader ask for.
fn is_clean(html: &str, template: &str) {
    for forbidden in [" style=", " onclick=", " onload=", " onsubmit=", " onchange=", "javascript:", "<style", "hx-on", "|safe"] {
        assert!(!html.contains(forbidden), "{template} has {forbidden}");
    }
    for script in html.split("<script").skip(1) {
        assert!(
            script.starts_with(" src=\"/assets/") && script.contains("nonce=\"nonce\""),
            "{template} has a script of its own"
        );
    }
    if html.contains("<!doctype html>") {
        assert_eq!(html.matches("<h1").count(), 1, "{template} has one heading");
        assert_eq!(html.matches("<main").count(), 1, "{template}");
    }
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        assert!(
            !form.starts_with(" method=\"post\"") || form.contains("name=\"_token\""),
            "{template} has a form without a token"
        );
    }
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "{template} has an id twice: {ids:?}");
    for named in html.split(" for=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&named), "{template}: a label for {named}, which is not there");
    }
}

/// Every link and every form goes to a route there is.
fn leads_somewhere(html: &str, template: &str) -> Vec<String> {
    let of = |tag: &str, name: &str| tag.split_once(name).and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
    // A button goes where its form goes, unless it says otherwise, and the same way.
    let mut way = Verb::Get;
    let mut nowhere = Vec::new();
    for tag in html.split('<').filter_map(|rest| rest.split('>').next()) {
        let (verb, address) = if tag.starts_with("a ") {
            (Verb::Get, of(tag, " href=\""))
        } else if tag.starts_with("form ") {
            way = if tag.contains("method=\"post\"") { Verb::Post } else { Verb::Get };
            (way, of(tag, " action=\""))
        } else if tag.starts_with("button ") {
            (way, of(tag, " formaction=\""))
        } else {
            continue;
        };
        let Some(address) = address.filter(|address| address.starts_with('/')) else { continue };
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if !routes().any(|route| route.verb == verb && reaches(route.path, path)) {
            nowhere.push(format!("{template} leads to {verb:?} {address}"));
        }
    }
    nowhere
}

fn reaches(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(path).all(|(of, part)| *of == part || (of.starts_with('{') && !part.is_empty()))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn home_greets_every_role(test: PgPool) {
    let stage = Stage::set(&test).await;
    let counter = stage.as_role(StaffRole::Counter).await.get("/").await;
    assert_eq!(counter.status, StatusCode::OK);
    assert!(counter.body.contains("おはようございます。") && counter.body.contains("令和8年11月24日（火）"), "{}", counter.body);
    assert!(counter.body.contains("受付・不備") && counter.body.contains("申請を受け付ける"));
    let operator = stage.as_role(StaffRole::Operator).await.get("/").await;
    assert!(!operator.body.contains("受付・不備") && operator.body.contains("個人の情報は、この役割では表示されません。"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_form_has_a_command_of_its_own(test: PgPool) {
    let stage = Stage::set(&test).await;
    let page = stage.nobody().get("/sign-in").await;
    let again = stage.nobody().get("/sign-in").await;
    let command = |body: &str| {
        body.split("name=\"_command\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).map(ToOwned::to_owned)
    };
    assert!(command(&page.body).is_some());
    assert_ne!(command(&page.body), command(&again.body));
}
