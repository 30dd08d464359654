//! What an organisation must be told: the difference between what the delivered files said of each award and what the ledger says now.
//! Files that were withdrawn said nothing; lines that were rejected are told again.

use std::collections::BTreeMap;

use events::ids::{AwardId, RecipientId};
use events::recipient_file::{Entry, ItemKind};

/// What the newest delivered line about an award said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    /// What was told.
    pub entry: Entry,
    /// As what.
    pub kind: ItemKind,
    /// The organisation did not take it.
    pub rejected: bool,
}

/// What is to be told of an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// 新規・変更・喪失.
    pub kind: ItemKind,
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 再送.
    pub again: bool,
    /// What is told.
    pub entry: Entry,
}

/// The difference for one award; none where there is nothing to tell.
fn change(known: Option<&Known>, now: Entry, ended: bool) -> Option<(ItemKind, bool)> {
    let Some(known) = known else { return (!now.annulled).then_some((ItemKind::New, false)) };
    if known.entry == now {
        return known.rejected.then_some((known.kind, true));
    }
    // Where the award was never taken, whatever is told is new, unless there is nothing left to tell.
    if known.rejected && known.kind == ItemKind::New {
        return if now.annulled { None } else { Some((ItemKind::New, true)) };
    }
    let shorter = now.validity.end() < known.entry.validity.end();
    let lost = (now.annulled && !known.entry.annulled) || (shorter && ended);
    Some((if lost { ItemKind::Lost } else { ItemKind::Changed }, known.rejected))
}

/// Everything that is to be told, in the order of `now`: each award with its recipient, what the ledger says of it, and whether the right was lost
/// (as against replaced by another award).
pub fn delta(
    known: &BTreeMap<AwardId, Known>,
    now: impl IntoIterator<Item = (AwardId, RecipientId, Entry, bool)>,
) -> Vec<Change> {
    now.into_iter()
        .filter_map(|(award, recipient, entry, ended)| {
            let (kind, again) = change(known.get(&award), entry, ended)?;
            Some(Change { kind, award, recipient, again, entry })
        })
        .collect()
}
