//! `GET /masters/changes/{id}/letter`: the words of a proposal on a fictional letter or on that of a real case. A real one is written into the
//! access log before it is shown; nothing of it is kept.

use axum::response::Response;
use events::ids::{LetterId, MasterChangeId};
use events::letter::LetterKind;
use identity::Permission;

use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::protection;

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<MasterChangeId>) -> Result<Response, Problem> {
    let file = cx.acts().master_change(id).await?;
    let kind: LetterKind = cx.parameter("kind").and_then(|kind| kind.parse().ok()).ok_or(Problem::NotFound)?;
    let drafts = file.change.rows();
    let bytes = match cx.parameter("letter") {
        None => {
            cx.seen_is_written();
            cx.acts().preview_fiction(kind, drafts, cx.today).await?
        }
        Some(_) if !cx.may(Permission::ViewCases) => return Err(Problem::NotFound),
        Some(letter) => {
            let letter: LetterId = letter.parse().map_err(|_| Problem::NotFound)?;
            let cases = cx.acts().letter_cases(kind, cx.today).await?;
            let case = cases.into_iter().find(|case| case.letter == letter).ok_or(Problem::NotFound)?;
            if let Some(instead) = protection::instead(&cx, &[case.issued.application.0]).await? {
                return Ok(instead);
            }
            cx.viewed(&[case.issued.application.0]).await?;
            cx.acts().preview_letter(&case.issued, drafts, cx.today).await?
        }
    };
    file_answer::shown(bytes, "preview.pdf")
}
