//! Before anything is served: nobody who was erased may be readable again. An older backup, once restored, holds the keys that were
//! destroyed since; the list outside the database knows whose.

use std::collections::BTreeSet;

use events::ids::SubjectId;
use sqlx::PgPool;
use store::{ErasedLine, ErasedList, Role};

use crate::commands::visit::{pool, unreadable};
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls};

/// The list of an installation; none where the environment names no place for it.
pub fn list_of(source: &Source) -> Option<ErasedList> {
    source.checkpoints().map(|directory| ErasedList::in_directory(&directory))
}

/// Erasures that this database does not show.
pub struct Undone {
    /// Lines of the list whose subjects can still be read.
    pub lines: Vec<ErasedLine>,
    /// Positions of events that carried out an erasure whose keys were never destroyed: the program died in between.
    pub positions: Vec<i64>,
}

impl Undone {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.positions.is_empty()
    }
}

/// Looks for erasures that are not done in this database.
pub async fn undone(db: &PgPool, list: Option<&ErasedList>) -> anyhow::Result<Undone> {
    let lines = list.map_or_else(|| Ok(Vec::new()), ErasedList::lines).map_err(|error| {
        stop(Exit::ServiceMissing, format!("消去の一覧を読めません({error})。控えから元に戻すまで、台帳は動かせません。"))
    })?;
    let all: Vec<SubjectId> = lines.iter().flat_map(|line| line.subjects.iter().copied()).collect();
    let readable: BTreeSet<SubjectId> = store::still_readable(db, &all).await.map_err(unreadable)?.into_iter().collect();
    let lines = lines.into_iter().filter(|line| line.subjects.iter().any(|subject| readable.contains(subject))).collect();
    let positions = store::unfinished_erasures(db).await.map_err(unreadable)?;
    Ok(Undone { lines, positions })
}

/// Refuses the start where somebody who was erased could be read.
pub async fn refuse_the_undone(urls: &Urls, source: &Source) -> anyhow::Result<()> {
    let db = pool(urls, Role::Operator, 1).await?;
    let undone = undone(&db, list_of(source).as_ref()).await;
    db.close().await;
    let undone = undone?;
    if undone.is_empty() {
        return Ok(());
    }
    Err(stop(
        Exit::ServiceMissing,
        format!(
            "消去した人の鍵が {} 人分、このデータベースに戻っています(古い控えから復元したためと思われます)。daicho erase --apply でもう一度消去してから始めてください。何も公開していません。",
            undone.lines.len() + undone.positions.len()
        ),
    ))
}
