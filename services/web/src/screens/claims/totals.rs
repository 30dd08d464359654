//! `GET /claims/totals?year=8&by=month`: what the claims of a fiscal year came to, as a picture and a table; beside them, as a kind of their own and by
//! the month of the decision, what was paid to families (療養費). Neither is added to the other.

use axum::http::StatusCode;
use axum::response::Response;
use events::claim_import::Care;
use events::recipient_file::ReviewBody;
use events::vocabulary::{FiscalYear, Yen};
use identity::Permission;
use jiff::civil::{Date, date};
use projections::claims::{self, Dimension, Total};
use projections::reimbursements::{self, PaidMonth};
use serde::Serialize;
use uuid::Uuid;

use super::export;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView};
use crate::month;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::Offered;
use crate::screens::cases::names::Names;
use crate::screens::statistics::group_name;
use crate::taking_out::Offer;

/// Height of the tallest bar.
const TALLEST: i64 = 160;
/// From one bar to the next.
const STEP: usize = 64;
/// Bars of the picture: more would be no picture.
const BARS: usize = 24;
/// Lines of the table; the file has them all.
const LISTED: usize = 200;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// Fiscal year, counted in 令和.
    pub(super) year: i16,
    /// By what.
    pub(super) by: Dimension,
}

impl Asked {
    /// What the address or form says; else the year of today by month. The second is false where the year cannot be read.
    pub(super) fn read(year: &str, by: &str, today: Date) -> (Self, bool) {
        let this = FiscalYear::containing(today).year() - 2018;
        let typed = year.trim().trim_start_matches(['R', 'r', 'Ｒ']).parse::<i16>().ok().filter(|year| (1..=this).contains(year));
        let known = typed.is_some() || year.trim().is_empty();
        (Self { year: typed.unwrap_or(this), by: by.parse().unwrap_or(Dimension::Month) }, known)
    }

    /// First days of its first and last month.
    pub(super) fn months(self) -> (Date, Date) {
        (date(2018 + self.year, 4, 1), date(2019 + self.year, 3, 1))
    }

    /// Its first and last day.
    fn days(self) -> (Date, Date) {
        (date(2018 + self.year, 4, 1), date(2019 + self.year, 3, 31))
    }
}

/// The totals with their words.
pub(super) async fn lines(cx: &Cx, asked: Asked) -> Result<Vec<(String, Total)>, Problem> {
    let totals = claims::totals(cx.pool(), asked.by, asked.months(), cx.office_scope()).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let word = |value: &str| -> String {
        match asked.by {
            Dimension::Month => month::read(value).map_or_else(|_| value.to_owned(), month::short),
            Dimension::Group => group_name(names.masters(), value, cx.today),
            Dimension::Payer | Dimension::Recipient => value.to_owned(),
            Dimension::Office => value.parse().map_or_else(|_| value.to_owned(), |office| names.office_short(office)),
            Dimension::Body => value.parse::<ReviewBody>().map_or_else(|_| value.to_owned(), |body| body.label().to_owned()),
            Dimension::Care => value.parse::<Care>().map_or_else(|_| value.to_owned(), |care| care.label().to_owned()),
        }
    };
    Ok(totals.into_iter().map(|total| (word(&total.value), total)).collect())
}

/// What was paid to families in the year, by the month of the decision.
pub(super) async fn paid(cx: &Cx, asked: Asked) -> Result<Vec<PaidMonth>, Problem> {
    Ok(reimbursements::paid_by_month(cx.pool(), asked.days(), cx.office_scope()).await?)
}

/// A month of payments to families.
#[derive(Clone, Serialize)]
struct PaidLine {
    month: String,
    claims: i64,
    recipients: i64,
    paid: String,
    corrected: String,
}

/// Yen that families may have to give back.
fn signed(yen: i64) -> String {
    let amount = Yen::new(yen.abs()).map_or_else(|_| yen.abs().to_string(), |yen| yen.to_string());
    if yen < 0 { format!("－{amount}") } else { amount }
}

impl PaidLine {
    fn of(row: &PaidMonth) -> Self {
        let PaidMonth { month, claims, recipients, paid, corrected } = *row;
        Self { month: month::short(month), claims, recipients, paid: signed(paid), corrected: signed(corrected) }
    }
}

/// A line of the table and its bar.
#[derive(Clone, Serialize)]
struct Line {
    word: String,
    href: Option<String>,
    /// Under its bar, as far as there is room.
    mark: String,
    claims: i64,
    recipients: i64,
    total: i64,
    paid: i64,
    share: i64,
    x: usize,
    y: i64,
    height: i64,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TotalsPage {
    year: i16,
    by: &'static str,
    by_word: &'static str,
    choices: Vec<Offered>,
    lines: Vec<Line>,
    /// Lines in all.
    all: usize,
    /// Whether there are few enough for a picture.
    drawn: bool,
    claims: i64,
    total: i64,
    paid: i64,
    share: i64,
    width: usize,
    /// 療養費.
    families: Vec<PaidLine>,
    families_claims: i64,
    families_paid: String,
    offer: Option<Offer>,
    form: FormView,
}

fn choices() -> Vec<Offered> {
    Dimension::ALL.iter().map(|one| Offered { value: one.code().to_owned(), label: one.label().to_owned() }).collect()
}

fn page(asked: Asked, lines: Vec<(String, Total)>, families: &[PaidMonth], offer: Option<Offer>, form: FormView) -> TotalsPage {
    let most = lines.iter().map(|(_, total)| total.paid).max().unwrap_or(0).max(1);
    let sum = |of: fn(&Total) -> i64| lines.iter().map(|(_, total)| of(total)).sum();
    let (claims, total, paid, share) = (sum(|t| t.claims), sum(|t| t.total), sum(|t| t.paid), sum(|t| t.share));
    let all = lines.len();
    let lines: Vec<Line> = (0..)
        .zip(lines)
        .take(LISTED)
        .map(|(at, (word, total))| {
            let height = total.paid * TALLEST / most;
            let Total { recipient, claims, recipients, total, paid, share, .. } = total;
            let mark = word.chars().take(5).collect();
            let href = recipient.map(|recipient| format!("/recipients/{recipient}/months"));
            let (x, y) = (at * STEP + 8, TALLEST + 20 - height);
            Line { word, href, mark, claims, recipients, total, paid, share, x, y, height }
        })
        .collect();
    let width = (lines.len() * STEP).max(STEP);
    TotalsPage {
        year: asked.year,
        by: asked.by.code(),
        by_word: asked.by.label(),
        choices: choices(),
        drawn: all <= BARS,
        all,
        lines,
        claims,
        total,
        paid,
        share,
        width,
        families: families.iter().map(PaidLine::of).collect(),
        families_claims: families.iter().map(|one| one.claims).sum(),
        families_paid: signed(families.iter().map(|one| one.paid).sum()),
        offer,
        form,
    }
}

/// The page with what is asked before the figures leave.
pub(super) async fn render(
    cx: &Cx,
    (year, by): (&str, &str),
    offer: Option<Offer>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let (asked, known) = Asked::read(year, by, cx.today);
    let mut errors = FieldErrors::default();
    if !known {
        errors.add("year", "年度は、R8 のように、令和1年度から今年度までで入力してください。");
    }
    let typed = if known { format!("R{}", asked.year) } else { year.to_owned() };
    let form = FormView::filled([("year", typed), ("by", asked.by.code().to_owned())]).with_errors(&errors);
    let offer = offer.or_else(|| cx.may(Permission::ViewPayments).then(export::offer));
    let lines = lines(cx, asked).await?;
    let seen: Vec<Uuid> = lines.iter().take(LISTED).filter_map(|(_, total)| Some(total.recipient?.0)).collect();
    cx.viewed(&seen).await?;
    let families = paid(cx, asked).await?;
    let page = page(asked, lines, &families, offer, form);
    cx.page_as(if known { status } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

/// Shows the page.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let (year, by) = (cx.decoded("year"), cx.decoded("by"));
    render(&cx, (&year, &by), None, StatusCode::OK).await
}

impl Page for TotalsPage {
    const TEMPLATE: &'static str = "claims/totals.html";

    fn sample() -> Vec<Self> {
        let asked = Asked { year: 8, by: Dimension::Month };
        let total = |value: &str, paid| Total {
            value: value.to_owned(),
            recipient: None,
            claims: 12,
            recipients: 9,
            total: paid * 5,
            paid,
            share: 5_000,
        };
        let lines = vec![("R8.4".to_owned(), total("2026-04", 136_800)), ("R8.5".to_owned(), total("2026-05", 0))];
        let recipient = Some(events::ids::RecipientId(Uuid::nil()));
        let person = |n: u32| (n.to_string(), Total { recipient, ..total("1", 5_000) });
        let people = (0..201).map(person).collect();
        let [plain, _] = Offer::samples();
        let mut errors = FieldErrors::default();
        errors.add("year", "年度は、R8 のように入力してください。");
        let families = [PaidMonth { month: date(2026, 5, 1), claims: 2, recipients: 1, paid: 12_000, corrected: -13_000 }];
        vec![
            page(asked, lines, &families, Some(plain), FormView::filled([("year", "R8"), ("by", "month")])),
            page(Asked { by: Dimension::Recipient, ..asked }, people, &[], None, FormView::filled([("year", "R8")])),
            page(asked, Vec::new(), &[], None, FormView::filled([("year", "x")]).with_errors(&errors)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_runs_from_april_and_what_is_none_is_said() {
        let today = date(2026, 11, 20);
        let (asked, known) = Asked::read("R7", "office", today);
        assert_eq!((asked, known), (Asked { year: 7, by: Dimension::Office }, true));
        assert_eq!(asked.months(), (date(2025, 4, 1), date(2026, 3, 1)));
        assert_eq!(Asked::read("", "", today), (Asked { year: 8, by: Dimension::Month }, true));
        for wrong in ["R9", "0", "去年", "-1", "99999"] {
            assert!(!Asked::read(wrong, "month", today).1, "{wrong}");
        }
    }

    #[test]
    fn the_tallest_bar_is_the_greatest_amount() {
        let of = |paid| Total { value: String::new(), recipient: None, claims: 1, recipients: 1, total: paid, paid, share: 0 };
        let lines = vec![("a".to_owned(), of(50)), ("b".to_owned(), of(100)), ("c".to_owned(), of(0))];
        let page = page(Asked { year: 8, by: Dimension::Office }, lines, &[], None, FormView::default());
        assert_eq!(page.lines.iter().map(|line| line.height).collect::<Vec<_>>(), [80, 160, 0]);
        assert_eq!((page.paid, page.claims, page.width), (150, 3, 192));
    }

    #[test]
    fn what_families_were_paid_is_not_added_to_the_claims() {
        let of = |paid, corrected| PaidMonth { month: date(2026, 5, 1), claims: 1, recipients: 1, paid, corrected };
        let page = page(
            Asked { year: 8, by: Dimension::Month },
            Vec::new(),
            &[of(12_000, 0), of(-13_000, -13_000)],
            None,
            FormView::default(),
        );
        assert_eq!((page.paid, page.claims, page.families_claims), (0, 0, 2));
        assert_eq!((page.families_paid.as_str(), page.families[1].corrected.as_str()), ("－1,000円", "－13,000円"));
    }
}
