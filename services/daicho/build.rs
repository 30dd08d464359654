//! Tells the program from which commit it is built. `DAICHO_COMMIT` wins, for builds from an archive without a repository.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-env-changed=DAICHO_COMMIT");
    // The log of HEAD grows with each commit and each change of branch.
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo:rerun-if-changed={log}");
    }
    let commit = std::env::var("DAICHO_COMMIT").ok().filter(|commit| !commit.is_empty()).or_else(|| git(&["rev-parse", "HEAD"]));
    println!("cargo:rustc-env=DAICHO_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
