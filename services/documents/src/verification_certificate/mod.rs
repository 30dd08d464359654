//! The verification certificate (検証証明書): what was looked at, what was found, and how anybody can look again. Holds no personal data.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::document::{Document, Field};

/// The most pages that a hundred faults of each kind fill.
const MOST_PAGES: usize = 60;

/// One verification.
#[derive(Clone, Serialize, Deserialize)]
pub struct VerificationCertificate {
    /// Nothing was wrong.
    pub whole: bool,
    /// When it began, e.g. `令和8年11月24日　9時00分05秒`.
    pub began_at: String,
    /// When it ended.
    pub ended_at: String,
    /// Program and version.
    pub verifier: String,
    /// Hashes and signatures.
    pub algorithm: String,
    /// Each log.
    pub logs: Vec<LogLine>,
    /// Each thing that was looked at.
    pub results: Vec<ResultLine>,
    /// What was wrong, one line each.
    pub faults: Vec<String>,
}

/// One log.
#[derive(Clone, Serialize, Deserialize)]
pub struct LogLine {
    /// 業務の記録 or 閲覧の記録.
    pub name: String,
    /// From which event to which.
    pub scope: String,
    /// Leaf of the first event, in hexadecimal.
    pub first: String,
    /// Chain hash after the last, in hexadecimal.
    pub last: String,
    /// Root of the tree, in hexadecimal.
    pub root: String,
    /// How many checkpoints, and the newest.
    pub checkpoints: String,
    /// Name and public key of the signer.
    pub signer: String,
}

/// One thing that was looked at.
#[derive(Clone, Serialize, Deserialize)]
pub struct ResultLine {
    /// What.
    pub label: String,
    /// What came of it.
    pub value: String,
}

impl Document for VerificationCertificate {
    const NAME: &'static str = "verification_certificate";
    const TITLE: &'static str = "検証証明書";
    const TEMPLATE: &'static str = include_str!("template.typ");
    const FIELDS: &'static [Field] = &[
        Field::mincho("began_at", "開始"),
        Field::mincho("ended_at", "終了"),
        Field::mincho("verifier", "検証したプログラム"),
        Field::mincho("algorithm", "方式"),
        Field::mincho("logs[].name", "記録"),
        Field::mincho("logs[].scope", "範囲"),
        Field::mincho("logs[].first", "最初の出来事の値"),
        Field::mincho("logs[].last", "最後の連鎖の値"),
        Field::mincho("logs[].root", "木の根"),
        Field::mincho("logs[].checkpoints", "検証点"),
        Field::mincho("logs[].signer", "署名者と公開鍵"),
        Field::mincho("results[].label", "項目"),
        Field::mincho("results[].value", "結果"),
        Field::mincho("faults[]", "不良"),
    ];

    fn pages(&self) -> RangeInclusive<usize> {
        1..=MOST_PAGES
    }
}

/// A verification that found something, for tests and pictures.
pub fn sample() -> VerificationCertificate {
    let log = |name: &str, last: &str| LogLine {
        name: name.to_owned(),
        scope: "1番から12,345番まで".to_owned(),
        first: "0f".repeat(32),
        last: last.repeat(32),
        root: "5a".repeat(32),
        checkpoints: "1,440個（最新は12,340番まで）".to_owned(),
        signer: "daicho.01900000-0000-7000-8000-000000000001/casework+5ac1f0e2+AVvJ0b4b6ZyE".to_owned(),
    };
    let result = |label: &str, value: &str| ResultLine { label: label.to_owned(), value: value.to_owned() };
    VerificationCertificate {
        whole: false,
        began_at: "令和8年11月24日　9時00分05秒".to_owned(),
        ended_at: "令和8年11月24日　9時02分41秒".to_owned(),
        verifier: "daicho 0.1.0".to_owned(),
        algorithm: "SHA-256、Ed25519".to_owned(),
        logs: vec![log("業務の記録", "ab"), log("閲覧の記録", "cd")],
        results: vec![result("出来事の内容とつながり", "24,690件すべて一致"), result("検証点の根", "不良 1件（番号は下に）")],
        faults: vec!["[11] casework 12,000番: 根が検証点の根と違います".to_owned()],
    }
}
