//! The settings of this process as they may stand in the log: names and values, secrets only as 「設定あり」.

use acts::Inventory;
use sqlx::postgres::PgConnectOptions;

/// Variables that are ours or change what we do.
const OURS: [&str; 3] = ["DAICHO_", "OTEL_", "RUST_LOG"];
/// Words in names of variables whose values nobody may read.
const SECRET: [&str; 6] = ["PASSWORD", "SECRET", "TOKEN", "HEADERS", "CREDENTIAL", "PEPPER"];
/// What differs from start to start by its nature.
const PASSING: [&str; 2] = ["DAICHO_CHANGE", "DAICHO_COMMIT"];

/// The machine this runs on.
pub fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "localhost".to_owned() } else { name.trim().to_owned() }
}

/// The environment, and what else the caller says of itself.
pub fn of_process(own: impl IntoIterator<Item = (&'static str, String)>) -> Inventory {
    let variables = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut settings = of_variables(variables);
    settings.extend(own.into_iter().map(|(name, value)| (name.to_owned(), value)));
    settings
}

fn of_variables(variables: impl Iterator<Item = (String, String)>) -> Inventory {
    variables
        .filter(|(name, value)| !value.is_empty() && !PASSING.contains(&name.as_str()))
        .filter(|(name, _)| OURS.iter().any(|ours| name.starts_with(ours)) || name == "DATABASE_URL")
        .map(|(name, value)| {
            let shown = shown(&name, value);
            (name, shown)
        })
        .collect()
}

fn shown(name: &str, value: String) -> String {
    if name.ends_with("DATABASE_URL") {
        return place_of(&value);
    }
    if SECRET.iter().any(|word| name.contains(word)) || value.contains("://") && value.contains('@') {
        return "設定あり".to_owned();
    }
    value
}

/// Where a database lies, without who signs in and how.
fn place_of(url: &str) -> String {
    url.parse::<PgConnectOptions>().map_or_else(
        |_| "設定あり".to_owned(),
        |options| format!("{}:{}/{}", options.get_host(), options.get_port(), options.get_database().unwrap_or_default()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_told() {
        let variables = [
            ("DATABASE_URL", "postgres://dare:himitsu@db01:5433/daicho"),
            ("DAICHO_OWNER_DATABASE_URL", "himitsu"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=himitsu"),
            ("DAICHO_PLACE", "https://dare:himitsu@example.jp/"),
            ("DAICHO_LOG_FORMAT", "json"),
            ("DAICHO_CHANGE", "C-2026-0001"),
            ("HOME", "/home/himitsu"),
        ];
        let told = of_variables(variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert!(!format!("{told:?}").contains("himitsu"), "{told:?}");
        let expected: Inventory = [
            ("DATABASE_URL", "db01:5433/daicho"),
            ("DAICHO_OWNER_DATABASE_URL", "設定あり"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "設定あり"),
            ("DAICHO_PLACE", "設定あり"),
            ("DAICHO_LOG_FORMAT", "json"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        assert_eq!(told, expected);
    }
}
