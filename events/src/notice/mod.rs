//! A notice (届): what a family tells after the award, and what follows without discretion.

mod amended;
mod content;
mod kind;
mod received;
mod returned;
mod settled;
mod withdrawn;

pub use amended::Amended;
pub use content::{
    Authority, LossOfCertificate, NoticeContent, ParticularsChange, Proxy, ProxyEnd, Reissue, Residence, ReturnOfCertificate,
    TransferOut,
};
pub use kind::{Filer, NoticeKind, UnknownFiler, UnknownNoticeKind};
pub use received::Received;
pub use returned::Returned;
pub use settled::Settled;
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of a notice (届).
    NoticeEvent, "notice" {
        /// 届を受け付けた。
        Received(Received) = "notice.received" v 1,
        /// 届の内容を直した。
        Amended(Amended) = "notice.amended" v 1,
        /// 届を窓口に戻した。
        Returned(Returned) = "notice.returned" v 1,
        /// 届を処理した。
        Settled(Settled) = "notice.settled" v 1,
        /// 届を取り下げた。
        Withdrawn(Withdrawn) = "notice.withdrawn" v 1,
    }
}
