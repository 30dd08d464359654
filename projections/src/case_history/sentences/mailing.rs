//! The sentences of mailing addresses. Where one is says as much as where the family lives.

use events::Personal;
use events::mailing::{MailTo, MailingEvent};
use events::vocabulary::{FreeText, MailingGround, wareki};
use jiff::civil::Date;

use super::{Sentence, Words, shown, told};

fn days(from: Date, until: Option<Date>) -> String {
    let until = until.map(|until| format!("{}まで", wareki::long(until))).unwrap_or_default();
    format!("{}から{until}", wareki::long(from))
}

fn place(
    what: &str,
    (ground, confidential): (MailingGround, bool),
    days: String,
    (to, why): (&Personal<MailTo>, &Personal<FreeText>),
    words: &dyn Words,
) -> Sentence {
    let what = if confidential { format!("{what}（支援措置中の申出）") } else { what.to_owned() };
    Sentence::new(what)
        .with("期間", days)
        .with("理由", ground.label())
        .with("送付先", shown(to, |to| words.whereabouts(to.address.to_string())))
        .with("宛名", shown(to, |to| words.whereabouts(to.addressee.to_string())))
        .with("申出の内容", told(why))
}

pub(super) fn mailing(event: &MailingEvent, words: &dyn Words) -> Sentence {
    match event {
        MailingEvent::Registered(event) => place(
            "送付先を記録した",
            (event.ground, event.confidential),
            days(event.from, event.until),
            (&event.to, &event.why),
            words,
        ),
        MailingEvent::Changed(event) => place(
            "送付先を改めた",
            (event.ground, event.confidential),
            days(event.from, event.until),
            (&event.to, &event.why),
            words,
        ),
        MailingEvent::Ended(event) => {
            Sentence::new(format!("送付先を終えた（{}まで）", wareki::long(event.last_day))).with("理由", told(&event.why))
        }
    }
}

#[cfg(test)]
mod tests {
    use events::ids::{ApplicationId, RecipientId};
    use events::mailing::Registered;
    use events::vocabulary::{Address, DiseaseId, MunicipalityCode, OfficeCode, ShortText};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    struct Hiding(bool);

    impl Words for Hiding {
        fn office(&self, office: OfficeCode) -> String {
            office.to_string()
        }

        fn disease(&self, disease: DiseaseId) -> String {
            disease.to_string()
        }

        fn municipality(&self, municipality: MunicipalityCode) -> String {
            municipality.to_string()
        }

        fn phrase(&self, key: &str) -> String {
            key.to_owned()
        }

        fn line(&self, item: &str) -> String {
            item.to_owned()
        }

        fn whereabouts(&self, text: String) -> String {
            if self.0 { "●".to_owned() } else { text }
        }
    }

    #[test]
    fn who_receives_the_post_is_hidden_with_the_place() {
        let short = |text: &str| ShortText::parse(text).expect("text");
        let address = Address { postal_code: None, text: short("佐賀県佐賀市見本町2-2") };
        let event = MailingEvent::from(Registered {
            recipient: RecipientId(Uuid::from_u128(1)),
            application: ApplicationId(Uuid::from_u128(2)),
            from: date(2026, 12, 1),
            until: Some(date(2027, 3, 31)),
            ground: MailingGround::Other,
            confidential: true,
            to: Personal::Open(MailTo { addressee: short("見本の家"), address }),
            why: Personal::Open(FreeText::parse("窓口で聞いた。").expect("text")),
        });
        let told = |hides: bool| {
            let sentence = mailing(&event, &Hiding(hides));
            let details: Vec<String> = sentence.details.into_iter().map(|detail| detail.text).collect();
            format!("{} {}", sentence.text, details.join(" "))
        };
        let open = told(false);
        assert!(open.contains("見本町2-2") && open.contains("見本の家") && open.contains("支援措置中の申出"), "{open}");
        assert!(open.contains("令和8年12月1日から令和9年3月31日まで"), "{open}");
        let hidden = told(true);
        assert!(!hidden.contains("見本町") && !hidden.contains("見本の家"), "{hidden}");
    }
}
