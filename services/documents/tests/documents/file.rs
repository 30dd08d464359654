//! The file itself: same bytes again, the standards it claims, what errors give away, what a template may reach.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use crate::support::{imprint, poppler, print, printer};
use documents::{
    Document, Field, FontError, Fonts, Imprint, PrintError, address_labels, address_sheet, application_sheet, board_minutes,
    board_papers, calculation_sheet, cap_sheet, certificate, change_report, copy_mark, dossier, erasure_certificate, ledger_book,
    letter, print::template_sha256, proposal_sheet, transmittal_list,
};
use serde::Serialize;

fn same_bytes<D: Document>(document: &D) {
    let first = printer();
    let printed = first.print(document, &imprint()).unwrap();
    first.end_batch();
    assert_eq!(printed, first.print(document, &imprint()).unwrap(), "{} after the batch", D::NAME);
    let fresh = documents::Printer::new(std::sync::Arc::new(Fonts::read(&[PathBuf::from("/usr/share/fonts")]).unwrap()));
    assert_eq!(printed, fresh.print(document, &imprint()).unwrap(), "{} with fonts read anew", D::NAME);
    assert_eq!(printed.template_sha256, template_sha256::<D>());

    let later = Imprint { recorded_at: "2026-04-20T01:02:04Z".parse().unwrap(), ..imprint() };
    assert_ne!(printed.sha256, first.print(document, &later).unwrap().sha256);
    let other = Imprint { ident: "another".to_owned(), ..imprint() };
    assert_ne!(printed.sha256, first.print(document, &other).unwrap().sha256);
}

#[test]
fn same_data_same_bytes() {
    same_bytes(&certificate::sample());
    same_bytes(&cap_sheet::sample());
    same_bytes(&calculation_sheet::sample());
    same_bytes(&dossier::sample());
    same_bytes(&erasure_certificate::sample());
}

#[test]
fn printing_side_by_side_gives_the_same_bytes() {
    let printer = printer();
    let expected = printer.print(&certificate::sample(), &imprint()).unwrap();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| printer.print(&certificate::sample(), &imprint()).unwrap())).collect();
        for run in runs {
            assert_eq!(run.join().unwrap(), expected);
        }
    });
}

/// What every document keeps; gives its bytes.
fn standards<D: Document>(document: &D) -> Vec<u8> {
    let pdf = print(document).unwrap().pdf;
    let metadata = poppler("pdfinfo", &["-meta"], &pdf);
    let written = String::from_utf8_lossy(&pdf);
    for claim in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>U</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"]
    {
        assert!(metadata.contains(claim), "{} lacks {claim}: {metadata}", D::NAME);
    }
    assert!(written.contains("/MarkInfo") || poppler("pdfinfo", &[], &pdf).contains("Tagged:          yes"));
    let info = poppler("pdfinfo", &["-rawdates"], &pdf);
    assert!(info.contains(&format!("Title:           {}", D::TITLE)), "{info}");
    assert!(info.contains("Creator:         daicho"), "{info}");
    // The recorded time, told in Japan Standard Time.
    assert!(info.contains("D:20260420100203+09'00"), "{info}");
    assert!(info.contains("(A4)"), "{info}");
    let fonts = poppler("pdffonts", &[], &pdf);
    let embedded: Vec<_> = fonts.lines().skip(2).collect();
    assert!(!embedded.is_empty());
    assert!(embedded.iter().all(|line| line.contains(" yes yes yes ")), "{fonts}");
    pdf
}

fn claims<D: Document>(document: &D) {
    let structure = poppler("pdfinfo", &["-struct"], &standards(document));
    for part in ["H1", "Table", "TH"] {
        assert!(structure.lines().any(|line| line.trim_start().starts_with(part)), "{} has no {part}", D::NAME);
    }
}

#[test]
fn a_dossier_shows_the_pages_that_were_issued() {
    let issued = print(&certificate::sample()).unwrap();
    let pictures = documents::pictures(issued.pdf, 8).unwrap();
    assert_eq!(pictures.len(), issued.pages);
    assert!(pictures.iter().all(|png| png.starts_with(b"\x89PNG") && png.len() > 5_000), "a page is blank");
    let plain = print(&dossier::sample()).unwrap();
    let pages = (1..=pictures.len()).map(|page| dossier::IssuedPage { title: format!("受給者証　{page}") }).collect();
    let shown = print(&documents::Dossier { pages, pictures, ..dossier::sample() }).unwrap();
    assert!(shown.pages > plain.pages && shown.pdf.len() > plain.pdf.len());
}

#[test]
fn the_standards_are_claimed_and_the_structure_is_there() {
    claims(&certificate::sample());
    claims(&cap_sheet::sample());
    // Labels and marks have neither a heading nor a table.
    standards(&address_labels::sample());
    standards(&address_sheet::sample());
    standards(&copy_mark::CopyMark {});
    claims(&calculation_sheet::sample());
    claims(&dossier::sample());
    claims(&change_report::sample());
    claims(&erasure_certificate::sample());
    claims(&board_papers::sample());
    claims(&board_minutes::sample());
    claims(&application_sheet::sample());
    claims(&proposal_sheet::sample());
    claims(&ledger_book::sample());
    claims(&transmittal_list::sample());
    claims(&letter::refusal_sample().unwrap());
}

#[test]
fn a_dossier_comes_out_and_says_what_it_could_not_print() {
    let mut sample = dossier::sample();
    sample.verdicts[0].details.push(String::from("見\u{10FFFD}本"));
    let characters: Vec<String> =
        print(&sample).unwrap_err().glyph_faults().iter().map(|fault| fault.character.clone()).collect();
    let replaced = sample.without(&characters).unwrap();
    let shown = crate::support::text(&print(&replaced).unwrap().pdf);
    assert!(shown.contains("見〓本") && shown.contains("置き換えています"), "{shown}");
}

#[test]
fn errors_do_not_show_the_data() {
    let mut sample = certificate::sample();
    sample.child.name = String::from("秘密\u{10FFFD}太郎");
    let error = print(&sample).unwrap_err();
    for told in [error.to_string(), format!("{error:?}")] {
        assert!(!told.contains("秘密") && !told.contains('\u{10FFFD}'), "{told}");
    }
    assert!(matches!(&error, PrintError::Glyphs { faults, .. } if faults.len() == 1));
    assert!(!format!("{:?}", print(&certificate::sample()).unwrap()).contains("見本"));
}

/// A document that misbehaves in the way of `TEMPLATE`.
macro_rules! probe {
    ($name:ident, $template:expr) => {
        #[derive(Serialize)]
        struct $name {
            name: &'static str,
        }
        impl Document for $name {
            const NAME: &'static str = "probe";
            const TITLE: &'static str = "試験";
            const TEMPLATE: &'static str = $template;
            const FIELDS: &'static [Field] = &[Field::mincho("name", "氏名")];
            fn pages(&self) -> RangeInclusive<usize> {
                1..=1
            }
        }
    };
}

probe!(Panics, "#let data = json(\"/data.json\")\n#panic(data.name)");
probe!(ReadsDisk, "#read(\"/etc/hostname\")");
probe!(LoadsPackage, "#import \"@preview/cetz:0.3.0\": canvas");
probe!(WrongFace, "#set document(title: \"x\")\n#set text(font: \"BIZ UDGothic\", fallback: false)\n#json(\"/data.json\").name");

#[test]
fn a_failing_template_tells_its_place_and_no_data() {
    let error = print(&Panics { name: "秘密太郎" }).unwrap_err();
    assert!(error.to_string().contains("template.typ 2:"), "{error}");
    assert!(!format!("{error} {error:?}").contains("秘密"));
    // A template that prints in another face than declared is stopped by the writer of PDF/A.
    let error = print(&WrongFace { name: "𠮷" }).unwrap_err();
    assert!(matches!(error, PrintError::Template { .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains('𠮷'));
}

#[test]
fn a_template_reaches_neither_disk_nor_network() {
    assert!(matches!(print(&ReadsDisk { name: "" }), Err(PrintError::Template { .. })));
    assert!(matches!(print(&LoadsPackage { name: "" }), Err(PrintError::Template { .. })));
}

#[test]
fn a_text_without_declaration_is_refused() {
    let mut altered = crate::support::Altered::new(&cap_sheet::sample());
    altered.data.as_object_mut().unwrap().insert("slipped_in".to_owned(), "見本".into());
    let error = print(&altered).unwrap_err();
    assert!(matches!(error, PrintError::Undeclared { path, .. } if path == "slipped_in"));
}

#[test]
fn missing_and_wrong_fonts_name_the_package() {
    let folder = tempfile::tempdir().unwrap();
    let read = || Fonts::read(&[folder.path().to_owned()]).unwrap_err();
    let missing = read();
    assert!(matches!(missing, FontError::Missing { .. }));
    assert!(missing.to_string().contains("apt-get install fonts-morisawa-bizud-gothic"), "{missing}");
    std::fs::write(folder.path().join("BIZUDGothic-Regular.ttf"), b"no font").unwrap();
    let wrong = read();
    assert!(matches!(wrong, FontError::NotTheFont { .. }));
    assert!(wrong.to_string().contains("fonts-morisawa-bizud-gothic"), "{wrong}");
}

#[test]
fn font_files_are_known_by_their_digest() {
    let fonts = Fonts::shared().unwrap();
    let files: Vec<_> = fonts.digests().iter().map(|digest| digest.file.as_str()).collect();
    assert_eq!(files, ["BIZUDGothic-Regular.ttf", "ipamjm.ttf", "BIZUDGothic-Bold.ttf"]);
    assert!(fonts.digests().iter().all(|digest| digest.sha256.len() == 64));
    assert_eq!(print(&certificate::sample()).unwrap().fonts, fonts.digests());
}
