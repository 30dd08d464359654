//! What is typed on the page of a household, read or refused beside its field.

use acts::{Awarded, OutsideInput};
use events::household::OutsidePerson;
use events::vocabulary::wareki::{self, Era, EraPolicy};
use events::vocabulary::{Kana, PersonName, RecipientNumber, ShortText, ValidityPeriod, Yen};
use projections::ledger::{self, AsOf, LedgerRow};

use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::problem::Problem;

/// Fields whose understanding is shown beside them.
const DATES: [&str; 4] = ["outside_birth_date", "outside_start", "outside_end", "last_day"];

/// What the fields are called, for the one that was left empty.
const CALLED: [(&str, &str); 8] = [
    ("outside_number", "指定難病の受給者番号"),
    ("outside_name", "氏名"),
    ("outside_kana", "フリガナ"),
    ("outside_birth_date", "生年月日"),
    ("outside_cap", "個人の上限月額"),
    ("outside_start", "有効期間の始まり"),
    ("outside_end", "有効期間の終わり"),
    ("last_day", "世帯にいた最後の日"),
];

/// Whether something was typed; where not, the field is told by its name.
fn typed(posted: &Posted, name: &str, errors: &mut FieldErrors) -> bool {
    let empty = posted.text(name).trim().is_empty();
    if let Some((_, called)) = CALLED.iter().find(|(of, _)| empty && *of == name) {
        errors.add(name, format!("{called}を入力してください。"));
    }
    !empty
}

/// A date; without an era it is of 令和 where the field says so.
pub(super) fn day(posted: &Posted, name: &str, policy: EraPolicy, errors: &mut FieldErrors) -> Option<jiff::civil::Date> {
    if typed(posted, name, errors) { errors.take(name, wareki::parse(posted.text(name), policy)) } else { None }
}

/// Somebody outside the ledger.
pub(super) fn outside(posted: &Posted, errors: &mut FieldErrors) -> Option<OutsideInput> {
    let text = |name: &str| posted.text(name).trim();
    for name in ["outside_number", "outside_name", "outside_kana", "outside_cap"] {
        typed(posted, name, errors);
    }
    let number = errors.take("outside_number", ShortText::parse(text("outside_number")));
    let kana = errors.take("outside_kana", Kana::parse(text("outside_kana")));
    let written = errors.take("outside_name", ShortText::parse(text("outside_name")).map(|_| text("outside_name")));
    let name = written.zip(kana).and_then(|(written, kana)| errors.take("outside_name", PersonName::new(written, kana)));
    let birth_date = day(posted, "outside_birth_date", EraPolicy::Refuse, errors);
    let cap = errors.take("outside_cap", Yen::parse_input(text("outside_cap")));
    let this_era = EraPolicy::Assume(Era::Reiwa);
    let (start, end) = (day(posted, "outside_start", this_era, errors), day(posted, "outside_end", this_era, errors));
    let validity = start.zip(end).and_then(|(start, end)| errors.take("outside_end", ValidityPeriod::new(start, end)));
    let person = OutsidePerson { name: name?, birth_date: birth_date?, number: number? };
    Some(OutsideInput { person, cap: cap?, validity: validity? })
}

/// The recipient of this ledger who has the number that was typed; with several payers the one whose award counts.
pub(super) async fn recipient(cx: &Cx, posted: &Posted, errors: &mut FieldErrors) -> Result<Option<Awarded>, Problem> {
    let number = posted.text("kin_number").trim();
    let Some(number) = errors.take("kin_number", RecipientNumber::parse(number)) else { return Ok(None) };
    let row = errors.take("kin_number", recipient_of(cx, number).await?);
    Ok(row.map(|row| Awarded { recipient: row.recipient, award: row.award }))
}

/// The recipient of this ledger who has a number today, or why nobody can be meant.
pub(super) async fn recipient_of(cx: &Cx, number: RecipientNumber) -> Result<Result<LedgerRow, &'static str>, Problem> {
    let on = AsOf { known: None, valid_on: Some(cx.today) };
    let mut rows = ledger::by_number(cx.pool(), number, None, on).await?;
    rows.dedup_by_key(|row| row.recipient);
    Ok(match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => Ok(row),
        (None, _) => Err("この受給者番号の、いま有効な受給者は台帳にいません。番号を確かめてください。"),
        (Some(_), false) => Err("この受給者番号の受給者が複数います（公費負担者番号が違います）。台帳で確かめてください。"),
    })
}

/// The form as it was sent, with the dates as they were understood.
pub(super) fn echoed(posted: &Posted) -> FormView {
    DATES.into_iter().fold(FormView::of(posted), |form, name| {
        let policy = if name == "outside_birth_date" { EraPolicy::Refuse } else { EraPolicy::Assume(Era::Reiwa) };
        form.understood_as(name, policy)
    })
}
