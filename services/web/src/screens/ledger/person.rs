//! One person's page: identity, awards through time, applications, certificates.

use axum::response::Response;
use events::ids::{AwardId, RecipientId};
use events::vocabulary::{Tier, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::case_history::Words as _;
use projections::ledger::{CertificateState, Ended, LedgerRow, RedressKind};
use projections::worklist;
use serde::Serialize;

use super::looked::{Frame, Looked};
use super::row::{CaseLine, certificate_tone, special, standing};
use crate::as_of::{Bar, View};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::certificate::{Sheet, sheets};
use crate::screens::cases::ident::ERASED;
use crate::screens::cases::names::Names;
use crate::screens::cases::time_axis::{self, Span, TimeAxis};
use crate::screens::documents::issued;
use crate::screens::notices::NoticeLine;

/// An award.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Award {
    kind: &'static str,
    start: String,
    end: String,
    standing: &'static str,
    tone: &'static str,
    payer_number: String,
    tier: String,
    special: String,
    cap: String,
    diseases: Vec<String>,
    decided_on: String,
    case: String,
    /// Revocation and correction.
    redress: String,
    /// One of them waits for its decision.
    waits: &'static str,
    certificate: &'static str,
    certificate_tone: &'static str,
    /// The documents of the certificate.
    sheets: Vec<Sheet>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PersonPage {
    bar: Bar,
    past: bool,
    frame: Frame,
    address: String,
    guardian: String,
    municipality: String,
    axis: Option<TimeAxis>,
    awards: Vec<Award>,
    cases: Vec<CaseLine>,
    may_open: bool,
    /// Where a notice is received; none for roles that receive none.
    notices: Option<String>,
    told: Vec<NoticeLine>,
    /// What may be begun from the newest award.
    next: Vec<Next>,
}

/// An application that can be begun here.
#[derive(Serialize)]
pub(crate) struct Next {
    kind: &'static str,
    label: &'static str,
    award: AwardId,
    because: &'static str,
}

/// From the newest award: to go on at any time, to change while it runs.
fn next(row: &LedgerRow, today: Date) -> Vec<Next> {
    let renewal = |label, because| Next { kind: "renewal", label, award: row.award, because };
    let change = Next {
        kind: "change",
        label: "変更の申請を受け付ける",
        award: row.award,
        because: "所得、重症、人工呼吸器、疾病、按分が変わるとき。翌月1日（1日の申請はその日）から変わります。",
    };
    if today > row.validity.end() {
        vec![renewal(
            "続けて受けるための申請を受け付ける",
            "有効期間を過ぎているため、新規として扱います。18歳以上は受け付けられません。",
        )]
    } else {
        let mut next = vec![renewal("更新の申請を受け付ける", "いまの有効期間の翌日から続きます。")];
        if row.validity.contains(today) {
            next.push(change);
        }
        next
    }
}

/// The documents that were issued with an award.
async fn sheets_of(cx: &Cx, row: &LedgerRow) -> Result<Vec<Sheet>, Problem> {
    let CertificateState::Issued { certificate, .. } = row.certificate else { return Ok(Vec::new()) };
    let issued = issued(cx, certificate).await?;
    Ok(sheets(certificate.0, issued.documents.iter().map(|document| document.document.as_str())))
}

fn award(row: &LedgerRow, sheets: Vec<Sheet>, names: &Names, view: &View) -> Award {
    let (standing, tone) = match row.ended {
        Some(ended @ Ended::Annulled) => (ended.label(), "warn"),
        Some(ended) if view.day > row.validity.end() => (ended.label(), ""),
        _ => standing(row.validity.start(), row.validity.end(), view.day),
    };
    Award {
        kind: row.kind.label(),
        start: wareki::long(row.validity.start()),
        end: wareki::long(row.validity.end()),
        standing,
        tone,
        payer_number: row.payer_number.to_string(),
        tier: Tier::in_words(row.tier),
        special: special(row),
        cap: row.monthly_cap.to_string(),
        diseases: row.diseases.iter().map(|disease| names.disease_with_code(*disease)).collect(),
        decided_on: wareki::long(row.decided_on),
        case: format!("/cases/{}{}", row.application, view.query()),
        redress: format!("/awards/{}/redress", row.award),
        waits: row.redress.map_or("", RedressKind::label),
        certificate: row.certificate.label(),
        certificate_tone: certificate_tone(row.certificate),
        sheets,
    }
}

fn span(row: &LedgerRow) -> Span {
    let (start, end) = (row.validity.start(), row.validity.end());
    Span { start, end, label: format!("{} {}", row.kind.label(), row.monthly_cap), planned: false }
}

/// `GET /recipients/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let looked = Looked::at(&cx, id).await?;
    let Looked { rows, names, view, .. } = &looked;
    let newest = rows.first().ok_or(Problem::NotFound)?;
    let mut cases = worklist::rows(cx.pool(), &looked.applications(), view.known).await?;
    projections::open(cx.pool(), cx.ring(), &mut cases).await?;
    let mut awards = Vec::new();
    for row in rows {
        awards.push(award(row, sheets_of(&cx, row).await?, names, view));
    }
    let mut told = projections::notices::of_recipient(cx.pool(), id).await?;
    projections::open(cx.pool(), cx.ring(), &mut told).await?;
    let told = if view.is_past() { Vec::new() } else { told.iter().map(|row| NoticeLine::of(row, cx.today)).collect() };
    // What was revoked from its first day on covers no day.
    let counting = || rows.iter().filter(|row| row.ended != Some(Ended::Annulled));
    let spans: Vec<Span> = counting().map(span).collect();
    let going_on = counting().next().filter(|_| !view.is_past() && cx.may(Permission::EnterApplications));
    let guardian = newest.guardian.open();
    let page = PersonPage {
        bar: looked.bar(""),
        past: view.is_past(),
        frame: looked.frame(&cx, "person")?,
        address: newest.address.open().map_or_else(|| ERASED.to_owned(), |address| address.text.to_string()),
        guardian: guardian.map_or_else(|| ERASED.to_owned(), |one| format!("{}（{}）", one.name.written(), one.relation.label())),
        municipality: names.municipality(newest.municipality),
        axis: time_axis::draw(&spans, view.day),
        awards,
        cases: cases.iter().map(|row| CaseLine::of(row, names, view.day).from(view)).collect(),
        may_open: cx.may(Permission::OpenDocuments),
        next: going_on.map_or_else(Vec::new, |row| next(row, cx.today)),
        notices: (cx.may(Permission::ReceiveNotices) && !view.is_past()).then(|| format!("/recipients/{id}/notices")),
        told,
    };
    cx.page_as(view.status(), &page)
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "ledger/person.html";

    fn sample() -> Vec<Self> {
        let award = |documents: &[&str], special: &str| Award {
            kind: "新規",
            start: "令和8年10月20日".to_owned(),
            end: "令和9年9月30日".to_owned(),
            standing: "有効",
            tone: "ok",
            payer_number: "52416013".to_owned(),
            tier: "Ⅳ 一般所得Ⅰ".to_owned(),
            special: special.to_owned(),
            cap: "5,000円".to_owned(),
            diseases: vec!["見本症候群（02_01_001）".to_owned()],
            decided_on: "令和8年11月24日".to_owned(),
            case: "/cases/1".to_owned(),
            redress: "/awards/1/redress".to_owned(),
            waits: if special.is_empty() { "" } else { "訂正" },
            certificate: "作成済",
            certificate_tone: "ok",
            sheets: sheets(uuid::Uuid::nil(), documents.iter().copied()),
        };
        let span = Span {
            start: Date::constant(2026, 10, 20),
            end: Date::constant(2027, 9, 30),
            label: "新規 5,000円".to_owned(),
            planned: false,
        };
        let page = |may_open| Self {
            bar: Bar::samples()[usize::from(may_open)].clone(),
            past: may_open,
            frame: Frame::sample("person"),
            address: "佐賀県佐賀市見本町1-1".to_owned(),
            guardian: "見本 太郎（父）".to_owned(),
            municipality: "佐賀市".to_owned(),
            axis: time_axis::draw(std::slice::from_ref(&span), Date::constant(2026, 11, 24)),
            awards: vec![award(&["certificate", "cap_sheet"], "重症"), award(&[], "")],
            cases: vec![CaseLine::sample()],
            may_open,
            next: vec![Next {
                kind: "renewal",
                label: "更新の申請を受け付ける",
                award: AwardId(uuid::Uuid::nil()),
                because: "いまの有効期間の翌日から続きます。",
            }],
            notices: may_open.then(|| "/recipients/1/notices".to_owned()),
            told: NoticeLine::samples(),
        };
        vec![page(true), Self { axis: None, cases: Vec::new(), told: Vec::new(), ..page(false) }]
    }
}
