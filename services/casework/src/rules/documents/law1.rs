//! Every row whose conditions all hold is a line, or one line for each disease or person. One condition that does not hold settles a row; a row
//! that hangs on an unknown fact names it.

use jiff::civil::{Date, date};

use super::{Condition, Document, DocumentFacts, Documents, DocumentsFn, RULE, Subject};
use crate::rules::asked::Asked;
use crate::rules::input::{Input, Stop};
use crate::rules::masters::{Dated, DocumentKind};
use crate::rules::trace::{Meta, Trace, View};
use crate::rules::val::Val;
use crate::rules::version::Version;

pub(super) static LAW1: Version<DocumentsFn> = Version {
    meta: Meta {
        rule: RULE,
        law: 1,
        rev: 1,
        cite: "児童福祉法施行規則第7条の9第2項ほか、県の定め",
        title: "必要書類",
        result,
        explain,
    },
    applies: |_| true,
    from: date(2015, 1, 1),
    run: |facts, on, asked, t| t.step(&LAW1.meta, |t| run(facts, on, asked, t)),
};

fn run(facts: &DocumentFacts, on: Date, asked: &Asked<'_>, t: &mut Trace) -> Result<Documents, Stop> {
    let mut rows: Vec<&Dated<DocumentKind>> = asked.masters.document_kinds.on(on).collect();
    rows.sort_by_key(|row| (row.value.order, &row.key));
    let mut needed = Vec::new();
    let mut waiting = Ok(());
    for row in rows {
        let answers: Vec<Result<bool, &'static str>> = row
            .value
            .when
            .iter()
            .map(|code| Condition::parse(code).map_or(Ok(false), |condition| condition.holds(facts)))
            .collect();
        if answers.contains(&Ok(false)) {
            continue;
        }
        let about = match row.value.per.as_str() {
            "disease" => subjects("diseases", &facts.diseases),
            "income_person" => subjects("persons", &facts.persons),
            _ => Ok(vec![None]),
        };
        let missing: Vec<&'static str> = answers.into_iter().filter_map(Result::err).collect();
        match about {
            Ok(about) if missing.is_empty() => {
                t.param("paper", ("document_kinds", &row.key), Some(row), |kind| kind.title.clone())?;
                needed.extend(about.into_iter().map(|about| line(row, about)));
            }
            about => {
                for name in missing.into_iter().chain(about.err()) {
                    waiting = waiting.and(t.read(name, &Input::<bool>::Unknown).map(|_| ()));
                }
            }
        }
    }
    waiting.map(|()| Documents(needed))
}

fn subjects<'f>(name: &'static str, of: &'f Input<Vec<Subject>>) -> Result<Vec<Option<&'f Subject>>, &'static str> {
    of.known().map(|list| list.iter().map(Some).collect()).ok_or(name)
}

fn line(row: &Dated<DocumentKind>, about: Option<&Subject>) -> Document {
    let DocumentKind { title, because, .. } = &row.value;
    match about {
        None => Document { item: row.key.clone(), title: title.clone(), because: because.clone() },
        Some(Subject { key, label }) => {
            Document { item: format!("{}:{key}", row.key), title: format!("{title}（{label}）"), because: because.clone() }
        }
    }
}

fn result(v: &View<'_>) -> String {
    match v.outcome() {
        Val::List(papers) => format!("{}点", papers.len()),
        other => other.text(),
    }
}

fn explain(v: &View<'_>) -> String {
    format!("要る書類は {} です。", v.out())
}
