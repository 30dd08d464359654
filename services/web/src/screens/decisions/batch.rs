//! Deciding several cases at once: first what would follow, then one act a case with its own answer.

use std::collections::BTreeMap;

use acts::{Case, Chosen, Decided};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::Stage;
use events::ids::ApplicationId;
use serde::Serialize;

use super::outcome::{Outcome, OutcomePage};
use super::row::Row;
use crate::cx::Cx;
use crate::forms::Posted;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// The most cases in one list.
const MOST: usize = 30;
/// Beginning of the name of the field that carries what was seen of a case.
const SEEN: &str = "seen.";

/// How often something occurs.
#[derive(Serialize)]
struct Count {
    label: String,
    cases: usize,
}

/// What would follow.
#[derive(Serialize)]
pub(crate) struct PreviewPage {
    open: Vec<Row>,
    /// With something set by hand, which the decider confirms case by case.
    apart: Vec<Row>,
    closed: Vec<Row>,
    /// 自己負担上限月額 and how many get it.
    caps: Vec<Count>,
    /// To be approved.
    grants: usize,
    /// To be refused, as proposed.
    refusals: usize,
    /// Certificates with another cap than now.
    changed: usize,
    problem: String,
}

/// The chosen cases, each once.
fn chosen(posted: &Posted) -> Result<Vec<ApplicationId>, Problem> {
    let mut ids: Vec<ApplicationId> = posted.all("case").into_iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MOST {
        return Err(Problem::Invalid(format!(
            "一度に決裁できるのは{MOST}件までです。選び直してください。何も決定していません。"
        )));
    }
    Ok(ids)
}

/// The cases, told to the access log.
pub(crate) async fn cases(cx: &Cx, ids: &[ApplicationId]) -> Result<Vec<Case>, Problem> {
    let mut cases = Vec::with_capacity(ids.len());
    for id in ids {
        cases.push(cx.acts().case(*id, None).await?);
    }
    let recipients = cases.iter().filter_map(|case| case.application.recipient().map(|recipient| recipient.0));
    let subjects: Vec<_> = ids.iter().map(|id| id.0).chain(recipients).collect();
    cx.viewed(&subjects).await?;
    Ok(cases)
}

/// `POST /decisions/preview`: changes nothing.
pub(crate) async fn preview(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let ids = chosen(&posted)?;
    let names = Names::new(cx.masters().await?, cx.today);
    let actor = &cx.staff()?.actor;
    let rows = cases(&cx, &ids).await?.iter().map(|case| Row::of(case, &names, actor).shielded(&cx.shielded(), case)).collect();
    let page = PreviewPage::of(rows);
    let status = if page.problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page_as(status, &page)
}

impl PreviewPage {
    fn of(rows: Vec<Row>) -> Self {
        let (open, closed): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.closed.is_empty());
        let (apart, open): (Vec<Row>, Vec<Row>) = open.into_iter().partition(|row| !row.by_hand.is_empty());
        let mut caps: BTreeMap<String, usize> = BTreeMap::new();
        for row in open.iter().filter(|row| !row.refuses) {
            *caps.entry(row.cap.clone()).or_default() += 1;
        }
        let problem = if open.is_empty() && !apart.is_empty() {
            "選んだ申請には手で改めた値があります。まとめて決裁できません。申請を開いて、1件ずつ確かめてください。"
        } else if open.is_empty() {
            "決裁できる申請が選ばれていません。一覧に戻って選んでください。"
        } else {
            ""
        };
        Self {
            caps: caps.into_iter().map(|(label, cases)| Count { label, cases }).collect(),
            grants: open.iter().filter(|row| !row.refuses).count(),
            refusals: open.iter().filter(|row| row.refuses).count(),
            changed: open.iter().filter(|row| !row.before.is_empty()).count(),
            open,
            apart,
            closed,
            problem: problem.to_owned(),
        }
    }
}

/// What the form says was seen of each case.
pub(crate) fn seen(posted: &Posted) -> Vec<Chosen> {
    let read = |(name, value): &(String, String)| {
        let application = name.strip_prefix(SEEN)?.parse().ok()?;
        let (version, digest) = value.split_once(':')?;
        Some(Chosen { application, seen_version: version.parse().ok()?, digest: digest.to_owned() })
    };
    posted.pairs().iter().filter_map(read).take(MOST).collect()
}

/// `POST /decisions`.
pub(crate) async fn decide(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    decided(&cx, &posted, ("/decisions".to_owned(), "決裁の一覧")).await
}

/// Decides what the form names, and tells what became of each; `back` is where the list of them stands.
pub(crate) async fn decided(cx: &Cx, posted: &Posted, back: (String, &'static str)) -> Result<Response, Problem> {
    let chosen = seen(posted);
    let ids: Vec<ApplicationId> = chosen.iter().map(|one| one.application).collect();
    let before = cases(cx, &ids).await?;
    if chosen.is_empty() {
        return cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &PreviewPage::of(Vec::new()));
    }
    let outcomes = cx.acts().decide_each(&cx.request(posted)?, &chosen).await;
    let refused = outcomes.iter().filter(|(_, outcome)| matches!(outcome, Ok(Decided::Refused))).count();
    let rows = before.iter().zip(&outcomes).map(|(case, (_, outcome))| {
        let told = outcome.as_ref().map(|decided| match decided {
            Decided::Approved(approval) => (Stage::Approved.label(), format!("受給者番号 {}", approval.recipient_number)),
            Decided::Refused => (Stage::Refused.label(), "不認定通知書（理由と教示）を作成しました。".to_owned()),
        });
        Outcome::of(case, told, "決定していません")
    });
    let headline = |done: usize| match refused {
        0 => format!("{done}件を認定しました"),
        _ => format!("{done}件を決定しました（認定{}件、不認定{refused}件）", done - refused),
    };
    let head = ("決裁の結果", back.0, back.1);
    cx.page(&OutcomePage::new(head, rows.collect(), headline, "決定していません"))
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "decisions/preview.html";

    fn sample() -> Vec<Self> {
        let apart = Row::samples().into_iter().filter(|row| !row.by_hand.is_empty()).collect();
        vec![Self::of(Row::samples()), Self::of(apart), Self::of(Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        Posted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_was_seen_comes_back_with_each_case() {
        let id = "01990000-0000-7000-8000-000000000001";
        let form = posted(&[("seen.01990000-0000-7000-8000-000000000001", "6:ab"), ("seen.x", "6:ab"), ("other", "1:2")]);
        let read = seen(&form);
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].application.to_string().as_str(), read[0].seen_version, read[0].digest.as_str()), (id, 6, "ab"));
    }

    #[test]
    fn a_case_is_chosen_once_and_a_list_has_an_end() {
        let id = "01990000-0000-7000-8000-000000000001";
        let twice = chosen(&posted(&[("case", id), ("case", id), ("case", "x")]));
        assert_eq!(twice.map(|ids| ids.len()).ok(), Some(1));
        let ids: Vec<String> = (0..=MOST).map(|n| format!("01990000-0000-7000-8000-0000000000{n:02}")).collect();
        let many: Vec<(&str, &str)> = ids.iter().map(|id| ("case", id.as_str())).collect();
        assert!(chosen(&posted(&many)).is_err());
    }

    #[test]
    fn effects_are_counted_over_what_can_be_decided() {
        let page = PreviewPage::of(Row::samples());
        assert_eq!((page.grants, page.refusals, page.closed.len(), page.changed), (1, 1, 1, 1));
        assert_eq!(page.caps[0].cases, 1);
        assert_eq!(page.apart.len(), 1, "what was set by hand is not decided in a list");
        assert!(!PreviewPage::of(Vec::new()).problem.is_empty());
    }
}
