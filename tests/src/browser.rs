//! Scripts of `tests/browser`, run by node in headless Chromium. A missing node or Chromium is a failure, never a pass.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::PASSWORD;

/// Where screenshots and printed documents are kept for people to look at.
pub fn output(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("output").join(name)
}

/// Runs a script with these arguments; its words are the error where it fails.
///
/// # Errors
/// When node cannot be run, or the script says that something is wrong.
pub fn run(script: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    ensure!(
        folder.join("node_modules/playwright-core").exists(),
        "run tests/prepare: the packages of tests/browser are not installed"
    );
    let output = Command::new("node")
        .arg(folder.join(script))
        .args(arguments)
        .env("DEMO_PASSWORD", PASSWORD)
        .output()
        .context("node cannot be run; tests/prepare installs it")?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    let wrong: Vec<&str> = said.lines().filter(|line| line.starts_with("WRONG")).collect();
    ensure!(
        output.status.success(),
        "{script} {} ended with {}; {} things wrong:\n{}",
        arguments.join(" "),
        output.status,
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}
