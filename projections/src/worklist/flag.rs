//! Flags (付せん): what holds for a case beside its stage. Acts set and clear them; the stages stay few.

use events::codes;
use events::vocabulary::OverriddenItem;

use crate::told::coded;

codes! {
    /// A flag on a case.
    Flag, UnknownFlag, "not a flag of a case",
    /// Its colour: `alert`, `warn`, `key` or none.
    tone {
        /// Papers of the checklist are not settled.
        MissingDocuments = "missing_documents", "書類不足", "alert";
        /// Another record looks like the child, and nobody said whether it is.
        SuspectedDuplicate = "suspected_duplicate", "重複の疑い", "alert";
        /// The amounts are to be typed again by another hand.
        SecondEntry = "second_entry", "二重入力待ち", "key";
        /// Two entries of the amounts differ.
        EntriesDiffer = "entries_differ", "入力の違い", "alert";
        /// Put before the review board and not heard.
        AwaitingBoard = "awaiting_board", "審査会待ち", "key";
        /// The board asks the doctor first.
        Deferred = "deferred", "審査会保留", "warn";
        /// Sent with a list, its arrival not checked.
        OnItsWay = "on_its_way", "到着確認待ち", "";
        /// On a list, and not in the envelope.
        NotFound = "not_found", "未着", "alert";
        /// The division sent it back to the office.
        SentBack = "sent_back", "差戻し", "alert";
        /// Put aside until a day.
        Held = "held", "保留中", "warn";
        /// Somebody outside was asked and has not answered.
        Inquiring = "inquiring", "照会中", "warn";
        /// On a proposal, and on its way to the decision.
        Proposed = "proposed", "起案中", "key";
        /// The start was set by hand.
        StartByHand = "start_by_hand", "開始日を手で改めた", "warn";
        /// The end was set by hand.
        EndByHand = "end_by_hand", "終了日を手で改めた", "warn";
        /// The tier was set by hand.
        TierByHand = "tier_by_hand", "階層を手で改めた", "warn";
        /// The family was reminded of the correction.
        Reminded = "reminded", "催促済", "warn";
        /// Approved, and the certificate is not made yet.
        AwaitingPrint = "awaiting_print", "印刷待ち", "key";
        /// The board said no to a disease.
        BoardRefused = "board_refused", "不承認の疾病あり", "alert";
    }
}

impl Flag {
    /// What says that an item was set by hand.
    pub const fn by_hand(item: OverriddenItem) -> Self {
        match item {
            OverriddenItem::Start => Self::StartByHand,
            OverriddenItem::End => Self::EndByHand,
            OverriddenItem::Tier => Self::TierByHand,
        }
    }

    /// Puts it on, once.
    pub(super) fn raise(self, flags: &mut Vec<Self>) {
        flags.retain(|flag| *flag != self);
        flags.push(self);
    }
}

coded!(Flag);
