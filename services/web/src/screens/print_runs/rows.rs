//! The people behind a number: items of the run, and what was decided besides, with the names that the ledger has now.

use ::acts::PrintRunFile;
use casework::print_run::ItemState;
use events::ids::AwardId;
use events::vocabulary::wareki;
use projections::ledger::{self, AsOf};
use projections::prints::{DueRow, DueState};
use serde::Serialize;
use uuid::Uuid;

use super::panel::Shown;
use crate::cx::Cx;
use crate::problem::Problem;
use crate::screens::addressing;
use crate::screens::cases::ident::name_and_kana;

/// Items of a page.
pub(super) const PAGE: usize = 50;

/// One row.
#[derive(Clone, Serialize)]
pub(super) struct Row {
    pub(super) award: String,
    /// Its place in the run; none where it is not in it.
    pub(super) ordinal: Option<u32>,
    pub(super) recipient_number: String,
    pub(super) href: String,
    pub(super) name: String,
    /// Where its envelope goes, in one word: the home, the mailing address, …
    pub(super) goes: &'static str,
    pub(super) state: String,
    pub(super) tone: &'static str,
    pub(super) code: String,
    pub(super) copies: Vec<(String, &'static str)>,
    /// A reason can be recorded.
    pub(super) may_explain: bool,
    /// Its task is open.
    pub(super) may_settle: bool,
}

/// Rows of a page, and whether there are more.
pub(super) struct Listed {
    pub(super) rows: Vec<Row>,
    pub(super) last: Option<u32>,
    pub(super) more: bool,
}

fn state(ordinal: u32, item: &ItemState, file: &PrintRunFile, void: bool) -> (String, &'static str) {
    let run = &file.run;
    match (item.posted_on(), run.explanation(item.award)) {
        (Some(day), _) => (format!("{} 発送", wareki::short(day)), "ok"),
        _ if void => ("無効になった".to_owned(), "alert"),
        (None, Some(false)) => ("課題あり".to_owned(), "warn"),
        (None, Some(true)) => ("課題を終えた".to_owned(), ""),
        _ if item.is_returned() => ("返戻".to_owned(), "alert"),
        _ if item.is_matched() => ("封入済".to_owned(), "key"),
        _ if item.is_printed() => ("印刷済".to_owned(), "key"),
        _ if item.spoiled() > 0 => ("書損・再印刷待ち".to_owned(), "warn"),
        _ if ordinal <= run.rendered() => ("作成済".to_owned(), ""),
        _ => ("作成待ち".to_owned(), ""),
    }
}

/// What a page lists.
pub(super) async fn rows(
    cx: &Cx,
    file: &PrintRunFile,
    (missing, void): (&[DueRow], &[u32]),
    shown: Shown,
    after: u32,
    may_run: bool,
) -> Result<Listed, Problem> {
    let lacks = if let Shown::Lacking(step) = shown { file.run.lacking(step) } else { Vec::new() };
    let listed = |ordinal: u32, item: &ItemState| match shown {
        Shown::Open => !item.is_posted(),
        Shown::Decided => false,
        Shown::Lacking(_) => lacks.binary_search(&ordinal).is_ok(),
        Shown::Void => void.contains(&ordinal),
        Shown::All => true,
    };
    let lacking: Vec<(u32, &ItemState)> =
        (1..).zip(file.run.items()).filter(|(ordinal, item)| *ordinal > after && listed(*ordinal, item)).take(PAGE + 1).collect();
    let more = lacking.len() > PAGE;
    let items = &lacking[..lacking.len().min(PAGE)];
    let besides: &[DueRow] = if after == 0 && matches!(shown, Shown::Open | Shown::Decided) { missing } else { &[] };
    let subjects: Vec<Uuid> = items
        .iter()
        .flat_map(|(_, item)| [item.recipient.0, item.application.0])
        .chain(besides.iter().flat_map(|row| [row.recipient.0, row.application.0]))
        .collect();
    cx.viewed(&subjects).await?;
    let awards: Vec<AwardId> = items.iter().map(|(_, item)| item.award).chain(besides.iter().map(|row| row.award)).collect();
    let mut people = ledger::of_awards(cx.pool(), &awards, AsOf::default()).await?;
    projections::open(cx.pool(), cx.ring(), &mut people).await?;
    let name = |award: AwardId| {
        let person = people.iter().find(|person| person.award == award);
        person.map_or_else(|| "（不明）".to_owned(), |person| name_and_kana(&person.name).0)
    };
    let addressees = addressing::addressees(cx, &awards).await?;
    let goes = |award: AwardId| addressees.of(award).map_or("", |to| to.why.label());
    let open = may_run && !file.run.is_closed();
    let explained = |award| file.run.explanation(award);
    let mut rows = Vec::with_capacity(awards.len());
    for (ordinal, item) in items {
        let (state, tone) = state(*ordinal, item, file, void.contains(ordinal));
        rows.push(Row {
            award: item.award.to_string(),
            ordinal: Some(*ordinal),
            recipient_number: item.recipient_number.to_string(),
            href: format!("/recipients/{}", item.recipient),
            name: name(item.award),
            goes: goes(item.award),
            state,
            tone,
            code: events::vocabulary::SheetCode::of(item.certificate, events::vocabulary::Sheet::Certificate).certificate_part(),
            copies: [("certificate", "受給者証"), ("cap_sheet", "管理票")]
                .map(|(document, label)| (format!("/certificates/{}/{document}/copy", item.certificate), label))
                .into(),
            may_explain: open && file.run.is_released() && !item.is_posted() && explained(item.award).is_none(),
            may_settle: may_run && explained(item.award) == Some(false),
        });
    }
    for row in besides {
        rows.push(Row {
            award: row.award.to_string(),
            ordinal: None,
            recipient_number: row.recipient_number.to_string(),
            href: format!("/recipients/{}", row.recipient),
            name: name(row.award),
            goes: goes(row.award),
            state: besides_state(file, row),
            tone: "alert",
            code: String::new(),
            copies: Vec::new(),
            may_explain: open && explained(row.award).is_none(),
            may_settle: may_run && explained(row.award) == Some(false),
        });
    }
    Ok(Listed { last: items.last().map(|(ordinal, _)| *ordinal), rows, more })
}

/// Why it is not in the run: as told when the run was frozen, or what is known now.
fn besides_state(file: &PrintRunFile, row: &DueRow) -> String {
    if let Some(left_out) = file.run.left_out().iter().find(|one| one.award == row.award) {
        return left_out.reason.label().to_owned();
    }
    match row.state {
        DueState::Due | DueState::Outside | DueState::Void => "確定の後に決定された（作成待ち）",
        DueState::Stopped => "確定の後に決定された（作成が止まっている）",
        DueState::Issued => "確定の後に決定・作成された",
    }
    .to_owned()
}

impl Row {
    pub(super) fn sample(ordinal: Option<u32>, state: &str, tone: &'static str, may_explain: bool) -> Self {
        Self {
            award: Uuid::from_u128(u128::from(ordinal.unwrap_or_default())).to_string(),
            ordinal,
            recipient_number: "1000018".to_owned(),
            href: "/recipients/1".to_owned(),
            name: "見本 花子".to_owned(),
            goes: if ordinal.is_some() { "送付先" } else { "" },
            state: state.to_owned(),
            tone,
            code: "4F7KQ2M9XABT".to_owned(),
            copies: vec![("/certificates/1/certificate/copy".to_owned(), "受給者証")],
            may_explain,
            may_settle: !may_explain,
        }
    }
}
