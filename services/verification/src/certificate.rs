//! The report as the verification certificate (検証証明書).

use documents::verification_certificate::{LogLine, ResultLine, VerificationCertificate};
use documents::{Imprint, PrintError, Printer};
use events::vocabulary::wareki;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::report::Report;

impl Report {
    /// The certificate as PDF.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn certificate(&self, printer: &Printer) -> Result<Vec<u8>, PrintError> {
        let ident = self.logs.first().map(|log| log.chain.clone()).unwrap_or_default();
        let imprint = Imprint { ident, recorded_at: self.ended_at };
        Ok(printer.print(&self.paper(), &imprint)?.pdf)
    }

    /// The report with the certificate's data as JSON, to be kept.
    ///
    /// # Errors
    /// Never in practice; serde says it could.
    pub fn to_keep(&self) -> Result<String, serde_json::Error> {
        #[derive(Serialize)]
        struct Kept<'a> {
            #[serde(flatten)]
            report: &'a Report,
            paper: VerificationCertificate,
        }
        serde_json::to_string(&Kept { report: self, paper: self.paper() })
    }

    fn paper(&self) -> VerificationCertificate {
        let result = |label: &str, of: &[u8], good: String| {
            let faults = self.faults.iter().filter(|fault| of.contains(&fault.code)).count();
            let value = if faults == 0 { good } else { format!("不良 {faults}件（番号は下に）") };
            ResultLine { label: label.to_owned(), value }
        };
        let events: i64 = self.logs.iter().map(|log| log.events).sum();
        let matched: usize = self.logs.iter().map(|log| log.checkpoints).sum();
        let statements: usize = self.logs.iter().map(|log| log.statements).sum();
        let mut results = vec![
            result("出来事の内容とつながり", &[10], format!("{events}件すべて一致")),
            result("検証点の根", &[11], format!("{matched}個一致")),
            result("検証点の署名（写しを含む）", &[12], format!("{statements}個一致")),
            result("記録の長さ", &[13], "検証点より短くない".to_owned()),
            result("検証点の欠け", &[15], "なし".to_owned()),
            result("経過（起こりうる出来事か）", &[17], format!("{}件すべて可", self.histories.events)),
        ];
        for one in &self.restorations {
            let value = format!(
                "{}: {}件まで署名、{}件から続く（業務の記録{}番で二人が申告）",
                one.log, one.signed, one.kept, one.position
            );
            results.push(ResultLine { label: "古い状態からの復元".to_owned(), value });
        }
        if self.decisions.examined {
            let text = format!("{}件が同じ結果、消去済み{}件", self.decisions.same, self.decisions.erased);
            results.push(result("判定の再現", &[16], text));
        }
        if self.papers.examined {
            let text = format!("{}点一致、消去済み{}点", self.papers.whole, self.papers.erased);
            results.push(result("添付書類", &[18], text));
        }
        if !self.projections.is_empty() {
            results.push(result("表示用の表", &[14], format!("{}個すべて一致", self.projections.len())));
        }
        VerificationCertificate {
            whole: self.whole,
            began_at: moment(self.began_at),
            ended_at: moment(self.ended_at),
            verifier: format!("daicho {}", self.verifier),
            algorithm: "SHA-256（連鎖、RFC 6962 の木）、Ed25519（検証点の署名）".to_owned(),
            logs: self
                .logs
                .iter()
                .map(|log| LogLine {
                    name: if log.log == "access" { "閲覧の記録" } else { "業務の記録" }.to_owned(),
                    scope: format!("{}番から{}番まで", log.from + 1, log.events),
                    first: log.first_leaf.clone(),
                    last: log.chain.clone(),
                    root: log.root.clone(),
                    checkpoints: match log.newest_checkpoint {
                        Some(size) => format!("{}個（最新は{size}番まで）", log.checkpoints),
                        None => "なし".to_owned(),
                    },
                    signer: log.signer.clone().unwrap_or_else(|| "なし".to_owned()),
                })
                .collect(),
            results,
            faults: self
                .faults
                .iter()
                .map(|fault| format!("[{}] {} {}番: {}", fault.code, fault.log, fault.position, fault.why))
                .collect(),
        }
    }
}

fn moment(at: Timestamp) -> String {
    let local = at.to_zoned(TimeZone::fixed(jiff::tz::offset(9)));
    format!("{}　{}時{:02}分{:02}秒", wareki::long(local.date()), local.hour(), local.minute(), local.second())
}

#[cfg(test)]
mod tests {
    use documents::{Fonts, Printer};
    use events::Log;

    use crate::report::tests::report;
    use crate::report::{Code, Fault};

    #[test]
    fn it_is_printed_whole_and_with_faults() {
        let printer = Printer::new(Fonts::shared().unwrap());
        let good = report(vec![]);
        assert!(good.paper().whole && good.paper().faults.is_empty());
        let declared_at = good.ended_at;
        let told = crate::report::RestorationFinding { log: "casework".to_owned(), kept: 4, signed: 9, position: 6, declared_at };
        let restored = crate::report::Report { restorations: vec![told], ..good.clone() };
        assert!(restored.paper().whole && restored.paper().results.iter().any(|line| line.value.contains("9件まで署名")));
        assert!(restored.in_words().iter().any(|line| line.contains("古い状態から復元")));
        assert!(good.certificate(&printer).unwrap().starts_with(b"%PDF"));
        let bad = report(vec![Fault::of(Code::Root, Log::Casework, 7, "根が違います")]);
        assert!(bad.paper().results[1].value.contains("不良"));
        assert!(bad.certificate(&printer).is_ok());
    }
}
