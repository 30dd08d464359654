//! 送付先 on the page of a recipient: where post goes today and why, what was told of it, and the form. What is told while the family is protected
//! is confidential by that; the form says so.

use acts::{ActError, Whom};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::mailing::{Destination, Home, MailingRefusal, Terms, Why};
use events::Event;
use events::ids::RecipientId;
use events::mailing::MailTo;
use events::vocabulary::wareki::{self, EraPolicy};
use events::vocabulary::{FreeText, MailingGround, ShortText};
use identity::Permission;
use projections::ledger::LedgerRow;
use serde::Serialize;

use super::looked::Looked;
use super::person::{self, Typed};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::told::{Told, tell_all};
use crate::screens::notices::{Reader, offered};
use crate::shield::HIDDEN;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["case_history"];

/// Where post goes today.
#[derive(Clone, Serialize)]
struct Goes {
    why: &'static str,
    tone: &'static str,
    addressee: String,
    address: String,
    /// Somebody has to ask the family first.
    unconfirmed: bool,
}

/// The card.
#[derive(Clone, Serialize)]
pub(super) struct Mailing {
    /// None in the past.
    goes: Option<Goes>,
    history: Vec<Told>,
    /// Where the forms lead; none for roles that record none, and in the past.
    action: Option<String>,
    /// One stands, or will.
    standing: bool,
    protected: bool,
    version: i32,
    grounds: Vec<Offered>,
    form: FormView,
}

fn grounds() -> Vec<Offered> {
    MailingGround::ALL.iter().map(|one| offered(one.code(), one.label())).collect()
}

fn goes(to: Destination, hidden: bool) -> Goes {
    let hide = |text: String| if hidden { HIDDEN.to_owned() } else { text };
    Goes {
        why: to.why.label(),
        tone: match to.why {
            Why::Residence => "",
            Why::Mailing | Why::Protected => "key",
            Why::Unconfirmed => "alert",
        },
        unconfirmed: to.why == Why::Unconfirmed,
        addressee: if to.why == Why::Residence { to.addressee } else { hide(to.addressee) },
        address: to.address.map(|address| hide(address.to_string())).unwrap_or_default(),
    }
}

/// The card of a recipient; the row must have been opened.
pub(super) async fn card(cx: &Cx, looked: &Looked, newest: &LedgerRow, form: FormView) -> Result<Mailing, Problem> {
    let past = looked.view.is_past();
    let mut entries = looked.entries.clone();
    entries.retain(|entry| {
        matches!(entry.event, Event::Mailing(_)) && looked.view.known.is_none_or(|known| entry.position <= known)
    });
    projections::open(cx.pool(), cx.ring(), &mut entries).await?;
    let file = cx.acts().mailing(looked.id).await?;
    let shield = cx.shielded();
    let to = match newest.guardian.open().filter(|_| !past) {
        None => None,
        Some(guardian) => {
            let home = Home { addressee: guardian.name.written().to_owned(), address: guardian.address.clone() };
            let whom = Whom { recipient: looked.id, application: newest.application, home };
            cx.acts().destinations(&[whom], cx.today).await?.pop()
        }
    };
    Ok(Mailing {
        goes: to.map(|to| goes(to, shield.hides_any())),
        history: tell_all(&entries, &looked.names, cx.today),
        action: (!past && cx.may(Permission::RecordMailing)).then(|| format!("{}/mailing", looked.path())),
        standing: file.course.standing(cx.today).is_some(),
        protected: shield.covers(looked.id.0),
        version: file.version,
        grounds: grounds(),
        form,
    })
}

fn read(posted: &Posted) -> Result<Terms, FieldErrors> {
    let mut reader = Reader::of(posted);
    let from = reader.day("mailing_from", "最初の日");
    let until = reader.may("mailing_until", |text| wareki::parse(text, EraPolicy::Assume(wareki::Era::Reiwa)));
    let ground = reader.must("mailing_ground", "送付先の理由", str::parse::<MailingGround>);
    let addressee = reader.must("mailing_addressee", "宛名", ShortText::parse);
    let address = reader.address("mailing_postal_code", "mailing_address");
    let why = reader.must("mailing_why", "申出の内容", FreeText::parse);
    match (from, ground, addressee, address, why) {
        (Some(from), Some(ground), Some(addressee), Some(address), Some(why)) if reader.errors.is_empty() => {
            Ok(Terms { from, until, ground, to: MailTo { addressee, address }, why })
        }
        _ => Err(reader.errors),
    }
}

async fn wrong(cx: &Cx, id: RecipientId, posted: &Posted, errors: &FieldErrors, status: StatusCode) -> Result<Response, Problem> {
    let form = FormView::of(posted).understood(&["mailing_from", "mailing_until", "mailing_last_day"]).with_errors(errors);
    person::render(cx, id, Typed { mailing: form, ..Typed::default() }, Some(status)).await
}

async fn answered(
    cx: &Cx,
    id: RecipientId,
    posted: &Posted,
    (field, code): (&str, &'static str),
    outcome: Result<acts::Done, ActError>,
) -> Result<Response, Problem> {
    let (error, status) = match outcome {
        Ok(done) => return cx.told(&format!("/recipients/{id}"), code, done.position, SHOWN_BY).await,
        Err(error @ ActError::Refused(_)) => (error, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error @ ActError::Stale { .. }) => (error, StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let field = match &error {
        ActError::Refused(Refusal::Mailing(MailingRefusal::EndsBeforeItBegins | MailingRefusal::Over)) => "mailing_until",
        ActError::Stale { .. } => "",
        _ => field,
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    wrong(cx, id, posted, &errors, status).await
}

/// `POST /recipients/{id}/mailing`.
pub(crate) async fn record(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let terms = match read(&posted) {
        Ok(terms) => terms,
        Err(errors) => return wrong(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let outcome = cx.acts().record_mailing(&cx.request(&posted)?, id, terms).await;
    answered(&cx, id, &posted, ("mailing_address", "mailing_recorded"), outcome).await
}

/// `POST /recipients/{id}/mailing/end`.
pub(crate) async fn end(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let last_day = reader.day("mailing_last_day", "最後の日");
    let why = reader.must("mailing_end_why", "終える理由", FreeText::parse);
    let (Some(last_day), Some(why)) = (last_day, why) else {
        return wrong(&cx, id, &posted, &reader.errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let outcome = cx.acts().end_mailing(&cx.request(&posted)?, id, last_day, why).await;
    answered(&cx, id, &posted, ("mailing_last_day", "mailing_ended"), outcome).await
}

impl Mailing {
    /// For the tests of templates.
    pub(super) fn samples() -> [Self; 3] {
        let mut errors = FieldErrors::default();
        errors.add("mailing_until", "最後の日が最初の日より前です。");
        errors.add("mailing_end_why", "終える理由を入力してください。");
        let card = |why: Why, action: Option<String>, form: FormView| Self {
            goes: Some(Goes {
                why: why.label(),
                tone: "key",
                addressee: "見本 太郎".to_owned(),
                address: "佐賀県佐賀市見本町2-2".to_owned(),
                unconfirmed: why == Why::Unconfirmed,
            }),
            history: if why == Why::Residence { Vec::new() } else { Told::samples() },
            action,
            standing: why != Why::Residence,
            protected: why == Why::Unconfirmed,
            version: 1,
            grounds: grounds(),
            form,
        };
        let wrong = FormView::filled([("mailing_until", "R8.2.28")]).with_errors(&errors);
        let there = || Some("/recipients/1/mailing".to_owned());
        [
            card(Why::Residence, there(), FormView::default()),
            card(Why::Unconfirmed, there(), wrong),
            Self { goes: None, ..card(Why::Mailing, None, FormView::default()) },
        ]
    }
}
