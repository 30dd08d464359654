//! `GET /letters/texts`: the words of every letter as they count today, what is on its way, and what comes.

use axum::response::Response;
use casework::letter_text::{self, key, spec};
use casework::rules::Masters;
use events::letter::LetterKind;
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

#[derive(Serialize)]
struct Letter {
    code: &'static str,
    label: &'static str,
    places: Vec<String>,
    blocks: Vec<Block>,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct TextsPage {
    letters: Vec<Letter>,
    may_edit: bool,
}

fn letters(masters: &Masters, today: Date, pending: impl Fn(&str) -> String) -> Vec<Letter> {
    let letter = |kind: &LetterKind| {
        let blocks = spec(*kind).blocks.iter().map(|block| {
            let key = key(*kind, block.code);
            let row = masters.letter_texts.at(&key, today);
            let coming = masters.letter_texts.all().filter(|one| one.key == key && one.valid_from > today);
            let coming = coming.filter(|one| masters.letter_texts.counts(one)).map(|one| one.valid_from).min();
            Block {
                label: block.label,
                text: row.map(|row| row.value.text.clone()).unwrap_or_default(),
                since: row.map(|row| wareki::short(row.valid_from)).unwrap_or_default(),
                status: row.map_or("", |row| row.status.label()),
                confirmed: row.is_some_and(|row| row.status == events::master::MasterStatus::Confirmed),
                coming: coming.map(wareki::short).unwrap_or_default(),
                edit: match row {
                    Some(_) => format!("/masters/letter_texts/edit?key={key}&from={today}"),
                    None => format!("/masters/letter_texts/edit?new={key}"),
                },
                pending: pending(&format!("{}/{key}", letter_text::TABLE)),
            }
        });
        Letter {
            code: kind.code(),
            label: kind.label(),
            places: spec(*kind).places.iter().map(|place| format!("{{{place}}}")).collect(),
            blocks: blocks.collect(),
        }
    };
    LetterKind::ALL.iter().map(letter).collect()
}

/// Shows them.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let masters = cx.masters().await?;
    let changes = master_changes::newest(cx.pool(), Some(letter_text::TABLE), PENDING).await?;
    let pending = |place: &str| {
        let found = changes.iter().find(|change| change.keys.iter().any(|key| key == place));
        found.map(|change| format!("/masters/changes/{}", change.change)).unwrap_or_default()
    };
    let letters = letters(&masters, cx.today, pending);
    cx.page(&TextsPage { letters, may_edit: cx.may(Permission::EditMasters) })
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
        let letter = || Letter {
            code: "refusal_notice",
            label: "不認定通知書",
            places: vec!["{申請日}".to_owned()],
            blocks: vec![block("{申請日}付けの申請", ""), block("", "/masters/changes/1")],
        };
        vec![Self { letters: vec![letter()], may_edit: true }, Self { letters: vec![letter()], may_edit: false }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::cases::names::tests::names;

    #[test]
    fn every_letter_is_there_with_its_words() {
        let names = names();
        let all = letters(names.masters(), jiff::civil::date(2026, 11, 24), |_| String::new());
        assert_eq!(all.len(), LetterKind::ALL.len());
        assert!(all.iter().all(|letter| letter.blocks.iter().any(|block| !block.text.is_empty())));
    }
}
