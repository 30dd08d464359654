//! 宛先: labels to print, and the addresses as a file for whoever prints elsewhere (差込印刷), on record. Where a family must not be found, its
//! address is asked for with a purpose first, or stays hidden.

use ::acts::PrintRunFile;
use axum::http::StatusCode;
use axum::response::Response;
use casework::print_run::ItemState;
use documents::Imprint;
use documents::SheetMark;
use documents::address_labels::{AddressLabels, Label};
use documents::address_sheet::{self, AddressSheet, Window};
use events::ids::{AwardId, PrintRunId};
use projections::ledger::{self, AsOf, LedgerRow};
use uuid::Uuid;

use super::show;
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::Posted;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;
use crate::screens::protection;
use crate::shield::HIDDEN;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{Offer, Wish};
use events::vocabulary::{OfficeCode, SheetCode};
use projections::case_history::Words as _;

/// Columns of the file.
const COLUMNS: [(&str, u8); 7] =
    [("番号", 8), ("郵便番号", 12), ("住所", 48), ("宛名", 18), ("敬称", 6), ("受診者", 18), ("受給者番号", 12)];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before addresses leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

/// To whom an envelope goes: the guardian as the ledger knows them now.
pub(super) struct Addressee {
    pub(super) child: String,
    pub(super) name: String,
    pub(super) postal_code: Option<String>,
    pub(super) address: String,
}

/// The people of some awards, opened.
pub(super) async fn people(cx: &Cx, awards: &[AwardId]) -> Result<Vec<LedgerRow>, Problem> {
    let mut people = ledger::of_awards(cx.pool(), awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    Ok(people)
}

/// The addressee of an award among them; none where the person was erased.
pub(super) fn addressee(people: &[LedgerRow], award: AwardId) -> Option<Addressee> {
    let person = people.iter().find(|person| person.award == award)?;
    let guardian = person.guardian.open()?;
    Some(Addressee {
        child: name_and_kana(&person.name).0,
        name: guardian.name.written().to_owned(),
        postal_code: guardian.address.postal_code.map(|code| code.to_string()),
        address: guardian.address.text.to_string(),
    })
}

fn unposted(file: &PrintRunFile) -> Vec<(u32, &ItemState)> {
    (1..).zip(file.run.items()).filter(|(_, item)| !item.is_posted()).collect()
}

fn subjects(items: &[(u32, &ItemState)]) -> Vec<Uuid> {
    items.iter().flat_map(|(_, item)| [item.recipient.0, item.application.0]).collect()
}

/// `GET /print-runs/{id}/labels`: of what has not gone out.
pub(crate) async fn labels(cx: Cx, Id(id): Id<PrintRunId>) -> Result<Response, Problem> {
    let file = cx.acts().print_run(id).await?;
    let items = unposted(&file);
    let subjects = subjects(&items);
    if items.is_empty() {
        return Err(Problem::NotFound);
    }
    if let Some(instead) = protection::instead(&cx, &subjects).await? {
        return Ok(instead);
    }
    cx.viewed(&subjects).await?;
    let people = people(&cx, &items.iter().map(|(_, item)| item.award).collect::<Vec<_>>()).await?;
    let (year, serial) = file.run.number().unwrap_or_default();
    let label = |(ordinal, item): &(u32, &ItemState)| {
        let to = addressee(&people, item.award)?;
        Some(Label {
            postal_code: to.postal_code.map(|code| format!("〒{code}")).unwrap_or_default(),
            address: to.address,
            addressee: to.name,
            mark: format!("{year}-{serial} {ordinal}番"),
        })
    };
    let labels = AddressLabels { labels: items.iter().filter_map(label).collect() };
    let printed = cx.acts().print(labels, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "labels.pdf")
}

/// The sheet of the envelope that is asked for, with nobody on it.
async fn empty_sheet(cx: &Cx) -> Result<AddressSheet, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let key = cx.parameter("envelope").unwrap_or_default();
    let row = names.masters().envelopes.at(key, cx.today).ok_or(Problem::NotFound)?;
    let envelope = &row.value;
    let phone =
        names.masters().offices.at(&OfficeCode::DIVISION.to_string(), cx.today).map(|row| format!("電話 {}", row.value.phone));
    Ok(AddressSheet {
        window: Window {
            left_mm: envelope.left_mm,
            top_mm: envelope.top_mm,
            width_mm: envelope.width_mm,
            height_mm: envelope.height_mm,
            tolerance_mm: envelope.tolerance_mm,
            fold_mm: envelope.fold_mm,
        },
        sheets: Vec::new(),
        envelope: envelope.name.clone(),
        sender: [Some(format!("佐賀県 {}", names.office(OfficeCode::DIVISION))), phone].into_iter().flatten().collect(),
    })
}

/// `GET /print-runs/envelope?envelope=long3`: the sheet by which an envelope is tried.
pub(crate) async fn envelope(cx: Cx) -> Result<Response, Problem> {
    let sheet = empty_sheet(&cx).await?;
    let printed = cx.acts().print(sheet, Imprint { ident: "envelope".to_owned(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "envelope.pdf")
}

/// `GET /print-runs/{id}/address-sheets?envelope=long3`: for window envelopes, of what has not gone out.
pub(crate) async fn sheets(cx: Cx, Id(id): Id<PrintRunId>) -> Result<Response, Problem> {
    let empty = empty_sheet(&cx).await?;
    let file = cx.acts().print_run(id).await?;
    let items = unposted(&file);
    let subjects = subjects(&items);
    if items.is_empty() {
        return Err(Problem::NotFound);
    }
    if let Some(instead) = protection::instead(&cx, &subjects).await? {
        return Ok(instead);
    }
    cx.viewed(&subjects).await?;
    let people = people(&cx, &items.iter().map(|(_, item)| item.award).collect::<Vec<_>>()).await?;
    let (year, serial) = file.run.number().unwrap_or_default();
    let sheet = |(ordinal, item): &(u32, &ItemState)| {
        let to = addressee(&people, item.award)?;
        let code = SheetCode::of(item.certificate, events::vocabulary::Sheet::Address);
        Some(address_sheet::Sheet {
            code: SheetMark::of(&code.to_string()).ok(),
            postal_code: to.postal_code.map(|code| format!("〒{code}")).unwrap_or_default(),
            address: to.address,
            addressee: to.name,
            mark: format!("{year}-{serial} {ordinal}番"),
        })
    };
    let document = AddressSheet { sheets: items.iter().filter_map(sheet).collect(), ..empty };
    let printed = cx.acts().print(document, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "address-sheets.pdf")
}

/// `POST /print-runs/{id}/addresses`: as a file, on record.
pub(crate) async fn sheet(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => {
            let offers = show::Offers { addresses: Some(Offer::again(titles(), &posted, &errors)), ..show::Offers::default() };
            return show::render(&cx, id, (None, offers), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let file = cx.acts().print_run(id).await?;
    let items = unposted(&file);
    let subjects = subjects(&items);
    wish.tell(&cx, &posted, items.len(), subjects.clone()).await?;
    let shield = cx.shield(&subjects).await?;
    let people = people(&cx, &items.iter().map(|(_, item)| item.award).collect::<Vec<_>>()).await?;
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(items.len());
    for (ordinal, item) in items {
        let Some(to) = addressee(&people, item.award) else { continue };
        let hidden = shield.hides(item.recipient.0) || shield.hides(item.application.0);
        rows.push(vec![
            i64::from(ordinal).into(),
            to.postal_code.filter(|_| !hidden).into(),
            if hidden { HIDDEN.into() } else { to.address.into() },
            to.name.into(),
            "様".into(),
            to.child.into(),
            item.recipient_number.to_string().into(),
        ]);
    }
    let about = wish.about(&cx, "宛名", &format!("発行 {}", show::title(&file)), rows.len())?;
    wish.file(Sheet { name: "宛名", about, columns: COLUMNS.to_vec(), rows }, &format!("addresses-{}", cx.today))
}
