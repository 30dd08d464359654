//! Letters about an award that tell of a day ahead: the end of validity, the 18th and the 20th birthday.

use casework::letter_text::Values;
use casework::rules::Masters;
use events::ids::{AwardId, CommandId, LetterId};
use events::letter::LetterKind;
use events::vocabulary::{age, wareki};

use super::content::{Content, row};
use crate::continuing::Starting;
use crate::ids::derived;
use crate::{ActError, Acts, Person};

/// The letter of a kind about an award: each is made once.
pub(crate) fn letter_about(award: AwardId, kind: LetterKind) -> LetterId {
    LetterId(derived(CommandId(award.0), &format!("letter/{}", kind.code())))
}

/// The birthday that a letter tells of: its name, and the row of the masters that says which.
const fn birthday_of(kind: LetterKind) -> Option<(&'static str, &'static str)> {
    match kind {
        LetterKind::ComingOfAge => Some(("18歳になる日", "adult.age")),
        LetterKind::TwentiethBirthday => Some(("20歳になる日", "age_limit.end")),
        _ => None,
    }
}

/// What such a letter tells.
fn content(kind: LetterKind, starting: &Starting, person: &Person, masters: &Masters) -> Content {
    let of_age = kind == LetterKind::ComingOfAge;
    let (name, address) = if of_age {
        (person.name.written(), person.residence.address.to_string())
    } else {
        (person.guardian.name.written(), person.guardian.address.to_string())
    };
    let mut content = Content::to(kind, name, address);
    let (validity, number) = (starting.standing.validity, starting.granted.recipient_number.to_string());
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
    ]);
    if let Some((label, key)) = birthday_of(kind)
        && let Some(years) = masters.program.at(key, validity.end()).and_then(|row| u16::try_from(row.value.value).ok())
        && let Some(birthday) = age::birthday(person.birth_date, years).map(wareki::long)
    {
        content.rows.push(row(label, birthday.clone()));
        content.values.insert(label, birthday);
    }
    content
}

impl Acts {
    /// What a letter about an award tells, as the award and the person stand.
    pub(crate) async fn guide(&self, award: AwardId, kind: LetterKind) -> Result<(Content, Starting), ActError> {
        let starting = self.starting(award).await?;
        let standing = &starting.standing;
        let person = self.person_of_award(standing.recipient, award, standing.application).await?;
        let masters = self.masters().await?;
        Ok((content(kind, &starting, &person, &masters), starting))
    }
}
