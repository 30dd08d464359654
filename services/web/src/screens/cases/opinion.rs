//! What the review board said of each disease, as a page shows it.

use acts::Case;
use events::sitting::Verdict;
use events::vocabulary::{DiseaseId, wareki};
use serde::Serialize;

use super::names::Names;

/// One disease and the newest verdict on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Opinion {
    pub(crate) disease: String,
    pub(crate) verdict: &'static str,
    pub(crate) tone: &'static str,
    /// 意見 or question.
    pub(crate) remark: String,
    /// The day, in words.
    pub(crate) heard: String,
}

const fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "ok",
        Verdict::Refuse => "alert",
        Verdict::Defer => "warn",
    }
}

fn opinion(case: &Case, disease: DiseaseId, names: &Names) -> Option<Opinion> {
    let (heard, one) = case
        .board
        .iter()
        .rev()
        .find_map(|heard| heard.verdicts.iter().find(|one| one.disease == disease).map(|one| (heard, one)))?;
    let said = heard.remarks.open().and_then(|remarks| remarks.iter().find(|remark| remark.disease == disease));
    Some(Opinion {
        disease: names.disease_with_code(disease),
        verdict: one.verdict.label(),
        tone: tone(one.verdict),
        remark: said.map(|remark| remark.text.to_string()).unwrap_or_default(),
        heard: wareki::long(heard.heard_on),
    })
}

/// Every disease of the case that the board said something of.
pub(crate) fn opinions(case: &Case, names: &Names) -> Vec<Opinion> {
    case.application.diseases().iter().filter_map(|disease| opinion(case, *disease, names)).collect()
}

/// Opinions for the tests of templates.
pub(crate) fn samples() -> Vec<Opinion> {
    let one = |verdict: Verdict, remark: &str| Opinion {
        disease: "見本の病（02_01_001）".to_owned(),
        verdict: verdict.label(),
        tone: tone(verdict),
        remark: remark.to_owned(),
        heard: "令和8年11月19日".to_owned(),
    };
    vec![
        one(Verdict::Approve, ""),
        one(Verdict::Defer, "検査の値を医師に確かめる。"),
        one(Verdict::Refuse, "基準に達していない。"),
    ]
}
