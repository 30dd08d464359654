//! A recipient (受給者): the child as the ledger knows it.

mod particulars_changed;
mod proxy_appointed;
mod proxy_ended;
mod registered;
mod registrant_listed;

pub use particulars_changed::ParticularsChanged;
pub use proxy_appointed::ProxyAppointed;
pub use proxy_ended::ProxyEnded;
pub use registered::{Guardian, Registered};
pub use registrant_listed::RegistrantListed;

crate::event_set::event_set! {
    /// Events of a recipient (受給者).
    RecipientEvent, "recipient" {
        /// 受給者として登録した。
        Registered(Registered) = "recipient.registered" v 1,
        /// 記載事項が変わった。
        ParticularsChanged(ParticularsChanged) = "recipient.particulars_changed" v 1,
        /// 代理人が選ばれた。
        ProxyAppointed(ProxyAppointed) = "recipient.proxy_appointed" v 1,
        /// 代理人の権限が終わった。
        ProxyEnded(ProxyEnded) = "recipient.proxy_ended" v 1,
        /// 登録者証の登録をした。
        RegistrantListed(RegistrantListed) = "recipient.registrant_listed" v 1,
    }
}
