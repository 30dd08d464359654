//! 来歴 of a recipient: for each field of the ledger who gave it its value, when and by which event; and every earlier value.

use axum::response::Response;
use events::ids::RecipientId;
use serde::Serialize;

use super::looked::{Frame, Looked};
use crate::as_of::Bar;
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::blame::{Part, parts};

/// The page.
#[derive(Serialize)]
pub(crate) struct PersonTrailPage {
    bar: Bar,
    frame: Frame,
    parts: Vec<Part>,
}

/// `GET /recipients/{id}/trail`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let (trails, entries) = looked.trails(&cx, looked.view.known).await?;
    let page = PersonTrailPage {
        bar: looked.bar("/trail"),
        frame: looked.frame(&cx, "trail")?,
        parts: parts(trails, &entries, &looked.names, cx.today),
    };
    cx.page_as(looked.view.status(), &page)
}

impl Page for PersonTrailPage {
    const TEMPLATE: &'static str = "ledger/person_trail.html";

    fn sample() -> Vec<Self> {
        let page = |parts| Self { bar: Bar::sample(), frame: Frame::sample("trail"), parts };
        vec![page(Part::samples()), page(Vec::new())]
    }
}
