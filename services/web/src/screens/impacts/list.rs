//! `GET /impacts`: the newest studies, and the question.

use acts::{ActError, Hands, ImpactFile};
use axum::http::StatusCode;
use axum::response::Response;
use casework::rules::Masters;
use events::vocabulary::wareki;
use identity::Permission;
use serde::Serialize;

use super::{asking, words};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::moment;

/// Studies on the page.
const ROWS: u16 = 30;

/// One study.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    at: String,
    period: String,
    difference: Vec<String>,
    state: &'static str,
    tone: &'static str,
    affected: String,
    yen: String,
}

impl Line {
    fn of(file: &ImpactFile, masters: &Masters, cx: &Cx) -> Self {
        let ended = file.ended.as_ref().map(|(ended, _)| ended);
        let (state, tone) = words::state(ended);
        Self {
            href: format!("/impacts/{}", file.id),
            at: moment::near(file.at, cx.today),
            period: file.asked.period.to_string(),
            difference: words::difference(&file.asked, masters),
            state,
            tone,
            affected: ended.map_or_else(String::new, |ended| format!("{}件中 {}件", ended.totals.cases, ended.totals.affected())),
            yen: ended.map_or_else(String::new, |ended| words::more_or_less(ended.totals.yen_a_month)),
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ImpactsPage {
    lines: Vec<Line>,
    at_work: Option<String>,
    may_ask: bool,
    fields: Vec<FieldView>,
    form: FormView,
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let (masters, files) = tokio::try_join!(cx.masters(), async { Ok(cx.acts().impacts(ROWS).await?) })?;
    let at_work = files.iter().find(|file| file.ended.is_none()).map(|file| format!("/impacts/{}", file.id));
    let page = ImpactsPage {
        lines: files.iter().map(|file| Line::of(file, &masters, cx)).collect(),
        at_work,
        may_ask: cx.may(Permission::RunImpacts),
        fields: asking::fields(&masters, cx.today),
        form,
    };
    cx.page_as(status, &page)
}

/// Shows the page, with the fiscal year of today as the period.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let next = cx.today.saturating_add(jiff::Span::new().years(1)).yesterday().unwrap_or(cx.today);
    let form = FormView::filled([
        ("from", wareki::short(cx.today)),
        ("to", wareki::short(next)),
        ("valid_from", wareki::short(cx.today)),
        ("kind", "numbers".to_owned()),
    ]);
    render(&cx, form, StatusCode::OK).await
}

/// `POST /impacts`.
pub(crate) async fn ask(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let question = match asking::question(&cx, &posted).await? {
        Ok(question) => question,
        Err(reader) => {
            let form = FormView::of(&posted).with_errors(&reader.errors);
            return render(&cx, form, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    match cx.acts().ask_impact(&request, question, Hands::Worker).await {
        Ok((id, done)) => cx.told(&format!("/impacts/{id}"), "impact_asked", done.position, &[]).await,
        Err(error @ ActError::Refused(_)) => {
            let mut errors = FieldErrors::default();
            errors.general(error.to_string());
            let form = FormView::of(&posted).with_errors(&errors);
            render(&cx, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Page for ImpactsPage {
    const TEMPLATE: &'static str = "impacts/list.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            href: "/impacts/1".to_owned(),
            at: "きょう 9:12".to_owned(),
            period: "令和8年7月1日から令和9年6月30日まで".to_owned(),
            difference: vec!["自己負担上限月額 IV 一般 5,000円 → 6,000円（R8.7.1から）".to_owned()],
            state: "終了",
            tone: "ok",
            affected: "60件中 12件".to_owned(),
            yen: "＋12,000円".to_owned(),
        };
        let running = Line { state: "調査中", tone: "key", affected: String::new(), yen: String::new(), ..line.clone() };
        let mut errors = FieldErrors::default();
        errors.add("to", "終わりの日が始まりの日より前です。");
        errors.general("ほかの影響調査が進んでいます。");
        let fields = || asking::fields(&Masters::default(), jiff::civil::Date::constant(2026, 11, 24));
        vec![
            Self { lines: vec![line], at_work: None, may_ask: true, fields: fields(), form: FormView::default() },
            Self {
                lines: vec![running],
                at_work: Some("/impacts/1".to_owned()),
                may_ask: true,
                fields: fields(),
                form: FormView::default().with_errors(&errors),
            },
            Self { lines: Vec::new(), at_work: None, may_ask: false, fields: Vec::new(), form: FormView::default() },
        ]
    }
}
