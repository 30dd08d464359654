//! What an operator has done with a read model (表示用の表): asked for on a screen and done by a worker, or begun on the command line; and
//! what became of events that it could not apply.

mod begun;
mod carried_out;
mod parked;
mod requested;
mod retried;
mod skip_proposed;
mod skip_withdrawn;
mod skipped;
mod task;

pub use begun::Begun;
pub use carried_out::{CarriedOut, Outcome};
pub use parked::Parked;
pub use requested::Requested;
pub use retried::Retried;
pub use skip_proposed::SkipProposed;
pub use skip_withdrawn::SkipWithdrawn;
pub use skipped::Skipped;
pub use task::{Task, UnknownTask};

crate::event_set::event_set! {
    /// Events of the operation of a read model.
    OperationEvent, "operation" {
        /// 操作を頼んだ。
        Requested(Requested) = "operation.requested" v 1,
        /// 頼まれた操作が終わった。
        CarriedOut(CarriedOut) = "operation.carried_out" v 1,
        /// 操作をコマンドで始めた。
        Begun(Begun) = "read_model.begun" v 1,
        /// 読めない出来事を脇に置いた。
        Parked(Parked) = "read_model.parked" v 1,
        /// 脇に置いた出来事が、あとから適用できた。
        Retried(Retried) = "read_model.retried" v 1,
        /// 脇に置いた出来事を飛ばすよう提案した。
        SkipProposed(SkipProposed) = "read_model.skip_proposed" v 1,
        /// 飛ばす提案を取り下げた。
        SkipWithdrawn(SkipWithdrawn) = "read_model.skip_withdrawn" v 1,
        /// 脇に置いた出来事を飛ばすことを承認した。
        Skipped(Skipped) = "read_model.skipped" v 1,
    }
}

/// The part of the program that speaks for whoever is at the machine and has not signed in.
pub const COMMAND_LINE: &str = "command line";

/// The stream of the operation of a read model.
pub fn stream_of(read_model: &str) -> uuid::Uuid {
    crate::ids::named_stream(&format!("operation/{read_model}"))
}
