//! Notices and what follows from them, as they were meant.

use events::award::{AwardEvent, EndGround, Ended};
use events::certificate::{CertificateEvent, VoidGround, Voided};
use events::ids::{ApplicationId, AwardId, NoticeId, RecipientId};
use events::notice::{Amended, Authority, Filer, NoticeContent, NoticeEvent, NoticeKind, Received, Returned, Settled, Withdrawn};
use events::recipient::{ParticularsChanged, ProxyAppointed, ProxyEnded, RecipientEvent, RegistrantListed};
use events::{Event, Personal};
use jiff::civil::date;
use serde_json::json;

use super::{form, id, name, of, text};

fn content() -> Personal<NoticeContent> {
    Personal::Open(of(json!({
        "kind": "particulars", "name": null, "guardian": null, "insurance": null,
        "residence": { "address": { "postal_code": "847-0000", "text": "佐賀県唐津市見本町2-2" }, "municipality": "412023" }
    })))
}

pub fn samples() -> Vec<Event> {
    let notices: [NoticeEvent; 5] = [
        Received {
            kind: NoticeKind::Particulars,
            receipt_number: of(json!("8-01-0413")),
            recipient: RecipientId(id(3)),
            award: AwardId(id(2)),
            filed_on: date(2026, 12, 1),
            happened_on: date(2026, 11, 28),
            due_on: date(2026, 12, 15),
            receiving_office: of(json!("01")),
            responsible_office: of(json!("01")),
            filer: Filer::Guardian,
            name: Personal::Open(name()),
            content: content(),
        }
        .into(),
        Amended { happened_on: date(2026, 11, 29), content: content(), why: text("変わった日の誤り") }.into(),
        Returned { due_on: date(2026, 12, 9), why: text("住民票の写しを付けてください。") }.into(),
        Settled {
            settled_on: date(2026, 12, 4),
            change_of_award: Some(false),
            determination: Some(Personal::Open(json!([{ "rule": "notice.household_change", "out": false }]))),
        }
        .into(),
        Withdrawn { why: text("届出人の申出") }.into(),
    ];
    let recipients: [RecipientEvent; 4] = [
        ParticularsChanged {
            notice: Some(NoticeId(id(11))),
            application: None,
            name: Some(Personal::Open(name())),
            address: Some(Personal::Open(form().child.address)),
            municipality: Some(of(json!("412023"))),
            responsible_office: Some(of(json!("03"))),
            award: Some(AwardId(id(2))),
            guardian: None,
            insurance: Some(Personal::Open(form().insurance)),
        }
        .into(),
        ProxyAppointed {
            notice: NoticeId(id(11)),
            authority: Authority::Mandate,
            from: date(2026, 12, 1),
            until: Some(date(2027, 11, 30)),
            proxy: Personal::Open(of(json!({
                "name": { "written": "例題 次郎", "kana": "レイダイ ジロウ" }, "relation": "other", "phone": null,
                "address": { "postal_code": null, "text": "佐賀県佐賀市見本町3-3" }, "authority": "mandate", "until": "2027-11-30"
            }))),
        }
        .into(),
        ProxyEnded { notice: NoticeId(id(11)), last_day: date(2027, 1, 31) }.into(),
        RegistrantListed { notice: NoticeId(id(11)), on: date(2026, 12, 4) }.into(),
    ];
    let (award, recipient, application) = (AwardId(id(2)), RecipientId(id(3)), ApplicationId(id(4)));
    let ended: AwardEvent =
        Ended { recipient, application, last_day: date(2026, 11, 28), ground: EndGround::Cured, notice: Some(NoticeId(id(11))) }
            .into();
    let voided: CertificateEvent = Voided {
        award,
        recipient,
        application,
        copy: 1,
        on: date(2026, 12, 4),
        ground: VoidGround::Lost,
        notice: Some(NoticeId(id(11))),
        replaced: true,
    }
    .into();
    let mut all: Vec<Event> = notices.into_iter().map(Event::from).collect();
    all.extend(recipients.into_iter().map(Event::from));
    all.extend([ended.into(), voided.into()]);
    all
}
