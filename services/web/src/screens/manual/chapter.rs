//! A chapter of the manual.

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

use super::{CHAPTERS, Chapter};
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

#[derive(Serialize)]
pub(crate) struct ChapterPage {
    title: &'static str,
    about: &'static str,
    /// The template of its text.
    text: String,
    before: Option<Link>,
    after: Option<Link>,
}

/// A way to another chapter.
#[derive(Serialize)]
pub(super) struct Link {
    href: String,
    pub(super) title: &'static str,
    about: &'static str,
}

impl Link {
    pub(super) fn to(chapter: &Chapter) -> Self {
        Self { href: format!("/help/{}", chapter.name), title: chapter.title, about: chapter.about }
    }
}

impl ChapterPage {
    fn at(index: usize) -> Option<Self> {
        let chapter = CHAPTERS.get(index)?;
        Some(Self {
            title: chapter.title,
            about: chapter.about,
            text: format!("manual/{}.html", chapter.name),
            before: index.checked_sub(1).and_then(|index| CHAPTERS.get(index)).map(Link::to),
            after: CHAPTERS.get(index + 1).map(Link::to),
        })
    }
}

impl Page for ChapterPage {
    const TEMPLATE: &'static str = "manual/chapter.html";

    fn sample() -> Vec<Self> {
        (0..CHAPTERS.len()).filter_map(Self::at).collect()
    }
}

/// `GET /help/{chapter}`.
pub(crate) async fn show(cx: Cx, Path(name): Path<String>) -> Result<Response, Problem> {
    let index = CHAPTERS.iter().position(|chapter| chapter.name == name).ok_or(Problem::NotFound)?;
    cx.page(&ChapterPage::at(index).ok_or(Problem::NotFound)?)
}
