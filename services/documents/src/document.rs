//! What a document declares about itself: its template, its fields, its pages.

use std::ops::RangeInclusive;

use serde::Serialize;

/// A kind of document. The implementing struct is its data.
pub trait Document: Serialize {
    /// Short name in identifiers and file names, e.g. `certificate`.
    const NAME: &'static str;
    /// Title in Japanese as a user reads it (帳票名).
    const TITLE: &'static str;
    /// The Typst source.
    const TEMPLATE: &'static str;
    /// Every text of the data with its label and face.
    const FIELDS: &'static [Field];
    /// Pictures that the template shows as `/picture-0.png` and so on.
    fn pictures(&self) -> &[Vec<u8>] {
        &[]
    }
    /// How many pages the finished document may have, from this data.
    fn pages(&self) -> RangeInclusive<usize>;
}

/// The typeface that prints a text (書体).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// IPAmj明朝: names, addresses and all other data. Holds the variants of 文字情報基盤.
    Mincho,
    /// BIZ UDゴシック: labels and numbers.
    Gothic,
}

impl Face {
    /// Name as a user reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mincho => "IPAmj明朝",
            Self::Gothic => "BIZ UDゴシック",
        }
    }
}

/// One text of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Place in the serialised data, list elements as `[]`: `diseases[].name`.
    pub path: &'static str,
    /// Label as a user reads it (項目名).
    pub label: &'static str,
    /// Face the template prints it in.
    pub face: Face,
}

impl Field {
    /// A text printed in 明朝.
    pub const fn mincho(path: &'static str, label: &'static str) -> Self {
        Self { path, label, face: Face::Mincho }
    }

    /// A text printed in ゴシック.
    pub const fn gothic(path: &'static str, label: &'static str) -> Self {
        Self { path, label, face: Face::Gothic }
    }
}
