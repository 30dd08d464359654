//! 結果の取込: what an organisation says of every line of a file. Its month and its numbers must be those of the file, so that no other file's result
//! comes in by mistake.

use std::collections::BTreeSet;

use acts::RecipientFileCase;
use axum::http::StatusCode;
use axum::response::Response;
use casework::recipient_file::MOST;
use events::claim_import::digits_of;
use events::ids::RecipientFileId;
use events::recipient_file::{Prepared, Rejected};

use super::act::answered;
use super::show::render;
use crate::csv_file::{Cells, decode, exact_table};
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::month;
use crate::problem::Problem;

/// The columns, by the names of the first line.
const COLUMNS: [&str; 5] = ["提出年月", "行番号", "受給者番号", "結果", "理由コード"];
/// Words of the result.
const ACCEPTED: &str = "受理";
const REJECTED: &str = "エラー";

/// Why a result is not taken, with the line where it is one line's fault.
fn at(line: u64, why: impl std::fmt::Display) -> String {
    format!("{line}行目：{why}")
}

/// One row: the line of the file it answers, and the reason where it was not taken.
fn row(line: u64, cells: &[String], prepared: &Prepared) -> Result<(u32, Option<String>), String> {
    let [month_column, line_column, number_column, result_column, code_column] = COLUMNS;
    let mut cells = Cells::new(&COLUMNS, cells);
    let month = cells.take(month_column, month::read);
    let answered = cells.take(line_column, |text| digits(text).ok_or("数字で入れてください。"));
    let number = cells.take(number_column, |text| digits_of(text, 7).ok_or("数字7桁で入れてください。"));
    let taken = cells.take(result_column, |text| match text {
        ACCEPTED => Ok(true),
        REJECTED => Ok(false),
        _ => Err("「受理」か「エラー」と入れてください。"),
    });
    let code = if taken == Some(false) { cells.take(code_column, reason_code) } else { None };
    if let Some(wrong) = cells.wrong.first() {
        return Err(at(line, format_args!("「{}」{}", wrong.column, wrong.why)));
    }
    let (Some(month), Some(answered), Some(number)) = (month, answered, number) else {
        return Err(at(line, "読めません。"));
    };
    if month != prepared.month {
        let theirs = month::long(month);
        return Err(at(line, format_args!("{theirs}の結果です。このファイルは{}のものです。", month::long(prepared.month))));
    }
    let item = usize::try_from(answered).ok().and_then(|place| prepared.items.get(place.checked_sub(1)?));
    if item.is_none_or(|item| item.entry.recipient_number.to_string() != number) {
        return Err(at(line, "行番号と受給者番号が、このファイルの行と合いません。"));
    }
    Ok((answered, code))
}

fn digits(text: &str) -> Option<u32> {
    (1..=5).find_map(|places| digits_of(text, places)).and_then(|text| text.parse().ok())
}

/// A code of the organisation; its words stay outside.
fn reason_code(text: &str) -> Result<String, &'static str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && (1..=10).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err("半角の英数字10文字以内で入れてください。")
    }
}

/// How many were taken, and which were not.
fn read(bytes: &[u8], prepared: &Prepared) -> Result<(u32, Vec<Rejected>), String> {
    let text = decode(bytes).map_err(|error| error.to_string())?;
    let rows = exact_table(&text, &COLUMNS, MOST).map_err(|error| error.to_string())?;
    let (mut seen, mut rejected) = (BTreeSet::new(), Vec::new());
    for (line, cells) in rows {
        let (answered, code) = row(line, &cells, prepared)?;
        if !seen.insert(answered) {
            return Err(at(line, "同じ行番号の結果が2回あります。"));
        }
        rejected.extend(code.map(|code| Rejected { line: answered, code }));
    }
    let accepted = seen.len() - rejected.len();
    Ok((u32::try_from(accepted).unwrap_or(u32::MAX), rejected))
}

/// `POST /recipient-files/{id}/result`.
pub(crate) async fn import(cx: Cx, Id(id): Id<RecipientFileId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let RecipientFileCase { prepared, .. } = cx.acts().recipient_file(id).await?;
    let mut errors = FieldErrors::default();
    let chosen = posted.file("file").ok_or_else(|| "結果のCSVファイルを選んでください。".to_owned());
    let Some((accepted, rejected)) = errors.take("file", chosen.and_then(|bytes| read(bytes, &prepared))) else {
        return render(&cx, id, Some(&posted), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = cx.acts().import_recipient_result(&request, id, accepted, rejected).await;
    answered(&cx, id, &posted, ("recipient_file_answered", "file"), done).await
}

#[cfg(test)]
mod tests {
    use events::ids::{AwardId, EventId, RecipientId};
    use events::recipient_file::{Entry, FileEncoding, FileForm, FileLayout, Item, ItemKind, ReviewBody};
    use events::vocabulary::{PayerNumber, RecipientNumber, Severity, ValidityPeriod, Yen};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn prepared() -> Prepared {
        let item = |serial: u32| Item {
            kind: ItemKind::New,
            award: AwardId(Uuid::from_u128(1)),
            recipient: RecipientId(Uuid::from_u128(2)),
            source: EventId(Uuid::from_u128(3)),
            again: false,
            entry: Entry {
                payer_number: PayerNumber::parse("52416013").unwrap(),
                recipient_number: RecipientNumber::from_serial(serial).unwrap(),
                validity: ValidityPeriod::new(date(2026, 10, 1), date(2027, 9, 30)).unwrap(),
                tier: None,
                severity: Severity::General,
                monthly_cap: Yen::ZERO,
                annulled: false,
            },
        };
        Prepared {
            body: ReviewBody::Fund,
            month: date(2026, 11, 1),
            serial: 1,
            layout: FileLayout { form: FileForm::Csv, encoding: FileEncoding::Utf8, heading: true, columns: Vec::new() },
            known_up_to: 1,
            items: vec![item(1), item(123_456)],
            undecided: Vec::new(),
            digest: String::new(),
        }
    }

    fn told(rows: &[&str]) -> Result<(u32, Vec<Rejected>), String> {
        let text = std::iter::once(COLUMNS.join(",").as_str()).chain(rows.iter().copied()).collect::<Vec<_>>().join("\r\n");
        read(text.as_bytes(), &prepared())
    }

    #[test]
    fn every_line_is_answered_and_what_was_not_taken_has_its_code() {
        let answer = told(&["202611,1,0000018,受理,", "R8.11,２,１２３４５６６,エラー,E01"]).unwrap();
        assert_eq!(answer, (1, vec![Rejected { line: 2, code: "E01".to_owned() }]));
        let (sjis, ..) =
            encoding_rs::SHIFT_JIS.encode("提出年月,行番号,受給者番号,結果,理由コード\r\n202611,1,0000018,受理,\r\n");
        assert_eq!(read(&sjis, &prepared()), Ok((1, Vec::new())));
    }

    #[test]
    fn another_files_result_is_refused_with_its_line() {
        for (rows, why) in [
            (vec!["202610,1,0000018,受理,"], "令和8年10月の結果"),
            (vec!["202611,1,1234566,受理,"], "合いません"),
            (vec!["202611,3,0000018,受理,"], "合いません"),
            (vec!["202611,0,0000018,受理,"], "合いません"),
            (vec!["202611,1,0000018,受理,", "202611,1,0000018,受理,"], "2回"),
            (vec!["202611,1,0000018,たぶん,"], "「受理」か「エラー」"),
            (vec!["202611,1,0000018,エラー,"], "空欄"),
            (vec!["202611,1,0000018,エラー,番号が違います"], "英数字10文字以内"),
            (vec!["202611,x,0000018,受理,"], "「行番号」"),
        ] {
            let refused = told(&rows).unwrap_err();
            assert!(refused.contains(why) && refused.contains("行目："), "{refused}");
        }
        assert!(read(b"\x81\xff\xfe", &prepared()).unwrap_err().contains("文字コード"));
        assert!(read(b"a,b\n1,2\n", &prepared()).is_err());
        assert!(told(&[]).is_err());
    }
}
