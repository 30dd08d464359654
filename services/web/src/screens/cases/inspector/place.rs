//! The proof of an event's place: the way from its leaf to the root of the newest signed checkpoint, shown and to be taken along.

use std::io::{Cursor, Write as _};

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use events::Log;
use serde::Serialize;
use store::{Inclusion, KeptCheckpoint};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Looked;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::{frame, moment};

/// A hash beside the way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Sibling {
    side: &'static str,
    hash: String,
    from: u64,
    until: u64,
}

/// The way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Place {
    size: u64,
    signed_at: String,
    root: String,
    siblings: Vec<Sibling>,
    holds: bool,
    href: String,
}

/// The proof under the newest checkpoint; none where none covers the event yet.
async fn proof(cx: &Cx, position: i64) -> Result<Option<(KeptCheckpoint, Inclusion)>, Problem> {
    let Some(newest) = store::newest_checkpoint(cx.pool(), Log::Casework).await? else { return Ok(None) };
    let found = store::inclusions(cx.pool(), Log::Casework, &[position], &newest).await?.pop();
    Ok(found.map(|inclusion| (newest, inclusion)))
}

impl Place {
    /// Of the event at a position; `path` is the event's page.
    pub(super) async fn of(cx: &Cx, position: i64, path: &str) -> Result<Option<Self>, Problem> {
        let Some((checkpoint, inclusion)) = proof(cx, position).await? else { return Ok(None) };
        let spans = inclusion.spans(checkpoint.size);
        let siblings = spans.into_iter().zip(&inclusion.proof.hashes).map(|(span, hash)| Sibling {
            side: if span.end <= inclusion.proof.index { "左" } else { "右" },
            hash: hex::encode(hash),
            from: span.start + 1,
            until: span.end,
        });
        Ok(Some(Self {
            size: checkpoint.size,
            signed_at: moment::exact(checkpoint.recorded_at),
            root: hex::encode(checkpoint.root),
            siblings: siblings.collect(),
            holds: inclusion.holds(&checkpoint),
            href: format!("{path}/proof"),
        }))
    }

    /// For the tests of templates.
    pub(super) fn sample(holds: bool) -> Self {
        let sibling = |side| Sibling { side, hash: "00".repeat(32), from: 1, until: 256 };
        Self {
            size: 48_211,
            signed_at: "令和8年11月24日 9:12:05".to_owned(),
            root: "00".repeat(32),
            siblings: vec![sibling("左"), sibling("右")],
            holds,
            href: "/cases/1/events/3/proof".to_owned(),
        }
    }
}

/// `GET /cases/{id}/events/{position}/proof`: the files that `daicho evidence verify` reads.
pub(crate) async fn take(cx: Cx, Path((id, position)): Path<(String, String)>) -> Result<Response, Problem> {
    let (id, position) = super::asked(&id, &position)?;
    let looked = Looked::at(&cx, id).await?;
    if !looked.entries.iter().any(|entry| entry.position == position) {
        return Err(Problem::NotFound);
    }
    frame::viewed(&cx, &looked.case).await?;
    let (_, inclusion) = proof(&cx, position).await?.ok_or(Problem::NotFound)?;
    let bytes = files(&inclusion).map_err(|_| Problem::Internal)?;
    let mut headers = HeaderMap::new();
    let name = format!("attachment; filename=\"proof-{position}.zip\"");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|_| Problem::Internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, bytes).into_response())
}

fn files(inclusion: &Inclusion) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let position = inclusion.position;
    let line = [inclusion.line.to_json().as_slice(), b"\n"].concat();
    for (name, bytes) in [
        (format!("{position}.tlog-proof"), inclusion.proof.to_string().into_bytes()),
        (format!("{position}.json"), line),
        ("よみかた.txt".to_owned(), include_bytes!("reading.txt").to_vec()),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
