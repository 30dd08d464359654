//! 宛先 of a run: labels, sheets for window envelopes, and the addresses as a file for whoever prints elsewhere, of what has not gone out.

use ::acts::PrintRunFile;
use axum::http::StatusCode;
use axum::response::Response;
use documents::address_sheet::{self, AddressSheet, Window};
use documents::{Imprint, SheetMark};
use events::ids::PrintRunId;
use events::vocabulary::{OfficeCode, SheetCode};

use super::show;
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::addressing::{self, Envelope};
use crate::screens::cases::names::Names;
use crate::taking_out::Wish;

pub(super) use crate::screens::addressing::{addressees, offer};

fn unposted(file: &PrintRunFile) -> Vec<Envelope> {
    let items = (1..).zip(file.run.items()).filter(|(_, item)| !item.is_posted());
    let envelope = |(ordinal, item): (u32, &casework::print_run::ItemState)| Envelope {
        ordinal,
        award: item.award,
        recipient: item.recipient,
        application: item.application,
    };
    items.map(envelope).collect()
}

/// As it stands on each envelope: 「8-12」.
fn mark(file: &PrintRunFile) -> String {
    let (year, serial) = file.run.number().unwrap_or_default();
    format!("{year}-{serial}")
}

/// `GET /print-runs/{id}/labels`: of what has not gone out.
pub(crate) async fn labels(cx: Cx, Id(id): Id<PrintRunId>) -> Result<Response, Problem> {
    let file = cx.acts().print_run(id).await?;
    addressing::labels(&cx, &unposted(&file), &mark(&file), id.to_string()).await
}

/// The sheet of the envelope that is asked for, with nobody on it.
async fn empty_sheet(cx: &Cx) -> Result<AddressSheet, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let key = cx.parameter("envelope").unwrap_or_default();
    let row = names.masters().envelopes.at(key, cx.today).ok_or(Problem::NotFound)?;
    let envelope = &row.value;
    let authority = names.authority()?;
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
        sender: [Some(format!("{} {}", authority.name, authority.division)), phone].into_iter().flatten().collect(),
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
    let envelopes = unposted(&file);
    let addressees = match addressing::shown(&cx, &envelopes).await? {
        Ok(addressees) => addressees,
        Err(instead) => return Ok(instead),
    };
    let title = mark(&file);
    let sheet = |one: &Envelope| {
        let to = addressees.of(one.award)?;
        let item = file.run.items().get(usize::try_from(one.ordinal).ok()?.checked_sub(1)?)?;
        let code = SheetCode::of(item.certificate, events::vocabulary::Sheet::Address);
        Some(address_sheet::Sheet {
            code: SheetMark::of(&code.to_string()).ok(),
            postal_code: to.postal_code.as_ref().map(|code| format!("〒{code}")).unwrap_or_default(),
            address: to.address.clone(),
            addressee: to.name.clone(),
            mark: format!("{title} {}番", one.ordinal),
        })
    };
    let document = AddressSheet { sheets: envelopes.iter().filter_map(sheet).collect(), ..empty };
    let printed = cx.acts().print(document, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "address-sheets.pdf")
}

/// `POST /print-runs/{id}/addresses`: as a file, on record.
pub(crate) async fn sheet(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let again = |errors: &FieldErrors| {
        let offers = show::Offers { addresses: Some(addressing::offer_again(&posted, errors)), ..show::Offers::default() };
        show::render(&cx, id, (None, offers), StatusCode::UNPROCESSABLE_ENTITY)
    };
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return again(&errors).await,
    };
    let file = cx.acts().print_run(id).await?;
    match addressing::file(&cx, &posted, &wish, &unposted(&file), &format!("発行 {}", show::title(&file))).await? {
        Ok(file) => Ok(file),
        Err(errors) => again(&errors).await,
    }
}
