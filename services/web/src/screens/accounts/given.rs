//! The initial password, on the one page that ever shows it.

use serde::Serialize;

use crate::page::Page;

/// The page.
#[derive(Serialize)]
pub(crate) struct GivenPage {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) login: String,
    /// None where the same form came twice: it was shown to the first.
    pub(super) password: Option<String>,
}

impl Page for GivenPage {
    const TEMPLATE: &'static str = "accounts/given.html";

    fn sample() -> Vec<Self> {
        [Some("abcd2345efgh6789jkmn".to_owned()), None]
            .map(|password| Self {
                href: "/accounts/01990000-0000-7000-8000-000000000001".to_owned(),
                name: "見本 一".to_owned(),
                login: "counter1".to_owned(),
                password,
            })
            .into()
    }
}
