//! A campaign for each case, with its recipient as the only person; what came for it from the tax office; a letter in the post.

use events::campaign::{CampaignEvent, Closed, Frozen, Guided, Item, Opened, Reminded};
use events::certificate::IssuedDocument;
use events::ids::{ArtifactId, AwardId, CampaignId, EventId};
use events::letter::{AddressChecked, Issued, LetterEvent, LetterKind, Posted, Returned};
use events::tax_data::{Judged, Reviewed, TakenIn, TaxDataEvent, stream_of};
use events::vocabulary::{
    AddressOutcome, CapChange, FiscalYear, PostingWay, RenewalGroup, ReturnGround, ShortText, TaxReview, Tier, Yen,
};
use events::{Event, Personal, StaffRole};
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

    /// A reminder went out.
    pub(crate) fn reminded(self) -> Line {
        self.of_campaign(date(2027, 9, 1), Reminded { recipients: vec![self.recipient()] })
    }

    /// Tax data came in, and somebody looked at what changes.
    pub(crate) fn taxed(self) -> [Line; 2] {
        let cap = |amount| Some(Yen::new(amount).expect("an amount"));
        let taken_in = TakenIn {
            recipient: self.recipient(),
            award: AwardId(id(3, self.0)),
            campaign: self.campaign(),
            office: office("01"),
            year: FiscalYear::new(2027).expect("a year"),
            known_up_to: 9,
            before: Judged { tier: Some(Tier::IV), monthly_cap: cap(5_000) },
            after: Judged { tier: Some(Tier::V), monthly_cap: cap(10_000) },
            change: CapChange::Raised,
            members: Personal::Erased,
        };
        let line = |on, event: TaxDataEvent| Line {
            case: self,
            stream: stream_of(self.recipient()),
            by: staff(2),
            role: StaffRole::Checker,
            on,
            event: Event::TaxData(event),
        };
        let reviewed = Reviewed { outcome: TaxReview::AtRenewal };
        [line(date(2027, 6, 30), taken_in.into()), line(date(2027, 7, 1), reviewed.into())]
    }

    /// A letter is made, posted, returned, and its address made sure of.
    pub(crate) fn letter_in_the_post(self) -> [Line; 4] {
        let application = self.application();
        let document = IssuedDocument {
            document: "renewal_guide".to_owned(),
            artifact: ArtifactId(id(26, self.0)),
            sha256: "ab".repeat(32),
        };
        let issued = Issued {
            application,
            kind: LetterKind::RenewalGuide,
            of: EventId(id(27, self.0)),
            number: format!("こ家第{}号", 1 + self.0),
            issued_on: date(2027, 7, 1),
            document,
            fonts: Vec::new(),
            texts: Vec::new(),
        };
        let line = |on, event: LetterEvent| Line {
            case: self,
            stream: id(28, self.0),
            by: staff(2),
            role: StaffRole::Checker,
            on,
            event: Event::Letter(event),
        };
        let number = Some(ShortText::parse("123-45-67890-1").expect("a text"));
        let (posted_on, returned_on) = (date(2027, 7, 2), date(2027, 7, 9));
        [
            line(date(2027, 7, 1), issued.into()),
            line(posted_on, Posted { application, on: posted_on, way: PostingWay::SimplifiedRegistered, number }.into()),
            line(returned_on, Returned { application, on: returned_on, ground: ReturnGround::Moved }.into()),
            line(returned_on, AddressChecked { application, outcome: AddressOutcome::Corrected }.into()),
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
