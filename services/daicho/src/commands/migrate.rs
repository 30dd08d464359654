//! `daicho migrate`: brings the tables to the newest definition. Safe to repeat.

use std::path::PathBuf;

use crate::exit::Exit;
use crate::installation::{Access, Source, database};

/// Runs the subcommand.
pub async fn run(data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let access = Access::open(&Source::resolve(data)?).await?;
    let done = database::migrate(&access.urls().owner).await;
    access.close().await?;
    done?;
    eprintln!("データベースの定義は最新です。");
    Ok(Exit::Good)
}
