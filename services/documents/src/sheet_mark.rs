//! 照合コード on a sheet: the QR code drawn as one path, and the same code in letters for whoever has no scanner.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// A code as templates draw it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SheetMark {
    /// The code in groups of four.
    pub text: String,
    /// Modules a side.
    size: usize,
    /// Dark modules in rows: column, row, how many.
    runs: Vec<[usize; 3]>,
}

/// Longer than a code can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the code of a sheet cannot be drawn")]
pub struct SheetMarkError;

impl SheetMark {
    /// The mark of a code of letters and digits.
    ///
    /// # Errors
    /// [`SheetMarkError`].
    pub fn of(code: &str) -> Result<Self, SheetMarkError> {
        let drawn = QrCode::with_error_correction_level(code, EcLevel::Q).map_err(|_| SheetMarkError)?;
        let size = drawn.width();
        let mut runs: Vec<[usize; 3]> = Vec::new();
        for (at, colour) in drawn.into_colors().into_iter().enumerate() {
            let (row, column) = (at / size, at % size);
            match runs.last_mut() {
                _ if colour == Color::Light => {}
                Some([first, last_row, count]) if *last_row == row && *first + *count == column => *count += 1,
                _ => runs.push([column, row, 1]),
            }
        }
        let signs: Vec<char> = code.chars().collect();
        let text = signs.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
        Ok(Self { text, size, runs })
    }
}

#[cfg(test)]
mod tests {
    use hayro::hayro_interpret::InterpreterSettings;
    use hayro::hayro_syntax::Pdf;
    use hayro::vello_cpu::color::palette::css::WHITE;
    use hayro::{RenderCache, RenderSettings, render};

    use super::*;
    use crate::{CapSheet, Certificate, Document, Fonts, Imprint, Printer, cap_sheet, certificate};

    /// What another program reads in the codes of the first page.
    fn read(document: &impl Document) -> Vec<String> {
        let printer = Printer::new(Fonts::shared().unwrap());
        let imprint = Imprint { ident: "one".to_owned(), recorded_at: jiff::Timestamp::UNIX_EPOCH };
        let pdf = Pdf::new(printer.print(document, &imprint).unwrap().pdf).unwrap();
        let settings = RenderSettings { x_scale: 4.0, y_scale: 4.0, bg_color: WHITE, ..RenderSettings::default() };
        let page = render(&pdf.pages()[0], &RenderCache::new(), &InterpreterSettings::default(), &settings);
        let (width, height) = (usize::from(page.width()), usize::from(page.height()));
        let dots: Vec<u8> = page.data().iter().map(|dot| dot.g).collect();
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| dots[y * width + x]);
        image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
    }

    #[test]
    fn each_sheet_is_read_by_another_program() {
        let code = |text: &str| Some(SheetMark::of(text).unwrap());
        assert_eq!(read(&Certificate { code: code("0123456789ABCX"), ..certificate::sample() }), ["0123456789ABCX"]);
        assert_eq!(read(&CapSheet { code: code("XCBA9876543210"), ..cap_sheet::sample() }), ["XCBA9876543210"]);
        assert_eq!(read(&Certificate { code: None, ..certificate::sample() }), [""; 0]);
    }

    #[test]
    fn the_code_stands_beside_it_in_groups() {
        assert_eq!(SheetMark::of("0123456789ABCX").unwrap().text, "0123 4567 89AB CX");
        assert_eq!(SheetMark::of(&"A".repeat(5_000)), Err(SheetMarkError));
    }
}
