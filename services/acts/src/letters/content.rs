//! What a letter tells, apart from its words: whom, in which rows, with which reasons. The words come from the masters of the day and are
//! remembered with the letter.

use casework::Refusal;
use casework::letter_text::{APPEAL, NUMBER, Values, Words, fill, spec};
use casework::mailing::Destination;
use casework::rules::Masters;
use casework::rules::masters::{Authority, Dated, Phrase};
use documents::letter::{Letter, Part, Row};
use events::letter::{LetterKind, TextUsed};
use events::vocabulary::{DiseaseId, OfficeCode, wareki};
use jiff::civil::Date;

use crate::ActError;

/// What a letter tells.
#[derive(Clone)]
pub(crate) struct Content {
    pub(super) kind: LetterKind,
    /// Postal code and address; empty where only the family knows it.
    pub(crate) address: String,
    pub(crate) addressee: String,
    pub(super) honorific: &'static str,
    /// For the places of the words.
    pub(super) values: Values,
    pub(super) rows: Vec<Row>,
    /// What the act itself says: what to correct.
    pub(super) parts: Vec<Part>,
    /// Diseases that are not part of the award.
    pub(super) not_awarded: Vec<String>,
    /// Blocks that this letter goes without: what they say is not about this person.
    pub(super) without: Vec<&'static str>,
    /// Why, of a decision against the applicant.
    pub(super) reasons: Vec<String>,
}

/// A letter ready for the press.
pub(crate) struct Composed {
    pub(super) kind: LetterKind,
    pub(super) letter: Letter,
    pub(super) reasons: Vec<String>,
    /// 教示.
    pub(super) instruction: Vec<String>,
    pub(super) used: Vec<TextUsed>,
}

impl Content {
    /// A letter that says nothing yet.
    pub(super) fn to(kind: LetterKind, addressee: &str, address: String) -> Self {
        Self {
            kind,
            address,
            addressee: addressee.to_owned(),
            honorific: "様",
            values: Values::new(),
            rows: Vec::new(),
            parts: Vec::new(),
            not_awarded: Vec::new(),
            without: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// A letter to where post for a family goes; without an address where nobody may send one before somebody has asked.
    pub(super) fn to_family(kind: LetterKind, to: &Destination) -> Self {
        Self::to(kind, &to.addressee, to.address.as_ref().map(ToString::to_string).unwrap_or_default())
    }

    /// With the words of the masters, under a number.
    ///
    /// # Errors
    /// [`casework::letter_text::TextRefusal::Missing`] where the masters have no words; [`casework::rules::masters::NoAuthority`] where they
    /// name nobody who signs.
    pub(crate) fn composed(&self, masters: &Masters, on: Date, number: &str) -> Result<Composed, ActError> {
        let authority = masters.authority(on).map_err(Refusal::from)?;
        let words = Words::on(masters, self.kind, on);
        let mut used = words.used().to_vec();
        used.extend(masters.phrases.at(NUMBER, on).map(phrase_used));
        let lead = words.must("lead", &self.values).map_err(Refusal::from)?.join("\n");
        let mut parts = self.parts.clone();
        let printed = |code: &str| code != "lead" && !self.without.contains(&code);
        for block in spec(self.kind).blocks.iter().filter(|block| printed(block.code)) {
            let texts = match (block.required, block.code) {
                (true, "not_awarded") if self.not_awarded.is_empty() => continue,
                (true, code) => words.must(code, &self.values).map_err(Refusal::from)?,
                (false, code) => match words.may(code, &self.values) {
                    Some(texts) => texts,
                    None => continue,
                },
            };
            let before = if block.code == "not_awarded" { self.not_awarded.clone() } else { Vec::new() };
            parts.push(Part { title: block.heading.to_owned(), texts: [before, texts].concat() });
        }
        let mut instruction = Vec::new();
        if is_decision(self.kind)
            && let Some(row) = masters.phrases.at(APPEAL, on)
        {
            used.push(phrase_used(row));
            let values = Values::from([("自治体", authority.name.clone()), ("職名", authority.signatory.clone())]);
            instruction = row.value.text.split('／').flat_map(|text| fill(text, &values)).collect();
        }
        let letter = Letter {
            number: number.to_owned(),
            issued_on: wareki::long(on),
            address: self.address.clone(),
            addressee: self.addressee.clone(),
            honorific: self.honorific,
            signatory: authority.signatory.clone(),
            lead,
            rows: self.rows.clone(),
            parts,
            contact: contact(authority, masters, on),
        };
        Ok(Composed { kind: self.kind, letter, reasons: self.reasons.clone(), instruction, used })
    }
}

/// What can be appealed against.
const fn is_decision(kind: LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::ApprovalNotice
            | LetterKind::RefusalNotice
            | LetterKind::ChangeNotice
            | LetterKind::ChangeRefusal
            | LetterKind::RevocationNotice
            | LetterKind::RedressNotice
            | LetterKind::ReimbursementNotice
            | LetterKind::ReimbursementRefusal
    )
}

fn phrase_used(row: &Dated<Phrase>) -> TextUsed {
    let (key, valid_from, position) = (row.key.clone(), row.valid_from, row.position);
    TextUsed { table: "phrases".to_owned(), key, valid_from, position }
}

/// 文書番号 in the style of the masters.
pub(super) fn numbered(masters: &Masters, on: Date, serial: &str) -> String {
    let style = masters.phrases.at(NUMBER, on).map_or_else(|| "第{番号}号".to_owned(), |row| row.value.text.clone());
    style.replace("{番号}", serial)
}

/// A disease with its name and code.
pub(super) fn disease(masters: &Masters, on: Date, id: DiseaseId) -> String {
    let code = id.to_string();
    let name = masters.diseases.at(&code, on).map(|row| row.value.name.clone());
    name.map_or_else(|| code.clone(), |name| format!("{name}（{code}）"))
}

/// Whom to ask.
fn contact(authority: &Authority, masters: &Masters, on: Date) -> Vec<String> {
    let phone = masters.offices.at(&OfficeCode::DIVISION.to_string(), on).map(|row| format!("電話 {}", row.value.phone));
    std::iter::once(authority.division_in_full()).chain(phone).collect()
}

pub(super) fn row(label: &str, value: impl Into<String>) -> Row {
    Row { label: label.to_owned(), value: value.into() }
}
