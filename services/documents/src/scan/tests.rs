//! Whole files and broken ones, quiet files and those that act; each refusal beside a file that is kept.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};

use super::*;

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(64, 48, |x, y| image::Rgb([u8::try_from(x * 3).unwrap(), u8::try_from(y * 5).unwrap(), 90]));
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PDF of one page out of numbered objects, with a right table.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in (1..).zip(objects) {
        offsets.push(out.len());
        out.extend(format!("{n} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).into_bytes());
    out
}

const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const PAGE: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << >> >>";
const CONTENT: &str = "<< /Length 21 >>\nstream\n0 0 1 rg 10 10 50 50 re f\nendstream";

fn with(catalogue: &str, more: &[&str]) -> Vec<u8> {
    let root = format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>");
    let objects: Vec<&str> = [root.as_str(), PAGES, PAGE, CONTENT].into_iter().chain(more.iter().copied()).collect();
    pdf(&objects)
}

#[test]
fn whole_scans_are_kept_whatever_they_are_called() {
    assert_eq!(examine(&picture(ImageFormat::Png)), Ok(Scan { format: Format::Png, pages: 1 }));
    assert_eq!(examine(&picture(ImageFormat::Jpeg)), Ok(Scan { format: Format::Jpeg, pages: 1 }));
    let quiet = with("", &[]);
    assert_eq!(examine(&quiet), Ok(Scan { format: Format::Pdf, pages: 1 }));
    assert!(draw(quiet.clone(), 1).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(draw(quiet, 2), Err(ScanRefused::Broken(Format::Pdf)));
}

#[test]
fn a_file_that_was_cut_off_is_refused_at_every_length() {
    for (whole, format) in
        [(picture(ImageFormat::Png), Format::Png), (picture(ImageFormat::Jpeg), Format::Jpeg), (with("", &[]), Format::Pdf)]
    {
        for cut in [whole.len() / 2, whole.len() - 1 - whole.len() / 50, whole.len() * 9 / 10] {
            assert_eq!(examine(&whole[..cut]), Err(ScanRefused::Broken(format)), "{cut} of {}", whole.len());
        }
        let followed = [whole.as_slice(), &[b'P', b'K', 3, 4].repeat(600)].concat();
        assert_eq!(examine(&followed), Err(ScanRefused::Broken(format)), "something else behind it");
    }
    assert_eq!(examine(b""), Err(ScanRefused::Empty));
    for other in [&b"GIF89a"[..], b"PK\x03\x04", b"<html>", b"MZ\x90"] {
        assert_eq!(examine(other), Err(ScanRefused::Unknown));
    }
    assert_eq!(examine(&vec![b'%'; LARGEST + 1]), Err(ScanRefused::TooLarge));
}

#[test]
fn a_picture_of_three_hundred_megapixels_is_refused_before_it_is_decoded() {
    // The head of a PNG says its size; there is no pixel behind it.
    let mut png = picture(ImageFormat::Png);
    png[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&15_000_u32.to_be_bytes());
    let crc = crc(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(examine(&png), Err(ScanRefused::Pixels(20_000, 15_000)));
    let image = "<< /Type /XObject /Subtype /Image /Width 20000 /Height 15000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream";
    assert_eq!(examine(&with("", &[image])), Err(ScanRefused::Pixels(20_000, 15_000)));
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[test]
fn what_acts_is_refused_and_says_what_it_is() {
    for (catalogue, more, active) in [
        ("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "", Active::Script),
        ("/OpenAction 5 0 R", "<< /S /#4AavaScript /#4AS (1) >>", Active::Script),
        ("/OpenAction << /S /Launch /F (cmd.exe) >>", "", Active::Launch),
        ("/Names << /EmbeddedFiles << /Names [] >> >>", "", Active::Embedded),
        ("/AcroForm << /Fields [] /XFA [] >>", "", Active::Form),
        ("/Extra [[<< /S /SubmitForm /F (http://example.jp) >>]]", "", Active::Form),
        ("/Extra << /Subtype /RichMedia >>", "", Active::Media),
    ] {
        let more: &[&str] = if more.is_empty() { &[] } else { &[more] };
        assert_eq!(examine(&with(catalogue, more)), Err(ScanRefused::Acts(active)), "{catalogue}");
    }
    assert!(examine(&with("/OpenAction [3 0 R /Fit] /Lang (ja)", &[])).is_ok(), "going to a page is no act");
}

#[test]
fn what_swells_is_refused_before_it_is_read() {
    use std::io::Write as _;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![0_u8; 1024 * 1024];
    for _ in 0..320 {
        packed.write_all(&block).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut bytes = with("", &[]);
    let at = bytes.len() - 200;
    let stream = [b"9 0 obj\n<< /Filter /FlateDecode >>\nstream\n", packed.as_slice(), b"\nendstream\nendobj\n"].concat();
    bytes.splice(at..at, stream);
    assert_eq!(examine(&bytes), Err(ScanRefused::Swells));
}
