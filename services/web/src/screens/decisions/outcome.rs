//! What became of several cases, row by row: after a decision, after a step of a proposal.

use acts::{ActError, Case};
use serde::Serialize;

use crate::page::Page;

/// The page.
#[derive(Serialize)]
pub(crate) struct OutcomePage {
    title: &'static str,
    back_href: String,
    back: &'static str,
    /// 「2件を認定しました」.
    headline: String,
    left: usize,
    rows: Vec<Outcome>,
}

/// What became of one case.
#[derive(Serialize)]
pub(crate) struct Outcome {
    href: String,
    receipt_number: String,
    name: String,
    done: bool,
    label: &'static str,
    text: String,
}

/// An error as it is told beside a case of several.
fn told(error: &ActError) -> String {
    match error {
        ActError::Stale { .. } => {
            "一覧を表示した後に、この申請が動きました。何も記録していません。申請を開いて確かめてください。".to_owned()
        }
        other => other.to_string(),
    }
}

impl Outcome {
    /// What became of a case: a word and a text, or why nothing did.
    pub(crate) fn of(case: &Case, outcome: Result<(&'static str, String), &ActError>, undone: &'static str) -> Self {
        let (done, label, text) = match outcome {
            Ok((label, text)) => (true, label, text),
            Err(error) => (false, undone, told(error)),
        };
        Self {
            href: format!("/cases/{}", case.id),
            receipt_number: case.application.receipt_number().map(|number| number.to_string()).unwrap_or_default(),
            name: crate::screens::cases::ident::name_and_kana(&case.child_name).0,
            done,
            label,
            text,
        }
    }

    /// Whether it was done.
    pub(crate) const fn is_done(&self) -> bool {
        self.done
    }
}

impl OutcomePage {
    /// The page of a list of outcomes.
    pub(crate) fn new(
        (title, back_href, back): (&'static str, String, &'static str),
        rows: Vec<Outcome>,
        headline: impl FnOnce(usize) -> String,
        undone: &str,
    ) -> Self {
        let done = rows.iter().filter(|row| row.done).count();
        let left = rows.len() - done;
        let rest = if left > 0 { format!("。{left}件は{undone}") } else { String::new() };
        let headline = headline(done) + &rest;
        Self { title, back_href, back, headline, left, rows }
    }
}

impl Page for OutcomePage {
    const TEMPLATE: &'static str = "decisions/outcome.html";

    fn sample() -> Vec<Self> {
        let row = |done, label, text: &str| Outcome {
            href: "/cases/1".to_owned(),
            receipt_number: "8-01-0412".to_owned(),
            name: "見本 花子".to_owned(),
            done,
            label,
            text: text.to_owned(),
        };
        let page = |rows: Vec<Outcome>| {
            let head = ("決裁の結果", "/decisions".to_owned(), "決裁の一覧");
            Self::new(head, rows, |done| format!("{done}件を認定しました"), "決定していません")
        };
        vec![
            page(vec![
                row(true, "認定", "受給者番号 1000018"),
                row(false, "決定していません", "入力または点検した人は決裁できません。"),
            ]),
            page(vec![row(true, "認定", "受給者番号 1000018")]),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_stands_in_the_headline() {
        let pages = OutcomePage::sample();
        assert_eq!(pages[0].headline, "1件を認定しました。1件は決定していません");
        assert_eq!(pages[1].headline, "1件を認定しました");
    }
}
