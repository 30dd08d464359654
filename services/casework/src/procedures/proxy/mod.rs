//! Proxy (代理人): appointed by a mandate (委任状) or by law, until a day or until dismissed. Only within the power may the proxy file.

use events::notice::{NoticeKind, Proxy};
use jiff::civil::Date;

use super::notices::{NoticeProcedure, Paper};
use crate::Refusal;
use crate::notice::{Effects, NoticeRefusal, RecipientEffect, Standing};

/// Appointing.
pub const APPOINTING: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::Proxy,
    law: "民法第99条、県の案内（成年患者の家族による届出には委任状）",
    lead: "申請者（18歳以上は本人）に代わって届け出る人を登録します。前の代理人はこれで終わります。",
    day: "代理権の初日",
    papers: &[
        Paper { title: "委任状", when: "委任による代理のとき" },
        Paper { title: "登記事項証明書など", when: "法定代理のとき（委任状は要りません）" },
    ],
    follows: "代理人が登録され、代理権のある間は代理人からの届を受け付けられます。",
};

/// Ending.
pub const ENDING: NoticeProcedure = NoticeProcedure {
    kind: NoticeKind::ProxyEnd,
    law: "民法第111条",
    lead: "登録した代理人の権限を終わらせます。",
    day: "代理権の最後の日",
    papers: &[],
    follows: "その日の翌日から、代理人からの届を受け付けません。",
};

/// What follows from appointing.
///
/// # Errors
/// [`NoticeRefusal::ProxyPeriod`].
pub fn appointed(proxy: &Proxy, from: Date) -> Result<Effects, Refusal> {
    if proxy.until.is_some_and(|until| until < from) {
        return Err(NoticeRefusal::ProxyPeriod.into());
    }
    Ok(Effects::on_recipient(RecipientEffect::Proxy(Box::new(proxy.clone()))))
}

/// What follows from ending.
///
/// # Errors
/// [`NoticeRefusal::NoProxy`] where none is in power on that day.
pub fn ended(last_day: Date, standing: &Standing) -> Result<Effects, Refusal> {
    if !standing.proxy.is_some_and(|power| power.counts_on(last_day)) {
        return Err(NoticeRefusal::NoProxy.into());
    }
    Ok(Effects::on_recipient(RecipientEffect::ProxyEnds))
}
