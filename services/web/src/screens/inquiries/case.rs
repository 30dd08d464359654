//! `GET /cases/{id}/inquiries`: what was asked about a case outside and what came back; the form that asks, and those that record an answer
//! or withdraw an inquiry.

use acts::{ActError, AnswerInput, Done, InquiryEnd, InquiryFile, InquiryInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::{Action, inquiry, permit};
use events::attachment::{Added, AttachmentEvent};
use events::ids::{ApplicationId, AttachmentId, InquiryId};
use events::vocabulary::{FreeText, InquiredParty, InquiryGround, wareki};
use events::{Event, Personal};
use identity::Permission;
use projections::case_history::{self, Entry};
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::frame::{self, Frame};
use crate::screens::cases::ident::ERASED;
use crate::screens::cases::trouble::Trouble;
use crate::screens::notices::{Reader, offered};

/// Days of the forms.
const DAYS: &[&str] = &["due_on", "answered_on"];

/// An inquiry.
#[derive(Serialize)]
struct Line {
    party: &'static str,
    ground: &'static str,
    addressee: String,
    questions: String,
    asked_on: String,
    due_on: String,
    state: &'static str,
    tone: &'static str,
    /// How it ended, in words.
    end: String,
    /// The letter and its place in the post.
    letter: Option<[String; 2]>,
    /// The paper of the answer.
    paper: Option<String>,
    stops_clock: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct CaseInquiriesPage {
    frame: Frame,
    trouble: Option<Trouble>,
    lines: Vec<Line>,
    /// Why nobody can be asked now; empty where somebody can.
    closed: String,
    /// The inquiries that wait for an answer, for whoever may record it.
    waiting: Vec<Offered>,
    may_open: bool,
    /// Whether the clock stands for what is asked today.
    stops_clock: bool,
    parties: Vec<Offered>,
    grounds: Vec<Offered>,
    papers: Vec<Offered>,
    form: FormView,
}

fn text(text: &Personal<FreeText>) -> String {
    text.open().map_or_else(|| ERASED.to_owned(), ToString::to_string)
}

fn parties() -> Vec<Offered> {
    InquiredParty::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn grounds() -> Vec<Offered> {
    InquiryGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

/// The papers that are attached to the case.
fn papers(entries: &[Entry]) -> Vec<Offered> {
    let withdrawn = |entry: &Entry| {
        let gone = |other: &Entry| matches!(other.event, Event::Attachment(AttachmentEvent::Withdrawn(_)));
        entries.iter().any(|other| other.stream_id == entry.stream_id && gone(other))
    };
    let paper = |entry: &Entry| match &entry.event {
        Event::Attachment(AttachmentEvent::Added(Added { pages, .. })) if !withdrawn(entry) => {
            let label = format!("{}に添付した書類（{pages}ページ）", wareki::long(entry.effective_on));
            Some(offered(&entry.stream_id.to_string(), &label))
        }
        _ => None,
    };
    entries.iter().filter_map(paper).collect()
}

fn line(file: &InquiryFile, today: jiff::civil::Date) -> Line {
    let (state, tone) = match &file.end {
        None if file.asked.due_on < today => ("期限を過ぎた", "alert"),
        None => ("回答待ち", "warn"),
        Some(InquiryEnd::Answered(_)) => ("回答済", "ok"),
        Some(InquiryEnd::Withdrawn(_)) => ("取下げ", ""),
    };
    let (end, paper) = match &file.end {
        None => (String::new(), None),
        Some(InquiryEnd::Answered(event)) => (
            format!("{}に回答を受けた：{}", wareki::long(event.answered_on), text(&event.answer)),
            event.attachment.map(|paper| format!("/attachments/{paper}")),
        ),
        Some(InquiryEnd::Withdrawn(event)) => (format!("取り下げた：{}", text(&event.why)), None),
    };
    Line {
        party: file.asked.party.label(),
        ground: file.asked.ground.label(),
        addressee: text(&file.asked.addressee),
        questions: text(&file.asked.questions),
        asked_on: wareki::long(file.asked_on),
        due_on: wareki::long(file.asked.due_on),
        state,
        tone,
        end,
        letter: file.letter.map(|letter| [format!("/letters/{letter}"), format!("/letters/{letter}/post")]),
        paper,
        stops_clock: file.asked.stops_clock,
    }
}

/// An inquiry as a choice.
fn waiting(file: &InquiryFile) -> Offered {
    let label =
        format!("{}（{}、{}に照会）", text(&file.asked.addressee), file.asked.ground.label(), wareki::long(file.asked_on));
    offered(&file.asked.inquiry.to_string(), &label)
}

async fn render(cx: &Cx, id: ApplicationId, form: FormView, trouble: Option<Trouble>) -> Result<Response, Problem> {
    let (case, names) = frame::opened(cx, id).await?;
    let mut entries = case_history::of_case(cx.pool(), id, None).await?;
    entries.retain(|entry| matches!(entry.event, Event::Attachment(_)));
    let masters = cx.masters().await?;
    let status = match &trouble {
        Some(trouble) => trouble.status,
        None if form.is_refused() => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let files = cx.acts().inquiries(id).await?;
    let actor = &cx.staff()?.actor;
    let may_end = permit(Action::AnswerInquiry, &case.application, actor).is_ok();
    let due = inquiry::answer_by(&masters, cx.today).map(wareki::short).unwrap_or_default();
    let filled = FormView::filled([("due_on", due), ("answered_on", wareki::short(cx.today))]);
    let page = CaseInquiriesPage {
        frame: Frame::of(&case, &names, cx.today, "inquiries"),
        closed: permit(Action::Inquire, &case.application, actor).err().map(|refusal| refusal.to_string()).unwrap_or_default(),
        waiting: files.iter().filter(|file| may_end && file.is_open()).map(waiting).collect(),
        may_open: cx.may(Permission::OpenDocuments),
        stops_clock: inquiry::stops_clock(&masters, cx.today),
        lines: files.iter().rev().map(|file| line(file, cx.today)).collect(),
        parties: parties(),
        grounds: grounds(),
        papers: papers(&entries),
        form: if form.is_blank() { filled.understood(DAYS) } else { form },
        trouble,
    };
    cx.page_as(status, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<ApplicationId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::default(), None).await
}

async fn answered(
    cx: &Cx,
    id: ApplicationId,
    posted: &Posted,
    (field, told): (&str, &'static str),
    outcome: Result<Done, ActError>,
) -> Result<Response, Problem> {
    match outcome {
        Ok(done) => cx.told(&format!("{}/inquiries", frame::path(id)), told, done.position, SHOWN_BY).await,
        Err(ActError::Refused(casework::Refusal::Inquiry(refusal))) => {
            let mut errors = FieldErrors::default();
            errors.add(field, refusal.to_string());
            wrong(cx, id, posted, &errors).await
        }
        Err(error) => {
            let trouble = Trouble::from_act(cx, id, error).await?;
            render(cx, id, FormView::of(posted).understood(DAYS), Some(trouble)).await
        }
    }
}

async fn wrong(cx: &Cx, id: ApplicationId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    render(cx, id, FormView::of(posted).understood(DAYS).with_errors(errors), None).await
}

/// `POST /cases/{id}/inquiries`.
pub(crate) async fn inquire(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let party = reader.must("party", "照会先の種類", str::parse::<InquiredParty>);
    let ground = reader.must("ground", "照会の理由", str::parse::<InquiryGround>);
    let addressee = reader.must("addressee", "照会先", FreeText::parse);
    let address = reader.must("address", "照会先の所在地", FreeText::parse);
    let questions = reader.must("questions", "照会する事項", FreeText::parse);
    let due_on = reader.day("due_on", "回答の期限");
    let (Some(party), Some(ground), Some(addressee), Some(address), Some(questions), Some(due_on)) =
        (party, ground, addressee, address, questions, due_on)
    else {
        return wrong(&cx, id, &posted, &reader.errors).await;
    };
    let input = InquiryInput { party, ground, due_on, addressee, address, questions };
    let outcome = cx.acts().inquire(&cx.request(&posted)?, id, input).await;
    let field = match &outcome {
        Err(ActError::Refused(casework::Refusal::Inquiry(inquiry::InquiryRefusal::MyNumber))) => "questions",
        _ => "due_on",
    };
    answered(&cx, id, &posted, (field, "inquired"), outcome).await
}

/// Which inquiry a form is about.
fn chosen(reader: &mut Reader<'_>, name: &str) -> Option<InquiryId> {
    reader.must(name, "照会", |text| text.parse::<InquiryId>().map_err(|_| "照会を一覧から選んでください。"))
}

/// `POST /cases/{id}/inquiries/answer`.
pub(crate) async fn answer(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let inquiry = chosen(&mut reader, "answered");
    let answered_on = reader.day("answered_on", "回答を受けた日");
    let answer = reader.must("answer", "回答の内容", FreeText::parse);
    let paper = reader.may("paper", |text| text.parse::<AttachmentId>().map_err(|_| "添付した書類の中から選んでください。"));
    let (Some(inquiry), Some(answered_on), Some(answer), true) = (inquiry, answered_on, answer, reader.errors.is_empty()) else {
        return wrong(&cx, id, &posted, &reader.errors).await;
    };
    let input = AnswerInput { answered_on, answer, attachment: paper };
    let outcome = cx.acts().answer_inquiry(&cx.request(&posted)?, (id, inquiry), input).await;
    let field = match &outcome {
        Err(ActError::Refused(casework::Refusal::Inquiry(inquiry::InquiryRefusal::OtherPaper))) => "paper",
        _ => "answered_on",
    };
    answered(&cx, id, &posted, (field, "inquiry_answered"), outcome).await
}

/// `POST /cases/{id}/inquiries/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let inquiry = chosen(&mut reader, "withdrawn");
    let why = reader.must("why", "取り下げる理由", FreeText::parse);
    let (Some(inquiry), Some(why)) = (inquiry, why) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let outcome = cx.acts().withdraw_inquiry(&cx.request(&posted)?, (id, inquiry), why).await;
    answered(&cx, id, &posted, ("withdrawn", "inquiry_withdrawn"), outcome).await
}

impl Page for CaseInquiriesPage {
    const TEMPLATE: &'static str = "inquiries/case.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("questions", "照会する事項を入力してください。");
        let line = |open: bool| Line {
            party: "指定医",
            ground: "医療意見書の記載",
            addressee: "見本病院 小児科 見本医師".to_owned(),
            questions: "検査の値をお知らせください。".to_owned(),
            asked_on: "令和8年11月24日".to_owned(),
            due_on: "令和8年12月8日".to_owned(),
            state: if open { "回答待ち" } else { "回答済" },
            tone: if open { "warn" } else { "ok" },
            end: if open { String::new() } else { "令和8年12月4日に回答を受けた：基準を満たす。".to_owned() },
            letter: Some(["/letters/1".to_owned(), "/letters/1/post".to_owned()]),
            paper: (!open).then(|| "/attachments/1".to_owned()),
            stops_clock: open,
        };
        let page = |lines: Vec<Line>, may: bool, trouble: Option<Trouble>, form: FormView| Self {
            frame: Frame::sample("inquiries"),
            trouble,
            lines,
            closed: if may { String::new() } else { "「照会する」は点検の担当者が行います。".to_owned() },
            waiting: if may {
                vec![offered("01900000-0000-7000-8000-000000000001", "見本病院（医療意見書の記載）")]
            } else {
                Vec::new()
            },
            may_open: may,
            stops_clock: may,
            parties: parties(),
            grounds: grounds(),
            papers: vec![offered("01900000-0000-7000-8000-000000000002", "令和8年12月4日に添付した書類（1ページ）")],
            form,
        };
        let mut pages = vec![
            page(vec![line(true), line(false)], true, None, FormView::default().with_errors(&errors)),
            page(vec![line(true)], false, None, FormView::default()),
            page(Vec::new(), true, None, FormView::default()),
        ];
        pages.extend(
            Trouble::samples().into_iter().map(|trouble| page(vec![line(true)], true, Some(trouble), FormView::default())),
        );
        pages
    }
}
