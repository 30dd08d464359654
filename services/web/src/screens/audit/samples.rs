//! 標本抽出: drawing a sample, and the samples that were drawn.

use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use casework::sampling::{Decision, DrawSample};
use events::audit::Stratum;
use events::vocabulary::FreeText;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use jiff::civil::Date;
use projections::access;
use projections::case_history::{self, decisions};
use serde::Serialize;

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// Most samples that are listed.
const MOST: u16 = 50;

/// A choice.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    value: &'static str,
    label: &'static str,
}

/// A sample.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct SampleLine {
    href: String,
    period: String,
    by: &'static str,
    drawn: usize,
    population: u32,
    seed: u32,
    notes: usize,
    exports: usize,
    purpose: String,
    at: String,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct SamplesPage {
    form: FormView,
    ways: Vec<Choice>,
    samples: Vec<SampleLine>,
}

/// How a sample was drawn.
pub(super) const fn way(by: Option<Stratum>) -> &'static str {
    match by {
        None => "無作為",
        Some(Stratum::Office) => "事務所ごと",
        Some(Stratum::Kind) => "申請の種類ごと",
        Some(Stratum::Tier) => "階層ごと",
        Some(Stratum::Outcome) => "認定・不認定ごと",
    }
}

const WAYS: [(&str, Option<Stratum>); 5] = [
    ("random", None),
    ("office", Some(Stratum::Office)),
    ("kind", Some(Stratum::Kind)),
    ("tier", Some(Stratum::Tier)),
    ("outcome", Some(Stratum::Outcome)),
];

fn layer(decision: &case_history::Decision, by: Option<Stratum>) -> String {
    match by {
        None => String::new(),
        Some(Stratum::Office) => decision.office.clone(),
        Some(Stratum::Kind) => decision.kind.clone(),
        Some(Stratum::Tier) => decision.tier.clone().unwrap_or_else(|| "none".to_owned()),
        Some(Stratum::Outcome) => if decision.approved { "approved" } else { "refused" }.to_owned(),
    }
}

/// A period in words.
pub(super) fn period(from: Date, until: Date) -> String {
    format!("{}から{}まで", wareki::short(from), wareki::short(until))
}

async fn page(cx: &Cx, form: FormView) -> Result<SamplesPage, Problem> {
    let mut samples = Vec::new();
    for id in access::samples(cx.pool(), MOST).await? {
        let sample = cx.acts().audit_sample(id).await?;
        samples.push(SampleLine {
            href: format!("/audit/samples/{id}"),
            period: period(sample.drawn.from, sample.drawn.until),
            by: way(sample.drawn.by),
            drawn: sample.drawn.cases.len(),
            population: sample.drawn.population,
            seed: sample.drawn.seed,
            notes: sample.notes.len(),
            exports: sample.exports.len(),
            purpose: crate::screens::cases::papers::reason(Some(&sample.drawn.purpose)),
            at: moment::near(sample.drawn_by.1, cx.today),
        });
    }
    Ok(SamplesPage { form, ways: ways(), samples })
}

fn ways() -> Vec<Choice> {
    WAYS.iter().map(|(value, by)| Choice { value, label: way(*by) }).collect()
}

/// `GET /audit/samples`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let first = cx.today.first_of_month().saturating_sub(jiff::Span::new().months(6));
    let form = FormView::filled([
        ("from", wareki::short(first)),
        ("until", wareki::short(cx.today)),
        ("size", "5".to_owned()),
        ("by", "random".to_owned()),
    ]);
    let page = page(&cx, form).await?;
    cx.page(&page)
}

fn number(text: &str) -> Result<u32, &'static str> {
    let digits: String = unicode_normalization::UnicodeNormalization::nfkc(text.trim()).filter(|c| *c != ',').collect();
    digits.parse().map_err(|_| "数字で入力してください。例 20")
}

struct Wish {
    from: Date,
    until: Date,
    by: Option<Stratum>,
    size: u32,
    seed: u32,
    purpose: FreeText,
}

fn wish(posted: &Posted, drawn_seed: u32, errors: &mut FieldErrors) -> Option<Wish> {
    let day = |text: &str| wareki::parse(text, EraPolicy::Assume(Era::Reiwa));
    let from = errors.take("from", day(posted.text("from")));
    let until = errors.take("until", day(posted.text("until")));
    let size = errors.take("size", number(posted.text("size")));
    let seed = match posted.text("seed").trim() {
        "" => Some(drawn_seed),
        text => errors.take("seed", number(text)),
    };
    let by = WAYS.iter().find(|(code, _)| *code == posted.text("by")).map(|(_, by)| *by);
    if by.is_none() {
        errors.add("by", "抽出のしかたを選んでください。");
    }
    let purpose = errors.take("purpose", FreeText::parse(posted.text("purpose")));
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        errors.add("until", "終わりの日が始まりの日より前です。");
        return None;
    }
    Some(Wish { from: from?, until: until?, by: by?, size: size?, seed: seed?, purpose: purpose? })
}

/// `POST /audit/samples`.
pub(crate) async fn draw(cx: Cx, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let mut errors = FieldErrors::default();
    let [.., a, b, c, d] = *cx.new_uuid().as_bytes();
    if let Some(wish) = wish(&posted, u32::from_be_bytes([a, b, c, d]), &mut errors)
        && errors.is_empty()
    {
        let known_up_to = store::head(cx.pool(), events::Log::Casework).await?.position;
        cx.settle(known_up_to, &["case_history"]).await?;
        let found = decisions(cx.pool(), (wish.from, wish.until), known_up_to).await?;
        let draw = DrawSample {
            from: wish.from,
            until: wish.until,
            by: wish.by,
            seed: wish.seed,
            size: wish.size,
            known_up_to,
            decisions: found.iter().map(|one| Decision { case: one.application, layer: layer(one, wish.by) }).collect(),
            purpose: wish.purpose,
        };
        match cx.acts().draw_sample(&request, draw).await {
            Ok((id, done)) => {
                return cx.told(&format!("/audit/samples/{id}"), "sample_drawn", done.position, &["access"]).await;
            }
            Err(acts::ActError::Refused(refusal @ Refusal::SampleSize(_))) => errors.add("size", refusal.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    let page = page(&cx, FormView::of(&posted).with_errors(&errors)).await?;
    cx.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl Page for SamplesPage {
    const TEMPLATE: &'static str = "audit/samples.html";

    fn sample() -> Vec<Self> {
        let mut errors = FieldErrors::default();
        errors.add("size", "数字で入力してください。");
        let line = SampleLine {
            href: "/audit/samples/1".to_owned(),
            period: "R8.4.1からR8.9.30まで".to_owned(),
            by: "事務所ごと",
            drawn: 5,
            population: 60,
            seed: 7,
            notes: 2,
            exports: 1,
            purpose: "定期監査".to_owned(),
            at: "きょう 9:12".to_owned(),
        };
        let page = |form, samples| Self { form, ways: ways(), samples };
        vec![page(FormView::default(), vec![line]), page(FormView::default().with_errors(&errors), Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_as_they_are_typed() {
        assert_eq!((number("２０"), number(" 1,000 ")), (Ok(20), Ok(1_000)));
        for wrong in ["", "-1", "二十", "1.5", "99999999999"] {
            assert!(number(wrong).is_err(), "{wrong}");
        }
    }
}
