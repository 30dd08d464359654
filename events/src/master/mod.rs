//! Master tables (マスタ): reference data with validity, source and status. A row counts from the position at which it was adopted.

mod row_adopted;
mod row_decided;

pub use row_adopted::{MasterStatus, RowAdopted};
pub use row_decided::RowDecided;

crate::event_set::event_set! {
    /// Events of a master table (マスタ).
    MasterEvent, "master" {
        /// マスタの行を採用した。
        RowAdopted(RowAdopted) = "master.row_adopted" v 1,
        /// マスタの行を決定した。
        RowDecided(RowDecided) = "master.row_decided" v 1,
    }
}

impl MasterEvent {
    /// The row that counts from here on.
    pub const fn row(&self) -> &RowAdopted {
        match self {
            Self::RowAdopted(row) => row,
            Self::RowDecided(decided) => &decided.row,
        }
    }
}
