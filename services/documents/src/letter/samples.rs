//! Fictional letters, for tests and pictures.

use super::{ApprovalNotice, Letter, Part, RefusalNotice, Row, Unexplained};

fn row(label: &str, value: &str) -> Row {
    Row { label: label.to_owned(), value: value.to_owned() }
}

fn part(title: &str, texts: &[&str]) -> Part {
    Part { title: title.to_owned(), texts: texts.iter().map(|text| (*text).to_owned()).collect() }
}

fn instruction() -> Vec<String> {
    [
        "この決定に不服があるときは、この決定があったことを知った日の翌日から起算して3か月以内に、佐賀県知事に対して審査請求をすることができます。",
        "この決定の取消しの訴えは、この決定があったことを知った日の翌日から起算して6か月以内に、佐賀県を被告として提起することができます。",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A fictional refusal, for tests and pictures.
///
/// # Errors
/// [`Unexplained`] never: it says everything.
pub fn refusal_sample() -> Result<RefusalNotice, Unexplained> {
    let why = "医療意見書の内容を審査した結果、厚生労働大臣が定める疾病の状態の程度に該当すると認められないため。";
    RefusalNotice::new(decision_sample(), vec![why.to_owned()], instruction())
}

/// A fictional approval of one of two diseases.
///
/// # Errors
/// [`Unexplained`] never: it says everything.
pub fn approval_sample() -> Result<ApprovalNotice, Unexplained> {
    let lead = "令和8年11月6日付けで申請のあった小児慢性特定疾病医療費の支給認定については、次のとおり認定することと決定したので、通知します。";
    let rows = vec![
        row("決定番号", "令和8年度第31号"),
        row("受付番号", "8-01-0412"),
        row("児童の氏名", "見本　花子"),
        row("申請の種類", "新規"),
        row("認定した疾病", "見本の病（02_01_001）"),
        row("有効期間", "令和8年11月6日から令和9年9月30日まで"),
        row("自己負担上限月額", "5,000円"),
    ];
    let not_awarded = part(
        "認定しなかった疾病",
        &[
            "例題の病（03_02_004）：検査の値が基準に達していないため。",
            "上の疾病は認定していません。その治療には受給者証を使えません。",
        ],
    );
    ApprovalNotice::new(Letter { lead: lead.to_owned(), rows, parts: vec![not_awarded], ..decision_sample() }, instruction())
}

/// A fictional letter without its parts.
pub fn decision_sample() -> Letter {
    Letter {
        number: "こ家第12号".to_owned(),
        issued_on: "令和8年11月24日".to_owned(),
        address: "〒840-0000　佐賀県佐賀市見本町1-1".to_owned(),
        addressee: "見本　太郎".to_owned(),
        honorific: "様",
        signatory: "佐賀県知事".to_owned(),
        lead: "令和8年11月6日付けで申請のあった小児慢性特定疾病医療費の支給認定については、次の理由により認定しないことと決定したので、通知します。"
            .to_owned(),
        rows: vec![
            row("受付番号", "8-01-0412"),
            row("児童の氏名", "見本　花子"),
            row("申請の種類", "新規"),
            row("疾病", "見本の病（02_01_001）"),
            row("審査会の意見を聴いた日", "令和8年11月19日"),
        ],
        parts: Vec::new(),
        contact: vec!["佐賀県　こども家庭課".to_owned(), "電話 0952-00-0000".to_owned()],
    }
}

/// The sample as a request to correct.
pub fn correction_sample() -> Letter {
    Letter {
        lead: "提出された申請書類に、次のとおり不足又は記載の誤りがあります。期限までに補正してくださるようお願いします。"
            .to_owned(),
        rows: vec![row("受付番号", "8-01-0412"), row("児童の氏名", "見本　花子"), row("補正の期限", "令和8年12月15日")],
        parts: vec![
            part(
                "補正していただくこと",
                &[
                    "市町村民税の課税証明書：課税証明書の年度が、この申請でみる年度と異なります。該当する年度の証明書を提出してください。",
                ],
            ),
            part("補足", &["令和8年度の証明をお願いします。"]),
        ],
        ..decision_sample()
    }
}

/// A fictional letter to the authority to whose area a child moves.
pub fn transfer_sample() -> Letter {
    Letter {
        address: String::new(),
        addressee: "見本県（小児慢性特定疾病医療費の担当課）".to_owned(),
        honorific: "御中",
        lead: "次の方は、届出により貴実施機関の区域へ転出されます。当県の支給認定の内容を、次のとおり通知します。".to_owned(),
        rows: vec![
            row("児童の氏名", "見本　花子（ミホン　ハナコ）"),
            row("生年月日", "平成28年4月1日"),
            row("転出先の住所", "見本県見本市見本町1-1"),
            row("公費負担者番号・受給者番号", "52410000・0000018"),
            row("認定した疾病", "見本の病（02_01_001）"),
            row("当県での資格の最後の日", "令和8年11月30日"),
            row("階層区分", "階層Ⅲ"),
            row("自己負担上限月額", "5,000円"),
        ],
        parts: vec![part(
            "お願い",
            &["転出先での支給認定の申請は、上の最後の日の翌日から切れ目なく続くよう、受付をお願いします。"],
        )],
        ..decision_sample()
    }
}

/// A fictional letter to a patient who turned 18.
pub fn coming_of_age_sample() -> Letter {
    Letter {
        addressee: "見本　花子".to_owned(),
        lead: "このたび18歳になられましたので、小児慢性特定疾病医療費の申請と届出は、これからはご本人が行います。".to_owned(),
        rows: vec![row("氏名", "見本　花子"), row("受給者番号", "0000018"), row("18歳になられた日", "令和8年11月20日")],
        parts: vec![part(
            "これからの手続",
            &["次の更新から、ご本人が申請者になります。所得は、ご本人の医療保険によって判定します。"],
        )],
        ..decision_sample()
    }
}

/// A fictional guide to the renewal.
pub fn guide_sample() -> Letter {
    Letter {
        lead: "見本　花子様の小児慢性特定疾病医療費の支給認定は、令和9年9月30日で有効期間が終わります。".to_owned(),
        rows: vec![row("児童の氏名", "見本　花子"), row("受給者番号", "0000018"), row("有効期間の末日", "令和9年9月30日")],
        parts: vec![part("これからの手続", &["更新の申請は、有効期間が終わる前に行います。"])],
        ..decision_sample()
    }
}

/// A fictional letter to a doctor who was designated.
pub fn designation_sample() -> Letter {
    Letter {
        number: "指定医番号　SG-0012".to_owned(),
        address: String::new(),
        addressee: "見本　医師".to_owned(),
        lead: "児童福祉法の規定により、次のとおり指定したので通知します。".to_owned(),
        rows: vec![
            row("種別", "指定医"),
            row("指定医番号", "SG-0012"),
            row("勤務先", "見本病院"),
            row("指定の有効期間", "令和8年11月24日から令和13年11月23日まで"),
        ],
        parts: vec![part("届出", &["氏名、勤務先などが変わったときは、変更届を提出してください。"])],
        ..decision_sample()
    }
}
