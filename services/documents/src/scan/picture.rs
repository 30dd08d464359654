//! JPEG and PNG: size read before a pixel is decoded, then decoded whole. Nothing may follow the picture: a file that is a picture and
//! something else behind it is neither.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

use super::{Format, MOST_PIXELS, Scan, ScanRefused};

/// The last chunk of a PNG.
const PNG_ENDS: [u8; 12] = [0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82];
/// The last marker of a JPEG.
const JPEG_ENDS: [u8; 2] = [0xff, 0xd9];
/// Memory for one decoded picture: three colours of two bytes a pixel.
const MOST_MEMORY: u64 = MOST_PIXELS * 6;

pub(super) fn jpeg(bytes: &[u8]) -> Result<Scan, ScanRefused> {
    picture(bytes, Format::Jpeg, ImageFormat::Jpeg, &JPEG_ENDS)
}

pub(super) fn png(bytes: &[u8]) -> Result<Scan, ScanRefused> {
    picture(bytes, Format::Png, ImageFormat::Png, &PNG_ENDS)
}

fn picture(bytes: &[u8], format: Format, kind: ImageFormat, end: &[u8]) -> Result<Scan, ScanRefused> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), kind);
    let (width, height) = reader().into_dimensions().map_err(|_| ScanRefused::Broken(format))?;
    let (width, height) = (u64::from(width), u64::from(height));
    if width * height > MOST_PIXELS {
        return Err(ScanRefused::Pixels(width, height));
    }
    if !bytes.ends_with(end) {
        return Err(ScanRefused::Broken(format));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut whole = reader();
    whole.limits(limits);
    whole.decode().map_err(|_| ScanRefused::Broken(format))?;
    Ok(Scan { format, pages: 1 })
}
