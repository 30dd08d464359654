//! `GET /transmittals/{id}/paper`: the list on paper, printed when it is asked for.

use axum::response::Response;
use documents::Imprint;
use documents::transmittal_list::{Case, TransmittalList};
use events::ids::TransmittalId;
use events::vocabulary::wareki;
use projections::case_history::Words as _;

use super::show::{Item, items, title, visible};
use crate::cx::Cx;
use crate::file_answer;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

fn line(item: Item) -> Case {
    Case {
        no: item.no.to_string(),
        receipt_number: item.receipt_number,
        applied_on: item.applied.map(wareki::long).unwrap_or_default(),
        child: item.name,
        kind: item.kind.to_owned(),
        papers: item.papers,
    }
}

/// Makes and shows it.
pub(crate) async fn show(cx: Cx, Id(id): Id<TransmittalId>) -> Result<Response, Problem> {
    let file = visible(&cx, id).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let cases: Vec<Case> = items(&cx, &file).await?.into_iter().map(line).collect();
    let list = TransmittalList {
        number: title(&file, &names),
        day: wareki::long(cx.today),
        addressee: format!("{}長　様", names.authority()?.division),
        sender: format!("{}長", file.transmittal.office().map(|office| names.office(office)).unwrap_or_default()),
        lead: format!("次の申請書（{}件）を進達します。", cases.len()),
        cases,
    };
    let printed = cx.acts().print(list, Imprint { ident: id.to_string(), recorded_at: cx.now }).await?;
    file_answer::shown(printed.pdf, "transmittal.pdf")
}
