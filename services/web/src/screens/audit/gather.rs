//! Everybody's month with its signals: read member of staff by member of staff, so that memory holds one at a time.

use casework::rules::office_days;
use events::access_review::Why;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::access::signals::{Known, Signal, signals};
use projections::access::{self, Access, StaffMonth};
use serde::Serialize;

use super::belonging::Belonging;
use super::lines::close;
use super::month::Month;
use super::terms::Terms;
use crate::cx::Cx;
use crate::problem::Problem;

/// A member of staff in a month.
pub(super) struct Gathered {
    pub(super) staff: StaffMonth,
    pub(super) accesses: Vec<Access>,
    pub(super) signals: Vec<Signal>,
}

/// Why, for staff.
pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::Sample => "抽出",
        Why::OutOfHours => "執務時間外",
        Why::ManyPersons => "短時間に多数",
        Why::SearchOnly => "検索のみ",
        Why::OtherOffice => "担当外の閲覧",
        Why::SameFamilyName => "同じ姓の人",
        Why::RefusedSignIns => "サインインの失敗",
    }
}

/// A signal as a page tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct SignalShown {
    pub(super) why: &'static str,
    pub(super) text: String,
}

impl SignalShown {
    pub(super) fn of(signal: &Signal) -> Self {
        let persons = if signal.persons > 0 { format!("・のべ{}人", signal.persons) } else { String::new() };
        let begins = if matches!(signal.why, Why::OtherOffice | Why::SameFamilyName) { "から" } else { "" };
        Self { why: why(signal.why), text: format!("{}{begins} {}件{persons}", wareki::short(signal.day), signal.accesses) }
    }

    pub(super) fn sample() -> Self {
        Self { why: "執務時間外", text: "R8.11.22 2件・のべ2人".to_owned() }
    }
}

/// One member of staff.
pub(super) async fn one(cx: &Cx, staff: StaffMonth, month: Month, up_to: Option<i64>) -> Result<Gathered, Problem> {
    let masters = cx.masters().await?;
    let accesses = access::of_staff(cx.pool(), staff.by.id.0, month.bounds()?, up_to).await?;
    let belonging = Belonging::of(cx, &close(&accesses)).await?;
    let open_on = |day: Date| office_days::is_open(&masters, day);
    let (foreign, namesakes) = (belonging.foreign(&staff.by), belonging.namesakes(&staff.by.display()));
    let known = Known {
        thresholds: Terms::on(&masters, cx.today).thresholds,
        open_on: &open_on,
        foreign: &foreign,
        namesakes: &namesakes,
    };
    let signals = signals(&accesses, &known);
    Ok(Gathered { staff, accesses, signals })
}

/// Everybody who left a trace in a month, their names opened.
pub(super) async fn everybody(cx: &Cx, month: Month, up_to: Option<i64>) -> Result<Vec<StaffMonth>, Problem> {
    let mut staff = access::staff(cx.pool(), month.bounds()?, up_to).await?;
    projections::open(cx.pool(), cx.ring(), &mut staff).await?;
    Ok(staff)
}
