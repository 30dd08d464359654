//! The list of rules for reading: a rule a line, its versions below it.

use serde_json::Value;

/// The lines for `rules list`.
pub fn lines(rules: &Value) -> Vec<String> {
    rules.as_array().into_iter().flatten().flat_map(one).collect()
}

fn one(rule: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let command = rule["command"].as_str().map(|command| format!("({command})")).unwrap_or_default();
    let mut lines = vec![format!("{}{command}  {}", text(&rule["rule"]), text(&rule["title"]))];
    for version in rule["versions"].as_array().into_iter().flatten() {
        lines.push(format!(
            "    第{}版.{}  {} から {}  {}",
            version["law"],
            version["rev"],
            text(&version["valid_from"]),
            version["valid_to"].as_str().map_or_else(|| "現在".to_owned(), |day| format!("{day} まで")),
            text(&version["cite"]),
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_stands_below_its_rule_with_period_and_source() {
        let rules = casework::rules::eval::list();
        let lines = lines(&rules);
        let start = lines.iter().position(|line| line.contains("(start-date)")).unwrap();
        assert!(lines[start + 1].contains(" まで  ") && lines[start + 2].contains("現在"), "{lines:#?}");
        assert!(lines.iter().all(|line| !line.contains("null") && !line.ends_with("  ")), "{lines:#?}");
    }
}
