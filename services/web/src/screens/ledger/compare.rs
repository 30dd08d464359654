//! 台帳の比較: who came, who went and what changed between two moments of the whole ledger, with the events between; page by page. Each
//! moment has both times, so the same page compares two days as we know them now, and one day as it was known before and after.

use std::collections::BTreeMap;

use axum::response::Response;
use events::ids::AwardId;
use events::vocabulary::OfficeCode;
use projections::ledger::{self, After, AsOf, AwardChange, Counted, LedgerRow};
use serde::Serialize;
use uuid::Uuid;

use super::fields::{self, Said};
use super::list::{EVERY, OfficeChoice, asked, offices};
use crate::as_of::View;
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::ident::name_and_kana;
use crate::screens::cases::moment;
use crate::screens::cases::names::Names;
use crate::screens::cases::told::who;
use crate::taking_out::Offer;

/// Awards of a page.
const PAGE: u16 = 50;
/// Without a word, the present is compared with so many days ago.
const DAYS: i64 = 30;

/// A field that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Changed {
    pub(super) label: &'static str,
    pub(super) before: String,
    pub(super) after: String,
}

/// An event between.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Event {
    position: i64,
    href: String,
    what: &'static str,
    when: String,
    who: String,
}

/// An award that differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Pair {
    pub(super) recipient_number: String,
    href: String,
    pub(super) name: String,
    pub(super) kana: String,
    /// 「＋」, 「－」 or 「≠」.
    pub(super) mark: &'static str,
    pub(super) word: &'static str,
    pub(super) fields: Vec<Changed>,
    events: Vec<Event>,
}

impl Pair {
    /// The events between, by their positions.
    pub(super) fn positions(&self) -> String {
        self.events.iter().map(|event| event.position.to_string()).collect::<Vec<_>>().join("、")
    }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct LedgerComparePage {
    form: FormView,
    /// What is asked before the comparison leaves as a file; none for those who may not.
    export: Option<Offer>,
    words: [String; 2],
    offices: Vec<OfficeChoice>,
    added: i64,
    removed: i64,
    changed: i64,
    pairs: Vec<Pair>,
    next: Option<String>,
    first: Option<String>,
}

/// What is compared.
pub(super) struct Question {
    from: View,
    to: View,
    pub(super) office: Option<OfficeCode>,
    errors: FieldErrors,
}

impl Question {
    /// From the fields of an address or a form: `valid` and `known` are the earlier moment, `to_valid` and `to_known` the later one.
    pub(super) async fn of(cx: &Cx, field: impl Fn(&str) -> String, office: Option<OfficeCode>) -> Result<Self, Problem> {
        let (valid, mut known) = (field("valid"), field("known"));
        let (to_valid, to_known) = (field("to_valid"), field("to_known"));
        if [&valid, &known, &to_valid, &to_known].into_iter().all(String::is_empty) {
            let before = cx.today.checked_sub(jiff::Span::new().days(DAYS)).map_err(|_| Problem::Internal)?;
            known = events::vocabulary::wareki::short(before);
        }
        let (from, to) = (View::asked(cx, valid, known).await?, View::asked(cx, to_valid, to_known).await?);
        let mut errors = FieldErrors::default();
        from.tell("valid", "known", &mut errors);
        to.tell("to_valid", "to_known", &mut errors);
        // What is known may only grow between the moments; the days may lie as they like.
        let order = |view: &View| view.known.unwrap_or(i64::MAX);
        if errors.is_empty() && order(&from) > order(&to) {
            errors.add("known", "前の時点の記録日時が、後の時点より後です。入れ替えて入力してください。");
        }
        Ok(Self { from, to, office, errors })
    }

    pub(super) fn moments(&self) -> (AsOf, AsOf) {
        (self.from.as_of(), self.to.as_of())
    }

    pub(super) fn words(&self) -> [String; 2] {
        [self.from.words(), self.to.words()]
    }

    pub(super) fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    fn office_code(&self) -> String {
        self.office.map_or_else(|| EVERY.to_owned(), |office| office.to_string())
    }

    fn form(&self) -> FormView {
        let fields = [
            ("valid", self.from.valid_text()),
            ("known", self.from.known_text()),
            ("to_valid", self.to.valid_text()),
            ("to_known", self.to.known_text()),
            ("office", self.office_code()),
        ];
        FormView::filled(fields).with_errors(&self.errors)
    }

    /// The same question in an address.
    fn address(&self) -> String {
        let mut parts = vec![format!("office={}", self.office_code())];
        for (view, valid, known) in [(&self.from, "valid", "known"), (&self.to, "to_valid", "to_known")] {
            parts.extend(view.valid.map(|day| format!("{valid}={day}")));
            parts.extend(view.known.map(|position| format!("{known}=%23{position}")));
        }
        format!("/ledger/compare?{}", parts.join("&"))
    }
}

/// The awards that differ, told, with everybody who is in them.
pub(super) struct Found {
    pub(super) counted: Counted,
    pub(super) pairs: Vec<Pair>,
    pub(super) subjects: Vec<Uuid>,
    next: Option<After>,
}

/// A page of what differs, at most `limit`.
pub(super) async fn found(cx: &Cx, question: &Question, after: Option<After>, limit: u16) -> Result<Found, Problem> {
    let (from, to) = question.moments();
    let differing = ledger::differing(cx.pool(), (from, to), question.office, after, limit).await?;
    let mut before = ledger::of_awards(cx.pool(), &differing.awards, from).await?;
    let mut now = ledger::of_awards(cx.pool(), &differing.awards, to).await?;
    let mut events = ledger::changes_between(cx.pool(), &differing.awards, from, to).await?;
    projections::open(cx.pool(), cx.ring(), &mut before).await?;
    projections::open(cx.pool(), cx.ring(), &mut now).await?;
    projections::open(cx.pool(), cx.ring(), &mut events).await?;
    // Codes are told as they are told at the later moment.
    let names = Names::new(cx.acts().masters_as_of(question.to.known).await?, question.to.day);
    let subjects: Vec<Uuid> = before.iter().chain(&now).map(|row| row.recipient.0).collect();
    // Of a list nobody said what an address is needed for.
    let (shield, hiding) = (cx.shield(&subjects).await?, names.clone().hiding(true));
    let by_award = |rows: Vec<LedgerRow>| rows.into_iter().map(|row| (row.award, row)).collect::<BTreeMap<AwardId, LedgerRow>>();
    let (mut before, mut now) = (by_award(before), by_award(now));
    let inside = |row: &LedgerRow| question.office.is_none_or(|office| row.office == office);
    let pairs = differing.awards.iter().filter_map(|award| {
        let (one, other) = (before.remove(award).filter(inside), now.remove(award).filter(inside));
        let own: Vec<&AwardChange> = events.iter().filter(|event| event.award == *award).collect();
        let covered = one.as_ref().or(other.as_ref()).is_some_and(|row| shield.covers(row.recipient.0));
        pair(one.as_ref(), other.as_ref(), &own, if covered { &hiding } else { &names }, cx.today)
    });
    Ok(Found { pairs: pairs.collect(), counted: differing.counted, subjects, next: differing.next })
}

fn pair(
    before: Option<&LedgerRow>,
    after: Option<&LedgerRow>,
    events: &[&AwardChange],
    names: &Names,
    today: jiff::civil::Date,
) -> Option<Pair> {
    let row = after.or(before)?;
    let said = |row: Option<&LedgerRow>| -> Vec<Said> {
        row.map(|row| fields::person(row, names).into_iter().chain(fields::award(row, names)).collect()).unwrap_or_default()
    };
    let (mark, word) = match (before, after) {
        (None, _) => ("＋", "加わった"),
        (_, None) => ("－", "なくなった"),
        _ => ("≠", "変わった"),
    };
    let (old, new) = (said(before), said(after));
    // Of somebody who came or went what they were awarded is enough; the name stands beside it.
    let telling = ["有効期間", "疾病", "階層区分", "区分", "月額上限", "管轄事務所"];
    let value = |of: &[Said], label: &str| of.iter().find(|said| said.0 == label).map(|said| said.1.clone()).unwrap_or_default();
    let labels = if new.is_empty() { &old } else { &new };
    let fields = labels.iter().map(|(label, _)| Changed { label, before: value(&old, label), after: value(&new, label) });
    let fields = fields.filter(|one| one.before != one.after && (mark == "≠" || telling.contains(&one.label))).collect();
    let (name, kana) = name_and_kana(&row.name);
    let event = |event: &&AwardChange| Event {
        position: event.change.position,
        href: format!("/cases/{}/events/{}", row.application, event.change.position),
        what: event.change.label(),
        when: moment::near_day(moment::in_japan(event.change.at).date(), today),
        who: who(&event.change.by, names),
    };
    Some(Pair {
        recipient_number: row.recipient_number.to_string(),
        href: format!("/recipients/{}", row.recipient),
        name,
        kana,
        mark,
        word,
        fields,
        events: events.iter().map(event).collect(),
    })
}

/// The page, with what became of a wish to export.
pub(super) async fn render(cx: &Cx, question: Question, after: Option<After>, again: Option<Offer>) -> Result<Response, Problem> {
    let nothing = Found { counted: Counted::default(), pairs: Vec::new(), subjects: Vec::new(), next: None };
    let found = if question.is_wrong() { nothing } else { found(cx, &question, after, PAGE).await? };
    cx.viewed(&found.subjects).await?;
    let names = Names::new(cx.masters().await?, cx.today);
    let address = question.address();
    let wrong = again.is_some() || question.is_wrong();
    let may_export = cx.may(super::export::PERMISSION) && !question.is_wrong();
    let page = LedgerComparePage {
        form: question.form(),
        export: may_export.then(|| again.unwrap_or_else(super::export::comparison_offer)),
        words: question.words(),
        offices: offices(&names, cx.today, question.office),
        added: found.counted.added,
        removed: found.counted.removed,
        changed: found.counted.changed,
        pairs: found.pairs,
        next: found.next.map(|after| format!("{address}&after={after}")),
        first: after.map(|_| address),
    };
    let status = if wrong { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    cx.page_as(status, &page)
}

/// `GET /ledger/compare?valid=…&known=…&to_valid=…&to_known=…`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let after = cx.parameter("after").map(str::parse::<After>).transpose().map_err(|_| Problem::NotFound)?;
    let office = asked(cx.parameter("office"), cx.office_scope());
    let question = Question::of(&cx, |name| cx.decoded(name), office).await?;
    render(&cx, question, after, None).await
}

/// The question of a form.
pub(super) async fn posted(cx: &Cx, posted: &Posted) -> Result<Question, Problem> {
    let office = asked(Some(posted.text("office")), cx.office_scope());
    Question::of(cx, |name| posted.text(name).to_owned(), office).await
}

impl Page for LedgerComparePage {
    const TEMPLATE: &'static str = "ledger/compare.html";

    fn sample() -> Vec<Self> {
        let changed =
            |before: &str, after: &str| Changed { label: "月額上限", before: before.to_owned(), after: after.to_owned() };
        let event = Event {
            position: 48_211,
            href: "/cases/1/events/48211".to_owned(),
            what: "支給認定した",
            when: "11月9日".to_owned(),
            who: "決裁 見本 五".to_owned(),
        };
        let pair = |mark, word, fields, events| Pair {
            recipient_number: "1000012".to_owned(),
            href: "/recipients/1".to_owned(),
            name: "見本 花子".to_owned(),
            kana: "ミホン ハナコ".to_owned(),
            mark,
            word,
            fields,
            events,
        };
        let mut errors = FieldErrors::default();
        errors.add("known", "まだ来ていない日時です。");
        let page = |form: FormView, pairs: Vec<Pair>, next: Option<&str>| Self {
            export: (!pairs.is_empty()).then(|| Offer::samples()[1].clone()),
            form,
            words: ["業務日 すべての日、記録 いままで".to_owned(), "業務日 すべての日、記録 いままで".to_owned()],
            offices: OfficeChoice::samples(),
            added: 12,
            removed: 3,
            changed: 40,
            pairs,
            next: next.map(str::to_owned),
            first: next.map(str::to_owned),
        };
        let pairs = vec![
            pair("＋", "加わった", vec![changed("", "5,000円")], vec![event.clone()]),
            pair("－", "なくなった", vec![changed("5,000円", "")], Vec::new()),
            pair("≠", "変わった", vec![changed("5,000円", "2,500円")], vec![event]),
            pair("≠", "変わった", Vec::new(), Vec::new()),
        ];
        vec![
            page(FormView::default(), pairs, Some("/ledger/compare?after=1")),
            page(FormView::filled([("known", "R99")]).with_errors(&errors), Vec::new(), None),
        ]
    }
}
