//! The history of a case against a database, and its sentences.

use events::Event;
use events::application::DocumentState;
use sqlx::PgPool;

use super::*;
use crate::testing::{CaseNo, World};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_case_is_told_event_by_event(pool: PgPool) {
    let mut world = World::new(&pool).await;
    let case = CaseNo(0);
    world
        .tell([CaseNo(1).received(), case.received(), case.document("tax_certificate", DocumentState::Waived), case.forwarded()])
        .await;
    let half = world.tell([case.taken_up(), case.returned()]).await;
    world.tell([case.amended(), case.resubmitted(), case.examined(), case.sent_back()]).await;
    world.tell(case.approved()).await;
    world.tell([case.issue_stopped(), case.issued()]).await;
    world.feed(&CaseHistory, &[3]).await;

    let mut entries = of_case(&world.pool, case.application(), None).await.unwrap();
    crate::open(&world.pool, &world.ring, &mut entries).await.unwrap();
    let texts: Vec<String> = entries.iter().map(|entry| sentence(&entry.event, &CodesOnly).text).collect();
    assert_eq!(
        texts,
        [
            "新規申請を受け付けた（受付番号 8-01-0400）",
            "書類「tax_certificate」を省略とした",
            "担当課へ進達した",
            "点検を始めた",
            "補正を求めて返した。期限 令和8年11月20日",
            "申請内容の「insurance」を訂正した",
            "補正を終えて再び提出した",
            "点検を終え、決裁に上げた",
            "決裁せず点検に戻した",
            "支給認定を決裁した（決定日 令和8年11月25日）",
            "受給者として台帳に登録した",
            "支給認定した（新規、受給者番号 1000007、決定日 令和8年11月25日）"
                .replace("1000007", &case.number().to_string())
                .as_str(),
            "印字できない文字があり、受給者証の作成を止めた",
            "受給者証を作成した（交付日 令和8年11月25日）",
        ]
    );
    let returned = sentence(&entries[4].event, &CodesOnly);
    assert!(returned.details.iter().any(|detail| detail.label == "補正事項" && detail.text == "insurance：insurance_missing"));
    assert!(returned.details.iter().any(|detail| detail.label == "依頼" && detail.text == "資格情報を確かめてください。"));
    assert_eq!(entries[0].by.display(), "見本一");
    assert_eq!(entries[13].by.display(), "システム");

    let then = of_case(&world.pool, case.application(), Some(half)).await.unwrap();
    assert_eq!(then.len(), 5);
    assert!(sentence(&then[4].event, &CodesOnly).details.iter().any(|detail| detail.text == "（未開封）"));
}

#[test]
fn every_type_has_its_title() {
    for (event_type, _) in Event::types() {
        assert_ne!(title(event_type), title("?"), "{event_type}");
    }
}

#[test]
fn what_is_no_case_is_told_as_well() {
    let told = |event_type: &str, payload: &str| sentence(&Event::decode(event_type, 1, payload).unwrap(), &CodesOnly);
    let texts = [
        ("account.opened", r#"{"name":null,"role":"checker","office":"00"}"#, "職員を点検として登録した"),
        ("account.locked", r#"{"failures":5}"#, "サインインに続けて5回失敗したため、アカウントを止めた"),
        ("account.unlocked", "{}", "アカウントの停止を解いた"),
        (
            "master.row_adopted",
            r#"{"table":"caps","key":"IV","valid_from":"2026-07-01","valid_to":null,"status":"inferred","source":"試験","values":{}}"#,
            "マスタ「caps」の行「IV」を採用した",
        ),
        (
            "register.number_allocated",
            r#"{"register":"recipient/52416013","serial":7,"holder":"00000000-0000-0000-0000-000000000000"}"#,
            "受給者番号（公費負担者番号 52416013）の通し番号 7 を割り当てた",
        ),
        (
            "installation.founded",
            r#"{"simulated":true,"prefecture":"41","program_version":"0.1.0"}"#,
            "台帳を開設した（模擬：登場する人はすべて架空）",
        ),
        (
            "installation.release_started",
            r#"{"version":"0.2.0","commit":"abc","binary":"ff","part":"work","differences":[]}"#,
            "プログラムの版 0.2.0（abc）を使い始めた",
        ),
        (
            "installation.schema_migrated",
            r#"{"before":22,"after":46,"migrations":[]}"#,
            "データベースの定義を 22 から 46 に更新した",
        ),
        (
            "installation.configuration_changed",
            r#"{"place":"serve@app01","fingerprint":"ff","differences":[]}"#,
            "設定を変えた（serve@app01）",
        ),
        (
            "installation.catalog_changed",
            r#"{"fingerprint":"ff","migrated":false,"differences":[]}"#,
            "データベースの関数・トリガー・権限が0件変わった（定義の更新によらない）",
        ),
        ("viewing.signed_in", "{}", "サインインした"),
        ("viewing.sign_in_refused", r#"{"reason":"locked"}"#, "停止中のアカウントのため、サインインを断った"),
        ("viewing.person_viewed", r#"{"screen":"ledger","subjects":[]}"#, "画面「ledger」で0人分の情報を表示した"),
        (
            "account.grant_proposed",
            r#"{"name":null,"role":"checker","office":"00","why":null}"#,
            "職員の役割を点検とするよう申し出た",
        ),
        (
            "account.granted",
            r#"{"role":"checker","office":"00","proposed_by":"00000000-0000-0000-0000-000000000001"}"#,
            "申し出を確かめ、役割を点検とした",
        ),
        ("account.ended", r#"{"why":null}"#, "アカウントを終了した"),
    ];
    for (event_type, payload, text) in texts {
        assert_eq!(told(event_type, payload).text, text);
    }
    assert_eq!(told("account.opened", texts[0].1).details[0].text, "（消去済み）");
    assert_eq!(told("master.row_adopted", texts[3].1).details[0].text, "令和8年7月1日から期限なし");
}
