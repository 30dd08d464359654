//! The task list of one draft: which pages are ready, where something is missing.

use axum::response::Response;
use serde::Serialize;
use uuid::Uuid;

use super::draft::{self, Progress};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// The page.
#[derive(Serialize)]
pub(crate) struct TaskListPage {
    title: String,
    child: String,
    tasks: Vec<Task>,
    done: usize,
    path: String,
    saved_at: jiff::Timestamp,
}

/// One page to fill in.
#[derive(Serialize)]
struct Task {
    title: &'static str,
    path: String,
    progress: Progress,
    problems: usize,
}

impl Page for TaskListPage {
    const TEMPLATE: &'static str = "applications/task_list.html";

    fn sample() -> Vec<Self> {
        let task = |progress, problems| Task {
            title: "申請者",
            path: "/applications/drafts/0/applicant".to_owned(),
            progress,
            problems,
        };
        vec![Self {
            title: "新規申請の入力".to_owned(),
            child: "見本 花子".to_owned(),
            tasks: vec![task(Progress::Untouched, 0), task(Progress::Wrong, 2), task(Progress::Done, 0)],
            done: 1,
            path: "/applications/drafts/0".to_owned(),
            saved_at: jiff::Timestamp::UNIX_EPOCH,
        }]
    }
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let draft = draft::load(&cx, id).await?;
    let catalogue = draft::catalogue(&cx, cx.today).await?;
    cx.viewed(&[id]).await?;
    let path = format!("/applications/drafts/{id}");
    let tasks: Vec<Task> = draft
        .content
        .sections()
        .into_iter()
        .map(|section| {
            let (progress, problems) = draft.content.progress(section, &catalogue);
            Task { title: section.title, path: format!("{path}/{}", section.code), progress, problems: problems.len() }
        })
        .collect();
    cx.page(&TaskListPage {
        title: draft.content.purpose.title(),
        child: draft.content.child(),
        done: tasks.iter().filter(|task| task.progress == Progress::Done).count(),
        tasks,
        path,
        saved_at: draft.info.updated_at,
    })
}
