//! `GET /letters/texts`: the words of a letter as they count today, what is on its way, and what comes; and which letters there are.

use axum::response::Response;
use casework::letter_text::{self, key, spec};
use casework::rules::Masters;
use events::letter::LetterKind;
use events::master::MasterStatus;
use events::vocabulary::wareki;
use identity::Permission;
use jiff::civil::Date;
use projections::master_changes;
use serde::Serialize;

use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;

/// Proposals under way that are looked through.
const PENDING: u16 = 200;

#[derive(Serialize)]
struct Block {
    label: &'static str,
    text: String,
    since: String,
    status: &'static str,
    confirmed: bool,
    /// A version that begins later.
    coming: String,
    edit: String,
    pending: String,
}

/// A letter that may be chosen.
#[derive(Serialize)]
struct Letter {
    href: String,
    label: &'static str,
    /// Texts that are to be confirmed with the prefecture.
    unsure: usize,
    chosen: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TextsPage {
    letters: Vec<Letter>,
    label: &'static str,
    places: Vec<String>,
    blocks: Vec<Block>,
    may_edit: bool,
}

impl TextsPage {
    fn of(kind: LetterKind, masters: &Masters, today: Date, may_edit: bool, pending: impl Fn(&str) -> String) -> Self {
        let letter = |one: &LetterKind| {
            let row = |code| masters.letter_texts.at(&key(*one, code), today);
            Letter {
                href: format!("/letters/texts?letter={}", one.code()),
                label: one.label(),
                unsure: spec(*one).blocks.iter().filter_map(|block| row(block.code)).filter(|row| !confirmed(row.status)).count(),
                chosen: *one == kind,
            }
        };
        let block = |block: &letter_text::Block| {
            let key = key(kind, block.code);
            let row = masters.letter_texts.at(&key, today);
            let coming = masters.letter_texts.all().filter(|one| one.key == key && one.valid_from > today);
            let coming = coming.filter(|one| masters.letter_texts.counts(one)).map(|one| one.valid_from).min();
            Block {
                label: block.label,
                text: row.map(|row| row.value.text.clone()).unwrap_or_default(),
                since: row.map(|row| wareki::short(row.valid_from)).unwrap_or_default(),
                status: row.map_or("", |row| row.status.label()),
                confirmed: row.is_some_and(|row| confirmed(row.status)),
                coming: coming.map(wareki::short).unwrap_or_default(),
                edit: match row {
                    Some(_) => format!("/masters/letter_texts/edit?key={key}&from={today}"),
                    None => format!("/masters/letter_texts/edit?new={key}"),
                },
                pending: pending(&format!("{}/{key}", letter_text::TABLE)),
            }
        };
        Self {
            letters: LetterKind::ALL.iter().map(letter).collect(),
            label: kind.label(),
            places: spec(kind).places.iter().map(|place| format!("{{{place}}}")).collect(),
            blocks: spec(kind).blocks.iter().map(block).collect(),
            may_edit,
        }
    }
}

fn confirmed(status: MasterStatus) -> bool {
    status == MasterStatus::Confirmed
}

/// Shows them; the first letter where none is chosen.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let changes = master_changes::newest(cx.pool(), Some(letter_text::TABLE), PENDING).await?;
    let pending = |place: &str| {
        let found = changes.iter().find(|change| change.keys.iter().any(|key| key == place));
        found.map(|change| format!("/masters/changes/{}", change.change)).unwrap_or_default()
    };
    let kind = cx.parameter("letter").and_then(|code| code.parse().ok()).unwrap_or(LetterKind::ApprovalNotice);
    cx.page(&TextsPage::of(kind, &masters, cx.today, cx.may(Permission::EditMasters), pending))
}

impl Page for TextsPage {
    const TEMPLATE: &'static str = "letters/texts.html";

    fn sample() -> Vec<Self> {
        let block = |text: &str, pending: &str| Block {
            label: "本文",
            text: text.to_owned(),
            since: "H27.1.1".to_owned(),
            status: "推定・要確認",
            confirmed: false,
            coming: if text.is_empty() { String::new() } else { "R9.4.1".to_owned() },
            edit: "/masters/letter_texts/edit?key=refusal_notice.lead".to_owned(),
            pending: pending.to_owned(),
        };
        let letter =
            |label, unsure, chosen| Letter { href: "/letters/texts?letter=refusal_notice".to_owned(), label, unsure, chosen };
        let page = |may_edit| Self {
            letters: vec![letter("支給認定通知書", 0, false), letter("不認定通知書", 2, true)],
            label: "不認定通知書",
            places: vec!["{申請日}".to_owned()],
            blocks: vec![block("{申請日}付けの申請", ""), block("", "/masters/changes/1")],
            may_edit,
        };
        vec![page(true), page(false)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn every_letter_is_there_with_its_words() {
        let names = names();
        let page = |kind| TextsPage::of(kind, names.masters(), jiff::civil::date(2026, 11, 24), false, |_| String::new());
        for kind in LetterKind::ALL {
            let page = page(*kind);
            assert!(page.blocks.iter().any(|block| !block.text.is_empty()), "{}", page.label);
            let unsure = page.blocks.iter().filter(|block| !block.text.is_empty() && !block.confirmed).count();
            let chosen = page.letters.iter().filter(|letter| letter.chosen).map(|letter| (letter.label, letter.unsure));
            assert_eq!(chosen.collect::<Vec<_>>(), [(kind.label(), unsure)]);
        }
    }
}
