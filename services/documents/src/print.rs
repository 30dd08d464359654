//! From a document's data to the bytes of its PDF: check the glyphs, compile, write with fixed identity and time.

use std::sync::Arc;

use jiff::civil;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::document::Document;
use crate::fonts::{FontDigest, Fonts};
use crate::glyphs::{self, GlyphFault};
use crate::world::{FORM, Sheet};

/// Japan Standard Time; the law knows no other and no summer time.
const JST_MINUTES: i32 = 9 * 60;
const JST: TimeZone = TimeZone::fixed(jiff::tz::offset(9));

/// What the event of the printing says about it (decisions 22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// Stable identity of the document, e.g. the id of its event. Only its hash enters the file.
    pub ident: String,
    /// Recorded time of the event; becomes the creation time of the file.
    pub recorded_at: jiff::Timestamp,
}

/// A finished document.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
    /// SHA-256 of the template with the shared form, 64 hex digits: the version of the layout.
    pub template_sha256: String,
    /// Number of pages.
    pub pages: usize,
    /// The font files used.
    pub fonts: Vec<FontDigest>,
}

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printed")
            .field("sha256", &self.sha256)
            .field("pages", &self.pages)
            .field("bytes", &self.pdf.len())
            .finish_non_exhaustive()
    }
}

/// A document cannot be printed. Neither `Display` nor `Debug` shows its content.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// Some characters have no glyph; each fault says which ([`GlyphFault::sentence`]).
    #[error("{title}に印字できない文字が{}か所あります。何も印刷していません。", faults.len())]
    Glyphs {
        /// Title of the document.
        title: &'static str,
        /// The faults, in the order of the data; never empty.
        faults: Vec<GlyphFault>,
    },
    /// The text is longer than the form.
    #[error("{title}の内容が用紙に収まりません（{pages}ページになりました）。記載を短くしてください。何も印刷していません。")]
    TooLong {
        /// Title of the document.
        title: &'static str,
        /// Pages it would have had.
        pages: usize,
    },
    /// The data has a text that the document does not declare: our mistake.
    #[error("帳票 {name} の項目 {path} の書体が決められていません。")]
    Undeclared {
        /// Name of the document.
        name: &'static str,
        /// Place in the data.
        path: String,
    },
    /// The template failed: our mistake. The message of the compiler can quote the data and is left out.
    #[error("帳票 {name} のひな形に誤りがあります（{place}）。")]
    Template {
        /// Name of the document.
        name: &'static str,
        /// Line and column in the template, or `export`.
        place: String,
    },
    /// The data cannot be written as JSON: our mistake.
    #[error("帳票 {name} のデータを渡せません。")]
    Data {
        /// Name of the document.
        name: &'static str,
    },
}

impl PrintError {
    /// The characters that cannot be printed, if that is the reason.
    pub fn glyph_faults(&self) -> &[GlyphFault] {
        match self {
            Self::Glyphs { faults, .. } => faults,
            _ => &[],
        }
    }
}

/// Prints documents. Make one and keep it.
pub struct Printer {
    fonts: Arc<Fonts>,
    library: LazyHash<Library>,
}

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer").field("fonts", &self.fonts).finish_non_exhaustive()
    }
}

impl Printer {
    /// With these fonts, normally [`Fonts::shared`].
    pub fn new(fonts: Arc<Fonts>) -> Self {
        // Row headers for screen readers still stand behind this switch of Typst.
        let features = [Feature::A11yExtras].into_iter().collect();
        Self { fonts, library: LazyHash::new(Library::builder().with_features(features).build()) }
    }

    /// The fonts in use.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Checks that every character can be printed, without printing.
    ///
    /// # Errors
    /// [`PrintError::Glyphs`], [`PrintError::Undeclared`] or [`PrintError::Data`].
    pub fn check<D: Document>(&self, document: &D) -> Result<(), PrintError> {
        self.checked(document).map(drop)
    }

    /// Checks that the document can be printed: every character, and that the form has room. Takes tens of milliseconds.
    ///
    /// # Errors
    /// As [`Printer::print`].
    pub fn try_out<D: Document>(&self, document: &D, day: civil::Date) -> Result<(), PrintError> {
        let data = self.checked(document)?;
        lay_out(document, &self.sheet(document, data, day)?).map(drop)
    }

    /// Prints one document. Takes tens of milliseconds: call it on a blocking thread.
    ///
    /// # Errors
    /// [`PrintError`]; nothing is printed then.
    pub fn print<D: Document>(&self, document: &D, imprint: &Imprint) -> Result<Printed, PrintError> {
        let local = imprint.recorded_at.to_zoned(JST).datetime();
        let data = self.checked(document)?;
        let sheet = self.sheet(document, data, local.date())?;
        let laid_out = lay_out(document, &sheet)?;
        let options = options::<D>(imprint, local)?;
        let pdf = typst_pdf::pdf(&laid_out, &options).map_err(|faults| template_fault::<D>(&sheet, &faults))?;
        Ok(Printed {
            sha256: hex::encode(Sha256::digest(&pdf)),
            template_sha256: template_sha256::<D>(),
            pages: laid_out.pages().len(),
            pdf,
            fonts: self.fonts.digests().to_vec(),
        })
    }

    /// Ends a batch: Typst remembers laid out text of people, which shall not stay in memory.
    pub fn end_batch(&self) {
        comemo::evict(0);
    }

    fn sheet<D: Document>(&self, document: &D, data: Vec<u8>, day: civil::Date) -> Result<Sheet<'_>, PrintError> {
        Sheet::new(&self.library, &self.fonts, D::TEMPLATE, data, document.pictures(), date(day))
            .ok_or(PrintError::Data { name: D::NAME })
    }

    fn checked<D: Document>(&self, document: &D) -> Result<Vec<u8>, PrintError> {
        let value = serde_json::to_value(document).map_err(|_| PrintError::Data { name: D::NAME })?;
        let found = glyphs::check(&value, D::FIELDS, &self.fonts);
        if let Some(path) = found.undeclared.into_iter().next() {
            return Err(PrintError::Undeclared { name: D::NAME, path });
        }
        if !found.faults.is_empty() {
            return Err(PrintError::Glyphs { title: D::TITLE, faults: found.faults });
        }
        serde_json::to_vec(&value).map_err(|_| PrintError::Data { name: D::NAME })
    }
}

/// The pages, as many as the form may have.
fn lay_out<D: Document>(document: &D, sheet: &Sheet<'_>) -> Result<PagedDocument, PrintError> {
    let laid_out: PagedDocument = typst::compile(sheet).output.map_err(|faults| template_fault::<D>(sheet, &faults))?;
    let pages = laid_out.pages().len();
    if !document.pages().contains(&pages) {
        return Err(PrintError::TooLong { title: D::TITLE, pages });
    }
    Ok(laid_out)
}

fn template_fault<D: Document>(sheet: &Sheet<'_>, faults: &[SourceDiagnostic]) -> PrintError {
    PrintError::Template { name: D::NAME, place: faults.first().map_or_else(|| "export".to_owned(), |fault| place(sheet, fault)) }
}

/// The version of a document's layout: SHA-256 of its template and the shared form.
pub fn template_sha256<D: Document>() -> String {
    let mut hasher = Sha256::new();
    hasher.update(D::TEMPLATE.as_bytes());
    hasher.update([0]);
    hasher.update(FORM.as_bytes());
    hex::encode(hasher.finalize())
}

fn options<D: Document>(imprint: &Imprint, local: civil::DateTime) -> Result<PdfOptions, PrintError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2u, PdfStandard::Ua_1])
        .map_err(|_| PrintError::Template { name: D::NAME, place: "standards".to_owned() })?;
    Ok(PdfOptions {
        ident: Smart::Custom(format!("daicho:{}:{}", D::NAME, imprint.ident)),
        creator: Smart::Custom(Some("daicho".to_owned())),
        timestamp: date_time(local).and_then(|time| Timestamp::new_local(time, JST_MINUTES)),
        standards,
        ..PdfOptions::default()
    })
}

fn place(sheet: &Sheet<'_>, fault: &SourceDiagnostic) -> String {
    let Some(id) = fault.span.id() else {
        return "export".to_owned();
    };
    let file = id.get().vpath().get_without_slash();
    let line = typst::World::source(sheet, id).ok().and_then(|source| {
        let range = sheet.range(fault.span)?;
        source.lines().byte_to_line_column(range.start)
    });
    line.map_or_else(|| file.to_owned(), |(line, column)| format!("{file} {}:{}", line + 1, column + 1))
}

fn date(date: civil::Date) -> Option<Datetime> {
    Datetime::from_ymd(date.year().into(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

fn date_time(time: civil::DateTime) -> Option<Datetime> {
    let small = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        time.year().into(),
        small(time.month())?,
        small(time.day())?,
        small(time.hour())?,
        small(time.minute())?,
        small(time.second())?,
    )
}
