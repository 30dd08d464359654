//! How late an end can lie at all: the eve of the birthday to which the law goes, and for a change the end of the award that is changed.

use events::vocabulary::{ProcedureKind, age};
use jiff::civil::Date;

use crate::rules::asked::Asked;
use crate::rules::facts::Facts;
use crate::rules::input::{Input, Stop};
use crate::rules::trace::Trace;

/// The latest day on which an award for this application may end.
pub fn reach(asked: &Asked<'_>, facts: &Facts, t: &mut Trace) -> Result<Date, Stop> {
    let limit = asked.program(t, "age_limit", "age_limit.end", facts.application_date)?;
    let birth = t.read("birth_date", &facts.birth_date)?;
    let eve = u16::try_from(limit).ok().and_then(|years| age::eve_of_birthday(birth, years));
    let eve = eve.ok_or_else(|| Stop::conflict("birth_date", "生年月日から年齢を計算できません。日付を確かめてください。"))?;
    match &facts.previous {
        Input::Known(award) if facts.kind == ProcedureKind::Change => Ok(eve.min(award.end())),
        _ => Ok(eve),
    }
}
