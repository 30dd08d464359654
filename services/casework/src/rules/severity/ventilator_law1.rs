//! A ventilator that runs all day, without prospect of weaning, with help needed in everything; or an external heart.

use events::vocabulary::LifeSupport;
use jiff::civil::date;

use super::{PartFn, VENTILATOR_RULE};
use crate::rules::trace::{Meta, View};
use crate::rules::version::Version;

pub(super) static LAW1: Version<PartFn> = Version {
    meta: Meta {
        rule: VENTILATOR_RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行令第22条第1項、人工呼吸器等装着者の基準",
        title: "人工呼吸器等装着",
        result: |v| if v.yes() { "該当する" } else { "該当しない" }.to_owned(),
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, _, _, _, t| {
        t.step(&LAW1.meta, |t| match t.read("device", &facts.device)? {
            LifeSupport::None => Ok(false),
            LifeSupport::ExternalHeart => Ok(true),
            LifeSupport::Ventilator => {
                let needed = [("all_day", &facts.all_day), ("no_weaning", &facts.no_weaning), ("needs_help", &facts.needs_help)];
                // One no is enough, whatever the others are.
                let no = needed.iter().find(|(_, answer)| answer.known() == Some(&false));
                for (name, answer) in no.map_or(&needed[..], std::slice::from_ref) {
                    if !t.read(*name, answer)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        })
    },
};

fn explain(v: &View<'_>) -> String {
    let state = |name: &str, text: &'static str| if v.get(name) == Some(&false.into()) { text } else { "" };
    let lacking = [
        state("all_day", "一日中の施行ではありません。"),
        state("no_weaning", "離脱の見込みがあります。"),
        state("needs_help", "介助の要らない生活状況の項目があります。"),
    ]
    .concat();
    let verdict = if v.yes() { "基準に当たります" } else { "基準に当たりません" };
    format!("装着している機器: {}。{lacking}{verdict}。", v.text("device"))
}
