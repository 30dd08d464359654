//! A QR code as one path of an SVG, made on the server: nothing is fetched, nothing is kept, and what it says stands in no address.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// Light modules around the code, which readers need.
const QUIET: usize = 4;

/// A code as a template draws it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Qr {
    /// Modules a side, with the quiet zone.
    side: usize,
    /// The dark modules.
    path: String,
}

impl Qr {
    /// The code of a text; none where it is too long for one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
        let width = code.width();
        let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
        let squares: Vec<String> =
            dark.map(|(place, _)| format!("M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET)).collect();
        let path = squares.concat();
        Some(Self { side: width + 2 * QUIET, path })
    }
}

impl std::fmt::Debug for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Qr")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_within_its_quiet_zone_and_never_told_to_a_log() {
        let qr = Qr::of("otpauth://totp/daicho:checker?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").expect("short enough");
        assert!(qr.path.starts_with("M4 4h1v1h-1z"), "the corner of the first finder pattern");
        assert!(qr.side > 21 + 2 * QUIET);
        assert_eq!(format!("{qr:?}"), "Qr");
        assert_eq!(Qr::of(&"1".repeat(9_000)), None);
    }
}
