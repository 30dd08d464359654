//! Work lists over the router: narrowed, kept under a name, taken out; who else has a case open; an act that came too late.

use axum::http::StatusCode;
use events::{Log, StaffRole};
use sqlx::PgPool;

use super::following::{Following, caught_up};
use super::stage::{Answer, Browser, Stage};

async fn send(browser: &mut Browser, stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Answer {
    let command = stage.state.new_uuid().to_string();
    let mut all = fields.to_vec();
    all.push(("_command", &command));
    browser.post(path, &all).await
}

fn links<'a>(page: &'a str, begin: &'a str) -> Vec<&'a str> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(begin)).collect()
}

/// The value of the first hidden field of a name.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let begin = format!("name=\"{name}\" value=\"");
    page.split(&begin).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

async fn followed(test: &PgPool, stage: &Stage) -> Following {
    let following = Following::all(test, stage).await;
    caught_up(test, Log::Casework, &["worklist", "case_history", "ledger"]).await;
    caught_up(test, Log::Access, &["access"]).await;
    following
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_is_narrowed_kept_and_taken_out(test: PgPool) {
    let stage = Stage::furnished(&test, 12).await;
    let following = followed(&test, &stage).await;
    let mut checker = stage.as_role(StaffRole::Checker).await;
    let all = checker.get("/queues/all").await;
    assert_eq!(all.status, StatusCode::OK, "{}", all.body);
    let every = links(&all.body, "/cases/").len();
    assert!(every > 3, "{every} open cases: {}", all.body);
    let late = checker.get("/queues/all?due=overdue&kind=").await;
    let today = checker.get("/queues/all?due=week").await;
    assert!(links(&late.body, "/cases/").len() + links(&today.body, "/cases/").len() <= every);
    assert_eq!(links(&checker.get("/queues/all?kind=reissue").await.body, "/cases/").len(), 0);
    assert_eq!(checker.get("/queues/all?kind=made_up").await.status, StatusCode::NOT_FOUND);
    let typed = checker.get("/queues/all?disease=abc").await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typed.body.contains("疾病コードは") && typed.body.contains("aria-invalid"), "{}", typed.body);

    let kept = [("desk", "all"), ("due", "overdue"), ("kind", "new")];
    let nameless = send(&mut checker, &stage, "/queues/filters", &kept).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nameless.body);
    let named = [&kept[..], &[("name", "%E3%81%8A%E3%81%9D%E3%81%84%E6%96%B0%E8%A6%8F")]].concat();
    for _ in 0..2 {
        let saved = send(&mut checker, &stage, "/queues/filters", &named).await;
        assert_eq!(
            (saved.status, saved.header("location")),
            (StatusCode::SEE_OTHER, "/queues/all?kind=new&due=overdue&done=filter_saved")
        );
    }
    let home = checker.get("/").await;
    assert_eq!(home.body.matches("おそい新規").count(), 1, "the same name keeps one: {}", home.body);
    assert!(home.body.contains("/queues/all?kind=new&amp;due=overdue"), "{}", home.body);
    assert!(!stage.as_role(StaffRole::Approver).await.get("/").await.body.contains("おそい新規"), "of one person only");
    let sealed: Vec<String> =
        sqlx::query_scalar("SELECT sealed FROM desk.drafts WHERE kind = 'queue_filter'").fetch_all(&test).await.unwrap();
    assert!(sealed.len() == 1 && !sealed[0].contains("おそい"));
    let shown = checker.get("/queues/all?kind=new&due=overdue").await;
    let discard =
        shown.body.split("action=\"/queues/filters/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let gone = send(&mut checker, &stage, &format!("/queues/filters/{discard}"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!checker.get("/").await.body.contains("おそい新規"));

    let columns = [("column", "%E6%B0%8F%E5%90%8D"), ("column", "%E5%8F%97%E4%BB%98%E7%95%AA%E5%8F%B7"), ("desk", "all")];
    let wordless = send(&mut checker, &stage, "/queues/all/export", &columns).await;
    assert_eq!((wordless.status, stage.count("viewing.table_exported").await), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let csv = [&columns[..], &[("format", "csv"), ("reason", "check")]].concat();
    let csv = send(&mut checker, &stage, "/queues/all/export", &csv).await;
    assert_eq!((csv.status, csv.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"), "{}", csv.body);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"queue-all-2026-11-24.csv\"");
    assert!(csv.body.starts_with("\u{feff}\"受付番号\",\"氏名\"\r\n\"8-"), "{}", csv.body);
    assert_eq!(csv.body.lines().count(), every + 1);
    let xlsx = [&columns[..], &[("format", "xlsx"), ("reason", "check"), ("due", "overdue")]].concat();
    let xlsx = send(&mut checker, &stage, "/queues/all/export", &xlsx).await;
    assert!(xlsx.status == StatusCode::OK && xlsx.body.starts_with("PK"));
    assert_eq!(stage.count("viewing.table_exported").await, 2);

    // In an order of one's own, kept under a name, and used again without saying which columns.
    let offered = [
        ("offered", "氏名"),
        ("offered", "期限"),
        ("offered", "受付番号"),
        ("desk", "all"),
        ("format", "csv"),
        ("reason", "check"),
    ];
    let unknown = [&offered[..], &[("order", "氏名、病名")]].concat();
    let unknown = send(&mut checker, &stage, "/queues/all/export", &unknown).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("「病名」という列はありません"), "{}", unknown.body);
    let keeping = [&offered[..], &[("order", "氏名、受付番号"), ("pattern_name", "名前から")]].concat();
    let kept = send(&mut checker, &stage, "/queues/all/export", &keeping).await;
    assert!(kept.body.starts_with("\u{feff}\"氏名\",\"受付番号\"\r\n"), "{}", kept.body);
    let clerks = [&offered[..], &[("offered", "担当"), ("order", "受付番号、担当")]].concat();
    let clerks = send(&mut checker, &stage, "/queues/all/export", &clerks).await;
    assert!(clerks.body.starts_with("\u{feff}\"受付番号\",\"担当\"\r\n"), "{}", clerks.body);
    let list = checker.get("/queues/all").await.body;
    let (_, pattern) = list.split_once("name=\"pattern\"").and_then(|(_, rest)| rest.split_once("<option value=\"0")).unwrap();
    let pattern = format!("0{}", pattern.split('"').next().unwrap());
    let again = [&offered[3..], &[("pattern", pattern.as_str())]].concat();
    let again = send(&mut checker, &stage, "/queues/all/export", &again).await;
    assert!(again.body.starts_with("\u{feff}\"氏名\",\"受付番号\"\r\n"), "{}", again.body);
    assert!(!stage.as_role(StaffRole::Counter).await.get("/queues/all").await.body.contains("名前から"), "of one person only");
    let gone = send(&mut checker, &stage, &format!("/column-patterns/{pattern}/discard"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!checker.get("/queues/all").await.body.contains("名前から"));
    following.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_on_one_case_see_each_other_and_the_later_one_sees_what_changed(test: PgPool) {
    let stage = Stage::furnished(&test, 12).await;
    // The access log tells the time of the database; who has a case open is judged by both.
    let there: i64 = sqlx::query_scalar("SELECT extract(epoch FROM now())::bigint").fetch_one(&test).await.unwrap();
    stage.later(jiff::SignedDuration::from_secs(there - stage.state.parts().clock.now().as_second()));
    let following = followed(&test, &stage).await;
    let mut checker = stage.as_role(StaffRole::Checker).await;
    let list = checker.get("/queues/to_check").await;
    let case = links(&list.body, "/cases/").first().map(|link| (*link).to_owned()).expect("a case to check");
    let mine = checker.get(&case).await;
    assert!(mine.body.contains("残っていること") && mine.body.contains("点検を始める"), "{}", mine.body);
    assert!(!mine.body.contains("この申請を開いています"), "nobody else looks");
    let seen = hidden(&mine.body, "_seen").to_owned();
    caught_up(&test, Log::Access, &["access"]).await;
    let auditor = stage.as_role(StaffRole::Auditor).await.get(&case).await;
    assert!(auditor.body.contains("この申請を開いています。"), "{}", auditor.body);

    let first = send(&mut checker, &stage, &format!("{case}/take-up"), &[("_seen", &seen)]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    caught_up(&test, Log::Casework, &["case_history"]).await;
    let late = send(&mut checker, &stage, &format!("{case}/take-up"), &[("_seen", &seen)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    for sentence in
        ["先に更新されています", "その間にあったこと", "見ていた内容といまの内容の違い", "<s>進達済</s>", "<b>点検中</b>"]
    {
        assert!(late.body.contains(sentence), "no {sentence}: {}", late.body);
    }
    following.over().await;
}
