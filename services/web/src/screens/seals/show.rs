//! `GET /seal`: versions, what waits, and the days of use. The picture is shown only to whoever adopts it.

use acts::{ActError, Done, SealInput};
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::{SealImage, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::seal_uses;
use serde::Serialize;

use super::export;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::notices::Reader;
use crate::taking_out::Offer;

/// Days of use on the page.
const DAYS: i64 = 366;
/// Read models that show what was done.
const SHOWN_BY: &[&str] = &[];

#[derive(Serialize)]
struct Edition {
    version: u32,
    valid_from: Date,
    now: bool,
}

#[derive(Serialize)]
struct Waiting {
    version: u32,
    valid_from: Date,
    /// The picture as base64; none for whoever does not adopt it.
    picture: Option<String>,
}

#[derive(Serialize)]
struct Use {
    used_on: Date,
    version: i32,
    count: i64,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct SealPage {
    version: i32,
    versions: Vec<Edition>,
    waiting: Option<Waiting>,
    uses: Vec<Use>,
    may_propose: bool,
    may_adopt: bool,
    export: Option<Offer>,
    form: FormView,
}

/// The page, with a form that failed.
pub(super) async fn render(cx: &Cx, (form, export): (FormView, Option<Offer>), status: StatusCode) -> Result<Response, Problem> {
    let file = cx.acts().seal().await?;
    let (now, may_adopt) = (file.seal.on(cx.today), cx.may(Permission::AdoptSeal));
    let waiting = match file.seal.waiting() {
        None => None,
        Some((version, valid_from, _)) => {
            let picture = if may_adopt { Some(cx.acts().seal_image(version).await?.to_string()) } else { None };
            Some(Waiting { version, valid_from, picture })
        }
    };
    let uses = seal_uses::by_day(cx.pool(), DAYS).await?;
    let page = SealPage {
        version: file.version,
        versions: (file.seal.adopted().iter().rev())
            .map(|(version, valid_from)| Edition { version: *version, valid_from: *valid_from, now: now == Some(*version) })
            .collect(),
        may_propose: cx.may(Permission::ProposeSeal) && waiting.is_none(),
        may_adopt: may_adopt && waiting.is_some(),
        waiting,
        export: export.or_else(|| (!uses.is_empty()).then(export::offer)),
        uses: uses.into_iter().map(|row| Use { used_on: row.used_on, version: row.version, count: row.count }).collect(),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows it.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, (FormView::filled([("valid_from", wareki::short(cx.today))]), None), StatusCode::OK).await
}

/// `POST /seal`.
pub(crate) async fn propose(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let image = match posted.file("image") {
        None => {
            reader.errors.add("image", "印影の画像を選んでください。");
            None
        }
        Some(bytes) => reader.errors.take("image", SealImage::of(bytes.to_vec())),
    };
    let (valid_from, why) = (reader.day("valid_from", "使用開始日"), reader.why("why"));
    let (Some(image), Some(valid_from), Some(why)) = (image, valid_from, why) else {
        let form = FormView::of(&posted).with_errors(&reader.errors).understood(&["valid_from"]);
        return render(&cx, (form, None), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let outcome = cx.acts().propose_seal(&cx.request(&posted)?, SealInput { image, valid_from, why }).await;
    answer(&cx, &posted, "seal_proposed", outcome).await
}

/// `POST /seal/adopt`.
pub(crate) async fn adopt(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let outcome = cx.acts().settle_seal(&cx.request(&posted)?, true).await;
    answer(&cx, &posted, "seal_adopted", outcome).await
}

/// `POST /seal/drop`.
pub(crate) async fn leave(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let outcome = cx.acts().settle_seal(&cx.request(&posted)?, false).await;
    answer(&cx, &posted, "seal_dropped", outcome).await
}

async fn answer(cx: &Cx, posted: &Posted, code: &'static str, outcome: Result<Done, ActError>) -> Result<Response, Problem> {
    let (error, status) = match outcome {
        Ok(done) => return cx.told("/seal", code, done.position, SHOWN_BY).await,
        Err(error @ ActError::Refused(_)) => (error, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error @ ActError::Stale { .. }) => (error, StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.general(error.to_string());
    render(cx, (FormView::of(posted).with_errors(&errors), None), status).await
}

impl Page for SealPage {
    const TEMPLATE: &'static str = "seals/show.html";

    fn sample() -> Vec<Self> {
        let day = jiff::civil::date(2026, 11, 24);
        let page = |waiting, may_propose, may_adopt| Self {
            version: 3,
            versions: vec![Edition { version: 1, valid_from: day, now: true }],
            waiting,
            uses: vec![Use { used_on: day, version: 1, count: 12 }],
            may_propose,
            may_adopt,
            export: Some(export::offer()),
            form: FormView::default(),
        };
        let waiting = |picture: Option<&str>| Some(Waiting { version: 2, valid_from: day, picture: picture.map(str::to_owned) });
        let mut errors = FieldErrors::default();
        errors.add("image", "印影はPNG形式の画像で選んでください。");
        vec![
            page(waiting(Some("iVBORw0KGgo=")), false, true),
            page(waiting(None), false, false),
            Self { form: FormView::default().with_errors(&errors), ..page(None, true, false) },
            Self { versions: Vec::new(), uses: Vec::new(), export: None, ..page(None, false, false) },
        ]
    }
}
