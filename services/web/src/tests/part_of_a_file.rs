//! Some pages of what is printed together, over the router: counted, taken out on record, and again only for a reason.

use axum::http::StatusCode;
use casework::print_run::PrintRunCommand;
use casework::rules::impact::Go;
use events::StaffRole;
use events::print_run::PrintQuery;
use events::vocabulary::{PrintKind, PrintOrder};
use jiff::civil::date;
use sqlx::PgPool;

use super::desk::Desk;

const TAKEN: &str = "viewing.table_exported";

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pages_of_a_run_are_counted_and_taken_out_on_record(test: PgPool) {
    let desk = Desk::set(&test).await;
    let acts = &desk.stage.state.parts().acts;
    let (from, today) = (date(2020, 4, 1), date(2026, 11, 24));
    let query =
        PrintQuery { kind: PrintKind::All, office: None, decided_from: from, decided_until: today, order: PrintOrder::Number };
    let checking = desk.request(desk.actor(StaffRole::Checker).await);
    let (run, _) = Box::pin(acts.freeze_print_run(&checking, query)).await.unwrap();
    Box::pin(acts.render_print_run(run, today, || Go::On)).await.unwrap();
    let path = format!("/print-runs/{run}/pages");
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let early = desk.send(&mut checker, &path, &[("pages", "1")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("まだ承認されていません"), "{}", early.body);
    let digest = acts.print_run(run).await.unwrap().run.digest().unwrap();
    let releasing = desk.request(desk.actor(StaffRole::Approver).await);
    acts.on_print_run(&releasing, run, PrintRunCommand::Release { digest }).await.unwrap();

    for (pages, told) in
        [("", "ページを入力"), ("5-2", "2-5と入力"), ("x", "「x」はページとして読めません"), ("9999", "ページまでです")]
    {
        let wrong = desk.send(&mut checker, &path, &[("pages", pages), ("pages_why", "紙詰まり")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{pages}");
        assert!(wrong.body.contains(told) && wrong.body.contains("紙詰まり"), "{pages}: {}", wrong.body);
    }
    let before = desk.stage.count(TAKEN).await;
    let counted = desk.send(&mut checker, &path, &[("pages", "１－２"), ("step", "count")]).await;
    assert_eq!(counted.status, StatusCode::OK);
    assert!(counted.body.contains("用紙1枚"), "{}", counted.body);
    assert_eq!(desk.stage.count(TAKEN).await, before, "nothing left");

    let command = desk.stage.state.new_uuid().to_string();
    let fields = [("pages", "1-2"), ("step", "take"), ("_command", command.as_str())];
    let taken = checker.post(&path, &fields).await;
    assert_eq!((taken.status, taken.header("content-type")), (StatusCode::OK, "application/pdf"), "{}", taken.body);
    assert!(taken.bytes.starts_with(b"%PDF"));
    assert_eq!(desk.stage.count(TAKEN).await, before + 1);
    let again = checker.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("記録済み"), "the same command takes nothing twice: {}", again.body);

    let printing = desk.request(desk.actor(StaffRole::Checker).await);
    let until = u32::try_from(acts.print_run(run).await.unwrap().run.items().len()).unwrap();
    acts.on_print_run(&printing, run, PrintRunCommand::ConfirmPrinted { from: 1, until }).await.unwrap();
    let bare = desk.send(&mut checker, &path, &[("pages", "1")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("もう一度印刷する理由"), "{}", bare.body);
    let told = desk.send(&mut checker, &path, &[("pages", "1"), ("pages_why", "紙詰まり")]).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    assert_eq!(desk.stage.count(TAKEN).await, before + 2);
    desk.over().await;
}
