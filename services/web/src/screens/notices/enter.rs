//! The form of a notice: entered at the counter, mended there. What is typed stays where something is wrong.

use acts::{ActError, AmendNoticeInput, Known, Person, ReceiveNoticeInput};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::notice::NoticeRefusal;
use casework::procedures::notices::{NoticeProcedure, of as procedure_of};
use casework::procedures::undoing::{self, Step};
use events::ids::{AwardId, NoticeId, RecipientId};
use events::notice::NoticeKind;
use projections::ledger::{self, AsOf, Ended, LedgerRow};
use serde::Serialize;

use super::{SHOWN_BY, fields, prefill, reading::Reader};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::entry::Catalogue;
use crate::screens::applications::view::FieldView;
use crate::screens::protection;

/// The page.
#[derive(Serialize)]
pub(crate) struct EnterPage {
    title: String,
    back: String,
    name: String,
    lead: &'static str,
    law: &'static str,
    papers: Vec<String>,
    follows: &'static str,
    undone_by: &'static str,
    /// Days in which a change is told, by the master.
    filing_days: i64,
    award: String,
    action: String,
    submit: &'static str,
    version: i32,
    characters: Vec<String>,
    fields: Vec<FieldView>,
    form: FormView,
}

/// What the form is about.
struct Frame {
    recipient: RecipientId,
    award: AwardId,
    kind: NoticeKind,
    /// The notice that is mended, with its version; none at the reception.
    mending: Option<(NoticeId, i32)>,
}

impl Frame {
    async fn show(&self, cx: &Cx, form: FormView, status: StatusCode, characters: Vec<String>) -> Result<Response, Problem> {
        let masters = cx.masters().await?;
        let catalogue = Catalogue::on(&masters, cx.today);
        let procedure = procedure_of(self.kind).ok_or(Problem::NotFound)?;
        let known = cx.acts().known(self.recipient, self.award, cx.today).await?;
        cx.viewed(&[self.recipient.0]).await?;
        let filing_days = masters.program.at("notice.filing_days", cx.today).map_or(14, |row| row.value.value);
        cx.page_as(status, &self.page(procedure, &known, &catalogue, (form, characters), filing_days))
    }

    fn page(
        &self,
        procedure: &NoticeProcedure,
        known: &Known,
        catalogue: &Catalogue,
        (form, characters): (FormView, Vec<String>),
        filing_days: i64,
    ) -> EnterPage {
        let (title, action, back, submit) = match self.mending {
            Some((notice, _)) => (
                format!("{}を直す", self.kind.label()),
                format!("/notices/{notice}/amend"),
                format!("/notices/{notice}"),
                "直して点検者に回す",
            ),
            None => (
                self.kind.label().to_owned(),
                format!("/recipients/{}/notices/{}", self.recipient, self.kind.code()),
                format!("/recipients/{}/notices", self.recipient),
                "届を受け付ける",
            ),
        };
        EnterPage {
            title,
            back,
            name: known.person.name.written().to_owned(),
            lead: procedure.lead,
            law: procedure.law,
            papers: procedure.papers.iter().map(|paper| format!("{}　{}", paper.title, paper.when)).collect(),
            follows: procedure.follows,
            undone_by: undoing::sentence(Step::Notice(procedure.kind)),
            filing_days: if self.kind == NoticeKind::Particulars { filing_days } else { 0 },
            award: known.award.validity.to_string(),
            action,
            submit,
            version: self.mending.map_or(0, |(_, version)| version),
            characters,
            fields: fields::of(self.kind, procedure.day, self.mending.is_none(), catalogue),
            form,
        }
    }

    /// The form again, with what is wrong.
    async fn wrong(&self, cx: &Cx, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
        let form = FormView::of(posted).understood(&["filed_on", "happened_on", "until"]).with_errors(errors);
        self.show(cx, form, StatusCode::UNPROCESSABLE_ENTITY, Vec::new()).await
    }

    async fn refused(&self, cx: &Cx, posted: &Posted, error: ActError) -> Result<Response, Problem> {
        let mut errors = FieldErrors::default();
        errors.add(beside(&error), error.to_string());
        let (status, characters) = match &error {
            ActError::Refused(_) | ActError::TooLong(_) => (StatusCode::UNPROCESSABLE_ENTITY, Vec::new()),
            ActError::Stale { .. } => (StatusCode::CONFLICT, Vec::new()),
            ActError::Unprintable(faults) => {
                (StatusCode::UNPROCESSABLE_ENTITY, faults.iter().map(|fault| fault.sentence.clone()).collect())
            }
            _ => return Err(error.into()),
        };
        self.show(cx, FormView::of(posted).with_errors(&errors), status, characters).await
    }
}

/// The field that an act was refused for; the form as a whole where it is about more than one.
const fn beside(error: &ActError) -> &'static str {
    match error {
        ActError::Refused(Refusal::Notice(refusal)) => match refusal {
            NoticeRefusal::FiledInFuture => "filed_on",
            NoticeRefusal::NotYetHappened(_) | NoticeRefusal::BeforeTheAward { .. } | NoticeRefusal::AfterTheAward { .. } => {
                "happened_on"
            }
            NoticeRefusal::PatientIsMinor => "filer",
            _ => "",
        },
        _ => "",
    }
}

/// The award that a notice is about: the one that counts, else the newest.
pub(crate) fn award_of(rows: &[LedgerRow], today: jiff::civil::Date) -> Option<AwardId> {
    let mut standing = rows.iter().filter(|row| row.ended != Some(Ended::Annulled));
    let newest = standing.clone().next().or_else(|| rows.first());
    standing.find(|row| row.validity.contains(today)).or(newest).map(|row| row.award)
}

async fn begun(cx: &Cx, path: &(String, String)) -> Result<Frame, Problem> {
    let recipient: RecipientId = path.0.parse().map_err(|_| Problem::NotFound)?;
    let kind: NoticeKind = path.1.parse().map_err(|_| Problem::NotFound)?;
    let rows = ledger::of_recipient(cx.pool(), recipient, AsOf::default()).await?;
    let award = award_of(&rows, cx.today).ok_or(Problem::NotFound)?;
    Ok(Frame { recipient, award, kind, mending: None })
}

fn prefilled(person: &Person, kind: NoticeKind, today: jiff::civil::Date) -> FormView {
    let mut pairs = vec![("filed_on", prefill::day(today))];
    if kind == NoticeKind::Particulars {
        pairs.extend(prefill::person(person));
    }
    FormView::filled(pairs)
}

/// `GET /recipients/{id}/notices/{kind}`.
pub(crate) async fn show(cx: Cx, Path(path): Path<(String, String)>) -> Result<Response, Problem> {
    let frame = begun(&cx, &path).await?;
    if let Some(instead) = protection::instead(&cx, &[frame.recipient.0]).await? {
        return Ok(instead);
    }
    let person = cx.acts().person(frame.recipient).await?;
    frame.show(&cx, prefilled(&person, frame.kind, cx.today), StatusCode::OK, Vec::new()).await
}

/// `POST /recipients/{id}/notices/{kind}`.
pub(crate) async fn receive(cx: Cx, Path(path): Path<(String, String)>, posted: Posted) -> Result<Response, Problem> {
    let frame = begun(&cx, &path).await?;
    let day = procedure_of(frame.kind).map_or("日付", |procedure| procedure.day);
    let mut reader = Reader::of(&posted);
    let (filed_on, filer) = (reader.day("filed_on", "届出日"), reader.filer());
    let (happened_on, content) = (reader.day("happened_on", day), reader.content(frame.kind));
    let (Some(filed_on), Some(filer), Some(happened_on), Some(content), true) =
        (filed_on, filer, happened_on, content, reader.errors.is_empty())
    else {
        return frame.wrong(&cx, &posted, &reader.errors).await;
    };
    let (recipient, award) = (frame.recipient, frame.award);
    let receiving_office = cx.staff()?.office;
    let input = ReceiveNoticeInput { recipient, award, filed_on, happened_on, receiving_office, filer, content };
    match cx.acts().receive_notice(&cx.request(&posted)?, input).await {
        Ok(receipt) => {
            let path = format!("/notices/{}", receipt.notice);
            cx.told(&path, "notice_received", receipt.done.position, SHOWN_BY).await
        }
        Err(error) => frame.refused(&cx, &posted, error).await,
    }
}

async fn mending(cx: &Cx, id: NoticeId) -> Result<(Frame, acts::NoticeCase), Problem> {
    let case = cx.acts().notice(id).await?;
    let (Some(recipient), Some(award), Some(kind)) = (case.notice.recipient(), case.notice.award(), case.notice.kind()) else {
        return Err(Problem::NotFound);
    };
    Ok((Frame { recipient, award, kind, mending: Some((id, case.version)) }, case))
}

/// `GET /notices/{id}/amend`.
pub(crate) async fn show_amend(cx: Cx, Id(id): Id<NoticeId>) -> Result<Response, Problem> {
    let (frame, case) = mending(&cx, id).await?;
    if let Some(instead) = protection::instead(&cx, &[frame.recipient.0]).await? {
        return Ok(instead);
    }
    let person = cx.acts().person(frame.recipient).await?;
    let mut pairs = case.content.open().map(|content| prefill::content(content, &person)).unwrap_or_default();
    pairs.extend(case.notice.happened_on().map(|day| ("happened_on", prefill::day(day))));
    frame.show(&cx, FormView::filled(pairs), StatusCode::OK, Vec::new()).await
}

/// `POST /notices/{id}/amend`.
pub(crate) async fn amend(cx: Cx, Id(id): Id<NoticeId>, posted: Posted) -> Result<Response, Problem> {
    let (frame, _) = mending(&cx, id).await?;
    let day = procedure_of(frame.kind).map_or("日付", |procedure| procedure.day);
    let mut reader = Reader::of(&posted);
    let (happened_on, content, why) = (reader.day("happened_on", day), reader.content(frame.kind), reader.why("why"));
    let (Some(happened_on), Some(content), Some(why), true) = (happened_on, content, why, reader.errors.is_empty()) else {
        return frame.wrong(&cx, &posted, &reader.errors).await;
    };
    match cx.acts().amend_notice(&cx.request(&posted)?, id, AmendNoticeInput { happened_on, content, why }).await {
        Ok(done) => cx.told(&format!("/notices/{id}"), "notice_amended", done.position, SHOWN_BY).await,
        Err(error) => frame.refused(&cx, &posted, error).await,
    }
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "notices/enter.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("happened_on", "変わった日を入力してください。");
        errors.general("届出日がきょうより後です。日付を確かめてください。");
        let page = |kind: NoticeKind, receiving: bool, form, characters| {
            let procedure = procedure_of(kind).unwrap_or(&casework::procedures::change_of_particulars::PROCEDURE);
            Self {
                title: kind.label().to_owned(),
                back: "/recipients/1/notices".to_owned(),
                name: "見本 花子".to_owned(),
                lead: procedure.lead,
                law: procedure.law,
                papers: procedure.papers.iter().map(|paper| paper.title.to_owned()).collect(),
                follows: procedure.follows,
                undone_by: undoing::sentence(Step::Notice(procedure.kind)),
                filing_days: if receiving { 14 } else { 0 },
                award: "令和8年10月20日から令和9年9月30日まで".to_owned(),
                action: "/recipients/1/notices/particulars".to_owned(),
                submit: "届を受け付ける",
                version: 3,
                characters,
                fields: fields::of(kind, procedure.day, receiving, &Catalogue::default()),
                form,
            }
        };
        let mut pages: Vec<Self> =
            NoticeKind::ALL.iter().map(|kind| page(*kind, true, FormView::default(), Vec::new())).collect();
        let wrong = FormView::filled([("happened_on", "R8.2.30"), ("certificate_returned", "on")]).with_errors(&errors);
        pages.push(page(NoticeKind::Return, false, wrong, vec!["氏名の1文字目は印字できません。".to_owned()]));
        pages
    }
}
