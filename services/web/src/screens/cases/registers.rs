//! What the registers of doctors and institutions say of the opinions of a case that is not decided: a warning with how it was found.

use acts::{Case, RegisterFinding};
use casework::application::Stage;
use casework::rules::designation::Standing;
use events::vocabulary::{DesignationKind, ValidityPeriod};

use super::calculation::{self, Found};
use super::messages::Message;
use super::names::Names;
use crate::cx::Cx;
use crate::problem::Problem;

/// The warning; none where every doctor and institution is designated, or the case is decided.
pub(super) async fn message(cx: &Cx, case: &Case, found: &Found, names: &Names) -> Result<Option<Message>, Problem> {
    if case.application.stage().is_none_or(Stage::is_decided) {
        return Ok(None);
    }
    let award = calculation::validity(found).and_then(|(start, end)| ValidityPeriod::new(start, end).ok());
    let findings = cx.acts().register_findings(case, award, names.masters()).await?;
    Ok(of(&findings))
}

/// What stands on the warning: only what somebody must look at.
fn of(findings: &[RegisterFinding]) -> Option<Message> {
    let doubtful: Vec<&RegisterFinding> =
        findings.iter().filter(|finding| !finding.standing.is_some_and(Standing::is_good)).collect();
    let wrong = doubtful.iter().any(|finding| finding.standing.is_some());
    if doubtful.is_empty() {
        return None;
    }
    Some(Message {
        tone: if wrong { "alert" } else { "warn" },
        title: if wrong {
            "指定医・指定医療機関の名簿と合いません。決定の前に確かめてください".to_owned()
        } else {
            "指定医・指定医療機関を名簿で確かめていません".to_owned()
        },
        points: doubtful.into_iter().map(point).collect(),
        note: String::new(),
    })
}

fn point(finding: &RegisterFinding) -> String {
    let n = finding.opinion;
    match (finding.standing, finding.kind) {
        (Some(_), kind) => {
            format!("医療意見書{n}の{}：{}。{}（{}）", kind.label(), finding.step.out_text, finding.step.text, finding.step.cite)
        }
        (None, DesignationKind::Doctor) => {
            format!("医療意見書{n}：指定医番号か記載年月日が入力されていないため、記載日に指定されていたかが分かりません。")
        }
        (None, DesignationKind::Institution) => {
            format!("医療意見書{n}：医療機関コードか有効期間が分からないため、指定されているかが分かりません。")
        }
    }
}

#[cfg(test)]
mod tests {
    use casework::rules::TraceStep;

    use super::*;

    fn finding(standing: Option<Standing>) -> RegisterFinding {
        let step = TraceStep {
            rule: "register.designation".to_owned(),
            law: 1,
            rev: 1,
            cite: "児童福祉法".to_owned(),
            title: "指定の有効性".to_owned(),
            unconfirmed: false,
            reads: Vec::new(),
            out: serde_json::Value::Null,
            out_text: "名簿にない".to_owned(),
            text: "みました。".to_owned(),
        };
        RegisterFinding { opinion: 1, kind: DesignationKind::Doctor, standing, step }
    }

    #[test]
    fn only_what_must_be_looked_at_is_told() {
        assert_eq!(of(&[finding(Some(Standing::Designated))]), None);
        let open = of(&[finding(None)]).unwrap();
        assert_eq!((open.tone, open.points.len()), ("warn", 1));
        let wrong = of(&[finding(Some(Standing::Unknown)), finding(None), finding(Some(Standing::Designated))]).unwrap();
        assert_eq!((wrong.tone, wrong.points.len()), ("alert", 2));
        assert!(wrong.points[0].contains("名簿にない"));
    }
}
