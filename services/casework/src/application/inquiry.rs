//! 照会: who outside was asked about a case and has not answered, and whether the clock of the standard processing period stands meanwhile.

use events::application::{ApplicationEvent, Inquired};
use events::ids::InquiryId;
use events::vocabulary::{InquiredParty, InquiryGround};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::rules::Masters;

/// Row of the masters: whether the standard processing period stands still while an answer is waited for.
const STOPS_CLOCK: &str = "inquiry.stops_clock";
/// Row of the masters: how many days there are to answer, where nobody says otherwise.
const DAYS: &str = "inquiry.days";

/// What a refused inquiry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InquiryRefusal {
    /// The due date must lie ahead, within a year.
    #[error("回答の期限は、明日から1年以内の日にしてください。")]
    DueDate,
    /// Nobody waits for this answer.
    #[error("この照会は、回答を待っていません。画面を開き直して、いまの状態を確かめてください。")]
    NotOpen,
    /// An answer comes between the question and today.
    #[error("回答を受けた日は、照会した日から今日までにしてください。")]
    AnswerDay,
    /// Letters to others hold no more of a person than they need.
    #[error(
        "照会する事項に、個人番号と受け取れる12桁の数字があります。個人番号を外へ知らせることはできません。消してから照会してください。"
    )]
    MyNumber,
    /// The paper is not attached to this case.
    #[error("選んだ書類は、この申請に添付されていません。画面を開き直して選んでください。")]
    OtherPaper,
    /// Nothing waits.
    #[error("回答を待っている照会はありません。")]
    None,
}

/// An inquiry whose answer is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenInquiry {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 照会先の種類.
    pub party: InquiredParty,
    /// 照会の理由.
    pub ground: InquiryGround,
    /// 回答の期限.
    pub due_on: Date,
    /// Whether the clock stands still.
    pub stops_clock: bool,
}

/// The inquiries of a case whose answers are waited for, the oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Inquiries(Vec<OpenInquiry>);

impl Inquiries {
    pub(super) fn take(&mut self, event: &ApplicationEvent) {
        match event {
            ApplicationEvent::Inquired(event) => self.0.push(open(event)),
            ApplicationEvent::InquiryAnswered(event) => self.0.retain(|one| one.inquiry != event.inquiry),
            ApplicationEvent::InquiryWithdrawn(event) => self.0.retain(|one| one.inquiry != event.inquiry),
            _ => {}
        }
    }

    /// All of them.
    pub fn all(&self) -> &[OpenInquiry] {
        &self.0
    }

    /// One of them.
    pub fn find(&self, inquiry: InquiryId) -> Option<&OpenInquiry> {
        self.0.iter().find(|one| one.inquiry == inquiry)
    }
}

const fn open(event: &Inquired) -> OpenInquiry {
    let Inquired { inquiry, party, ground, due_on, stops_clock, .. } = event;
    OpenInquiry { inquiry: *inquiry, party: *party, ground: *ground, due_on: *due_on, stops_clock: *stops_clock }
}

/// Whether the clock stands still for what is asked on a day. Until the masters say so, it does not.
pub fn stops_clock(masters: &Masters, on: Date) -> bool {
    masters.program.at(STOPS_CLOCK, on).is_some_and(|row| row.value.value == 1)
}

/// The day by which to answer what is asked on a day.
pub fn answer_by(masters: &Masters, on: Date) -> Option<Date> {
    let days = masters.program.at(DAYS, on)?.value.value;
    on.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Whether a text holds twelve digits in a row, as a My Number has: with spaces and hyphens between them or without, of either width, and
/// whatever number stands beside them.
pub fn holds_twelve_digits(text: &str) -> bool {
    let is_digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let joins = |sign: char| matches!(sign, ' ' | '　' | '-' | '－' | 'ー' | '‐' | '‑' | '–' | '−');
    let of = |part: &str| part.chars().filter(|sign| is_digit(*sign)).count();
    let mut runs = text.split(|sign| !is_digit(sign) && !joins(sign));
    runs.any(|run| of(run) == 12 || run.split(joins).any(|alone| of(alone) == 12))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::samples;

    #[test]
    fn what_looks_like_a_my_number_is_found() {
        for text in
            ["番号は123456789012です", "1234 5678 9012", "１２３４－５６７８－９０１２", "児童1 123456789012", "1234−5678−9012"]
        {
            assert!(holds_twelve_digits(text), "{text}");
        }
        for text in ["", "受給者番号 0000018", "電話 0952-25-7568", "1234567890123"] {
            assert!(!holds_twelve_digits(text), "{text}");
        }
    }

    #[test]
    fn the_masters_say_how_long_and_whether_the_clock_stands() {
        let masters = samples::masters();
        assert!(!stops_clock(&masters, date(2026, 11, 24)));
        assert_eq!(answer_by(&masters, date(2026, 11, 24)), Some(date(2026, 12, 8)));
    }
}
