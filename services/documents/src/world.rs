//! The world Typst sees: one template, one shared form, one data file, our fonts. No disk, no network, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fonts::Fonts;

/// Shapes and styles that all documents share.
pub(crate) const FORM: &str = include_str!("form.typ");

pub(crate) struct Sheet<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a Fonts,
    template: Source,
    form: Source,
    data_id: FileId,
    data: Bytes,
    pictures: Vec<(FileId, Bytes)>,
    today: Option<Datetime>,
}

impl<'a> Sheet<'a> {
    /// `None` when a virtual path is not valid, which only a change of this file can bring about.
    pub(crate) fn new(
        library: &'a LazyHash<Library>,
        fonts: &'a Fonts,
        template: &str,
        data: Vec<u8>,
        pictures: &[Vec<u8>],
        today: Option<Datetime>,
    ) -> Option<Self> {
        let picture = |(at, bytes): (usize, &Vec<u8>)| Some((file(&format!("/picture-{at}.png"))?, Bytes::new(bytes.clone())));
        Some(Self {
            library,
            fonts,
            template: Source::new(file("/template.typ")?, template.to_owned()),
            form: Source::new(file("/form.typ")?, FORM.to_owned()),
            data_id: file("/data.json")?,
            data: Bytes::new(data),
            pictures: pictures.iter().enumerate().map(picture).collect::<Option<_>>()?,
            today,
        })
    }
}

fn file(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.template, &self.form].into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            return Ok(self.data.clone());
        }
        self.pictures.iter().find(|(picture, _)| *picture == id).map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
