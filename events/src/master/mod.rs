//! Master tables (マスタ): reference data with validity, source and status. A row counts from the position at which it was adopted.

mod row_adopted;

pub use row_adopted::{MasterStatus, RowAdopted};

crate::event_set::event_set! {
    /// Events of a master table (マスタ).
    MasterEvent, "master" {
        /// マスタの行を採用した。
        RowAdopted(RowAdopted) = "master.row_adopted" v 1,
    }
}
