//! `GET /takeovers`: the newest takeovers, and where a file is chosen.

use acts::TakeoverError;
use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::FreeText;
use identity::Permission;
use serde::Serialize;

use super::words;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// Takeovers on the page.
const ROWS: u16 = 30;

/// One takeover.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    at: String,
    why: String,
    state: &'static str,
    tone: &'static str,
    takeable: String,
    refused: String,
    taken: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TakeoversPage {
    lines: Vec<Line>,
    may_prepare: bool,
    form: FormView,
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let mut lines = Vec::new();
    for file in cx.acts().takeovers(ROWS).await? {
        let progress = cx.acts().takeover_progress(file.id).await?;
        let (state, tone) = words::state(&file, progress.as_ref());
        let verdicts = file.verdicts();
        lines.push(Line {
            href: format!("/takeovers/{}", file.id),
            at: moment::near(file.received.0, cx.today),
            why: crate::screens::cases::papers::reason(Some(&file.received.2.why)),
            state,
            tone,
            takeable: verdicts.map_or_else(String::new, |verdicts| format!("{}件", verdicts.takeable())),
            refused: verdicts.map_or_else(String::new, |verdicts| format!("{}件", verdicts.refused)),
            taken: file.carried_out.map_or_else(String::new, |(_, taken, _)| format!("{taken}件")),
        });
    }
    cx.page_as(status, &TakeoversPage { lines, may_prepare: cx.may(Permission::PrepareTakeovers), form })
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, FormView::default(), StatusCode::OK).await
}

/// `POST /takeovers`: a file that cannot be read is not kept.
pub(crate) async fn receive(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let mut errors = FieldErrors::default();
    let bytes = posted.file("file").map(<[u8]>::to_vec);
    if bytes.is_none() {
        errors.add("file", "旧台帳のファイルを選んでください。");
    }
    let why = errors.take("why", FreeText::parse(posted.text("why")));
    if let Some((bytes, why)) = bytes.zip(why) {
        match cx.acts().receive_takeover(&request, bytes, why).await {
            Ok((id, done)) => return cx.told(&format!("/takeovers/{id}"), "takeover_received", done.position, &[]).await,
            Err(TakeoverError::File(error)) => errors.add("file", error.to_string()),
            Err(TakeoverError::Act(acts::ActError::Refused(refusal))) => errors.general(refusal.to_string()),
            Err(TakeoverError::Act(other)) => return Err(other.into()),
        }
    }
    render(&cx, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for TakeoversPage {
    const TEMPLATE: &'static str = "takeovers/list.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            href: "/takeovers/1".to_owned(),
            at: "きょう 9:12".to_owned(),
            why: "令和7年度までのエクセルの台帳".to_owned(),
            state: "決裁待ち",
            tone: "warn",
            takeable: "1,180件".to_owned(),
            refused: "12件".to_owned(),
            taken: String::new(),
        };
        let mut errors = FieldErrors::default();
        errors.add("file", "旧台帳のファイルを選んでください。");
        errors.add("why", "入力してください。");
        vec![
            Self { lines: vec![line], may_prepare: true, form: FormView::default() },
            Self { lines: Vec::new(), may_prepare: true, form: FormView::default().with_errors(&errors) },
            Self { lines: Vec::new(), may_prepare: false, form: FormView::default() },
        ]
    }
}
