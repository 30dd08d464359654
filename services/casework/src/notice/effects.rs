//! What follows from a notice, without discretion: decided by its procedure, carried out by the act that settles it.

use events::award::EndGround;
use events::certificate::VoidGround;
use events::notice::{ParticularsChange, Proxy};
use jiff::civil::Date;

/// What follows for the recipient.
#[derive(Clone, PartialEq, Debug)]
pub enum RecipientEffect {
    /// Nothing.
    Nothing,
    /// Particulars change from a day on.
    Particulars(Box<ParticularsChange>),
    /// A proxy is appointed from a day on.
    Proxy(Box<Proxy>),
    /// The proxy's power ends on a day.
    ProxyEnds,
    /// A registrant certificate is registered.
    Registrant,
}

/// What follows for the certificate that is out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CertificateEffect {
    /// It stays.
    Keep,
    /// It is voided and another one takes its place.
    Replace(VoidGround),
    /// It is voided.
    Void(VoidGround),
}

/// What follows from a notice.
#[derive(Clone, PartialEq, Debug)]
pub struct Effects {
    /// For the recipient.
    pub recipient: RecipientEffect,
    /// The award ends, with its last day.
    pub ends: Option<(EndGround, Date)>,
    /// For the certificate.
    pub certificate: CertificateEffect,
}

impl Effects {
    /// Nothing but what happens to the certificate.
    pub const fn on_certificate(certificate: CertificateEffect) -> Self {
        Self { recipient: RecipientEffect::Nothing, ends: None, certificate }
    }

    /// Nothing but what happens to the recipient.
    pub const fn on_recipient(recipient: RecipientEffect) -> Self {
        Self { recipient, ends: None, certificate: CertificateEffect::Keep }
    }
}
