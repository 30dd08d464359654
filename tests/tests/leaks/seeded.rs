//! What was seeded: every sealed value in a dump, opened with the keys that lie outside the database.

use std::collections::BTreeSet;

use acceptance::Demo;
use acceptance::canary::Canary;
use anyhow::{Context, ensure};
use events::SealedToken;
use serde_json::Value;
use store::{KeyFiles, KeyRing, Opener, Role};

/// The tokens of a dump, and the dump without them.
pub fn without_tokens(dump: &str) -> (BTreeSet<String>, String) {
    let mut tokens = BTreeSet::new();
    let mut clear = String::with_capacity(dump.len() / 4);
    let mut rest = dump;
    while let Some(start) = rest.find("p1.") {
        let length = 3 + rest[start + 3..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .unwrap_or(rest.len() - start - 3);
        let (token, after) = rest[start..].split_at(length);
        clear.push_str(&rest[..start]);
        if SealedToken::parse(token).is_ok() {
            tokens.insert(token.to_owned());
        } else {
            clear.push_str(token);
        }
        rest = after;
    }
    clear.push_str(rest);
    (tokens, clear)
}

/// Names, readings, addresses, telephone numbers and birth dates out of the tokens. Days that stand in the clear as days of procedures are
/// no evidence and stay out.
pub fn canaries(demo: &Demo, tokens: &BTreeSet<String>, clear: &str) -> anyhow::Result<Vec<Canary>> {
    let mut found = BTreeSet::new();
    for (tag, value) in opened(demo, tokens)? {
        collect(&tag, &value, &mut found);
    }
    let births = found.iter().filter(|(label, _)| label == "birth_date").count();
    ensure!(births > 20 && found.len() > 100, "only {} values, {births} birth dates, were opened", found.len());
    let procedures = days_of_procedures(clear);
    let evident = found.iter().filter(|(label, value)| label != "birth_date" || !procedures.contains(value));
    let canaries: Vec<Canary> = evident.map(|(label, value)| Canary::plain(&format!("seeded {label}"), value)).collect();
    ensure!(
        canaries.len() + births / 5 > found.len(),
        "most birth dates stand in the clear: {} of {}",
        found.len() - canaries.len(),
        births
    );
    Ok(canaries)
}

fn opened(demo: &Demo, tokens: &BTreeSet<String>) -> anyhow::Result<Vec<(String, Value)>> {
    let password = std::fs::read_to_string(demo.data.join("secrets/daicho_app"))?;
    let url =
        format!("postgres://daicho_app:{}@127.0.0.1:{}/daicho?sslmode=disable", password.trim(), demo.cluster()?.server()?.1);
    let tokens: Vec<SealedToken> = tokens.iter().map(|token| SealedToken::parse(token)).collect::<Result<_, _>>()?;
    let ring = KeyRing::new(KeyFiles::open(&demo.data.join("keys"))?.wrapping);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let pool = store::connect(&url, Role::Writer, 1).await?;
        let keys: BTreeSet<_> = tokens.iter().map(|token| Ok(token.parts()?.key_id)).collect::<anyhow::Result<_>>()?;
        ring.prefetch(&pool, &keys.into_iter().collect::<Vec<_>>()).await?;
        let opener = Opener { ring: &ring };
        let mut values = Vec::new();
        for token in &tokens {
            let tag = token.parts()?.tag;
            // Drafts and artifacts have keys of their own; what they hold is planted, not seeded.
            if let Ok(value) = opener.open::<Value>(token) {
                values.push((tag, value.context("nobody was erased")?));
            }
        }
        ensure!(values.len() * 2 > tokens.len(), "only {} of {} tokens open", values.len(), tokens.len());
        Ok(values)
    })
}

fn collect(label: &str, value: &Value, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                // What became of a determination speaks of law and masters too; which institutions are designated is published.
                if !["trace", "steps", "determination", "holder"].contains(&name.as_str()) {
                    collect(name, value, found);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(label, value, found)),
        Value::String(text) => {
            let kind = if label.ends_with("birth_date") { "birth_date" } else { label };
            let long = match kind {
                "birth_date" => text.parse::<jiff::civil::Date>().is_ok(),
                // What a rule takes in has a name as well, in letters of the program; the sample people have none of those.
                "written" | "kana" | "name" | "insured_name" => text.chars().count() >= 4 && !text.is_ascii(),
                "phone" => text.len() >= 10,
                "text" => text.chars().count() >= 8,
                _ => false,
            };
            if long {
                found.insert((kind.to_owned(), text.clone()));
            }
        }
        _ => {}
    }
}

/// Days in columns of days or in clear fields that are not about birth.
fn days_of_procedures(clear: &str) -> BTreeSet<String> {
    let known = [
        "application_date\":\"",
        "decided_on\":\"",
        "valid_from\":\"",
        "start\":\"",
        "end\":\"",
        "due_on\":\"",
        "issued_on\":\"",
        "\t",
        "[",
    ];
    let mut days = BTreeSet::new();
    for mark in known {
        for (at, _) in clear.match_indices(mark) {
            let day = clear.get(at + mark.len()..at + mark.len() + 10).filter(|day| day.parse::<jiff::civil::Date>().is_ok());
            days.extend(day.map(str::to_owned));
        }
    }
    days
}

#[test]
fn tokens_are_taken_out_and_everything_else_stays() {
    let parts = events::TokenParts {
        key_id: events::ids::KeyId(uuid::Uuid::nil()),
        event_id: events::ids::EventId(uuid::Uuid::nil()),
        tag: "name".to_owned(),
        nonce: [0; 24],
        ciphertext: vec![7; 40],
    };
    let token = SealedToken::from_parts(&parts).unwrap();
    let (tokens, clear) = without_tokens(&format!("a\t{}\t見本 花子 p1.no\n", token.as_str()));
    assert_eq!((tokens.len(), clear.as_str()), (1, "a\t\t見本 花子 p1.no\n"));
}
