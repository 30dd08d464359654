//! Printing and reading back, for the tests of the documents.

use std::io::Write;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::process::Command;

use documents::{Document, Field, Fonts, Imprint, PrintError, Printed, Printer};
use serde::Serialize;
use serde_json::Value;

pub fn printer() -> Printer {
    Printer::new(Fonts::shared().unwrap())
}

pub fn imprint() -> Imprint {
    Imprint { ident: "0190a000-0000-7000-8000-000000000001".to_owned(), recorded_at: "2026-04-20T01:02:03Z".parse().unwrap() }
}

pub fn print<D: Document>(document: &D) -> Result<Printed, PrintError> {
    printer().print(document, &imprint())
}

/// Runs a program of poppler-utils on the file; its absence fails the test.
pub fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(file.path());
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| {
        panic!("{program} cannot be run ({error}): install the package poppler-utils (apt-get install poppler-utils)")
    });
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    // pdfinfo prints attributes of the structure in their own encoding.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text of the file in the order of its writing without any white space, as a search for a field needs it.
pub fn text(pdf: &[u8]) -> String {
    squeezed(&poppler("pdftotext", &["-raw"], pdf))
}

pub fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The document `D` with other data, for going through its fields one by one.
pub struct Altered<D> {
    pub data: Value,
    pictures: Vec<Vec<u8>>,
    pages: RangeInclusive<usize>,
    kind: PhantomData<D>,
}

impl<D: Document> Altered<D> {
    pub fn new(document: &D) -> Self {
        Self {
            data: serde_json::to_value(document).unwrap(),
            pictures: document.pictures().to_vec(),
            pages: document.pages(),
            kind: PhantomData,
        }
    }

    /// Replaces the text at the path of a field (`[]` is the first element).
    pub fn set(&mut self, path: &str, text: &str) {
        let pointer = format!("/{}", path.replace("[]", "/0").replace('.', "/"));
        *self.data.pointer_mut(&pointer).unwrap_or_else(|| panic!("the sample lacks {path}")) = Value::String(text.to_owned());
    }
}

impl<D> Serialize for Altered<D> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.data.serialize(serializer)
    }
}

impl<D: Document> Document for Altered<D> {
    const NAME: &'static str = D::NAME;
    const TITLE: &'static str = D::TITLE;
    const TEMPLATE: &'static str = D::TEMPLATE;
    const FIELDS: &'static [Field] = D::FIELDS;
    fn pictures(&self) -> &[Vec<u8>] {
        &self.pictures
    }

    fn pages(&self) -> RangeInclusive<usize> {
        self.pages.clone()
    }
}
