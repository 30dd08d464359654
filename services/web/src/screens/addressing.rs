//! 宛先 of whatever goes out together, certificates of a run or letters of a release: labels to print, and the addresses as a file for whoever
//! prints elsewhere (差込印刷), on record. Where a family must not be found, its address is asked for with a purpose first, or stays hidden.

use axum::response::Response;
use documents::Imprint;
use documents::address_labels::{AddressLabels, Label};
use events::ids::{ApplicationId, AwardId, RecipientId};
use projections::ledger::{self, AsOf, LedgerRow};
use uuid::Uuid;

use crate::cx::Cx;
use crate::file_answer;
use crate::forms::Posted;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::protection;
use crate::shield::HIDDEN;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{Offer, Wish};

/// Columns of the file.
const COLUMNS: [(&str, u8); 7] =
    [("番号", 8), ("郵便番号", 12), ("住所", 48), ("宛名", 18), ("敬称", 6), ("受診者", 18), ("受給者番号", 12)];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before addresses leave.
pub(crate) fn offer() -> Offer {
    Offer::of(titles())
}

/// The same again, with what is wrong.
pub(crate) fn offer_again(posted: &Posted, errors: &crate::forms::FieldErrors) -> Offer {
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

/// To whom an envelope goes: the guardian as the ledger knows them now.
pub(crate) struct Addressee {
    pub(crate) child: String,
    pub(crate) payer: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) postal_code: Option<String>,
    pub(crate) address: String,
}

/// The people of some awards, opened.
pub(crate) async fn people(cx: &Cx, awards: &[AwardId]) -> Result<Vec<LedgerRow>, Problem> {
    let mut people = ledger::of_awards(cx.pool(), awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    Ok(people)
}

/// The addressee of an award among them; none where the person was erased.
pub(crate) fn addressee(people: &[LedgerRow], award: AwardId) -> Option<Addressee> {
    let person = people.iter().find(|person| person.award == award)?;
    let guardian = person.guardian.open()?;
    Some(Addressee {
        child: name_and_kana(&person.name).0,
        payer: person.payer_number.to_string(),
        number: person.recipient_number.to_string(),
        name: guardian.name.written().to_owned(),
        postal_code: guardian.address.postal_code.map(|code| code.to_string()),
        address: guardian.address.text.to_string(),
    })
}

/// Who they are, once the access log says that somebody looks; or the page that asks for the purpose first.
pub(crate) async fn shown(cx: &Cx, envelopes: &[Envelope]) -> Result<Result<Vec<LedgerRow>, Response>, Problem> {
    let subjects = subjects(envelopes);
    if subjects.is_empty() {
        return Err(Problem::NotFound);
    }
    if let Some(instead) = protection::instead(cx, &subjects).await? {
        return Ok(Err(instead));
    }
    cx.viewed(&subjects).await?;
    Ok(Ok(people(cx, &envelopes.iter().map(|one| one.award).collect::<Vec<_>>()).await?))
}

/// A sheet of labels. `title` stands before the ordinal on each.
pub(crate) async fn labels(cx: &Cx, envelopes: &[Envelope], title: &str, ident: String) -> Result<Response, Problem> {
    let people = match shown(cx, envelopes).await? {
        Ok(people) => people,
        Err(instead) => return Ok(instead),
    };
    let label = |one: &Envelope| {
        let to = addressee(&people, one.award)?;
        Some(Label {
            postal_code: to.postal_code.map(|code| format!("〒{code}")).unwrap_or_default(),
            address: to.address,
            addressee: to.name,
            mark: format!("{title} {}番", one.ordinal),
        })
    };
    let labels = AddressLabels { labels: envelopes.iter().filter_map(label).collect() };
    let printed = cx.acts().print(labels, Imprint { ident, recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "labels.pdf")
}

/// The addresses as a file, on record.
pub(crate) async fn file(
    cx: &Cx,
    posted: &Posted,
    wish: &Wish,
    envelopes: &[Envelope],
    words: &str,
) -> Result<Response, Problem> {
    let subjects = subjects(envelopes);
    wish.tell(cx, posted, envelopes.len(), subjects.clone()).await?;
    let shield = cx.shield(&subjects).await?;
    let people = people(cx, &envelopes.iter().map(|one| one.award).collect::<Vec<_>>()).await?;
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(envelopes.len());
    for one in envelopes {
        let Some(to) = addressee(&people, one.award) else { continue };
        let hidden = shield.hides(one.recipient.0) || shield.hides(one.application.0);
        rows.push(vec![
            i64::from(one.ordinal).into(),
            to.postal_code.filter(|_| !hidden).into(),
            if hidden { HIDDEN.into() } else { to.address.into() },
            to.name.into(),
            "様".into(),
            to.child.into(),
            to.number.into(),
        ]);
    }
    let about = wish.about(cx, "宛名", words, rows.len())?;
    wish.file(Sheet { name: "宛名", about, columns: COLUMNS.to_vec(), rows }, &format!("addresses-{}", cx.today))
}
