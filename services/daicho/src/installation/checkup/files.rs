//! Examinations of files: the data directory and the keys are there and nobody else can read them.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::Finding;
use crate::installation::DataDir;

/// The data directory is ours and private.
pub fn data_directory(dir: &DataDir) -> Finding {
    const NAME: &str = "data_directory";
    const TITLE: &str = "データの場所";
    match open_to_others(dir.path()).and_then(|open| Ok(open || open_to_others(&dir.secrets())?)) {
        Ok(false) => Finding::good(NAME, TITLE, dir.path().display().to_string()),
        Ok(true) => Finding::bad(NAME, TITLE, format!("{0} がほかの利用者にも読めます。chmod -R go= {0}", dir.path().display())),
        Err(error) => Finding::bad(NAME, TITLE, format!("{} を調べられません({error})", dir.path().display())),
    }
}

/// The keys (鍵) are there and private.
pub fn keys(dir: Option<&Path>) -> Finding {
    const NAME: &str = "keys";
    const TITLE: &str = "鍵";
    let Some(dir) = dir else {
        return Finding::bad(NAME, TITLE, "場所がわかりません。DAICHO_KEYS で指定してください");
    };
    let shown = dir.display();
    match count_private(dir) {
        Ok(Some(0)) => Finding::bad(NAME, TITLE, format!("{shown} に鍵がありません。控えから戻してください")),
        Ok(Some(count)) => Finding::good(NAME, TITLE, format!("{count} 個({shown})")),
        Ok(None) => Finding::bad(NAME, TITLE, format!("{shown} がほかの利用者にも読めます。chmod -R go= {shown}")),
        Err(error) => Finding::bad(NAME, TITLE, format!("{shown} を調べられません({error})")),
    }
}

/// The directory of checkpoints (検証点) is there.
pub fn checkpoints(dir: Option<&Path>) -> Finding {
    const NAME: &str = "checkpoints";
    const TITLE: &str = "検証点";
    match dir {
        None => Finding::warning(NAME, TITLE, "場所がわかりません。DAICHO_CHECKPOINTS で指定してください"),
        Some(dir) if dir.is_dir() => Finding::good(NAME, TITLE, dir.display().to_string()),
        Some(dir) => Finding::bad(NAME, TITLE, format!("{} がありません", dir.display())),
    }
}

/// How many files lie in `dir`; none if the directory or one of them is open to others.
fn count_private(dir: &Path) -> io::Result<Option<usize>> {
    if open_to_others(dir)? {
        return Ok(None);
    }
    let mut count = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if open_to_others(&entry.path())? {
            return Ok(None);
        }
        count += usize::from(entry.file_type()?.is_file());
    }
    Ok(Some(count))
}

fn open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn keys_must_be_there_and_private() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path();
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(keys(None).verdict, Verdict::Bad);
        assert_eq!(keys(Some(dir)).verdict, Verdict::Bad);
        let key = dir.join("master");
        fs::write(&key, "k").unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(keys(Some(dir)).verdict, Verdict::Good);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(keys(Some(dir)).detail.contains("chmod"));
    }

    #[test]
    fn a_missing_directory_is_a_finding_not_a_crash() {
        assert_eq!(keys(Some(Path::new("/nowhere/keys"))).verdict, Verdict::Bad);
        assert_eq!(checkpoints(Some(Path::new("/nowhere/c"))).verdict, Verdict::Bad);
        let dir = DataDir::choose(Some("/nowhere".into())).unwrap();
        assert_eq!(data_directory(&dir).verdict, Verdict::Bad);
    }
}
