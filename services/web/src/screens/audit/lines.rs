//! Accesses as lines of a table.

use std::collections::BTreeSet;

use casework::rules::{Masters, office_days};
use jiff::civil::Date;
use projections::access::Access;
use projections::access::signals::{is_close_look, local, out_of_hours};
use serde::Serialize;
use uuid::Uuid;

use super::belonging::Belonging;
use super::screens::screen;
use super::terms::Terms;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::certificate;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::who;

/// A person on a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Seen {
    pub(super) label: String,
    /// Their page, where there is one.
    pub(super) href: Option<String>,
}

impl Seen {
    fn of(subject: Uuid, belonging: &Belonging) -> Self {
        let href = belonging.knows(subject).then(|| format!("/audit/access/persons/{subject}"));
        Self { label: belonging.label(subject), href }
    }
}

/// One access.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Line {
    pub(super) position: i64,
    pub(super) at: String,
    pub(super) out_of_hours: bool,
    pub(super) who: String,
    pub(super) staff: String,
    pub(super) what: String,
    pub(super) persons: usize,
    pub(super) seen: Vec<Seen>,
    pub(super) mark: &'static str,
    pub(super) tone: &'static str,
    pub(super) purpose: String,
}

/// What was done.
pub(super) fn what(access: &Access) -> String {
    match access.event_type.as_str() {
        "viewing.person_viewed" => format!("画面「{}」", screen(&access.screen)),
        "viewing.document_opened" => {
            let scan = (access.screen == "attachment").then_some("添付書類");
            format!("文書「{}」を開いた", scan.or_else(|| certificate::title(&access.screen)).unwrap_or(access.screen.as_str()))
        }
        "viewing.table_exported" => format!("「{}」を書き出した", screen(&access.screen)),
        other => projections::case_history::title(other).to_owned(),
    }
}

/// Everybody who was looked at on purpose in these accesses.
pub(super) fn close(accesses: &[Access]) -> BTreeSet<Uuid> {
    accesses.iter().filter(|access| is_close_look(access)).flat_map(|access| access.subjects.iter().copied()).collect()
}

/// Words for lines.
pub(super) struct Words<'a> {
    pub(super) masters: &'a Masters,
    pub(super) names: &'a Names,
    pub(super) terms: Terms,
    pub(super) belonging: &'a Belonging,
}

impl Words<'_> {
    pub(super) fn is_late(&self, access: &Access) -> bool {
        let open_on = |day: Date| office_days::is_open(self.masters, day);
        !access.subjects.is_empty() && out_of_hours(local(access), self.terms.thresholds, &open_on)
    }

    pub(super) fn line(&self, access: &Access) -> Line {
        let (mark, tone) = self.belonging.mark(access);
        let seen = |subject: &Uuid| Seen::of(*subject, self.belonging);
        let purpose = access.purpose.as_ref();
        Line {
            position: access.position,
            at: moment::exact(access.at),
            out_of_hours: self.is_late(access),
            who: who(&access.by, self.names),
            staff: format!("/audit/access/staff/{}", access.by.id),
            what: what(access),
            persons: access.subjects.len(),
            seen: if is_close_look(access) { access.subjects.iter().map(seen).collect() } else { Vec::new() },
            mark,
            tone,
            purpose: crate::screens::cases::papers::reason(purpose),
        }
    }
}

/// The lines with the names they show; tells the access log who was shown.
pub(super) async fn shown(cx: &Cx, accesses: &[Access], also: &[Uuid]) -> Result<Vec<Line>, Problem> {
    let masters = cx.masters().await?;
    let names = Names::new(std::sync::Arc::clone(&masters), cx.today);
    let mut subjects = close(accesses);
    subjects.extend(also);
    let belonging = Belonging::of(cx, &subjects).await?;
    let told: Vec<Uuid> = subjects.into_iter().collect();
    cx.viewed(&told).await?;
    let words = Words { masters: &masters, names: &names, terms: Terms::on(&masters, cx.today), belonging: &belonging };
    Ok(accesses.iter().map(|access| words.line(access)).collect())
}

impl Line {
    /// Lines for the tests of templates.
    pub(super) fn samples() -> Vec<Self> {
        let line = |position, out_of_hours, persons: usize, mark, tone, purpose: &str| Self {
            position,
            at: "令和8年11月24日 19:12:05".to_owned(),
            out_of_hours,
            who: "佐賀中部 窓口 見本 一".to_owned(),
            staff: format!("/audit/access/staff/{}", Uuid::nil()),
            what: "画面「申請の概要」".to_owned(),
            persons,
            seen: if persons == 1 {
                let known =
                    Seen { label: "8-01-0412 見本 花子".to_owned(), href: Some("/audit/access/persons/1".to_owned()) };
                vec![known, Seen::of(Uuid::nil(), &Belonging::default())]
            } else {
                Vec::new()
            },
            mark,
            tone,
            purpose: purpose.to_owned(),
        };
        vec![
            line(9, true, 1, "担当外", "warn", ""),
            line(8, false, 20, "担当内", "ok", "情報照会の準備"),
            line(7, false, 0, "", "", ""),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Belonging, Seen, Uuid, screen};

    #[test]
    fn whoever_is_unknown_is_told_without_a_link() {
        let seen = Seen::of(Uuid::nil(), &Belonging::default());
        assert_eq!(seen, Seen { label: "（台帳にない）".to_owned(), href: None });
    }

    #[test]
    fn every_screen_that_shows_persons_has_a_name() {
        let nameless: Vec<&str> =
            crate::routes().filter(|route| route.personal && screen(route.name) == route.name).map(|route| route.name).collect();
        assert!(nameless.iter().all(|name| name.starts_with("test_")), "auditors would read codes: {nameless:?}");
    }
}
