//! The office stands in the master of municipalities.

use events::vocabulary::{MunicipalityCode, OfficeCode};
use jiff::civil::{Date, date};

use super::{JurisdictionFn, RULE};
use crate::rules::input::{Input, Stop};
use crate::rules::masters::Masters;
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<JurisdictionFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "県の定め（保健福祉事務所の管轄）",
        title: "管轄事務所",
        result: |v| v.text("office_name"),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run,
};

fn run(municipality: &Input<MunicipalityCode>, on: Date, masters: &Masters, t: &mut Trace) -> Result<OfficeCode, Stop> {
    t.step(&LAW1.meta, |t| {
        let code = match municipality {
            Input::Known(code) => Input::Known(code.to_string()),
            Input::Unknown => Input::Unknown,
            Input::NotApplicable(reason) => Input::NotApplicable(reason),
        };
        let code = t.read("municipality", &code)?;
        let Some(row) = masters.municipalities.at(&code, on) else {
            return Err(Stop::NotApplicable("県内の市町ではないため、管轄する事務所はありません。"));
        };
        t.param("municipality_name", ("municipalities", &code), Some(row), |row| row.name.clone())?;
        let office = row.value.office;
        let key = office.to_string();
        t.param("office_name", ("offices", &key), masters.offices.at(&key, on), |row| row.name.clone())?;
        Ok(office)
    })
}

fn explain(v: &View<'_>) -> String {
    format!("{}は{}の管轄です。", v.text("municipality_name"), v.text("office_name"))
}
