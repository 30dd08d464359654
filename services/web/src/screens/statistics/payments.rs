//! `GET /statistics/payments`: reimbursements by the month of their decision, in claims and yen; a month opens its claims.
//!
//! # Adding a kind of payment
//! Its rows from `projections::statistics`, and its columns beside those of the reimbursements.

use std::collections::BTreeMap;

use axum::response::Response;
use events::vocabulary::{Yen, wareki};
use projections::statistics::{Payment, payments};
use serde::Serialize;

use super::period::Period;
use super::words::{Tab, tabs};
use crate::cx::Cx;
use crate::forms::FormView;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::names::Names;

/// A month.
#[derive(Clone, Serialize)]
struct Month {
    name: String,
    href: String,
    current: bool,
    paid: usize,
    refused: usize,
    yen: String,
    /// Length of its bar, of a hundred.
    bar: i64,
}

/// A claim of the month that was opened.
#[derive(Clone, Serialize)]
struct Claim {
    href: String,
    receipt_number: String,
    office: String,
    decided_on: String,
    outcome: &'static str,
    yen: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct PaymentsPage {
    tabs: Vec<Tab>,
    from: String,
    until: String,
    known: i64,
    months: Vec<Month>,
    paid: usize,
    refused: usize,
    yen: String,
    opened: Option<String>,
    claims: Vec<Claim>,
    form: FormView,
}

fn month_of(payment: &Payment) -> String {
    payment.decided_on.strftime("%Y-%m").to_string()
}

fn sum<'a>(all: impl IntoIterator<Item = &'a Payment>) -> i64 {
    all.into_iter().filter(|one| one.paid).map(|one| one.amount.amount()).sum()
}

fn yen(amount: i64) -> String {
    Yen::new(amount).map_or_else(|_| amount.to_string(), |yen| yen.to_string())
}

fn months(all: &[Payment], query: &str, opened: &str) -> Vec<Month> {
    let mut months: BTreeMap<String, Vec<&Payment>> = BTreeMap::new();
    for one in all {
        months.entry(month_of(one)).or_default().push(one);
    }
    let most = months.values().map(|all| sum(all.iter().copied())).max().unwrap_or(1).max(1);
    let month = |(month, all): (&String, &Vec<&Payment>)| {
        let amount = sum(all.iter().copied());
        Month {
            name: month.clone(),
            href: format!("/statistics/payments?{query}&month={month}"),
            current: month == opened,
            paid: all.iter().filter(|one| one.paid).count(),
            refused: all.iter().filter(|one| !one.paid).count(),
            yen: yen(amount),
            bar: amount * 100 / most,
        }
    };
    months.iter().map(month).collect()
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let (period, errors) = Period::asked(&cx).await?;
    let all = payments(cx.pool(), period.known, (period.from, period.until), cx.office_scope()).await?;
    let names = Names::new(cx.masters().await?, period.until);
    let opened = cx.decoded("month");
    let claims = all.iter().filter(|one| month_of(one) == opened).map(|one| Claim {
        href: format!("/reimbursements/{}", one.reimbursement),
        receipt_number: one.receipt_number.to_string(),
        office: names.office_short(one.office),
        decided_on: wareki::short(one.decided_on),
        outcome: if one.paid { "支給" } else { "不支給" },
        yen: if one.paid { one.amount.to_string() } else { "－".to_owned() },
    });
    let (fields, status) = period.fields(&cx, &errors);
    let page = PaymentsPage {
        tabs: tabs("/statistics/payments"),
        from: wareki::long(period.from),
        until: wareki::long(period.until),
        known: period.known,
        claims: claims.collect(),
        months: months(&all, &period.query(), &opened),
        paid: all.iter().filter(|one| one.paid).count(),
        refused: all.iter().filter(|one| !one.paid).count(),
        yen: yen(sum(&all)),
        opened: Some(opened).filter(|month| !month.is_empty()),
        form: FormView::filled(fields).with_errors(&errors),
    };
    cx.page_as(status, &page)
}

impl Page for PaymentsPage {
    const TEMPLATE: &'static str = "statistics/payments.html";

    fn sample() -> Vec<Self> {
        let month = |month: &str, current| Month {
            name: month.to_owned(),
            href: format!("/statistics/payments?month={month}"),
            current,
            paid: 3,
            refused: 1,
            yen: "12,340円".to_owned(),
            bar: 80,
        };
        let claim = Claim {
            href: "/reimbursements/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            office: "佐賀中部".to_owned(),
            decided_on: "R8.11.20".to_owned(),
            outcome: "支給",
            yen: "12,340円".to_owned(),
        };
        let page = |full: bool| Self {
            tabs: tabs("/statistics/payments"),
            from: "令和8年4月1日".to_owned(),
            until: "令和9年3月31日".to_owned(),
            known: 1_204,
            months: if full { vec![month("2026-10", false), month("2026-11", true)] } else { Vec::new() },
            paid: if full { 6 } else { 0 },
            refused: 2,
            yen: "24,680円".to_owned(),
            opened: full.then(|| "2026-11".to_owned()),
            claims: if full { vec![claim.clone()] } else { Vec::new() },
            form: FormView::filled([("from", "R8.4.1"), ("until", "R9.3.31")]),
        };
        vec![page(true), page(false)]
    }
}

#[cfg(test)]
mod tests {
    use events::ids::ReimbursementId;
    use events::vocabulary::{OfficeCode, ReceiptNumber};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_was_refused_is_counted_and_not_paid() {
        let one = |day, paid| Payment {
            reimbursement: ReimbursementId(uuid::Uuid::nil()),
            receipt_number: ReceiptNumber::new(8, OfficeCode::parse("01").unwrap(), 1).unwrap(),
            office: OfficeCode::parse("01").unwrap(),
            decided_on: date(2026, 11, day),
            paid,
            amount: Yen::new(if paid { 5_000 } else { 0 }).unwrap(),
        };
        let found = months(&[one(2, true), one(20, false), one(24, true)], "known=1", "2026-11");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].paid, found[0].refused, found[0].yen.as_str(), found[0].bar), (2, 1, "10,000円", 100));
        assert!(found[0].current);
    }
}
