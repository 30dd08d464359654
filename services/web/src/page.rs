//! A page: typed data and the template it fits. Its samples prove that they fit before a user does.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

/// The data of one template.
pub trait Page: Serialize {
    /// Path under `templates/`.
    const TEMPLATE: &'static str;

    /// Data that reaches every branch of the template. Fictional people only.
    fn sample() -> Vec<Self>
    where
        Self: Sized;
}

/// The samples of a page, for the test that renders them all.
#[derive(Clone, Copy)]
pub struct Sample {
    /// The template.
    pub template: &'static str,
    /// Its samples.
    pub values: fn() -> Vec<Value>,
}

impl Sample {
    /// Of a page.
    pub const fn of<P: Page>() -> Self {
        Self { template: P::TEMPLATE, values: || P::sample().iter().map(|page| Value::from(Serde(page))).collect() }
    }
}
