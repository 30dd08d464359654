//! Whose each task is: the child by name and number, so that fifty lines of one kind can be told apart.

use std::collections::HashMap;

use events::ids::ApplicationId;
use events::nightly::{Finding, TaskKind};
use projections::ledger::{self, AsOf};
use projections::worklist;
use serde::Serialize;
use uuid::Uuid;

use crate::cx::Cx;
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
    matches!(finding.kind, TaskKind::Stuck | TaskKind::Overdue | TaskKind::ProtectionEnds)
}

/// The application or the recipient of a task.
pub(super) fn subject(finding: &Finding) -> Uuid {
    finding.recipient.filter(|_| !about_case(finding)).map_or(finding.about, |recipient| recipient.0)
}

/// The children of these tasks, told to the access log, by their [`subject`].
pub(super) async fn children(cx: &Cx, findings: &[Finding]) -> Result<HashMap<Uuid, Child>, Problem> {
    let subjects: Vec<Uuid> = findings.iter().map(subject).collect();
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
    Ok(of_awards.chain(of_cases).collect())
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
