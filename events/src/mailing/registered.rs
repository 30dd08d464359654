//! 送付先を記録した: from a day on, post goes elsewhere than to the home.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::{Address, FreeText, MailingGround, ShortText};

/// To whom and where; sealed as one, because neither says anything without the other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MailTo {
    /// 宛名.
    pub addressee: ShortText,
    /// 送付先の住所.
    pub address: Address,
}

/// A mailing address was recorded where none stood.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Registered {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application by which the child came into the ledger; it is told in its history.
    pub application: ApplicationId,
    /// The first day.
    pub from: Date,
    /// The last day; none where it is open.
    pub until: Option<Date>,
    /// 理由.
    pub ground: MailingGround,
    /// Told while the family was protected (支援措置): the family says where it may be reached, and nobody else learns it.
    pub confidential: bool,
    /// 宛名と住所.
    pub to: Personal<MailTo>,
    /// 申出の内容.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Registered: to, why);
