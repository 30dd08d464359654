//! `GET /verifications`: the newest verifications.

use axum::response::Response;
use identity::Permission;
use serde::Serialize;
use store::{KeptVerification, VerificationState};

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// Verifications on the page.
const ROWS: i64 = 30;

/// One verification.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Row {
    href: String,
    when: String,
    by: &'static str,
    state: String,
    tone: &'static str,
}

impl Row {
    pub(super) fn of(kept: &KeptVerification) -> Self {
        let (state, tone) = match (kept.state, kept.exit_code) {
            (VerificationState::Requested, _) => ("開始待ち".to_owned(), "key"),
            (VerificationState::Running, _) => ("検証中".to_owned(), "key"),
            (VerificationState::Finished, Some(0)) => ("問題なし".to_owned(), "ok"),
            (VerificationState::Finished, code) => (format!("問題あり（{}）", code.unwrap_or_default()), "alert"),
            (VerificationState::Stopped, _) => ("途中で停止".to_owned(), "warn"),
            (VerificationState::Failed, _) => ("実行できず".to_owned(), "warn"),
        };
        Self {
            href: format!("/verifications/{}", kept.id),
            when: moment::exact(kept.updated_at),
            by: if kept.requested_by.is_some() { "画面" } else { "コマンド" },
            state,
            tone,
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct VerificationsPage {
    rows: Vec<Row>,
    may_run: bool,
    at_work: Option<String>,
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let kept = store::verifications(cx.pool(), ROWS).await?;
    let at_work = kept.iter().find(|one| one.state.is_at_work()).map(|one| format!("/verifications/{}", one.id));
    let rows = kept.iter().map(Row::of).collect();
    cx.page(&VerificationsPage { rows, may_run: cx.may(Permission::RunVerifications), at_work })
}

/// A row for the tests of templates.
pub(super) fn sample_row(state: &str, tone: &'static str) -> Row {
    Row {
        href: "/verifications/01990000-0000-7000-8000-000000000001".to_owned(),
        when: "令和8年11月24日 9:12:05".to_owned(),
        by: "画面",
        state: state.to_owned(),
        tone,
    }
}

impl Page for VerificationsPage {
    const TEMPLATE: &'static str = "verifications/list.html";

    fn sample() -> Vec<Self> {
        let rows = vec![sample_row("問題なし", "ok"), sample_row("問題あり（10）", "alert")];
        vec![
            Self { rows: Vec::new(), may_run: true, at_work: None },
            Self { rows: rows.clone(), may_run: false, at_work: None },
            Self { rows, may_run: true, at_work: Some("/verifications/x".to_owned()) },
        ]
    }
}
