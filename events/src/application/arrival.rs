//! 受付日と消印日: when an application reached the counter, from where the standard processing period runs; and what the postmark says
//! where it came by post. Neither is the date of application, which decides from when the right counts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How an application came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// 受付日.
    pub received_on: Date,
    /// 消印日; none where it did not come by post.
    pub postmarked_on: Option<Date>,
}
