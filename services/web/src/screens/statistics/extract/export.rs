//! `POST /statistics/extract/export`: what meets the conditions as a file, on record.

use axum::response::Response;
use events::vocabulary::{Tier, wareki};
use projections::case_history::Words as _;
use projections::statistics::{Dimension, Right};
use uuid::Uuid;

use super::super::moment::open;
use super::super::words::word;
use super::show::{Asked, Question, render};
use crate::cx::Cx;
use crate::forms::Posted;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::names::Names;
use crate::spreadsheet::{Cell, Sheet};
use crate::taking_out::{MOST, Offer, Wish, too_many};

/// Columns of the file.
const COLUMNS: [(&str, u8); 17] = [
    ("公費負担者番号", 12),
    ("受給者番号", 12),
    ("氏名", 18),
    ("フリガナ", 18),
    ("生年月日", 12),
    ("性別", 8),
    ("市町", 14),
    ("管轄事務所", 12),
    ("疾患群", 20),
    ("疾病", 30),
    ("階層区分", 12),
    ("区分", 12),
    ("自己負担上限月額", 12),
    ("開始日", 12),
    ("終了日", 12),
    ("申請の種類", 12),
    ("決定日", 12),
];

fn titles() -> Vec<&'static str> {
    COLUMNS.iter().map(|(title, _)| *title).collect()
}

/// What is asked before they leave.
pub(super) fn offer() -> Offer {
    Offer::of(titles())
}

pub(crate) async fn sheet(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let question = Question::of_form(&cx, &posted).await?;
    let refused = |offer: Offer| Asked { offer: Some(offer), refused: true, ..Asked::default() };
    let form = question.form(|name| posted.text(name).to_owned());
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return render(&cx, &question, form, refused(Offer::again(titles(), &posted, &errors))).await,
    };
    if !question.errors.is_empty() || question.conditions.is_empty() {
        return render(&cx, &question, form, Asked { refused: true, ..Asked::default() }).await;
    }
    let mut rights = question.answer(&cx).await?;
    if rights.len() > usize::from(MOST) {
        return render(&cx, &question, form, refused(Offer::again(titles(), &posted, &too_many()))).await;
    }
    open(&cx, &mut rights, true).await?;
    let names = Names::new(cx.masters().await?, question.moment.on);
    let rows: Vec<Vec<Cell>> = rights.iter().map(|right| row(right, &question, &names)).collect();
    let subjects: Vec<Uuid> = rights.iter().flat_map(|right| [right.row.recipient.0, right.row.application.0]).collect();
    if let Err(errors) = wish.tell(&cx, &posted, rows.len(), subjects).await? {
        return render(&cx, &question, form, refused(Offer::again(titles(), &posted, &errors))).await;
    }
    let conditions = question.conditions.words(&names, question.moment.on).join("、");
    let words =
        format!("{}現在　業務の記録 {}番まで　条件 {conditions}", wareki::long(question.moment.on), question.moment.known);
    let about = wish.about(&cx, "条件で抽出した支給認定", &words, rows.len())?;
    let sheet = Sheet { name: "抽出", about, columns: COLUMNS.to_vec(), rows };
    wish.file(sheet, &format!("extract-{}", question.moment.on))
}

fn row(right: &Right, question: &Question, names: &Names) -> Vec<Cell> {
    let row = &right.row;
    let on = question.moment.on;
    let (name, kana) = name_and_kana(&row.name);
    let group = Dimension::Group.values(right, on).into_iter().next().unwrap_or_default();
    let diseases: Vec<String> = row.diseases.iter().map(|id| names.disease_with_code(*id)).collect();
    vec![
        row.payer_number.to_string().into(),
        row.recipient_number.to_string().into(),
        name.into(),
        kana.into(),
        row.birth_date.open().map_or(Cell::Empty, |born| Cell::Day(*born)),
        right.sex.map_or(Cell::Empty, |sex| sex.label().into()),
        names.municipality(row.municipality).into(),
        names.office_short(row.office).into(),
        word(Dimension::Group, &group, names, on).into(),
        diseases.join("、").into(),
        row.tier.map_or("－", Tier::symbol).into(),
        row.severity.label().into(),
        row.monthly_cap.amount().into(),
        Cell::Day(row.validity.start()),
        Cell::Day(row.validity.end()),
        row.kind.label().into(),
        Cell::Day(row.decided_on),
    ]
}
