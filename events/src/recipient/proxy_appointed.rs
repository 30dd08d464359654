//! 代理人が選ばれた: somebody may act for the applicant, on a mandate or by law.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::NoticeId;
use crate::notice::{Authority, Proxy};

/// A proxy was appointed; an earlier one ends with it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProxyAppointed {
    /// 届.
    pub notice: NoticeId,
    /// 代理権の根拠.
    pub authority: Authority,
    /// 代理権の初日.
    pub from: Date,
    /// 代理権の末日; none where it is open.
    pub until: Option<Date>,
    /// Who.
    pub proxy: Personal<Proxy>,
}

crate::personal::personal!(ProxyAppointed: proxy);
