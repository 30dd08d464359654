//! The last page: all answers, what the rules make of them, which papers are needed; then the application is received.

use acts::{ActError, ReceiveInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::procedures::Given;
use casework::rules::Determination;
use events::application::{Alike, Arrival, ChecklistLine};
use events::ids::ApplicationId;
use events::vocabulary::{Age, ProcedureKind, Relation, wareki};
use identity::Draft;
use serde::Serialize;
use uuid::Uuid;

use super::amendment::{self, Amendment};
use super::draft::{self, Content, Purpose};
use super::entry::{Catalogue, Problem as Wrong, Reading, fields_of, read};
use super::view::{self, Answer};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::likeness::others::{self, Other};
use crate::screens::cases::trouble::Trouble;

/// The page.
#[derive(Serialize)]
pub(crate) struct CheckPage {
    purpose: String,
    path: String,
    version: i32,
    case: Option<ApplicationId>,
    problems: Vec<Link>,
    warnings: Vec<String>,
    sections: Vec<Answered>,
    conclusions: Vec<Concluded>,
    pending: Vec<String>,
    documents: Vec<ChecklistLine>,
    /// Records that look like the child.
    alike: Vec<Known>,
    /// What would change; empty where nothing is amended.
    amendment: Amendment,
    /// What others changed of the case since the amendment was begun.
    trouble: Option<Trouble>,
    form: FormView,
}

/// A record that looks like the child.
#[derive(Serialize)]
struct Known {
    #[serde(skip)]
    other: Other,
    what: &'static str,
    number: String,
    href: String,
    standing: String,
    name: String,
    birth: String,
    guardian: String,
    alike: Vec<&'static str>,
}

impl Known {
    fn of(other: Other) -> Self {
        let [name, _, birth, _, guardian, ..] = other.told.clone();
        Self {
            what: other.what,
            number: other.number.clone(),
            href: other.href.clone(),
            standing: other.standing.clone(),
            name,
            birth,
            guardian,
            alike: other.alike.by.iter().map(|by| by.label()).collect(),
            other,
        }
    }
}

/// A problem with the way to its field.
#[derive(Serialize)]
struct Link {
    path: String,
    message: String,
}

/// The answers of one page.
#[derive(Serialize)]
struct Answered {
    title: &'static str,
    path: String,
    answers: Vec<Answer>,
}

/// One thing the rules conclude.
#[derive(Serialize)]
struct Concluded {
    label: String,
    text: String,
    unconfirmed: bool,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "applications/check.html";

    fn sample() -> Vec<Self> {
        let content = Content { purpose: Purpose::New, entry: super::entry::Entry::default() };
        let wrong = Self::of(
            Uuid::nil(),
            1,
            &content,
            &Catalogue::default(),
            read(&content.entry, ProcedureKind::New, &Catalogue::default(), jiff::civil::date(2026, 4, 1))
                .err()
                .unwrap_or_default(),
        );
        let full = Self {
            warnings: vec!["印字できない文字があります。".to_owned()],
            problems: Vec::new(),
            case: Some(ApplicationId(Uuid::nil())),
            conclusions: vec![Concluded {
                label: "開始日".to_owned(), text: "令和8年10月20日".to_owned(), unconfirmed: true
            }],
            pending: vec!["所得割額".to_owned()],
            alike: vec![Known::of(Other::sample())],
            amendment: Amendment::sample(),
            documents: vec![ChecklistLine {
                item: events::application::ChecklistItem("resident_record".to_owned()),
                title: "住民票".to_owned(),
                because: "世帯を確かめるため".to_owned(),
            }],
            ..Self::of(Uuid::nil(), 1, &content, &Catalogue::default(), Vec::new())
        };
        let overtaken = Self {
            trouble: Trouble::samples().into_iter().next(),
            case: Some(ApplicationId(Uuid::nil())),
            ..Self::of(Uuid::nil(), 1, &content, &Catalogue::default(), Vec::new())
        };
        vec![wrong, full, overtaken]
    }
}

impl CheckPage {
    fn of(id: Uuid, version: i32, content: &Content, catalogue: &Catalogue, problems: Vec<Wrong>) -> Self {
        let path = format!("/applications/drafts/{id}");
        let section_of = |field: &str| {
            content
                .sections()
                .into_iter()
                .find(|section| fields_of(section.code).iter().any(|known| known.name == field))
                .map_or("applicant", |section| section.code)
        };
        Self {
            purpose: content.purpose.title(),
            version,
            case: match content.purpose {
                Purpose::Amend { application, .. } => Some(application),
                Purpose::New | Purpose::Continue { .. } | Purpose::TransferIn => None,
            },
            problems: problems
                .into_iter()
                .map(|problem| Link {
                    path: format!("{path}/{}#f-{}", section_of(&problem.field), problem.field),
                    message: problem.message,
                })
                .collect(),
            warnings: Vec::new(),
            sections: content
                .sections()
                .into_iter()
                .map(|section| Answered {
                    title: section.title,
                    path: format!("{path}/{}", section.code),
                    answers: view::answers(&fields_of(section.code), &content.entry, catalogue),
                })
                .collect(),
            conclusions: Vec::new(),
            pending: Vec::new(),
            documents: Vec::new(),
            alike: Vec::new(),
            amendment: Amendment::default(),
            trouble: None,
            form: FormView::default(),
            path,
        }
    }

    /// What is applied for.
    pub(super) fn purpose(&self) -> &str {
        &self.purpose
    }

    /// Each section with its answers.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&'static str, &[Answer])> {
        self.sections.iter().map(|section| (section.title, section.answers.as_slice()))
    }

    /// Papers to hand in.
    pub(super) fn documents(&self) -> &[ChecklistLine] {
        &self.documents
    }

    fn concluding(mut self, determination: &Determination, documents: Vec<ChecklistLine>) -> Self {
        self.conclusions = determination
            .trace
            .iter()
            .map(|step| Concluded { label: step.title.clone(), text: step.out_text.clone(), unconfirmed: step.unconfirmed })
            .collect();
        self.pending = determination.pending.iter().map(|fact| fact.label.clone()).collect();
        self.warnings.extend(determination.refusal_grounds.iter().cloned());
        self.warnings.extend(determination.conflicts.iter().map(|conflict| conflict.message.clone()));
        self.warnings.extend(determination.cautions.iter().map(|caution| caution.text().to_owned()));
        self.documents = documents;
        self
    }
}

pub(super) async fn page(cx: &Cx, draft: &Draft<Content>) -> Result<(CheckPage, Option<Reading>), Problem> {
    let catalogue = draft::catalogue(cx, cx.today).await?;
    let id = draft.info.id;
    let purpose = &draft.content.purpose;
    match read(&draft.content.entry, purpose.kind(), &catalogue, cx.today) {
        Err(problems) => Ok((CheckPage::of(id, draft.info.version, &draft.content, &catalogue, problems), None)),
        Ok(reading) => {
            let preview = cx.acts().preview(&reading.form, given(&reading, purpose.kind()), purpose.award()).await?;
            let mut page = CheckPage::of(id, draft.info.version, &draft.content, &catalogue, Vec::new());
            match &preview.admission {
                Ok(admission) if admission.kind != purpose.kind() => page.warnings.push(admission.because.clone()),
                Ok(_) => {}
                Err(refusal) => page.warnings.push(refusal.to_string()),
            }
            let adult = Age::on(reading.form.child.birth_date, reading.application_date).is_some_and(|age| age.years() >= 18);
            if adult && reading.form.applicant.relation != Relation::Oneself {
                page.warnings.push(ADULT.to_owned());
            }
            page.warnings.extend(cx.acts().unprintable(&reading.form).into_iter().map(|fault| fault.sentence));
            if !matches!(purpose, Purpose::Amend { .. })
                && reading.application_date < cx.today.saturating_sub(jiff::Span::new().months(3))
            {
                page.warnings.push(format!(
                    "申請日（{}）が3か月より前です。年を確かめてください。",
                    wareki::long(reading.application_date)
                ));
            }
            if let Purpose::Amend { application, .. } = purpose {
                page.amendment = amendment::of(cx, *application, &reading).await?;
            }
            if matches!(purpose, Purpose::New | Purpose::TransferIn) {
                page.alike = known(cx, &reading).await?;
            }
            Ok((page.concluding(&preview.determination, preview.checklist), Some(reading)))
        }
    }
}

/// Who looks like the child that is entered.
async fn known(cx: &Cx, reading: &Reading) -> Result<Vec<Known>, Problem> {
    let number = match &reading.child_my_number {
        Some(number) => cx.acts().recipient_with(number).await?,
        None => None,
    };
    let found = others::alike(cx, &reading.form, number).await?;
    Ok(others::others(cx, found, &[]).await?.into_iter().map(Known::of).collect())
}

/// Whose data is on the page.
fn seen(draft: Uuid, page: &CheckPage) -> Vec<Uuid> {
    let amended = page.case.map(|case| case.0);
    std::iter::once(draft).chain(amended).chain(page.alike.iter().map(|one| one.other.alike.other.id())).collect()
}

/// From 18 the patient applies.
const ADULT: &str = "18歳以上の申請者は本人です。家族などが代わって申請するときは、委任状が要ります。申請者を確かめてください。";

fn given(reading: &Reading, kind: ProcedureKind) -> Given {
    Given {
        kind,
        application_date: reading.application_date,
        child_my_number: reading.child_my_number.is_some(),
        applicant_my_number: reading.applicant_my_number.is_some(),
    }
}

/// Shows the page.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let draft = draft::load(&cx, id).await?;
    let (page, _) = page(&cx, &draft).await?;
    cx.viewed(&seen(id, &page)).await?;
    cx.page(&page)
}

/// Receives the application, or amends the one the draft was made from; the draft is then gone.
pub(crate) async fn receive(cx: Cx, Id(id): Id<Uuid>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let draft = match draft::load(&cx, id).await {
        Ok(draft) => draft,
        Err(gone) => return done_before(&cx, &request, &posted).await.ok_or(gone),
    };
    let (mut page, reading) = page(&cx, &draft).await?;
    let mut errors = FieldErrors::default();
    let why = match draft.content.purpose {
        Purpose::New | Purpose::Continue { .. } | Purpose::TransferIn => None,
        Purpose::Amend { .. } => amendment::read(&posted, &mut errors),
    };
    let stale = posted.seen_version().is_some_and(|seen| seen != draft.info.version);
    if stale {
        errors.general("この下書きは別の画面で変わりました。下のいまの内容を確かめて、もう一度押してください。");
    }
    let Some(reading) = reading.filter(|_| errors.is_empty()) else {
        cx.viewed(&seen(id, &page)).await?;
        page.form = FormView::of(&posted).with_errors(&errors);
        return cx.page_as(if stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }, &page);
    };
    let outcome = match (&draft.content.purpose, why) {
        (Purpose::Amend { application, version, .. }, Some(why)) => {
            // Whoever was shown what others did meanwhile, and sends it again, has seen that.
            let seen = posted.text("confirmed").parse().map_or(*version, |confirmed: i32| confirmed.max(*version));
            amendment::register(&cx, request, (*application, seen), reading, why).await
        }
        (purpose, _) => {
            let alike = page.alike.iter().map(|one| one.other.alike.clone()).collect();
            receive_new(&cx, &request, purpose, (reading, alike)).await
        }
    };
    match outcome {
        Ok((application, position, told)) => {
            draft::discard(&cx, id).await?;
            cx.told(&format!("/cases/{application}"), told, position, &["worklist", "case_history"]).await
        }
        Err(stale @ ActError::Stale { .. }) if page.case.is_some() => {
            cx.viewed(&seen(id, &page)).await?;
            let application = page.case.ok_or(Problem::NotFound)?;
            page.trouble = Some(Trouble::from_act(&cx, application, stale).await?);
            page.form = FormView::of(&posted);
            cx.page_as(StatusCode::CONFLICT, &page)
        }
        Err(refused @ (ActError::Refused(_) | ActError::Stale { .. } | ActError::AlreadyTaken(_) | ActError::Unavailable)) => {
            cx.viewed(&seen(id, &page)).await?;
            errors.general(refused.to_string());
            page.form = FormView::of(&posted).with_errors(&errors);
            let status = match refused {
                ActError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            cx.page_as(status, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn receive_new(
    cx: &Cx,
    request: &acts::Request,
    purpose: &Purpose,
    (reading, alike): (Reading, Vec<Alike>),
) -> Result<(ApplicationId, i64, &'static str), ActError> {
    let input = ReceiveInput {
        kind: purpose.kind(),
        starting_from: purpose.award(),
        application_date: reading.application_date,
        // What is typed without a word on it came today.
        arrival: reading.arrival.or(Some(Arrival { received_on: request.today, postmarked_on: None })),
        receiving_office: request.actor.office.ok_or(ActError::Refused(casework::Refusal::OtherOffice))?,
        form: reading.form,
        child_my_number: reading.child_my_number,
        applicant_my_number: reading.applicant_my_number,
        documents: Vec::new(),
        alike,
    };
    let told = if input.alike.is_empty() { "received" } else { "received_suspected" };
    let receipt = cx.acts().receive(request, input).await?;
    Ok((receipt.application, receipt.done.position, told))
}

/// The same form sent twice: the draft is gone because the first one was done. The answer is the first one's.
async fn done_before(cx: &Cx, request: &acts::Request, posted: &Posted) -> Option<Response> {
    let received = cx.acts().receipt_of(request.command_id).await.ok().flatten().map(|receipt| receipt.application);
    let application = received.or_else(|| posted.text("case").parse().ok())?;
    Some(cx.redirect(&format!("/cases/{application}")))
}
