//! A renewal campaign over the router: looked into, its letters sent by two persons and posted, tax data taken in and looked at.

use acts::Go;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use events::StaffRole;
use jiff::civil::date;
use sqlx::PgPool;

use super::desk::{Desk, hidden};
use super::stage::{Answer, Browser};

/// The first address on a page that begins so.
fn link(page: &str, begins: &str) -> String {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|href| href.starts_with(begins));
    found.unwrap_or_else(|| panic!("no link to {begins} in {page}")).to_owned()
}

async fn upload(desk: &Desk, browser: &mut Browser, path: &str, text: &str) -> Answer {
    let (token, command) = (browser.token(), desk.stage.state.new_uuid().to_string());
    let field = |(name, value)| format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let fields: String = [("_token", token.as_str()), ("_command", command.as_str())].map(field).concat();
    let head = "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n";
    let body = format!("{fields}{head}{text}\r\n--part--\r\n");
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_campaign_is_looked_into_and_its_letters_go_out_by_two_persons(test: PgPool) {
    let desk = Desk::set(&test).await;
    desk.settled().await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let path = link(&checker.get("/campaigns").await.body, "/campaigns/");
    let page = checker.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("督促済・未提出") && page.body.contains("切れ目のおそれ"), "{}", page.body);
    let late = checker.get(&format!("{path}/people?late=1")).await.body;
    assert!(late.contains("決定が満了日に間に合わない人"), "{late}");
    let guided = checker.get(&format!("{path}/people?state=guided")).await.body;
    assert!(guided.contains("督促したことを記録する"), "{guided}");

    let wrong = desk.send(&mut checker, &format!("{path}/letters"), &[("kind", "approval_notice")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("案内か督促を選んで"), "{}", wrong.body);
    let prepared = desk.send(&mut checker, &format!("{path}/letters"), &[("kind", "renewal_guide")]).await;
    assert_eq!(prepared.status, StatusCode::SEE_OTHER, "{}", prepared.body);
    let release = prepared.header("location").split('?').next().unwrap().to_owned();
    let waiting = checker.get(&release).await.body;
    assert!(waiting.contains("用意した人は承認できません") && waiting.contains(&path), "{waiting}");
    assert_eq!(checker.get(&format!("{release}/paper")).await.status, StatusCode::NOT_FOUND, "nothing is made yet");
    let mut approver = desk.stage.as_role(StaffRole::Approver).await;
    let seen = hidden(&approver.get(&release).await.body, "_seen");
    let released = desk.send(&mut approver, &format!("{release}/release"), &[("_seen", &seen)]).await;
    assert_eq!(released.status, StatusCode::SEE_OTHER, "{}", released.body);
    let acts = &desk.stage.state.parts().acts;
    let id = release.rsplit('/').next().unwrap().parse().unwrap();
    let ended = acts.make_released_letters(id, date(2026, 11, 24), |_| Go::On).await.unwrap().unwrap();
    assert!(ended.made > 0 && ended.left.is_empty(), "{ended:?}");
    desk.settled().await;

    for part in ["paper", "labels"] {
        let paper = checker.get(&format!("{release}/{part}")).await;
        assert!(paper.bytes.starts_with(b"%PDF"), "{part}: {}", paper.body);
    }
    let posted =
        desk.send(&mut checker, &format!("{release}/post"), &[("posted_on", "R8.11.24"), ("way", "simplified_registered")]).await;
    assert!(posted.status == StatusCode::UNPROCESSABLE_ENTITY && posted.body.contains("引受番号"), "{}", posted.body);
    let posted = desk.send(&mut checker, &format!("{release}/post"), &[("posted_on", "R8.11.24"), ("way", "ordinary")]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.body);
    desk.settled().await;
    let list = checker.get("/letters/post?state=posted&kind=renewal_guide").await.body;
    let id = list.split("href=\"/letters/").skip(1).filter_map(|rest| rest.split("/post\"").next());
    let id = id.into_iter().find(|id| id.len() == 36).unwrap_or_else(|| panic!("no letter in {list}")).to_owned();
    let letter = format!("/letters/{id}");
    let shown = checker.get(&format!("{letter}/post")).await.body;
    assert!(shown.contains("普通郵便で発送した") && shown.contains("返戻を記録する"), "{shown}");
    let seen = hidden(&shown, "_seen");
    let returned = [("_seen", seen.as_str()), ("returned_on", "R8.11.24"), ("ground", "moved")];
    let returned = desk.send(&mut checker, &format!("{letter}/returned"), &returned).await;
    assert_eq!(returned.status, StatusCode::SEE_OTHER, "{}", returned.body);
    let again = desk.send(&mut checker, &format!("{letter}/posted"), &[("posted_on", "R8.11.24"), ("way", "ordinary")]).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("送り先を確かめる"), "{}", again.body);
    let mut auditor = desk.stage.as_role(StaffRole::Auditor).await;
    assert!(!auditor.get(&format!("{letter}/post")).await.body.contains("結果を記録する"), "an auditor records nothing");
    desk.over().await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn tax_data_have_a_verdict_a_row_and_are_taken_in_whole(test: PgPool) {
    let desk = Desk::set(&test).await;
    desk.settled().await;
    let mut checker = desk.stage.as_role(StaffRole::Checker).await;
    let path = link(&checker.get("/campaigns").await.body, "/campaigns/");
    let acts = &desk.stage.state.parts().acts;
    let waiting = checker.get(&format!("{path}/people?state=reminded")).await.body;
    let recipient = link(&waiting, "/recipients/").rsplit('/').next().unwrap().to_owned();
    let awards = sqlx::query_as::<_, (uuid::Uuid, String, String)>(
        "SELECT award_id, recipient_number, payer_number FROM read.ledger_awards WHERE upper_inf(known) AND recipient_id::text = $1",
    );
    let (award, number, payer) = awards.bind(&recipient).fetch_one(&test).await.unwrap();
    let today = date(2026, 11, 24);
    let kind = events::vocabulary::ProcedureKind::Renewal;
    let form = acts.prefilled(events::ids::AwardId(award), kind, today).await.unwrap();
    let head = "公費負担者番号,受給者番号,世帯員の氏名,課税年度,市町村民税,所得割額,申請者の年収等";
    let file = |name: &str| {
        let members = form.household.members.iter().map(|member| format!("{payer},{number},{},令和9,課税,100,", member.name));
        let rows: Vec<String> = members.chain([name.to_owned()]).filter(|row| !row.is_empty()).collect();
        format!("{head}\n{}\n", rows.join("\n"))
    };
    let import = format!("{path}/taxes/import");
    let broken = upload(&desk, &mut checker, &import, "a,b\n1,2\n").await;
    assert!(broken.status == StatusCode::UNPROCESSABLE_ENTITY && broken.body.contains("列がありません"), "{}", broken.body);
    let faulty = upload(&desk, &mut checker, &import, &file("52416013,9999999,例題 無関係,令和9,課税,1,")).await;
    assert_eq!(faulty.status, StatusCode::SEE_OTHER, "{}", faulty.body);
    let plan = faulty.header("location").to_owned();
    let page = checker.get(&plan).await.body;
    assert!(page.contains("誤りのある行が1件") && !page.contains("まとめて取り込む"), "{page}");
    let refused = desk.send(&mut checker, &plan, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing of a file with a fault comes in");
    let good = upload(&desk, &mut checker, &import, &file("")).await;
    let plan = good.header("location").to_owned();
    let page = checker.get(&plan).await.body;
    assert!(page.contains("まとめて取り込む") && page.contains("下がる"), "{page}");
    let taken = desk.send(&mut checker, &plan, &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    desk.settled().await;
    let changes = checker.get(&format!("{path}/taxes?change=lowered")).await.body;
    assert!(changes.contains(&number) && changes.contains("更新の申請を入力するとき"), "{changes}");
    let person = checker.get(&format!("/recipients/{recipient}/taxes")).await.body;
    assert!(person.contains("計算の根拠") && person.contains("100円"), "{person}");
    let none = desk.send(&mut checker, &format!("{path}/taxes/review"), &[("outcome", "at_renewal")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("確かめた人を選んで"), "{}", none.body);
    let fields = [("recipient", recipient.as_str()), ("outcome", "at_renewal")];
    let reviewed = desk.send(&mut checker, &format!("{path}/taxes/review"), &fields).await;
    assert_eq!(reviewed.status, StatusCode::SEE_OTHER, "{}", reviewed.body);
    let mut counter = desk.stage.as_role(StaffRole::Counter).await;
    assert_eq!(counter.get(&format!("{path}/taxes")).await.status, StatusCode::FORBIDDEN);
    desk.over().await;
}
