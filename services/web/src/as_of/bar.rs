//! The band that shows from where a page looks, and leads to other moments. Plain links and one GET form.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::View;
use crate::forms::FormView;
use crate::screens::cases::moment;

/// A change to go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Step {
    /// Its position.
    pub(crate) position: i64,
    /// What it was, in a few words.
    pub(crate) what: String,
}

/// The changes around the moment of a page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Steps {
    /// The state before the newest change that is shown.
    pub(crate) before: Option<Step>,
    /// The first change that is not shown yet.
    pub(crate) after: Option<Step>,
}

impl Steps {
    /// Around a position, among the changes of what the page shows in the order of the log.
    pub(crate) fn among(changes: impl IntoIterator<Item = (i64, &'static str)>, known: Option<i64>) -> Self {
        let step = |(position, what): (i64, &str)| Step { position, what: what.to_owned() };
        let mut steps = Self::default();
        let mut shown = None;
        for change in changes {
            if known.is_some_and(|known| change.0 > known) {
                steps.after = Some(step(change));
                break;
            }
            steps.before = shown.map(step);
            shown = Some(change);
        }
        steps
    }
}

/// A field of the page's own that the form carries along.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Kept {
    /// Name.
    pub(crate) name: &'static str,
    /// Value.
    pub(crate) value: String,
}

/// A link of the band.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Link {
    href: String,
    position: i64,
    what: String,
}

/// The band.
#[derive(Clone, Serialize)]
pub(crate) struct Bar {
    past: bool,
    /// The page answers a form, which is sent again for another moment: what it asks for must not stand in an address.
    sent: bool,
    here: String,
    kept: Vec<Kept>,
    form: FormView,
    words: String,
    today: String,
    before: Option<Link>,
    after: Option<Link>,
    compare: Option<String>,
    permanent: String,
}

fn joined(here: &str, kept: &[Kept], query: &str) -> String {
    let mut parts: Vec<String> = kept.iter().map(|field| format!("{}={}", field.name, field.value)).collect();
    parts.extend(query.strip_prefix('?').map(str::to_owned));
    if parts.is_empty() { here.to_owned() } else { format!("{here}?{}", parts.join("&")) }
}

impl View {
    /// The band of a page at `here`, which keeps fields of its own; `compare` is where two moments of it stand side by side.
    pub(crate) fn bar(&self, here: &str, kept: Vec<Kept>, steps: Steps, compare: Option<&str>) -> Bar {
        let values = [("valid", self.valid_text()), ("known", self.known_text())];
        let link = |step: Step| {
            let href = joined(here, &kept, &self.query_at(step.position));
            Link { href, position: step.position, what: step.what }
        };
        Bar {
            past: self.is_past(),
            sent: false,
            form: FormView::filled(values).with_errors(&self.errors),
            words: self.words(),
            today: joined(here, &kept, ""),
            before: steps.before.map(link),
            after: steps.after.map(link),
            compare: compare.map(|path| joined(path, &kept, &self.query())),
            permanent: joined(here, &kept, &self.query()),
            here: here.to_owned(),
            kept,
        }
    }

    /// The band of a page that answers a form.
    pub(crate) fn bar_of_form(&self, here: &str, kept: Vec<Kept>, steps: Steps) -> Bar {
        Bar { sent: true, ..self.bar(here, kept, steps, None) }
    }

    /// 業務日 as it stands in a field.
    pub(crate) fn valid_text(&self) -> String {
        match self.valid {
            Some(day) if !self.is_wrong() => events::vocabulary::wareki::long(day),
            _ => self.typed.0.clone(),
        }
    }

    /// 記録日時 as it stands in a field.
    pub(crate) fn known_text(&self) -> String {
        match self.recorded {
            Some(recorded) if !self.is_wrong() && !self.typed.1.trim_start().starts_with(['#', '＃']) => minute(recorded),
            _ => self.typed.1.clone(),
        }
    }
}

/// 「令和8年4月10日 17:30」, with seconds where they are not 0.
fn minute(at: Timestamp) -> String {
    let words = moment::exact(at);
    words.strip_suffix(":00").map_or(words.clone(), str::to_owned)
}

impl Bar {
    /// Bars for the tests of templates: of the present, of the past, and with what cannot be read.
    pub(crate) fn samples() -> [Self; 3] {
        let today = Date::constant(2026, 11, 24);
        let present = View::present(today);
        let past = View {
            valid: Some(Date::constant(2026, 3, 31)),
            known: Some(48_211),
            recorded: Timestamp::from_second(1_775_809_800).ok(),
            ..present.clone()
        };
        let mut wrong = present.clone();
        "きのう".clone_into(&mut wrong.typed.1);
        wrong.errors.add("known", "まだ来ていない日時です。");
        let step = |position| Some(Step { position, what: "進達した".to_owned() });
        let kept = vec![Kept { name: "office", value: "01".to_owned() }];
        [
            present.bar("/ledger", Vec::new(), Steps { before: step(12), after: None }, None),
            past.bar("/ledger", kept, Steps { before: step(12), after: step(48_300) }, Some("/ledger/compare")),
            wrong.bar("/ledger", Vec::new(), Steps::default(), None),
        ]
    }

    /// Of the past, of a page that answers a form.
    pub(crate) fn sample_of_form() -> Self {
        Self { sent: true, here: "/search".to_owned(), ..Self::sample() }
    }

    /// Of the past.
    pub(crate) fn sample() -> Self {
        let [_, past, _] = Self::samples();
        past
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_before_the_shown_change_and_to_the_first_hidden_one() {
        let changes = [(3, "一"), (7, "二"), (9, "三")];
        let around = |known| {
            let steps = Steps::among(changes, known);
            (steps.before.map(|step| step.position), steps.after.map(|step| step.position))
        };
        assert_eq!(around(None), (Some(7), None));
        assert_eq!(around(Some(8)), (Some(3), Some(9)));
        assert_eq!(around(Some(3)), (None, Some(7)));
        assert_eq!(around(Some(1)), (None, Some(3)));
    }

    #[test]
    fn the_permanent_address_names_day_and_position() {
        let [present, past, wrong] = Bar::samples();
        assert_eq!((present.permanent.as_str(), present.past), ("/ledger", false));
        assert_eq!(past.permanent, "/ledger?office=01&valid=2026-03-31&known=%2348211");
        assert_eq!(past.today, "/ledger?office=01");
        assert!(past.words.contains("令和8年3月31日") && past.words.contains("位置 48211"));
        assert!(!wrong.past);
    }
}
