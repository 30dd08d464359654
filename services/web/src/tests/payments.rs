//! Payments over the router: a batch from the choice of claims to the bank's answer, each refusal beside its field, and an account that only a reason shows.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use events::StaffRole;
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::paying::{location, refused, send_file};

const HEAD: &str = "一覧番号,行番号,金額,結果,振込日,理由\r\n";

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_batch_goes_to_the_bank_and_its_answer_comes_back(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/payments").await.status, StatusCode::FORBIDDEN);
    let page = checker.get("/payments").await.body;
    assert!(page.contains("完了") && page.contains("承認待ち") && page.contains("これから支払う額"), "{page}");
    let home = checker.get("/").await.body;
    assert!(home.contains("療養費の未払い"), "{home}");
    assert!(approver.get("/").await.body.contains("療養費の支払の承認待ち"));

    let claim = page.split("name=\"claim\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let draw = [("pay_on", "R8.12.25"), ("claim", claim.as_str())];
    // A place behind the only claim, as a page that was open for long asks for; nonsense asks for the first page.
    let behind = checker.get("/payments?after=2099-12-31_ffffffff-ffff-ffff-ffff-ffffffffffff").await.body;
    assert!(behind.contains("先頭へ") && !behind.contains("載せる</span>"), "nothing comes after the last");
    assert!(checker.get("/payments?after=%00").await.body.contains("載せる</span>"));
    refused(&desk.send(&mut checker, "/payments", &[("pay_on", "来月"), draw[1]]).await, "振込予定日", "f-pay_on-error");
    refused(&desk.send(&mut checker, "/payments", &[("pay_on", "R8.11.24"), draw[1]]).await, "きょうより後", "f-pay_on-error");
    refused(&desk.send(&mut checker, "/payments", &draw[..1]).await, "選ばれていません", "f-claim-error");
    refused(&desk.send(&mut checker, "/payments", &[draw[0], ("claim", "x")]).await, "読めません", "f-claim-error");
    let path = location(&desk.send(&mut checker, "/payments", &draw).await);
    refused(&desk.send(&mut checker, "/payments", &draw).await, "すでに支払の一覧に載っています", "f-claim-error");
    desk.settled().await;
    let page = approver.get(&path).await.body;
    assert!(page.contains("••••345") && !page.contains("0012345"), "the number is masked: {page}");
    let release = format!("{path}/release");
    assert_eq!(desk.send(&mut checker, &release, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.send(&mut approver, &release, &[("_seen", "7")]).await.status, StatusCode::CONFLICT);
    location(&desk.send(&mut approver, &release, &[("_seen", &hidden(&page, "_seen"))]).await);
    refused(&desk.send(&mut approver, &release, &[]).await, "承認を待っていません", "errors-title");

    // Whoever handles the file is not who undoes the batch.
    assert!(!checker.get(&path).await.body.contains("/take-back") && approver.get(&path).await.body.contains("/take-back"));
    refused(
        &desk.send(&mut checker, &format!("{path}/take-back"), &[]).await,
        "決裁の担当者だけが取りやめられます",
        "errors-title",
    );
    let take = format!("{path}/take");
    let wish = [("file_kind", "transfer"), ("reason", "金融機関に渡す")];
    refused(&desk.send(&mut checker, &take, &wish[..1]).await, "取り出す理由", "f-reason-error");
    refused(&desk.send(&mut checker, &take, &wish[1..]).await, "種類を選んで", "f-file_kind-error");
    let command = desk.stage.state.new_uuid().to_string();
    let once = [wish[0], wish[1], ("_command", command.as_str())];
    let before = desk.stage.count("viewing.table_exported").await;
    let taken = checker.post(&take, &once).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    refused(&checker.post(&take, &once).await, "すでに記録しています", "f-reason-error");
    assert_eq!(desk.stage.count("viewing.table_exported").await, before + 1, "no file leaves unrecorded");
    let again = desk.send(&mut checker, &take, &wish).await;
    assert_eq!(again.bytes, taken.bytes, "the same bytes each time");
    location(&desk.send(&mut checker, &format!("{path}/deliver"), &[]).await);
    refused(&desk.send(&mut checker, &format!("{path}/take-back"), &[]).await, "取りやめられません", "errors-title");

    let accounting = desk.send(&mut checker, &take, &[("file_kind", "accounting"), wish[1]]).await;
    let (text, ..) = encoding_rs::SHIFT_JIS.decode(&accounting.bytes);
    let cells: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
    let (number, amount) = (cells[0], cells[9]);
    let result = format!("{path}/result");
    let other = format!("{HEAD}8-99,1,{amount},振込済,R8.11.24,\r\n{number},1,1,振込済,R8.11.24,\r\n");
    for (content, why) in [
        (String::new(), "選んでください"),
        ("a,b\r\n1,2\r\n".to_owned(), "使いません"),
        (other, "別の支払の一覧の結果です"),
        (format!("{HEAD}{number},1,1,振込済,R8.11.24,\r\n"), "金額が"),
        (format!("{HEAD}{number},2,{amount},振込済,R8.11.24,\r\n"), "2行目は、この支払の一覧にありません"),
        (format!("{HEAD}{number},1,{amount},振込不能,,気分\r\n"), "口座なし・名義相違"),
        (format!("{HEAD}{number},1,{amount},振込済,R8.12.24,\r\n"), "きょうより後"),
    ] {
        refused(&send_file(&desk, &mut checker, &result, &[], content.as_bytes()).await, why, "f-file-error");
    }
    assert_eq!(desk.stage.count("payment_batch.results_taken").await, 1, "that of the sample data");
    let rejected = format!("{HEAD}{number},1,{amount},振込不能,,口座なし\r\n");
    location(&send_file(&desk, &mut checker, &result, &[], rejected.as_bytes()).await);
    let twice = send_file(&desk, &mut checker, &result, &[], rejected.as_bytes()).await;
    refused(&twice, "すでに取り込んだか", "結果は取り込んでいません");
    desk.settled().await;
    assert!(checker.get("/payments").await.body.contains("振込不能（口座なし）"), "the next step is on the list");
    assert!(checker.get("/").await.body.contains("振込不能 1件"));
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_paid_leaves_as_a_file_and_an_account_is_shown_for_a_reason(test: PgPool) {
    let desk = Desk::set(&test).await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get("/payments/paid").await.status, StatusCode::FORBIDDEN);
    refused(&checker.get("/payments/paid?month=x").await, "月として", "f-month-error");
    assert!(checker.get("/payments/paid?month=R8.11").await.body.contains("1件"));
    let wish = [("month", "R8.11"), ("format", "xlsx"), ("column", "金額"), ("column", "受付番号")];
    let path = "/payments/paid/export";
    refused(&desk.send(&mut checker, path, &wish).await, "書き出す理由", "f-reason-error");
    let wish: Vec<_> = wish.into_iter().chain([("reason", "実績報告")]).collect();
    let file = desk.send(&mut checker, path, &wish).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes)).unwrap();
    let range = book.worksheet_range("支払済の一覧").unwrap();
    assert!(matches!(range.get_value((3, 1)), Some(Data::Float(_) | Data::Int(_))), "an amount is a number");

    let page = checker.get("/payments").await.body;
    let claim = page.split("name=\"claim\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let path = format!("/reimbursements/{claim}");
    let account = [
        ("bank", "見本銀行"),
        ("branch", "別の支店"),
        ("account_kind", "ordinary"),
        ("account_number", "7654321"),
        ("holder", "ミホン タロウ"),
        ("account_why", "口座を移したため。"),
    ];
    let propose = format!("{path}/propose-account");
    let wrong = desk.send(&mut checker, &propose, &[account[0], ("account_number", "12345678")]).await;
    refused(&wrong, "7桁まで", "f-account_number-error");
    assert!(wrong.body.contains("12345678"), "what was typed stays");
    location(&desk.send(&mut checker, &propose, &account).await);
    desk.settled().await;
    assert!(approver.get("/").await.body.contains("振込先の変更の決裁待ち"));
    let page = approver.get(&path).await.body;
    assert!(page.contains("••••321") && !page.contains("7654321"), "{page}");
    let unready = desk.send(&mut checker, "/payments", &[("pay_on", "R8.12.25"), ("claim", claim)]).await;
    refused(&unready, "振込先の変更が決裁を待っています", "f-claim-error");
    let reveal = format!("{path}/reveal-account");
    assert_eq!(desk.send(&mut counter, &reveal, &[("reveal_why", "確認")]).await.status, StatusCode::FORBIDDEN);
    refused(&desk.send(&mut approver, &reveal, &[]).await, "表示する理由", "f-reveal_why-error");
    let command = desk.stage.state.new_uuid().to_string();
    let once = [("reveal_why", "通帳の写しと比べる"), ("_command", command.as_str())];
    let shown = approver.post(&reveal, &once).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("7654321"), "{}", shown.body);
    refused(&approver.post(&reveal, &once).await, "すでに記録しています", "f-reveal_why-error");
    refused(&desk.send(&mut approver, &format!("{path}/drop-account"), &[]).await, "理由を入力", "f-drop-account_why-error");
    location(&desk.send(&mut approver, &format!("{path}/change-account"), &[]).await);
    assert_eq!(desk.stage.count("reimbursement.account_changed").await, 1);
    desk.over().await;
}
