//! What an auditor leaves behind (監査): samples with their seed, notes on their cases, files taken out. In the access log, in streams of
//! their own: the history of a case stays as it is.

mod exported;
mod noted;
mod sample_drawn;

pub use exported::Exported;
pub use noted::Noted;
pub use sample_drawn::{SampleDrawn, Stratum, StratumShare};

crate::event_set::event_set! {
    /// Events of a sample (監査標本).
    AuditEvent, "audit" {
        /// 標本を抽出した。
        SampleDrawn(SampleDrawn) = "audit.sample_drawn" v 1,
        /// 標本の申請に所見を付けた。
        Noted(Noted) = "audit.noted" v 1,
        /// 監査調書を持ち出した。
        Exported(Exported) = "audit.exported" v 1,
    }
}
