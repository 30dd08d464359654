//! What an operator has done with a read model (表示用の表): asked for on a screen, done by a worker.

mod carried_out;
mod requested;
mod task;

pub use carried_out::{CarriedOut, Outcome};
pub use requested::Requested;
pub use task::{Task, UnknownTask};

crate::event_set::event_set! {
    /// Events of the operation of a read model.
    OperationEvent, "operation" {
        /// 操作を頼んだ。
        Requested(Requested) = "operation.requested" v 1,
        /// 頼まれた操作が終わった。
        CarriedOut(CarriedOut) = "operation.carried_out" v 1,
    }
}

/// The stream of the operation of a read model.
pub fn stream_of(read_model: &str) -> uuid::Uuid {
    crate::ids::named_stream(&format!("operation/{read_model}"))
}
