//! `GET /letters/{id}/post`: one letter with what became of it in the post, the address of the family as the ledger has it, and what is to be
//! recorded next.

use acts::{ActError, Done, LetterFile};
use axum::http::StatusCode;
use axum::response::Response;
use casework::letter::{LetterCommand, Whereabouts};
use events::ids::LetterId;
use events::letter::{LetterEvent, LetterKind};
use events::vocabulary::{AddressOutcome, PostingWay, ReturnGround, ShortText, wareki};
use identity::Permission;
use projections::ledger;
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::addressing;
use crate::screens::applications::view::Offered;
use crate::screens::cases::moment;
use crate::screens::notices::{Reader, offered};

/// What was told of it.
#[derive(Serialize)]
struct Told {
    text: String,
    at: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct LetterPage {
    path: String,
    version: i32,
    kind: &'static str,
    number: String,
    issued_on: String,
    document: Option<String>,
    child: String,
    child_number: [String; 2],
    addressee: String,
    address: String,
    /// Why there: the home, the mailing address, …
    why: &'static str,
    case: String,
    recipient: Option<String>,
    state: &'static str,
    tone: &'static str,
    /// How often it went out, where it goes or went out again: the same letter, under the same number.
    again: String,
    told: Vec<Told>,
    to_post: bool,
    posted: bool,
    returned: bool,
    ways: Vec<Offered>,
    grounds: Vec<Offered>,
    outcomes: Vec<Offered>,
    form: FormView,
}

const fn state(whereabouts: Whereabouts) -> (&'static str, &'static str) {
    match whereabouts {
        Whereabouts::None => ("", ""),
        Whereabouts::ToPost => ("発送前", "warn"),
        Whereabouts::Posted => ("発送済", "ok"),
        Whereabouts::Returned => ("返戻・送り先の確認待ち", "alert"),
        Whereabouts::Kept => ("県で保管", ""),
    }
}

/// What is said of a letter that goes out, or went out, a second time.
fn again(whereabouts: Whereabouts, dispatches: u16) -> String {
    match (whereabouts, dispatches) {
        (Whereabouts::ToPost, 1..) => format!("再発送待ち（{}回目）", dispatches.saturating_add(1)),
        (Whereabouts::Posted, 2..) => format!("再発送（{dispatches}回目）"),
        _ => String::new(),
    }
}

/// A letter that goes to somebody else than the family.
const fn goes_elsewhere(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::Inquiry | LetterKind::TransferNotice)
}

fn sentence(event: &LetterEvent) -> String {
    match event {
        LetterEvent::Issued(event) => format!("作成した（{}）", wareki::long(event.issued_on)),
        LetterEvent::Posted(event) => {
            let number = event.number.as_ref().map(|number| format!("、引受番号 {number}")).unwrap_or_default();
            format!("{}に{}で発送した{number}", wareki::long(event.on), event.way.label())
        }
        LetterEvent::Returned(event) => format!("{}に返戻された（{}）", wareki::long(event.on), event.ground.label()),
        LetterEvent::AddressChecked(event) => format!("送り先を確かめた：{}", event.outcome.label()),
    }
}

fn ways() -> Vec<Offered> {
    PostingWay::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn grounds() -> Vec<Offered> {
    ReturnGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn outcomes() -> Vec<Offered> {
    AddressOutcome::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

async fn page(cx: &Cx, file: &LetterFile, form: FormView) -> Result<LetterPage, Problem> {
    let application = file.issued.application;
    let row = ledger::of_application(cx.pool(), application).await?;
    let subjects: Vec<_> = row.as_ref().map(|row| row.recipient.0).into_iter().chain([application.0]).collect();
    cx.viewed(&subjects).await?;
    let awards: Vec<_> = row.iter().map(|row| row.award).collect();
    let addressees = addressing::addressees(cx, &awards).await?;
    let to = awards.first().filter(|_| !goes_elsewhere(file.issued.kind)).and_then(|award| addressees.of(*award)).cloned();
    let hidden = subjects.iter().any(|subject| cx.shielded().hides(*subject));
    let (child, child_number, addressee, address, why) = to
        .map(|to| if hidden { to.listed(true) } else { to })
        .map_or_else(Default::default, |to| (to.child, [to.payer, to.number], to.name, to.address, to.why.label()));
    let (state, tone) = state(file.letter.whereabouts());
    let may = cx.may(Permission::RecordPost);
    let is = |whereabouts| may && file.letter.whereabouts() == whereabouts;
    Ok(LetterPage {
        path: format!("/letters/{}", file.id),
        version: file.version,
        kind: file.issued.kind.label(),
        number: file.issued.number.clone(),
        issued_on: wareki::long(file.issued.issued_on),
        document: cx.may(Permission::OpenDocuments).then(|| format!("/letters/{}", file.id)),
        child,
        child_number,
        addressee,
        address,
        why,
        case: format!("/cases/{application}"),
        recipient: row.map(|row| format!("/recipients/{}", row.recipient)),
        state,
        tone,
        again: again(file.letter.whereabouts(), file.letter.dispatches()),
        told: file
            .since
            .iter()
            .rev()
            .map(|(envelope, event)| Told { text: sentence(event), at: moment::exact(envelope.recorded_at) })
            .collect(),
        to_post: is(Whereabouts::ToPost),
        posted: is(Whereabouts::Posted),
        returned: is(Whereabouts::Returned) || is(Whereabouts::Kept),
        ways: ways(),
        grounds: grounds(),
        outcomes: outcomes(),
        form,
    })
}

/// Shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<LetterId>) -> Result<Response, Problem> {
    let file = cx.acts().letter_file(id).await?;
    let today = wareki::short(cx.today);
    let form = FormView::filled([("posted_on", today.clone()), ("returned_on", today)]);
    cx.page(&page(&cx, &file, form).await?)
}

async fn wrong(cx: &Cx, id: LetterId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    let file = cx.acts().letter_file(id).await?;
    let form = FormView::of(posted).understood(&["posted_on", "returned_on"]).with_errors(errors);
    cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page(cx, &file, form).await?)
}

async fn answered(
    cx: &Cx,
    id: LetterId,
    posted: &Posted,
    (field, code): (&str, &'static str),
    outcome: Result<Done, ActError>,
) -> Result<Response, Problem> {
    match outcome {
        Ok(done) => cx.told(&format!("/letters/{id}/post"), code, done.position, SHOWN_BY).await,
        Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => {
            let mut errors = FieldErrors::default();
            errors.add(field, error.to_string());
            wrong(cx, id, posted, &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /letters/{id}/posted`.
pub(crate) async fn posted(cx: Cx, Id(id): Id<LetterId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let on = reader.day("posted_on", "発送日");
    let way = reader.must("way", "発送方法", str::parse::<PostingWay>);
    let number = reader.may("number", ShortText::parse);
    let (Some(on), Some(way), true) = (on, way, reader.errors.is_empty()) else {
        return wrong(&cx, id, &posted, &reader.errors).await;
    };
    let command = LetterCommand::Post { on, way, number, today: cx.today };
    let outcome = cx.acts().on_letter(&cx.request(&posted)?, id, command).await;
    let field = if posted.text("number").is_empty() && way != PostingWay::Ordinary { "number" } else { "posted_on" };
    let told = if cx.acts().letter_file(id).await?.letter.dispatches() > 1 { "letter_posted_again" } else { "letter_posted" };
    answered(&cx, id, &posted, (field, told), outcome).await
}

/// `POST /letters/{id}/returned`.
pub(crate) async fn returned(cx: Cx, Id(id): Id<LetterId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let on = reader.day("returned_on", "返戻日");
    let ground = reader.must("ground", "返戻の理由", str::parse::<ReturnGround>);
    let (Some(on), Some(ground)) = (on, ground) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let command = LetterCommand::Return { on, ground, today: cx.today };
    let outcome = cx.acts().on_letter(&cx.request(&posted)?, id, command).await;
    answered(&cx, id, &posted, ("returned_on", "letter_returned"), outcome).await
}

/// `POST /letters/{id}/checked`.
pub(crate) async fn checked(cx: Cx, Id(id): Id<LetterId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(outcome) = reader.must("outcome", "確かめた結果", str::parse::<AddressOutcome>) else {
        return wrong(&cx, id, &posted, &reader.errors).await;
    };
    let done = cx.acts().on_letter(&cx.request(&posted)?, id, LetterCommand::CheckAddress(outcome)).await;
    answered(&cx, id, &posted, ("outcome", "letter_checked"), done).await
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "letters/posting.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("posted_on", "発送日を入力してください。");
        let page = |whereabouts: Whereabouts, form: FormView| {
            let (state, tone) = state(whereabouts);
            Self {
                path: "/letters/1".to_owned(),
                version: 1,
                kind: LetterKind::RefusalNotice.label(),
                number: "こ家第12号".to_owned(),
                issued_on: "令和8年11月24日".to_owned(),
                document: Some("/letters/1".to_owned()),
                child: "見本 花子".to_owned(),
                child_number: ["52416013".to_owned(), "1000012".to_owned()],
                addressee: "見本 一郎".to_owned(),
                address: "〒840-0000 佐賀県佐賀市見本町1-1".to_owned(),
                why: "送付先",
                case: "/cases/1".to_owned(),
                recipient: Some("/recipients/1".to_owned()),
                state,
                tone,
                again: again(whereabouts, 2),
                told: vec![Told {
                    text: "令和8年11月25日に普通郵便で発送した".to_owned(),
                    at: "令和8年11月25日 9:12:05".to_owned(),
                }],
                to_post: whereabouts == Whereabouts::ToPost,
                posted: whereabouts == Whereabouts::Posted,
                returned: matches!(whereabouts, Whereabouts::Returned | Whereabouts::Kept),
                ways: ways(),
                grounds: grounds(),
                outcomes: outcomes(),
                form,
            }
        };
        let mut nobody = page(Whereabouts::Kept, FormView::default());
        (nobody.child, nobody.recipient, nobody.document, nobody.told) = (String::new(), None, None, Vec::new());
        vec![
            page(Whereabouts::ToPost, FormView::default().with_errors(&errors)),
            page(Whereabouts::Posted, FormView::default()),
            page(Whereabouts::Returned, FormView::default()),
            nobody,
        ]
    }
}
