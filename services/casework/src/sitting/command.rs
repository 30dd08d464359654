//! What can be asked of a sitting.

use events::certificate::IssuedDocument;
use events::ids::ApplicationId;
use events::sitting::{AgendaItem, BoardSheet, DiseaseVerdict, MinutesText};
use events::vocabulary::{FreeText, ShortText};
use jiff::civil::Date;

/// A command on a sitting. `today` is the day in Japan.
#[derive(Clone, PartialEq, Debug)]
pub enum SittingCommand {
    /// 開催を決める.
    Schedule {
        /// 開催日, today or later.
        held_on: Date,
        /// 締切日, at the latest the day of the sitting.
        cut_off_on: Date,
        /// 会場.
        venue: ShortText,
        /// 委員.
        members: Vec<ShortText>,
        /// Today.
        today: Date,
    },
    /// 議題を決める, from the cut-off on and until the first case was heard.
    FixAgenda {
        /// What waits.
        items: Vec<AgendaItem>,
        /// Today.
        today: Date,
    },
    /// 審査する.
    Hear {
        /// The case.
        application: ApplicationId,
        /// One a disease.
        verdicts: Vec<DiseaseVerdict>,
        /// Seats of those who keep out (除斥).
        recused: Vec<u8>,
        /// Today.
        today: Date,
    },
    /// 閉じる.
    Close {
        /// 議事録.
        minutes: FreeText,
        /// Seats of those who were absent.
        absent: Vec<u8>,
        /// Today.
        today: Date,
    },
    /// 開催を変える, until the first case was heard.
    Move {
        /// 開催日, today or later.
        held_on: Date,
        /// 締切日, at the latest the day of the sitting.
        cut_off_on: Date,
        /// 会場.
        venue: ShortText,
        /// 変更の理由.
        why: FreeText,
        /// Today.
        today: Date,
    },
    /// 取りやめる, until the first case was heard.
    Cancel {
        /// 中止の理由.
        why: FreeText,
    },
    /// 審査資料を発行する.
    IssuePapers {
        /// A sheet a case, in the order of the agenda.
        sheets: Vec<BoardSheet>,
    },
    /// 議事録を作成する, once the sitting is closed.
    WriteMinutes {
        /// Seat of the one who took the chair.
        chair: u8,
        /// 訂正の理由, of every edition but the first.
        why: Option<FreeText>,
        /// What the clerk wrote.
        content: MinutesText,
        /// The edition as it was printed.
        document: IssuedDocument,
    },
    /// 議事録の確認を記録する.
    ApproveMinutes {
        /// 版, the newest.
        edition: u16,
        /// Seat of the member.
        seat: u8,
        /// 確認した日.
        on: Date,
        /// Today.
        today: Date,
    },
}
