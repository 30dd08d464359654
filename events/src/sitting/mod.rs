//! A sitting of the review board (小児慢性特定疾病審査会の開催): what it hears, and what it says of each disease (児童福祉法第19条の3第4項・第5項).

mod agenda_fixed;
mod cancelled;
mod case_heard;
mod closed;
mod minutes_approved;
mod minutes_written;
mod moved;
mod papers_issued;
mod scheduled;
mod verdict;

pub use agenda_fixed::{AgendaFixed, AgendaItem};
pub use cancelled::Cancelled;
pub use case_heard::CaseHeard;
pub use closed::Closed;
pub use minutes_approved::MinutesApproved;
pub use minutes_written::{CaseQuestion, MinutesText, MinutesWritten};
pub use moved::Moved;
pub use papers_issued::{BoardSheet, PapersIssued};
pub use scheduled::Scheduled;
pub use verdict::{DiseaseVerdict, UnknownVerdict, Verdict};

crate::event_set::event_set! {
    /// Events of a sitting of the review board (審査会).
    SittingEvent, "sitting" {
        /// 審査会の開催を決めた。
        Scheduled(Scheduled) = "sitting.scheduled" v 1,
        /// 議題を決めた。
        AgendaFixed(AgendaFixed) = "sitting.agenda_fixed" v 1,
        /// 申請を審査した。
        CaseHeard(CaseHeard) = "sitting.case_heard" v 1,
        /// 審査会を閉じた。
        Closed(Closed) = "sitting.closed" v 1,
        /// 審査会の開催を変えた。
        Moved(Moved) = "sitting.moved" v 1,
        /// 審査会の開催を取りやめた。
        Cancelled(Cancelled) = "sitting.cancelled" v 1,
        /// 審査資料を発行した。
        PapersIssued(PapersIssued) = "sitting.papers_issued" v 1,
        /// 議事録を作成した。
        MinutesWritten(MinutesWritten) = "sitting.minutes_written" v 1,
        /// 議事録を委員が確認した。
        MinutesApproved(MinutesApproved) = "sitting.minutes_approved" v 1,
    }
}
