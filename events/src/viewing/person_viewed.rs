//! 個人の情報を表示した: one event a page view, listing everybody whose data was on the page.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Personal data was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PersonViewed {
    /// The screen, by the name of its route.
    pub screen: String,
    /// Ids of the applications and recipients on the page.
    pub subjects: Vec<Uuid>,
}

crate::personal::personal!(PersonViewed);
