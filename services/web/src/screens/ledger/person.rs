//! One person's page: identity, awards through time, applications, certificates.

use acts::NoteInput;
use axum::http::StatusCode;
use axum::response::Response;
use events::Event;
use events::ids::{AwardId, RecipientId};
use events::vocabulary::{Tier, wareki};
use identity::Permission;
use jiff::civil::Date;
use projections::ledger::{self, AsOf, CertificateState, Ended, LedgerRow, RedressKind};
use projections::worklist;
use serde::Serialize;

use super::looked::{Frame, Looked};
use super::mailing::{self, Mailing};
use super::particulars::{self, Particular};
use super::row::{CaseLine, certificate_tone, special, standing};
use crate::as_of::{Bar, View};
use crate::cx::Cx;
use crate::forms::{FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::certificate::{Sheet, sheets};
use crate::screens::cases::letters::{self, Letter};
use crate::screens::cases::names::Names;
use crate::screens::cases::notes::{self, Notes};
use crate::screens::cases::time_axis::{self, Span, TimeAxis};
use crate::screens::documents::issued;
use crate::screens::households::HouseholdCard;
use crate::screens::notices::NoticeLine;
use crate::screens::reimbursements::ClaimLine;
use crate::screens::same_persons::{self, SameLine};

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
    /// Rows of the same person.
    same: Vec<SameLine>,
    particulars: Vec<Particular>,
    /// Where post goes.
    mailing: Mailing,
    axis: Option<TimeAxis>,
    awards: Vec<Award>,
    cases: Vec<CaseLine>,
    may_open: bool,
    /// Where a notice is received; none for roles that receive none.
    notices: Option<String>,
    /// Where a claim for reimbursement is received.
    claim: String,
    /// What the months cost.
    months: String,
    claims: Vec<ClaimLine>,
    told: Vec<NoticeLine>,
    /// Who shares the cap; none in the past.
    household: Option<HouseholdCard>,
    /// What may be begun from the newest award.
    next: Vec<Next>,
    /// What went out on paper, of all applications that led to an award.
    letters: Vec<Letter>,
    notes: Notes,
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
    render(&cx, id, Typed::default(), None).await
}

/// `POST /recipients/{id}/notes`: on the person; kept with the application of the newest award.
pub(crate) async fn note(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let wrong = Some(StatusCode::UNPROCESSABLE_ENTITY);
    let (text, corrects) = match notes::read(&posted) {
        Ok(read) => read,
        Err(note) => return render(&cx, id, Typed { note, ..Typed::default() }, wrong).await,
    };
    let rows = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    // A note is put right where it stands; a new one stands with the newest award.
    let newest = rows.first().ok_or(Problem::NotFound)?.application;
    let application = match corrects {
        None => newest,
        Some(corrected) => notes::case_of(&cx, corrected, rows.iter().map(|row| row.application)).await?.unwrap_or(newest),
    };
    let input = NoteInput { application, recipient: Some(id), corrects, text };
    match cx.acts().write_note(&cx.request(&posted)?, input).await {
        Ok(done) => cx.told(&format!("/recipients/{id}"), "person_noted", done.position, &["case_history"]).await,
        Err(error) => render(&cx, id, Typed { note: notes::refused(&posted, error)?, ..Typed::default() }, wrong).await,
    }
}

/// What was typed into the forms of the page, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// メモ.
    pub(super) note: FormView,
    /// 送付先.
    pub(super) mailing: FormView,
}

pub(super) async fn render(
    cx: &Cx,
    id: RecipientId,
    Typed { note, mailing }: Typed,
    status: Option<StatusCode>,
) -> Result<Response, Problem> {
    let looked = Looked::at(cx, id).await?;
    let Looked { rows, names, view, .. } = &looked;
    let newest = rows.first().ok_or(Problem::NotFound)?;
    let mut cases = worklist::rows(cx.pool(), &looked.applications, view.known).await?;
    projections::open(cx.pool(), cx.ring(), &mut cases).await?;
    let mut awards = Vec::new();
    for row in rows {
        awards.push(award(row, sheets_of(cx, row).await?, names, view));
    }
    let mut told = projections::notices::of_recipient(cx.pool(), id).await?;
    projections::open(cx.pool(), cx.ring(), &mut told).await?;
    let told =
        if view.is_past() { Vec::new() } else { told.iter().map(|row| NoticeLine::of(row, &cx.shielded(), cx.today)).collect() };
    let mut claims = projections::reimbursements::of_recipient(cx.pool(), id).await?;
    projections::open(cx.pool(), cx.ring(), &mut claims).await?;
    let claims =
        if view.is_past() { Vec::new() } else { claims.iter().map(|row| ClaimLine::of(row, &cx.shielded(), cx.today)).collect() };
    // What was revoked from its first day on covers no day.
    let counting = || rows.iter().filter(|row| row.ended != Some(Ended::Annulled));
    let spans: Vec<Span> = counting().map(span).collect();
    let same = same_persons::lines(cx, id, view.known).await?;
    let elsewhere = same.iter().any(|one| one.goes_on_there);
    let going_on = counting().next().filter(|_| !view.is_past() && !elsewhere && cx.may(Permission::EnterApplications));
    let mut noted = looked.entries.clone();
    noted.retain(|entry| view.known.is_none_or(|known| entry.position <= known));
    let letters = letters::issued(&noted);
    noted.retain(|entry| matches!(entry.event, Event::Note(_)));
    projections::open(cx.pool(), cx.ring(), &mut noted).await?;
    let shield = cx.shielded();
    // Particulars change by a notice, or where a later application tells others.
    let changed = rows.len() > 1 || !told.is_empty();
    let page = PersonPage {
        bar: looked.bar(""),
        past: view.is_past(),
        frame: looked.frame(cx, "person")?,
        same,
        particulars: particulars::of(cx, &looked, newest, changed).await?,
        mailing: mailing::card(cx, &looked, newest, mailing).await?,
        axis: time_axis::draw(&spans, view.day),
        awards,
        cases: cases.iter().map(|row| CaseLine::of(row, names, view.day).from(view).shielded(&shield, row)).collect(),
        may_open: cx.may(Permission::OpenDocuments),
        letters,
        notes: Notes::of(cx, &noted, names, view, (&looked.path(), note)),
        household: if view.is_past() { None } else { Some(HouseholdCard::of(cx, id).await?) },
        next: going_on.map_or_else(Vec::new, |row| next(row, cx.today)),
        notices: (cx.may(Permission::ReceiveNotices) && !view.is_past()).then(|| format!("/recipients/{id}/notices")),
        claim: format!("/recipients/{id}/reimbursement"),
        months: format!("/recipients/{id}/months"),
        claims,
        told,
    };
    cx.page_as(status.unwrap_or(view.status()), &page)
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
            same: if may_open { SameLine::samples() } else { Vec::new() },
            particulars: particulars::samples(),
            mailing: Mailing::samples()[usize::from(may_open)].clone(),
            axis: time_axis::draw(std::slice::from_ref(&span), Date::constant(2026, 11, 24)),
            awards: vec![award(&["certificate", "cap_sheet"], "重症"), award(&[], "")],
            cases: vec![CaseLine::sample()],
            may_open,
            letters: if may_open { vec![Letter::sample()] } else { Vec::new() },
            notes: Notes::samples()[usize::from(may_open)].clone(),
            next: vec![Next {
                kind: "renewal",
                label: "更新の申請を受け付ける",
                award: AwardId(uuid::Uuid::nil()),
                because: "いまの有効期間の翌日から続きます。",
            }],
            notices: may_open.then(|| "/recipients/1/notices".to_owned()),
            claim: "/recipients/1/reimbursement".to_owned(),
            months: "/recipients/1/months".to_owned(),
            claims: ClaimLine::samples(),
            told: NoticeLine::samples(),
            household: HouseholdCard::samples().into_iter().nth(usize::from(may_open)),
        };
        let [.., of_the_past] = Mailing::samples();
        vec![
            page(true),
            Self { axis: None, cases: Vec::new(), told: Vec::new(), claims: Vec::new(), ..page(false) },
            Self { mailing: of_the_past, ..page(true) },
        ]
    }
}
