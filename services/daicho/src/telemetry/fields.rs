//! What may leave the process in a log line or a span. Anything not named here is dropped, whoever wrote it.

use std::borrow::Cow;

/// Crates whose messages and fields we have read. All others are reduced to level, target and place in the source.
const OUR_CRATES: [&str; 11] =
    ["acts", "casework", "daicho", "documents", "events", "identity", "projections", "schema", "store", "web", "worker"];

/// Field names that never hold anything about a person, in alphabetical order. `route` is the template of a route, never
/// the path that was asked for; `account_id` is the number of a staff account; `error` is the text of one of our errors.
pub(super) const ALLOWED: &[&str] = &[
    "account_id",
    "act",
    "address",
    "attempt",
    "batch",
    "build",
    "bytes",
    "command_id",
    "count",
    "elapsed_ms",
    "error",
    "error_kind",
    "event_id",
    "event_type",
    "events",
    "fence",
    "file",
    "head",
    "lag_events",
    "lag_ms",
    "latency_ms",
    "line",
    "location",
    "log",
    "method",
    "office",
    "otel.kind",
    "otel.name",
    "otel.status_code",
    "outcome",
    "path_kind",
    "phase",
    "port",
    "position",
    "projection",
    "refusal",
    "request_id",
    "retry_in_ms",
    "role",
    "route",
    "rule",
    "rule_version",
    "schema_version",
    "service.name",
    "service.version",
    "sqlstate",
    "status",
    "step",
    "stream_id",
    "stream_type",
    "stream_version",
    "streams",
    "trace_id",
    "version",
    "worker",
];

/// A longer value is cut: no field has a reason to be longer.
const LONGEST_VALUE: usize = 300;

/// Whether a span or event comes from one of our crates.
pub(super) fn is_ours(target: &str) -> bool {
    let root = target.split("::").next().unwrap_or(target);
    OUR_CRATES.contains(&root)
}

/// Whether a field of this name may leave the process.
pub(super) fn is_allowed(name: &str) -> bool {
    ALLOWED.binary_search(&name).is_ok()
}

/// The value as it is written.
pub(super) fn cut(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => Cow::Owned(format!("{}…", &value[..end])),
        None => Cow::Borrowed(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_says_nothing_twice() {
        assert!(ALLOWED.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(OUR_CRATES.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn names_that_invite_personal_data_are_not_on_it() {
        for name in ["name", "kana", "birth_date", "address_line", "phone", "query", "uri", "path", "body", "user", "message"] {
            assert!(!is_allowed(name), "{name}");
        }
    }

    #[test]
    fn only_whole_crate_names_are_ours() {
        assert!(is_ours("web") && is_ours("web::screens::ledger"));
        assert!(!is_ours("webpki") && !is_ours("sqlx::query") && !is_ours("hyper::proto"));
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let cut = cut(&"字".repeat(400)).into_owned();
        assert_eq!(cut.chars().count(), LONGEST_VALUE + 1);
        assert!(cut.ends_with('…'));
    }
}
