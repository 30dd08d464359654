//! What anybody can read without this program: the ledger as CSV (UTF-8, RFC 4180, exact) and as PDF/A, and the description of every file.

use std::path::Path;

use documents::ledger_book::{BookLine, LedgerBook, VOLUME};
use documents::{Imprint, Printer};
use events::Personal;
use events::vocabulary::{Tier, wareki};
use projections::ledger::{self, AsOf, LedgerRow};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::KeyRing;

use super::manifest::FileLine;
use crate::commands::visit::unreadable;
use crate::exit::{Exit, stop};

/// Rows read at once.
const PAGE: u16 = 1_000;

/// Columns of the ledger: name, type, what it says.
const COLUMNS: [(&str, &str, &str); 21] = [
    ("payer_number", "digits(8)", "公費負担者番号"),
    ("recipient_number", "digits(7)", "受給者番号"),
    ("name", "text", "氏名(消去済みは空)"),
    ("kana", "text", "フリガナ"),
    ("birth_date", "date", "生年月日"),
    ("postal_code", "text", "郵便番号"),
    ("address", "text", "住所"),
    ("municipality", "digits(6)", "全国地方公共団体コード"),
    ("guardian", "text", "保護者の氏名"),
    ("office", "digits(2)", "管轄事務所のコード"),
    ("diseases", "text", "疾病コード(空白区切り)"),
    ("kind", "code", "申請の種類"),
    ("tier", "code", "階層区分 I から VI(判定なしは空)"),
    ("severity", "code", "general、severe、ventilator"),
    ("haemophilia", "boolean", "血友病等"),
    ("monthly_cap", "integer", "自己負担上限月額(円)"),
    ("valid_from", "date", "有効期間の初日"),
    ("valid_to", "date", "有効期間の末日"),
    ("ended", "text", "期間の途中で終わった理由"),
    ("decided_on", "date", "決定日"),
    ("award_id", "uuid", "支給認定の番号(記録の stream_id)"),
];

fn open<T>(value: &Personal<T>, of: impl Fn(&T) -> String) -> String {
    value.open().map(of).unwrap_or_default()
}

fn cells(row: &LedgerRow) -> [String; 21] {
    let diseases: Vec<String> = row.diseases.iter().map(ToString::to_string).collect();
    let postal = |address: &events::vocabulary::Address| address.postal_code.map(|code| code.to_string()).unwrap_or_default();
    [
        row.payer_number.to_string(),
        row.recipient_number.to_string(),
        open(&row.name, |name| name.written().to_owned()),
        open(&row.name, |name| name.kana().as_str().to_owned()),
        open(&row.birth_date, ToString::to_string),
        open(&row.address, postal),
        open(&row.address, |address| address.text.to_string()),
        row.municipality.to_string(),
        open(&row.guardian, |guardian| guardian.name.written().to_owned()),
        row.office.to_string(),
        diseases.join(" "),
        row.kind.code().to_owned(),
        row.tier.map_or_else(String::new, |tier| tier.code().to_owned()),
        row.severity.code().to_owned(),
        row.haemophilia.to_string(),
        row.monthly_cap.amount().to_string(),
        row.validity.start().to_string(),
        row.validity.end().to_string(),
        row.ended.map_or_else(String::new, |ended| ended.label().to_owned()),
        row.decided_on.to_string(),
        row.award.to_string(),
    ]
}

fn line(row: &LedgerRow) -> BookLine {
    const ERASED: &str = "（消去済み）";
    let told = |text: String| if text.is_empty() { ERASED.to_owned() } else { text };
    let diseases: Vec<String> = row.diseases.iter().map(ToString::to_string).collect();
    let guardian = open(&row.guardian, |guardian| format!("（{}）", guardian.name.written()));
    let ended = row.ended.map_or_else(String::new, |ended| format!("（{}）", ended.label()));
    BookLine {
        numbers: format!("{} {}", row.payer_number, row.recipient_number),
        name: told(open(&row.name, |name| format!("{}（{}）", name.written(), name.kana()))),
        born: told(open(&row.birth_date, |day| wareki::long(*day))),
        home: told(open(&row.address, |address| format!("{}{guardian}", address.text))),
        diseases: diseases.join("、"),
        right: format!("{} {} {}", Tier::in_words(row.tier), row.severity, row.monthly_cap),
        validity: format!("{}{ended}", row.validity),
    }
}

/// Writes the ledger as it was known at a position.
pub async fn ledger(
    pool: &PgPool,
    ring: &KeyRing,
    press: &Printer,
    out: &Path,
    (known, at): (i64, jiff::Timestamp),
) -> anyhow::Result<Vec<FileLine>> {
    let there = store::wait_for(pool, "ledger", known, std::time::Duration::from_secs(30)).await.map_err(unreadable)?;
    if !there {
        return Err(stop(
            Exit::TryLater,
            "台帳の表が記録に追いついていません。裏方の処理(daicho work)を動かしてからやり直してください。",
        ));
    }
    std::fs::create_dir_all(out.join("tables"))?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(out.join("tables/ledger.csv"))?;
    table.write_record(COLUMNS.map(|(name, ..)| name))?;
    let as_of = AsOf { known: Some(known), valid_on: None };
    let (mut after, mut count, mut volume, mut books) = (None, 0_u64, Vec::new(), Vec::new());
    loop {
        let mut page = ledger::page(pool, as_of, None, after, PAGE).await.map_err(unreadable)?;
        projections::open(pool, ring, &mut page.rows).await.map_err(unreadable)?;
        for row in &page.rows {
            table.write_record(cells(row))?;
            count += 1;
            volume.push(line(row));
            if volume.len() == VOLUME {
                books.push(std::mem::take(&mut volume));
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    table.flush()?;
    drop(table);
    if !volume.is_empty() || books.is_empty() {
        books.push(volume);
    }
    let mut files = vec![FileLine::of(out, "tables/ledger.csv", Some(count))?];
    let all = books.len();
    for (number, rights) in (1_usize..).zip(books) {
        let name = format!("ledger-{number:03}.pdf");
        let rows = u64::try_from(rights.len())?;
        let volume = format!("第{number}冊（全{all}冊）　業務の記録 {known}番まで");
        let imprint = Imprint { ident: format!("export/{known}/{number}"), recorded_at: at };
        let printed = press.print(&LedgerBook { volume, rights }, &imprint)?;
        std::fs::write(out.join(&name), printed.pdf)?;
        files.push(FileLine::of(out, &name, Some(rows))?);
    }
    press.end_batch();
    Ok(files)
}

/// Says of every kind of file what it holds.
pub fn schema() -> Value {
    let columns: Vec<Value> =
        COLUMNS.iter().map(|(name, kind, about)| json!({ "name": name, "type": kind, "about": about })).collect();
    json!({
        "format": super::manifest::FORMAT,
        "about": "小児慢性特定疾病医療費 受給者台帳の全データ。文字は UTF-8。日付は ISO 8601、時刻は協定世界時。",
        "files": {
            "tables/ledger.csv": { "about": "受給者台帳。支給認定 1 件が 1 行。CSV(RFC 4180)、1 行目は列の名前", "columns": columns },
            "ledger-NNN.pdf": { "about": "受給者台帳。PDF/A-2u、1 冊 1,000 件まで" },
            "log/casework.jsonl": {
                "about": "業務の記録。出来事 1 件が 1 行の JSON。payload と metadata は記録した文字のまま。個人の情報は封をしてある(p1. で始まる値)",
                "order": "position",
                "leaf": "SHA-256(0x00 ‖ すべての列)。RFC 6962 の葉",
                "chain": "SHA-256(0x02 ‖ 前の chain ‖ leaf)",
            },
            "log/access.jsonl": { "about": "閲覧の記録。形は casework.jsonl と同じ" },
            "kept/subject_keys.jsonl": { "about": "人ごとの鍵。keys.sealed の 1 本目の鍵で封をしてある。消去した人の鍵は空" },
            "kept/artifacts.jsonl": { "about": "交付した文書と受け取ったファイル。人ごとの鍵で封をしてある" },
            "kept/my_numbers.jsonl": { "about": "個人番号。keys.sealed の 2 本目の鍵で封をしてある" },
            "kept/claims.jsonl": { "about": "一人だけが持てる番号などの印" },
            "kept/commands.jsonl": { "about": "済んだ操作と、その答え" },
            "keys.sealed": { "about": "鍵 3 本とサインインの情報。別に渡す引渡し鍵で封をしてある(XChaCha20-Poly1305)" },
        },
    })
}
