//! A fictional case, for tests and pictures.

use super::{Access, Dossier, EventLine, Issued, Pair, Paper, Part, Row, Step, Verdict};

fn pair(label: &str, value: &str) -> Pair {
    Pair { label: label.to_owned(), value: value.to_owned() }
}

fn row(label: &str, received: &str, changed: Option<&str>) -> Row {
    Row { label: label.to_owned(), received: received.to_owned(), changed: changed.map(ToOwned::to_owned) }
}

fn step(title: &str, text: &str, citation: &str, result: &str) -> Step {
    let [title, text, citation, result] = [title, text, citation, result].map(ToOwned::to_owned);
    Step { title, text, citation, result, rule: "第1版".to_owned() }
}

fn event(position: &str, at: &str, text: &str) -> EventLine {
    EventLine {
        position: position.to_owned(),
        at: at.to_owned(),
        who: "佐賀中部 窓口 見本 一".to_owned(),
        text: text.to_owned(),
        leaf: "0123456789abcdef".repeat(4),
    }
}

/// A fictional dossier.
pub fn sample() -> Dossier {
    Dossier {
        taken_by: "監査 見本 四　令和8年11月24日 9:12".to_owned(),
        receipt_number: "8-01-0412".to_owned(),
        child_name: "見本　花子".to_owned(),
        kind: "新規".to_owned(),
        stage: "認定".to_owned(),
        summary: vec![
            pair("決定", "支給認定（令和8年11月20日）"),
            pair("有効期間", "令和8年10月20日から令和9年9月30日まで"),
            pair("階層区分", "Ⅳ（一般所得Ⅰ）"),
            pair("自己負担上限月額", "5,000円"),
            pair("受給者番号", "0000018"),
        ],
        application: vec![
            Part {
                title: "児童".to_owned(),
                rows: vec![row("氏名", "見本 花子", None), row("住所", "佐賀県佐賀市見本町1-1", Some("佐賀県佐賀市見本町1-2"))],
            },
            Part { title: "世帯".to_owned(), rows: vec![row("見本 一郎", "所得割 68,400円", None)] },
        ],
        papers: vec![Paper {
            title: "医療意見書（01_01_001）".to_owned(),
            because: "申請する疾病ごと".to_owned(),
            state: "提出".to_owned(),
        }],
        rule_set: "2026-11版".to_owned(),
        steps: vec![
            step("対象年齢", "申請日に満6歳で、18歳未満です。", "児童福祉法第6条の2", "対象"),
            step("階層", "課税世帯で、所得割の合計が71,000円未満です。", "児童福祉法施行令第22条", "Ⅳ（一般所得Ⅰ）"),
            step("月額上限", "階層Ⅳの一般の額です。", "児童福祉法施行令第22条", "5,000円"),
        ],
        verdicts: vec![Verdict {
            at: "令和8年11月20日 10:02:11".to_owned(),
            who: "こども家庭課 決裁 見本 三".to_owned(),
            text: "支給認定を決裁した（決定日 令和8年11月20日）".to_owned(),
            details: vec!["月額上限：5,000円".to_owned()],
        }],
        certificate: vec![pair("交付日", "令和8年11月20日"), pair("交付", "1枚目")],
        issued: vec![Issued {
            title: "受給者証".to_owned(),
            artifact: "01900000-0000-7000-8000-000000000005".to_owned(),
            digest: "cd".repeat(32),
        }],
        pages: Vec::new(),
        pictures: Vec::new(),
        accesses: vec![Access {
            at: "令和8年11月24日 9:12:00".to_owned(),
            who: "唐津 窓口 見本 五".to_owned(),
            what: "画面「申請の概要」".to_owned(),
            own: "担当外".to_owned(),
            position: "906".to_owned(),
        }],
        accesses_note: "この写しを作る前の閲覧 1件の全部です。".to_owned(),
        events: vec![
            event("1,204", "令和8年11月6日 9:12:05", "新規申請を受け付けた（受付番号 8-01-0412）"),
            event("1,260", "令和8年11月20日 10:02:11", "支給認定を決裁した"),
        ],
        closing: vec![
            "この写しは、業務の記録 No.1,204 から No.1,260 までの 2件から作成した。".to_owned(),
            "最終ハッシュ（No.1,260 の鎖）: ".to_owned() + &"ab".repeat(32),
        ],
        office: "佐賀県　こども家庭課".to_owned(),
    }
}
