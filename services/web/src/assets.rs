//! Styles, script and pictures, embedded; the hash of the content stands in the address, so a browser may keep them for ever.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::problem::Problem;

static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

struct Asset {
    name: &'static str,
    bytes: &'static [u8],
}

static BY_ADDRESS: LazyLock<BTreeMap<String, Asset>> =
    LazyLock::new(|| FILES.iter().map(|(name, bytes)| (address(name, bytes), Asset { name, bytes })).collect());

fn address(name: &str, bytes: &[u8]) -> String {
    let hash = hex::encode(&Sha256::digest(bytes)[..8]);
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{file}.{hash}"),
    }
}

/// The address of a file under `assets/`.
pub fn url(name: &str) -> String {
    FILES
        .iter()
        .find(|(known, _)| *known == name)
        .map_or_else(|| "/assets/missing".to_owned(), |(name, bytes)| format!("/assets/{}", address(name, bytes)))
}

pub(crate) async fn serve(Path(file): Path<String>) -> Result<Response, Problem> {
    let asset = BY_ADDRESS.get(&file).ok_or(Problem::NotFound)?;
    let kind = match asset.name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendored_files_are_those_that_were_fetched() {
        let readme = include_str!("../assets/vendor/README.md");
        let vendored: Vec<_> = FILES.iter().filter(|(name, _)| name.starts_with("vendor/")).collect();
        assert_eq!(vendored.len(), 2);
        for (name, bytes) in vendored {
            let hash = hex::encode(Sha256::digest(bytes));
            assert!(readme.contains(&hash), "{name} has {hash}");
        }
    }

    #[test]
    fn an_address_changes_with_the_content() {
        assert_ne!(address("own/app.js", b"1"), address("own/app.js", b"2"));
        assert!(url("own/app.js").starts_with("/assets/app."));
    }
}
