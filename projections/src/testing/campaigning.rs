//! A campaign for each case, with its recipient as the only person.

use events::campaign::{CampaignEvent, Closed, Frozen, Guided, Item, Opened};
use events::ids::{AwardId, CampaignId};
use events::vocabulary::{RenewalGroup, ShortText};
use events::{Event, StaffRole};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, id, office, staff};

impl CaseNo {
    pub(crate) fn campaign(self) -> CampaignId {
        CampaignId(id(21, self.0))
    }

    /// Opened, frozen, the guide sent.
    pub(crate) fn in_a_campaign(self) -> [Line; 3] {
        let name = ShortText::parse("令和9年度の更新").expect("a text");
        let item = Item {
            recipient: self.recipient(),
            award: AwardId(id(3, self.0)),
            application: self.application(),
            office: office("01"),
            group: RenewalGroup::Ordinary,
        };
        let (on, sent) = (date(2027, 6, 30), date(2027, 7, 1));
        [
            self.of_campaign(on, Opened { name, last_day: date(2027, 9, 30), apply_by: date(2027, 8, 31) }),
            self.of_campaign(on, Frozen { items: vec![item] }),
            self.of_campaign(sent, Guided { recipients: vec![self.recipient()] }),
        ]
    }

    pub(crate) fn campaign_closed(self) -> Line {
        self.of_campaign(date(2027, 11, 30), Closed {})
    }

    fn of_campaign(self, on: Date, event: impl Into<CampaignEvent>) -> Line {
        let event = Event::Campaign(event.into());
        Line { case: self, stream: self.campaign().0, by: staff(2), role: StaffRole::Checker, on, event }
    }
}
