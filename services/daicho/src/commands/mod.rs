//! One file a subcommand: `Arguments` (what clap reads) and `run` (what it does).

pub mod archive;
pub mod bench;
pub mod casework;
pub mod changes;
pub mod demo;
pub mod doctor;
pub mod erase;
pub mod evidence;
pub mod found;
pub mod furnish;
pub mod migrate;
pub mod nightly;
pub mod on_record;
pub mod parked;
pub mod rebuild;
pub mod replay;
pub mod rules;
pub mod serve;
pub mod serve_all;
pub mod sign_in;
pub mod signals;
pub mod verify;
pub mod visit;
pub mod witness;
pub mod work;
pub mod worker_process;
