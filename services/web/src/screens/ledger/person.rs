//! One person's page: identity, awards through time, applications, certificates.

use axum::response::Response;
use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::{Tier, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::case_history::{self, Words as _};
use projections::ledger::{self, AsOf, CertificateState, LedgerRow};
use projections::worklist;
use serde::Serialize;

use super::row::{CaseLine, certificate_tone, special, standing};
use crate::as_of::{Bar, Steps, View};
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::certificate::{Sheet, sheets};
use crate::screens::cases::ident::{ERASED, Fact, Flag, Ident, birth_and_age, name_and_kana};
use crate::screens::cases::names::Names;
use crate::screens::cases::time_axis::{self, Span, TimeAxis};
use crate::screens::documents::issued;

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
    ident: Ident,
    address: String,
    guardian: String,
    municipality: String,
    axis: Option<TimeAxis>,
    awards: Vec<Award>,
    cases: Vec<CaseLine>,
    may_open: bool,
}

/// The documents that were issued with an award.
async fn sheets_of(cx: &Cx, row: &LedgerRow) -> Result<Vec<Sheet>, Problem> {
    let CertificateState::Issued { certificate, .. } = row.certificate else { return Ok(Vec::new()) };
    let issued = issued(cx, certificate).await?;
    Ok(sheets(certificate.0, issued.documents.iter().map(|document| document.document.as_str())))
}

/// The changes of a person's awards around a position, among everything that happened in their applications.
async fn steps(cx: &Cx, id: RecipientId, known: Option<i64>) -> Result<Steps, Problem> {
    let applications = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    let mut changes = Vec::new();
    for row in applications {
        let entries = case_history::of_case(cx.pool(), row.application, None).await?;
        let shown = entries.into_iter().filter(|entry| !matches!(entry.event, events::Event::Application(_)));
        changes.extend(shown.map(|entry| (entry.position, case_history::title(entry.event.event_type()))));
    }
    changes.sort_unstable();
    Ok(Steps::among(changes, known))
}

fn award(row: &LedgerRow, sheets: Vec<Sheet>, names: &Names, view: &View) -> Award {
    let (standing, tone) = standing(row.validity.start(), row.validity.end(), view.day);
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
        certificate: row.certificate.label(),
        certificate_tone: certificate_tone(row.certificate),
        sheets,
    }
}

fn span(row: &LedgerRow) -> Span {
    let (start, end) = (row.validity.start(), row.validity.end());
    Span { start, end, label: format!("{} {}", row.kind.label(), row.monthly_cap), planned: false }
}

fn ident(row: &LedgerRow, names: &Names, today: Date) -> Ident {
    let (name, kana) = name_and_kana(&row.name);
    let (text, tone) = standing(row.validity.start(), row.validity.end(), today);
    let mut flags = vec![Flag::new(tone, text)];
    let special = special(row);
    if !special.is_empty() {
        flags.push(Flag::new("warn", special));
    }
    if row.registrant_certificate {
        flags.push(Flag::new("", "登録者証"));
    }
    let validity = format!("{}から{}", wareki::short(row.validity.start()), wareki::short(row.validity.end()));
    Ident {
        name,
        kana,
        facts: vec![
            Fact::number("受給者番号", row.recipient_number.to_string()),
            Fact::new("生年月日", birth_and_age(&row.birth_date, today)),
            Fact::new("有効期間", validity),
            Fact::new("月額上限", row.monthly_cap.to_string()),
            Fact::new("事務所", names.office_short(row.office)),
        ],
        flags,
    }
}

/// `GET /recipients/{id}`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    let view = View::of(&cx).await?;
    let mut rows = ledger::of_recipient(cx.pool(), id, AsOf { known: view.known, valid_on: None }).await?;
    projections::open(cx.pool(), cx.ring(), &mut rows).await?;
    let newest = rows.first().ok_or(Problem::NotFound)?;
    let applications: Vec<ApplicationId> = rows.iter().map(|row| row.application).collect();
    let mut cases = worklist::rows(cx.pool(), &applications, view.known).await?;
    projections::open(cx.pool(), cx.ring(), &mut cases).await?;
    let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
    let steps = steps(&cx, id, view.known).await?;
    let subjects: Vec<uuid::Uuid> = std::iter::once(id.0).chain(applications.iter().map(|application| application.0)).collect();
    cx.viewed(&subjects).await?;
    let mut awards = Vec::new();
    for row in &rows {
        awards.push(award(row, sheets_of(&cx, row).await?, &names, &view));
    }
    let spans: Vec<Span> = rows.iter().map(span).collect();
    let guardian = newest.guardian.open();
    let page = PersonPage {
        bar: view.bar(&format!("/recipients/{id}"), Vec::new(), steps, None),
        past: view.is_past(),
        ident: ident(newest, &names, view.day),
        address: newest.address.open().map_or_else(|| ERASED.to_owned(), |address| address.text.to_string()),
        guardian: guardian.map_or_else(|| ERASED.to_owned(), |one| format!("{}（{}）", one.name.written(), one.relation.label())),
        municipality: names.municipality(newest.municipality),
        axis: time_axis::draw(&spans, view.day),
        awards,
        cases: cases.iter().map(|row| CaseLine::of(row, &names, view.day).from(&view)).collect(),
        may_open: cx.may(Permission::OpenDocuments),
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
            ident: Ident::sample(),
            address: "佐賀県佐賀市見本町1-1".to_owned(),
            guardian: "見本 太郎（父）".to_owned(),
            municipality: "佐賀市".to_owned(),
            axis: time_axis::draw(std::slice::from_ref(&span), Date::constant(2026, 11, 24)),
            awards: vec![award(&["certificate", "cap_sheet"], "重症"), award(&[], "")],
            cases: vec![CaseLine::sample()],
            may_open,
        };
        vec![page(true), Self { axis: None, cases: Vec::new(), ..page(false) }]
    }
}
