//! `GET /statistics`: counts of a day by one thing, as a chart and a table, and the shape of the national yearly report.

use axum::http::StatusCode;
use axum::response::Response;
use events::vocabulary::{Sex, wareki};
use identity::Permission;
use projections::statistics::{AGES, Dimension, by, columns, national};
use serde::Serialize;

use super::export;
use super::moment::{Found, Moment};
use super::rounded;
use super::words::{Choice, Tab, group_name, tabs, word};
use crate::cx::Cx;
use crate::forms::FormView;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::taking_out::Offer;

/// A figure that leads to what it counts.
#[derive(Clone, Serialize)]
pub(super) struct Figure {
    pub(super) href: String,
    pub(super) count: usize,
}

/// A line of the counts.
#[derive(Clone, Serialize)]
struct Line {
    word: String,
    figure: Figure,
    /// Percent of all, with one decimal.
    share: String,
    /// Length of its bar, of a hundred.
    bar: usize,
}

/// A line of the national report.
#[derive(Clone, Serialize)]
struct NationalLine {
    group: String,
    figures: Vec<Figure>,
    total: usize,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct StatisticsPage {
    tabs: Vec<Tab>,
    on: String,
    /// How the day was found, where nobody asked for one.
    found: &'static str,
    known: i64,
    by: &'static str,
    by_word: &'static str,
    choices: Vec<Choice>,
    total: usize,
    lines: Vec<Line>,
    ages: Vec<&'static str>,
    national: Vec<NationalLine>,
    export: Option<Offer>,
    form: FormView,
}

/// The rights behind a figure.
pub(super) fn behind(moment: Moment, conditions: &[(Dimension, &str)]) -> String {
    let conditions: Vec<String> = conditions.iter().map(|(dimension, value)| format!("{}={value}", dimension.code())).collect();
    format!("/statistics/rights?{}&{}", moment.query(), conditions.join("&"))
}

/// The page with what is asked before the figures leave.
pub(super) async fn render(
    cx: &Cx,
    (day, known): (&str, &str),
    dimension: Dimension,
    export: Option<Offer>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let (moment, found) = Moment::asked(cx, day, known).await?;
    let readable = found != Found::Unreadable;
    let rights = moment.rights(cx, true).await?;
    let names = Names::new(cx.masters().await?, moment.on);
    let counts = by(&rights, dimension, moment.on);
    let most = counts.values().copied().max().unwrap_or(1).max(1);
    let lines = counts.iter().map(|(value, count)| Line {
        word: word(dimension, value, &names, moment.on),
        figure: Figure { href: behind(moment, &[(dimension, value)]), count: *count },
        share: rounded::percent(*count, rights.len()),
        bar: count * 100 / most,
    });
    let columns = columns();
    let national = national(&rights, moment.on).into_iter().map(|(group, counts)| NationalLine {
        figures: columns
            .iter()
            .zip(&counts)
            .map(|((age, sex), count)| Figure {
                href: behind(moment, &[(Dimension::Group, &group), (Dimension::Age, age), (Dimension::Sex, sex)]),
                count: *count,
            })
            .collect(),
        total: counts.iter().sum(),
        group: group_name(names.masters(), &group, moment.on),
    });
    let typed = if readable { wareki::short(moment.on) } else { day.to_owned() };
    let mut errors = crate::forms::FieldErrors::default();
    if !readable {
        errors.add("on", "日付として読めません。R8.3.31 のように入力してください。");
    }
    let form = FormView::filled([("on", typed), ("by", dimension.code().to_owned())]).with_errors(&errors);
    let page = StatisticsPage {
        tabs: tabs("/statistics"),
        found: found.words(),
        on: wareki::long(moment.on),
        known: moment.known,
        by: dimension.code(),
        by_word: dimension.label(),
        choices: choices(),
        total: rights.len(),
        lines: lines.collect(),
        ages: AGES.iter().map(|(_, word, _)| *word).collect(),
        national: national.collect(),
        export: export.or_else(|| cx.may(Permission::ExportLists).then(export::offer)),
        form,
    };
    cx.page_as(if readable { status } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

fn choices() -> Vec<Choice> {
    Dimension::ALL.iter().map(|one| Choice::of(one.code(), one.label())).collect()
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let dimension = cx.parameter("by").and_then(Dimension::of).unwrap_or(Dimension::Office);
    let (day, known) = (cx.decoded("on"), cx.decoded("known"));
    render(&cx, (&day, &known), dimension, None, StatusCode::OK).await
}

/// Headings of sexes, in the order of the columns.
pub(super) const fn sexes() -> [&'static str; 3] {
    [Sex::Male.label(), Sex::Female.label(), "不明"]
}

impl Page for StatisticsPage {
    const TEMPLATE: &'static str = "statistics/show.html";

    fn sample() -> Vec<Self> {
        let figure = |count| Figure { href: "/statistics/rights?on=2026-03-31&known=9&office=01".to_owned(), count };
        let line = |word: &str, count| Line { word: word.to_owned(), figure: figure(count), share: "48.2".to_owned(), bar: 80 };
        let page = |full: bool| Self {
            tabs: tabs("/statistics"),
            found: if full { "" } else { Found::Today.words() },
            on: "令和8年3月31日".to_owned(),
            known: 1_204,
            by: "office",
            by_word: "管轄事務所",
            choices: choices(),
            total: if full { 12 } else { 0 },
            lines: if full { vec![line("佐賀中部", 9), line("唐津", 3)] } else { Vec::new() },
            ages: AGES.iter().map(|(_, word, _)| *word).collect(),
            national: if full {
                let figures = columns().iter().map(|_| figure(0)).collect();
                vec![NationalLine { group: "01 悪性新生物".to_owned(), figures, total: 4 }]
            } else {
                Vec::new()
            },
            export: full.then(export::offer),
            form: FormView::filled([("on", "R8.3.31"), ("by", "office")]),
        };
        vec![page(true), page(false)]
    }
}
