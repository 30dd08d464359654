//! The child lives in a municipality of the prefecture; the municipalities are those of the master (児童福祉法第19条の3第1項).

use events::vocabulary::MunicipalityCode;
use jiff::civil::{Date, date};

use super::{RESIDENCE_RULE, ResidenceFn};
use crate::rules::input::{Input, Stop};
use crate::rules::masters::Masters;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<ResidenceFn> = Version {
    meta: Meta {
        rule: RESIDENCE_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法第19条の3第1項",
        title: "居住地",
        result: |v| if v.yes() { "対象" } else { "対象外" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(municipality: &Input<MunicipalityCode>, on: Date, masters: &Masters, t: &mut Trace) -> Result<bool, Stop> {
    t.step(&LAW1.meta, |t| {
        let code = match municipality {
            Input::Known(code) => Input::Known(code.to_string()),
            Input::Unknown => Input::Unknown,
            Input::NotApplicable(reason) => Input::NotApplicable(reason),
        };
        let code = t.read("municipality", &code)?;
        let Some(row) = masters.municipalities.at(&code, on) else {
            return Ok(false);
        };
        t.note("name", row.value.name.clone());
        Ok(true)
    })
}

fn explain(v: &View<'_>) -> String {
    if v.get("name").is_some() {
        format!("住所地は{}で、県が実施機関です。", v.text("name"))
    } else {
        format!("住所地（{}）は県内の市町ではないため、対象になりません。住所地の実施機関に申請します。", v.text("municipality"))
    }
}
