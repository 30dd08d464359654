//! A case that looks like another record, and one whose amounts are typed twice.

use events::Personal;
use events::application::EarlierAward;
use events::application::{
    Alike, EnteredAgain, EntriesSettled, LikenessFound, Linked, OtherRecord, SamenessJudged, SecondEntryAsked, SettledAmount,
};
use events::vocabulary::{EntryKept, Likeness, Sameness, Severity, ValidityPeriod, Yen};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, text};

const ON: Date = date(2026, 11, 6);

impl CaseNo {
    /// Looks like the recipient of another case.
    pub(crate) fn suspected(self, of: Self) -> Line {
        let other = OtherRecord::Recipient(of.recipient());
        self.counter(ON, LikenessFound { alike: vec![Alike { other, by: vec![Likeness::Name, Likeness::BirthDate] }] })
    }

    /// Whether it is; the same is linked.
    pub(crate) fn judged(self, of: Self, verdict: Sameness) -> Line {
        let earlier = EarlierAward {
            validity: ValidityPeriod::new(date(2024, 10, 1), date(2025, 9, 30)).expect("period"),
            tier: None,
            severity: Severity::General,
            monthly_cap: Yen::ZERO,
            diseases: Vec::new(),
        };
        let linked = (verdict == Sameness::Same).then(|| Linked { recipient: of.recipient(), award: of.award(), earlier });
        let other = OtherRecord::Recipient(of.recipient());
        self.counter(ON, SamenessJudged { other, verdict, why: text("住民票で確かめた。"), linked })
    }

    pub(crate) fn asked_again(self) -> Line {
        self.counter(ON, SecondEntryAsked {})
    }

    pub(crate) fn entered_again(self, differing: &[&str]) -> Line {
        let differing = differing.iter().map(|place| (*place).to_owned()).collect();
        self.counter(ON, EnteredAgain { amounts: Personal::Open(Vec::new()), differing })
    }

    pub(crate) fn settled(self, place: &str) -> Line {
        let settled = vec![SettledAmount { place: place.to_owned(), kept: EntryKept::First }];
        self.counter(ON, EntriesSettled { settled, why: text("課税証明書で確かめた。") })
    }
}
