//! The examinations behind `daicho doctor`. To add one: a function that returns [`Finding`]s, and a line in [`examine`].

mod clock;
mod evidence;
mod files;
mod machine;
mod migrations;
mod privileges;
mod read_models;

use serde::Serialize;

use super::cluster::Cluster;
use super::{DatabaseUrl, Source, Urls, database};

/// How an examination ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it must be.
    Good,
    /// Works, but look at it.
    Warning,
    /// Must be put right.
    Bad,
}

impl Verdict {
    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "良好",
            Self::Warning => "注意",
            Self::Bad => "不良",
        }
    }
}

/// What one examination found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable name for programs.
    pub name: &'static str,
    /// The same for people.
    pub title: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen, and what to do.
    pub detail: String,
}

impl Finding {
    /// As it must be.
    pub fn good(name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { name, title, verdict: Verdict::Good, detail: detail.into() }
    }

    /// To be looked at.
    pub fn warning(name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { verdict: Verdict::Warning, ..Self::good(name, title, detail) }
    }

    /// To be put right.
    pub fn bad(name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { verdict: Verdict::Bad, ..Self::good(name, title, detail) }
    }
}

/// Examines everything that can be reached; what cannot be reached is itself a finding. Changes nothing.
pub async fn examine(source: &Source) -> Vec<Finding> {
    let mut findings = vec![machine::fonts()];
    let urls = match source {
        Source::Database { urls, .. } => Some(urls.clone()),
        Source::Directory(dir) => {
            findings.push(machine::postgresql());
            findings.push(files::data_directory(dir));
            findings.push(machine::disk(dir.path()).await);
            let (finding, urls) = cluster(dir);
            findings.push(finding);
            urls
        }
    };
    findings.push(files::keys(source.keys().as_deref()));
    findings.push(files::checkpoints(source.checkpoints().as_deref()));
    let Some(urls) = urls else { return findings };
    findings.push(reachable("connection_application", "接続(通常の利用)", &urls.app).await);
    match database::connect(&urls.owner).await {
        Ok(mut owner) => {
            findings.push(Finding::good("connection_owner", "接続(定義の更新)", "つながります"));
            findings.push(migrations::current(&mut owner).await);
            findings.extend(privileges::as_they_must_be(&mut owner).await);
            findings.push(clock::agrees(&mut owner).await);
            findings.extend(evidence::examine(source, &urls).await);
            findings.push(read_models::follow(&urls).await);
        }
        Err(error) => findings.push(Finding::bad("connection_owner", "接続(定義の更新)", format!("{error:#}"))),
    }
    findings
}

fn cluster(dir: &super::DataDir) -> (Finding, Option<Urls>) {
    const NAME: &str = "cluster";
    const TITLE: &str = "PostgreSQL の稼働";
    let down = "動いていません。daicho demo で起動します";
    match Cluster::locate(dir).map(|cluster| cluster.running()) {
        Ok(Some(server)) => match Urls::of_directory(dir, server.port) {
            Ok(urls) => (Finding::good(NAME, TITLE, format!("127.0.0.1:{} で動いています", server.port)), Some(urls)),
            Err(error) => (Finding::bad(NAME, TITLE, format!("{error:#}")), None),
        },
        Ok(None) => (Finding::bad(NAME, TITLE, down), None),
        Err(error) => (Finding::bad(NAME, TITLE, format!("{error:#}")), None),
    }
}

async fn reachable(name: &'static str, title: &'static str, url: &DatabaseUrl) -> Finding {
    match database::connect(url).await {
        Ok(_) => Finding::good(name, title, "つながります"),
        Err(error) => Finding::bad(name, title, format!("{error:#}")),
    }
}
