//! What may be wanted of a run.

use events::Personal;
use events::ids::AwardId;
use events::print_run::{FoundSheet, Frozen};
use events::vocabulary::{FreeText, PostingWay, ReturnGround, SpoilReason};
use jiff::civil::Date;

/// A command on a run.
#[derive(Clone, PartialEq, Debug)]
pub enum PrintRunCommand {
    /// 対象を確定する.
    Freeze(Box<Frozen>),
    /// Some items, from the first that was not.
    Render {
        /// Ordinal of the first.
        first: u32,
        /// Their digests.
        digests: Vec<String>,
    },
    /// 作成を止める.
    Halt {
        /// The item that cannot be rendered.
        at: Option<u32>,
    },
    /// 作成を再開する.
    Resume,
    /// 印刷を承認する.
    Release {
        /// What was looked at.
        digest: String,
    },
    /// 印刷を確かめる.
    ConfirmPrinted {
        /// Ordinal of the first.
        from: u32,
        /// Ordinal of the last.
        until: u32,
    },
    /// 書損を記録する.
    Spoil {
        /// Its ordinal.
        item: u32,
        /// What spoiled it.
        reason: SpoilReason,
    },
    /// 封入を照合する: what was scanned for one envelope.
    Match {
        /// The sheets.
        found: Vec<FoundSheet>,
    },
    /// 発送する.
    Post {
        /// Ordinals.
        items: Vec<u32>,
        /// 発送日.
        on: Date,
        /// 発送方法.
        way: PostingWay,
        /// Ordinals whose certificate counts no longer.
        void: Vec<u32>,
        /// Today.
        today: Date,
    },
    /// 返戻を受ける.
    Return {
        /// Its ordinal.
        item: u32,
        /// 返戻日.
        on: Date,
        /// Why.
        ground: ReturnGround,
        /// Today.
        today: Date,
    },
    /// 差の理由を記録する.
    Explain {
        /// 支給認定.
        award: AwardId,
        /// Why.
        why: Personal<FreeText>,
        /// Until when somebody sees to it.
        due_on: Date,
        /// Decided and not in the run, as known now.
        missing: Vec<AwardId>,
    },
    /// 差の課題を終える.
    Settle {
        /// 支給認定.
        award: AwardId,
        /// What was done.
        how: Personal<FreeText>,
    },
    /// 発行を締める.
    Close {
        /// Decided and not in the run, as known now.
        missing: Vec<AwardId>,
    },
}
