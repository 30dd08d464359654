//! `POST /proposals`: what was chosen is put on one proposal; each refusal with its phrase and its own words.

use acts::{ActError, ProposalInput, RefuseInput};
use axum::response::Response;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;

use super::SHOWN_BY;
use super::list::{ground_field, render, why_field};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::decisions::batch::cases;
use crate::screens::decisions::outcome::{Outcome, OutcomePage};
use crate::screens::decisions::row::proposal_number;

/// What was sent: for each chosen case the version that was shown and, where it was offered to be refused, the reason.
fn read(posted: &Posted, offered: &[(String, String)], errors: &mut FieldErrors) -> Vec<ProposalInput> {
    let mut inputs = Vec::new();
    for id in posted.all("case") {
        let Ok(application) = id.parse::<ApplicationId>() else { continue };
        let version = posted.text(&format!("seen.{id}")).split(':').next().unwrap_or_default().parse().unwrap_or(0);
        let (ground_name, why_name) = (ground_field(id), why_field(id));
        let refuses = posted.has(&ground_name) || posted.has(&why_name);
        let refusal = if refuses { read_reason(posted, offered, (&ground_name, &why_name), errors) } else { None };
        inputs.push(ProposalInput { application, seen_version: version, refusal });
    }
    if inputs.is_empty() {
        errors.add("case", "起案する申請を1件以上選んでください。");
    }
    inputs
}

fn read_reason(
    posted: &Posted,
    offered: &[(String, String)],
    (ground_name, why_name): (&str, &str),
    errors: &mut FieldErrors,
) -> Option<RefuseInput> {
    let ground = posted.text(ground_name);
    let known = offered.iter().any(|(key, _)| key == ground);
    if !known {
        errors.add(ground_name, "不認定の理由区分を選んでください。");
    }
    let typed = posted.text(why_name).trim();
    if typed.is_empty() {
        errors.add(why_name, "申請者に示す理由を入力してください。通知にこのまま載ります。");
        return None;
    }
    let why = errors.take(why_name, FreeText::parse(typed))?;
    known.then(|| RefuseInput { ground: ground.to_owned(), why })
}

/// Proposes.
pub(crate) async fn propose(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let offered = Names::new(cx.masters().await?, cx.today).phrases("refusal");
    let inputs = read(&posted, &offered, &mut errors);
    if !errors.is_empty() {
        return render(&cx, Some(&posted), &errors).await;
    }
    let told = match cx.acts().propose_each(&cx.request(&posted)?, &inputs).await {
        Ok(told) => told,
        Err(ActError::Refused(refusal)) => {
            errors.add("case", refusal.to_string());
            return render(&cx, Some(&posted), &errors).await;
        }
        Err(other) => return Err(other.into()),
    };
    let ids: Vec<ApplicationId> = told.outcomes.iter().map(|(id, _)| *id).collect();
    let cases = cases(&cx, &ids).await?;
    if let Some(done) = &told.done {
        cx.settle(done.position, SHOWN_BY).await?;
    }
    let number = told.number.map(|(year, serial)| proposal_number(i64::from(year), i64::from(serial))).unwrap_or_default();
    let rows: Vec<Outcome> = cases
        .iter()
        .zip(&told.outcomes)
        .map(|(case, (_, outcome))| Outcome::of(case, outcome.as_ref().map(|()| ("起案済", number.clone())), "起案していません"))
        .collect();
    let headline = |done: usize| match done {
        0 => "何も起案していません".to_owned(),
        _ => format!("{number}として{done}件を起案しました"),
    };
    let back = if rows.iter().any(Outcome::is_done) {
        (format!("/proposals/{}", told.proposal), "この起案を開く")
    } else {
        ("/proposals".to_owned(), "起案の一覧")
    };
    cx.page(&OutcomePage::new(("起案の結果", back.0, back.1), rows, headline, "起案していません"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01990000-0000-7000-8000-000000000001";

    fn posted(pairs: &[(String, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| (name.clone(), (*value).to_owned())).collect())
    }

    fn fields(ground: &'static str, why: &'static str) -> Vec<(String, &'static str)> {
        vec![("case".to_owned(), ID), (format!("seen.{ID}"), "7:"), (ground_field(ID), ground), (why_field(ID), why)]
    }

    #[test]
    fn a_refusal_needs_both_parts_of_its_reason() {
        let offered = [("refusal.age".to_owned(), "年齢".to_owned())];
        let read = |pairs: &[(String, &str)]| {
            let mut errors = FieldErrors::default();
            (super::read(&posted(pairs), &offered, &mut errors), errors.pairs().len())
        };
        let (inputs, wrong) = read(&fields("refusal.age", "年齢を超えている。"));
        assert_eq!((inputs[0].seen_version, wrong), (7, 0));
        assert!(inputs[0].refusal.is_some());
        assert_eq!(read(&fields("", "理由。")).1, 1);
        assert_eq!(read(&fields("refusal.other", " ")).1, 2);
        assert_eq!(read(&fields("refusal.age", "理由。")[1..]).1, 1, "nothing chosen");
        let (grant, wrong) = read(&fields("", "")[..2]);
        assert_eq!((grant[0].refusal.is_none(), wrong), (true, 0));
    }
}
