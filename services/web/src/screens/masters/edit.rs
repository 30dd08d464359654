//! `GET /masters/{table}/edit`: a row as it would be; what is typed becomes a proposal, or another row of one that is still written.

use acts::ActError;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use casework::letter_text;
use casework::rules::Masters;
use events::ids::MasterChangeId;
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::FreeText;
use events::vocabulary::wareki::{self, EraPolicy};
use jiff::civil::Date;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

use super::columns::{columns, fields, one_line, typed, values};
use super::rows::{escaped, title};
use super::{SHOWN_BY, changes};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::{FieldView, Offered};
use crate::screens::notices::{Dressed as _, may, must, offered};

/// The page.
#[derive(Serialize)]
pub(crate) struct EditPage {
    title: &'static str,
    table: String,
    /// What the row is, for whom keys say nothing.
    about: String,
    is_new: bool,
    /// The proposal to which the row is added.
    change: String,
    version: i32,
    fields: Vec<FieldView>,
    /// 差込項目 that the words may name.
    places: Vec<String>,
    /// The words in force.
    now: String,
    form: FormView,
    /// Where it is sent: what the row is stands in the address.
    action: String,
}

/// The fields that every row has.
fn common(is_new: bool, adding: bool) -> Vec<FieldView> {
    let statuses = [("confirmed", "確認済（出典がある）"), ("inferred", "推定・要確認"), ("unknown", "不明・要確認")];
    let mut fields = Vec::new();
    if is_new {
        fields.push(must("key", "キー", "text").hint("表の中でこの行を指す名前です。いまの行にならってください。"));
    }
    fields.extend([
        must("valid_from", "適用の初日", "date").hint("この日から効きます。例 R9.4.1"),
        may("valid_to", "適用の末日", "date").hint("終わりが決まっていないときは空けておきます。"),
        must("status", "確からしさ", "radio").of(statuses.map(|(value, label)| offered(value, label)).into()),
        must("source", "出典", "text").hint("通知の番号と日付、回答した人と日付など、あとから確かめられるもの。"),
    ]);
    if !adding {
        fields.push(must("why", "改定の理由", "long_text").hint("承認する人が読みます。"));
    }
    fields
}

fn offices(masters: &Masters, today: Date) -> Vec<Offered> {
    let counters = masters.offices.on(today);
    counters.map(|row| offered(&row.key, &format!("{} {}", row.key, row.value.name))).collect()
}

/// What a row is, in words.
pub(super) fn about(table: &str, key: &str) -> String {
    match letter_text::parts(key) {
        Some((kind, block)) if table == letter_text::TABLE => format!("{}「{}」", kind.label(), block.label),
        _ => key.to_owned(),
    }
}

struct Asked {
    table: String,
    key: String,
    change: Option<MasterChangeId>,
    version: i32,
}

fn render(cx: &Cx, masters: &Masters, asked: Asked, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let Asked { table, key, change, version } = asked;
    let title = title(&table).ok_or(Problem::NotFound)?;
    let places = match letter_text::parts(&key) {
        Some((kind, _)) if table == letter_text::TABLE => letter_text::spec(kind).places.to_vec(),
        _ if key == letter_text::NUMBER => letter_text::NUMBER_PLACES.to_vec(),
        _ if key == letter_text::APPEAL => letter_text::APPEAL_PLACES.to_vec(),
        _ => Vec::new(),
    };
    let now = masters.row(&table, &key, cx.today);
    let now = now.and_then(|row| row.values.get("text").and_then(|text| text.as_str().map(ToOwned::to_owned)));
    let is_new = key.is_empty();
    let named = |(name, value): (&str, String)| (!value.is_empty()).then(|| format!("{name}={value}"));
    let change_id = change.map(|change| change.to_string()).unwrap_or_default();
    let asked: Vec<String> = [("key", escaped(&key)), ("change", change_id.clone())].into_iter().filter_map(named).collect();
    let mark = if asked.is_empty() { "" } else { "?" };
    let action = format!("/masters/{table}/edit{mark}{}", asked.join("&"));
    let mut all = fields(&table, &offices(masters, cx.today));
    all.extend(common(is_new, change.is_some()));
    let page = EditPage {
        title,
        about: about(&table, &key),
        is_new,
        change: change_id,
        action,
        version,
        fields: all,
        places: places.into_iter().map(|place| format!("{{{place}}}")).collect(),
        now: now.unwrap_or_default(),
        table,
        form: if is_new { form } else { form.echo("key", key) },
    };
    cx.page_as(status, &page)
}

/// The proposal that is written on, where the address names one.
async fn written_on(cx: &Cx) -> Result<(Option<MasterChangeId>, i32), Problem> {
    match cx.parameter("change") {
        None => Ok((None, 0)),
        Some(id) => {
            let id: MasterChangeId = id.parse().map_err(|_| Problem::NotFound)?;
            Ok((Some(id), cx.acts().master_change(id).await?.version))
        }
    }
}

/// Shows the row that counts, ready to be changed from tomorrow on.
pub(crate) async fn show(cx: Cx, Path(table): Path<String>) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let (change, version) = written_on(&cx).await?;
    let (key, new) = (cx.decoded("key"), cx.decoded("new"));
    let from = cx.parameter("from").and_then(|day| day.parse::<Date>().ok());
    let day = from.unwrap_or(cx.today);
    let row = if key.is_empty() { None } else { Some(masters.row(&table, &key, day).ok_or(Problem::NotFound)?) };
    let mut filled: Vec<(String, String)> = Vec::new();
    if let Some(row) = &row {
        filled.extend(columns(&table).iter().map(|(name, column)| ((*name).to_owned(), typed(*column, &row.values[*name]))));
        // What is confirmed stays what it is on all its days; another value begins on a day.
        let first = if row.status == MasterStatus::Confirmed { cx.today.max(row.valid_from) } else { row.valid_from };
        filled.push(("valid_from".to_owned(), wareki::short(first)));
        filled.push(("valid_to".to_owned(), row.valid_to.map(wareki::short).unwrap_or_default()));
    }
    filled.push(("status".to_owned(), "confirmed".to_owned()));
    // A block that a letter may have and has not yet.
    let key = if key.is_empty() && letter_text::parts(&new).is_some() { new } else { key };
    render(&cx, &masters, Asked { table, key, change, version }, FormView::filled(filled), StatusCode::OK)
}

fn day(posted: &Posted, name: &str, errors: &mut FieldErrors) -> Option<Date> {
    let typed = posted.text(name).trim();
    if typed.is_empty() {
        return None;
    }
    errors.take(name, wareki::parse(typed, EraPolicy::Assume(wareki::Era::Reiwa)))
}

/// The row that was typed.
fn read(posted: &Posted, table: &str, key: &str, errors: &mut FieldErrors) -> Option<RowAdopted> {
    let key = if key.is_empty() { posted.text("key").trim().nfkc().collect() } else { key.to_owned() };
    if key.is_empty() || key.chars().count() > 100 || one_line(&key).is_err() {
        errors.add("key", "キーを100文字までで入力してください。");
    }
    let values = values(table, posted, errors);
    let valid_from = day(posted, "valid_from", errors);
    if posted.text("valid_from").trim().is_empty() {
        errors.add("valid_from", "適用の初日を入力してください。");
    }
    let valid_to = day(posted, "valid_to", errors);
    if let (Some(first), Some(last)) = (valid_from, valid_to)
        && last < first
    {
        errors.add("valid_to", "適用の末日が初日より前です。");
    }
    let status = match posted.text("status") {
        "confirmed" => Some(MasterStatus::Confirmed),
        "inferred" => Some(MasterStatus::Inferred),
        "unknown" => Some(MasterStatus::Unknown),
        _ => {
            errors.add("status", "確からしさを選んでください。");
            None
        }
    };
    let source = posted.text("source").trim();
    if source.is_empty() {
        errors.add("source", "出典を入力してください。");
    }
    let source = errors.take("source", one_line(source))?;
    let row = RowAdopted { table: table.to_owned(), key, valid_from: valid_from?, valid_to, status: status?, source, values };
    if let Err(refusal) = letter_text::check(&row) {
        errors.add("text", refusal.to_string());
    }
    errors.is_empty().then_some(row)
}

/// `POST /masters/{table}/edit`.
pub(crate) async fn propose(cx: Cx, Path(table): Path<String>, posted: Posted) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let (change, version) = written_on(&cx).await?;
    let key = cx.decoded("key");
    title(&table).ok_or(Problem::NotFound)?;
    let mut errors = FieldErrors::default();
    let row = read(&posted, &table, &key, &mut errors);
    let why = match change {
        Some(_) => None,
        None if posted.text("why").trim().is_empty() => {
            errors.add("why", "改定の理由を入力してください。");
            None
        }
        None => errors.take("why", FreeText::parse(posted.text("why").trim())),
    };
    if let (Some(row), true) = (row, errors.is_empty()) {
        let request = cx.request(&posted)?;
        let done = match (change, why) {
            (Some(id), _) => changes::with_row(&cx, &request, id, row).await.map(|done| (id, done)),
            (None, Some(why)) => cx.acts().propose_master_change(&request, vec![row], why).await,
            (None, None) => Err(ActError::NotFound),
        };
        match done {
            Ok((id, done)) => {
                return cx.told(&format!("/masters/changes/{id}"), "master_change_proposed", done.position, SHOWN_BY).await;
            }
            Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.general(error.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let form = FormView::of(&posted).understood(&["valid_from", "valid_to"]).with_errors(&errors);
    render(&cx, &masters, Asked { table, key, change, version }, form, StatusCode::UNPROCESSABLE_ENTITY)
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "masters/edit.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("text", "差込項目 {氏名} は、この文では使えません。使えるもの: {申請日}");
        let page = |table: &str, is_new, change: &str, form| {
            let mut all = fields(table, &[offered("01", "01 見本事務所")]);
            all.extend(common(is_new, !change.is_empty()));
            Self {
                title: "通知文書の文",
                table: table.to_owned(),
                about: "不認定通知書「本文」".to_owned(),
                is_new,
                change: change.to_owned(),
                action: "/masters/letter_texts/edit?key=refusal_notice.lead".to_owned(),
                version: 1,
                fields: all,
                places: if is_new { Vec::new() } else { vec!["{申請日}".to_owned()] },
                now: if is_new { String::new() } else { "いまの文。".to_owned() },
                form,
            }
        };
        vec![
            page("letter_texts", false, "", FormView::default().with_errors(&errors)),
            page("municipalities", true, "01990000-0000-7000-8000-000000000001", FormView::default()),
        ]
    }
}
