//! PDF: whole to its end, unpacked within bounds, every object read, nothing in it that acts.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Object};
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use super::{Active, Format, MOST_PAGES, MOST_PIXELS, Scan, ScanRefused};

/// Where the end of the file is looked for, in bytes.
const TAIL: usize = 1024;
/// All streams unpacked together, in bytes.
const MOST_UNPACKED: u64 = 300 * 1024 * 1024;
/// How deep objects lie within each other.
const DEEPEST: usize = 64;
/// Pixels a point at which pages are drawn: 144 an inch.
const SCALE: f32 = 2.0;
/// Longest side of a drawn page, in pixels.
const LONGEST_SIDE: f32 = 3_000.0;

/// Names that mean that something acts, as keys or as values.
const ACTS: &[(&[u8], Active)] = &[
    (b"JavaScript", Active::Script),
    (b"JS", Active::Script),
    (b"Launch", Active::Launch),
    (b"GoToR", Active::Launch),
    (b"GoToE", Active::Launch),
    (b"EmbeddedFile", Active::Embedded),
    (b"EmbeddedFiles", Active::Embedded),
    (b"FileAttachment", Active::Embedded),
    (b"SubmitForm", Active::Form),
    (b"ImportData", Active::Form),
    (b"XFA", Active::Form),
    (b"RichMedia", Active::Media),
    (b"Rendition", Active::Media),
    (b"Movie", Active::Media),
    (b"Sound", Active::Media),
    (b"3D", Active::Media),
];

pub(super) fn examine(bytes: &[u8]) -> Result<Scan, ScanRefused> {
    let broken = ScanRefused::Broken(Format::Pdf);
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if find(tail, b"%%EOF").is_none() || find(tail, b"startxref").is_none() {
        return Err(broken);
    }
    left_behind(bytes)?;
    unpacked(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ScanRefused::Locked,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => broken.clone(),
    })?;
    let pages = pdf.pages().len();
    if pages > MOST_PAGES {
        return Err(ScanRefused::Pages(pages));
    }
    for object in pdf.objects() {
        look(&object, 0)?;
    }
    // A page without content is an empty page; one whose content cannot be read is none.
    let readable = pdf.pages().iter().all(|page| !page.raw().contains_key(b"Contents") || page.page_stream().is_some());
    match u16::try_from(pages) {
        Ok(pages) if pages > 0 && readable => Ok(Scan { format: Format::Pdf, pages }),
        _ => Err(broken),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// What earlier revisions of the file left in it is not reached by its present table, and another reader may reach it: long names are
/// looked for in the bytes themselves.
fn left_behind(bytes: &[u8]) -> Result<(), ScanRefused> {
    for (name, active) in ACTS.iter().filter(|(name, _)| name.len() > 4) {
        let slashed = [b"/", *name].concat();
        let whole = |at: usize| bytes.get(at + slashed.len()).is_none_or(|next| !next.is_ascii_alphanumeric());
        let mut from = 0;
        while let Some(at) = find(&bytes[from..], &slashed).map(|at| at + from) {
            if whole(at) {
                return Err(ScanRefused::Acts(*active));
            }
            from = at + 1;
        }
    }
    Ok(())
}

/// Unpacks every stream that is packed, before any reader does, and counts.
fn unpacked(bytes: &[u8]) -> Result<(), ScanRefused> {
    const BEGINS: &[u8] = b"stream";
    let (mut from, mut left) = (0, MOST_UNPACKED);
    while let Some(at) = find(&bytes[from..], BEGINS).map(|at| at + from + BEGINS.len()) {
        let data = bytes[at..].trim_ascii_start();
        let mut counted = ZlibDecoder::new(data).take(left + 1);
        // Where it ends or breaks does not matter here, only how much comes out.
        let mut piece = [0; 16 * 1024];
        let mut out = 0;
        while let Ok(read @ 1..) = counted.read(&mut piece) {
            out += u64::try_from(read).unwrap_or(u64::MAX);
        }
        left = left.checked_sub(out).ok_or(ScanRefused::Swells)?;
        from = at;
    }
    Ok(())
}

fn acts(name: &[u8]) -> Result<(), ScanRefused> {
    ACTS.iter().find(|(known, _)| *known == name).map_or(Ok(()), |(_, active)| Err(ScanRefused::Acts(*active)))
}

fn look(object: &Object<'_>, depth: usize) -> Result<(), ScanRefused> {
    if depth > DEEPEST {
        return Err(ScanRefused::Broken(Format::Pdf));
    }
    match object {
        Object::Dict(dict) => within(dict, depth),
        Object::Stream(stream) => {
            pixels(stream.dict())?;
            within(stream.dict(), depth)
        }
        Object::Array(array) => elements(array, depth),
        Object::Name(name) => acts(name),
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::String(_) => Ok(()),
    }
}

fn within(dict: &Dict<'_>, depth: usize) -> Result<(), ScanRefused> {
    for (name, value) in dict.entries() {
        acts(&name)?;
        if let MaybeRef::NotRef(value) = value {
            look(&value, depth + 1)?;
        }
    }
    Ok(())
}

fn elements(array: &Array<'_>, depth: usize) -> Result<(), ScanRefused> {
    for element in array.raw_iter() {
        if let MaybeRef::NotRef(element) = element {
            look(&element, depth + 1)?;
        }
    }
    Ok(())
}

/// A picture within the file is as large as one by itself.
fn pixels(dict: &Dict<'_>) -> Result<(), ScanRefused> {
    let side = |name: &[u8]| dict.get::<i32>(name).and_then(|side| u64::try_from(side).ok());
    match (side(b"Width"), side(b"Height")) {
        (Some(width), Some(height)) if width * height > MOST_PIXELS => Err(ScanRefused::Pixels(width, height)),
        _ => Ok(()),
    }
}

/// A page of a PDF that was examined, as PNG; `page` counts from 1. Takes tens of milliseconds: call it on a blocking thread.
///
/// # Errors
/// [`ScanRefused::Broken`] where there is no such page or it cannot be drawn.
pub fn draw(bytes: Vec<u8>, page: usize) -> Result<Vec<u8>, ScanRefused> {
    let broken = || ScanRefused::Broken(Format::Pdf);
    let pdf = Pdf::new(bytes).map_err(|_| broken())?;
    let page = page.checked_sub(1).and_then(|n| pdf.pages().get(n)).ok_or_else(broken)?;
    let (width, height) = page.render_dimensions();
    let scale = SCALE.min(LONGEST_SIDE / width.max(height).max(1.0));
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings).into_png().map_err(|_| broken())
}
