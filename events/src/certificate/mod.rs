//! A certificate (受給者証): the paper that shows an award. The issued bytes are kept, sealed, and shown again as they were.

mod issue_stopped;
mod issued;
mod voided;

pub use issue_stopped::IssueStopped;
pub use issued::{Issued, IssuedDocument};
pub use voided::{VoidGround, Voided};

crate::event_set::event_set! {
    /// Events of a certificate (受給者証).
    CertificateEvent, "certificate" {
        /// 受給者証を作成した。
        Issued(Issued) = "certificate.issued" v 1,
        /// 印字できない文字などのため作成を止めた。
        IssueStopped(IssueStopped) = "certificate.issue_stopped" v 1,
        /// 受給者証を無効にした。
        Voided(Voided) = "certificate.voided" v 1,
    }
}
