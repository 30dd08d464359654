//! 宛先 of whatever goes out together, certificates of a run or letters of a release: labels to print, and the addresses as a file for whoever
//! prints elsewhere (差込印刷), on record: to the home or to the mailing address (送付先) of that day. Where a family must not be found, its address is asked for with a purpose first, or stays hidden.

use std::collections::HashMap;

use ::acts::Whom;
use axum::response::Response;
use casework::mailing::{Home, Why};
use documents::Imprint;
use documents::address_labels::{AddressLabels, Label};
use events::ids::{ApplicationId, AwardId, RecipientId};
use projections::ledger::{self, AsOf, LedgerRow};
use uuid::Uuid;

use crate::cx::Cx;
use crate::file_answer;
use crate::forms::{FieldErrors, Posted};
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::protection;
use crate::shield::HIDDEN;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{Offer, Wish};

/// Columns of the file.
const COLUMNS: [(&str, u8); 8] =
    [("番号", 8), ("郵便番号", 12), ("住所", 48), ("宛名", 18), ("敬称", 6), ("受診者", 18), ("受給者番号", 12), ("送り先", 24)];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before addresses leave.
pub(crate) fn offer() -> Offer {
    Offer::of(titles())
}

/// The same again, with what is wrong.
pub(crate) fn offer_again(posted: &Posted, errors: &FieldErrors) -> Offer {
    Offer::again(titles(), posted, errors)
}

/// What goes to one family.
#[derive(Clone, Copy)]
pub(crate) struct Envelope {
    /// Its place in the list, from 1.
    pub(crate) ordinal: u32,
    /// 支給認定.
    pub(crate) award: AwardId,
    /// 受給者.
    pub(crate) recipient: RecipientId,
    /// 申請.
    pub(crate) application: ApplicationId,
}

/// Whom some envelopes are about.
pub(crate) fn subjects(envelopes: &[Envelope]) -> Vec<Uuid> {
    envelopes.iter().flat_map(|one| [one.recipient.0, one.application.0]).collect()
}

/// To whom an envelope goes, as the ledger knows it now, and why there.
#[derive(Clone)]
pub(crate) struct Addressee {
    pub(crate) child: String,
    pub(crate) payer: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) postal_code: Option<String>,
    pub(crate) address: String,
    pub(crate) why: Why,
}

impl Addressee {
    /// The same in a list or a file: where a protected family may be reached never stands there, whoever asks, and nowhere else where it lives
    /// while that is hidden. Who receives its post may be the place.
    pub(crate) fn listed(self, hidden: bool) -> Self {
        if hidden || self.why == Why::Protected {
            let is_guardian = matches!(self.why, Why::Residence | Why::Unconfirmed);
            let name = if is_guardian { self.name } else { HIDDEN.to_owned() };
            Self { name, postal_code: None, address: HIDDEN.to_owned(), ..self }
        } else {
            self
        }
    }
}

/// To whom post about some awards goes.
pub(crate) struct Addressees(HashMap<AwardId, Addressee>);

impl Addressees {
    /// The addressee of an award; none where the person was erased.
    pub(crate) fn of(&self, award: AwardId) -> Option<&Addressee> {
        self.0.get(&award)
    }
}

/// The addressees of some awards as of today.
pub(crate) async fn addressees(cx: &Cx, awards: &[AwardId]) -> Result<Addressees, Problem> {
    let mut people = ledger::of_awards(cx.pool(), awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    let at_home = |person: &LedgerRow| {
        let guardian = person.guardian.open()?;
        let home = Home { addressee: guardian.name.written().to_owned(), address: guardian.address.clone() };
        Some(Whom { recipient: person.recipient, application: person.application, home })
    };
    let (people, whom): (Vec<&LedgerRow>, Vec<Whom>) =
        people.iter().filter_map(|person| Some((person, at_home(person)?))).unzip();
    let goes = cx.acts().destinations(&whom, cx.today).await?;
    let all = people.into_iter().zip(goes).map(|(person, to)| {
        let addressee = Addressee {
            child: name_and_kana(&person.name).0,
            payer: person.payer_number.to_string(),
            number: person.recipient_number.to_string(),
            name: to.addressee,
            postal_code: to.address.as_ref().and_then(|address| address.postal_code).map(|code| code.to_string()),
            // What cannot be sent says so where the address would stand.
            address: to.address.map_or_else(|| to.why.label().to_owned(), |address| address.text.to_string()),
            why: to.why,
        };
        (person.award, addressee)
    });
    Ok(Addressees(all.collect()))
}

/// Who they are, once the access log says that somebody looks; or the page that asks for the purpose first.
pub(crate) async fn shown(cx: &Cx, envelopes: &[Envelope]) -> Result<Result<Addressees, Response>, Problem> {
    let subjects = subjects(envelopes);
    if subjects.is_empty() {
        return Err(Problem::NotFound);
    }
    if let Some(instead) = protection::instead(cx, &subjects).await? {
        return Ok(Err(instead));
    }
    cx.viewed(&subjects).await?;
    Ok(Ok(addressees(cx, &envelopes.iter().map(|one| one.award).collect::<Vec<_>>()).await?))
}

/// A sheet of labels. `title` stands before the ordinal on each.
pub(crate) async fn labels(cx: &Cx, envelopes: &[Envelope], title: &str, ident: String) -> Result<Response, Problem> {
    let addressees = match shown(cx, envelopes).await? {
        Ok(addressees) => addressees,
        Err(instead) => return Ok(instead),
    };
    let label = |one: &Envelope| {
        let to = addressees.of(one.award)?;
        Some(Label {
            postal_code: to.postal_code.as_ref().map(|code| format!("〒{code}")).unwrap_or_default(),
            address: to.address.clone(),
            addressee: to.name.clone(),
            mark: format!("{title} {}番", one.ordinal),
        })
    };
    let labels = AddressLabels { labels: envelopes.iter().filter_map(label).collect() };
    let printed = cx.acts().print(labels, Imprint { ident, recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "labels.pdf")
}

/// The addresses as a file, on record; inside, why it does not leave.
pub(crate) async fn file(
    cx: &Cx,
    posted: &Posted,
    wish: &Wish,
    envelopes: &[Envelope],
    words: &str,
) -> Result<Result<Response, FieldErrors>, Problem> {
    let subjects = subjects(envelopes);
    if let Err(errors) = wish.tell(cx, posted, envelopes.len(), subjects.clone()).await? {
        return Ok(Err(errors));
    }
    let shield = cx.shield(&subjects).await?;
    let addressees = addressees(cx, &envelopes.iter().map(|one| one.award).collect::<Vec<_>>()).await?;
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(envelopes.len());
    for one in envelopes {
        let Some(to) = addressees.of(one.award).cloned() else { continue };
        let to = to.listed(shield.hides(one.recipient.0) || shield.hides(one.application.0));
        rows.push(vec![
            i64::from(one.ordinal).into(),
            to.postal_code.into(),
            to.address.into(),
            to.name.into(),
            "様".into(),
            to.child.into(),
            to.number.into(),
            to.why.label().into(),
        ]);
    }
    let about = wish.about(cx, "宛名", words, rows.len())?;
    wish.file(Sheet { name: "宛名", about, columns: COLUMNS.to_vec(), rows }, &format!("addresses-{}", cx.today)).map(Ok)
}
