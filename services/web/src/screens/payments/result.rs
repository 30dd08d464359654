//! 振込の結果の取込: what became of each line. Its batch, number and amount must be those of the batch, so that no other batch's result comes in by mistake;
//! every line of the file gets its verdict, and all are taken or none.

use std::collections::BTreeSet;

use acts::PaymentBatchCase;
use axum::http::StatusCode;
use axum::response::Response;
use casework::payment_batch::MOST;
use events::claim_import::digits_of;
use events::ids::PaymentBatchId;
use events::payment_batch::{LineResult, PaymentOutcome, TransferFault};
use events::vocabulary::Yen;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::civil::Date;
use serde::Serialize;

use super::act::answered;
use super::show::{Tried, render};
use crate::csv_file::{Cells, decode, exact_table};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;

/// The columns, by the names of the first line.
const COLUMNS: [&str; 6] = ["一覧番号", "行番号", "金額", "結果", "振込日", "理由"];
/// Words of the result.
const PAID: &str = "振込済";
const REJECTED: &str = "振込不能";

/// What is said of a line of the file.
#[derive(Clone, Serialize)]
pub(super) struct Verdict {
    row: u64,
    text: String,
    tone: &'static str,
}

impl Verdict {
    fn of(row: u64, wrong: Option<String>) -> Self {
        let tone = if wrong.is_some() { "alert" } else { "ok" };
        Self { row, text: wrong.unwrap_or_else(|| "取り込めます".to_owned()), tone }
    }

    /// For the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        vec![Self::of(2, None), Self::of(3, Some("3行目の金額が違います。".to_owned()))]
    }
}

/// What a batch says to a row.
struct Asked<'a> {
    case: &'a PaymentBatchCase,
    today: Date,
}

impl Asked<'_> {
    fn number(&self) -> String {
        format!("{}-{}", self.case.drawn.year, self.case.drawn.serial)
    }

    /// One row, or what is wrong with it.
    fn row(&self, cells: &[String]) -> Result<LineResult, String> {
        let [batch_column, line_column, amount_column, result_column, day_column, fault_column] = COLUMNS;
        let mut cells = Cells::new(&COLUMNS, cells);
        let number = cells.take(batch_column, |text| Ok::<_, &str>(text.to_owned()));
        let line = cells.take(line_column, |text| digits(text).ok_or("数字で入れてください。"));
        let amount = cells.take(amount_column, Yen::parse_input);
        let paid = cells.take(result_column, |text| match text {
            PAID => Ok(true),
            REJECTED => Ok(false),
            _ => Err("「振込済」か「振込不能」と入れてください。"),
        });
        let outcome = match paid {
            Some(true) => cells.take(day_column, day).map(|on| PaymentOutcome::Paid { on }),
            Some(false) => cells.take(fault_column, fault).map(|fault| PaymentOutcome::Rejected { fault }),
            None => None,
        };
        if let Some(wrong) = cells.wrong.first() {
            return Err(format!("「{}」{}", wrong.column, wrong.why));
        }
        let (Some(number), Some(line), Some(amount), Some(outcome)) = (number, line, amount, outcome) else {
            return Err("読めません。".to_owned());
        };
        if number != self.number() {
            return Err(format!("別の支払の一覧の結果です。この一覧は{}です。", self.number()));
        }
        let result = LineResult { line, amount, outcome };
        let handed = self.case.batch.delivered_on().unwrap_or(self.today);
        self.case.batch.fits(&result, (handed, self.today)).map_err(|refusal| refusal.to_string())?;
        Ok(result)
    }

    /// All rows, or the verdict on each.
    fn read(&self, bytes: &[u8]) -> Result<Vec<LineResult>, (String, Vec<Verdict>)> {
        let whole = |why: String| (why, Vec::new());
        let text = decode(bytes).map_err(|error| whole(error.to_string()))?;
        let rows = exact_table(&text, &COLUMNS, MOST).map_err(|error| whole(error.to_string()))?;
        let (mut seen, mut results, mut verdicts) = (BTreeSet::new(), Vec::new(), Vec::new());
        for (at, cells) in rows {
            let read = self.row(&cells).and_then(|result| {
                if seen.insert(result.line) {
                    Ok(result)
                } else {
                    Err("同じ行番号の結果が2回あります。".to_owned())
                }
            });
            match read {
                Ok(result) => {
                    results.push(result);
                    verdicts.push(Verdict::of(at, None));
                }
                Err(why) => verdicts.push(Verdict::of(at, Some(why))),
            }
        }
        let wrong = verdicts.len() - results.len();
        if wrong == 0 {
            Ok(results)
        } else {
            Err((format!("取り込めない行が{wrong}件あります。何も取り込んでいません。上の判定を確かめてください。"), verdicts))
        }
    }
}

fn digits(text: &str) -> Option<u32> {
    (1..=4).find_map(|places| digits_of(text, places)).and_then(|text| text.parse().ok())
}

fn day(text: &str) -> Result<Date, String> {
    wareki::parse(text, EraPolicy::Assume(Era::Reiwa)).map_err(|error| error.to_string())
}

fn fault(text: &str) -> Result<TransferFault, &'static str> {
    let named = TransferFault::ALL.iter().copied().find(|fault| fault.label() == text);
    named.ok_or("口座なし・名義相違・解約済み・その他のどれかを入れてください。")
}

/// `POST /payments/{id}/result`.
pub(crate) async fn import(cx: Cx, Id(id): Id<PaymentBatchId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let case = cx.acts().payment_batch(id).await?;
    let mut errors = FieldErrors::default();
    let Some(bytes) = posted.file("file") else {
        errors.add("file", "結果のCSVファイルを選んでください。");
        return render(&cx, id, Tried::form(&posted, &errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let results = match (Asked { case: &case, today: cx.today }).read(bytes) {
        Ok(results) => results,
        Err((why, verdicts)) => {
            errors.add("file", why);
            return render(&cx, id, Tried::file(&posted, &errors, verdicts), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let done = cx.acts().take_payment_results(&request, id, results).await;
    answered(&cx, id, &posted, ("payment_answered", "file"), done).await
}
