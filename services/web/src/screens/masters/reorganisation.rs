//! `GET /masters/reorganisation`: offices merge or change their name on a day. What is typed becomes one proposal: the office that goes on, the
//! last day of those that close, and the municipalities that change hands. Nothing that was written before is touched.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::rules::Masters;
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::{FreeText, OfficeCode, Phone};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::SHOWN_BY;
use super::columns::one_line;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::applications::view::{FieldView, Offered};
use crate::screens::notices::{Dressed as _, Reader, may, must, offered};

/// The page.
#[derive(Serialize)]
pub(crate) struct ReorganisationPage {
    offices: Vec<Offered>,
    fields: Vec<FieldView>,
    form: FormView,
}

/// What is to happen.
struct Plan {
    day: Date,
    closing: Vec<OfficeCode>,
    code: OfficeCode,
    /// Name, short name, telephone; none where the office stays as it is.
    office: Option<(String, String, Phone)>,
    source: String,
}

fn fields() -> Vec<FieldView> {
    vec![
        must("day", "再編の日", "date").hint("この日から新しい管轄になります。例 R9.4.1"),
        must("code", "引き継ぐ事務所のコード", "text").hint("いまある事務所のコード（例 01）か、新しい事務所の2桁のコード。"),
        may("name", "事務所の名称", "text").hint("新しい事務所か、名称が変わるときに入力します。"),
        may("short_name", "略称", "text").hint("例 中部"),
        may("phone", "電話", "text"),
        must("source", "出典", "text").hint("条例や規則の番号と日付など。"),
        must("why", "改定の理由", "long_text").hint("承認する人が読みます。"),
    ]
}

/// The rows that follow from a plan.
fn rows(plan: &Plan, masters: &Masters) -> Result<Vec<RowAdopted>, &'static str> {
    let eve = plan.day.yesterday().map_err(|_| "再編の日を確かめてください。")?;
    let row = |table: &str, key: String, valid_from, valid_to, values| RowAdopted {
        table: table.to_owned(),
        key,
        valid_from,
        valid_to,
        status: MasterStatus::Confirmed,
        source: plan.source.clone(),
        values,
    };
    let code = plan.code.to_string();
    let mut rows = Vec::new();
    if let Some((name, short_name, phone)) = &plan.office {
        let values = json!({ "name": name, "short_name": short_name, "phone": phone, "counter": true });
        rows.push(row("offices", code.clone(), plan.day, None, values));
    } else if masters.offices.at(&code, plan.day).is_none() {
        return Err("引き継ぐ事務所が事務所の表にありません。新しい事務所のときは、名称、略称、電話も入力してください。");
    }
    for office in plan.closing.iter().filter(|office| **office != plan.code) {
        let closing = masters.row("offices", &office.to_string(), eve).ok_or("閉じる事務所を選び直してください。")?;
        rows.push(row("offices", closing.key, closing.valid_from, Some(eve), closing.values));
    }
    for municipality in masters.municipalities.on(plan.day).filter(|one| plan.closing.contains(&one.value.office)) {
        let mut values = serde_json::to_value(&municipality.value).map_err(|_| "市町の行を読めません。")?;
        values["office"] = json!(code);
        rows.push(row("municipalities", municipality.key.clone(), plan.day, municipality.valid_to, values));
    }
    if rows.is_empty() {
        Err("変わるものがありません。閉じる事務所か、新しい名称を入力してください。")
    } else {
        Ok(rows)
    }
}

fn read(posted: &Posted) -> (Option<(Plan, FreeText)>, FieldErrors) {
    let mut reader = Reader::of(posted);
    let day = reader.day("day", "再編の日");
    let code = reader.must("code", "引き継ぐ事務所のコード", str::parse::<OfficeCode>);
    let closing: Vec<OfficeCode> = posted.all("closing").into_iter().filter_map(|code| code.parse().ok()).collect();
    let text = one_line;
    let (name, short_name) = (reader.may("name", text), reader.may("short_name", text));
    let phone = reader.may("phone", Phone::parse);
    let office = match (name, short_name, phone) {
        (None, None, None) => None,
        (Some(name), Some(short_name), Some(phone)) => Some((name, short_name, phone)),
        (name, short_name, _) => {
            let missing = if name.is_none() {
                "name"
            } else if short_name.is_none() {
                "short_name"
            } else {
                "phone"
            };
            reader.errors.add(missing, "名称、略称、電話は、そろえて入力してください。");
            None
        }
    };
    let source = reader.must("source", "出典", text);
    let why = reader.why("why");
    let read = match (day, code, source, why, reader.errors.is_empty()) {
        (Some(day), Some(code), Some(source), Some(why), true) => Some((Plan { day, closing, code, office, source }, why)),
        _ => None,
    };
    (read, reader.errors)
}

async fn render(cx: &Cx, form: FormView, status: StatusCode) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let counters = masters.offices.on(cx.today).filter(|row| row.value.counter);
    let offices = counters.map(|row| offered(&row.key, &format!("{} {}", row.key, row.value.name))).collect();
    cx.page_as(status, &ReorganisationPage { offices, fields: fields(), form })
}

/// Shows the form.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    render(&cx, FormView::default(), StatusCode::OK).await
}

/// `POST /masters/reorganisation`.
pub(crate) async fn propose(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let (read, mut errors) = read(&posted);
    if let Some((plan, why)) = read {
        let masters = cx.masters().await?;
        if let Some(rows) = errors.take("code", rows(&plan, &masters)) {
            match cx.acts().propose_master_change(&cx.request(&posted)?, rows, why).await {
                Ok((id, done)) => {
                    let path = format!("/masters/changes/{id}");
                    return cx.told(&path, "master_change_proposed", done.position, SHOWN_BY).await;
                }
                Err(ActError::Refused(refusal)) => errors.general(refusal.to_string()),
                Err(other) => return Err(other.into()),
            }
        }
    }
    let form = FormView::of(&posted).understood(&["day"]).with_errors(&errors);
    render(&cx, form, StatusCode::UNPROCESSABLE_ENTITY).await
}

impl Page for ReorganisationPage {
    const TEMPLATE: &'static str = "masters/reorganisation.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("day", "再編の日を入力してください。");
        let offices = || vec![offered("02", "02 鳥栖保健福祉事務所")];
        vec![
            Self { offices: offices(), fields: fields(), form: FormView::default() },
            Self { offices: offices(), fields: fields(), form: FormView::default().with_errors(&errors) },
        ]
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::screens::cases::names::tests::names;

    fn plan(closing: &[&str], code: &str, office: Option<(String, String, Phone)>) -> Plan {
        Plan {
            day: date(2027, 4, 1),
            closing: closing.iter().map(|code| code.parse().expect("code")).collect(),
            code: code.parse().expect("code"),
            office,
            source: "見本規則".to_owned(),
        }
    }

    #[test]
    fn a_merger_closes_an_office_and_moves_its_municipalities() {
        let names = names();
        let mut masters = names.masters().clone();
        let before = masters.clone();
        let moved = rows(&plan(&["04"], "03", None), &masters).expect("rows");
        for row in &moved {
            masters.adopt(i64::MAX, row).expect("adopted");
        }
        let office = |masters: &Masters, day| masters.municipalities.at("412058", day).map(|row| row.value.office.to_string());
        assert_eq!(office(&masters, date(2027, 4, 1)).as_deref(), Some("03"));
        assert_eq!(office(&masters, date(2027, 3, 31)).as_deref(), Some("04"), "the days before stay as they were");
        assert!(masters.offices.at("04", date(2027, 4, 1)).is_none());
        assert_eq!(
            masters.offices.at("04", date(2027, 3, 31)).map(|row| &row.value),
            before.offices.at("04", date(2027, 3, 31)).map(|row| &row.value)
        );
        assert_eq!(casework::master_change::check_together(&moved, &before), Ok(()));
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        let names = names();
        assert!(rows(&plan(&["04"], "09", None), names.masters()).is_err());
        assert!(rows(&plan(&[], "03", None), names.masters()).is_err());
        let phone = Phone::parse("0952-00-0000").expect("phone");
        let opened = plan(&["03", "04"], "09", Some(("見本保健福祉事務所".to_owned(), "見本".to_owned(), phone)));
        assert!(rows(&opened, names.masters()).is_ok_and(|rows| rows.len() > 3));
    }
}
