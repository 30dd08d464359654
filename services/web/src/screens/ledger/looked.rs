//! A recipient as they were known at a moment, with everything that ever changed their rows of the ledger.

use events::ids::{ApplicationId, RecipientId};
use events::vocabulary::wareki;
use jiff::civil::Date;
use projections::case_history::{self, Entry};
use projections::ledger::{self, AsOf, LedgerRow};
use projections::worklist;
use serde::Serialize;
use uuid::Uuid;

use super::fields;
use super::row::{special, standing};
use crate::as_of::{Bar, Steps, View};
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::cases::ident::{Fact, Flag, Ident, birth_and_age, name_and_kana};
use crate::screens::cases::names::Names;
use crate::screens::cases::trail::{Trail, through};
use crate::screens::clerks;

/// What every page of a recipient has in common.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Frame {
    pub(crate) ident: Ident,
    /// `/recipients/…`.
    pub(crate) path: String,
    /// Which page this is.
    pub(crate) current: &'static str,
    /// Added to links: from where one looks.
    pub(crate) query: String,
    /// Where the protection is looked after.
    pub(crate) protection: String,
    /// Who looked at the person, for those who review that.
    pub(crate) seen: Option<String>,
}

/// A recipient.
pub(crate) struct Looked {
    pub(crate) id: RecipientId,
    /// The awards as they were known, opened, the newest first; never empty.
    pub(crate) rows: Vec<LedgerRow>,
    /// Every application of the recipient, decided or not, as they were known.
    pub(crate) applications: Vec<ApplicationId>,
    /// Whatever happened in the applications that led to an award, of all times, not opened.
    pub(crate) entries: Vec<Entry>,
    /// Where the rows of the ledger changed, of all times.
    pub(crate) changes: Vec<i64>,
    pub(crate) names: Names,
    pub(crate) view: View,
}

impl Looked {
    /// The recipient at the moment of the address. Where there was none then, the page is not found.
    pub(crate) async fn at(cx: &Cx, id: RecipientId) -> Result<Self, Problem> {
        let view = View::of(cx).await?;
        let mut rows = ledger::of_recipient(cx.pool(), id, AsOf { known: view.known, valid_on: None }).await?;
        projections::open(cx.pool(), cx.ring(), &mut rows).await?;
        if rows.is_empty() {
            return Err(Problem::NotFound);
        }
        let ever = ledger::of_recipient(cx.pool(), id, AsOf::default()).await?;
        let mut entries = Vec::new();
        for row in ever {
            entries.extend(case_history::of_case(cx.pool(), row.application, None).await?);
        }
        entries.sort_unstable_by_key(|entry| entry.position);
        let changes = ledger::changes_of(cx.pool(), id).await?;
        let names = Names::new(cx.acts().masters_as_of(view.known).await?, view.day);
        let mut applications: Vec<ApplicationId> = rows.iter().map(|row| row.application).collect();
        let others = worklist::of_recipient(cx.pool(), id, view.known).await?;
        applications.extend(others.into_iter().filter(|other| !rows.iter().any(|row| row.application == *other)));
        let subjects: Vec<Uuid> = std::iter::once(id.0).chain(applications.iter().map(|one| one.0)).collect();
        cx.viewed(&subjects).await?;
        let names = names.with_staff(clerks::named(cx, &entries).await?).hiding(cx.shielded().hides_any());
        Ok(Self { id, rows, applications, entries, changes, names, view })
    }

    /// `/recipients/…`.
    pub(crate) fn path(&self) -> String {
        format!("/recipients/{}", self.id)
    }

    /// The band of a page of this recipient.
    pub(crate) fn bar(&self, tail: &str) -> Bar {
        let here = self.path();
        let what = |position: &i64| {
            let entry = self.entries.iter().find(|entry| entry.position == *position);
            (*position, entry.map_or("台帳の変更", |entry| case_history::title(entry.event.event_type())))
        };
        let steps = Steps::among(self.changes.iter().map(what), self.view.known);
        self.view.bar(&format!("{here}{tail}"), Vec::new(), steps, Some(&format!("{here}/compare")))
    }

    /// The frame of a page of this recipient.
    pub(crate) fn frame(&self, cx: &Cx, current: &'static str) -> Result<Frame, Problem> {
        let path = self.path();
        let seen = cx.may(identity::Permission::ReviewAccess).then(|| format!("/audit/access/persons/{}", self.id));
        let newest = self.rows.first().ok_or(Problem::NotFound)?;
        let ident = ident(newest, &self.names, self.view.day);
        let protection = format!("{}?next=person", crate::shield::path(newest.application.0));
        Ok(Frame { ident, path, current, query: self.view.query(), protection, seen })
    }

    /// Every value of every field, up to the moment that is looked at, and the events that gave them, opened.
    pub(crate) async fn trails(&self, cx: &Cx, until: Option<i64>) -> Result<(Vec<Trail>, Vec<Entry>), Problem> {
        let mut states = Vec::new();
        for position in self.changes.iter().filter(|position| until.is_none_or(|until| **position <= until)) {
            let mut rows = ledger::of_recipient(cx.pool(), self.id, AsOf { known: Some(*position), valid_on: None }).await?;
            projections::open(cx.pool(), cx.ring(), &mut rows).await?;
            states.push((*position, fields::of_person(&rows, &self.names)));
        }
        let mut entries = self.entries.clone();
        entries.retain(|entry| states.iter().any(|(position, _)| *position == entry.position));
        projections::open(cx.pool(), cx.ring(), &mut entries).await?;
        Ok((through(states), entries))
    }

    /// The page of an event, where it belongs to an application of the person.
    pub(crate) fn event(&self, position: i64) -> String {
        let entry = self.entries.iter().find(|entry| entry.position == position);
        entry.map_or_else(String::new, |entry| format!("/cases/{}/events/{position}", entry.application))
    }
}

fn ident(row: &LedgerRow, names: &Names, today: Date) -> Ident {
    let (name, kana) = name_and_kana(&row.name);
    let (text, tone) = standing(row.validity.start(), row.validity.end(), today);
    let mut flags = vec![Flag::new(tone, text)];
    let special = special(row);
    if !special.is_empty() {
        flags.push(Flag::new("warn", special));
    }
    if row.registrant_certificate {
        flags.push(Flag::new("", "登録者証"));
    }
    let validity = format!("{}から{}", wareki::short(row.validity.start()), wareki::short(row.validity.end()));
    Ident {
        name,
        kana,
        facts: vec![
            Fact::number("受給者番号", row.recipient_number.to_string()),
            Fact::new("生年月日", birth_and_age(&row.birth_date, today)),
            Fact::new("有効期間", validity),
            Fact::new("月額上限", row.monthly_cap.to_string()),
            Fact::new("事務所", names.office_short(row.office)),
        ],
        flags,
    }
}

impl Frame {
    /// For the tests of templates.
    pub(crate) fn sample(current: &'static str) -> Self {
        Self {
            ident: Ident::sample(),
            path: format!("/recipients/{}", Uuid::nil()),
            current,
            query: "?known=%2348211".to_owned(),
            protection: "/cases/1/protection?next=person".to_owned(),
            seen: Some("/audit/access/persons/1".to_owned()),
        }
    }
}
