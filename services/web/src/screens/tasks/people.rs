//! Whose each task is: the child, or who is designated, by name and number, or which file, with how many of its lines wait, so that fifty lines of
//! one kind can be told apart.

use std::collections::HashMap;

use events::ids::{ApplicationId, ClaimImportId, DesignationId, RecipientFileId};
use events::nightly::{Finding, TaskKind};
use projections::claims;
use projections::designations::{self, DesignationRow};
use projections::ledger::{self, AsOf};
use projections::recipient_files;
use projections::worklist;
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
use crate::month;
use crate::problem::Problem;
use crate::screens::cases::ident::{ERASED, name_and_kana};

/// Whose a task is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Child {
    name: String,
    kana: String,
    /// 受給者番号, or 受付番号 of an application.
    number: String,
    protected: bool,
}

/// Whether a task is about an application and not about a recipient.
pub(super) const fn about_case(finding: &Finding) -> bool {
    matches!(
        finding.kind,
        TaskKind::Stuck
            | TaskKind::Overdue
            | TaskKind::ProtectionEnds
            | TaskKind::LetterReturned
            | TaskKind::InquiryOverdue
            | TaskKind::OverrideLapsed
            | TaskKind::ClaimsTakenBack
    )
}

/// Whether a task is about a file of the payments side and nobody in particular.
pub(super) const fn about_file(finding: &Finding) -> bool {
    matches!(finding.kind, TaskKind::ClaimFaults | TaskKind::FileErrors)
}

/// Whether a task is about a designation and not about a child.
pub(super) const fn about_designation(finding: &Finding) -> bool {
    matches!(finding.kind, TaskKind::DesignationEnding)
}

/// The application, the recipient or the designation of a task.
pub(super) fn subject(finding: &Finding) -> Uuid {
    finding.recipient.filter(|_| !about_case(finding)).map_or(finding.about, |recipient| recipient.0)
}

/// The children of these tasks, told to the access log, by their [`subject`].
pub(super) async fn children(cx: &Cx, findings: &[Finding]) -> Result<HashMap<Uuid, Child>, Problem> {
    let subjects: Vec<Uuid> = findings.iter().filter(|one| !about_designation(one) && !about_file(one)).map(subject).collect();
    cx.viewed(&subjects).await?;
    let recipients: Vec<_> = findings.iter().filter(|one| !about_case(one)).filter_map(|one| one.recipient).collect();
    let applications: Vec<ApplicationId> =
        findings.iter().filter(|one| about_case(one)).map(|one| ApplicationId(one.about)).collect();
    let mut awards = ledger::of_recipients(cx.pool(), &recipients, AsOf::default()).await?;
    awards.dedup_by_key(|row| row.recipient);
    let mut cases = worklist::rows(cx.pool(), &applications, None).await?;
    projections::open(cx.pool(), cx.ring(), &mut awards).await?;
    projections::open(cx.pool(), cx.ring(), &mut cases).await?;
    let known: Vec<Uuid> = cases.iter().filter_map(|row| row.recipient).map(|recipient| recipient.0).collect();
    let shield = cx.shield(&known).await?;
    let of_awards = awards.iter().map(|row| {
        let (name, kana) = name_and_kana(&row.name);
        let protected = shield.covers(row.recipient.0);
        (row.recipient.0, Child { name, kana, number: row.recipient_number.to_string(), protected })
    });
    let of_cases = cases.iter().map(|row| {
        let (name, kana) = name_and_kana(&row.child_name);
        let protected = shield.covers(row.application.0) || row.recipient.is_some_and(|one| shield.covers(one.0));
        (row.application.0, Child { name, kana, number: row.receipt_number.to_string(), protected })
    });
    let mut all: HashMap<Uuid, Child> = of_awards.chain(of_cases).collect();
    all.extend(holders(cx, findings).await?);
    all.extend(files(cx, findings).await?);
    Ok(all)
}

/// The things that tasks of one kind are about.
fn about(findings: &[Finding], kind: TaskKind) -> Vec<Uuid> {
    findings.iter().filter(|one| one.kind == kind).map(|one| one.about).collect()
}

/// A file by its title, with how many of its lines wait.
fn file(title: String, waiting: i64) -> Child {
    Child { name: title, kana: String::new(), number: format!("{waiting}件"), protected: false }
}

/// The files of these tasks; of those that were answered since, nothing waits.
async fn files(cx: &Cx, findings: &[Finding]) -> Result<Vec<(Uuid, Child)>, Problem> {
    let (imports, told) = (about(findings, TaskKind::ClaimFaults), about(findings, TaskKind::FileErrors));
    let mut all = Vec::with_capacity(imports.len() + told.len());
    if !imports.is_empty() {
        let waiting = claims::unanswered(cx.pool()).await?;
        for id in imports {
            let Some(row) = claims::one(cx.pool(), ClaimImportId(id)).await? else { continue };
            let rows = waiting.iter().find(|one| one.import.0 == id).map_or(0, |one| one.rows);
            all.push((id, file(format!("{} {}請求", row.body.label(), month::long(row.claimed_in)), rows)));
        }
    }
    if !told.is_empty() {
        let waiting = recipient_files::unanswered(cx.pool()).await?;
        for id in told {
            let Some(row) = recipient_files::one(cx.pool(), RecipientFileId(id)).await? else { continue };
            let lines = waiting.iter().find(|one| one.file.0 == id).map_or(0, |one| one.lines);
            all.push((id, file(format!("{} {} 第{}号", row.body.label(), month::long(row.month), row.serial), lines)));
        }
    }
    Ok(all)
}

/// The doctors and institutions of these tasks; what the registers say is published.
async fn holders(cx: &Cx, findings: &[Finding]) -> Result<Vec<(Uuid, Child)>, Problem> {
    let ids: Vec<DesignationId> =
        findings.iter().filter(|one| about_designation(one)).map(|one| DesignationId(one.about)).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let own = cx.masters().await?.own_authority();
    let mut rows = designations::of(cx.pool(), &ids, &own).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let holder = |row: DesignationRow| {
        let (name, kana) = row.name.as_ref().map_or_else(|| (row.title.clone(), String::new()), name_and_kana);
        (row.designation.0, Child { name, kana, number: row.number, protected: false })
    };
    Ok(rows.into_iter().map(holder).collect())
}

impl Child {
    /// Where the read models know nothing of the child any more.
    pub(super) fn unknown() -> Self {
        Self { name: ERASED.to_owned(), kana: String::new(), number: String::new(), protected: false }
    }

    /// For the tests of templates.
    pub(super) fn sample(protected: bool) -> Self {
        Self { name: "見本 花子".to_owned(), kana: "ミホン ハナコ".to_owned(), number: "1000012".to_owned(), protected }
    }
}
