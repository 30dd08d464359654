//! The pages of an issued PDF as pictures, so that another document can show what was issued without making it again.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

/// Pixels a point: 108 an inch, at which the print of a form can be read.
const SCALE: f32 = 1.5;

/// The bytes are no PDF that can be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the document cannot be drawn")]
pub struct PictureError;

/// The pages as PNG, at most `most`. Takes tens of milliseconds a page: call it on a blocking thread.
///
/// # Errors
/// [`PictureError`].
pub fn pictures(pdf: Vec<u8>, most: usize) -> Result<Vec<Vec<u8>>, PictureError> {
    let pdf = Pdf::new(pdf).map_err(|_| PictureError)?;
    let (cache, interpreting) = (RenderCache::new(), InterpreterSettings::default());
    let settings = RenderSettings { x_scale: SCALE, y_scale: SCALE, bg_color: WHITE, ..RenderSettings::default() };
    let pages = pdf.pages().iter().take(most);
    pages.map(|page| render(page, &cache, &interpreting, &settings).into_png().map_err(|_| PictureError)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_is_refused() {
        assert_eq!(pictures(b"nothing of the kind".to_vec(), 3), Err(PictureError));
    }
}
