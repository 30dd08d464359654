//! Who looks like a child: somebody born on the same day with something else in common, or of the same reading and the same insurance. One
//! thing alone is no suspicion, for many share a birthday, a name or an insurance.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use events::application::InsuranceDetails;
use events::vocabulary::{FreeText, Kana, Likeness, kana};
use jiff::civil::Date;

use super::Subject;
use super::entries::Entry;

/// Who is insured where: a digest of insurer, symbol and number, as it is kept in memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Insured(u64);

impl Insured {
    /// Of an insurance; none where insurer or number are not known. Width and dashes make no difference.
    pub fn of(insurance: &InsuranceDetails) -> Option<Self> {
        let plain = |text: &FreeText| -> String {
            use unicode_normalization::UnicodeNormalization as _;
            text.as_str().nfkc().filter(|c| c.is_alphanumeric()).collect()
        };
        let mut hasher = DefaultHasher::new();
        plain(insurance.insurer_number.as_ref()?).hash(&mut hasher);
        insurance.symbol.as_ref().map(plain).hash(&mut hasher);
        plain(insurance.number.as_ref()?).hash(&mut hasher);
        Some(Self(hasher.finish()))
    }
}

/// By what somebody is looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The whole reading, folded.
    reading: String,
    family: Option<String>,
    given: Option<String>,
    pub(super) birth_date: Date,
    pub(super) insured: Option<Insured>,
}

impl Sought {
    /// A child as a form has it.
    pub fn new(reading: &Kana, birth_date: Date, insurance: &InsuranceDetails) -> Self {
        let text = reading.to_string();
        let parts: Vec<&str> = text.split_whitespace().collect();
        let (family, given) = match parts.as_slice() {
            [family, .., given] => (Some(kana::fold_unvoiced(family)), Some(kana::fold_unvoiced(given))),
            _ => (None, None),
        };
        Self { reading: kana::fold_unvoiced(&text), family, given, birth_date, insured: Insured::of(insurance) }
    }

    /// What somebody has in common with the child; nothing where that is too little to ask about.
    pub(super) fn likeness(&self, entry: &Entry) -> Vec<Likeness> {
        let reading = &*entry.name.unvoiced;
        let holds = |part: &Option<String>, fits: fn(&str, &str) -> bool| part.as_ref().is_some_and(|part| fits(reading, part));
        let name = reading == self.reading;
        let born = entry.birth_date == Some(self.birth_date);
        let insured = self.insured.is_some() && entry.insured == self.insured;
        let family = !name && holds(&self.family, |reading, part| reading.starts_with(part));
        let given = !name && holds(&self.given, |reading, part| reading.ends_with(part));
        let enough = born && (name || insured || family || given) || name && insured;
        let found = [
            (Likeness::Name, name),
            (Likeness::BirthDate, born),
            (Likeness::Insurance, insured),
            (Likeness::FamilyName, family),
            (Likeness::GivenName, given),
        ];
        found.into_iter().filter(|(_, holds)| *holds && enough).map(|(likeness, _)| likeness).collect()
    }
}

/// The closest first: who has more in common, then by the kind of it.
pub(super) fn closest_first(found: &mut [(Subject, Vec<Likeness>)]) {
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| (&a.1, a.0).cmp(&(&b.1, b.0))));
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, RecipientId};
    use events::vocabulary::{InsuranceKind, PersonName};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::{Known, SearchIndex};
    use super::*;

    const BORN: Date = date(2020, 3, 15);

    fn insurance(insurer: &str, number: &str) -> InsuranceDetails {
        InsuranceDetails {
            kind: InsuranceKind::Employee,
            insurer_name: None,
            insurer_number: FreeText::parse(insurer).ok(),
            symbol: FreeText::parse("見本12").ok(),
            number: FreeText::parse(number).ok(),
            insured_name: None,
            insured_is_child: false,
            class: None,
        }
    }

    fn known(n: u128, reading: &str, born: Date, insured: &InsuranceDetails) -> Known {
        let name = PersonName::new("見本 某", Kana::parse(reading).unwrap()).unwrap();
        let subject = Subject::Recipient(RecipientId(Uuid::from_u128(n)));
        Known { birth_date: Some(born), insured: Insured::of(insured), ..Known::new(subject, name) }
    }

    fn found(people: Vec<Known>, reading: &str, insured: &InsuranceDetails) -> Vec<(u128, Vec<Likeness>)> {
        let sought = Sought::new(&Kana::parse(reading).unwrap(), BORN, insured);
        let found = SearchIndex::of(people).alike(&sought, 10);
        found.into_iter().map(|(subject, by)| (subject.id().as_u128(), by)).collect()
    }

    #[test]
    fn two_things_in_common_are_a_suspicion_and_one_is_none() {
        use Likeness::{BirthDate, FamilyName, GivenName, Insurance, Name};
        let (here, there) = (insurance("01410013", "345"), insurance("01410013", "999"));
        let other_day = date(2019, 1, 1);
        let people = vec![
            known(1, "ミホン ハナコ", BORN, &here),
            known(2, "ミホン モモコ", BORN, &there),
            known(3, "レイダイ ハナコ", BORN, &there),
            known(4, "カクウ ケンタ", BORN, &here),
            known(5, "ミホン ハナコ", other_day, &here),
            known(6, "ミホン ハナコ", other_day, &there),
            known(7, "カクウ ケンタ", BORN, &there),
            known(8, "ミホン モモコ", other_day, &here),
        ];
        assert_eq!(
            found(people, "みほん はなこ", &here),
            [
                (1, vec![Name, BirthDate, Insurance]),
                (5, vec![Name, Insurance]),
                (4, vec![BirthDate, Insurance]),
                (2, vec![BirthDate, FamilyName]),
                (3, vec![BirthDate, GivenName]),
            ]
        );
    }

    #[test]
    fn width_dashes_and_voicing_make_no_difference() {
        let there = vec![known(1, "ミホン ガクト", BORN, &insurance("０１４１-００１３", "３４５"))];
        let sought = found(there, "ﾐﾎﾝ ｶｸﾄ", &insurance("01410013", "345"));
        assert_eq!(sought, [(1, vec![Likeness::Name, Likeness::BirthDate, Likeness::Insurance])]);
        assert_eq!(Insured::of(&InsuranceDetails { number: None, ..insurance("01410013", "345") }), None);
    }

    #[test]
    fn a_recipient_is_insured_as_in_the_application_that_led_to_the_award() {
        let (here, recipient) = (insurance("01410013", "345"), Subject::Recipient(RecipientId(Uuid::from_u128(1))));
        let application = Subject::Application(ApplicationId(Uuid::from_u128(2)));
        let mut entries = super::super::entries::Entries::default();
        entries.put(Entry::new(Known { insured: None, ..known(1, "ベツメイ ダレカ", BORN, &here) }));
        entries.put(Entry::new(Known { subject: application, ..known(2, "カクウ ケンタ", BORN, &here) }));
        entries.same_family(recipient, application);
        let sought = Sought::new(&Kana::parse("ミホン ハナコ").unwrap(), BORN, &here);
        assert_eq!(entries.alike(&sought).len(), 2);
    }
}
