//! The form of a claim: up to three months or institutions, and where it is paid to. What is typed stays where something is wrong.

use acts::{ActError, ReceiveClaimInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::procedures::undoing::{self, Step};
use events::ids::RecipientId;
use events::notice::Filer;
use events::reimbursement::{Claim, ClaimMonth};
use events::vocabulary::{FreeText, Yen, wareki};
use jiff::civil::Date;
use projections::ledger::{self, AsOf, Ended, LedgerRow};
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::notices::{Dressed as _, Reader, award_of, may, must, offered};

/// Months or institutions of one form.
const LINES: u8 = 3;
/// Fields of a line: whoever types into one of them means the line.
const TYPED: [&str; 8] = ["month", "institution", "total", "paid", "meals_paid", "on_the_sheet", "other_public", "high_cost"];

/// The page.
#[derive(Serialize)]
pub(crate) struct EnterPage {
    path: String,
    back: String,
    name: String,
    award: String,
    undone_by: &'static str,
    fields: Vec<FieldView>,
    form: FormView,
}

fn fields() -> Vec<FieldView> {
    let filers = Filer::ALL.iter().map(|one| offered(one.code(), one.label())).collect();
    let mut fields = vec![
        must("filed_on", "請求日", "date").hint("郵送のときは消印の日です。例：R8.4.1"),
        must("filer", "請求者", "radio").hint("18歳未満は保護者、18歳からは本人です。代理人は登録済みの人だけです。").of(filers),
    ];
    for n in 1..=LINES {
        let name = |field: &str| format!("m{n}_{field}");
        let first = if n == 1 { must } else { may };
        fields.extend([
            first(&name("month"), "診療月", "text").under(&format!("領収書 {n}")).hint("例：R8.10"),
            first(&name("institution"), "医療機関", "text"),
            may(&name("certified"), "療養証明書がある", "tick"),
            may(&name("total"), "医療費総額（10割、認定疾病の分）", "text")
                .hint("円。領収書でも療養証明書でも分からないときは空けておきます。"),
            first(&name("paid"), "窓口で支払った額（食事を除く）", "text").hint("円"),
            may(&name("meals_paid"), "食事療養標準負担額として支払った額", "text").hint("円。なければ空けておきます。"),
            may(&name("on_the_sheet"), "管理票に記された、この月の自己負担", "text")
                .hint("円。前に療養費を支給した分も含めます。管理票がまだないとき、記載のないときは 0。分からないときは空けておきます。"),
            may(&name("other_public"), "他の公費が負担した額", "text").hint("円。なければ空けておきます。"),
            may(&name("high_cost"), "高額療養費として戻る額", "text").hint("円。なければ空けておきます。"),
        ]);
    }
    fields.extend(super::account::fields());
    fields
}

async fn render(cx: &Cx, id: RecipientId, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let rows = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    let award = award_of(&rows, cx.today).ok_or(Problem::NotFound)?;
    let known = cx.acts().known(id, award, cx.today).await?;
    cx.viewed(&[id.0]).await?;
    cx.page_as(
        status,
        &EnterPage {
            path: format!("/recipients/{id}/reimbursement"),
            back: format!("/recipients/{id}"),
            name: known.person.name.written().to_owned(),
            award: known.award.validity.to_string(),
            undone_by: undoing::sentence(Step::Reimbursement),
            fields: fields(),
            form,
        },
    )
}

/// `GET /recipients/{id}/reimbursement`.
pub(crate) async fn show(cx: Cx, Id(id): Id<RecipientId>) -> Result<Response, Problem> {
    render(&cx, id, FormView::filled([("filed_on", wareki::short(cx.today))]), StatusCode::OK).await
}

fn claimed(reader: &mut Reader<'_>, posted: &Posted, n: u8) -> Option<ClaimMonth> {
    let name = |field: &str| format!("m{n}_{field}");
    let month = reader.must(&name("month"), "診療月", month::read);
    let institution = reader.must(&name("institution"), "医療機関", FreeText::parse);
    let total = reader.may(&name("total"), Yen::parse_input);
    let paid = reader.must(&name("paid"), "窓口で支払った額", Yen::parse_input);
    let mut or_nothing = |field: &str| reader.may(&name(field), Yen::parse_input).unwrap_or(Yen::ZERO);
    let (meals_paid, other_public, high_cost) = (or_nothing("meals_paid"), or_nothing("other_public"), or_nothing("high_cost"));
    let on_the_sheet = reader.may(&name("on_the_sheet"), Yen::parse_input);
    let certified = posted.ticked(&name("certified"));
    Some(ClaimMonth {
        month: month?,
        institution: institution?,
        certified,
        total,
        paid: paid?,
        meals_paid,
        on_the_sheet,
        other_public,
        high_cost,
    })
}

fn read(posted: &Posted) -> Result<(Date, Filer, Claim), FieldErrors> {
    let mut reader = Reader::of(posted);
    let (filed_on, filer) = (reader.day("filed_on", "請求日"), reader.filer());
    let mut months = Vec::new();
    for n in 1..=LINES {
        let typed = TYPED.iter().any(|field| !posted.text(&format!("m{n}_{field}")).trim().is_empty());
        if n == 1 || typed {
            months.extend(claimed(&mut reader, posted, n));
        }
    }
    let account = super::account::read(&mut reader);
    match (filed_on, filer, account) {
        (Some(filed_on), Some(filer), Some(account)) if reader.errors.is_empty() => {
            Ok((filed_on, filer, Claim { months, account }))
        }
        _ => Err(reader.errors),
    }
}

/// `POST /recipients/{id}/reimbursement`.
pub(crate) async fn receive(cx: Cx, Id(id): Id<RecipientId>, posted: Posted) -> Result<Response, Problem> {
    let (filed_on, filer, claim) = match read(&posted) {
        Ok(read) => read,
        Err(errors) => {
            let form = FormView::of(&posted).with_errors(&errors);
            return render(&cx, id, form, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let rows = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
    // The award of the month, where one covers it; else the one that counts.
    let covers = |row: &&LedgerRow, month: Date| {
        row.ended != Some(Ended::Annulled) && row.validity.start() <= month.last_of_month() && row.validity.end() >= month
    };
    let covering = claim.months.first().and_then(|one| rows.iter().find(|row| covers(row, one.month)));
    let award = covering.map(|row| row.award).or_else(|| award_of(&rows, cx.today)).ok_or(Problem::NotFound)?;
    let input = ReceiveClaimInput { recipient: id, award, filed_on, receiving_office: cx.staff()?.office, filer, claim };
    match cx.acts().receive_claim(&cx.request(&posted)?, input).await {
        Ok(receipt) => {
            let path = format!("/reimbursements/{}", receipt.reimbursement);
            cx.told(&path, "claim_received", receipt.done.position, SHOWN_BY).await
        }
        Err(error @ ActError::Refused(_)) => {
            let mut errors = FieldErrors::default();
            errors.general(error.to_string());
            let form = FormView::of(&posted).with_errors(&errors);
            render(&cx, id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "reimbursements/enter.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("m1_month", "診療月を入力してください。");
        let page = |form| Self {
            path: "/recipients/1/reimbursement".to_owned(),
            back: "/recipients/1".to_owned(),
            name: "見本 花子".to_owned(),
            award: "令和8年10月20日から令和9年9月30日まで".to_owned(),
            undone_by: undoing::sentence(Step::Reimbursement),
            fields: fields(),
            form,
        };
        vec![page(FormView::default()), page(FormView::filled([("m1_paid", "30,000")]).with_errors(&errors))]
    }
}
