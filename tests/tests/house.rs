//! The house stands as planned: who may depend on whom, under which licences we take what others wrote, and that the program names no
//! authority of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// What each crate may stand on, of ours. A crate that is not listed may not exist.
const MAY_STAND_ON: [(&str, &[&str]); 14] = [
    ("events", &[]),
    ("casework", &["events"]),
    ("schema", &["events"]),
    ("evidence", &[]),
    ("store", &["events", "evidence", "schema"]),
    ("projections", &["events", "schema", "store"]),
    ("documents", &["events"]),
    ("identity", &["events", "schema", "store"]),
    ("acts", &["casework", "documents", "events", "projections", "schema", "store"]),
    ("web", &["acts", "casework", "documents", "events", "evidence", "identity", "projections", "schema", "store"]),
    ("worker", &["acts", "documents", "events", "evidence", "identity", "projections", "schema", "store"]),
    ("verification", &["acts", "casework", "documents", "events", "evidence", "projections", "schema", "store"]),
    (
        "daicho",
        &[
            "acts",
            "casework",
            "documents",
            "events",
            "evidence",
            "identity",
            "projections",
            "schema",
            "store",
            "verification",
            "web",
            "worker",
        ],
    ),
    (
        "acceptance",
        &["acts", "casework", "documents", "events", "evidence", "identity", "projections", "schema", "store", "web", "worker"],
    ),
];

/// Crates that only think: they never touch a database, a socket or a clock.
const PURE: [&str; 3] = ["events", "casework", "evidence"];
const IMPURE: [&str; 8] = ["sqlx", "axum", "tokio", "reqwest", "tower-http", "jiff-sqlx", "getrandom", "typst"];

/// Licences that ask for no more than naming the author.
const LICENCES: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// Parsers of pages that only the tests use. Their licence (MPL-2.0) asks that changes to their own files stay open; we change none and ship none.
const OF_TESTS: [&str; 4] = ["cssparser", "cssparser-macros", "dtoa-short", "selectors"];

#[test]
fn crates_stand_on_each_other_as_planned() {
    let metadata = metadata().unwrap();
    let plan: BTreeMap<&str, &[&str]> = MAY_STAND_ON.into();
    let members: Vec<&Package> = metadata.workspace_packages();
    let ours: BTreeSet<&str> = members.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(ours, plan.keys().copied().collect(), "the plan lists other crates than the workspace");

    let mut faults = Vec::new();
    for package in members {
        let allowed = plan[package.name.as_str()];
        for dependency in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
            let (from, to) = (package.name.as_str(), dependency.name.as_str());
            if ours.contains(to) && !allowed.contains(&to) {
                faults.push(format!("{from} may not stand on {to}"));
            }
            if PURE.contains(&from) && IMPURE.contains(&to) {
                faults.push(format!("{from} is pure and may not use {to}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_licence_is_permissive() {
    let metadata = metadata().unwrap();
    let used: BTreeSet<_> = metadata.resolve.as_ref().unwrap().nodes.iter().map(|node| &node.id).collect();
    let packages: Vec<&Package> = metadata.packages.iter().filter(|package| used.contains(&package.id)).collect();
    assert!(packages.len() > 100, "cargo metadata shows only {} packages", packages.len());
    let faults: Vec<String> = packages
        .iter()
        .filter(|package| !package.license.as_deref().is_some_and(is_permissive) && !OF_TESTS.contains(&package.name.as_str()))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_licence_check_refuses_what_it_should() {
    for (expression, permissive) in [
        ("MIT", true),
        ("MIT OR GPL-3.0-only", true),
        ("MIT/Apache-2.0", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND (GPL-2.0-only OR LGPL-3.0-only)", false),
        ("AGPL-3.0-or-later", false),
        ("Apache-2.0 WITH Some-exception", false),
        ("", false),
    ] {
        assert_eq!(is_permissive(expression), permissive, "{expression}");
    }
}

/// What is compiled or run, and may not say for whom.
const SOURCES: [&str; 5] = ["events/src", "projections/src", "schema/src", "schema/migrations", "services"];
/// A fictional prefecture for demo, measurements and worked examples; it may have the name that the shipped masters have.
const FICTION: [&str; 3] = ["services/acts/src/seeding", "services/daicho/src/bench", "services/casework/src/story"];

#[test]
fn the_program_does_not_say_for_whom_it_runs() {
    let top = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let rows = schema::masters::shipped().unwrap();
    let issuer = rows.iter().find(|row| row.table == "authorities").unwrap();
    let words = ["name", "division"].map(|column| issuer.values[column].as_str().unwrap());
    let mut files = Vec::new();
    for source in SOURCES {
        sources(&top.join(source), &mut files).unwrap();
    }
    assert!(files.len() > 1_000, "only {} files were read", files.len());
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| !is_fiction(file.strip_prefix(top).unwrap())) {
        let text = std::fs::read_to_string(file).unwrap();
        let lines = spoken(&text).into_iter().filter(|(_, line)| words.iter().any(|word| line.contains(word)));
        faults.extend(lines.map(|(number, line)| format!("{}:{number} {}", file.display(), line.trim())));
    }
    assert!(faults.is_empty(), "the authority stands in the masters (`Masters::authority`):\n{}", faults.join("\n"));
}

#[test]
fn what_a_program_says_is_found_among_its_tests_and_samples() {
    let text = "const A: &str = \"1\";\n\npub fn sample() -> Page {\n    page(\"2\")\n}\n\n#[cfg(test)]\nmod tests;\n\n#[cfg(test)]\nmod more {\n    \
                const B: &str = \"3\";\n}\nconst C: &str = \"4\";\n";
    let told: Vec<(usize, &str)> = spoken(text).into_iter().filter(|(_, line)| line.contains('"')).collect();
    assert_eq!(told, [(1, "const A: &str = \"1\";"), (14, "const C: &str = \"4\";")]);
    assert!(is_fiction(Path::new("services/documents/src/letter/samples.rs")));
    assert!(!is_fiction(Path::new("services/documents/src/letter/mod.rs")));
}

/// The files of a folder that are source.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|kind| ["rs", "html", "typ", "sql", "js", "css"].iter().any(|one| kind == *one)) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_fiction(path: &Path) -> bool {
    let of_tests = |part: &std::path::Component<'_>| ["tests", "testing", "examples"].iter().any(|one| part.as_os_str() == *one);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let sample = stem == "tests" || stem.contains("sample");
    sample || path.components().any(|part| of_tests(&part)) || FICTION.iter().any(|folder| path.starts_with(folder))
}

/// The lines of a file that are neither test nor sample. An item ends where its indentation closes, as rustfmt writes it.
fn spoken(text: &str) -> Vec<(usize, &str)> {
    let mut told = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let of_tests = line.trim() == "#[cfg(test)]";
        let sample = line.contains("fn ") && line.contains("sample");
        if !of_tests && !sample {
            told.push((number, line));
            continue;
        }
        let close = format!("{}}}", line.strip_suffix(line.trim_start()).unwrap_or_default());
        let item = if of_tests { lines.next().map_or("", |(_, item)| item) } else { line };
        let whole = item.ends_with(';') || (item.contains('{') && item.ends_with('}'));
        if !whole {
            lines.by_ref().find(|(_, line)| line.starts_with(&close));
        }
    }
    told
}

/// What this machine's build uses, from the lock file as it is.
fn metadata() -> anyhow::Result<Metadata> {
    let version = String::from_utf8(Command::new("rustc").arg("-vV").output()?.stdout)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    Ok(MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .other_options(["--locked".into(), "--offline".into(), "--filter-platform".into(), host.to_owned()])
        .exec()?)
}

/// Whether an SPDX expression can be met with [`LICENCES`] alone. AND binds closer than OR; `/` is an old OR.
fn is_permissive(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest) && rest.is_empty()
}

fn any_of(rest: &mut &[&str]) -> bool {
    let mut met = all_of(rest);
    while let Some((&"OR", tail)) = rest.split_first() {
        *rest = tail;
        met |= all_of(rest);
    }
    met
}

fn all_of(rest: &mut &[&str]) -> bool {
    let mut met = one(rest);
    while let Some((&"AND", tail)) = rest.split_first() {
        *rest = tail;
        met &= one(rest);
    }
    met
}

fn one(rest: &mut &[&str]) -> bool {
    let Some((&first, tail)) = rest.split_first() else {
        return false;
    };
    *rest = tail;
    if first == "(" {
        let met = any_of(rest);
        let Some((&")", tail)) = rest.split_first() else {
            return false;
        };
        *rest = tail;
        return met;
    }
    if let [with, exception, tail @ ..] = *rest
        && *with == "WITH"
    {
        *rest = tail;
        return LICENCES.contains(&format!("{first} WITH {exception}").as_str());
    }
    LICENCES.contains(&first)
}
