//! Letters about an award that tell of a day ahead: the end of validity, the 18th and the 20th birthday. The guide to the renewal holds the
//! application, filled in as the ledger has it: where nothing changed it is only signed.

use casework::letter_text::Values;
use casework::mailing::{Destination, Home, Why};
use casework::rules::Masters;
use documents::letter::Row;
use events::ids::{AwardId, CommandId, LetterId};
use events::letter::LetterKind;
use events::vocabulary::{age, wareki};
use jiff::civil::Date;

use super::content::{Content, disease, row};
use crate::continuing::Starting;
use crate::ids::derived;
use crate::mailings::guardians;
use crate::{ActError, Acts, Person};

/// The letter of a kind about an award: each is made once.
pub(crate) fn letter_about(award: AwardId, kind: LetterKind) -> LetterId {
    LetterId(derived(CommandId(award.0), &format!("letter/{}", kind.code())))
}

/// How somebody is asked.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asking {
    /// By when to apply; the end of validity where nobody says.
    pub(crate) apply_by: Option<Date>,
    /// The home must not stand on the paper: it is handed over, unless the family said where it may be reached.
    pub(crate) hidden: bool,
}

/// An age that the masters say.
fn years(masters: &Masters, key: &str, on: Date) -> Option<u16> {
    masters.program.at(key, on).and_then(|row| u16::try_from(row.value.value).ok())
}

/// Row of the masters: from which age the patient applies.
const ADULT: &str = "adult.age";

/// The birthday that a letter tells of: its name, and the row of the masters that says which.
const fn birthday_of(kind: LetterKind) -> Option<(&'static str, &'static str)> {
    match kind {
        LetterKind::ComingOfAge => Some(("18歳になる日", ADULT)),
        LetterKind::TwentiethBirthday => Some(("20歳になる日", "age_limit.end")),
        _ => None,
    }
}

/// The application as the ledger would fill it in.
fn filled(starting: &Starting, person: &Person, (adult, hidden): (bool, bool), masters: &Masters) -> Vec<Row> {
    let on = starting.standing.validity.start();
    let diseases: Vec<String> = starting.granted.diseases.iter().map(|id| disease(masters, on, *id)).collect();
    let home = if hidden { "（窓口で確かめます）".to_owned() } else { person.residence.address.to_string() };
    let applicant = if adult { person.name.written() } else { person.guardian.name.written() };
    vec![
        row("フリガナ", person.name.kana().to_string()),
        row("生年月日", wareki::long(person.birth_date)),
        row("住所", home),
        row("申請者", applicant),
        row("疾病", diseases.join("\n")),
    ]
}

/// The day on which the patient begins to apply.
fn adult_on(starting: &Starting, person: &Person, masters: &Masters) -> Option<Date> {
    years(masters, ADULT, starting.standing.validity.end()).and_then(|years| age::birthday(person.birth_date, years))
}

/// Whether the letter is to the patient and no longer to the guardian.
fn is_of_age(kind: LetterKind, starting: &Starting, person: &Person, masters: &Masters) -> bool {
    let end = starting.standing.validity.end();
    match kind {
        LetterKind::ComingOfAge => true,
        LetterKind::RenewalGuide | LetterKind::RenewalReminder => {
            adult_on(starting, person, masters).is_some_and(|day| day <= end.tomorrow().unwrap_or(end))
        }
        _ => false,
    }
}

/// What such a letter tells.
fn content(
    kind: LetterKind,
    (starting, person): (&Starting, &Person),
    masters: &Masters,
    (asking, to): (Asking, &Destination),
) -> Content {
    let (validity, number) = (starting.standing.validity, starting.granted.recipient_number.to_string());
    let adult = adult_on(starting, person, masters);
    let of_age = is_of_age(kind, starting, person, masters);
    let mut content = Content::to_family(kind, to);
    if asking.hidden && to.why != Why::Protected {
        content.address = String::new();
    }
    content.rows = vec![
        row("児童の氏名", person.name.written()),
        row("受給者番号", number.clone()),
        row("いまの有効期間", validity.to_string()),
    ];
    content.values = Values::from([
        ("児童の氏名", person.name.written().to_owned()),
        ("受給者番号", number),
        ("有効期間", validity.to_string()),
        ("有効期間の末日", wareki::long(validity.end())),
        ("申請の期限", wareki::long(asking.apply_by.unwrap_or(validity.end()))),
    ]);
    if kind == LetterKind::RenewalGuide {
        content.rows.extend(filled(starting, person, (of_age, asking.hidden), masters));
        if starting.standing.right.haemophilia {
            content.without.push("income");
        }
        if !(of_age && adult.is_some_and(|day| day > validity.start())) {
            content.without.push("adult");
        }
    }
    if let Some((label, key)) = birthday_of(kind)
        && let Some(birthday) = years(masters, key, validity.end()).and_then(|years| age::birthday(person.birth_date, years))
    {
        content.rows.push(row(label, wareki::long(birthday)));
        content.values.insert(label, wareki::long(birthday));
    }
    content
}

impl Acts {
    /// What a letter about an award tells, as the award and the person stand, where it is written on a day.
    pub(crate) async fn guide(
        &self,
        award: AwardId,
        kind: LetterKind,
        (asking, on): (Asking, Date),
    ) -> Result<(Content, Starting), ActError> {
        let starting = self.starting(award).await?;
        let standing = &starting.standing;
        let person = self.person_of_award(standing.recipient, award, standing.application).await?;
        let masters = self.masters().await?;
        let home = if is_of_age(kind, &starting, &person, &masters) {
            Home { addressee: person.name.written().to_owned(), address: person.residence.address.clone() }
        } else {
            guardians(&person)
        };
        let to = self.destination((Some(standing.recipient), standing.application), home, on).await?;
        Ok((content(kind, (&starting, &person), &masters, (asking, &to)), starting))
    }
}
