//! The payments side over the router: each screen, each refusal beside its field, files read back by other programs.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use calamine::{Data, Reader as _, Xlsx};
use encoding_rs::SHIFT_JIS;
use events::StaffRole;
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::stage::{Answer, Browser};

pub(super) async fn send_file(desk: &Desk, browser: &mut Browser, path: &str, fields: &[(&str, &str)], content: &[u8]) -> Answer {
    let (token, command) = (browser.token(), desk.stage.state.new_uuid().to_string());
    let mut body = Vec::new();
    for (name, value) in fields.iter().copied().chain([("_token", token.as_str()), ("_command", command.as_str())]) {
        body.extend(format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n");
    body.extend([content, b"\r\n--part--\r\n"].concat());
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

pub(super) fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").split('?').next().unwrap().to_owned()
}

pub(super) fn refused(answer: &Answer, why: &str, beside: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains(why) && answer.body.contains(beside), "{why}, {beside}: {}", answer.body);
}

const PREPARE: &[(&str, &str)] = &[("body", "fund"), ("month", "R8.11")];

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_file_goes_from_the_ledger_to_the_organisation_and_its_answer_comes_back(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/recipient-files").await.status, StatusCode::FORBIDDEN);
    assert!(checker.get("/recipient-files").await.body.contains("ファイルはありません"));
    refused(&desk.send(&mut checker, "/recipient-files", &[("month", "先月")]).await, "月として読めません", "f-month-error");
    let ahead = desk.send(&mut checker, "/recipient-files", &[("body", "fund"), ("month", "R8.12")]).await;
    refused(&ahead, "先の月", "f-month-error");

    let path = location(&desk.send(&mut checker, "/recipient-files", PREPARE).await);
    refused(&desk.send(&mut checker, "/recipient-files", PREPARE).await, "まだ提出していないもの", "f-body-error");
    desk.settled().await;
    let page = checker.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("新規") && !page.body.contains("見本"), "a file names nobody: {}", page.body);
    assert!(approver.get("/").await.body.contains("連絡ファイルの承認待ち"));
    let page = approver.get(&path).await.body;
    let stale = desk.send(&mut approver, &format!("{path}/release"), &[("_seen", "7")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    let seen = hidden(&page, "_seen");
    location(&desk.send(&mut approver, &format!("{path}/release"), &[("_seen", &seen)]).await);

    let take = format!("{path}/take");
    refused(&desk.send(&mut checker, &take, &[("reason", " ")]).await, "取り出す理由", "f-reason-error");
    let command = desk.stage.state.new_uuid().to_string();
    let once = [("reason", "支払基金に提出"), ("_command", command.as_str())];
    let taken = checker.post(&take, &once).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    refused(&checker.post(&take, &once).await, "すでに記録しています", "f-reason-error");
    assert_eq!(desk.stage.count("viewing.table_exported").await, 1);
    let (text, _, lossy) = SHIFT_JIS.decode(&taken.bytes);
    assert!(!lossy, "CP932 as the layout says");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let numbers: Vec<String> = reader.records().map(|record| record.unwrap()[5].to_owned()).collect();
    assert!(!numbers.is_empty() && numbers.iter().all(|number| number.len() == 7), "{numbers:?}");
    let again = desk.send(&mut checker, &take, &[("reason", "もう一度")]).await;
    assert_eq!(again.bytes, taken.bytes, "the same bytes each time");
    location(&desk.send(&mut checker, &format!("{path}/deliver"), &[]).await);
    refused(&desk.send(&mut checker, "/recipient-files", PREPARE).await, "提出済み", "f-month-error");

    let result = format!("{path}/result");
    let rows = |month: &str, first: &str| -> String {
        let lines = (1..).zip(&numbers).map(|(line, number): (usize, &String)| {
            let word = if line == 1 { first } else { "受理," };
            format!("{month},{line},{number},{word}\r\n")
        });
        std::iter::once("提出年月,行番号,受給者番号,結果,理由コード\r\n".to_owned()).chain(lines).collect()
    };
    let other_month = rows("202610", "受理,");
    for (content, why) in [
        (b"".as_slice(), "選んでください"),
        (b"\x81\xff\xfe\x80", "文字コード"),
        (b"a,b\r\n1,2\r\n", "使いません"),
        (other_month.as_bytes(), "令和8年10月の結果です"),
    ] {
        refused(&send_file(&desk, &mut checker, &result, &[], content).await, why, "f-file-error");
    }
    assert_eq!(desk.stage.count("recipient_file.result_imported").await, 0, "nothing half done");
    location(&send_file(&desk, &mut checker, &result, &[], rows("202611", "エラー,E01").as_bytes()).await);
    let twice = send_file(&desk, &mut checker, &result, &[], rows("202611", "エラー,E01").as_bytes()).await;
    refused(&twice, "すでに取り込んでいます", "errors-title");
    desk.settled().await;
    assert!(checker.get("/recipient-files").await.body.contains("エラー 1件"));
    assert!(checker.get(&format!("{path}?lines=rejected")).await.body.contains("エラー E01"));
    let next = location(&desk.send(&mut checker, "/recipient-files", PREPARE).await);
    desk.settled().await;
    assert!(checker.get(&next).await.body.contains("再送"));
    location(&desk.send(&mut checker, &format!("{next}/withdraw"), &[]).await);
    desk.over().await;
}

const HEAD: &str = "診療年月,公費負担者番号,受給者番号,医療機関コード,区分,医療費総額,公費負担額,自己負担額\r\n";
const BESIDE: &[(&str, &str)] = &[("body", "fund"), ("claimed_in", "R8.11")];

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn claims_come_in_with_a_verdict_on_every_row(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/claims").await.status, StatusCode::FORBIDDEN);
    let (payer, number, recipient): (String, String, uuid::Uuid) = sqlx::query_as(
        "SELECT payer_number, recipient_number, recipient_id FROM read.ledger_awards \
         WHERE upper_inf(known) AND ended IS NULL AND valid @> '2026-11-01'::date ORDER BY award_id LIMIT 1",
    )
    .fetch_one(&test)
    .await
    .unwrap();

    let path = "/claims/import";
    refused(&send_file(&desk, &mut checker, path, &[("body", "fund")], HEAD.as_bytes()).await, "月として", "f-claimed_in-error");
    let ahead = [("body", "fund"), ("claimed_in", "R8.12")];
    refused(&send_file(&desk, &mut checker, path, &ahead, HEAD.as_bytes()).await, "先の月", "f-claimed_in-error");
    for (content, why) in [
        (b"".to_vec(), "選んでください"),
        (HEAD.as_bytes().to_vec(), "取り込む行がありません"),
        ([HEAD.as_bytes(), b"\x82\xa0\xff"].concat(), "文字コード"),
        (HEAD.replace("区分", "区分,氏名").into_bytes(), "氏名"),
    ] {
        refused(&send_file(&desk, &mut checker, path, BESIDE, &content).await, why, "f-file-error");
    }

    let broken = format!("{HEAD}R8.11,{payer},{number},4110100015,通院,1,1,0\r\n");
    let plan = location(&send_file(&desk, &mut checker, path, BESIDE, broken.as_bytes()).await);
    let page = checker.get(&plan).await.body;
    assert!(page.contains("読めない行が1件あります") && page.contains("区分は「入院」"), "{page}");
    let forced = desk.send(&mut checker, &plan, &[]).await;
    refused(&forced, "読めない行があるため", "errors-title");
    location(&desk.send(&mut checker, &format!("{plan}/discard"), &[]).await);

    // Full-width digits, as Excel in CP932 writes them.
    let wide: String = number.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    let text = format!(
        "{HEAD}R8.11,{payer},{wide},4110100015,外来,\"68,400\",8680,0\r\nR8.11,{payer},1234566,4110100015,外来,5000,1000,0\r\n"
    );
    let (sjis, ..) = SHIFT_JIS.encode(&text);
    let plan = location(&send_file(&desk, &mut checker, path, BESIDE, &sjis).await);
    let page = checker.get(&plan).await.body;
    assert!(page.contains("受給者番号が台帳にない"), "{page}");
    assert_eq!(desk.stage.count("claim_import.recorded").await, 0);
    let import = location(&desk.send(&mut checker, &plan, &[]).await);
    let plan = location(&send_file(&desk, &mut checker, path, BESIDE, &sjis).await);
    refused(&desk.send(&mut checker, &plan, &[]).await, "すでに取り込んでいます", "errors-title");
    assert_eq!(desk.stage.count("claim_import.recorded").await, 1);

    desk.settled().await;
    assert!(checker.get("/claims").await.body.contains("令和8年11月"));
    let faulty = checker.get(&import).await.body;
    assert!(faulty.contains("1234566") && !faulty.contains(&format!(">{number}<")), "only what is wrong: {faulty}");
    assert!(checker.get(&format!("{import}?rows=all")).await.body.contains(&format!(">{number}<")));
    let wish = [("rows", "faulty"), ("format", "xlsx"), ("column", "受給者番号"), ("column", "過誤の理由")];
    refused(&desk.send(&mut checker, &format!("{import}/export"), &wish).await, "書き出す理由", "f-reason-error");
    let wish: Vec<_> = wish.into_iter().chain([("reason", "過誤の連絡")]).collect();
    let file = desk.send(&mut checker, &format!("{import}/export"), &wish).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let range = book.worksheet_range("過誤の一覧").unwrap();
    assert_eq!(range.get_value((3, 0)), Some(&Data::String("1234566".to_owned())), "a number of a document is a text");

    let totals = checker.get("/claims/totals?year=R8&by=month").await.body;
    assert!(totals.contains("8,680円") && totals.contains("<svg") && totals.contains("68,400円"), "{totals}");
    refused(&checker.get("/claims/totals?year=99").await, "年度は", "f-year-error");
    let wish = [("year", "R8"), ("by", "office"), ("format", "csv"), ("reason", "実績報告"), ("column", "公費負担額")];
    let file = desk.send(&mut checker, "/claims/totals/export", &wish).await;
    // Below the claims stands what families were paid.
    assert!(file.body.starts_with("\u{feff}\"公費負担額\"\r\n\"8680\"\r\n"), "{}", file.body);

    let months = format!("/recipients/{recipient}/months");
    let page = counter.get(&months).await.body;
    assert!(page.contains("請求明細") && page.contains("超えた月は1か月"), "{page}");
    refused(&desk.send(&mut counter, &months, &[("month", "R8.10")]).await, "金額を入力", "f-total-error");
    refused(&desk.send(&mut counter, &months, &[("month", "R8.12"), ("total", "1")]).await, "先の月", "f-month-error");
    let nothing = desk.send(&mut counter, &months, &[("month", "R8.10"), ("remove", "on")]).await;
    refused(&nothing, "消すものがありません", "f-month-error");
    location(&desk.send(&mut counter, &months, &[("month", "R8.11"), ("total", "50,000円")]).await);
    desk.settled().await;
    let page = counter.get(&months).await.body;
    assert!(page.contains("管理票") && page.contains("超えた月は0か月"), "{page}");
    let stale = desk.send(&mut counter, &months, &[("_seen", "0"), ("month", "R8.10"), ("total", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);

    // The wrong file is taken back by somebody else, and may come in again.
    let take_back = format!("{import}/take-back");
    assert_eq!(desk.send(&mut checker, &take_back, &[("why", "別の月")]).await.status, StatusCode::FORBIDDEN);
    assert!(!checker.get(&import).await.body.contains("取込を取り消す"));
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    refused(&desk.send(&mut approver, &take_back, &[("why", " ")]).await, "取り消す理由", "f-why-error");
    let stale = desk.send(&mut approver, &take_back, &[("_seen", "7"), ("why", "別の月のファイル")]).await;
    assert!(stale.status == StatusCode::CONFLICT && stale.body.contains("別の月のファイル"), "{}", stale.body);
    let seen = hidden(&approver.get(&import).await.body, "_seen");
    location(&desk.send(&mut approver, &take_back, &[("_seen", &seen), ("why", "別の月のファイル")]).await);
    desk.settled().await;
    let page = approver.get(&import).await.body;
    assert!(page.contains("取り消されました") && page.contains("別の月のファイル"), "{page}");
    refused(&desk.send(&mut approver, &take_back, &[("why", "もう一度")]).await, "すでに取り消されています", "errors-title");
    assert!(checker.get("/claims?which=taken-back").await.body.contains("令和8年11月"));
    let totals = checker.get("/claims/totals?year=R8&by=month").await.body;
    assert!(!totals.contains("8,680円"), "what was taken back counts nowhere: {totals}");
    let plan = location(&send_file(&desk, &mut checker, path, BESIDE, &sjis).await);
    location(&desk.send(&mut checker, &plan, &[]).await);
    assert_eq!(desk.stage.count("claim_import.recorded").await, 2);
    desk.over().await;
}
