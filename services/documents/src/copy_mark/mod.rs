//! The mark of a copy (写): laid over each page of what staff look at, so that it is never taken for the certificate.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::document::{Document, Field};

/// The mark; it says nothing about anybody.
#[derive(Clone, Serialize)]
pub struct CopyMark {}

impl Document for CopyMark {
    const NAME: &'static str = "copy_mark";
    const TITLE: &'static str = "写し";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=1
    }
}
