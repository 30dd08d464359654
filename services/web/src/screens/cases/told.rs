//! The history of a case in sentences, with who and when.

use events::Event;
use events::application::ApplicationEvent;
use events::certificate::CertificateEvent;
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::Doer;
use projections::case_history::{Entry, sentence};
use serde::Serialize;

use super::moment;
use super::names::Names;

/// A line beneath a sentence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Detail {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// One event, told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Told {
    /// What was done.
    pub text: String,
    /// Why, until when, what exactly.
    pub details: Vec<Detail>,
    /// 「佐賀中部 窓口 見本 一郎」.
    pub who: String,
    /// 「11月9日 9:12」.
    pub when: String,
    /// 「令和8年11月9日 9:12:05」.
    pub recorded: String,
    /// The day from which it counts, where it is another than the day of recording.
    pub effective: String,
    /// Position in the log.
    pub position: i64,
    /// Of which stream it is the how-manyeth: 「申請 3」.
    pub place: String,
    /// `decision`, `back` or empty: how the dot is drawn.
    pub look: &'static str,
}

/// 「佐賀中部 窓口 見本 一郎」; the program is only named.
pub fn who(by: &Doer, names: &Names) -> String {
    let name = by.display();
    match by.office {
        Some(office) => format!("{} {} {name}", names.office_short(office), by.role.label()),
        None => name.into_owned(),
    }
}

fn stream(event: &Event) -> &'static str {
    match event {
        Event::Application(_) => "申請",
        Event::Recipient(_) => "受給者",
        Event::Award(_) => "支給認定",
        Event::Certificate(_) => "受給者証",
        Event::Letter(_) => "通知文書",
        Event::Attachment(_) => "添付書類",
        _ => "その他",
    }
}

fn look(event: &Event) -> &'static str {
    match event {
        Event::Application(ApplicationEvent::Approved(_)) | Event::Award(_) => "decision",
        Event::Application(
            ApplicationEvent::Refused(_)
            | ApplicationEvent::ReturnedForCorrection(_)
            | ApplicationEvent::Reminded(_)
            | ApplicationEvent::Proposed(_)
            | ApplicationEvent::SentBack(_),
        )
        | Event::Certificate(CertificateEvent::IssueStopped(_)) => "back",
        _ => "",
    }
}

/// Tells one event; its personal data must have been opened.
pub fn tell(entry: &Entry, names: &Names, today: Date) -> Told {
    let told = sentence(&entry.event, names);
    let recorded_on = moment::in_japan(entry.recorded_at).date();
    Told {
        text: told.text,
        details: told.details.into_iter().map(|detail| Detail { label: detail.label, text: detail.text }).collect(),
        who: who(&entry.by, names),
        when: moment::near(entry.recorded_at, today),
        recorded: moment::exact(entry.recorded_at),
        effective: if entry.effective_on == recorded_on { String::new() } else { wareki::long(entry.effective_on) },
        position: entry.position,
        place: format!("{} {}", stream(&entry.event), entry.stream_version),
        look: look(&entry.event),
    }
}

/// Tells all, newest first.
pub fn tell_all(entries: &[Entry], names: &Names, today: Date) -> Vec<Told> {
    entries.iter().rev().map(|entry| tell(entry, names, today)).collect()
}

impl Told {
    /// Lines for the tests of templates.
    pub fn samples() -> Vec<Self> {
        let line = |text: &str, position: i64, look| Self {
            text: text.to_owned(),
            details: vec![Detail { label: "理由", text: "課税証明書の年度が違う".to_owned() }],
            who: "佐賀中部 窓口 見本 一".to_owned(),
            when: "11月9日 9:12".to_owned(),
            recorded: "令和8年11月9日 9:12:05".to_owned(),
            effective: "令和8年11月6日".to_owned(),
            position,
            place: format!("申請 {position}"),
            look,
        };
        vec![
            line("補正を求めて返した", 4, "back"),
            line("進達した", 3, ""),
            line("申請を受け付けた（受付番号 8-01-0412）", 1, ""),
        ]
    }
}

#[cfg(test)]
mod tests {
    use events::application::Forwarded;
    use events::ids::{ApplicationId, CorrelationId, EventId, StaffId};
    use events::vocabulary::OfficeCode;
    use events::{Personal, StaffRole};
    use jiff::civil::date;
    use projections::DoerName;
    use uuid::Uuid;

    use super::*;
    use crate::screens::cases::names::tests::names;
    use crate::screens::cases::samples::text;

    fn entry(position: i64) -> Entry {
        let id = Uuid::from_u128(1);
        Entry {
            application: ApplicationId(id),
            position,
            stream_id: id,
            stream_version: 2,
            event_id: EventId(id),
            recorded_at: "2026-11-09T00:12:05Z".parse().expect("moment"),
            effective_on: date(2026, 11, 8),
            by: Doer {
                id: StaffId(id),
                name: DoerName::Staff(Personal::Open(text("見本 一"))),
                role: StaffRole::Counter,
                office: OfficeCode::parse("01").ok(),
            },
            reason: None,
            correlation_id: CorrelationId(id),
            event: Event::Application(ApplicationEvent::Forwarded(Forwarded { transmittal: None })),
        }
    }

    #[test]
    fn who_and_when_stand_beside_what() {
        let told = tell(&entry(9), &names(), date(2026, 11, 24));
        assert_eq!(told.who, "佐賀中部 窓口 見本 一");
        assert_eq!(
            (told.when.as_str(), told.effective.as_str(), told.place.as_str()),
            ("11月9日 9:12", "令和8年11月8日", "申請 2")
        );
        assert!(told.text.contains("進達"));
    }

    #[test]
    fn the_newest_comes_first() {
        let told = tell_all(&[entry(1), entry(2)], &names(), date(2026, 11, 24));
        assert_eq!(told.iter().map(|line| line.position).collect::<Vec<_>>(), [2, 1]);
    }
}
