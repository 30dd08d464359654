//! Who else has a case open: read from the access log, which knows it already. Nobody announces themselves and nothing is written for it.

use jiff::Timestamp;
use projections::access::{self, Looker};
use uuid::Uuid;

use crate::cx::Cx;
use crate::problem::Problem;

/// 「見本 三郎さん（点検）が3分前からこの申請を開いています」, one sentence a person. A page that nobody touched for as long as a session
/// may rest is not counted as open.
pub(super) async fn others(cx: &Cx, case: Uuid) -> Result<Vec<String>, Problem> {
    let since = cx.now.checked_sub(cx.sessions().policy().idle).unwrap_or(cx.now);
    let mut lookers = access::looking_at(cx.pool(), case, (since, cx.staff()?.actor.id.0)).await?;
    projections::open(cx.pool(), cx.ring(), &mut lookers).await?;
    Ok(lookers.iter().map(|one| sentence(one, cx.now)).collect())
}

fn sentence(one: &Looker, now: Timestamp) -> String {
    let since = match now.duration_since(one.since).as_mins() {
        ..=0 => "たったいま".to_owned(),
        minutes => format!("{minutes}分前"),
    };
    format!("{}さん（{}）が{since}からこの申請を開いています。", one.by.display(), one.by.role.label())
}

#[cfg(test)]
mod tests {
    use events::ids::StaffId;
    use events::{Personal, StaffRole};
    use projections::{Doer, DoerName};

    use super::*;
    use crate::screens::cases::samples::text;

    #[test]
    fn it_is_said_who_and_since_when() {
        let at = |text: &str| text.parse::<Timestamp>().expect("test moment");
        let by = Doer {
            id: StaffId(Uuid::nil()),
            name: DoerName::Staff(Personal::Open(text("見本 三郎"))),
            role: StaffRole::Checker,
            office: None,
        };
        let looker = Looker { by, since: at("2026-11-24T00:00:00Z") };
        assert_eq!(sentence(&looker, at("2026-11-24T00:03:59Z")), "見本 三郎さん（点検）が3分前からこの申請を開いています。");
        assert_eq!(
            sentence(&looker, at("2026-11-24T00:00:20Z")),
            "見本 三郎さん（点検）がたったいまからこの申請を開いています。"
        );
    }
}
