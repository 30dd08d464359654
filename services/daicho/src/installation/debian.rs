//! What the machine must have, PostgreSQL and two fonts, and how Debian provides it.
//!
//! `createcluster.conf` is written before the package comes, so that Debian starts no cluster of its own.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::account::is_root;
use super::binaries;
use crate::exit::{Exit, stop};

/// The fonts of the documents: Debian package and the file by which it is known.
pub const FONTS: [(&str, &str); 2] =
    [("fonts-morisawa-bizud-gothic", "BIZUDGothic-Regular.ttf"), ("fonts-ipamj-mincho", "ipamjm.ttf")];

const CONF: &str = "/etc/postgresql-common/createcluster.conf";
const CONF_TEXT: &str = "# Written by daicho before PostgreSQL was installed: daicho makes a private cluster of its own.
create_main_cluster = false
include_dir '/etc/postgresql-common/createcluster.d'
";

/// What can be done on this machine.
#[derive(Clone, Copy, Debug)]
struct Machine {
    debian: bool,
    root: bool,
    sudo: bool,
}

/// What has to be done.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    Install { through_sudo: bool, packages: Vec<&'static str> },
    Refuse(String),
}

/// Makes sure that PostgreSQL and the fonts are there, installing Debian's packages if need be and saying so.
pub async fn prepare() -> anyhow::Result<()> {
    let machine = Machine {
        debian: std::fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian(&text)),
        root: is_root(),
        sudo: Path::new("/usr/bin/sudo").exists(),
    };
    match decide(&missing(), machine) {
        Plan::Nothing => Ok(()),
        Plan::Refuse(why) => Err(stop(Exit::ServiceMissing, why)),
        Plan::Install { through_sudo, packages } => {
            install(through_sudo, &packages).await?;
            match missing().as_slice() {
                [] => Ok(()),
                still => Err(stop(
                    Exit::ServiceMissing,
                    format!(
                        "入れましたが、まだ足りません: {}。PostgreSQL は {} 以上が必要です。",
                        still.join(" "),
                        binaries::OLDEST
                    ),
                )),
            }
        }
    }
}

/// The Debian packages whose content is not on this machine, wherever else it may have come from.
pub fn missing() -> Vec<&'static str> {
    let postgresql = binaries::choose(&binaries::all(), None).is_none().then_some("postgresql");
    let fonts = FONTS.iter().filter(|(_, file)| !has_font(file)).map(|(package, _)| *package);
    postgresql.into_iter().chain(fonts).collect()
}

fn decide(missing: &[&'static str], machine: Machine) -> Plan {
    if missing.is_empty() {
        return Plan::Nothing;
    }
    let names = missing.join(" ");
    if !machine.debian {
        return Plan::Refuse(format!(
            "必要なものがありません: {names}(Debian での名前)。この機械は Debian ではないので自動では入れません。PostgreSQL {} 以上とフォントを入れてからやり直してください。",
            binaries::OLDEST
        ));
    }
    if !machine.root && !machine.sudo {
        return Plan::Refuse(format!(
            "必要なものがありません: {names}。管理者に次の実行を頼んでください: apt-get install {names}"
        ));
    }
    Plan::Install { through_sudo: !machine.root, packages: missing.to_vec() }
}

async fn install(through_sudo: bool, packages: &[&str]) -> anyhow::Result<()> {
    let how = if through_sudo { "sudo を使って " } else { "" };
    eprintln!("{how}Debian のパッケージを入れます: {}", packages.join(" "));
    if packages.contains(&"postgresql") && !Path::new(CONF).exists() {
        eprintln!("{CONF} に create_main_cluster = false と書きます(Debian 既定のデータベースは作らせません)。");
        let text = std::env::temp_dir().join(format!("daicho-createcluster-{}", std::process::id()));
        // Never through a file or link that somebody else has put there.
        std::fs::OpenOptions::new().write(true).create_new(true).open(&text)?.write_all(CONF_TEXT.as_bytes())?;
        let text_name = text.to_string_lossy().into_owned();
        let written = as_root(through_sudo, &["install", "-D", "-m", "644", &text_name, CONF]).await;
        std::fs::remove_file(&text)?;
        written?;
    }
    as_root(through_sudo, &["apt-get", "update", "-q"]).await?;
    let mut line = vec!["env", "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1"];
    line.extend(["apt-get", "install", "-y", "-q", "--no-install-recommends"]);
    line.extend(packages);
    as_root(through_sudo, &line).await
}

/// Runs one command as root; what it says goes to standard error, because standard output is ours.
async fn as_root(through_sudo: bool, line: &[&str]) -> anyhow::Result<()> {
    let line: Vec<&str> = if through_sudo { [&["sudo"], line].concat() } else { line.to_vec() };
    eprintln!("+ {}", line.join(" "));
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).stdin(Stdio::inherit()).stdout(Stdio::from(std::io::stderr()));
    let status = command.status().await?;
    if status.success() {
        return Ok(());
    }
    Err(stop(Exit::ServiceMissing, format!("失敗しました({status}): {}", line.join(" "))))
}

fn is_debian(os_release: &str) -> bool {
    os_release.lines().filter_map(|line| line.split_once('=')).any(|(key, value)| {
        matches!(key, "ID" | "ID_LIKE") && value.trim_matches('"').split_whitespace().any(|id| id == "debian")
    })
}

/// Whether a font file of this name lies where programs look for fonts.
pub fn has_font(file: &str) -> bool {
    let own = std::env::var_os("HOME").map(|home| Path::new(&home).join(".local/share/fonts"));
    let shared = ["/usr/share/fonts", "/usr/local/share/fonts"].map(|dir| Path::new(dir).to_owned());
    shared.into_iter().chain(own).any(|dir| lies_below(&dir, file, 4))
}

fn lies_below(dir: &Path, file: &str, depth: u8) -> bool {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name() == file || (depth > 0 && lies_below(&entry.path(), file, depth - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: Machine = Machine { debian: true, root: false, sudo: false };

    #[test]
    fn nothing_is_done_where_nothing_is_missing() {
        assert_eq!(decide(&[], Machine { debian: false, ..BARE }), Plan::Nothing);
    }

    #[test]
    fn root_installs_itself_and_a_user_through_sudo() {
        let install = |through_sudo| Plan::Install { through_sudo, packages: vec!["postgresql"] };
        assert_eq!(decide(&["postgresql"], Machine { root: true, sudo: true, ..BARE }), install(false));
        assert_eq!(decide(&["postgresql"], Machine { sudo: true, ..BARE }), install(true));
    }

    #[test]
    fn whoever_cannot_install_is_told_the_command() {
        let Plan::Refuse(why) = decide(&["postgresql", "fonts-ipamj-mincho"], BARE) else { panic!("not refused") };
        assert!(why.contains("apt-get install postgresql fonts-ipamj-mincho"));
        let Plan::Refuse(why) = decide(&["postgresql"], Machine { debian: false, root: true, sudo: true }) else {
            panic!("not refused")
        };
        assert!(why.contains("Debian ではない") && why.contains("15"));
    }

    #[test]
    fn debian_and_its_children_are_known() {
        assert!(is_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(is_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(!is_debian("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"));
    }

    #[test]
    fn no_system_cluster_is_asked_for() {
        assert!(CONF_TEXT.lines().any(|line| line == "create_main_cluster = false"));
    }

    #[test]
    fn fonts_are_found_in_folders_below() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(temp.path().join("truetype/x")).unwrap();
        std::fs::write(temp.path().join("truetype/x/a.ttf"), "").unwrap();
        assert!(lies_below(temp.path(), "a.ttf", 4));
        assert!(!lies_below(temp.path(), "b.ttf", 4));
    }
}
