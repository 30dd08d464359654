//! The trace wraps the computation: a step records what its closure returns, and reading through the trace is the only way to a
//! value. It is never off, so what is explained is what was computed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use events::master::MasterStatus;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::caution::Caution;
use super::input::{Input, Stop};
use super::masters::Dated;
use super::val::Val;

/// What is fixed about a version of a rule.
#[derive(Debug)]
pub struct Meta {
    /// `area.noun`.
    pub rule: &'static str,
    /// Count of legal versions.
    pub law: u16,
    /// Count of our corrections within a legal version.
    pub rev: u8,
    /// Legal source.
    pub cite: &'static str,
    /// What it decides, as the heading of the line (開始日).
    pub title: &'static str,
    /// The outcome as the line shows it.
    pub result: fn(&View<'_>) -> String,
    /// The sentence of the line, from what was read and concluded.
    pub explain: fn(&View<'_>) -> String,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The facts of the application.
    Fact,
    /// A row of the masters.
    Master(MasterRef),
    /// The result of another rule.
    Rule(&'static str),
    /// Worked out within the step.
    Derived,
}

/// Which row of the masters was used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MasterRef {
    /// Table.
    pub table: String,
    /// Key.
    pub key: String,
    /// First day of the row.
    pub valid_from: Date,
    /// How sure the row is.
    pub status: MasterStatus,
    /// Position of its adoption in the casework log; 0 for shipped rows read without an installation.
    pub position: i64,
}

/// One step: a rule that ran.
#[derive(Debug)]
pub struct Step {
    meta: &'static Meta,
    out: Val,
}

/// One value that a step used.
#[derive(Debug)]
pub struct Read {
    step: usize,
    name: Cow<'static, str>,
    val: Val,
    from: Origin,
}

/// All steps of one computation, in the order in which they began.
#[derive(Debug, Default)]
pub struct Trace {
    steps: Vec<Step>,
    reads: Vec<Read>,
    cautions: Vec<(usize, Caution)>,
    missing: Vec<String>,
    conflicts: Vec<(String, &'static str)>,
    at: usize,
}

impl Trace {
    /// Runs a rule and records its outcome, whatever it is.
    pub fn step<T: Clone + Into<Val>>(
        &mut self,
        meta: &'static Meta,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let (me, before) = (self.steps.len(), self.at);
        self.steps.push(Step { meta, out: Val::Open });
        self.at = me;
        let result = run(self);
        self.at = before;
        if let Err(stop) = &result {
            self.note_stop(stop);
        }
        if let Some(step) = self.steps.get_mut(me) {
            step.out = match &result {
                Ok(value) => value.clone().into(),
                Err(stop) => stop.clone().into(),
            };
        }
        result
    }

    fn note_stop(&mut self, stop: &Stop) {
        match stop {
            Stop::Missing(name) if !self.missing.contains(name) => self.missing.push(name.clone()),
            Stop::Conflict { field, message } if !self.conflicts.iter().any(|(f, m)| f == field && m == message) => {
                self.conflicts.push((field.clone(), message));
            }
            _ => {}
        }
    }

    /// Reads a fact.
    pub fn read<T: Clone + Into<Val>>(&mut self, name: impl Into<Cow<'static, str>>, input: &Input<T>) -> Result<T, Stop> {
        let name = name.into();
        let (val, result) = match input {
            Input::Known(value) => (value.clone().into(), Ok(value.clone())),
            Input::Unknown => (Val::Missing, Err(Stop::Missing(name.to_string()))),
            Input::NotApplicable(reason) => (Val::NotApplicable(reason), Err(Stop::NotApplicable(reason))),
        };
        if let Err(stop) = &result {
            self.note_stop(stop);
        }
        self.record(name, val, Origin::Fact);
        result
    }

    /// Reads a row of the masters; a row that is not there is missing like a fact.
    pub fn param<'m, R, T: Clone + Into<Val>>(
        &mut self,
        name: &'static str,
        (table, key): (&str, &str),
        row: Option<&'m Dated<R>>,
        value: impl FnOnce(&'m R) -> T,
    ) -> Result<T, Stop> {
        let Some(row) = row else {
            let stop = Stop::Missing(format!("masters.{table}.{key}"));
            self.note_stop(&stop);
            self.record(name.into(), Val::Missing, Origin::Derived);
            return Err(stop);
        };
        let read = value(&row.value);
        self.record(name.into(), read.clone().into(), Origin::Master(row.reference(table)));
        Ok(read)
    }

    /// Uses the result of another rule.
    pub fn take<T: Clone + Into<Val>>(
        &mut self,
        name: &'static str,
        rule: &'static str,
        result: &Result<T, Stop>,
    ) -> Result<T, Stop> {
        let val = match result {
            Ok(value) => value.clone().into(),
            Err(stop) => stop.clone().into(),
        };
        self.record(name.into(), val, Origin::Rule(rule));
        result.clone()
    }

    /// Records a value worked out within the step, for the sentence.
    pub fn note<T: Clone + Into<Val>>(&mut self, name: &'static str, value: T) -> T {
        self.record(name.into(), value.clone().into(), Origin::Derived);
        value
    }

    /// Records that a person must look at something.
    pub fn caution(&mut self, caution: Caution) {
        self.cautions.push((self.at, caution));
    }

    fn record(&mut self, name: Cow<'static, str>, val: Val, from: Origin) {
        self.reads.push(Read { step: self.at, name, val, from });
    }

    /// Facts and rows that were needed and missing.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// Fields that contradict others, with what is wrong.
    pub fn conflicts(&self) -> &[(String, &'static str)] {
        &self.conflicts
    }

    /// What a person must look at.
    pub fn cautions(&self) -> impl Iterator<Item = Caution> {
        self.cautions.iter().map(|(_, caution)| *caution)
    }

    /// Rows of the masters that were used, each once.
    pub fn rows(&self) -> BTreeSet<&MasterRef> {
        let rows = self.reads.iter().filter_map(|read| match &read.from {
            Origin::Master(row) => Some(row),
            Origin::Fact | Origin::Rule(_) | Origin::Derived => None,
        });
        rows.collect()
    }

    /// Those of them that are not confirmed.
    pub fn unconfirmed(&self) -> Vec<MasterRef> {
        self.rows().into_iter().filter(|row| row.status != MasterStatus::Confirmed).cloned().collect()
    }

    /// Appends the steps of another trace.
    pub fn append(&mut self, other: Self) {
        let base = self.steps.len();
        self.steps.extend(other.steps);
        self.reads.extend(other.reads.into_iter().map(|read| Read { step: read.step + base, ..read }));
        self.cautions.extend(other.cautions.into_iter().map(|(step, caution)| (step + base, caution)));
        for name in other.missing {
            self.note_stop(&Stop::Missing(name));
        }
        for (field, message) in other.conflicts {
            self.note_stop(&Stop::Conflict { field, message });
        }
    }

    /// Appends the steps of another trace whose outcome is settled without what it misses.
    pub fn append_settled(&mut self, mut other: Self) {
        other.missing.clear();
        self.append(other);
    }

    /// The form that is stored and shown, sentences rendered.
    pub fn stored(&self) -> Vec<TraceStep> {
        self.steps.iter().enumerate().map(|(at, step)| self.stored_step(at, step)).collect()
    }

    fn stored_step(&self, at: usize, step: &Step) -> TraceStep {
        let view = View { trace: self, step: at, out: &step.out };
        let mut text = match &step.out {
            Val::Missing => format!("{}が分からないため、まだ決まりません。", view.missing_names()),
            Val::NotApplicable(reason) | Val::Conflict(reason) => (*reason).to_owned(),
            _ => (step.meta.explain)(&view),
        };
        let shown = match &step.out {
            Val::Open | Val::Missing | Val::Conflict(_) => "未確定".to_owned(),
            Val::NotApplicable(_) => "－".to_owned(),
            _ => (step.meta.result)(&view),
        };
        for (_, caution) in self.cautions.iter().filter(|(of, _)| *of == at) {
            text.push_str(caution.text());
        }
        let reads: Vec<StoredRead> = view.reads().map(StoredRead::of).collect();
        TraceStep {
            rule: step.meta.rule.to_owned(),
            law: step.meta.law,
            rev: step.meta.rev,
            cite: step.meta.cite.to_owned(),
            title: step.meta.title.to_owned(),
            unconfirmed: reads.iter().any(|read| read.master.as_ref().is_some_and(|m| m.status != MasterStatus::Confirmed)),
            reads,
            out: step.out.json(),
            out_text: shown,
            text,
        }
    }
}

/// What a sentence may say: the reads and the outcome of one step.
#[derive(Debug)]
pub struct View<'t> {
    trace: &'t Trace,
    step: usize,
    out: &'t Val,
}

impl<'t> View<'t> {
    fn reads(&self) -> impl Iterator<Item = &'t Read> {
        let step = self.step;
        self.trace.reads.iter().filter(move |read| read.step == step)
    }

    /// The value read under that name, or under it within a list: `diagnosis_date` finds `diseases[0].diagnosis_date`.
    pub fn get(&self, name: &str) -> Option<&'t Val> {
        let named = |read: &&Read| read.name.rsplit('.').next() == Some(name);
        self.reads().find(named).map(|read| &read.val)
    }

    /// The value read under that name as staff write it; a dash if it was not read.
    pub fn text(&self, name: &str) -> String {
        self.get(name).map_or_else(|| "－".to_owned(), Val::text)
    }

    /// Every value read under that name within a list, as staff write it.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let named = |read: &&Read| read.name.rsplit('.').next() == Some(name);
        self.reads().filter(named).map(|read| read.val.text()).collect()
    }

    /// Whether the outcome is yes.
    pub fn yes(&self) -> bool {
        *self.out == Val::Bool(true)
    }

    /// Whether the value read under that name is yes.
    pub fn is(&self, name: &str) -> bool {
        self.get(name) == Some(&Val::Bool(true))
    }

    /// How many persons the outcome names: 1人.
    pub fn persons(&self) -> String {
        match self.out {
            Val::List(names) => format!("{}人", names.len()),
            other => other.text(),
        }
    }

    /// The outcome as staff write it.
    pub fn out(&self) -> String {
        self.out.text()
    }

    /// The outcome.
    pub fn outcome(&self) -> &'t Val {
        self.out
    }

    fn missing_names(&self) -> String {
        let names: Vec<String> =
            self.reads().filter(|read| read.val == Val::Missing).map(|read| super::facts::label(&read.name)).collect();
        if names.is_empty() { "必要な事実".to_owned() } else { names.join("、") }
    }
}

/// A step as it is stored with a decision and printed by the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceStep {
    /// `area.noun`.
    pub rule: String,
    /// Count of legal versions.
    pub law: u16,
    /// Count of our corrections.
    pub rev: u8,
    /// Legal source.
    pub cite: String,
    /// Heading of the line (開始日).
    pub title: String,
    /// Whether a row of the masters that was used is not confirmed (要確認).
    pub unconfirmed: bool,
    /// What was read.
    pub reads: Vec<StoredRead>,
    /// The outcome.
    pub out: serde_json::Value,
    /// The outcome as staff read it.
    pub out_text: String,
    /// The sentence.
    pub text: String,
}

/// A value that a step used, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRead {
    /// Its name in the facts or the rule.
    pub name: String,
    /// The value; null where it was missing.
    pub value: serde_json::Value,
    /// `fact`, `master`, `derived`, or the name of the rule whose result it is.
    pub from: String,
    /// The row of the masters, if it came from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master: Option<MasterRef>,
}

impl StoredRead {
    fn of(read: &Read) -> Self {
        let (from, master) = match &read.from {
            Origin::Fact => ("fact", None),
            Origin::Master(row) => ("master", Some(row.clone())),
            Origin::Rule(rule) => (*rule, None),
            Origin::Derived => ("derived", None),
        };
        Self { name: read.name.to_string(), value: read.val.json(), from: from.to_owned(), master }
    }
}
