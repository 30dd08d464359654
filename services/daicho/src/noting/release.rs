//! This build: version, commit, digest of the executable, and what it brings: rules, forms, permissions, read models.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;

use acts::{Inventory, Release};
use anyhow::Context as _;
use casework::rules::{Masters, RuleSet, rule_set};
use documents::print::template_sha256;
use identity::{Permission, roles_with};
use sha2::{Digest, Sha256};

/// What runs here.
pub async fn this_build() -> anyhow::Result<Release> {
    Ok(Release {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("DAICHO_COMMIT").to_owned(),
        binary: tokio::task::spawn_blocking(digest_of_executable).await??,
        contents: contents(),
    })
}

/// SHA-256 of the file that runs, even where another has taken its place since.
fn digest_of_executable() -> anyhow::Result<String> {
    let mut file = File::open("/proc/self/exe").context("実行ファイルを読めません")?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).context("実行ファイルを読めません")? {
            0 => return Ok(hex::encode(hash.finalize())),
            read => hash.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// What staff and auditors see change with a build, by name.
fn contents() -> Inventory {
    let mut contents = Inventory::from([
        ("rules".to_owned(), RuleSet::current(&Masters::default()).id),
        ("form/certificate".to_owned(), template_sha256::<documents::Certificate>()),
        ("form/cap_sheet".to_owned(), template_sha256::<documents::CapSheet>()),
        ("form/change_report".to_owned(), template_sha256::<documents::ChangeReport>()),
        ("form/erasure_certificate".to_owned(), template_sha256::<documents::ErasureCertificate>()),
        ("form/calculation_sheet".to_owned(), template_sha256::<documents::CalculationSheet>()),
    ]);
    let mut versions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for version in rule_set::all() {
        versions.entry(version.meta.rule).or_default().push(format!("{}.{}", version.meta.law, version.meta.rev));
    }
    contents.extend(versions.into_iter().map(|(rule, versions)| (format!("rule/{rule}"), versions.join(" "))));
    contents.extend(Permission::ALL.iter().map(|permission| {
        let roles: Vec<&str> = roles_with(*permission).iter().map(|role| role.code()).collect();
        (format!("permission/{permission:?}"), roles.join(" "))
    }));
    contents.extend(
        projections::all()
            .iter()
            .map(|projection| (format!("read_model/{}", projection.name()), format!("version {}", projection.version()))),
    );
    contents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_names_its_rules_forms_permissions_and_read_models() {
        let contents = contents();
        for name in ["rules", "rule/cap.monthly", "form/certificate", "permission/DecideApplications", "read_model/ledger"] {
            assert!(contents.contains_key(name), "{name} is not in {:?}", contents.keys());
        }
        assert_eq!(contents.get("permission/DecideApplications").map(String::as_str), Some("approver"));
    }

    #[tokio::test]
    async fn the_digest_is_that_of_the_running_file() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(this_build().await.unwrap().binary, hex::encode(Sha256::digest(own)));
    }
}
