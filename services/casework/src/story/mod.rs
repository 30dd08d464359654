//! Worked examples (例題): a family's story in one file, an act a line with its day, played in memory. What may happen is decided by the aggregates,
//! procedures and rules of production with the masters as they are known on the line; only loading, sealing and storing are left out. Who
//! prepares a change of law, and who audits one, tries it on such a story.
//!
//! # Adding an act
//! Its variant in `line.rs`, its words in `words.rs`, its arm in [`World`]'s `act`, and the function that lets the aggregates decide and takes their
//! events in.

mod applying;
mod board;
mod coverage;
mod deciding;
mod form;
mod line;
mod night;
mod noticing;
mod page;
mod read;
mod redressing;
mod sharing;
mod told;
mod words;
mod world;

use jiff::civil::Date;
use serde_json::{Value, json};

pub use form::{DiseasePart, FormPart, IncomePart, MemberPart, TransferPart};
pub use line::{Act, Correcting, Hand, Joining, Line, Noticing, Receiving};
pub use page::page;
pub use read::{BadLine, read};
pub use told::{Acted, AwardLine, Day, Gap, Reason};
pub use world::{Told, World, staff};

use crate::rules::Masters;

/// Plays a story. What is refused is part of it.
///
/// # Errors
/// The first line that names what there is not.
pub fn play(lines: &[Line], masters: Masters) -> Result<(Vec<Day>, World), BadLine> {
    let mut world = World::new(masters);
    let mut days: Vec<Day> = Vec::new();
    for line in lines {
        if days.last().is_none_or(|day| day.day < line.day) {
            close(&world, &mut days);
            days.push(Day { day: line.day, acts: Vec::new(), awards: Vec::new(), gaps: Vec::new() });
        }
        let acted = world.play(line)?;
        if let Some(day) = days.last_mut() {
            day.acts.push(acted);
        }
    }
    close(&world, &mut days);
    Ok((days, world))
}

/// What stands at the end of the newest day.
fn close(world: &World, days: &mut [Day]) {
    if let Some(day) = days.last_mut() {
        let on: Date = day.day;
        (day.awards, day.gaps) = (world.award_lines(on), world.gaps());
    }
}

/// JSON Schema of a line.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Act).to_value();
    let hand = schemars::schema_for!(Hand).to_value();
    let common = [
        ("day", json!({ "type": "string", "format": "date", "description": "その行の日。前の行より前にはできない" })),
        ("comment", json!({ "description": "読む人のための説明。何も起こさない" })),
        ("by", json!({ "$ref": "#/$defs/Hand" })),
    ];
    for act in schema["oneOf"].as_array_mut().into_iter().flatten() {
        for (name, property) in &common {
            act["properties"][name] = property.clone();
        }
        if let Some(required) = act["required"].as_array_mut() {
            required.insert(0, json!("day"));
        }
    }
    let definitions = hand["$defs"].as_object().cloned().unwrap_or_default();
    for (name, definition) in definitions {
        schema["$defs"][name] = definition;
    }
    let mut hand = hand;
    for outer in ["$schema", "$defs"] {
        if let Some(fields) = hand.as_object_mut() {
            fields.remove(outer);
        }
    }
    schema["$defs"]["Hand"] = hand;
    schema["title"] = json!("例題の 1 行");
    schema["description"] =
        json!("1 行に 1 つの JSON オブジェクト。日付の順に並べる。comment だけの行は何も起こさない。文字は UTF-8。");
    if let Some(acts) = schema["oneOf"].as_array_mut() {
        acts.push(json!({
            "type": "object", "description": "説明だけの行", "required": ["comment"], "additionalProperties": false,
            "properties": { "comment": {} },
        }));
    }
    schema
}
