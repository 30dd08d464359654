//! The form of a mass extension: first whom it reaches and until when, then the proposal. Nothing typed is lost, nothing is stored by looking.

use acts::{ActError, ExcludedNumber, ExtensionInput, Reached, Selection, Unreached};
use axum::http::StatusCode;
use axum::response::Response;
use casework::extension::ExtensionRefusal;
use casework::procedures::undoing::{self, Step};
use events::extension::Plan;
use events::vocabulary::{RecipientNumber, ShortText, wareki};
use projections::ledger::EndingRow;
use serde::Serialize;

use super::SHOWN_BY;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::FieldView;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::notices::{Dressed as _, Reader, may, must};

/// Rows that the preview shows; all are counted.
const SHOWN: usize = 200;

/// A row of the preview.
#[derive(Clone, Serialize)]
struct Line {
    number: String,
    name: String,
    before: String,
    /// The new last day, or why not.
    after: String,
}

impl Line {
    fn of(row: &EndingRow, after: String) -> Self {
        Self {
            number: row.recipient_number.to_string(),
            name: name_and_kana(&row.name).0,
            before: wareki::short(row.validity.end()),
            after,
        }
    }
}

/// What would happen.
#[derive(Clone, Serialize)]
struct Preview {
    chosen: usize,
    unchosen: usize,
    lines: Vec<Line>,
    left: Vec<Line>,
    more: bool,
}

impl Preview {
    fn of(selection: &Selection) -> Self {
        let chosen = |one: &Reached| Line::of(&one.row, format!("{}まで", wareki::short(one.until)));
        let unchosen = |one: &Unreached| match one {
            Unreached::Left(row, ground) => Line::of(row, ground.label().to_owned()),
            Unreached::Excluded(row, why) => Line::of(row, format!("除く：{why}")),
        };
        Self {
            chosen: selection.chosen.len(),
            unchosen: selection.unchosen.len(),
            lines: selection.chosen.iter().take(SHOWN).map(chosen).collect(),
            left: selection.unchosen.iter().take(SHOWN).map(unchosen).collect(),
            more: selection.chosen.len() > SHOWN || selection.unchosen.len() > SHOWN,
        }
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct EnterPage {
    fields: Vec<FieldView>,
    preview: Option<Preview>,
    undone_by: &'static str,
    form: FormView,
}

fn fields() -> Vec<FieldView> {
    vec![
        must("reference", "命令・通知の名称と番号", "text").under("命令・通知").hint("例：令和2年厚生労働省令第96号"),
        must("issued_on", "命令・通知の日付", "date").hint("例：R8.4.1"),
        must("ends_from", "対象の最初の日", "date").under("対象").hint("有効期間の末日がこの日以後の支給認定"),
        must("ends_until", "対象の最後の日", "date").hint("有効期間の末日がこの日までの支給認定"),
        must("until", "延長後の末日", "date").hint("20歳の誕生日の前日と、次の支給認定の初日の前日を超えません。"),
        may("excluded", "除く人", "long_text").hint("1行に1人。受給者番号、空白、理由の順。例：0000018 転出の届が出ている"),
    ]
}

fn render(cx: &Cx, form: FormView, preview: Option<Preview>, status: StatusCode) -> Result<Response, Problem> {
    let undone_by = undoing::sentence(Step::Extension);
    cx.page_as(status, &EnterPage { fields: fields(), preview, undone_by, form })
}

/// `GET /extensions/new`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    cx.viewed(&[]).await?;
    render(&cx, FormView::default(), None, StatusCode::OK)
}

/// The lines of those who are left out.
fn excluded(text: &str) -> Result<Vec<ExcludedNumber>, String> {
    let line = |line: &str| {
        let (number, why) = line.split_once([' ', '　', '\t']).unwrap_or((line, ""));
        let number = RecipientNumber::parse(number).map_err(|error| format!("「{line}」：{error}"))?;
        let why = ShortText::parse(why).map_err(|_| format!("「{line}」：番号の後に空白と理由を書いてください。"))?;
        Ok(ExcludedNumber { number, why })
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(line).collect()
}

fn read(posted: &Posted) -> Result<ExtensionInput, FieldErrors> {
    let mut reader = Reader::of(posted);
    let reference = reader.must("reference", "命令・通知の名称と番号", ShortText::parse);
    let issued_on = reader.day("issued_on", "命令・通知の日付");
    let (from, until) = (reader.day("ends_from", "対象の最初の日"), reader.day("ends_until", "対象の最後の日"));
    let last = reader.day("until", "延長後の末日");
    let excluded = reader.errors.take("excluded", excluded(posted.text("excluded")));
    match (reference, issued_on, from, until, last, excluded) {
        (Some(reference), Some(issued_on), Some(ends_from), Some(ends_until), Some(until), Some(excluded)) => {
            Ok(ExtensionInput { plan: Plan { issued_on, ends_from, ends_until, until }, reference, excluded })
        }
        _ => Err(reader.errors),
    }
}

/// The field that a refusal is about.
const fn field(refusal: &ExtensionRefusal) -> Option<&'static str> {
    Some(match refusal {
        ExtensionRefusal::OrderAhead => "issued_on",
        ExtensionRefusal::Backwards | ExtensionRefusal::TooFarBack(_) => "ends_from",
        ExtensionRefusal::NotLonger(_) | ExtensionRefusal::TooLong(_) => "until",
        ExtensionRefusal::TooMany => "ends_until",
        ExtensionRefusal::NotAmong(_) => "excluded",
        _ => return None,
    })
}

fn refused(cx: &Cx, posted: &Posted, error: ActError) -> Result<Response, Problem> {
    let ActError::Refused(refusal) = &error else { return Err(error.into()) };
    let mut errors = FieldErrors::default();
    match refusal {
        casework::Refusal::Extension(refusal) if field(refusal).is_some() => {
            errors.add(field(refusal).unwrap_or_default(), refusal.to_string());
        }
        _ => errors.general(error.to_string()),
    }
    render(cx, FormView::of(posted).with_errors(&errors), None, StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST /extensions/new`: looks, or proposes.
pub(crate) async fn submit(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let input = match read(&posted) {
        Ok(input) => input,
        Err(errors) => {
            cx.viewed(&[]).await?;
            return render(&cx, FormView::of(&posted).with_errors(&errors), None, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    if posted.text("step") == "propose" {
        return match cx.acts().propose_extension(&cx.request(&posted)?, input).await {
            Ok((id, done)) => cx.told(&format!("/extensions/{id}"), "extension_proposed", done.position, SHOWN_BY).await,
            Err(error) => {
                cx.viewed(&[]).await?;
                refused(&cx, &posted, error)
            }
        };
    }
    match cx.acts().preview_extension(&input, cx.today).await {
        Ok(selection) => {
            let left = selection.unchosen.iter().map(|one| match one {
                Unreached::Left(row, _) | Unreached::Excluded(row, _) => row.recipient.0,
            });
            let shown = selection.chosen.iter().map(|one| one.row.recipient.0).take(SHOWN).chain(left.take(SHOWN));
            cx.viewed(&shown.collect::<Vec<_>>()).await?;
            render(&cx, FormView::of(&posted), Some(Preview::of(&selection)), StatusCode::OK)
        }
        Err(error) => {
            cx.viewed(&[]).await?;
            refused(&cx, &posted, error)
        }
    }
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "extensions/enter.html";

    fn sample() -> Vec<Self> {
        let line = |after: &str| Line {
            number: "0000018".to_owned(),
            name: "見本 花子".to_owned(),
            before: "R8.12.31".to_owned(),
            after: after.to_owned(),
        };
        let preview = Preview {
            chosen: 128,
            unchosen: 2,
            lines: vec![line("R9.9.30まで")],
            left: vec![line("次の支給認定が続いている")],
            more: true,
        };
        let mut errors = FieldErrors::default();
        errors.add("until", "延長後の末日を入力してください。");
        let page = |preview, form| Self { fields: fields(), preview, undone_by: undoing::sentence(Step::Extension), form };
        let nobody = Preview { chosen: 0, unchosen: 0, lines: Vec::new(), left: Vec::new(), more: false };
        vec![
            page(None, FormView::default()),
            page(Some(preview), FormView::filled([("until", "R9.9.30")])),
            page(Some(nobody), FormView::default()),
            page(None, FormView::default().with_errors(&errors)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_left_out_stands_on_a_line_with_the_reason() {
        let [one, other] = [1, 2].map(|serial| RecipientNumber::from_serial(serial).unwrap());
        let read = excluded(&format!("{one} 転出の届が出ている\n\n {other}　辞退の申出\n")).unwrap();
        let read: Vec<_> = read.iter().map(|one| (one.number, one.why.to_string())).collect();
        assert_eq!(read, [(one, "転出の届が出ている".to_owned()), (other, "辞退の申出".to_owned())]);
        assert!(excluded(&one.to_string()).unwrap_err().contains("理由"));
        assert!(excluded("見本 花子").is_err());
    }
}
