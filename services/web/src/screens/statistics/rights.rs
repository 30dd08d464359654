//! `GET /statistics/rights`: the rights behind a figure, or whatever meets all conditions: office, municipality, disease, tier …

use axum::response::Response;
use events::ids::AwardId;
use events::vocabulary::wareki;
use projections::statistics::{Dimension, Right};
use serde::Serialize;
use uuid::Uuid;

use super::moment::Moment;
use super::words::word;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;

/// Rights of a page.
const PAGE: usize = 50;

/// One right.
#[derive(Clone, Serialize)]
struct Line {
    recipient_number: String,
    href: String,
    case: String,
    name: String,
    office: String,
    right: String,
    validity: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct RightsPage {
    on: String,
    known: i64,
    conditions: Vec<String>,
    total: usize,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
}

/// The conditions of the address, in the order of the dimensions.
pub(super) fn conditions(value_of: impl Fn(&str) -> Option<String>) -> Vec<(Dimension, String)> {
    let asked = |dimension: &Dimension| Some((*dimension, value_of(dimension.code()).filter(|value| !value.is_empty())?));
    Dimension::ALL.iter().filter_map(asked).collect()
}

/// Those that meet all conditions.
pub(super) fn meeting(rights: Vec<Right>, conditions: &[(Dimension, String)], moment: Moment) -> Vec<Right> {
    let meets = |right: &Right| {
        conditions.iter().all(|(dimension, value)| {
            let values = dimension.values(right, moment.on);
            // The national report tells the unstated with the unknown.
            values.contains(value) || (*dimension == Dimension::Sex && value == "unknown" && values.contains("unstated"))
        })
    };
    rights.into_iter().filter(meets).collect()
}

pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let (moment, _) = Moment::asked(&cx, &cx.decoded("on"), &cx.decoded("known")).await?;
    let asked = conditions(|code| cx.parameter(code).map(ToOwned::to_owned));
    let with_sex = asked.iter().any(|(dimension, _)| dimension.asks_for_sex());
    let found = meeting(moment.rights(&cx, with_sex).await?, &asked, moment);
    let after: Option<AwardId> = cx.parameter("after").and_then(|text| text.parse().ok());
    let begin = after.and_then(|after| found.iter().position(|right| right.row.award == after)).map_or(0, |at| at + 1);
    let page = &found[begin..(begin + PAGE).min(found.len())];
    let subjects: Vec<Uuid> = page.iter().flat_map(|right| [right.row.recipient.0, right.row.application.0]).collect();
    cx.viewed(&subjects).await?;
    let names = Names::new(cx.masters().await?, moment.on);
    let query: Vec<String> = asked.iter().map(|(dimension, value)| format!("{}={value}", dimension.code())).collect();
    let path = format!("/statistics/rights?{}&{}", moment.query(), query.join("&"));
    let more = begin + PAGE < found.len();
    cx.page(&RightsPage {
        on: wareki::long(moment.on),
        known: moment.known,
        conditions: asked
            .iter()
            .map(|(dimension, value)| format!("{} {}", dimension.label(), word(*dimension, value, &names, moment.on)))
            .collect(),
        total: found.len(),
        lines: page.iter().map(|right| line(right, &names)).collect(),
        next: page.last().filter(|_| more).map(|last| format!("{path}&after={}", last.row.award)),
        first: (begin > 0).then_some(path),
    })
}

fn line(right: &Right, names: &Names) -> Line {
    let row = &right.row;
    Line {
        recipient_number: row.recipient_number.to_string(),
        href: format!("/recipients/{}", row.recipient),
        case: format!("/cases/{}", row.application),
        name: name_and_kana(&row.name).0,
        office: names.office_short(row.office),
        right: format!("{} {} {}", row.tier.map_or("－", events::vocabulary::Tier::symbol), row.severity, row.monthly_cap),
        validity: format!("{}～{}", wareki::short(row.validity.start()), wareki::short(row.validity.end())),
    }
}

impl Page for RightsPage {
    const TEMPLATE: &'static str = "statistics/rights.html";

    fn sample() -> Vec<Self> {
        let line = Line {
            recipient_number: "1000018".to_owned(),
            href: "/recipients/1".to_owned(),
            case: "/cases/1".to_owned(),
            name: "見本 花子".to_owned(),
            office: "佐賀中部".to_owned(),
            right: "Ⅳ 一般 5,000円".to_owned(),
            validity: "R7.10.1～R8.9.30".to_owned(),
        };
        let page = |lines: Vec<Line>| Self {
            on: "令和8年3月31日".to_owned(),
            known: 1_204,
            conditions: vec!["管轄事務所 佐賀中部".to_owned()],
            total: lines.len(),
            next: Some("/statistics/rights?after=1".to_owned()),
            first: Some("/statistics/rights".to_owned()),
            lines,
        };
        vec![page(vec![line]), Self { conditions: Vec::new(), next: None, first: None, ..page(Vec::new()) }]
    }
}
