//! 成年患者: 18 or older on a day. The age is a row of the masters.

use events::vocabulary::age;
use jiff::civil::Date;

use crate::rules::asked::Asked;
use crate::rules::input::{Input, Stop};
use crate::rules::trace::Trace;

/// Whether the patient is of age on a day; read within the step of the rule that asks.
pub(crate) fn adult_on(asked: &Asked<'_>, birth: &Input<Date>, on: Date, t: &mut Trace) -> Result<bool, Stop> {
    let birth = t.read("birth_date", birth)?;
    let limit = asked.program(t, "adult_age", "adult.age", on)?;
    let eve = u16::try_from(limit)
        .ok()
        .and_then(|years| age::eve_of_birthday(birth, years))
        .ok_or_else(|| Stop::conflict("birth_date", "生年月日から年齢を計算できません。日付を確かめてください。"))?;
    Ok(t.note("adult", on > eve))
}
