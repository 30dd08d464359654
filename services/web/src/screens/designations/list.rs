//! `GET /designations`: one of the two registers, page by page; a search stays out of the address.

use axum::response::Response;
use casework::designation::renewal_season;
use casework::rules::Masters;
use events::Personal;
use events::ids::DesignationId;
use events::vocabulary::person_name::fold;
use events::vocabulary::{DesignationEnd, DesignationKind, DoctorQualification, InstitutionCode, PersonName, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::designations::{self, DesignationFilter, DesignationRow, Standing};
use serde::Serialize;

use super::export;
use crate::cx::Cx;
use crate::forms::Posted;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::taking_out::{MOST, Offer};

/// Lines of a page.
const LINES: u16 = 50;

/// Which register, and which part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    pub(super) kind: DesignationKind,
    pub(super) standing: Standing,
}

impl Asked {
    pub(super) fn read(kind: &str, standing: &str) -> Self {
        let kind = kind.parse().unwrap_or(DesignationKind::Doctor);
        Self { kind, standing: standing.parse().unwrap_or_default() }
    }

    pub(super) fn address(self) -> String {
        format!("/designations?kind={}&standing={}", self.kind.code(), self.standing.code())
    }

    pub(super) fn filter(self, today: Date, masters: &Masters) -> DesignationFilter {
        // Where the masters say nothing about renewals, none is due.
        let season = renewal_season(today, masters).unwrap_or((Date::MAX, Date::MAX));
        DesignationFilter { kind: self.kind, standing: self.standing, today, season }
    }
}

/// A line.
#[derive(Clone, Serialize)]
struct Line {
    href: String,
    number: String,
    /// Of a doctor the name, of an institution its own.
    name: String,
    kana: String,
    place: String,
    sort: &'static str,
    /// Who designated, where it is another authority.
    other: String,
    term: String,
    state: String,
    tone: &'static str,
}

/// The state of a designation on a day, and its tone.
pub(super) fn state(row: &DesignationRow, filter: &DesignationFilter) -> (String, &'static str) {
    let (today, (opens, closes)) = (filter.today, filter.season);
    match row.ground {
        Some(ground) if row.ends_on < today => (format!("終わり（{}）", ground.label()), ""),
        Some(ground) => (format!("{}で終わる（{}）", wareki::short(row.ends_on), ground.label()), "warn"),
        None if row.ends_on < today => ("期限切れ".to_owned(), "alert"),
        None if row.starts_on > today => ("開始前".to_owned(), "key"),
        None if row.own && (opens..=closes).contains(&row.ends_on) => ("更新時期".to_owned(), "warn"),
        None => ("有効".to_owned(), "ok"),
    }
}

/// A doctor's name, or that of the institution; and the kana.
pub(super) fn name_of(row: &DesignationRow) -> (String, String) {
    row.name.as_ref().map_or_else(|| (row.title.clone(), String::new()), name_and_kana)
}

/// 要件 of a doctor, 種別 of an institution.
pub(super) fn sort_of(row: &DesignationRow) -> &'static str {
    let of_code = || InstitutionCode::parse(&row.number).map_or("", |code| code.kind().label());
    row.qualification.map_or_else(of_code, DoctorQualification::label)
}

impl Line {
    fn of(row: &DesignationRow, filter: &DesignationFilter) -> Self {
        let (name, kana) = name_of(row);
        let (state, tone) = state(row, filter);
        let place = if row.kind == DesignationKind::Doctor {
            row.workplaces.join("、")
        } else {
            row.address.clone().unwrap_or_default()
        };
        Self {
            href: format!("/designations/{}", row.designation),
            number: row.number.clone(),
            name,
            kana,
            place,
            sort: sort_of(row),
            other: row.authority.clone().filter(|_| !row.own).unwrap_or_default(),
            term: format!("{}〜{}", wareki::short(row.starts_on), wareki::short(row.ends_on)),
            state,
            tone,
        }
    }
}

#[derive(Clone, Serialize)]
struct Tab {
    href: String,
    label: &'static str,
    current: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct ListPage {
    kind: &'static str,
    title: &'static str,
    standing: &'static str,
    doctors: bool,
    kinds: Vec<Tab>,
    standings: Vec<Tab>,
    lines: Vec<Line>,
    /// What was searched; empty where nothing.
    text: String,
    next_href: Option<String>,
    first_href: Option<String>,
    may_keep: bool,
    /// What leaves as a file: the register, or the list for the national database.
    ids: bool,
    offer: Option<Offer>,
}

/// What a search looks through, folded.
fn found(row: &DesignationRow, wanted: &str) -> bool {
    let (name, kana) = name_of(row);
    let place = row.workplaces.iter().chain(row.address.iter()).chain([&row.title, &row.number, &name, &kana]);
    place.into_iter().any(|text| fold(text).contains(wanted))
}

pub(super) async fn render(cx: &Cx, asked: Asked, text: &str, offer: Option<(bool, Offer)>) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let filter = asked.filter(cx.today, &masters);
    let after = cx.parameter("after").and_then(|id| id.parse::<DesignationId>().ok()).filter(|_| text.is_empty());
    let limit = if text.is_empty() { LINES } else { MOST };
    let (mut rows, next) = designations::page(cx.pool(), filter, &masters.own_authority(), after, limit).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    if !text.is_empty() {
        let wanted = fold(text);
        rows.retain(|row| found(row, &wanted));
        rows.truncate(usize::from(LINES));
    }
    let kinds = DesignationKind::ALL.iter().map(|kind| Tab {
        href: Asked { kind: *kind, ..asked }.address(),
        label: kind.label(),
        current: *kind == asked.kind,
    });
    let standings = Standing::ALL.iter().map(|standing| Tab {
        href: Asked { standing: *standing, ..asked }.address(),
        label: standing.label(),
        current: *standing == asked.standing,
    });
    let wants_ids = asked.kind == DesignationKind::Doctor && cx.parameter("list") == Some("ids");
    let (ids, offer) = offer.unwrap_or_else(|| (wants_ids, export::offer(asked.kind, wants_ids)));
    let refused = offer.is_refused();
    let page = ListPage {
        kind: asked.kind.code(),
        title: asked.kind.label(),
        standing: asked.standing.code(),
        doctors: asked.kind == DesignationKind::Doctor,
        kinds: kinds.collect(),
        standings: standings.collect(),
        lines: rows.iter().map(|row| Line::of(row, &filter)).collect(),
        text: text.to_owned(),
        next_href: next.filter(|_| text.is_empty()).map(|next| format!("{}&after={next}", asked.address())),
        first_href: (after.is_some() || !text.is_empty()).then(|| asked.address()),
        may_keep: cx.may(Permission::KeepRegisters),
        ids,
        offer: cx.may(Permission::ExportRegisters).then_some(offer),
    };
    let status = if refused { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let value = |name| cx.parameter(name).unwrap_or_default();
    let asked = Asked::read(value("kind"), value("standing"));
    render(&cx, asked, "", None).await
}

/// `POST /designations/search`.
pub(crate) async fn search(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let asked = Asked::read(posted.text("kind"), posted.text("standing"));
    render(&cx, asked, posted.text("q").trim(), None).await
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "designations/list.html";

    fn sample() -> Vec<Self> {
        let day = |year, month| Date::constant(year, month, 1);
        let row = |ground, ends_on, own| DesignationRow {
            designation: DesignationId(uuid::Uuid::nil()),
            kind: DesignationKind::Doctor,
            number: "SG-0012".to_owned(),
            authority: Some("福岡県".to_owned()),
            own,
            name: Some(Personal::<PersonName>::Erased),
            title: "見本病院".to_owned(),
            address: None,
            qualification: Some(DoctorQualification::Specialist),
            workplaces: vec!["見本病院".to_owned()],
            starts_on: day(2022, 4),
            ends_on,
            ground,
        };
        let asked = Asked { kind: DesignationKind::Doctor, standing: Standing::Current };
        let filter = DesignationFilter {
            kind: asked.kind,
            standing: asked.standing,
            today: day(2026, 11),
            season: (day(2026, 10), day(2027, 9)),
        };
        let lines = [
            row(None, day(2027, 3), true),
            row(None, day(2030, 3), false),
            row(None, day(2026, 3), true),
            row(Some(DesignationEnd::Resigned), day(2027, 1), true),
        ];
        let tab = |label, current| Tab { href: "/designations".to_owned(), label, current };
        let page = |lines: Vec<Line>, doctors: bool, offer: Option<Offer>| Self {
            kind: "doctor",
            title: "指定医",
            standing: "current",
            doctors,
            kinds: vec![tab("指定医", doctors), tab("指定医療機関", !doctors)],
            standings: vec![tab("有効", true)],
            text: if lines.is_empty() { "見本".to_owned() } else { String::new() },
            next_href: Some("/designations?after=x".to_owned()),
            first_href: lines.is_empty().then(|| "/designations".to_owned()),
            lines,
            may_keep: doctors,
            ids: doctors,
            offer,
        };
        let [plain, refused] = Offer::samples();
        vec![
            page(lines.iter().map(|row| Line::of(row, &filter)).collect(), true, Some(plain)),
            page(Vec::new(), true, Some(refused)),
            page(lines.iter().map(|row| Line::of(row, &filter)).collect(), false, None),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_part_and_anything_else_is_the_first() {
        let asked = Asked::read("institution", "over");
        assert_eq!(asked.address(), "/designations?kind=institution&standing=over");
        assert_eq!(Asked::read("", "?"), Asked { kind: DesignationKind::Doctor, standing: Standing::Current });
    }
}
