//! Check before print (印字前検査): each character of each field must have a glyph in the face that prints it.
//!
//! Typst would draw a blank box for a missing character and silently the plain shape for an unknown variation sequence; on a
//! certificate either is a wrong name. Sequences are looked up in the font's own table (cmap format 14), so those of 文字情報基盤
//! pass with IPAmj明朝 and those of Adobe-Japan1 do not.

use serde_json::Value;
use typst::text::FontInstance;

use crate::document::Field;
use crate::fonts::Fonts;

/// Why a character cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlyphReason {
    /// The face has no such character.
    NoGlyph,
    /// The face has the character but not this variant (異体字).
    NoVariation,
    /// A control or invisible formatting character.
    Invisible,
}

/// One character that cannot be printed. `Debug` withholds the character: it may be part of a name.
#[derive(Clone, PartialEq, Eq)]
pub struct GlyphFault {
    /// Label of the field (項目名), with its number in a list.
    pub field: String,
    /// The character with its variation selector.
    pub character: String,
    /// Its code points, e.g. `U+8FD1 U+E0100`.
    pub code: String,
    /// Place in the field from 1; a variation selector is not counted by itself.
    pub place: usize,
    /// What is wrong.
    pub reason: GlyphReason,
    /// Name of the face.
    pub face: &'static str,
}

impl GlyphFault {
    /// The fault in one Japanese sentence for the user who prints.
    pub fn sentence(&self) -> String {
        let Self { field, character, code, place, face, .. } = self;
        match self.reason {
            GlyphReason::NoGlyph => format!(
                "「{field}」の{place}文字目「{character}」（{code}）は、{face}に字形がないため印字できません。字形を選び直してください。"
            ),
            GlyphReason::NoVariation => format!(
                "「{field}」の{place}文字目「{character}」（{code}）は、指定の異体字が{face}にないため印字できません。字形を選び直してください。"
            ),
            GlyphReason::Invisible => {
                format!("「{field}」の{place}文字目は目に見えない制御文字（{code}）のため印字できません。入力し直してください。")
            }
        }
    }
}

impl std::fmt::Debug for GlyphFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GlyphFault")
            .field("field", &self.field)
            .field("place", &self.place)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// What the check found.
pub(crate) struct Findings {
    pub(crate) faults: Vec<GlyphFault>,
    /// Texts that the document does not declare, by their place in the data.
    pub(crate) undeclared: Vec<String>,
}

/// Checks all texts in `data` against the declared `fields`.
pub(crate) fn check(data: &Value, fields: &[Field], fonts: &Fonts) -> Findings {
    let mut walk = Walk { fields, fonts, found: Findings { faults: Vec::new(), undeclared: Vec::new() } };
    walk.value(data, &mut String::new(), &mut Vec::new());
    walk.found
}

struct Walk<'a> {
    fields: &'a [Field],
    fonts: &'a Fonts,
    found: Findings,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, path: &mut String, places: &mut Vec<usize>) {
        let length = path.len();
        match value {
            Value::String(text) => self.text(text, path, places),
            Value::Array(items) => {
                path.push_str("[]");
                for (index, item) in items.iter().enumerate() {
                    places.push(index + 1);
                    self.value(item, path, places);
                    places.pop();
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    if length > 0 {
                        path.push('.');
                    }
                    path.push_str(key);
                    self.value(member, path, places);
                    path.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        path.truncate(length);
    }

    fn text(&mut self, text: &str, path: &str, places: &[usize]) {
        let field = self.fields.iter().find(|field| field.path == path);
        let (Some(field), Some(font)) = (field, field.and_then(|field| self.fonts.face(field.face))) else {
            self.found.undeclared.push(path.to_owned());
            return;
        };
        let label = places.iter().fold(field.label.to_owned(), |label, place| format!("{label}（{place}件目）"));
        for (index, (base, selector)) in characters(text).into_iter().enumerate() {
            if let Some(reason) = reason(font, base, selector) {
                self.found.faults.push(GlyphFault {
                    field: label.clone(),
                    character: std::iter::once(base).chain(selector).collect(),
                    code: code(base, selector),
                    place: index + 1,
                    reason,
                    face: field.face.name(),
                });
            }
        }
    }
}

/// Characters with the variation selector that follows.
fn characters(text: &str) -> Vec<(char, Option<char>)> {
    let mut found: Vec<(char, Option<char>)> = Vec::new();
    for character in text.chars() {
        match found.last_mut() {
            Some((base, selector @ None)) if is_selector(character) && !is_selector(*base) => {
                *selector = Some(character);
            }
            _ => found.push((character, None)),
        }
    }
    found
}

fn reason(font: &FontInstance, base: char, selector: Option<char>) -> Option<GlyphReason> {
    if is_invisible(base) {
        return Some(GlyphReason::Invisible);
    }
    if base == '\n' {
        return selector.map(|_| GlyphReason::Invisible);
    }

    if font.ttf().glyph_index(base).is_none_or(|glyph| glyph.0 == 0) {
        return Some(GlyphReason::NoGlyph);
    }
    let selector = selector?;
    let glyph = font.ttf().glyph_variation_index(base, selector);
    glyph.is_none_or(|glyph| glyph.0 == 0).then_some(GlyphReason::NoVariation)
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters that change how others look or order, without a shape of their own. A line feed is allowed.
fn is_invisible(character: char) -> bool {
    (character.is_control() && character != '\n')
        || is_selector(character)
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn code(base: char, selector: Option<char>) -> String {
    let written = |character: char| format!("U+{:04X}", u32::from(character));
    selector.map_or_else(|| written(base), |selector| format!("{} {}", written(base), written(selector)))
}
