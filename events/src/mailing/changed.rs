//! 送付先を改めた: another takes the place of the one that stood, from its first day on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::MailTo;
use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::{FreeText, MailingGround};

/// A mailing address took the place of another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application by which the child came into the ledger; it is told in its history.
    pub application: ApplicationId,
    /// The first day; the one before ends on its eve.
    pub from: Date,
    /// The last day; none where it is open.
    pub until: Option<Date>,
    /// 理由.
    pub ground: MailingGround,
    /// Told while the family was protected (支援措置).
    pub confidential: bool,
    /// 宛名と住所.
    pub to: Personal<MailTo>,
    /// 申出の内容.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Changed: to, why);
